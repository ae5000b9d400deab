"""Saved views as a file people send each other: JSON of our own, read strictly. It names rows by uid and name."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from xhsplanner.core.errors import Refused
from xhsplanner.core.saved import LONGEST, TABLES, checked
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.exchange.exported import exported

FORMAT, VERSION = "xhsplanner-views", 1
SUFFIX = ".json"
MOST_BYTES = 1 << 20
MOST_VIEWS = 200
LONGEST_NAME = 80
LONGEST_LOOK = 20_000
DEEPEST = 6
"""How far a look may be nested: a few lists of a few choices."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """One view of a file. `filter` is that of core/saved, `names` what its uids are called, by (table, uid)."""

    name: str
    room: str
    filter: Mapping[str, Any]
    look: Mapping[str, Any]
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


def write(path: Path, views: Sequence[SavedView]) -> None:
    """Write views to a file. Raises Refused where it cannot be written."""
    rows = [{"name": one.name, "room": one.room, "filter": _told(one), "look": dict(one.look)} for one in views]
    text = json.dumps({"format": FORMAT, "version": VERSION, "views": rows}, ensure_ascii=False, indent=1)
    with exported(path, refusal="views.not_written") as fresh:
        fresh.write_text(text + "\n", encoding="utf-8")


def _told(view: SavedView) -> dict[str, Any]:
    return {
        name: [{"uid": uid, "name": view.names.get((TABLES[name], uid), "")} for uid in value]
        if name in TABLES
        else value
        for name, value in view.filter.items()
    }


def read(path: Path) -> list[SavedView]:
    """The views of a file. Raises Refused naming what is wrong with it; nothing of such a file is used."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(t("views.too_large", file=path.name, mb=MOST_BYTES >> 20))
        data = path.read_bytes()
    except OSError as error:
        raise Refused(t("views.not_read", file=path.name, why=error.strerror or error)) from None
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_constant=_odd)
    except (ValueError, RecursionError):
        raise Refused(t("views.no_views", file=path.name)) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("views"), list):
        raise Refused(t("views.no_views", file=path.name))
    if found.get("version") != VERSION:
        raise Refused(t("views.newer", file=path.name))
    rows = found["views"]
    if not 0 < len(rows) <= MOST_VIEWS:
        raise Refused(t("views.how_many", file=path.name, most=MOST_VIEWS))
    return [_view(path, number, row) for number, row in enumerate(rows, 1)]


def _odd(text: str) -> NoReturn:
    raise ValueError(text)


def _view(path: Path, number: int, row: object) -> SavedView:
    if not isinstance(row, dict):
        _refuse(path, number, "view")
    name, room, look = row.get("name"), row.get("room"), row.get("look", {})
    if not isinstance(name, str) or not 0 < len(name := " ".join(whole(name).split())) <= LONGEST_NAME:
        _refuse(path, number, "name")
    if not isinstance(room, str) or not room.isidentifier() or len(room) > LONGEST_NAME:
        _refuse(path, number, "room")
    if not isinstance(look, dict) or not _plain(look) or len(json.dumps(look)) > LONGEST_LOOK:
        _refuse(path, number, "look")
    told = row.get("filter", {})
    if not isinstance(told, dict):
        _refuse(path, number, "filter")
    names: dict[tuple[str, str], str] = {}
    plain = {key: _uids(path, number, key, value, names) if key in TABLES else value for key, value in told.items()}
    try:
        return SavedView(name, room, checked(plain), look, names)
    except ValueError as error:
        _refuse(path, number, str(error))


def _uids(path: Path, number: int, key: str, value: object, names: dict[tuple[str, str], str]) -> list[str]:
    """The uids a condition names; what each is called is put into `names`."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [None]:
        uid, called = (one.get("uid"), one.get("name", "")) if isinstance(one, dict) else (None, None)
        if not isinstance(uid, str) or not isinstance(called, str) or max(len(uid), len(called)) > LONGEST:
            _refuse(path, number, key)
        names[TABLES[key], uid] = called
        found.append(uid)
    return found


def _plain(value: object, depth: int = 0) -> bool:
    """Whether a look is made of words, numbers and flags, in lists and tables that are not deep."""
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        return all(isinstance(key, str) and _plain(one, depth + 1) for key, one in value.items())
    if isinstance(value, list):
        return all(_plain(one, depth + 1) for one in value)
    return value is None or isinstance(value, str | int | bool) or (isinstance(value, float) and isfinite(value))


def _refuse(path: Path, number: int, what: str) -> NoReturn:
    raise Refused(t("views.bad_part", file=path.name, n=number, what=what))
