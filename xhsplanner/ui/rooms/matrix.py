"""The room 矩阵: which account posts enough in which series over four weeks, and what is missing."""

from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import notes as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.matrix import model
from xhsplanner.ui.matrix.layout import Place
from xhsplanner.ui.matrix.view import MatrixView
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.widgets.controls import icon_label, label

CATALOGUE = ("account", "series", "target")
CLASHES_AFTER_MS = 300
"""So long nothing must change before clashes are looked for among many notes."""


class MatrixRoom(Room):
    """Account × series for the four weeks that end with the shown day's week."""

    room_id = "matrix"

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._stale = False
        self._reader = model.Reader(ctx.store, ctx.day, clock.today())
        self.matrix = self._reader.matrix()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(CLASHES_AFTER_MS)
        self._later.timeout.connect(self._look_for_clashes)
        self.view = MatrixView(ctx.theme, self.matrix)
        self.notes: QWidget = QFrame()
        self.empty = QWidget()
        panel = QFrame()
        panel.setProperty("look", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(1, 10, 1, 1)  # the grid must not paint over the round corners
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.empty, 1)
        self._below = QHBoxLayout()
        self._below.setContentsMargins(16, 8, 16, 16)
        self._below.addWidget(self.notes)
        column.addLayout(self._below)
        self._column = column
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(panel)
        self.setFocusProxy(self.view)
        self.view.fill_asked.connect(self.fill)
        self.view.open_asked.connect(self.open_cell)
        self.view.visit_asked.connect(self.visit)
        ctx.changed.connect(self._on_change)
        ctx.day_shown.connect(lambda _day: self.reload())
        self._show()

    # --- Room -------------------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        return self.matrix.heading()

    def focus_room(self) -> None:
        """The grid, or the one button of an empty room."""
        button = self.empty.findChild(QPushButton)
        (button or self.view).setFocus()

    def step(self, by: int) -> None:
        self.ctx.show_day(self.ctx.day + timedelta(weeks=model.WEEKS * by))

    def new_note(self) -> None:
        """Make a note for the cell the keyboard is at; elsewhere as in every room."""
        if self.view.focus is None:
            super().new_note()
        else:
            self.fill(self.view.focus)

    # --- acting -----------------------------------------------------------------------------------

    def fill(self, place: Place) -> None:
        """Make a draft of the cell's series on its account, on the best day that is left in these weeks."""
        account, series = self.matrix.accounts[place.row], self.matrix.columns[place.column]
        day = self._reader.place(account.id, series.id)
        if day is None:
            self.ctx.toast(t("matrix.past"), kind="error")
            return
        self.ctx.run_then(self._made, ops.create, account_id=account.id, day=day, series_id=series.id)

    def open_cell(self, place: Place) -> None:
        """Show a note of the cell in the panel: the one nearest to today, then the next at each visit."""
        notes = self.matrix.notes(place)
        if not notes:
            return
        ids = [note.id for note in notes]
        if self.ctx.note_id in ids:
            self.ctx.select(ids[(ids.index(self.ctx.note_id) + 1) % len(ids)])
            return
        today = clock.today()
        nearest = min(notes, key=lambda note: abs(((note.day or today) - today).days))
        self.ctx.select(nearest.id)

    def visit(self, place: Place) -> None:
        """Go to the week of the note in the panel, or of the cell's first note."""
        notes = self.matrix.notes(place)
        shown = next((note for note in notes if note.id == self.ctx.note_id), notes[0] if notes else None)
        if shown is not None and shown.day is not None:
            self.ctx.select(shown.id)
            self.ctx.show_day(shown.day)
            self.ctx.show_room("week")

    # --- data -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the four weeks again; later where nobody sees the room."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._reader.show(self.ctx.day, clock.today())
        self._refresh()

    def _refresh(self) -> None:
        self.matrix = self._reader.matrix()
        self._show()
        self.heading_changed.emit()
        if not self._reader.sure:
            self._later.start()

    def _look_for_clashes(self) -> None:
        """Many notes: what clashes among them is said a moment after the grid stands there."""
        reader, asked = self._reader, (self.matrix.start, self.matrix.cells)

        def found(clashes: model.Clashes) -> None:
            if asked == (self.matrix.start, self.matrix.cells):  # else something changed meanwhile, and asks itself
                reader.know(clashes)
                self._refresh()

        self.ctx.tasks.start(reader.find, found, self.ctx.say_refusal)

    def _show(self) -> None:
        bare = not self.matrix.accounts or not self.matrix.columns
        self.view.setVisible(not bare)
        self.empty = _replaced(self._column, self.empty, self._empty_page() if bare else QWidget())
        self.empty.setVisible(bare)
        self.notes = _replaced(self._below, self.notes, self._words() if not bare else QWidget())
        self.notes.setVisible(not bare)
        if not bare:
            self.view.show_matrix(self.matrix)

    def _on_change(self, change: Change) -> None:
        if not self.isVisible():
            self._stale = self._stale or change.touches("note", *CATALOGUE)
        elif change.touches("note"):
            self._reader.follow(change)
            self._refresh()
        elif change.touches(*CATALOGUE):
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or self._moved():
            self.reload()
        elif not self._reader.sure:
            self._later.start()

    def _moved(self) -> bool:
        return (self.matrix.start, self.matrix.end) != model.span(self.ctx.day)

    # --- what stands below and instead ------------------------------------------------------------

    def _words(self) -> QFrame:
        """The gaps in words, or one button where there are no targets to miss."""
        frame = QFrame()
        frame.setProperty("look", "note")
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 12, 14, 12)
        row.setSpacing(12)
        good = self.matrix.good
        name, color = ("circle-check", "ok") if good else ("triangle-alert", "warn")
        row.addWidget(icon_label(self.ctx.theme, name, color, 20), 0, Qt.AlignmentFlag.AlignTop)
        lines = list(self.matrix.lines)
        if not self.matrix.wanted:
            lines.insert(0, model.Line(t("matrix.no_targets")))
        column = QVBoxLayout()
        column.setSpacing(4)
        for line in lines:
            column.addWidget(label(line.text, "strong" if line.strong else "soft", wrap=True))
        row.addLayout(column, 1)
        if not self.matrix.wanted:
            row.addWidget(self._button("matrix.set_targets"), 0, Qt.AlignmentFlag.AlignVCenter)
        frame.setAccessibleName("\n".join(line.text for line in lines))
        return frame

    def _empty_page(self) -> QWidget:
        """What belongs here and one button, where there are no accounts or no series."""
        which = "no_series" if self.matrix.accounts else "no_account"
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(12)
        center = Qt.AlignmentFlag.AlignHCenter
        text = label(t(f"matrix.{which}_text"), "soft", wrap=True)
        text.setAlignment(center)
        text.setFixedSize(380, text.heightForWidth(380))
        column.addStretch(1)
        column.addWidget(icon_label(self.ctx.theme, "grid-3x3", "text3", 32), 0, center)
        column.addWidget(label(t(f"matrix.{which}_title"), "subheading"), 0, center)
        column.addWidget(text, 0, center)
        column.addWidget(self._button(f"matrix.{which}_button", "primary"), 0, center)
        column.addStretch(1)
        return page

    def _button(self, words: str, look: str = "") -> QPushButton:
        button = QPushButton(t(words))
        if look:
            button.setProperty("look", look)
        button.clicked.connect(lambda: self.ctx.ask("catalogue"))
        return button


def _replaced(layout: QBoxLayout, old: QWidget, new: QWidget) -> QWidget:
    """Put `new` where `old` stands in a layout, and take `old` down."""
    stretch = layout.stretch(layout.indexOf(old))
    layout.replaceWidget(old, new)
    layout.setStretchFactor(new, stretch)
    old.hide()
    old.deleteLater()
    return new
