"""How many rows an op is going to write, before it does: the window gives large ones to the writer thread."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xhsplanner.store import search
from xhsplanner.store.store import Store

LARGE = 200
"""Rows written where the op is called, within a frame or two; more would hold up the window (60 ms for 1,000)."""

ROWS_EACH: Mapping[str, int] = {
    "notes.copy": 8,
    "bulk.copy_to": 8,
    "moves.copy_week": 8,
    "moves.to_free": 20,
    "notes.duplicate_to_accounts": 8,
    "notes.delete": 4,
}
"""What these ops write for each note they are given: its text and all that belongs to it. Others write one row."""
OPEN = frozenset({"merging.merge", "episodes.renumber"})
"""Ops that their arguments say nothing about: one name may stand for thousands of notes. Taken for large."""
FOUND_BY = {"catalog.edit": "name", "topics.edit": "title"}
"""Ops that change one row, and the field of it that the notes which share the row are found by."""


def weight(store: Store, operation: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> int:
    """About how many rows: the ids or places in the longest list of the arguments, by the rows of each.

    A keyword or topic that is called something else counts its notes: the search index has them all written anew.
    """
    name = f"{operation.__module__.rpartition('.')[2]}.{operation.__name__}"
    if name in OPEN:
        return LARGE + 1
    if kwargs.keys() & {FOUND_BY.get(name)}:
        noun, row_id = args if len(args) == 2 else ("topic", args[0])
        return search.sharing(store.engine, noun, row_id, LARGE + 1)
    lists = [one for one in (*args, *kwargs.values()) if isinstance(one, (list, tuple, dict))]
    return max(map(len, lists), default=0) * ROWS_EACH.get(name, 1)
