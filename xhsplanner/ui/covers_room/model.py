"""What the room 封面 shows: the notes of a week with their covers, and the one the designer is at. Qt-free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from xhsplanner.core.model import Asset, CoverState, Note, NoteText, Status
from xhsplanner.core.words import t
from xhsplanner.ops import covers
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.covers.model import Layer, Template, Var
    from xhsplanner.store.store import Store

DAYS = 7
ORDER = (CoverState.NONE, CoverState.REQUESTED, CoverState.IN_PROGRESS, CoverState.DONE)


@dataclass(frozen=True)
class Row:
    """One note of the list: what it shows of itself and how far its cover is."""

    note: Note
    spec: CoverSpec
    account: str
    color: str
    initial: str
    palette: str

    @property
    def title(self) -> str:
        """The title, or that there is none yet."""
        return " ".join(self.note.title.split()) or t("covers_room.untitled")

    @property
    def when(self) -> str:
        """`周三 12:00`, or that the note has no day."""
        if self.note.day is None:
            return t("covers_room.no_day")
        return f"{t(f'days.weekday.{self.note.day.weekday()}')} {clock_text(self.note.minute)}".strip()

    @property
    def state(self) -> str:
        """How far the cover is, in words."""
        return t(f"covers_room.state_{self.note.cover_state.value}")

    @property
    def spoken(self) -> str:
        """The whole row for a screen reader."""
        return t("covers_room.row", title=self.title, when=self.when, account=self.account, state=self.state)


@dataclass(frozen=True)
class Bound:
    """The note the designer is at. `own` are the words typed for the cover, `locked` why nothing can be changed."""

    row: Row
    text: NoteText
    spec: CoverSpec
    own: Mapping[str, str]
    pictures: tuple[Asset, ...]
    photo: Asset | None
    photo_path: Path | None
    first_path: Path | None
    series_palette: str
    locked: str

    @property
    def note(self) -> Note:
        """The note itself."""
        return self.row.note

    def draft(self, own: Mapping[str, str]) -> CoverSpec:
        """The cover as it would be with these words."""
        return replace(self.spec, overrides=tuple(sorted(own.items())))

    def with_template(self, template: str, own: Mapping[str, str]) -> CoverSpec:
        """The cover as it would be under another template; under none, the first picture."""
        path = self.photo_path if template else self.first_path
        return replace(self.draft(own), template=template, picture=path)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(day.weekday())


def rows(store: "Store", day: date, note_id: int | None) -> list[Row]:
    """The notes of the week of `day` in time order without the cancelled; first the shown one if it has no day."""
    start = monday(day)
    notes = [n for n in store.notes.between(start, start + timedelta(DAYS - 1)) if n.status is not Status.CANCELLED]
    shown = store.notes.get(note_id) if note_id is not None else None
    if shown is not None and shown.id not in {n.id for n in notes} and (shown.day is None or in_week(shown, day)):
        notes.insert(0, shown)
    specs = covers.specs(store, notes) if notes else {}
    return [_row(store, note, specs[note.id]) for note in notes]


def in_week(note: Note, day: date) -> bool:
    """Whether a note is planned in the week of `day`."""
    return note.day is not None and monday(note.day) == monday(day)


def _row(store: "Store", note: Note, spec: CoverSpec) -> Row:
    account = store.catalog.account(note.account_id)
    series = store.catalog.series_by_id(note.series_id)
    name = account.name if account else ""
    return Row(
        note,
        spec,
        name,
        (account.color if account else "") or "#64707F",
        (account.initial if account else "") or name[:1],
        series.palette if series else "",
    )


def bound(store: "Store", row: Row) -> Bound:
    """All that the stage and the form need of one note."""
    note = row.note
    pictures = tuple(store.notes.pictures(note.id))
    cover = store.notes.covers([note.id]).get(note.id)
    photo = store.assets.get(cover.picture_id) if cover and cover.picture_id else None
    locked = t("covers_room.locked") if note.locked else store.read_only
    return Bound(
        row,
        store.notes.text(note.id),
        row.spec,
        dict(covers.overrides(cover.values)) if cover else {},
        pictures,
        photo,
        store.assets.path(photo) if photo else None,
        store.assets.path(pictures[0]) if pictures else None,
        row.palette,
        locked,
    )


def next_open(found: Sequence[Row], after: int | None = None) -> int | None:
    """The id of the next note whose cover is not done and may still be changed, after the note `after`, then
    from the top; where all are done, the first. None for an empty list.
    """
    ids = [row.note.id for row in found]
    start = ids.index(after) + 1 if after in ids else 0
    around = [*found[start:], *found[:start]]
    waiting = [row for row in around if row.note.cover_state is not CoverState.DONE and not row.note.locked]
    return (waiting or around)[0].note.id if around else None


def heading(found: Sequence[Row], day: date) -> tuple[str, str]:
    """Title and subtitle of the top bar."""
    start = monday(day)
    end = start + timedelta(DAYS - 1)
    title = t("covers_room.title", m1=start.month, d1=start.day, m2=end.month, d2=end.day)
    done = sum(row.note.cover_state is CoverState.DONE for row in found)
    return title, t("covers_room.subtitle", n=len(found), done=done) if found else t("covers_room.subtitle_none")


# --- what a template asks for -------------------------------------------------------------------------


def _all_layers(layers: Iterable["Layer"]) -> Iterable["Layer"]:
    for layer in layers:
        yield layer
        yield from _all_layers(getattr(layer, "layer", ()))


def choices(template: "Template", name: str) -> tuple[str, ...]:
    """What a variable of type choice may be: the values the template's layers ask for, in their order."""
    from xhsplanner.covers.scope import conditions

    found: dict[str, None] = {}
    for layer in _all_layers(template.layers):
        for _negated, var, operator, value in conditions(layer.when) if layer.when else ():
            if var == name and operator in ("=", "!="):
                found.setdefault(value)
    return tuple(found)


def has_slot(template: "Template") -> bool:
    """Whether a template has a place for a picture."""
    from xhsplanner.covers.model import Image

    return any(isinstance(layer, Image) for layer in _all_layers(template.layers))


def given(template: "Template", spec: CoverSpec, own: Mapping[str, str]) -> dict[str, str]:
    """What the note gives each variable, where `own` replaces the title that others follow."""
    from xhsplanner.covers.facts import values_for

    facts = dict(spec.facts)
    plain = values_for(template, facts)
    if not own.get("title"):
        return plain
    return {**values_for(template, facts, {"title": own["title"]}), "title": plain.get("title", "")}


def words_of(var: "Var", name: str) -> str:
    """The label of a variable: the template's own words, which stay as its author wrote them, else known words."""
    return t(f"covers_room.var_{name}") if name in KNOWN else var.label or name


KNOWN = frozenset({
    "title", "accent", "series", "episode", "day", "heading", "items", "hook", "lead", "emoji", "cta", "disclaimer",
    "brand", "name", "slogan", "verse", "lunar", "date", "season", "account",
})  # fmt: skip
"""Variables of the built-in templates, whose labels are translated."""
