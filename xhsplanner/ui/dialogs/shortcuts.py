"""Choosing one's own shortcuts: press the keys; clashes are said, and can be settled at once."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core.finding import Findable
from xhsplanner.core.words import t
from xhsplanner.ui import shortcuts
from xhsplanner.ui.actions import ActionRow, keys_of, say_key, table
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconButton, TextButton, label
from xhsplanner.ui.widgets.groups import FoundRow, Groups
from xhsplanner.ui.widgets.reset import ResetAll

WIDTH, HEIGHT, FIELD = 680, 620, 200
CLEARING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class KeyButton(TextButton):
    """Shows the keys of an action; pressed, it listens for the next key. `heard(key)`, "" for none at all."""

    heard = Signal(str)

    def __init__(self, theme: Theme, row: ActionRow) -> None:
        super().__init__(theme, "")
        self._name = row.words.rstrip("…")
        self._keys: tuple[str, ...] = ()
        self.listening = False
        self.setFixedWidth(FIELD)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda: self.listen(True))

    def show_keys(self, keys: tuple[str, ...]) -> None:
        """Show these keys."""
        self._keys = keys
        self.listen(False)

    def listen(self, on: bool) -> None:
        """Wait for a key, or give up."""
        self.listening = on
        said = "  ".join(say_key(key) for key in self._keys) or t("shortcuts.none")
        self.setText(t("shortcuts.press") if on else said)
        self.setAccessibleName(t("shortcuts.of", action=self._name, keys=self.text()))

    def event(self, event: QEvent) -> bool:
        if self.listening and isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()  # no shortcut acts while one is chosen
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._press(event)
                return True
            return True
        return super().event(event)

    def _press(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self.listen(False)
        elif key in CLEARING and not held:
            self.listen(False)
            self.heard.emit("")
        else:
            name = shortcuts.key_of(event.keyCombination())
            if name:
                self.listen(False)
                self.heard.emit(name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.listen(False)
        super().focusOutEvent(event)


class Row(FoundRow):
    """One action: its name, its keys, the way back; below it why a key cannot be had."""

    changed = Signal()

    def __init__(self, ctx: Context, row: ActionRow) -> None:
        super().__init__()
        self._ctx, self.row = ctx, row
        self._wanted, self._other = "", ""
        self.button = KeyButton(ctx.theme, row)
        self.button.heard.connect(self.hear)
        self.back = IconButton(ctx.theme, "undo-2", t("setting.reset_one", name=row.words.rstrip("…")), size=16)
        self.back.clicked.connect(lambda: self._keep(list(row.keys)))
        keeps = self.back.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(row.words.rstrip("…")), 1)
        top.addWidget(self.button)
        top.addWidget(self.back)
        self._below: QWidget | None = None
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 8, 6)
        column.setSpacing(0)
        column.addLayout(top)
        self.findable = Findable.of(row.words, row.also)
        self.refresh()

    def refresh(self) -> None:
        """Show the keys as they are kept."""
        keys = keys_of(self.row, self._ctx.settings.get("shortcuts"))
        self.button.show_keys(keys)
        self.back.setVisible(keys != self.row.keys)
        if self._below is not None:
            self._below.hide()

    def _refuse(self, words: str, other: str) -> None:
        """Say why a key cannot be had; made when first said, for few rows ever have to."""
        if self._below is None:
            self.said = label("", "error", wrap=True)
            self.take = TextButton(self._ctx.theme, t("shortcuts.take"), look="chip")
            self.take.clicked.connect(self._take)
            self._below = QWidget()
            below = QHBoxLayout(self._below)
            below.setContentsMargins(0, 4, 42, 0)
            below.addWidget(self.said, 1)
            below.addWidget(self.take)
            self._column.addWidget(self._below)
        self.said.setText(words)
        self.take.setVisible(bool(other))
        self._below.show()

    def hear(self, key: str) -> None:
        """Take a key, or say why it cannot be had."""
        if not key:
            self._keep([])
            return
        found = shortcuts.clash(self.row, key, self._ctx.settings.get("shortcuts"))
        if found is None:
            self._keep([key])
            return
        self._wanted, self._other = key, found.other
        self._refuse(found.words, found.other)

    def _take(self) -> None:
        chosen = self._ctx.settings.get("shortcuts")
        other = next(row for row in table() if row.id == self._other)
        given = shortcuts.without_key(chosen, other, self._wanted)
        self._ctx.settings.set("shortcuts", shortcuts.with_keys(given, self.row, [self._wanted]))
        self.changed.emit()

    def _keep(self, keys: list[str]) -> None:
        chosen = self._ctx.settings.get("shortcuts")
        self._ctx.settings.set("shortcuts", shortcuts.with_keys(chosen, self.row, keys))
        self.changed.emit()


class ShortcutsDialog(QDialog):
    """Every action that may have a shortcut, by group."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("action.shortcuts").rstrip("…"))
        self._ctx = ctx
        self.groups = Groups(t("shortcuts.find"), t("shortcuts.nothing"))
        actions = [row for row in table() if row.where != "room"]
        self.rows = {row.id: Row(ctx, row) for row in actions}
        for row in self.rows.values():
            row.changed.connect(self._refresh)
        for group in dict.fromkeys(row.group for row in actions):
            rows = [self.rows[row.id] for row in actions if row.group == group]
            self.groups.add(t(f"action.group.{group}"), "", rows)
        self.everything = ResetAll(ctx.theme, lambda: ctx.settings.get("shortcuts"), self._put)
        for row in self.rows.values():
            row.changed.connect(self.everything.forget)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 4, 24, 0)
        foot.addWidget(label(t("shortcuts.how"), "faint", wrap=True), 1)
        foot.addWidget(self.everything)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 20, 0, 16)
        outer.setSpacing(8)
        outer.addWidget(self.groups, 1)
        outer.addLayout(foot)
        self.resize(WIDTH, HEIGHT)
        self.groups.search.setFocus()

    def _refresh(self) -> None:
        for row in self.rows.values():
            row.refresh()

    def _put(self, chosen: dict[str, object] | None) -> None:
        self._ctx.settings.set("shortcuts", chosen or {})
        self._refresh()
