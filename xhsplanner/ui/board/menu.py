"""The context menu of a card or an empty cell. Only what can be done now is in it."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from xhsplanner.core import transitions
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops.status import acting_role
from xhsplanner.ui.board.acts import Acts
from xhsplanner.ui.widgets.controls import menu_text


def _add(menu: QMenu, icon: str, text: str, act: Callable[[], object], acts: Acts) -> QAction:
    action = menu.addAction(acts.ctx.theme.icon(icon, "text2", 16), menu_text(text))
    action.triggered.connect(lambda _checked=False: act())
    return action


def note_menu(acts: Acts, note: Note, rename: Callable[[int], object]) -> QMenu:
    """What can be done to a note: open, rename, copy, siblings, status, unplan, delete."""
    menu = QMenu(acts.view)
    _add(menu, "panel-right", t("week.open_note"), lambda: acts.open(note.id), acts)
    writable = not acts.ctx.store.read_only
    if writable and not note.locked:
        _add(menu, "pencil-line", t("week.rename"), lambda: rename(note.id), acts)
    if writable:
        _add(menu, "copy", t("week.duplicate"), lambda: acts.duplicate(note.id), acts)
        _siblings(menu, acts, note)
        _statuses(menu, acts, note)
    if writable and not note.locked:
        menu.addSeparator()
        if note.day is not None:
            _add(menu, "archive", t("week.unplan"), lambda: acts.unplan(note.id), acts)
        _add(menu, "trash-2", t("week.delete"), lambda: acts.delete(note.id), acts)
    return menu


def _siblings(menu: QMenu, acts: Acts, note: Note) -> None:
    others = [lane.account for lane in acts.view.week.lanes if lane.account.id != note.account_id]
    if not others:
        return
    part = menu.addMenu(acts.ctx.theme.icon("users", "text2", 16), t("week.to_account"))
    for account in others:
        action = part.addAction(menu_text(account.name))
        action.triggered.connect(lambda _checked=False, to=account.id: acts.to_account(note.id, to))


def _statuses(menu: QMenu, acts: Acts, note: Note) -> None:
    allowed = transitions.allowed(note.status, note.held_from, acting_role(acts.ctx.store))
    if not allowed:
        return
    part = menu.addMenu(acts.ctx.theme.icon("circle-dot", "text2", 16), t("week.set_status"))
    for to in allowed:
        action = part.addAction(acts.view.ink.ring(to.value), t(f"status.{to.value}"))
        action.triggered.connect(lambda _checked=False, to=to: acts.set_status(note.id, to))


def cell_menu(acts: Acts, create: Callable[[], object]) -> QMenu:
    """What can be done in an empty cell."""
    menu = QMenu(acts.view)
    if not acts.ctx.store.read_only:
        _add(menu, "plus", t("week.new_here"), create, acts)
    return menu
