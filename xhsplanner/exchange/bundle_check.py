"""What may stand in the rows of a bundle: our tables and columns, the right types, values that the program can
read, references that lead somewhere. A row that passes here can be shown in every room.
"""

import json
import math
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from xhsplanner.core.model import CoverState, Kind, Role, Status
from xhsplanner.core.slots import supported
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import TABLES, Record
from xhsplanner.store.parts import COLUMNS, PARENTS, Column

TEXT_CHARACTERS = 1_000_000
WIDEST = 2**63
UID = re.compile(r"[0-9A-Za-z_-]{1,64}\Z")
COLOUR = re.compile(r"(#[0-9A-Fa-f]{6})?\Z")
HASH = re.compile(r"[0-9a-f]{64}\Z")
LINK = re.compile(r"(https?://\S+)?\Z", re.IGNORECASE)
CODE = re.compile(r"[A-Z]{1,4}-\d{1,9}\Z")
PRINT = re.compile(r"[0-9a-f]{16}\Z")

DAYS = frozenset(
    ("day", "since", "until", "valid_from", "valid_until", "rights_until", "portrait_until", "original_day", "due")
)
MOMENTS = frozenset({"published_at", "created_at", "added_at", "at"})
FLAGS = frozenset({"archived", "trashed", "resolved", "numbered"})
OBJECTS = frozenset({("cover", "values"), ("account", "brand_kit"), ("campaign", "plan")})
CHOICES: Mapping[tuple[str, str], frozenset[str]] = {
    ("note", "status"): frozenset(Status),
    ("note", "held_from"): frozenset(Status),
    ("note", "kind"): frozenset(Kind),
    ("note", "cover_state"): frozenset(CoverState),
    ("member", "role"): frozenset(Role),
    ("asset", "kind"): frozenset({"picture", "poster", "render"}),
    ("asset", "ext"): frozenset({"jpg", "png", "webp"}),
    ("disclaimer", "form"): frozenset({"long", "short", "picture"}),
    ("slot", "holiday_policy"): frozenset({"none", "skip", "before", "after"}),
    ("slot_override", "kind"): frozenset({"moved", "cancelled", "filled"}),
}
NUMBERS: Mapping[str, tuple[int, int]] = {
    "minute": (0, 1439),
    "weekday": (0, 6),
    "seconds": (0, 10**7),
    "position": (-(10**9), 10**9),
    "episode": (0, 10**9),
    "heat": (-(10**9), 10**9),
    "cadence_days": (0, 10**6),
}
PATTERNS: Mapping[tuple[str, str], re.Pattern[str]] = {
    ("note", "code"): CODE,
    ("note", "link"): LINK,
    ("asset", "sha256"): HASH,
    **{(table, "color"): COLOUR for table in ("account", "member", "persona", "tag")},
}


def checked(document: Any, pictures: Collection[str]) -> tuple[Record, ...]:
    """The records of `rows.json`. `pictures` are the hashes of those that came along.

    Raises ValueError with a sentence in the user's language.
    """
    tables = document.get("rows") if isinstance(document, dict) else None
    if not isinstance(tables, dict) or set(document) != {"rows"}:
        raise ValueError(t("bundle.wrong.shape", where="rows.json"))
    if unknown := tables.keys() - set(TABLES):
        raise ValueError(t("bundle.wrong.table", table=min(unknown)[:40]))
    records = [_record(table, row) for table in TABLES for row in _listed(table, tables.get(table, []))]
    seen = {(record.table, record.uid) for record in records}
    if len(seen) < len(records):
        raise ValueError(t("bundle.wrong.twice"))
    alive = {(record.table, record.uid) for record in records if record.values is not None}
    for record in records:
        _lead_somewhere(record, alive)
        if record.table == "asset" and record.values is not None and record.values["sha256"] not in pictures:
            raise ValueError(t("bundle.wrong.no_picture", name=record.values["name"][:40]))
    return tuple(records)


def _listed(table: str, rows: Any) -> list[Any]:
    if not isinstance(rows, list):
        raise ValueError(t("bundle.wrong.shape", where=table))
    return rows


def _record(table: str, row: Any) -> Record:
    if not isinstance(row, dict) or not row.keys() <= {"uid", "values", "base", "made", "passed"}:
        raise ValueError(t("bundle.wrong.shape", where=table))
    uid, values, base = row.get("uid"), row.get("values"), row.get("base", {})
    made, passed = row.get("made", False), row.get("passed", {})
    if not isinstance(uid, str) or not UID.match(uid) or not isinstance(made, bool):
        raise ValueError(t("bundle.wrong.shape", where=table))
    if values is None and (not base or made):
        raise ValueError(t("bundle.wrong.shape", where=f"{table} {uid}"))
    prints = _prints(table, passed)
    return Record(
        table,
        uid,
        None if values is None else _values(table, values, whole_row=True),
        _values(table, base, whole_row=values is None),
        made,
        prints,
    )


def _prints(table: str, passed: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(passed, dict) or not passed.keys() <= COLUMNS[table].keys():
        raise ValueError(t("bundle.wrong.shape", where=table))
    for listed in passed.values():
        if not isinstance(listed, list) or not all(isinstance(p, str) and PRINT.match(p) for p in listed):
            raise ValueError(t("bundle.wrong.shape", where=table))
    return {name: tuple(listed) for name, listed in passed.items()}


def _values(table: str, values: Any, *, whole_row: bool) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise ValueError(t("bundle.wrong.shape", where=table))
    columns = COLUMNS[table]
    if unknown := values.keys() - columns.keys():
        raise ValueError(t("bundle.wrong.column", table=table, column=min(unknown)[:40]))
    missing = {name for name, column in columns.items() if column.required} - values.keys()
    if whole_row and missing:
        raise ValueError(t("bundle.wrong.missing", table=table, column=min(missing)))
    parents = {} if whole_row else PARENTS[table]  # what stood there before may refer to what nobody has any more
    return {
        name: None if value is None and name in parents else _value(table, name, columns[name], value)
        for name, value in values.items()
    }


def _value(table: str, name: str, column: Column, value: Any) -> Any:
    kind = "TEXT" if name in PARENTS[table] else column.kind
    if value is None:
        good = column.empty
    elif kind == "TEXT":
        good = isinstance(value, str) and len(value) <= TEXT_CHARACTERS and _text(table, name, value)
        value = whole(value) if good else value
    elif kind == "INTEGER":
        low, high = (0, 1) if name in FLAGS else NUMBERS.get(name, (-WIDEST, WIDEST - 1))
        good = type(value) is int and low <= value <= high
    else:
        good = type(value) in (int, float) and math.isfinite(value)
    if not good:
        raise ValueError(t("bundle.wrong.value", table=table, column=name, value=str(value)[:40]))
    return value


def _text(table: str, name: str, value: str) -> bool:
    """Whether the program can read this text of this column."""
    if name in PARENTS[table]:
        return UID.match(value) is not None
    if (table, name) == ("slot", "rule"):
        return supported(value)
    choices, pattern = CHOICES.get((table, name)), PATTERNS.get((table, name))
    if choices is not None:
        return value in choices
    if pattern is not None:
        return pattern.match(value) is not None
    try:
        if name in DAYS:
            return date.fromisoformat(value).isoformat() == value
        if name in MOMENTS:
            datetime.fromisoformat(value)
        if (table, name) in OBJECTS:
            return isinstance(json.loads(value), dict)
    except (ValueError, RecursionError):
        return False
    return True


def _lead_somewhere(record: Record, alive: set[tuple[str, str]]) -> None:
    parents = PARENTS[record.table]
    for name, value in (record.values or {}).items():
        if name in parents and value is not None and (parents[name], value) not in alive:
            raise ValueError(t("bundle.wrong.nowhere", table=record.table, column=name))
