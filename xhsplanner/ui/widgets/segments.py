"""A few choices side by side, one of them pressed: 看板 | 列表. One stop for Tab, arrows choose."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QToolButton

from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import menu_text, plain_tip

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segment(QToolButton):
    """One choice; with an icon the words are its tooltip where `bare`."""

    def __init__(self, theme: Theme, value: str, words: str, icon: str = "", bare: bool = False) -> None:
        super().__init__()
        self.value = value
        self._theme, self._icon = theme, icon
        self.setCheckable(True)
        self.setProperty("look", "segment")
        self.setAccessibleName(words)
        if bare:
            self.setToolTip(plain_tip(words))
        else:
            self.setText(menu_text(words))
        self.setIconSize(QSize(16, 16))
        self.toggled.connect(self._tint)
        theme.changed.connect(self._tint)
        self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore() if Qt.Key(event.key()) in STEPS else super().keyPressEvent(event)

    def _tint(self) -> None:
        # Tab stops once, at what is chosen; the arrows go on from there.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.isChecked() else Qt.FocusPolicy.NoFocus)
        if self._icon:
            self.setIcon(self._theme.icon(self._icon, "text" if self.isChecked() else "text3", 16))


class Segments(QFrame):
    """`chosen(value)` when the user presses another one."""

    chosen = Signal(str)

    def __init__(
        self, theme: Theme, name: str, choices: Sequence[tuple[str, str, str]], bare: bool = False
    ) -> None:
        """`choices` are (value, words, icon); `name` says what is chosen, `bare` shows icons only."""
        super().__init__()
        self.setProperty("look", "segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self.buttons = [Segment(theme, value, words, icon, bare) for value, words, icon in choices]
        for button in self.buttons:
            button.setAccessibleDescription(name)
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(self._press)

    @property
    def value(self) -> str:
        """What is chosen."""
        button = self._group.checkedButton()
        return button.value if isinstance(button, Segment) else ""

    def show_value(self, value: str) -> None:
        """Press a button without telling."""
        for button in self.buttons:
            if button.value == value:
                button.setChecked(True)

    def _press(self) -> None:
        self.chosen.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        values = [button.value for button in self.buttons]
        there = self.buttons[(values.index(self.value) + step) % len(values)]
        there.setChecked(True)
        there.setFocus(Qt.FocusReason.TabFocusReason)
        self._press()
