"""Ctrl+K: everything the window can do, found by a few letters – Chinese, pinyin, initials or English."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QListView, QVBoxLayout

from xhsplanner.core import finding, pinyin
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.store import search
from xhsplanner.ui.context import Context
from xhsplanner.ui.palette.entries import OTHERS, Entry, days, found_notes, offered, remembered
from xhsplanner.ui.palette.rows import Line, Lines, Painter, by_group
from xhsplanner.ui.widgets.controls import label
from xhsplanner.ui.widgets.search import PATIENCE

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

MOST, NOTES, RECENT = 60, 8, 12
WIDTH, HEIGHT = 640, 460
NOTES_AFTER_MS, PREPARE_AFTER_MS = 80, 40
SOME = 80
"""Entries that are made findable in one go: some 5 ms."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QLineEdit):
    """Where it is typed. While an input method composes, no key belongs to the list."""

    def __init__(self) -> None:
        super().__init__()
        self.composing = False
        self.setPlaceholderText(t("palette.hint"))
        self.setAccessibleName(t("palette.title"))
        self.setProperty("look", "palette")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)


class PaletteDialog(QDialog):
    """Opens over the window's upper half; goes when something is done, with Esc, or when another window is used."""

    def __init__(self, ctx: Context, parent: "MainWindow") -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(t("palette.title"))
        self._ctx, self._main = ctx, parent
        self._offered = offered(parent)
        self._entries = list(self._offered)
        self._findable: list[finding.Findable] = []
        self._preparing = self._steps()
        self._build()
        self._later = self._timer(NOTES_AFTER_MS, self._add_notes)
        self._soon = self._timer(PREPARE_AFTER_MS, self._prepare_some)
        self._show(self._first())
        self.resize(WIDTH, HEIGHT)
        self.move(parent.mapToGlobal(QPoint((parent.width() - WIDTH) // 2, max(72, parent.height() // 8))))

    def _build(self) -> None:
        self.field, self.list, self.lines = Field(), QListView(), Lines()
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.setModel(self.lines)
        self.list.setItemDelegate(Painter(self._ctx.theme, self.list))
        self.list.setProperty("look", "palette")
        self.list.setAccessibleName(t("palette.list"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self._hover)
        self.list.clicked.connect(lambda index: self.take(index.row()))
        self.nothing = label(t("palette.nothing"), "soft")
        self.nothing.setContentsMargins(16, 16, 16, 16)
        self.nothing.hide()
        foot = label(t("palette.foot"), "faint")
        foot.setContentsMargins(16, 6, 16, 8)
        card = QFrame()
        card.setProperty("look", "palette")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        for widget in (self.field, self.nothing):
            inside.addWidget(widget)
        inside.addWidget(self.list, 1)
        inside.addStretch(0)
        inside.addWidget(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _timer(self, after_ms: int, act: Callable[[], object]) -> QTimer:
        """What is done a moment later, unless the palette or the workspace goes first."""
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        self.finished.connect(timer.stop)
        self._ctx.closing.connect(timer.stop)
        return timer

    def open(self) -> None:
        """Show it without barring the window behind, which a click may then bring back."""
        self.show()
        self.field.setFocus()
        self._soon.start()

    # --- what is shown ----------------------------------------------------------------------------

    def _steps(self) -> Iterator[None]:
        """Gather what is only found by typing and make every entry findable, a little at a time."""
        pinyin.readings()
        for part in OTHERS.values():
            yield
            self._entries += part(self._main)
        for start in range(0, len(self._entries), SOME):
            yield
            self._findable += [entry.findable() for entry in self._entries[start : start + SOME]]

    def _prepare_some(self) -> None:
        """One step, in the moment before the first letter; the next follows when the window had its turn."""
        if next(self._preparing, self) is None:
            self._soon.start(0)

    def _prepare(self) -> list[Entry]:
        """Every entry, all that is left made findable."""
        self._soon.stop()
        for _step in self._preparing:
            pass
        return self._entries

    def _first(self) -> list[Line]:
        """Before anything is typed: what was used last, then everything by group."""
        recent_ids = self._ctx.settings.get("palette_recent")
        known = {entry.id: entry for entry in self._offered}
        known |= remembered(self._main, [name for name in recent_ids if name not in known])
        used = [known[name] for name in recent_ids if name in known]
        rest = [one for one in self._offered if one not in used and not one.why]
        not_now: list[Line] = [one for one in self._offered if one not in used and one.why]
        recent: list[Line] = [t("palette.group.recent"), *used] if used else []
        return recent + by_group(rest) + ([t("palette.group.not_now"), *not_now] if not_now else [])

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._later.stop()
            self._show(self._first())
            return
        self._show(self._matching(text))
        self._later.start()

    def _matching(self, text: str) -> list[Line]:
        entries = self._prepare()
        places = finding.best(text, self._findable, MOST)
        used = list(self._ctx.settings.get("palette_recent"))
        fitting = [entries[place] for place in places]
        recent = [entry for entry in fitting[:5] if entry.id in used and not entry.why]
        rest = [entry for entry in fitting if entry not in recent]
        return [*days(self._main, text), *recent, *rest]

    def _add_notes(self) -> None:
        """Notes come a moment after the typing stops: reading them costs some milliseconds, by a worker if more."""
        text = self.field.text().strip()
        if not text:
            return
        try:
            self._found(text, self._ctx.store.notes.find(text, NOTES, PATIENCE))
        except search.Slow:
            work = partial(self._ctx.store.notes.find, text, NOTES)
            self._ctx.tasks.start(work, partial(self._found, text), self._ctx.say_refusal)

    def _found(self, text: str, found: list[Note]) -> None:
        if text != self.field.text().strip() or not self.isVisible():
            return  # typed on meanwhile, or gone
        notes = found_notes(self._main, found)
        if notes:
            row = self.list.currentIndex().row()
            self._show([*self.lines.lines, t("palette.group.found"), *notes], max(row, 0))

    def _hurry(self) -> None:
        """Who presses Enter right after typing means the notes too that would have come a moment later."""
        if self._later.isActive():
            self._later.stop()
            self._add_notes()

    def _show(self, lines: list[Line], row: int = 0) -> None:
        self.lines.show(lines)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self._choose(row, 1)

    # --- choosing ---------------------------------------------------------------------------------

    def _choose(self, row: int, by: int) -> None:
        """Go to a line, past headings, and stay inside the list."""
        last = self.lines.rowCount() - 1
        row = max(0, min(row, last))
        while 0 <= row <= last and self.lines.entry(row) is None:
            row += 1 if by > 0 else -1
        if self.lines.entry(row) is not None:
            self.list.setCurrentIndex(self.lines.index(row))
            if row == 1:
                self.list.scrollToTop()

    def _hover(self, index: QModelIndex) -> None:
        if self.lines.entry(index.row()) is not None:
            self.list.setCurrentIndex(index)

    def take(self, row: int) -> None:
        """Do what a line says and go; where it cannot be done, stay."""
        entry = self.lines.entry(row)
        if entry is None or entry.why:
            return
        self._remember(entry)
        self.accept()
        entry.act()

    def _remember(self, entry: Entry) -> None:
        used = [name for name in self._ctx.settings.get("palette_recent") if name != entry.id]
        self._ctx.settings.set("palette_recent", [entry.id, *used][:RECENT])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.field.composing:
            return False
        key = Qt.Key(event.key())
        row = self.list.currentIndex().row()
        if key in STEPS:
            self._choose(row + STEPS[key], STEPS[key])
        elif key in ENTER:
            self._hurry()
            self.take(self.list.currentIndex().row())
        else:
            return False
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowDeactivate and self.isVisible():
            self.reject()
        return super().event(event)
