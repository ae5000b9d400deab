"""The tags of pictures as chips that flow over lines; a click on a chip takes the tag off."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, menu_text, plain_tip

GAP = 6
HEIGHT = 26


class TagRow(QWidget):
    """Tags, each with a ×."""

    removed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: list[TextButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tags(self, tags: Sequence[tuple[str, bool]]) -> None:
        """Show tags given as (name, whether every selected picture carries it)."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(name, everywhere) for name, everywhere in tags]
        self._arrange()

    def _button(self, name: str, everywhere: bool) -> TextButton:
        words = name if everywhere else name + t("library.tag_some")
        button = TextButton(self._theme, words, "x", "chip")
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the × stands after the name
        button.setIconSize(QSize(12, 12))
        button.setParent(self)
        button.setToolTip(plain_tip(words))
        button.setAccessibleName(t("library.tag_remove", name=name))
        button.clicked.connect(lambda: self.removed.emit(name))
        button.setProperty("words", words)
        button.show()
        return button

    def _arrange(self) -> None:
        x = y = 0
        for button in self.buttons:
            words = menu_text(str(button.property("words")))
            button.setText(words)
            width = button.sizeHint().width()
            if width > self.width() > 0:
                room = self.width() - (width - button.fontMetrics().horizontalAdvance(words))
                button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
                width = self.width()
            if x and x + width > self.width():
                x, y = 0, y + HEIGHT + GAP
            button.setGeometry(x, y, width, HEIGHT)
            x += width + GAP
        height = y + HEIGHT if self.buttons else 0
        if height != self.minimumHeight():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
