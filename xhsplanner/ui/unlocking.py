"""What comes before an encrypted workspace is opened or made: its password."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from xhsplanner.ops import workspace
from xhsplanner.store.encryption import cipher
from xhsplanner.ui.dialogs.password import NewPasswordDialog, PasswordDialog, UnlockDialog
from xhsplanner.ui.errors import short
from xhsplanner.ui.tasks import Tasks
from xhsplanner.ui.theme import Theme


class Unlocking:
    """Asks over the window that is shown; one dialog at a time."""

    def __init__(self, theme: Theme, tasks: Tasks, window: Callable[[], QWidget]) -> None:
        self._theme, self._tasks, self._window = theme, tasks, window
        self.dialog: PasswordDialog | None = None

    def ask(self, folder: Path, then: Callable[[], None]) -> None:
        """Ask for the password of a workspace; `then` once it is unlocked. Raises Refused where nothing here can
        open encrypted ones.
        """
        cipher.need_driver()
        self._show(UnlockDialog(self._theme, self._tasks, folder), then)

    def make(self, folder: Path, preset: str, then: Callable[[], None], refuse: Callable[[str], None]) -> None:
        """Choose a password and make a workspace with it, off this thread; `then`, or `refuse` with the reason."""
        dialog = NewPasswordDialog(self._theme, folder)

        def chosen() -> None:
            password = dialog.password
            self._tasks.start(
                lambda: workspace.make(folder, preset, password),
                lambda _done: then(),
                lambda error: refuse(short(error)),
            )

        self._show(dialog, chosen)

    def _show(self, dialog: PasswordDialog, then: Callable[[], None]) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.setParent(self._window(), dialog.windowFlags())
        dialog.finished.connect(
            lambda result: self._ended(dialog, result, then), Qt.ConnectionType.QueuedConnection
        )
        dialog.open()

    def _ended(self, dialog: PasswordDialog, result: int, then: Callable[[], None]) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            then()
