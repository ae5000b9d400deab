"""A button that opens a list of things, any of which may be ticked; with none ticked it means all of them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, menu_text


class _Ticks(QMenu):
    """A menu that stays open while things are ticked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.trigger()
        else:
            super().keyPressEvent(event)


class PickMany(TextButton):
    """`changed` when a tick is set or taken away. `choices` are (value, words)."""

    changed = Signal()

    def __init__(self, theme: Theme, none: str, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__(theme, none, "chevron-down")
        self._none = none
        self.menu_ = _Ticks(self)
        self._values: dict[QAction, Any] = {}
        for value, words in choices:
            action = self.menu_.addAction(menu_text(words))
            action.setCheckable(True)
            action.toggled.connect(self._tell)
            self._values[action] = value
        self.setEnabled(bool(choices))
        self.clicked.connect(self._open)

    def picked(self) -> list[Any]:
        """The values that are ticked."""
        return [value for action, value in self._values.items() if action.isChecked()]

    def pick(self, value: Any, on: bool = True) -> None:
        """Set or take away a tick."""
        for action, known in self._values.items():
            if known == value:
                action.setChecked(on)

    def _open(self) -> None:
        self.menu_.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _tell(self, _on: bool) -> None:
        names = [action.text().replace("&&", "&") for action in self._values if action.isChecked()]
        words = self._none if not names else names[0]
        if len(names) > 1:
            words = t("export.some", names=names[0], n=len(names))
        self.setText(menu_text(words))
        self.setAccessibleName(words)
        self.changed.emit()
