"""A filter as saved views keep it: rows by their uid, so that it means the same in every copy of a workspace.

What a saved view holds may come from a file somebody else wrote: nothing in it is believed before it was looked at.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from xhsplanner.core.filter import NONE, Filter
from xhsplanner.core.model import Status

TABLES = {
    "accounts": "account",
    "series": "series",
    "owners": "member",
    "personas": "persona",
    "tags": "tag",
    "keywords": "keyword",
}
"""Conditions that name rows, and their table."""
FLAGS = ("covered", "flawed", "late")
MOST_NAMED = 500
LONGEST = 500
"""How many values one condition may have, and how many characters a value."""
STATUSES = {status.value for status in Status}


class Meant(NamedTuple):
    """A saved filter as one of this workspace, and the uids by table that it does not know."""

    filter: Filter
    missing: tuple[tuple[str, str], ...]


def kept(wanted: Filter, uid_of: Callable[[str, int], str]) -> dict[str, Any]:
    """A filter as JSON; `uid_of(table, id)` names rows, "" stands for none of them."""
    found: dict[str, Any] = {}
    for name in wanted.active():
        value = getattr(wanted, name)
        if name in TABLES:
            found[name] = sorted("" if one == NONE else uid_of(TABLES[name], one) for one in value)
        else:
            found[name] = sorted(value) if isinstance(value, frozenset) else value
    return found


def meant(saved: object, id_of: Callable[[str, str], int | None]) -> Meant:
    """The filter that `kept` made; `id_of(table, uid)` finds rows. Raises ValueError naming what makes no sense."""
    values = checked(saved)
    missing: list[tuple[str, str]] = []
    fields: dict[str, Any] = {}
    for name, value in values.items():
        if name in TABLES:
            ids = {uid: NONE if uid == "" else id_of(TABLES[name], uid) for uid in value}
            missing += [(TABLES[name], uid) for uid, one in ids.items() if one is None]
            fields[name] = frozenset(one for one in ids.values() if one is not None)
        elif name == "statuses":
            fields[name] = frozenset(map(Status, value))
        else:
            fields[name] = frozenset(value) if isinstance(value, list) else value
    return Meant(Filter(**fields), tuple(missing))


def checked(saved: object) -> Mapping[str, Any]:
    """The same, once every part of it was looked at. Raises ValueError naming the first that makes no sense."""
    if not isinstance(saved, dict):
        raise ValueError("filter")
    for name, value in saved.items():
        if name in FLAGS:
            good = isinstance(value, bool)
        elif name == "text":
            good = isinstance(value, str) and len(value) <= LONGEST
        elif name in TABLES or name in ("statuses", "occasions"):
            good = isinstance(value, list) and len(value) <= MOST_NAMED and all(map(_is_word, value))
            good = good and (name != "statuses" or STATUSES.issuperset(value))
        else:
            good = False
        if not good:
            raise ValueError(str(name)[:80])
    return saved


def _is_word(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST
