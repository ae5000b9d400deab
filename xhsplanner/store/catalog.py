"""Reads of the catalogue: accounts, series, members, personas, targets, tags. Small, so kept in memory.

The cache is dropped by every Change that touches one of these tables.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from xhsplanner.core.change import Change
from xhsplanner.core.model import Account, Member, Persona, Role, Series, Target
from xhsplanner.store.engine import Engine, Row
from xhsplanner.store.sqlite import quoted

Noun = TypeVar("Noun", Account, Series, Member, Persona)
TABLES = ("account", "series", "member", "persona", "target", "tag", "disclaimer")


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _built(kind: type[Noun], row: Row) -> Noun:
    return kind(*(*row[:-1], bool(row[-1])))


class Catalog:
    """The catalogue of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cache: dict[str, Any] = {}

    def forget(self, change: Change) -> None:
        """Drop what `change` made stale."""
        for table in TABLES:
            if change.touches(table):
                self._cache.pop(table, None)

    def _cached(self, table: str, read: Callable[[], Any]) -> Any:
        found = self._cache.get(table)
        if found is None:
            found = self._cache[table] = read()
        return found

    def _listed(self, table: str, kind: type[Noun]) -> dict[int, Noun]:
        def read() -> dict[int, Noun]:
            names = [f.name for f in fields(kind)]
            sql = f"SELECT {quoted(names)} FROM {table} ORDER BY position, id"
            return {row[0]: _built(kind, row) for row in self._engine.rows(sql)}

        found: dict[int, Noun] = self._cached(table, read)
        return found

    def accounts(self, archived: bool = False) -> list[Account]:
        """Accounts in the order of the team; archived ones only when asked for."""
        return [a for a in self._listed("account", Account).values() if archived or not a.archived]

    def series(self, archived: bool = False) -> list[Series]:
        """Series in the order of the team; archived ones only when asked for."""
        return [s for s in self._listed("series", Series).values() if archived or not s.archived]

    def members(self, archived: bool = False) -> list[Member]:
        """Members in the order of the team; archived ones only when asked for."""
        return [m for m in self._members().values() if archived or not m.archived]

    def _members(self) -> dict[int, Member]:
        def read() -> dict[int, Member]:
            rows = self._engine.rows(
                "SELECT id, uid, name, role, color, position, archived FROM member ORDER BY position, id"
            )
            return {r[0]: Member(*(*r[:3], Role(r[3]), *r[4:6], bool(r[6]))) for r in rows}

        found: dict[int, Member] = self._cached("member", read)
        return found

    def personas(self, archived: bool = False) -> list[Persona]:
        """Personas in the order of the team; archived ones only when asked for."""
        return [p for p in self._listed("persona", Persona).values() if archived or not p.archived]

    def targets(self) -> list[Target]:
        """Every target."""

        def read() -> list[Target]:
            sql = "SELECT id, uid, account_id, series_id, weekday, per_week, since, until FROM target ORDER BY id"
            return [Target(*(*r[:6], _day(r[6]), _day(r[7]))) for r in self._engine.rows(sql)]

        return list(self._cached("target", read))

    def disclaimer(self, product_class: str) -> str:
        """The small print a picture about this product class carries, else the general one; "" for none.

        The text may hold `{bank}`. Class "" is the general one.
        """

        def read() -> dict[str, str]:
            return dict(self._engine.rows("SELECT product_class, text FROM disclaimer WHERE form = 'picture'"))

        known: dict[str, str] = self._cached("disclaimer", read)
        return known.get(product_class) or known.get("", "")

    def profiles(self) -> dict[int, str]:
        """What each account says it is for, by id; archived ones too."""
        return dict(self._engine.rows("SELECT id, profile FROM account"))

    def next_position(self, noun: str) -> int:
        """The place after the last row of a listed noun."""
        return int(self._engine.rows(f"SELECT COALESCE(max(position), -1) + 1 FROM {noun}")[0][0])

    def row_named(self, noun: str, name: str) -> int | None:
        """The row id of what is called `name`, archived or not; inside an op it sees what the op wrote."""
        found = self._engine.rows(f"SELECT id FROM {noun} WHERE name = ?", (name,))
        return int(found[0][0]) if found else None

    def tags(self) -> list[tuple[int, str, str]]:
        """(id, group, name) of every tag, in order."""
        sql = 'SELECT id, "group", name FROM tag ORDER BY "group", position, name'
        return list(self._cached("tag", lambda: self._engine.rows(sql)))

    def account(self, account_id: int | None) -> Account | None:
        """One account, archived or not."""
        return self._listed("account", Account).get(account_id or 0)

    def series_by_id(self, series_id: int | None) -> Series | None:
        """One series, archived or not."""
        return self._listed("series", Series).get(series_id or 0)

    def member(self, member_id: int | None) -> Member | None:
        """One member, archived or not."""
        return self._members().get(member_id or 0)

    def persona(self, persona_id: int | None) -> Persona | None:
        """One persona, archived or not."""
        return self._listed("persona", Persona).get(persona_id or 0)
