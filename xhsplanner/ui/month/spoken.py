"""The month in words: what a screen reader says where the keyboard is, and what a tooltip shows. Plain text."""

from xhsplanner.core.month import Bar
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.month.layout import MORE, NOTE, PLACE, Focus, Grid, Hit
from xhsplanner.ui.month.model import Page
from xhsplanner.ui.widgets.states import OVERDUE, clock_text


def day_words(page: Page, day: int) -> str:
    """A day with its weekday."""
    shown = page.heads[day].day
    return t("week.day", m=shown.month, d=shown.day, weekday=t(f"days.weekday.{shown.weekday()}"))


def note_words(page: Page, look: CardLook) -> str:
    """Title, account, day, time, series and status of a note, in one sentence."""
    note = look.note
    account = page.accounts.get(note.account_id)
    number = page.number(note.day) if note.day is not None else None
    day = day_words(page, number) if number is not None else t("week.no_day")
    parts = [note.title or t("week.untitled"), account.name if account else "", day]
    parts += [clock_text(note.minute), look.series, t(f"status.{note.status.value}")]
    if look.ring == OVERDUE:
        parts.append(t("week.is_overdue"))
    return t("week.comma").join(part for part in [*parts, look.relay, *look.warnings] if part)


def place_words(page: Page, place: Place) -> str:
    """An open place of a slot."""
    account = page.accounts.get(place.account_id)
    name, _palette = page.place_names(place)
    parts = [t("month.open"), name, account.name if account else "", clock_text(place.minute)]
    if page.passed(place):
        parts.append(t("slots.passed"))
    elif page.muted(place):
        parts.append(t("days.quiet"))
    return t("week.comma").join(part for part in parts if part)


def bar_words(bar: Bar) -> str:
    """A long occasion with its days."""
    first, last = bar.occurrence.first, bar.occurrence.last
    span = t("month.span", m1=first.month, d1=first.day, m2=last.month, d2=last.day)
    return f"{bar.occurrence.name} · {span}"


def head_words(page: Page, day: int) -> str:
    """A day: its calendar, and what it holds."""
    return page.heads[day].tip.replace("\n", " · ")


def spoken(page: Page, grid: Grid, focus: Focus | None) -> str:
    """What is at the focus."""
    if focus is None:
        return ""
    item = grid.item(focus)
    if item is None:
        count = len(grid.notes_of(focus.day)) + grid.content.beyond.get(focus.day, 0)
        notes = t("week.notes", n=count) if count else t("week.nothing_here")
        return t("week.comma").join((day_words(page, focus.day), head_words(page, focus.day), notes))
    if item.what == NOTE:
        look = page.looks.get(item.key)
        return note_words(page, look) if look is not None else ""
    if item.what == MORE:
        return t("week.comma").join((day_words(page, focus.day), t("month.more_hidden", n=item.key)))
    return place_words(page, page.places[item.key])


def hit_words(page: Page, grid: Grid, found: Hit) -> str:
    """What is under the mouse; empty for nothing."""
    if found.note_id is not None and found.note_id in page.looks:
        return note_words(page, page.looks[found.note_id])
    if found.what == "bar":
        return bar_words(page.content.bars[found.index])
    if found.day is None:
        return ""
    if found.what == "head":
        return head_words(page, found.day)
    if found.what == PLACE:
        return place_words(page, page.places[grid.stack(found.day).items[found.index].key])
    return t("month.more_hidden", n=grid.stack(found.day).hidden) if found.what == MORE else ""
