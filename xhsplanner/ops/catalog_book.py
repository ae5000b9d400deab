"""The whole catalogue out to a workbook and in again. In is one op: rows are known by their names, new ones added,
known ones changed, and nothing is deleted. A workbook with a bad row changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import TAG_GROUPS, Role
from xhsplanner.core.words import t
from xhsplanner.exchange.catalog_book import SHEETS, Book, BookRow, Problem, code_of, read_book, write_book
from xhsplanner.ops import catalog
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

REFERRING = ("account", "series", "tag")
"""Kinds of cells that name a row of that noun."""
KEYS = {
    "target": ("account_id", "series_id", "weekday", "since", "until"),
    "collection": ("account_id", "series_id"),
}
"""What tells rows apart that have no name."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or why it did nothing: with `problems` nothing was changed."""

    change: Change | None
    rows: int
    problems: tuple[Problem, ...] = ()


def export(store: Store, path: Path) -> int:
    """Write the whole catalogue as xlsx; returns how many rows. Raises Refused."""
    tables = {noun: [_row_out(store, noun, row) for row in store.catalog.rows(noun)] for noun in SHEETS}
    write_book(path, tables)
    return sum(map(len, tables.values()))


def _row_out(store: Store, noun: str, row: Any) -> dict[str, Any]:
    """A row with the names of what it refers to."""
    values = {}
    for column, kind in SHEETS[noun].items():
        value = getattr(row, column)
        referred = store.catalog.row(kind, value) if kind in REFERRING else None
        if kind == "tag" and referred is not None and referred.group != row.group:
            value = f"{t('catalogue.group.' + referred.group)}/{referred.name}"
        elif kind in REFERRING:
            value = referred.name if referred is not None else None
        values[column] = value
    return values


def load(store: Store, path: Path, *, check_only: bool = False) -> Report:
    """Read a workbook into the catalogue. Raises Refused where it is none; bad rows are in the report."""
    book = read_book(path)
    rows = sum(map(len, book.rows.values()))
    if check_only:
        return Report(None, rows, (*book.problems, *_wrong(store, book)))
    with store.held():  # what is judged here is what is written to
        if problems := (*book.problems, *_wrong(store, book)):
            return Report(None, rows, problems)
        with store.op("catalog.import", file=path.name, n=rows) as op:
            writer = _Writer(store, op)
            for noun in SHEETS:
                writer.write(noun, book.rows.get(noun, []))
    return Report(op.change, rows)


# --- what is wrong ----------------------------------------------------------------------------------


def _wrong(store: Store, book: Book) -> list[Problem]:
    names = {noun: {_key(noun, r.values) for r in book.rows.get(noun, [])} for noun in REFERRING}
    for noun in REFERRING:
        names[noun] |= {_key(noun, _row_out(store, noun, row)) for row in store.catalog.rows(noun)}
    found: list[Problem] = []
    for noun, rows in book.rows.items():
        seen: set[tuple[Any, ...]] = set()
        for row in rows:
            key = _key(noun, row.values)
            if noun != "target" and key in seen:
                found.append(row.problem(t("catalogue.twice")))
            seen.add(key)
            found += _wrong_row(row, names)
    return found or _wrong_rings(store, book)


def _wrong_row(row: BookRow, names: Mapping[str, set[tuple[Any, ...]]]) -> list[Problem]:
    found = []
    for column, kind in SHEETS[row.noun].items():
        value = row.values.get(column)
        if kind in REFERRING and value:
            key = _parent_key(row.values, str(value), names["tag"]) if kind == "tag" else (value,)
            if key not in names[kind]:
                found.append(
                    row.problem(t("catalogue.no_such_row", noun=t(f"catalogue.tab.{kind}")), column, value)
                )
    plain = {c: v for c, v in row.values.items() if SHEETS[row.noun][c] not in REFERRING}
    try:
        catalog.check(plain)
    except Refused as refusal:
        found.append(row.problem(str(refusal)))
    return found


def _wrong_rings(store: Store, book: Book) -> list[Problem]:
    """Tags of the workbook that would stand under themselves."""
    rows = {_key("tag", row.values): row for row in book.rows.get("tag", []) if "parent_id" in row.values}
    known = {_key("tag", out): out for out in (_row_out(store, "tag", row) for row in store.catalog.tags(True))}
    known |= {key: dict(row.values) for key, row in rows.items()}
    found = []
    for key, row in rows.items():
        above, passed = key, set()
        while above not in passed:
            passed.add(above)
            parent = known.get(above, {}).get("parent_id")
            if not parent:
                break
            above = _parent_key(known[above], str(parent), set(known))
        else:
            if above == key:
                found.append(row.problem(t("catalog.own_parent"), "parent_id", row.values["parent_id"]))
    return found


def _key(noun: str, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What tells a row from all others of its sheet; names as they are kept."""
    if noun in KEYS:
        return tuple(values.get(column) or None for column in KEYS[noun])
    return tuple(" ".join(str(value or "").split()) for value in catalog.key_of(noun, values).values())


def _parent_key(values: Mapping[str, Any], said: str, known: set[tuple[Any, ...]]) -> tuple[str, str]:
    """The tag meant by a name: of the row's own group, else `group/name`."""
    own = (str(values.get("group") or TAG_GROUPS[0]), " ".join(said.split()))
    group, slash, name = said.partition("/")
    if own in known or not slash:
        return own
    return code_of("group", group.strip()) or "", " ".join(name.split())


# --- writing ----------------------------------------------------------------------------------------


class _Writer:
    """Writes the rows of good sheets inside one op, references of one noun after the rows they name."""

    def __init__(self, store: Store, op: Op) -> None:
        self._store, self._op = store, op
        self._ids: dict[str, dict[tuple[Any, ...], int]] = {}
        for noun in SHEETS:
            known = store.catalog.rows(noun)
            self._ids[noun] = {_key(noun, _row_out(store, noun, row)): row.id for row in known}
        self._again: dict[tuple[Any, ...], list[int]] = {}
        for row in store.catalog.targets():
            self._again.setdefault(_key("target", _row_out(store, "target", row)), []).append(row.id)

    def write(self, noun: str, rows: list[BookRow]) -> None:
        """Add or change the rows of one sheet, in its order."""
        order: list[int] = []
        for row in rows:
            order.append(self._write_row(noun, row))
        if noun == "tag":
            self._write_parents(rows)
        if rows and noun in catalog.NOUNS:
            rest = [known.id for known in self._store.catalog.rows(noun) if known.id not in set(order)]
            self._op.update(noun, {row_id: {"position": at} for at, row_id in enumerate([*order, *rest])})

    def _write_row(self, noun: str, row: BookRow) -> int:
        key, fields = _key(noun, row.values), self._fields(noun, row)
        known = self._ids[noun].get(key)
        if noun == "target":
            again = self._again.get(key)
            known = again.pop(0) if again else None
        if known is not None:
            self._op.update(noun, {known: catalog.stored_row(fields)})
            return known
        if noun in catalog.NOUNS:
            made = catalog.insert_named(
                self._store, self._op, noun, {n: v for n, v in fields.items() if v is not None}
            )
        else:
            made = self._op.insert(noun, catalog.stored_row(fields))
        self._ids[noun][key] = made
        return made

    def _fields(self, noun: str, row: BookRow) -> dict[str, Any]:
        fields = dict(row.values)
        for column, kind in SHEETS[noun].items():
            if column in fields and kind in ("account", "series"):
                fields[column] = self._ids[kind].get((fields[column],)) if fields[column] else None
        fields.pop("parent_id", None)
        for name in ("name", "product_class"):
            if name in fields:
                fields[name] = " ".join(str(fields[name]).split())
        if "role" in fields:
            fields["role"] = fields["role"] or Role.EDITOR
        return fields

    def _write_parents(self, rows: list[BookRow]) -> None:
        ids = self._ids["tag"]
        changes = {}
        for row in rows:
            if "parent_id" in row.values:
                said = str(row.values["parent_id"] or "")
                parent = ids[_parent_key(row.values, said, set(ids))] if said else None
                changes[ids[_key("tag", row.values)]] = {"parent_id": parent}
        self._op.update("tag", changes)
