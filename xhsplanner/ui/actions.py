"""One table of actions (`resources/actions.toml`) feeds menus, shortcuts and the sheet of shortcuts."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from xhsplanner.core import resources
from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import menu_text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the table; see the head of actions.toml."""

    id: str
    icon: str
    keys: tuple[str, ...]
    outside_text: bool
    group: str


def table() -> list[ActionRow]:
    """The rows of actions.toml in their order."""
    rows = resources.toml("actions.toml")["action"]
    return [
        ActionRow(row["id"], row["icon"], tuple(row["keys"]), row["where"] == "outside_text", row["group"])
        for row in rows
    ]


class Actions(QObject):
    """The actions of one window: those of the table that have a callback, as QActions with shortcuts."""

    def __init__(self, window: QWidget, theme: Theme, callbacks: dict[str, Callable[[], object]]) -> None:
        """`callbacks` by action id; a row without one is left out, a callback without a row is an error."""
        super().__init__(window)
        self._theme = theme
        self.rows = [row for row in table() if row.id in callbacks]
        unknown = set(callbacks) - {row.id for row in self.rows}
        if unknown:
            raise LookupError(f"no such action: {sorted(unknown)}")
        self._by_id: dict[str, QAction] = {}
        for row in self.rows:
            action = QAction(t(f"action.{row.id}"), window)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(_without_argument(callbacks[row.id]))
            window.addAction(action)
            self._by_id[row.id] = action
        self._guard = KeyGuard(window, [key for row in self.rows if row.outside_text for key in row.keys])
        theme.changed.connect(self._tint)
        self._tint()

    def __getitem__(self, action_id: str) -> QAction:
        return self._by_id[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._by_id

    def set_text(self, action_id: str, text: str, enabled: bool = True) -> None:
        """Other words for an action, e.g. 撤销 with what it would take back."""
        action = self._by_id[action_id]
        action.setText(menu_text(text))
        action.setEnabled(enabled)

    def key_text(self, action_id: str) -> str:
        """The first shortcut as the user's system writes it, or ""."""
        keys = self._by_id[action_id].shortcuts()
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def _tint(self) -> None:
        for row in self.rows:
            self._by_id[row.id].setIcon(self._theme.icon(row.icon, "text2", 16))


def _without_argument(callback: Callable[[], object]) -> Callable[[bool], None]:
    def call(_checked: bool = False) -> None:
        callback()

    return call


class KeyGuard(QObject):
    """Keeps shortcuts away from typing: plain letters and Ctrl+Z belong to a focused text field, and while
    an input method composes (preedit) every key belongs to it.

    Watches only the widget that has the focus: a filter on the whole application would run Python for
    every paint and mouse event.
    """

    def __init__(self, parent: QObject, outside_text: list[str]) -> None:
        super().__init__(parent)
        self._keys = [QKeySequence(key) for key in outside_text]
        self._watched: QWidget | None = None
        self.composing = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)
        self._focus_moved(None, QApplication.focusWidget())

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
            typing = isinstance(watched, QWidget) and watched.testAttribute(
                Qt.WidgetAttribute.WA_InputMethodEnabled
            )
            if self.composing or (typing and self._belongs_to_text(event)):
                event.accept()
                return True
        return False

    def _belongs_to_text(self, event: QKeyEvent) -> bool:
        pressed = QKeySequence(event.keyCombination())
        return any(pressed == key for key in self._keys)
