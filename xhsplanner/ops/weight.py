"""How many rows an op is going to write, before it does: the window gives large ones to the writer thread."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

LARGE = 200
"""Rows written where the op is called, within a frame or two; more would hold up the window (60 ms for 1,000)."""

ROWS_EACH: Mapping[str, int] = {
    "notes.copy": 8,
    "bulk.copy_to": 8,
    "notes.duplicate_to_accounts": 8,
    "notes.delete": 4,
}
"""What these ops write for each note they are given: its text and all that belongs to it. Others write one row."""
OPEN = frozenset({"merging.merge", "episodes.renumber"})
"""Ops that their arguments say nothing about: one name may stand for thousands of notes. Taken for large."""


def weight(operation: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> int:
    """About how many rows: the ids or places in the longest list of the arguments, by the rows of each."""
    name = f"{operation.__module__.rpartition('.')[2]}.{operation.__name__}"
    if name in OPEN:
        return LARGE + 1
    lists = [one for one in (*args, *kwargs.values()) if isinstance(one, (list, tuple, dict))]
    return max(map(len, lists), default=0) * ROWS_EACH.get(name, 1)
