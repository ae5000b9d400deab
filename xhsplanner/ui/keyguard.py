"""Keeps shortcuts away from typing.

The rule for plain letters (N, T, ?): whatever takes letters itself gets them – a text field, a list or tree or
combo box that jumps to what is typed. Everywhere else they act, also while a button has the focus: a button knows
only Space and Enter, and where the mouse was last must not decide whether N makes a note.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from shiboken6 import isValid

HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
SEARCHED = (QAbstractItemView, QComboBox)
LETTERS = "letters"
"""A property: False on a list that does not jump to what is typed."""


class KeyGuard(QObject):
    """Plain keys and those named by `guard` (Ctrl+Z) belong to what takes letters; while an input method composes
    (preedit) every key belongs to it.

    Watches only the widget that has the focus: a filter on the whole application would run Python for
    every paint and mouse event.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._keys: list[QKeySequence] = []
        self._watched: QWidget | None = None
        self.composing = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self._focus_moved(None, QApplication.focusWidget())

    def guard(self, keys: Iterable[str]) -> None:
        """Keys that a text field keeps for itself, besides the plain ones."""
        self._keys = [QKeySequence(key) for key in keys]

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self.composing = False
        self._watched = new
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.composing = bool(event.preeditString())
        elif kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            mine = self.composing or (isinstance(watched, QWidget) and self._belongs_to(watched, event))
            if mine:
                event.accept()
                return True
        return False

    def _belongs_to(self, widget: QWidget, event: QKeyEvent) -> bool:
        plain = bool(event.text().strip()) and not event.modifiers() & HELD
        if widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            pressed = QKeySequence(event.keyCombination())
            return plain or any(pressed == key for key in self._keys)
        return plain and isinstance(widget, SEARCHED) and widget.property(LETTERS) is not False
