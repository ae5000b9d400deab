"""Lists to choose from: status, series, owner, designer, kind, time. In the menu of cards, and each on its own.

Each fills a menu for some notes and ticks what all of them have.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from xhsplanner.core import transitions
from xhsplanner.core.change import Change
from xhsplanner.core.model import Kind, Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops import bulk
from xhsplanner.ops.status import acting_role
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.widgets.controls import menu_text
from xhsplanner.ui.widgets.states import clock_text

TIMES = (9 * 60, 12 * 60, 18 * 60, 20 * 60, 21 * 60)
SHIFTS = (-60, -15, 15, 60)


def choice(
    menu: QMenu, text: str, act: Callable[[], object], checked: bool = False, icon: QIcon | None = None
) -> None:
    """One line of a list."""
    words = menu_text(" ".join(text.split()))
    action = menu.addAction(icon or QIcon(), f"{words}\t✓" if checked and icon else words)
    action.setCheckable(checked)  # the style shows no tick beside an icon, a screen reader says it
    action.setChecked(checked)
    action.triggered.connect(lambda _checked=False: act())


def _ids(notes: Sequence[Note]) -> list[int]:
    return [note.id for note in notes]


def statuses(menu: QMenu, acts: NoteActs, notes: Sequence[Note]) -> None:
    """The steps that all notes may take, the usual next one first."""
    role = acting_role(acts.ctx.store)
    steps = [transitions.allowed(note.status, note.held_from, role) for note in notes]
    common = [to for to in steps[0] if all(to in one for one in steps)]
    for to in common:
        icon = QIcon(acts.ink.ring(to.value))
        choice(menu, t(f"status.{to.value}"), partial(acts.set_status, _ids(notes), to), icon=icon)
    if not common:
        words = (
            t("week.no_common_status") if len(notes) > 1 else t("week.no_status", status=_state(notes[0].status))
        )
        menu.addAction(words).setEnabled(False)


def _state(status: Status) -> str:
    return t(f"status.{status.value}")


def series(menu: QMenu, acts: NoteActs, notes: Sequence[Note]) -> None:
    """All series, and none."""
    for one in acts.ctx.store.catalog.series():
        same = all(note.series_id == one.id for note in notes)
        dot = QIcon(_dot(acts.ctx.theme.series(one.palette).solid))
        choice(menu, one.name, partial(acts.assign, bulk.set_series, _ids(notes), one.id), same, dot)
    menu.addSeparator()
    none = all(note.series_id is None for note in notes)
    choice(menu, t("week.no_series"), lambda: acts.assign(bulk.set_series, _ids(notes), None), none)


def _dot(color: QColor) -> QPixmap:
    """A rounded square in a series' colour."""
    picture = QPixmap(32, 32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(6, 6, 20, 20, 6, 6)
    painter.end()
    return picture


def owners(menu: QMenu, acts: NoteActs, notes: Sequence[Note]) -> None:
    """Who writes them."""
    _members(menu, acts, bulk.set_owner, notes, [note.owner_id for note in notes])


def designers(menu: QMenu, acts: NoteActs, notes: Sequence[Note]) -> None:
    """Who makes their covers."""
    _members(menu, acts, bulk.set_designer, notes, [note.designer_id for note in notes])


def _members(
    menu: QMenu,
    acts: NoteActs,
    operation: Callable[..., Change | None],
    notes: Sequence[Note],
    now: Sequence[int | None],
) -> None:
    for member in acts.ctx.store.catalog.members():
        same = all(one == member.id for one in now)
        face = QIcon(acts.ink.avatar(member.name[:1], member.color, 18))
        choice(menu, member.name, partial(acts.assign, operation, _ids(notes), member.id), same, face)
    menu.addSeparator()
    nobody = all(one is None for one in now)
    choice(menu, t("week.nobody"), lambda: acts.assign(operation, _ids(notes), None), nobody)


def kinds(menu: QMenu, acts: NoteActs, notes: Sequence[Note]) -> None:
    """图文 or 视频."""
    for kind in Kind:
        same = all(note.kind is kind for note in notes)
        choice(
            menu,
            t(f"kind.{kind.name.lower()}"),
            partial(acts.assign, bulk.set_kind, _ids(notes), kind),
            same,
        )


def times(menu: QMenu, acts: NoteActs, notes: Sequence[Note], ask: Callable[[], object]) -> None:
    """Earlier and later, usual hours, another one (`ask` for it), none."""
    if any(note.minute is not None for note in notes):
        for by in SHIFTS:
            key = "week.later" if by > 0 else "week.earlier"
            words = t(key, what=t("week.hour") if abs(by) == 60 else t("week.minutes", n=abs(by)))
            choice(menu, words, partial(acts.shift_time, _ids(notes), by))
        menu.addSeparator()
    for minute in TIMES:
        same = all(note.minute == minute for note in notes)
        choice(menu, clock_text(minute), partial(acts.assign, bulk.set_time, _ids(notes), minute), same)
    choice(menu, t("week.other_time"), ask)
    if any(note.minute is not None for note in notes):
        choice(menu, t("week.no_time"), lambda: acts.assign(bulk.set_time, _ids(notes), None))


def accounts(menu: QMenu, acts: NoteActs, note: Note) -> None:
    """The accounts that have no sibling of the note yet, and all of them at once."""
    store = acts.ctx.store
    taken = {note.account_id, *(sibling.account_id for sibling in store.notes.siblings(note.id))}
    free = []
    for account in store.catalog.accounts():
        if account.id == note.account_id:
            continue
        if account.id in taken:
            words = t("panel.has_sibling", name=menu_text(" ".join(account.name.split())))
            menu.addAction(words).setEnabled(False)
        else:
            free.append(account.id)
            choice(menu, account.name, partial(acts.to_accounts, note.id, [account.id]))
    if len(free) > 1:
        menu.addSeparator()
        choice(menu, t("panel.all_others", n=len(free)), lambda: acts.to_accounts(note.id, free))
    if free:
        choice(menu, t("moves.own_times"), lambda: acts.ctx.ask("siblings", note.id))
