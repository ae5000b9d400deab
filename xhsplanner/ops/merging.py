"""Merging rows of the catalogue: one is kept, and all that referred to the others refers to it. One op, undoable.

What refers to what is read from the schema, so a new table with a reference is merged with no word here.
"""

import json
from collections.abc import Iterable, Sequence

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_words import fold
from xhsplanner.ops.catalog import NOUNS, name_of
from xhsplanner.ops.steady import steady
from xhsplanner.store import schema
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

NAMED_BY_UID = (("alias", "target"), ("comment", "subject"), ("task", "subject"))
"""Columns that name a row of any table by its uid."""
SAME = {"target": [("account_id", "series_id", "weekday", "since", "until")]}
"""Rows that would say the same twice although the schema allows it: the one of the kept row stays."""
REMEMBERED = frozenset({"account", "series", "member"})
"""Nouns whose old name is kept as an alias, so that schedules which still use it are read right."""


@steady
def merge(store: Store, noun: str, keep: int, ids: Sequence[int]) -> Change | None:
    """Let row `keep` of a noun take the place of the rows `ids`, which are deleted; its own fields stay.

    Where both sides have the same link, or a target or 合集 name for the same pair, that of the kept row stays.
    Raises Refused where nothing is chosen, a row is gone, or one of `ids` is the member who acts.
    """
    gone = [row_id for row_id in dict.fromkeys(ids) if row_id != keep]
    if noun not in NOUNS or not gone:
        raise Refused(t("catalog.merge_two"))
    if store.catalog.row(noun, keep) is None or any(store.catalog.row(noun, row_id) is None for row_id in gone):
        raise Refused(t("store.gone"))
    if noun == "member" and store.actor in gone:
        raise Refused(t("catalog.is_me", name=name_of(store, noun, store.actor)))
    with store.op(f"{noun}.merge", n=len(gone), name=name_of(store, noun, keep)) as op:
        for table, column in schema.REFERENCES.get(noun, ()):
            for row_id in gone:
                _point(store, op, (table, column), row_id, keep)
        _rename(store, op, noun, keep, gone)
        if noun == "tag":
            _cut_ring(op, keep)
        op.delete(noun, gone)
    return op.change


def _point(store: Store, op: Op, reference: tuple[str, str], row_id: int, keep: int) -> None:
    """Point what refers to one row at the kept one, and drop what the kept one has already."""
    table, column = reference
    moving = store.catalog.where(table, **{column: row_id})
    keys = [key for key in (*schema.UNIQUE.get(table, ()), *SAME.get(table, ())) if column in key]
    for key in keys:
        others = [name for name in key if name != column]
        there = set(_values(op, table, others, store.catalog.where(table, **{column: keep})).values())
        twice = [child for child, values in _values(op, table, others, moving).items() if values in there]
        op.delete(table, twice)
        moving = [child for child in moving if child not in set(twice)]
    op.update(table, {child: {column: keep} for child in moving})


def _values(op: Op, table: str, columns: Sequence[str], ids: Sequence[int]) -> dict[int, tuple[object, ...]]:
    return {row_id: tuple(row.values()) for row_id, row in op.read(table, columns, ids).items()} if columns else {}


def _rename(store: Store, op: Op, noun: str, keep: int, gone: Iterable[int]) -> None:
    """Point what names a row by its uid at the kept one, and remember the old names."""
    uid = store.catalog.row(noun, keep).uid  # type: ignore[union-attr]
    for row_id in gone:
        row = store.catalog.row(noun, row_id)
        assert row is not None
        for table, column in NAMED_BY_UID:
            found = store.catalog.where(table, **{column: row.uid})
            op.update(table, {child: {column: uid} for child in found})
        if noun in REMEMBERED and not store.catalog.where("alias", kind=noun, name=fold(row.name)):
            op.insert("alias", {"kind": noun, "name": fold(row.name), "target": uid})
        _rename_in_views(store, op, row.uid, uid)


def _rename_in_views(store: Store, op: Op, gone: str, uid: str) -> None:
    """Let saved views name the kept row: a condition that lost its only row would ask for every note.

    As text, so that a view that can no longer be read is not lost here.
    """
    old, new = json.dumps(gone), json.dumps(uid)
    columns = op.read("view", ("filter", "look"), [view.id for view in store.catalog.rows("view")])
    for view_id, row in columns.items():
        look = str(row["look"]).replace(f'"account": {old}', f'"account": {new}')
        op.update("view", {view_id: {"filter": str(row["filter"]).replace(old, new), "look": look}})


def _cut_ring(op: Op, keep: int) -> None:
    """A kept tag that would now stand under itself stands at the top."""
    above: int | None = op.read("tag", ("parent_id",), [keep])[keep]["parent_id"]
    while above is not None:
        if above == keep:
            op.update("tag", {keep: {"parent_id": None}})
            return
        above = op.read("tag", ("parent_id",), [above])[above]["parent_id"]
