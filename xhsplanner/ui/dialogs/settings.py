"""The settings: generated from the one typed table, searched, each with its way back to the default."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTime
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.finding import Findable
from xhsplanner.core.options import Option, shown
from xhsplanner.core.words import t, words
from xhsplanner.ops import backup
from xhsplanner.ui.context import Context
from xhsplanner.ui.palette.entries import choose, current
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label, menu_text, plain_tip
from xhsplanner.ui.widgets.groups import FoundRow, Groups
from xhsplanner.ui.widgets.reset import ResetAll

WIDTH, HEIGHT, CONTROL = 720, 620, 220
NOON = 12 * 60


class NoWheel(QObject):
    """Keeps the wheel for scrolling the page: over a closed list it would change a setting unseen."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class Choice(QComboBox):
    """One of several."""

    def __init__(self, option: Option, picked: Callable[[object], object]) -> None:
        super().__init__()
        for value in option.choices:
            self.addItem(option.choice(value), value)
        self.activated.connect(lambda _index: picked(self.currentData()))

    def put(self, value: object) -> None:
        """Show a value."""
        self.setCurrentIndex(self.findData(value))


class Flag(QCheckBox):
    """On or off."""

    def __init__(self, _option: Option, picked: Callable[[object], object]) -> None:
        super().__init__()
        self.clicked.connect(lambda on: picked(bool(on)))

    def put(self, value: object) -> None:
        """Show a value."""
        self.setChecked(bool(value))


class Number(QSpinBox):
    """A whole number; taken when typing is done."""

    def __init__(self, option: Option, picked: Callable[[object], object]) -> None:
        super().__init__()
        self.setRange(option.low, option.high)
        self.setSingleStep(option.step)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        key = f"setting.{option.name}_unit"
        if words.has(key):
            self.setSuffix(f" {t(key)}")
        self.valueChanged.connect(picked)

    def put(self, value: object) -> None:
        """Show a value without telling."""
        assert isinstance(value, int)
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)


class Moment(QWidget):
    """A time of day, or none."""

    def __init__(self, option: Option, picked: Callable[[object], object]) -> None:
        super().__init__()
        self._picked = picked
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.none = QComboBox()
        self.none.addItems([t("setting.no_time"), t("setting.with_time")])
        self.none.setAccessibleName(option.title)
        self.time = QTimeEdit()
        self.time.setDisplayFormat("HH:mm")
        self.time.setKeyboardTracking(False)
        self.time.setAccessibleName(t("setting.with_time"))
        row.addWidget(self.none, 1)
        row.addWidget(self.time)
        self.none.activated.connect(lambda index: picked(NOON if index else -1))
        self.time.timeChanged.connect(lambda time: self._picked(time.hour() * 60 + time.minute()))
        self.setFocusProxy(self.none)

    def put(self, value: object) -> None:
        """Show a value without telling."""
        assert isinstance(value, int)
        self.none.setCurrentIndex(int(value >= 0))
        self.time.setVisible(value >= 0)
        self.time.blockSignals(True)
        self.time.setTime(QTime(max(value, 0) // 60, max(value, 0) % 60))
        self.time.blockSignals(False)


class Folder(QPushButton):
    """A folder, shown by the end of its path; pressing asks for another."""

    def __init__(self, option: Option, picked: Callable[[object], object]) -> None:
        super().__init__()
        self._option, self._picked = option, picked
        self._folder = ""
        self.setAutoDefault(False)
        self.clicked.connect(self._ask)

    def put(self, value: object) -> None:
        """Show a value."""
        self._folder = str(value)
        cut = self.fontMetrics().elidedText(self._folder, Qt.TextElideMode.ElideLeft, CONTROL - 32)
        self.setText(menu_text(cut) or t(f"setting.{self._option.name}_choose"))
        self.setToolTip(plain_tip(self._folder) if self._folder else "")

    def _ask(self) -> None:
        found = QFileDialog.getExistingDirectory(self, t(f"setting.{self._option.name}_ask"), self._folder)
        if found:
            self._picked(found)


CONTROLS: dict[str, Callable[[Option, Callable[[object], object]], Choice | Flag | Number | Moment | Folder]] = {
    "choice": Choice,
    "flag": Flag,
    "number": Number,
    "time": Moment,
    "folder": Folder,
}


class Row(FoundRow):
    """One setting: its name and what it means, the control, and the way back."""

    def __init__(self, ctx: Context, option: Option, wheel: QObject) -> None:
        super().__init__()
        self._ctx, self.option = ctx, option
        self.control = CONTROLS[option.kind](option, self.pick)
        self.control.setAccessibleName(option.title)
        self.control.setFixedWidth(CONTROL)
        for widget in (self.control, *self.control.findChildren(QWidget)):
            widget.installEventFilter(wheel)
        if isinstance(self.control, QComboBox | QAbstractSpinBox):
            self.control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = QVBoxLayout()
        said.setSpacing(1)
        said.addWidget(label(option.title, wrap=True))
        hints = [option.hint, t("setting.restart") if option.restart else ""]
        hint = " ".join(one for one in hints if one)
        if hint:
            said.addWidget(label(hint, "faint", wrap=True))
            self.control.setAccessibleDescription(hint)
        self.back = IconButton(ctx.theme, "undo-2", t("setting.reset_one", name=option.title), size=16)
        self.back.clicked.connect(lambda: self.pick(option.default))
        keeps = self.back.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addWidget(self.control)
        row.addWidget(self.back)
        self.findable = Findable.of(option.title, [hint, *(option.choice(value) for value in option.choices)])
        self.refresh()

    def refresh(self) -> None:
        """Show the value as it is kept."""
        value = current(self._ctx, self.option)
        self.control.put(value)
        self.back.setVisible(value != self.option.default)

    def pick(self, value: object) -> None:
        """Choose a value."""
        if value != current(self._ctx, self.option) and self._fits(value):
            choose(self._ctx, self.option, value)
        self.refresh()

    def _fits(self, value: object) -> bool:
        """Whether a folder can take a copy of this workspace; if not, why is said."""
        if self.option.kind != "folder" or not value:
            return True
        try:
            backup.place(self._ctx.store.path, Path(str(value)))
        except Refused as refusal:
            self._ctx.toast(str(refusal), kind="error")
            return False
        return True


class SettingsDialog(QDialog):
    """Every setting by group. What is chosen takes effect at once."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("setting.title"))
        self._ctx = ctx
        wheel = NoWheel(self)
        self.groups = Groups(t("setting.find"), t("setting.nothing"))
        self.rows: dict[str, Row] = {}
        for group, options in shown().items():
            rows = {option.name: Row(ctx, option, wheel) for option in options}
            self.groups.add(t(f"setting.group.{group}"), t(f"setting.scope_{options[0].scope}"), [*rows.values()])
            self.rows |= rows
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 20, 0, 16)
        outer.setSpacing(8)
        outer.addWidget(self.groups, 1)
        outer.addLayout(self._foot())
        ctx.setting_changed.connect(self._changed)
        ctx.changed.connect(self._on_change)
        self.resize(WIDTH, HEIGHT)
        self.groups.search.setFocus()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 4, 24, 0)
        self.everything = ResetAll(self._ctx.theme, self._chosen, self._put)
        keys = TextButton(self._ctx.theme, t("action.shortcuts").rstrip("…"), "keyboard")
        keys.clicked.connect(self.accept)
        keys.clicked.connect(lambda: self._ctx.ask("shortcuts"))
        safety = TextButton(self._ctx.theme, t("health.title"), "shield-check")
        safety.clicked.connect(self.accept)
        safety.clicked.connect(lambda: self._ctx.ask("health"))
        row.addWidget(self.everything)
        row.addStretch(1)
        row.addWidget(safety)
        row.addWidget(keys)
        return row

    def _chosen(self) -> dict[str, object]:
        return {name: current(self._ctx, row.option) for name, row in self.rows.items()}

    def _put(self, chosen: dict[str, object] | None) -> None:
        for name, row in self.rows.items():
            row.pick(row.option.default if chosen is None else chosen[name])

    def _changed(self, name: str) -> None:
        if name in self.rows:
            self.everything.forget()
            self.rows[name].refresh()

    def _on_change(self, change: Change) -> None:
        if change.touches("setting"):
            self._refresh()

    def _refresh(self) -> None:
        for row in self.rows.values():
            row.refresh()
