"""The columns of the list: how wide, by what they are sorted, how their cells are edited. Qt-free."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Editor = Literal["", "text", "day", "time", "number", "choice", "many", "hashtags"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key` is what store.listing sorts by, `field` what bulk_edit writes; "" where it cannot."""

    id: str
    width: int
    key: str
    field: str = ""
    editor: Editor = ""
    shown: bool = False
    right: bool = False


_COLUMNS = (
    Column("status", 98, "status", "status", "choice", shown=True),
    Column("code", 84, "code"),
    Column("day", 100, "day", "day", "day", shown=True),
    Column("weekday", 72, "weekday", shown=True),
    Column("time", 66, "minute", "minute", "time", shown=True),
    Column("account", 128, "account_id", "account_id", "choice", shown=True),
    Column("series", 128, "series_id", "series_id", "choice", shown=True),
    Column("episode", 64, "episode", "episode", "number", right=True),
    Column("title", 270, "title", "title", "text", shown=True),
    Column("length", 66, "length", right=True),
    Column("occasion", 110, "occasion", "occasion", "choice"),
    Column("persona", 100, "persona_id", "persona_id", "choice"),
    Column("kind", 72, "kind", "kind", "choice"),
    Column("owner", 92, "owner_id", "owner_id", "choice", shown=True),
    Column("designer", 92, "designer_id", "designer_id", "choice"),
    Column("cover", 78, "cover_state", "cover_state", "choice", shown=True),
    Column("pictures", 64, "pictures", right=True),
    Column("hashtags", 180, "hashtags", "hashtags", "hashtags"),
    Column("keywords", 140, "keywords", "keywords", "many"),
    Column("tags", 140, "tags", "tags", "many"),
    Column("offers", 140, "offers", "offers", "many"),
    Column("topic", 160, "topic_id"),
    Column("remark", 180, "remark", "remark", "text"),
    Column("link", 180, "link", "link", "text"),
    Column("created", 128, "created_at"),
    Column("changed", 128, "changed_at"),
    Column("findings", 130, "findings", shown=True),
)
COLUMNS: Mapping[str, Column] = {column.id: column for column in _COLUMNS}
"""By id, in the order a new list shows them."""
LEAST_W, MOST_W = 44, 900
SHOWN = tuple(column.id for column in _COLUMNS if column.shown)
ALONE = frozenset({"title", "link"})
"""Cells that are edited for their own note only, however many are selected."""
GROUPS: Mapping[str, str] = {
    "status": "status",
    "account": "account_id",
    "series": "series_id",
    "owner": "owner_id",
    "day": "day",
    "week": "week",
    "month": "month",
    "occasion": "occasion",
}
"""What rows may be grouped by, and the key of each."""
PERIODS = ("week", "month", "quarter", "all", "undated")


def shown_columns(kept: object) -> tuple[str, ...]:
    """The columns a setting names that there are, each once; those of a new list where it names none."""
    names = kept if isinstance(kept, list) else []
    known = dict.fromkeys(name for name in names if isinstance(name, str) and name in COLUMNS)
    return tuple(known) or SHOWN


def widths(kept: object) -> dict[str, int]:
    """How wide each column is: as kept, within reason, else as in a new list."""
    mine = kept if isinstance(kept, dict) else {}
    found = {}
    for name, column in COLUMNS.items():
        width = mine.get(name)
        good = isinstance(width, int) and not isinstance(width, bool)
        found[name] = min(max(LEAST_W, int(width)), MOST_W) if good and width is not None else column.width
    return found
