"""The password of an encrypted workspace: asked for when it is opened, chosen when it is made."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store.encryption import cipher
from xhsplanner.ui.context import Context
from xhsplanner.ui.errors import short
from xhsplanner.ui.tasks import Tasks
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, label

WIDTH = 420


class PasswordLine(QLineEdit):
    """A password that nobody reads over the shoulder, unless the eye at its end is pressed."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.eye = QAction(t("cipher.show"), self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        self._show(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self.findChildren(QToolButton):  # Qt puts it below the middle of a styled line
            button.setGeometry(button.x(), 0, button.width(), self.height())

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.setIcon(self._theme.icon("eye-off" if shown else "eye", "text3", 16))


class PasswordDialog(QDialog):
    """One or more password lines under a sentence; below them what is wrong with what was typed."""

    def __init__(self, theme: Theme, title: str, hint: str, lines: tuple[str, ...], go: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.theme = theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 16)
        outer.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(theme, "lock", "text2", 24), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(hint, wrap=True))
        self.lines = [PasswordLine(theme, name) for name in lines]
        for line in self.lines:
            line.installEventFilter(self)
            line.textEdited.connect(lambda _text: self.say(""))
            line.returnPressed.connect(self.go)
            column.addWidget(line)
        self.said = label(look="error", wrap=True)
        self.caps = label(t("cipher.caps"), "soft")
        self.caps.hide()
        column.addWidget(self.said)
        column.addWidget(self.caps)
        head.addLayout(column, 1)
        outer.addLayout(head)
        self.column = column
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = TextButton(theme, t("cipher.cancel"))
        cancel.clicked.connect(self.reject)
        self.enter = TextButton(theme, go, look="primary")
        self.enter.clicked.connect(self.go)
        row.addWidget(cancel)
        row.addWidget(self.enter)
        outer.addLayout(row)
        self.say("")
        self.lines[0].setFocus()

    def say(self, words: str) -> None:
        """Show what is wrong, or nothing."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        self.fit()

    def fit(self) -> None:
        """Be as high as what is shown."""
        layout = self.layout()
        assert layout is not None
        for child in self.findChildren(QWidget):
            child.ensurePolished()  # the style makes them higher
        layout.invalidate()
        self.setFixedSize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            typed = event.text()
            if len(typed) == 1 and typed.isascii() and typed.isalpha():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.caps.setVisible(typed.isupper() != shift)
                self.fit()
        return super().eventFilter(watched, event)

    def go(self) -> None:
        """The button, or Enter in a line."""
        self.accept()


class UnlockDialog(PasswordDialog):
    """Accepted when the workspace is unlocked for this run."""

    def __init__(self, theme: Theme, tasks: Tasks, folder: Path) -> None:
        hint = t("cipher.hint_open", name=folder.name)
        super().__init__(theme, t("cipher.title_open"), hint, (t("cipher.ask"),), t("cipher.open"))
        self._tasks, self._folder = tasks, folder

    def go(self) -> None:
        """Try the password, off this thread: that takes a fifth of a second on purpose."""
        password, folder = self.lines[0].text(), self._folder
        if not password or not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        self.enter.setText(t("cipher.checking"))
        self._tasks.start(lambda: cipher.unlock(folder, password), self._unlocked, self._failed)

    def _unlocked(self, _done: object) -> None:
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.enter.setEnabled(True)
        self.enter.setText(t("cipher.open"))
        self.say(str(error) if isinstance(error, Refused) else short(error))
        self.lines[0].selectAll()
        self.lines[0].setFocus()


class NewPasswordDialog(PasswordDialog):
    """Accepted with a `password` that will do, typed twice."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        hint = t("cipher.hint_new", name=folder.name, n=cipher.SHORTEST)
        lines = (t("cipher.ask_new"), t("cipher.ask_again"))
        super().__init__(theme, t("cipher.title_new"), hint, lines, t("cipher.make"))
        self.password = ""
        for words, look in (("cipher.no_recovery", "strong"), ("cipher.covers", "soft")):
            self.column.addWidget(label(t(words), look, wrap=True))
        self.fit()

    def go(self) -> None:
        """Look at both before anything is made."""
        first, second = (line.text() for line in self.lines)
        if len(first) < cipher.SHORTEST:
            self.say(t("cipher.short", n=cipher.SHORTEST))
        elif first != second:
            self.say(t("cipher.differ") if second else "")
            self.lines[1].setFocus()
        else:
            self.password = first
            self.accept()


def unlock_sample(ctx: Context, parent: QWidget | None = None) -> UnlockDialog:
    """How it looks, for pictures and tests."""
    dialog = UnlockDialog(ctx.theme, ctx.tasks, ctx.store.path)
    dialog.setParent(parent, dialog.windowFlags())
    return dialog


def new_sample(ctx: Context, parent: QWidget | None = None) -> NewPasswordDialog:
    """How it looks, for pictures and tests."""
    dialog = NewPasswordDialog(ctx.theme, ctx.store.path)
    dialog.setParent(parent, dialog.windowFlags())
    return dialog
