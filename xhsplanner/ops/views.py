"""What a person can do with saved views (视图): keep a room with filter and look, open it, share it as a file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from xhsplanner.core import saved
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.planning import View
from xhsplanner.core.saved import Meant
from xhsplanner.core.words import t
from xhsplanner.exchange import views_file
from xhsplanner.exchange.views_file import LONGEST_LOOK, LONGEST_NAME, SavedView
from xhsplanner.ops.notes import stored
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


class Opened(NamedTuple):
    """What a view stands for here; `missing` says what it names that this workspace does not know."""

    room: str
    filter: Filter
    look: Mapping[str, Any]
    missing: tuple[str, ...]


class Taken(NamedTuple):
    """What came of a file of views: the ids it made, those it had nothing new of, what this workspace lacks."""

    change: Change | None
    same: int
    missing: tuple[str, ...]


def listed(store: Store, archived: bool = False) -> list[View]:
    """The views, those of the acting member first, then in the order of the team."""
    views: list[View] = store.catalog.rows("view", archived)
    return sorted(views, key=lambda view: view.owner_id != store.actor or store.actor is None)


def opened(store: Store, view: View) -> Opened:
    """What a view stands for. Raises Refused where it was damaged."""
    try:
        found = saved.meant(json.loads(view.filter), _ids(store))
        look = json.loads(view.look)
    except (ValueError, RecursionError):
        raise Refused(t("views.broken", name=view.name)) from None
    words = tuple(t(f"views.noun_{table}") for table in dict.fromkeys(table for table, _ in found.missing))
    return Opened(view.room, found.filter, look if isinstance(look, dict) else {}, words)


def _ids(store: Store, names: Mapping[tuple[str, str], str] | None = None) -> Any:
    """Finds rows by uid, else by what they are called."""
    known: dict[str, tuple[dict[str, int], dict[str, int]]] = {}

    def find(table: str, uid: str) -> int | None:
        if table not in known:
            rows = store.catalog.rows(table)
            known[table] = {row.uid: row.id for row in rows}, {row.name: row.id for row in reversed(rows)}
        uids, called = known[table]
        return uids.get(uid, called.get((names or {}).get((table, uid), "")))

    return find


def _kept(store: Store, wanted: Filter) -> dict[str, Any]:
    return saved.kept(wanted, lambda table, row_id: getattr(store.catalog.row(table, row_id), "uid", ""))


def _row(store: Store, room: str, wanted: Filter, look: Mapping[str, Any]) -> dict[str, str]:
    """The columns of a view. Raises Refused for a look that no room has."""
    return _columns(room, _kept(store, wanted), look)


def _columns(room: str, kept: Mapping[str, Any], look: Mapping[str, Any]) -> dict[str, str]:
    text = stored(json.dumps(dict(look), ensure_ascii=False, sort_keys=True))
    if len(text) > LONGEST_LOOK:
        raise Refused(t("views.long_look"))
    return {"room": room, "filter": stored(json.dumps(dict(kept), ensure_ascii=False)), "look": text}


def _named(store: Store, name: str, view_id: int | None = None) -> str:
    """A name as it is kept. Raises Refused where it is none, too long, or another view's."""
    name = " ".join(str(stored(name)).split())
    if not name:
        raise Refused(t("views.no_name"))
    if len(name) > LONGEST_NAME:
        raise Refused(t("views.long_name", n=LONGEST_NAME))
    if store.catalog.row_named("view", name) not in (None, view_id):
        raise Refused(t("views.taken", name=name))
    return name


def _view(store: Store, view_id: int) -> View:
    view: View | None = store.catalog.row("view", view_id)
    if view is None:
        raise Refused(t("store.gone"))
    return view


@steady
def save(store: Store, name: str, room: str, wanted: Filter, look: Mapping[str, Any]) -> Change | None:
    """Keep a room with its filter and look under a name. Raises Refused where the name is taken."""
    name = _named(store, name)
    row = {**_row(store, room, wanted, look), "owner_id": store.actor}
    with store.op("view.save", name=name) as op:
        op.insert("view", {"name": name, "position": store.catalog.next_position("view"), **row})
    return op.change


@steady
def update(store: Store, view_id: int, room: str, wanted: Filter, look: Mapping[str, Any]) -> Change | None:
    """Let a view stand for what is shown now."""
    view = _view(store, view_id)
    with store.op("view.update", name=view.name) as op:
        op.update("view", {view_id: _row(store, room, wanted, look)})
    return op.change


@steady
def rename(store: Store, view_id: int, name: str) -> Change | None:
    """Call a view otherwise. Raises Refused where the name is taken."""
    view, name = _view(store, view_id), _named(store, name, view_id)
    with store.op("view.rename", name=view.name, to=name) as op:
        op.update("view", {view_id: {"name": name}})
    return op.change


@steady
def arrange(store: Store, ids: Sequence[int]) -> Change | None:
    """Put views in this order."""
    with store.op("view.arrange", n=len(ids)) as op:
        op.update("view", {view_id: {"position": place} for place, view_id in enumerate(ids)})
    return op.change


@steady
def archive(store: Store, view_id: int, archived: bool = True) -> Change | None:
    """Put a view away, or bring it back."""
    view = _view(store, view_id)
    with store.op("view.archive" if archived else "view.unarchive", name=view.name) as op:
        op.update("view", {view_id: {"archived": int(archived)}})
    return op.change


@steady
def remove(store: Store, view_id: int) -> Change | None:
    """Delete a view; notes stay as they are."""
    view = _view(store, view_id)
    with store.op("view.remove", name=view.name) as op:
        op.delete("view", [view_id])
    return op.change


# --- as a file ------------------------------------------------------------------------------------


def export(store: Store, ids: Sequence[int], path: Path) -> int:
    """Write views to a file; how many. Raises Refused where one is damaged or the file cannot be written."""
    views = [_view(store, view_id) for view_id in ids]
    views_file.write(path, [_told(store, view) for view in views])
    return len(views)


def _told(store: Store, view: View) -> SavedView:
    found = opened(store, view)
    values = _kept(store, found.filter)
    names = {
        (table, row.uid): row.name
        for name, table in saved.TABLES.items()
        for row in store.catalog.rows(table)
        if row.uid in values.get(name, ())
    }
    return SavedView(view.name, view.room, values, found.look, names)


@steady
def take_in(store: Store, path: Path) -> Taken:
    """Add the views of a file; one of a name that is taken gets a number. Raises Refused, see views_file.read."""
    views, missing, same = views_file.read(path), dict[str, None](), 0
    rows: list[dict[str, Any]] = []
    names = {view.name: view for view in store.catalog.rows("view")}
    for one in views:
        found: Meant = saved.meant(one.filter, _ids(store, one.names))
        for table, uid in found.missing:
            called = one.names.get((table, uid), "") or uid
            missing[t("views.missing_one", noun=t(f"views.noun_{table}"), name=called)] = None
        row = _columns(one.room, _ours(store, one), one.look)
        there = names.get(one.name)
        if there is not None and all(getattr(there, key) == value for key, value in row.items()):
            same += 1
        else:
            rows.append({"name": _free(one.name, {*names, *(made["name"] for made in rows)}), **row})
    first = store.catalog.next_position("view")
    with store.op("view.import", n=len(rows), file=path.name) as op:
        for place, row in enumerate(rows, first):
            op.insert("view", {**row, "owner_id": store.actor, "position": place})
    return Taken(op.change, same, tuple(missing))


def _ours(store: Store, view: SavedView) -> dict[str, Any]:
    """The filter of a file with our uids; what we do not know stays named, so that opening the view tells it."""
    find = _ids(store, view.names)

    def ours(table: str, uid: str) -> str:
        row_id = find(table, uid) if uid else None
        return str(getattr(store.catalog.row(table, row_id), "uid", uid))

    tables = saved.TABLES
    return {
        name: sorted(ours(tables[name], uid) for uid in value) if name in tables else value
        for name, value in view.filter.items()
    }


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[: LONGEST_NAME - 5]} {number}"
    return found
