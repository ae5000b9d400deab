"""The place of the note panel: docked at the right, or laid over the room where the window is narrow."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.context import Context

SHADOW = 14


class SidePanel(QWidget):
    """Holds the note panel. Docked it always stands there, so that the board never moves under the mouse;
    as overlay it comes when a note is opened, follows the selection, and goes when the note is put away or cards
    are dragged: what it would lie on are the very columns somebody clicks and drags in.
    """

    def __init__(self, ctx: Context, content: QWidget, canvas: QWidget, dock: QBoxLayout) -> None:
        super().__init__(canvas)
        self._ctx, self._canvas, self._dock = ctx, canvas, dock
        self.docked = self._opened = False
        self.setAccessibleName(t("shell.panel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        self.content = content
        ctx.closing.connect(self.flush)
        ctx.carried.connect(self._step_aside)
        canvas.installEventFilter(self)
        self.hide()

    def ask(self, what: str) -> bool:
        """Call a method of the panel by name (`edit_title`, `flush`), where it has it; True where it says so."""
        method = getattr(self.content, what, None)
        return method is not None and bool(method())

    def flush(self) -> None:
        """Write what is typed and not written yet."""
        self.ask("flush")

    def open(self) -> None:
        """Let it come for the note that is selected, and stay for those that are selected next."""
        self._opened = True
        self.setVisible(True)

    def close_over(self) -> None:
        """Laid over the room it goes, until a note is opened again."""
        self._opened = False
        self.setVisible(self.docked)

    def place(self, wanted: bool, docked: bool, by_itself: bool) -> None:
        """Dock it, lay it over the room, or hide it. Over the room it comes `by_itself` with a selected note,
        or only for one that was opened.
        """
        width = self._ctx.theme.metric("panel")
        if docked != self.docked:
            self.docked = docked
            if docked:
                self._dock.addWidget(self)
            else:
                self._dock.removeWidget(self)
                self.setParent(self._canvas)
        margin = 0 if docked else SHADOW
        self.layout().setContentsMargins(margin, 0, 0, 0)  # type: ignore[union-attr]
        self.setFixedWidth(width + margin)
        chosen = len(self._ctx.selection)
        self._opened = wanted and not docked and chosen > 0 and (self._opened or by_itself)
        # Over the room it would lie on the days that several selected notes are dragged to.
        self.setVisible(wanted and (docked or (self._opened and chosen == 1)))
        if not docked:
            self._lay_over()

    def _step_aside(self, aside: bool) -> None:
        """Laid over the room it goes when cards are taken: where they were dropped is to be seen."""
        if aside and not self.docked:
            self.close_over()

    def _lay_over(self) -> None:
        theme = self._ctx.theme
        top, bottom = theme.metric("topbar"), theme.metric("statusbar")
        height = self._canvas.height() - top - bottom
        self.setGeometry(self._canvas.width() - 12 - self.width(), top, self.width(), height)
        self.raise_()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and not self.docked:
            self._lay_over()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.docked:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(SHADOW):
            painter.setBrush(QColor(0, 0, 0, 3))
            painter.drawRoundedRect(self.rect().adjusted(step, step, 0, -step), 16, 16)
