"""The conditions of a filter as people see them: what each offers, how it is said on a chip. Qt-free."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from xhsplanner.core import clock, lunar, occasions
from xhsplanner.core.filter import NONE, Filter
from xhsplanner.core.model import Status
from xhsplanner.core.words import t

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

AROUND = timedelta(days=365)
"""Occasions so far from today are offered."""
FLAGS = ("covered", "flawed", "late")
TEXT = "text"
NAMED_ON_CHIP = 2


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that a condition offers, with its mark: an `avatar` (initial, #RRGGBB), a `palette` or a `ring`."""

    value: Any
    words: str
    avatar: tuple[str, str] | None = None
    palette: str | None = None
    ring: str = ""
    also: tuple[str, ...] = field(default=(), repr=False)


ICONS = {
    "accounts": "user-round",
    "series": "layers",
    "statuses": "circle-dot",
    "owners": "user",
    "personas": "message-square-quote",
    "occasions": "calendar-days",
    "tags": "tag",
    "keywords": "text-search",
    TEXT: "search",
    "covered": "image",
    "flawed": "triangle-alert",
    "late": "alarm-clock",
}
"""Every condition in the order of the menu, and its icon."""


def _people(rows: Iterable[Any]) -> list[Offer]:
    return [Offer(row.id, row.name, (row.name[:1], row.color)) for row in rows]


def _accounts(store: "Store") -> list[Offer]:
    return [Offer(one.id, one.name, (one.initial, one.color)) for one in store.catalog.accounts()]


def _series(store: "Store") -> list[Offer]:
    found = [Offer(one.id, one.name, palette=one.palette) for one in store.catalog.series()]
    return [*found, Offer(NONE, t("filter.no_series"))]


def _statuses(_store: "Store") -> list[Offer]:
    return [Offer(one, t(f"status.{one.value}"), ring=one.value) for one in Status]


def _owners(store: "Store") -> list[Offer]:
    return [*_people(store.catalog.members()), Offer(NONE, t("filter.nobody"))]


def _personas(store: "Store") -> list[Offer]:
    return [*_people(store.catalog.personas()), Offer(NONE, t("filter.no_persona"))]


def _occasions(_store: "Store") -> list[Offer]:
    today = clock.today()
    first, last = max(lunar.FIRST, today - AROUND / 4), min(lunar.LAST, today + AROUND)
    return [Offer(id_, name) for id_, name in {one.id: one.name for one in occasions.between(first, last)}.items()]


def _tags(store: "Store") -> list[Offer]:
    return [Offer(one.id, one.name, (one.name[:1], one.color)) for one in store.catalog.tags()]


def _keywords(store: "Store") -> list[Offer]:
    return [Offer(one.id, one.name) for one in store.catalog.keywords()]


OFFERS: dict[str, Callable[["Store"], list[Offer]]] = {
    "accounts": _accounts,
    "series": _series,
    "statuses": _statuses,
    "owners": _owners,
    "personas": _personas,
    "occasions": _occasions,
    "tags": _tags,
    "keywords": _keywords,
}
"""What each condition with several values offers."""
NOUNS = {
    "accounts": "account",
    "series": "series",
    "owners": "member",
    "personas": "persona",
    "tags": "tag",
    "keywords": "keyword",
}


def offers(store: "Store", name: str, wanted: Filter) -> list[Offer]:
    """What a condition offers; what is chosen though it is archived, or an occasion of another year, as well."""
    found = OFFERS[name](store)
    known = {one.value for one in found}
    return [*found, *(Offer(value, called(store, name, value)) for value in getattr(wanted, name) - known)]


def called(store: "Store", name: str, value: Any) -> str:
    """What one value of a condition is called."""
    if name == "statuses":
        return t(f"status.{value.value}")
    if name == "occasions":
        occasion = occasions.by_id(value)
        return occasion.name if occasion is not None else str(value)
    if value == NONE:
        return t({"series": "filter.no_series", "personas": "filter.no_persona"}.get(name, "filter.nobody"))
    row = store.catalog.row(NOUNS[name], value)
    return row.name if row is not None else t("filter.gone")


def said(store: "Store", name: str, wanted: Filter) -> str:
    """What a condition asks for, in the words of its chip, without its name."""
    value = getattr(wanted, name)
    if name in FLAGS:
        return t(f"filter.{name}_{'yes' if value else 'no'}")
    if name == TEXT:
        return t("filter.quoted", text=" ".join(value.split()))
    order = {offer.value: place for place, offer in enumerate(OFFERS[name](store))}
    names = [called(store, name, one) for one in sorted(value, key=lambda one: (order.get(one, 10**6), str(one)))]
    if len(names) > NAMED_ON_CHIP:
        return t("filter.several", first=names[0], n=len(names))
    return t("filter.comma").join(names)


def changed(wanted: Filter, name: str, value: Any) -> Filter:
    """The filter with one condition otherwise; an empty one is none."""
    return replace(wanted, **{name: value})
