"""Everything the palette offers: actions, steps of the selected note, settings, accounts, series, days, pages."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from xhsplanner.core import clock, lunar, occasions, transitions
from xhsplanner.core.finding import Findable
from xhsplanner.core.model import Note
from xhsplanner.core.options import Option, shown
from xhsplanner.core.words import LANGUAGES, said_in, t
from xhsplanner.ops import settings as setting_ops
from xhsplanner.ops import status
from xhsplanner.ui import handbook
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.search import describe

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

AHEAD = timedelta(days=365)
TYPED_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette. `why` says why it cannot be done now, "" where it can."""

    id: str
    group: str
    title: str
    icon: str
    act: Callable[[], object] = field(repr=False)
    hint: str = ""
    keys: str = ""
    why: str = ""
    also: tuple[str, ...] = ()
    key: str = ""
    """Where its words are, so that it is found by those of the other language too."""
    name: str = ""
    """What it is found by where the title says more: 撤销 is not what a note's title looks for."""

    def findable(self) -> Findable:
        """How it is found."""
        spoken = [said_in(language, self.key) for language in LANGUAGES] if self.key else []
        return Findable.of(self.name or self.title, [*spoken, *self.also, *([self.hint] if self.hint else [])])


def offered(window: "MainWindow") -> list[Entry]:
    """What is shown before anything is typed: actions, and what may become of the note."""
    return [*_actions(window), *_steps(window)]


def remembered(window: "MainWindow", ids: Iterable[str]) -> dict[str, Entry]:
    """Entries of these ids that are not offered at once; what is gone, or of another workspace, is left out."""
    wanted = list(ids)
    found: dict[str, Entry] = {}
    for kind, part in OTHERS.items():
        if any(one.startswith(f"{kind}:") for one in wanted):
            found |= {entry.id: entry for entry in part(window)}
    for one in wanted:
        kind, _colon, name = one.partition(":")
        if kind == "note" and (note := window.ctx.store.notes.resolve(name)) is not None:
            found |= {entry.id: entry for entry in found_notes(window, [note])}
        elif kind == "day":
            found |= {entry.id: entry for entry in days(window, name)}
    return {one: found[one] for one in wanted if one in found}


def _actions(window: "MainWindow") -> Iterator[Entry]:
    for row in window.verbs.rows:
        if row.id != "palette":
            act = window.actions_[row.id]
            yield Entry(
                f"action:{row.id}",
                row.group,
                act.text().replace("&&", "&"),
                row.icon,
                partial(window.verbs.run, row),
                keys=window.actions_.key_text(row.id),
                why=window.verbs.why_not(row),
                also=row.also,
                key=f"action.{row.id}",
                name=t(f"action.{row.id}"),
            )


def _steps(window: "MainWindow") -> Iterator[Entry]:
    """What may become of the note in the panel."""
    ctx = window.ctx
    note = ctx.store.notes.get(ctx.note_id) if ctx.note_id is not None else None
    if note is None or ctx.store.read_only:
        return
    role = status.acting_role(ctx.store)
    ids = list(ctx.selection or (note.id,))
    for to in transitions.allowed(note.status, note.held_from, role):
        words = t("palette.status", status=t(f"status.{to.value}"))
        act = partial(ctx.run, status.set_status, ids, to)
        hint, key = note.title or note.code, f"status.{to.value}"
        yield Entry(f"status:{to.value}", "status", words, "circle-dot", act, hint, key=key)


def _options(window: "MainWindow") -> Iterator[Entry]:
    """Every value that a setting with choices or a switch can have."""
    actions = {row.id for row in window.verbs.rows}
    for options in shown().values():
        for option in options:
            now = current(window.ctx, option)
            key = f"setting.{option.name}"
            for value, words in _values(option):
                if f"{option.name}_{value}" in actions:
                    continue
                act = partial(choose, window.ctx, option, value)
                title = t("palette.setting", name=option.title, value=words)
                hint = t("palette.now") if value == now else ""
                yield Entry(f"setting:{option.name}:{value}", "setting", title, "settings", act, hint, key=key)


def _values(option: Option) -> list[tuple[object, str]]:
    if option.kind == "flag":
        return [(True, t("palette.on")), (False, t("palette.off"))]
    return [(value, option.choice(value)) for value in option.choices]


def current(ctx: Context, option: Option) -> object:
    """The value of a setting, wherever it is kept."""
    if option.scope == "workspace":
        return ctx.store.settings.get(option.name)
    if option.scope == "place":
        return ctx.settings.at(ctx.store.path, option.name)
    return ctx.settings.get(option.name)


def choose(ctx: Context, option: Option, value: object) -> None:
    """Set a setting: a personal one at once, one of the workspace as an op that can be undone."""
    if option.scope == "workspace":
        ctx.run(setting_ops.change, option.name, value)
    elif option.scope == "place":
        ctx.settings.set_at(ctx.store.path, option.name, value)
    else:
        ctx.settings.set(option.name, value)


def _accounts(window: "MainWindow") -> Iterator[Entry]:
    ctx = window.ctx
    for account in ctx.store.catalog.accounts():
        act = partial(ctx.ask, "catalogue", ("account", account.id))
        yield Entry(f"account:{account.uid}", "account", account.name, "user-round", act, account.handle)


def _series(window: "MainWindow") -> Iterator[Entry]:
    ctx = window.ctx
    for series in ctx.store.catalog.series():
        act = partial(ctx.ask, "catalogue", ("series", series.id))
        yield Entry(f"series:{series.uid}", "series", series.name, "layers", act)


def _views(window: "MainWindow") -> Iterator[Entry]:
    views = window.around.views
    for view in views.listed():
        act = partial(views.open, view)
        yield Entry(f"view:{view.uid}", "view", view.name, "bookmark", act, t("views.title"))


def _occasions(window: "MainWindow") -> Iterator[Entry]:
    today = clock.today()
    for occurrence in occasions.between(today, min(today + AHEAD, lunar.LAST)):
        first = occurrence.first
        act = partial(_go_to, window, first)
        yield Entry(f"day:{first}:{occurrence.id}", "day", occurrence.name, "calendar", act, first.isoformat())


def _pages(window: "MainWindow") -> Iterator[Entry]:
    for page in handbook.pages():
        act = partial(window.ctx.ask, "help", page.id)
        yield Entry(f"page:{page.id}", "page", page.title, "circle-help", act)


OTHERS: dict[str, Callable[["MainWindow"], Iterator[Entry]]] = {
    "view": _views,
    "setting": _options,
    "account": _accounts,
    "series": _series,
    "day": _occasions,
    "page": _pages,
}
"""What is only found by typing, by how its ids begin, in the order to show equals in."""


def days(window: "MainWindow", typed: str) -> list[Entry]:
    """The day that is typed (`12-24`, `12月24日`, `2027-1-1`); without a year the nearest one first."""
    match = TYPED_DAY.fullmatch(typed.strip())
    if match is None:
        return []
    today = clock.today()
    years = [int(match[1])] if match[1] else [today.year, today.year + 1, today.year - 1]
    found = []
    for year in years:
        with suppress(ValueError):
            found.append(date(year, int(match[2]), int(match[3])))
    found = [day for day in found if lunar.FIRST <= day <= lunar.LAST]
    near = sorted(found, key=lambda day: (abs(day - today) > AHEAD / 2, abs(day - today)))
    return [
        Entry(
            f"day:{day}",
            "day",
            t("palette.go_to_day", day=day.isoformat()),
            "calendar",
            partial(_go_to, window, day),
        )
        for day in near
    ]


def found_notes(window: "MainWindow", notes: list[Note]) -> list[Entry]:
    """Notes as entries."""
    return [
        Entry(
            f"note:{note.uid}",
            "found",
            note.title or t("shell.untitled"),
            "file-text",
            partial(_show_note, window, note),
            describe(window.ctx, note),
            note.code,
        )
        for note in notes
    ]


def _go_to(window: "MainWindow", day: date) -> None:
    room = window.room
    if room is None or not room.uses_days:
        window.show_room("week")
    window.ctx.show_day(day)


def _show_note(window: "MainWindow", note: Note) -> None:
    room = window.room
    if room is None or not room.uses_panel:
        window.show_room("week")
    if note.day is not None:
        window.ctx.show_day(note.day)
    window.ctx.select(note.id)
    window.ctx.ask("note", note.id)
