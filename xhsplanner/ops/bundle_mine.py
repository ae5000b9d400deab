"""What stands in this workspace where a bundle says something, in the bundle's own terms."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from xhsplanner.exchange.bundle_model import KEYS, TABLES, Record
from xhsplanner.store import parts
from xhsplanner.store.parts import PARENTS, Values
from xhsplanner.store.store import Store


class Mine:
    """The rows of this workspace that a bundle may be about, by table and uid, with uids for what they refer to."""

    def __init__(self, store: Store, records: Iterable[Record]) -> None:
        self._engine = store.engine
        self.rows: dict[tuple[str, str], Values] = {}
        self.ids: dict[tuple[str, str], int] = {}
        self._uids: dict[tuple[str, int], str] = {}
        wanted: dict[str, list[str]] = {}
        for record in records:
            wanted.setdefault(record.table, []).append(record.uid)
        self._keys: dict[str, dict[tuple[Any, ...], str]] = {}
        for table in TABLES:
            self.read(table, "uid", wanted.get(table, []))

    def read(self, table: str, column: str, values: list[Any]) -> list[str]:
        """Read more rows; their uids."""
        found = parts.rows(self._engine, table, column, values)
        for parent in set(PARENTS[table].values()):
            ids = {
                row[name]
                for row in found.values()
                for name, other in PARENTS[table].items()
                if other == parent and row[name] is not None and (parent, row[name]) not in self._uids
            }
            self._uids |= {(parent, i): uid for i, uid in parts.uids(self._engine, parent, list(ids)).items()}
        for row_id, row in found.items():
            uid = row.pop("uid")
            self.rows[table, uid] = self.named(table, row)
            self.ids[table, uid] = row_id
            self._uids[table, row_id] = uid
        return [self._uids[table, row_id] for row_id in found]

    def named(self, table: str, values: Values) -> Values:
        """Values with uids for ids."""
        return parts.as_uids(table, values, self._uids)

    def like(self, table: str, values: Mapping[str, Any]) -> str | None:
        """The uid here of what is the same thing by its name, number or place."""
        if table not in KEYS:
            return None
        columns = KEYS[table]
        if table not in self._keys:
            self._keys[table] = {row[1:]: row[0] for row in parts.every(self._engine, table, columns)}
        return self._keys[table].get(tuple(values[name] for name in columns))

    def taken(self, table: str, name: str) -> str | None:
        """The uid of what is called so here."""
        return self.like(table, {"name": name}) if KEYS.get(table) == ("name",) else None

    def received(self, table: str, uid: str) -> Values:
        """A row as it was when it came into this workspace."""
        if table not in self._first:
            ids = [row_id for (name, _), row_id in self.ids.items() if name == table]
            self._first[table] = parts.first_values(self._engine, table, ids)
        return self.named(table, self._first[table].get(self.ids[table, uid], {}))

    @cached_property
    def _first(self) -> dict[str, dict[int, Values]]:
        return {}

    def label(self, table: str, value: Any) -> Any:
        """What a person reads for a uid: a name where there is one."""
        row = self.rows.get((table, value)) if value is not None else None
        if row is None and value is not None and self.read(table, "uid", [value]):
            row = self.rows[table, value]
        return next((row[name] for name in ("name", "title", "code") if row and name in row), value)
