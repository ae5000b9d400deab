"""The board in words: what a screen reader says where the keyboard is, and what a tooltip shows. Plain text."""

from xhsplanner.core.words import t
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import Board, Focus
from xhsplanner.ui.board.model import CardLook, Week
from xhsplanner.ui.widgets.states import OVERDUE, clock_text


def note_words(week: Week, look: CardLook) -> str:
    """Title, account, day, time, series and status of a note, in one sentence."""
    note = look.note
    account = next((lane.account.name for lane in week.lanes if lane.account.id == note.account_id), "")
    day = t("week.no_day")
    if note.day is not None:
        weekday = t(f"days.weekday.{note.day.weekday()}")
        day = t("week.day", m=note.day.month, d=note.day.day, weekday=weekday)
    parts = [note.title or t("week.untitled"), account, day, clock_text(note.minute), look.series]
    parts.append(t(f"status.{note.status.value}"))
    if look.ring == OVERDUE:
        parts.append(t("week.is_overdue"))
    return t("week.comma").join(part for part in [*parts, look.relay, *look.warnings] if part)


def spoken(week: Week, board: Board, focus: Focus | None) -> str:
    """What is at the focus."""
    if focus is None:
        return ""
    note_id = hits.note_at(board, focus)
    if note_id is not None:
        return note_words(week, week.looks[note_id])
    if focus.row >= board.content.rows:
        return t("week.backlog")
    head, lane = week.days[focus.column], week.lanes[focus.row]
    weekday = t(f"days.weekday.{head.day.weekday()}")
    where = t("week.day", m=head.day.month, d=head.day.day, weekday=weekday)
    shown = board.stack(focus.cell)
    what = t("week.nothing_here")
    place = hits.place_at(board, focus)
    if place is not None:
        what = week.places[focus.cell][place].words
    elif shown.more is not None:
        what = t("week.more_hidden", n=shown.hidden) if shown.hidden else t("week.fold")
    elif focus.cell in week.hints:
        hint = week.hints[focus.cell]
        what = t("week.comma").join(part for part in (t("week.suggest"), hint.series, hint.reason) if part)
    return t("week.comma").join((lane.account.name, where, what))
