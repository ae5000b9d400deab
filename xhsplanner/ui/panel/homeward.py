"""Esc leads the keyboard back to where it came from before it entered the note panel."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class Homeward(QObject):
    """Remembers which widget outside `panel` last had the focus."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._before: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is None or old is None or not isValid(self._panel):
            return
        if self._panel.isAncestorOf(new) and not self._panel.isAncestorOf(old) and not old.isWindow():
            self._before = old

    def go(self) -> None:
        """Give the focus back; to the window where that widget is gone or hidden."""
        before = self._before
        there = before is not None and isValid(before) and before.isVisible()
        (before if there and before is not None else self._panel.window()).setFocus(Qt.FocusReason.OtherFocusReason)
