"""What a person can do to the catalogue: every noun that a team keeps. Merging is in ops/merging."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from functools import cache
from typing import Any

from xhsplanner.core import own_days, resources
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import PRODUCTS, TAG_GROUPS, Form, Kind, Role
from xhsplanner.core.text import fold
from xhsplanner.core.words import LANGUAGES, said_in, t, words
from xhsplanner.ops.notes import stored
from xhsplanner.ops.steady import steady
from xhsplanner.store import schema
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

MOST_FOLLOWERS = 10**12
MOST_DAYS = 3660
MOST_APART = 24 * 60
MOST_A_DAY = 100
MOST_PER_WEEK = 1000
NOUNS = ("account", "series", "persona", "offer", "keyword", "tag", "disclaimer", "member", "note_template")
"""What is listed by hand, archived and merged; targets are beside them, they only join two of these."""
KEYS: dict[str, tuple[str, ...]] = {"tag": ("group", "name"), "disclaimer": ("product_class", "form")}
"""What no two rows of a noun may share, where it is not the name alone."""
DEFAULTS = {"group": TAG_GROUPS[0], "product_class": "", "form": Form.LONG, "name": ""}
"""What a part of a key is where it is not given."""
COLORED = frozenset({"account", "member", "persona", "tag"})
SPANS = ("valid_from", "valid_until", "since", "until")
"""Fields that bound something, judged together."""
MOST_HEAT = 10**9
PALETTES = ("wool", "pitfall", "worth", "term", "fans", "fraud", "neutral")
COLORS = ("#D42A45", "#2F6FED", "#C98A06", "#0E93A6", "#7C4DE0", "#1E9E6A", "#E5487D", "#8A5A2B")
"""Given to new accounts and members in turn; anybody can change theirs."""


def stored_row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the database keeps them."""
    return {name: stored(value) for name, value in fields.items()}


def check(fields: Mapping[str, Any]) -> None:
    """Raises Refused naming the first value that makes no sense, so that no reader ever meets it.

    With `valid_from`–`valid_until` or `since`–`until` also where what they bound would end before it begins.
    """
    for name, value in fields.items():
        fits = RULES.get(name)
        if fits and value is not None and not fits(value):
            rule = t(f"catalog.rule_{name}", palettes=", ".join(_palettes()))
            raise Refused(t("catalog.bad_value", field=name, value=value, known=rule))
    if "per_week" in fields and fields["per_week"] is None:
        raise Refused(t("catalog.bad_value", field="per_week", value="", known=t("catalog.rule_per_week")))
    for first, last in (("valid_from", "valid_until"), ("since", "until")):
        start, end = (stored(fields.get(name)) for name in (first, last))
        if start and end and end < start:
            raise Refused(t("catalog.ends_before", start=start, end=end))


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
    "form": lambda value: value in list(Form),
    "kind": lambda value: value in list(Kind),
    "group": lambda value: value in TAG_GROUPS,
    "share": lambda value: 0 <= value <= 1,
    "heat": lambda value: 0 <= value <= MOST_HEAT,
    "palette": lambda value: value in _palettes(),
    "color": lambda value: not value or bool(re.fullmatch(r"#[0-9A-Fa-f]{6}", value)),
    "followers": lambda value: 0 <= value <= MOST_FOLLOWERS,
    "spacing": lambda value: 0 <= value <= MOST_APART,
    "per_day": lambda value: 1 <= value <= MOST_A_DAY,
    "cadence_days": lambda value: 1 <= value <= MOST_DAYS,
    "per_week": lambda value: 0 <= value <= MOST_PER_WEEK,
    "weekday": lambda value: 0 <= value <= 6,
    **dict.fromkeys(("since", "until", "valid_from", "valid_until"), _is_day),
    "rule": lambda value: own_days.sound_rule(str(value)),
    "tone": lambda value: value in own_days.TONES,
    "days": lambda value: 1 <= value <= own_days.MOST_DAYS,
    "minute": lambda value: 0 <= value < 24 * 60,
    "lead": lambda value: own_days.leads_of(str(value)) is not None,
    "series": lambda value: own_days.sound_series(str(value)),
}
"""Field → whether a value makes sense; what does is said by `catalog.rule_<field>`."""


def _clean_name(fields: dict[str, Any]) -> None:
    for name in ("name", "product_class"):
        if name in fields:
            fields[name] = " ".join(str(fields[name]).split())
    if "product_class" in fields:
        fields["product_class"] = product_code(fields["product_class"])
    if fields.get("name") == "":
        raise Refused(t("catalog.name_empty"))


def insert_named(store: Store, op: Op, noun: str, fields: dict[str, Any]) -> int:
    """Insert a row of a noun at the end of its list, inside an op. Fills in colour and avatar character."""
    fields = dict(fields)
    _clean_name(fields)
    key = key_of(noun, fields)
    _clean_name(key)
    _free(store, noun, key)
    count = store.catalog.next_position(noun)
    row = {"position": count, **stored_row(fields), **key}
    if noun in COLORED:
        row.setdefault("color", COLORS[count % len(COLORS)])
    if noun == "account":
        row.setdefault("initial", row["name"][:1])
    if noun == "disclaimer":
        row.setdefault("text", "")
    if noun == "series":
        row.setdefault("palette", PALETTES[count % len(PALETTES)])
        row.setdefault("numbered", 1)
    return op.insert(noun, row)


def key_of(noun: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What tells a row of a noun from all others, out of its fields."""
    return {name: stored(fields.get(name, DEFAULTS.get(name))) for name in KEYS.get(noun, ("name",))}


def _free(store: Store, noun: str, fields: Mapping[str, Any], row_id: int | None = None) -> None:
    """Raises Refused where another row of the noun has this key."""
    key = key_of(noun, fields)
    if any(found != row_id for found in store.catalog.where(noun, **key)):
        raise Refused(t("catalog.name_taken", name=called(noun, key)))


def called(noun: str, fields: Mapping[str, Any]) -> str:
    """What a row is called in a sentence; a disclaimer has no name of its own."""
    if noun == "disclaimer":
        product = product_name(str(fields.get("product_class") or ""))
        return f"{product} · {t('catalog.form_' + str(fields['form']))}"
    return str(fields.get("name", ""))


def product_name(product_class: str) -> str:
    """What a product class is called: those the program knows have words, others are called as they are typed."""
    key = f"catalog.product.{product_class or 'any'}"
    return t(key) if words.has(key) else product_class


def product_code(said: str) -> str:
    """The product class that is meant: one that the program knows by its words in any language, else as typed."""
    return _products().get(fold(said), said)


@cache
def _products() -> dict[str, str]:
    return {
        fold(said_in(language, f"catalog.product.{code or 'any'}")): code
        for language in LANGUAGES
        for code in ("", *PRODUCTS)
    }


@steady
def add(store: Store, noun: str, **fields: Any) -> Change | None:
    """Add a row of any of NOUNS, with fields of its model; what KEYS says is needed and unique. Raises Refused."""
    check(fields)
    with store.op(f"{noun}.add", name=called(noun, key_of(noun, fields))) as op:
        insert_named(store, op, noun, fields)
    return op.change


def add_account(store: Store, **fields: Any) -> Change | None:
    """Add an account; fields of Account, `name` needed and unique."""
    return add(store, "account", **fields)


def add_series(store: Store, **fields: Any) -> Change | None:
    """Add a series; fields of Series, `name` needed and unique."""
    return add(store, "series", **fields)


def add_member(store: Store, **fields: Any) -> Change | None:
    """Add a member; fields of Member, `name` needed and unique."""
    return add(store, "member", **fields)


def add_persona(store: Store, **fields: Any) -> Change | None:
    """Add a persona; fields of Persona, `name` needed and unique."""
    return add(store, "persona", **fields)


@steady
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
    check(fields)
    with store.op("target.add", n=f"{per_week:g}") as op:
        op.insert("target", stored_row({"account_id": account_id, "series_id": series_id, **fields}))
    return op.change


@steady
def remove_targets(store: Store, ids: Sequence[int]) -> Change | None:
    """Remove targets."""
    with store.op("target.remove", n=len(ids)) as op:
        op.delete("target", ids)
    return op.change


@steady
def edit(store: Store, noun: str, row_id: int, *, visit: int | None = None, **fields: Any) -> Change | None:
    """Change fields of a row of a noun, or of a target; `visit` (a Change.group) joins an edit. Raises Refused."""
    row = store.catalog.row(noun, row_id)
    if row is None:
        raise Refused(t("store.gone"))
    _clean_name(fields)
    whole = {f.name: getattr(row, f.name) for f in fields_of(row)} | fields
    check(fields | {name: whole[name] for name in SPANS if name in whole})
    with store.op(f"{noun}.edit", group=visit, name=called(noun, whole)) as op:
        if noun != "target" and fields.keys() & set(KEYS.get(noun, ("name",))):
            _free(store, noun, whole, row_id)
        if fields.get("parent_id") is not None:
            _check_parent(store, row_id, fields["parent_id"])
        op.update(noun, {row_id: stored_row(fields)})
    return op.change


def _check_parent(store: Store, row_id: int, parent_id: int) -> None:
    """Raises Refused where a tag would stand under itself."""
    above: int | None = parent_id
    while above is not None:
        if above == row_id:
            raise Refused(t("catalog.own_parent"))
        parent = store.catalog.row("tag", above)
        above = parent.parent_id if parent else None


@steady
def arrange(store: Store, noun: str, ids: Sequence[int]) -> Change | None:
    """Put a noun's rows in this order."""
    with store.op(f"{noun}.arrange", n=len(ids)) as op:
        op.update(noun, {row_id: {"position": i} for i, row_id in enumerate(ids)})
    return op.change


@steady
def archive(store: Store, noun: str, ids: Sequence[int], archived: bool = True) -> Change | None:
    """Archive rows of a noun, or bring them back; what refers to them stays as it is."""
    with store.op(f"{noun}.archive" if archived else f"{noun}.unarchive", n=len(ids)) as op:
        op.update(noun, {row_id: {"archived": int(archived)} for row_id in ids})
    return op.change


OWNED = ("collection",)
"""Tables whose rows are only about the two rows they join, and go with either."""


@steady
def remove(store: Store, noun: str, ids: Sequence[int]) -> Change | None:
    """Delete rows of a noun that nothing uses. Raises Refused naming what uses one: archive or merge that."""
    uses = store.catalog.uses(noun)
    for row_id in ids:
        if found := {table: n for table, n in uses.get(row_id, {}).items() if table not in OWNED}:
            raise Refused(t("catalog.in_use", name=name_of(store, noun, row_id), uses=used_in_words(found)))
    if noun == "member" and store.actor in ids:
        raise Refused(t("catalog.is_me", name=name_of(store, noun, store.actor)))
    with store.op(f"{noun}.remove", n=len(ids)) as op:
        for table, column in schema.REFERENCES.get(noun, ()):
            op.delete_where(table, column, list(ids))
        op.delete(noun, ids)
    return op.change


def name_of(store: Store, noun: str, row_id: int | None) -> str:
    """What a row is called in a sentence, "" where there is none."""
    row = store.catalog.row(noun, row_id)
    return called(noun, {f.name: getattr(row, f.name) for f in fields_of(row)}) if row else ""


def used_in_words(uses: Mapping[str, int]) -> str:
    """`38 篇笔记、2 个目标` from what `store.catalog.uses` counts for a row."""
    return t("catalog.comma").join(t(f"catalog.use_{table}", n=n) for table, n in uses.items())


@steady
def set_collection(
    store: Store, account_id: int, series_id: int, name: str, *, visit: int | None = None
) -> Change | None:
    """Say what an account calls a series (合集); "" takes its own name away."""
    name = " ".join(name.split())
    account, series = store.catalog.account(account_id), store.catalog.series_by_id(series_id)
    if account is None or series is None:
        raise Refused(t("store.gone"))
    known = {(c.account_id, c.series_id): c.id for c in store.catalog.collections()}.get((account_id, series_id))
    with store.op("collection.set", group=visit, account=account.name, series=series.name) as op:
        if known is None and name:
            op.insert("collection", {"account_id": account_id, "series_id": series_id, "name": stored(name)})
        elif known is not None and name:
            op.update("collection", {known: {"name": stored(name)}})
        elif known is not None:
            op.delete("collection", [known])
    return op.change
