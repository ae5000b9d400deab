"""Reads of the catalogue: every noun a team keeps. Small, so kept in memory.

The cache is dropped by every Change that touches one of these tables.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from itertools import combinations
from typing import Any, TypeVar

from xhsplanner.core.change import Change
from xhsplanner.core.model import (
    Account,
    Collection,
    Disclaimer,
    Form,
    Keyword,
    Kind,
    Member,
    Offer,
    Persona,
    Role,
    Series,
    Tag,
    Target,
)
from xhsplanner.core.planning import NoteTemplate, OwnDay, View
from xhsplanner.store import schema
from xhsplanner.store.engine import Engine, Row
from xhsplanner.store.sqlite import quoted

Noun = TypeVar(
    "Noun", Account, Series, Member, Persona, Offer, Keyword, Tag, Disclaimer, Target, Collection
)  # fmt: skip
MODELS: dict[str, type[Any]] = {
    "account": Account,
    "series": Series,
    "persona": Persona,
    "offer": Offer,
    "keyword": Keyword,
    "tag": Tag,
    "disclaimer": Disclaimer,
    "member": Member,
    "target": Target,
    "collection": Collection,
    "view": View,
    "note_template": NoteTemplate,
    "own_day": OwnDay,
}
"""Table → the value its rows are read as; the fields of the value are the columns read."""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "archived": bool,
    "numbered": bool,
    "role": Role,
    "form": Form,
    "kind": Kind,
    **dict.fromkeys(("since", "until", "valid_from", "valid_until"), _day),
}
"""Column → what makes the value of the model from what the database keeps; other columns stay as they are."""


def columns_of(kind: type[Any]) -> list[str]:
    """The columns a value of the catalogue is read from, in the order of its fields."""
    return [f.name for f in fields(kind)]


def built(kind: type[Noun], row: Row) -> Noun:
    """The value of a row in the order of `columns_of(kind)`."""
    names = columns_of(kind)
    values = (CONVERTERS[n](v) if n in CONVERTERS else v for n, v in zip(names, row, strict=True))
    return kind(*values)


class Catalog:
    """The catalogue of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._cache: dict[str, Any] = {}
        self._generation = 0

    def forget(self, change: Change) -> None:
        """Drop what `change` made stale."""
        for table in MODELS:
            if change.touches(table):
                self._cache.pop(table, None)
        self._generation += 1

    def forget_all(self) -> None:
        """Drop everything: others wrote, or what was read here was rolled back."""
        self._cache.clear()
        self._generation += 1

    def _rows(self, table: str, kind: type[Noun]) -> dict[int, Noun]:
        found: dict[int, Noun] | None = self._cache.get(table)
        if found is None:
            names = columns_of(kind)
            order = "position, id" if "position" in names else "id"
            sql = f"SELECT {quoted(names)} FROM {table} ORDER BY {order}"
            generation = self._generation
            found = {row[0]: built(kind, row) for row in self._engine.rows(sql)}
            if generation == self._generation:  # else another thread wrote meanwhile
                self._cache[table] = found
        return found

    def rows(self, noun: str, archived: bool = True) -> list[Any]:
        """The rows of any noun (a key of MODELS) in the order of the team."""
        found = self._rows(noun, MODELS[noun]).values()
        return [row for row in found if archived or not getattr(row, "archived", False)]

    def row(self, noun: str, row_id: int | None) -> Any | None:
        """One row of any noun, archived or not."""
        return self._rows(noun, MODELS[noun]).get(row_id or 0)

    # --- by noun: archived ones only when asked for ------------------------------------------------

    def accounts(self, archived: bool = False) -> list[Account]:
        """Accounts in the order of the team."""
        return self.rows("account", archived)

    def series(self, archived: bool = False) -> list[Series]:
        """Series in the order of the team."""
        return self.rows("series", archived)

    def members(self, archived: bool = False) -> list[Member]:
        """Members in the order of the team."""
        return self.rows("member", archived)

    def personas(self, archived: bool = False) -> list[Persona]:
        """Personas in the order of the team."""
        return self.rows("persona", archived)

    def offers(self, archived: bool = False) -> list[Offer]:
        """Offers in the order of the team, those that are over too: see `Offer.state`."""
        return self.rows("offer", archived)

    def keywords(self, archived: bool = False) -> list[Keyword]:
        """Keywords in the order of the team."""
        return self.rows("keyword", archived)

    def tags(self, archived: bool = False) -> list[Tag]:
        """Tags in the order of the team."""
        return self.rows("tag", archived)

    def disclaimers(self, archived: bool = False) -> list[Disclaimer]:
        """Disclaimers in the order of the team."""
        return self.rows("disclaimer", archived)

    def collections(self) -> list[Collection]:
        """What each account calls a series, where it has a name of its own."""
        return self.rows("collection")

    def targets(self) -> list[Target]:
        """Every target."""
        return self.rows("target")

    # --- one of them -------------------------------------------------------------------------------

    def account(self, account_id: int | None) -> Account | None:
        """One account, archived or not."""
        return self._rows("account", Account).get(account_id or 0)

    def series_by_id(self, series_id: int | None) -> Series | None:
        """One series, archived or not."""
        return self._rows("series", Series).get(series_id or 0)

    def member(self, member_id: int | None) -> Member | None:
        """One member, archived or not."""
        return self._rows("member", Member).get(member_id or 0)

    def persona(self, persona_id: int | None) -> Persona | None:
        """One persona, archived or not."""
        return self._rows("persona", Persona).get(persona_id or 0)

    def collection_name(self, account_id: int | None, series_id: int | None) -> str:
        """What an account calls a series (合集): its own name, else the series' name for all, else the series'."""
        series = self.series_by_id(series_id)
        if series is None:
            return ""
        own = (c.name for c in self.collections() if (c.account_id, c.series_id) == (account_id, series_id))
        return next(own, "") or series.collection or series.name

    def disclaimer(self, product_class: str, form: Form = Form.PICTURE) -> str:
        """The small print of this product class in one form, else the general one; "" for none.

        The text may hold `{bank}`. Class "" is the general one.
        """
        known = {row.product_class: row.text for row in self.disclaimers() if row.form is form}
        return known.get(product_class) or known.get("", "")

    def profiles(self) -> dict[int, str]:
        """What each account says it is for, by id; archived ones too."""
        return {account.id: account.profile for account in self.accounts(archived=True)}

    # --- for ops ------------------------------------------------------------------------------------

    def next_position(self, noun: str) -> int:
        """The place after the last row of a listed noun."""
        return int(self._engine.rows(f"SELECT COALESCE(max(position), -1) + 1 FROM {noun}")[0][0])

    def row_named(self, noun: str, name: str) -> int | None:
        """The row id of what is called `name`, archived or not; inside an op it sees what the op wrote."""
        found = self._engine.rows(f"SELECT id FROM {noun} WHERE name = ?", (name,))
        return int(found[0][0]) if found else None

    def where(self, table: str, **values: Any) -> list[int]:
        """Ids of the rows of any table whose columns have these values; inside an op it sees what the op wrote."""
        test = " AND ".join(f'"{name}" IS ?' for name in values)
        sql = f"SELECT id FROM {table} WHERE {test} ORDER BY id"
        return [row[0] for row in self._engine.rows(sql, list(values.values()))]

    def uses(self, noun: str) -> dict[int, dict[str, int]]:
        """How many rows of each table refer to each row of a noun: {id: {"note": 38, "target": 2}}.

        Links count as what they link to. Reads whole indexes: a tenth of a second at a million notes.
        """
        columns: dict[str, list[str]] = {}
        for table, column in schema.REFERENCES.get(noun, ()):
            columns.setdefault(table, []).append(column)
        found: dict[int, dict[str, int]] = {}
        for table, of_table in columns.items():
            counted = LINKS.get(table, table)
            for same, by in _once(of_table):
                there = " AND ".join(f"{column} IS NOT NULL AND {column} = {same[-1]}" for column in same)
                sql = f"SELECT {same[-1]}, count(*) FROM {table} WHERE {there} GROUP BY {same[-1]}"
                for row_id, n in self._engine.rows(sql):
                    of_row = found.setdefault(row_id, {})
                    of_row[counted] = of_row.get(counted, 0) + by * n
        return found


def _once(columns: Sequence[str]) -> list[tuple[tuple[str, ...], int]]:
    """How to count once a row that names a thing in several columns: where two are equal, one is taken off."""
    sizes = range(1, len(columns) + 1)
    return [(some, (-1) ** (size + 1)) for size in sizes for some in combinations(columns, size)]


LINKS = {"note_tag": "note", "note_keyword": "note", "note_offer": "note", "asset_tag": "asset"}
"""Tables that only link: what is counted is what they link to."""
