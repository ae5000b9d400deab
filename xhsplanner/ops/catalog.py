"""What a person can do to the catalogue: accounts, series, members, personas, targets."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from xhsplanner.core import resources
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Role
from xhsplanner.core.words import t
from xhsplanner.ops.notes import stored
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

MOST_FOLLOWERS = 10**12
MOST_DAYS = 3660
MOST_PER_WEEK = 1000
NAMED = ("account", "series", "member", "persona")
PALETTES = ("wool", "pitfall", "worth", "term", "fans", "fraud", "neutral")
COLORS = ("#D42A45", "#2F6FED", "#C98A06", "#0E93A6", "#7C4DE0", "#1E9E6A", "#E5487D", "#8A5A2B")
"""Given to new accounts and members in turn; anybody can change theirs."""


def _row(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: stored(value) for name, value in fields.items()}


def _check(fields: dict[str, Any]) -> None:
    """Raises Refused naming the first value that makes no sense, so that no reader ever meets it."""
    for name, value in fields.items():
        fits = RULES.get(name)
        if fits and value is not None and not fits(value):
            rule = t(f"catalog.rule_{name}", palettes=", ".join(_palettes()))
            raise Refused(t("catalog.bad_value", field=name, value=value, known=rule))
    if "per_week" in fields and fields["per_week"] is None:
        raise Refused(t("catalog.bad_value", field="per_week", value="", known=t("catalog.rule_per_week")))


def _palettes() -> Collection[str]:
    """Every set of colours that the theme has for series."""
    table: dict[str, Any] = resources.toml("theme", "tokens.toml")["series"]
    return table.keys()


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, date) or bool(date.fromisoformat(value))
    except ValueError:
        return False


RULES: dict[str, Callable[[Any], bool]] = {
    "role": lambda value: value in list(Role),
    "palette": lambda value: value in _palettes(),
    "color": lambda value: not value or bool(re.fullmatch(r"#[0-9A-Fa-f]{6}", value)),
    "followers": lambda value: 0 <= value <= MOST_FOLLOWERS,
    "cadence_days": lambda value: 1 <= value <= MOST_DAYS,
    "per_week": lambda value: 0 <= value <= MOST_PER_WEEK,
    "weekday": lambda value: 0 <= value <= 6,
    "since": _is_day,
    "until": _is_day,
}
"""Field → whether a value makes sense; what does is said by `catalog.rule_<field>`."""


def _clean_name(fields: dict[str, Any]) -> None:
    if "name" in fields:
        fields["name"] = " ".join(str(fields["name"]).split())
        if not fields["name"]:
            raise Refused(t("catalog.name_empty"))


def insert_named(store: Store, op: Op, noun: str, fields: dict[str, Any]) -> int:
    """Insert a named noun at the end of its list, inside an op. Fills in colour and avatar character."""
    _clean_name(fields)
    _free_name(store, noun, fields["name"])
    count = store.catalog.next_position(noun)
    row = {"position": count, **_row(fields)}
    if noun in ("account", "member"):
        row.setdefault("color", COLORS[count % len(COLORS)])
    if noun == "account":
        row.setdefault("initial", row["name"][:1])
    if noun == "series":
        row.setdefault("palette", PALETTES[count % len(PALETTES)])
    return op.insert(noun, row)


def _free_name(store: Store, noun: str, name: str, row_id: int | None = None) -> None:
    if store.catalog.row_named(noun, name) not in (None, row_id):
        raise Refused(t("catalog.name_taken", name=name))


def _add(store: Store, noun: str, fields: dict[str, Any]) -> Change | None:
    _check(fields)
    with store.op(f"{noun}.add", name=str(fields.get("name", ""))) as op:
        insert_named(store, op, noun, fields)
    return op.change


def add_account(store: Store, **fields: Any) -> Change | None:
    """Add an account; fields of Account, `name` needed and unique."""
    return _add(store, "account", fields)


def add_series(store: Store, **fields: Any) -> Change | None:
    """Add a series; fields of Series, `name` needed and unique."""
    return _add(store, "series", fields)


def add_member(store: Store, **fields: Any) -> Change | None:
    """Add a member; fields of Member, `name` needed and unique."""
    return _add(store, "member", fields)


def add_persona(store: Store, **fields: Any) -> Change | None:
    """Add a persona; fields of Persona, `name` needed and unique."""
    return _add(store, "persona", fields)


def add_target(
    store: Store,
    account_id: int,
    series_id: int | None = None,
    *,
    per_week: float | None,
    weekday: int | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Change | None:
    """Ask for `per_week` notes of an account, of one series or any, on one weekday or any. Raises Refused."""
    fields = {"weekday": weekday, "per_week": per_week, "since": since, "until": until}
    _check(fields)
    with store.op("target.add", n=f"{per_week:g}") as op:
        op.insert("target", _row({"account_id": account_id, "series_id": series_id, **fields}))
    return op.change


def remove_targets(store: Store, ids: Sequence[int]) -> Change | None:
    """Remove targets."""
    with store.op("target.remove", n=len(ids)) as op:
        op.delete("target", ids)
    return op.change


def edit(store: Store, noun: str, row_id: int, *, group: int | None = None, **fields: Any) -> Change | None:
    """Change fields of one row of a noun (account, series, member, persona, target). Raises Refused."""
    _clean_name(fields)
    _check(fields)
    name = str(fields.get("name", ""))
    with store.op(f"{noun}.edit", group=group, name=name) as op:
        if name:
            _free_name(store, noun, name, row_id)
        op.update(noun, {row_id: _row(fields)})
    return op.change


def arrange(store: Store, noun: str, ids: Sequence[int]) -> Change | None:
    """Put a noun's rows in this order."""
    with store.op(f"{noun}.arrange", n=len(ids)) as op:
        op.update(noun, {row_id: {"position": i} for i, row_id in enumerate(ids)})
    return op.change


def archive(store: Store, noun: str, ids: Sequence[int], archived: bool = True) -> Change | None:
    """Archive rows of a noun, or bring them back; what refers to them stays as it is."""
    with store.op(f"{noun}.archive" if archived else f"{noun}.unarchive", n=len(ids)) as op:
        op.update(noun, {row_id: {"archived": int(archived)} for row_id in ids})
    return op.change
