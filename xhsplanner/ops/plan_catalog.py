"""What a schedule brings into the catalogue: accounts with targets, series, and the people named in it."""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from xhsplanner.core import resources
from xhsplanner.core.model import Role
from xhsplanner.core.text import fold, hashtag_text
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import AccountRow, Reading, SeriesRow
from xhsplanner.ops.catalog import insert_named
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

DAYS = 7


class Catalogue:
    """Ids by name while one op fills the catalogue. What a workspace already says is never overwritten."""

    def __init__(self, store: Store, op: Op) -> None:
        self._store = store
        self._op = op
        self.accounts = {row.name: row.id for row in store.catalog.accounts(archived=True)}
        self.series = {row.name: row.id for row in store.catalog.series(archived=True)}
        self.members = {row.name: row.id for row in store.catalog.members(archived=True)}
        self._palettes = {row.palette for row in store.catalog.series(archived=True)}

    def fill(self, reading: Reading) -> None:
        """Add what the file's sheets list, the names that were allowed, and the people of good rows."""
        for account in reading.accounts:
            self._account(account)
        for name in reading.created_accounts:
            self._account(AccountRow(name))
        for series in reading.series:
            self._series(series)
        for name in reading.created_series:
            self._series(SeriesRow(name))
        self._people((row.owner for row in reading.rows), Role.EDITOR)
        self._people((row.designer for row in reading.rows), Role.DESIGNER)

    def _account(self, row: AccountRow) -> None:
        fields = {"followers": row.followers, "profile": row.positioning, "remark": row.line}
        account_id = _find(self.accounts, row.name)
        if account_id is None:
            account_id = self.accounts[row.name] = insert_named(
                self._store, self._op, "account", {"name": row.name, **fields}
            )
        else:
            self._fill_gaps("account", account_id, fields)
        if row.per_week and not self._has_target(account_id):
            self._op.insert("target", {"account_id": account_id, "per_week": row.per_week})

    def _series(self, row: SeriesRow) -> None:
        cover = t("plan.cover_of_series", template=row.template) if row.template else ""
        fields: dict[str, Any] = {
            "brief": "\n".join(part for part in (row.brief, cover) if part),
            "hashtags": hashtag_text(list(row.hashtags)),
            "cadence_days": cadence_days(row.per_week),
        }
        series_id = _find(self.series, row.name)
        if series_id is not None:
            self._fill_gaps("series", series_id, fields)
            return
        palette = _palette(row.name, self._palettes)
        self._palettes.add(palette)
        self.series[row.name] = insert_named(
            self._store, self._op, "series", {"name": row.name, "palette": palette, **fields}
        )

    def _people(self, names: Iterable[str], role: Role) -> None:
        for name in dict.fromkeys(names):
            if name and _find(self.members, name) is None:
                fields = {"name": name, "role": role}
                self.members[name] = insert_named(self._store, self._op, "member", fields)

    def find(self, kind: Literal["account", "series", "member"], name: str) -> int | None:
        """The id of what has this name, None for nothing."""
        return _find({"account": self.accounts, "series": self.series, "member": self.members}[kind], name)

    def member_id(self, name: str) -> int | None:
        """The id of a person, None for nobody."""
        return _find(self.members, name)

    def series_id(self, name: str) -> int | None:
        """The id of a series, None for none."""
        return _find(self.series, name)

    def account_id(self, name: str) -> int:
        """The id of an account; the reader lets no unknown one through."""
        found = _find(self.accounts, name)
        assert found is not None
        return found

    def _fill_gaps(self, noun: str, row_id: int, fields: dict[str, Any]) -> None:
        old = self._op.read(noun, tuple(fields), [row_id])[row_id]
        gaps = {name: value for name, value in fields.items() if value and old[name] in (None, "")}
        if gaps:
            self._op.update(noun, {row_id: gaps})

    def _has_target(self, account_id: int) -> bool:
        return any(
            target.account_id == account_id and target.series_id is None for target in self._store.catalog.targets()
        )


def cadence_days(per_week: float | None) -> int | None:
    """Days between two notes of a series that appears so often a week; half a day is rounded up."""
    return max(1, int(DAYS / per_week + 0.5)) if per_week else None


def per_week(cadence: int | None) -> float | None:
    """The plainest frequency a week that `cadence_days` turns into this cadence."""
    if not cadence:
        return None
    if cadence == 1:
        return float(DAYS)
    return next((float(n) for n in range(1, DAYS) if cadence_days(n) == cadence), round(DAYS / cadence, 2))


def _find(ids: dict[str, int], name: str) -> int | None:
    """By the exact name, else by the name in another case or width."""
    if not name or name in ids:
        return ids.get(name)
    return next((row_id for known, row_id in ids.items() if fold(known) == fold(name)), None)


@cache
def _palette_words() -> tuple[tuple[str, str], ...]:
    table = resources.toml("plan", "palettes.toml")["words"]
    return tuple((fold(word), palette) for palette, listed in table.items() for word in listed)


def _palette(name: str, used: set[str]) -> str:
    folded = fold(name)
    meant = next((palette for word, palette in _palette_words() if word in folded), None)
    others: list[str] = resources.toml("plan", "palettes.toml")["others"]
    return meant or next((palette for palette in others if palette not in used), others[-1])
