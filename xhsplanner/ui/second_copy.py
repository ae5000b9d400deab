"""Copies the workspace to the backup folder on a worker; the status bar shows how far it is and stops it."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import backup
from xhsplanner.ops.backup import Backed
from xhsplanner.ui.context import Context
from xhsplanner.ui.errors import short
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.session import Session
from xhsplanner.ui.widgets.statusbar import StatusBar
from xhsplanner.ui.worker import Cancelled

FOLDER = "backup_folder"


class SecondCopy(QObject):
    """Works on whatever session is open; `session` returns it. One copy at a time."""

    _progressed = Signal(int, int)

    def __init__(self, session: Callable[[], Session | None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = threading.Event()
        self._running: Session | None = None
        self._percent = 0
        self._progressed.connect(self._show)

    def start(self, tell: bool = False) -> None:
        """Bring the copy up to date where a backup folder is chosen; with `tell` say when it is done."""
        session = self._session()
        if session is None or session.ctx is None or session.store is None or self._running is not None:
            return
        ctx, store = session.ctx, session.store
        folder = str(ctx.settings.at(store.path, FOLDER))
        if not folder:
            if tell:
                ctx.toast(t("backup.not_chosen"), kind="error")
            return
        self._running = session
        self._stop, self._percent = threading.Event(), -1
        ctx.closing.connect(self._stop.set)
        self._bar(session).stop_asked.connect(self._stop.set)
        stop = self._stop

        def progress(done: int, of: int) -> None:
            if stop.is_set():
                raise Cancelled
            self._progressed.emit(done, of)

        ctx.tasks.start(
            lambda: backup.backup(store, Path(folder), progress),
            lambda done: self._done(ctx, done, tell),
            lambda error: self._failed(ctx, error),
            long=True,
        )

    @staticmethod
    def _bar(session: Session) -> StatusBar:
        assert isinstance(session.window, MainWindow)
        return session.window.statusbar

    def _show(self, done: int, of: int) -> None:
        percent = done * 100 // of
        if self._running is not None and self._running is self._session() and percent != self._percent:
            self._percent = percent
            self._bar(self._running).show_copy(percent)

    def _end(self) -> None:
        session, self._running = self._running, None
        if session is not None and session is self._session():
            self._bar(session).show_snapshot()

    def _done(self, ctx: Context, done: Backed, tell: bool) -> None:
        self._end()
        if done.damaged:
            words = t("backup.damaged", folder=done.folder, n=len(done.damaged), name=done.damaged[0])
            ctx.toast(words, kind="error")
        elif tell:
            ctx.toast(t("backup.done", folder=done.folder, pictures=done.pictures))

    def _failed(self, ctx: Context, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            ctx.toast(t("backup.stopped"))
        else:
            said = str(error) if isinstance(error, Refused) else t("backup.failed", reason=short(error))
            ctx.toast(said, kind="error")
