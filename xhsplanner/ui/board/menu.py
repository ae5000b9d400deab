"""The context menus of the board: cards, a cell, a day, the drawer. Only what can be done now is in them."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import bulk
from xhsplanner.ui.actions import keys_of, table
from xhsplanner.ui.board import order, submenus
from xhsplanner.ui.board.hits import Hit
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.board.timefield import TimePopup
from xhsplanner.ui.widgets.controls import menu_text

if TYPE_CHECKING:
    from xhsplanner.ui.board.hands import WeekBoard

LISTS = {"status": submenus.statuses, "series": submenus.series, "owner": submenus.owners}
"""The lists that open on a card itself, by the part that is clicked."""
NATIVE = QKeySequence.SequenceFormat.NativeText


class Host(Protocol):
    """Where a menu is opened: on the board, or in its list."""

    def rename(self, note_id: int) -> object:
        """Type a note's title in its place."""

    def spot(self) -> QPoint:
        """Where the note at the keyboard is, on the screen."""


class Menus:
    """Makes the menus of one board or its list. None of them is shown yet."""

    def __init__(self, board: "WeekBoard", host: Host) -> None:
        self._board, self._acts, self._host = board, board.acts, host

    def _line(self, menu: QMenu, icon: str, text: str, act: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(self._board.ctx.theme.icon(icon, "text2", 16), menu_text(text))
        if keys:  # told, not bound: the board hears its keys itself
            action.setText(f"{action.text()}\t{QKeySequence(keys).toString(NATIVE)}")
        action.triggered.connect(lambda _checked=False: act())
        return action

    def _key(self, action_id: str) -> str:
        """The first shortcut of an action, as a person chose it."""
        row = next(row for row in table() if row.id == action_id)
        return next(iter(keys_of(row, self._board.ctx.settings.get("shortcuts"))), "")

    def _part(self, menu: QMenu, icon: str, text: str) -> QMenu:
        return menu.addMenu(self._board.ctx.theme.icon(icon, "text2", 16), text)

    # Cards

    def cards(self, notes: list[Note]) -> QMenu:
        """What can be done to one note or several."""
        menu, board, acts = QMenu(self._board), self._board, self._acts
        ids = [note.id for note in notes]
        writable = not board.ctx.store.read_only
        free = writable and not any(note.locked for note in notes)
        if len(notes) == 1:
            self._line(menu, "panel-right", t("week.open_note"), lambda: acts.open(ids[0]), "Return")
            self._line(menu, "smartphone", t("week.preview"), lambda: acts.preview(ids[0]), "Space")
            if free:
                self._line(menu, "pencil-line", t("week.rename"), lambda: self._host.rename(ids[0]), "F2")
        else:
            menu.addAction(t("week.picked", n=len(notes))).setEnabled(False)
        menu.addSeparator()
        if writable:
            submenus.statuses(self._part(menu, "circle-dot", t("week.set_status")), acts, notes)
        if free:
            self._assignments(menu, notes)
        menu.addSeparator()
        if writable:
            self._line(menu, "copy", t("week.duplicate"), lambda: acts.duplicate(ids), "Ctrl+D")
            if len(notes) == 1 and len(board.ctx.store.catalog.accounts()) > 1:
                submenus.accounts(self._part(menu, "users", t("week.to_account")), acts, notes[0])
        self._clipboard(menu, notes, free)
        if free:
            menu.addSeparator()
            if any(note.day is not None for note in notes):
                self._line(menu, "archive", t("week.unplan"), lambda: acts.unplan(ids))
            self._line(menu, "trash-2", t("week.delete"), lambda: acts.delete(ids), "Del")
        return menu

    def _assignments(self, menu: QMenu, notes: list[Note]) -> None:
        acts = self._acts
        submenus.series(self._part(menu, "layers", t("week.set_series")), acts, notes)
        submenus.owners(self._part(menu, "user", t("week.set_owner")), acts, notes)
        submenus.designers(self._part(menu, "palette", t("week.set_designer")), acts, notes)
        submenus.kinds(self._part(menu, "video", t("week.set_kind")), acts, notes)
        submenus.times(self._part(menu, "clock", t("week.set_time")), acts, notes, lambda: self.ask_time(notes))

    def _clipboard(self, menu: QMenu, notes: list[Note], free: bool) -> None:
        clip, acts = self._board.clip, self._acts
        if free:
            self._line(menu, "archive-restore", t("week.cut"), lambda: clip.take(notes, True), "Ctrl+X")
        self._line(menu, "clipboard-copy", t("week.copy"), lambda: clip.take(notes, False), "Ctrl+C")
        if not self._board.ctx.store.read_only and clip.holds():
            self._line(menu, "clipboard-check", t("week.paste"), clip.paste, "Ctrl+V")
        if len(notes) == 1:
            part = self._part(menu, "hash", t("week.copy_words"))
            text = self._board.ctx.store.notes.text(notes[0].id)
            whole = "\n\n".join(one for one in (notes[0].title, text.body, text.hashtags) if one)
            for key, words in (("code", notes[0].code), ("title", notes[0].title), ("text", whole)):
                if words:
                    submenus.choice(part, t(f"week.copy_{key}"), partial(acts.copy_text, words))

    def one_list(self, part: str, notes: list[Note]) -> QMenu:
        """The list behind a ring, a chip or an owner."""
        menu = QMenu(self._board)
        locked = next((note for note in notes if note.locked), None)
        refusal = self._board.ctx.store.read_only
        if locked is not None:
            refusal = refusal or t("notes.locked", title=locked.title or locked.code)
        if refusal:
            menu.addAction(menu_text(refusal)).setEnabled(False)
        else:
            LISTS[part](menu, self._acts, notes)
        return menu

    def ask_time(self, notes: list[Note]) -> None:
        """A field for the time, at the card."""
        board = self._board
        ids = [note.id for note in notes]
        if notes:
            popup = TimePopup(board, board.ctx, notes, lambda m: self._acts.assign(bulk.set_time, ids, m))
            popup.show_at(self._host.spot())

    # Places

    def cell(self, cell: Cell) -> QMenu:
        """What can be done in a cell, beside its cards."""
        menu, board = QMenu(self._board), self._board
        if not board.ctx.store.read_only:
            if cell in board.week.hints:
                self._line(menu, "lightbulb", t("week.accept"), lambda: self._acts.accept(cell), "Return")
            self._line(menu, "plus", t("week.new_here"), lambda: board.create_in(cell), self._key("new_note"))
            if board.clip.holds():
                self._line(menu, "clipboard-check", t("week.paste"), board.clip.paste, "Ctrl+V")
        self._all(menu, order.in_cell(board.board, cell), "week.all_of_cell")
        self._all(menu, order.in_row(board.board, cell.row), "week.all_of_row")
        self._all(menu, order.in_column(board.board, cell.column), "week.all_of_day")
        return menu

    def day(self, column: int) -> QMenu:
        """What can be done with a day."""
        menu, board = QMenu(self._board), self._board
        self._all(menu, order.in_column(board.board, column), "week.all_of_day")
        if not board.ctx.store.read_only:
            part = self._part(menu, "plus", t("week.new_on_day"))
            for row, lane in enumerate(board.week.lanes):
                submenus.choice(part, lane.account.name, partial(board.create_in, Cell(row, column)))
        submenus.choice(
            menu, t("week.copy_date"), lambda: self._acts.copy_text(board.week.days[column].day.isoformat())
        )
        return menu

    def drawer(self) -> QMenu:
        """What can be done with the drawer of undated notes."""
        menu, board = QMenu(self._board), self._board
        self._all(menu, list(board.board.content.backlog), "week.all_of_drawer")
        if not board.ctx.store.read_only and board.clip.holds():
            self._line(menu, "clipboard-check", t("week.paste"), board.clip.paste, "Ctrl+V")
        words, icon = (
            ("week.open_drawer", "chevron-up") if board.drawer_folded else ("week.fold_drawer", "chevron-down")
        )
        self._line(menu, icon, t(words), lambda: board.fold_drawer(not board.drawer_folded))
        return menu

    def _all(self, menu: QMenu, ids: list[int], key: str) -> None:
        if ids:
            self._line(menu, "square-check", t(key, n=len(ids)), lambda: self._board.picks.these(ids))

    def at(self, found: Hit, notes: list[Note]) -> QMenu | None:
        """The menu of what lies under the mouse, or where the keyboard is."""
        if notes:
            return self.cards(notes)
        if found.what == "head":
            return self.day(found.index)
        if found.what in ("drawer", "drawer_head"):
            return self.drawer()
        return self.cell(found.cell) if found.cell is not None and found.what != "lane" else None


def pop(menu: QMenu | None, board: "WeekBoard", at: QPoint | QRect) -> None:
    """Show a menu at a point of the viewport, or under a rectangle of it."""
    if menu is not None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        point = at if isinstance(at, QPoint) else at.bottomLeft() + QPoint(0, 4)
        menu.popup(board.viewport().mapToGlobal(point))
