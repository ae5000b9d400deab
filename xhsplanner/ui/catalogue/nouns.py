"""The nouns of the room 资料: their order, their icons, their fields, and how one row of each looks in the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor

from xhsplanner.core.clock import today
from xhsplanner.core.model import Account, Disclaimer, Keyword, Member, Offer, Persona, Series, Tag
from xhsplanner.core.own_days import coming
from xhsplanner.core.planning import NoteTemplate, OwnDay
from xhsplanner.core.words import t
from xhsplanner.ops.catalog import product_name
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.two_lines import Entry

TARGET = "target"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name in the model and how it is edited (a maker of forms.Form)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Noun:
    """One noun: its table, its lucide icon, the fields of its form in order."""

    id: str
    icon: str
    fields: tuple[Field, ...] = ()


def _fields(line: str) -> tuple[Field, ...]:
    """Fields from `name:kind name:kind`."""
    return tuple(Field(*pair.split(":")) for pair in line.split())


NOUNS: dict[str, Noun] = {
    noun.id: noun
    for noun in (
        Noun(
            "account",
            "smartphone",
            _fields(
                "name:line initial:letter color:color followers:count spacing:apart per_day:most bank:plain"
                " handle:plain profile:text remark:text collections:collections"
            ),
        ),
        Noun(
            "series",
            "layers",
            _fields(
                "name:line palette:palette cadence_days:days numbered:numbered template:template hashtags:plain"
                " product_class:product_class brief:brief collection:plain collections:collections"
            ),
        ),
        Noun(
            "persona",
            "sparkles",
            _fields("name:line account_id:account_or_none color:color phrases:text forbidden:text brief:text"),
        ),
        Noun(
            "offer",
            "ticket",
            _fields("name:line valid_from:date valid_until:date series_id:series detail:text"),
        ),
        Noun("keyword", "search", _fields("name:line heat:count remark:text")),
        Noun("tag", "tags", _fields("name:line group:group parent_id:parent color:color share:share")),
        Noun("disclaimer", "shield-check", _fields("product_class:product_class form:form text:counted")),
        Noun(
            "note_template",
            "layout-template",
            _fields("name:line series_id:series kind:media title:plain body:holes hashtags:plain remark:text"),
        ),
        Noun(
            "own_day",
            "calendar-plus",
            _fields(
                "name:line rule:rule days:length minute:clock tone:tone series:palettes lead:leads remark:text"
            ),
        ),
        Noun("member", "users", _fields("name:line role:role color:color")),
        Noun(TARGET, "chart-column"),
    )
}
"""Every noun in the order of the room."""


def entry_of(ctx: Context, noun: str, row: Any, uses: dict[int, dict[str, int]]) -> Entry:
    """How a row of a noun looks in its list; at its right, how many notes use it."""
    looks: dict[str, Any] = LOOKS[noun](ctx, row)
    notes = uses.get(row.id, {}).get("note", 0)
    number = t("catalogue.notes", n=notes) if notes else ""
    detail = t("catalogue.archived") if row.archived else looks.pop("detail", "")
    looks.pop("detail", None)
    return Entry(row, title_of(noun, row), detail, number=number, faded=row.archived, **looks)


def title_of(noun: str, row: Any) -> str:
    """What a row is called."""
    if noun == "disclaimer":
        return f"{product_name(row.product_class)} · {t(f'catalog.form_{row.form}')}"
    return " ".join(str(row.name).split())


def found(noun: str, row: Any, query: str) -> bool:
    """Whether a row is meant by what is typed into the list's search."""
    from xhsplanner.core.text import fold

    said = " ".join(str(getattr(row, name, "")) for name in SOUGHT)
    return all(fold(word) in fold(f"{title_of(noun, row)} {said}") for word in query.split())


SOUGHT = ("bank", "handle", "remark", "hashtags", "phrases", "detail", "text", "title", "body")
"""What else is looked through besides the name."""


def _account(_ctx: Context, row: Account) -> dict[str, Any]:
    followers = t("catalogue.followers", n=f"{row.followers:,}") if row.followers else ""
    return {"avatar": (row.initial, row.color), "detail": followers or row.bank or row.profile}


def _series(ctx: Context, row: Series) -> dict[str, Any]:
    every = t("catalogue.every", n=row.cadence_days) if row.cadence_days else t("catalogue.no_cadence")
    return {"color": ctx.theme.series(row.palette).solid, "detail": every}


def _persona(ctx: Context, row: Persona) -> dict[str, Any]:
    owner = ctx.store.catalog.account(row.account_id)
    color = row.color or (owner.color if owner else "")
    return {"avatar": (row.name, color), "detail": owner.name if owner else t("catalogue.any_account")}


def _offer(ctx: Context, row: Offer) -> dict[str, Any]:
    series = ctx.store.catalog.series_by_id(row.series_id)
    color = ctx.theme.series(series.palette).solid if series else ctx.theme.color("text3")
    return {"color": color, "detail": f"{t(f'catalogue.state.{row.state(today())}')} · {span_of(row)}"}


def span_of(row: Offer) -> str:
    """From when to when an offer is valid."""
    if row.valid_from is None and row.valid_until is None:
        return t("catalogue.always")
    start, end = (day.isoformat() if day else "" for day in (row.valid_from, row.valid_until))
    return t("catalogue.span", start=start or t("catalogue.open"), end=end or t("catalogue.open"))


def _keyword(_ctx: Context, row: Keyword) -> dict[str, Any]:
    heat = t("catalogue.heat", n=f"{row.heat:,}") if row.heat is not None else t("catalogue.no_heat")
    return {"icon": "hash", "detail": heat}


def _tag(ctx: Context, row: Tag) -> dict[str, Any]:
    parent = next((tag.name for tag in ctx.store.catalog.tags(True) if tag.id == row.parent_id), "")
    share = t("catalogue.share", n=round(row.share * 100)) if row.share is not None else ""
    detail = " · ".join(part for part in (t(f"catalogue.group.{row.group}"), parent, share) if part)
    return {"color": QColor(row.color) if row.color else ctx.theme.color("text3"), "detail": detail}


def _disclaimer(_ctx: Context, row: Disclaimer) -> dict[str, Any]:
    return {"icon": "file-text", "detail": row.text or t("catalogue.empty_text")}


def _member(_ctx: Context, row: Member) -> dict[str, Any]:
    return {"avatar": (row.name, row.color), "detail": t(f"role.{row.role}")}


def _note_template(ctx: Context, row: NoteTemplate) -> dict[str, Any]:
    series = ctx.store.catalog.series_by_id(row.series_id)
    color = ctx.theme.series(series.palette).solid if series else ctx.theme.color("text3")
    said = row.title or " ".join(row.body.split())[:40] or t("catalogue.empty_text")
    return {"color": color, "detail": f"{series.name} · {said}" if series else said}


def _own_day(ctx: Context, row: OwnDay) -> dict[str, Any]:
    found = coming(row.rule, today(), 1, row.minute)
    when = found[0].isoformat() if found else t("catalogue.own_day.never")
    palette = next(iter(row.series.split()), "neutral")
    return {"color": ctx.theme.series(palette).solid, "detail": f"{when} · {t(f'month.tone.{row.tone}')}"}


LOOKS: dict[str, Callable[[Context, Any], dict[str, Any]]] = {
    "account": _account, "series": _series, "persona": _persona, "offer": _offer, "keyword": _keyword,
    "tag": _tag, "disclaimer": _disclaimer, "member": _member, "own_day": _own_day,
    "note_template": _note_template,
}  # fmt: skip
"""Noun → the mark and second line of a row."""


def product_classes(store: Store) -> list[str]:
    """The product classes that are in use, general one first."""
    named = [s.product_class for s in store.catalog.series(True)]
    named += [d.product_class for d in store.catalog.disclaimers(True)]
    return ["", *sorted({name for name in named if name})]
