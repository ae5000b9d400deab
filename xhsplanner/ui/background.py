"""What goes on while a workspace is open: news of other processes, a copy each day, a check each week."""

import importlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from xhsplanner.core.errors import Trouble
from xhsplanner.core.words import t
from xhsplanner.store import snapshots
from xhsplanner.store.recovery import check_due
from xhsplanner.ui.care import Care
from xhsplanner.ui.dialogs import DIALOGS
from xhsplanner.ui.errors import short
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms import available
from xhsplanner.ui.second_copy import SecondCopy
from xhsplanner.ui.session import Session

POLL_MS = 250
SNAPSHOT_FIRST_MS = 4000
SNAPSHOT_CHECK_MS = 15 * 60 * 1000
LOAD_MS = 2000
"""After so long without hurry the rest of the window's code is read."""


def load_rest() -> None:
    """Import the rooms and dialogs that nobody has opened yet: their first opening need not take those 50 ms."""
    modules = [*(row.module for row in available()), *(module for module, _name in DIALOGS.values())]
    for module in dict.fromkeys(modules):
        importlib.import_module(module)


class Background(QObject):
    """Works on whatever session is open; `session` returns it."""

    damage_showed = Signal()
    """The database was found damaged at work: opening it again looks at all of it and restores it."""

    def __init__(self, session: Callable[[], Session | None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.copy = SecondCopy(session, self)
        self._poll = self._timer(POLL_MS, self._look_for_news)
        self._daily = self._timer(SNAPSHOT_CHECK_MS, self._snapshot_if_due)
        self.care: Care | None = None

    def _timer(self, every_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(every_ms)
        timer.timeout.connect(act)
        return timer

    def follow(self, session: Session) -> None:
        """Go on with a session that was just opened, or rest where it has no workspace."""
        if self.care is not None:
            self.care.close()
            self.care.deleteLater()
        self.care = Care(session.ctx, self) if session.ctx is not None else None
        for timer in (self._poll, self._daily):
            if session.store is not None:
                timer.start()
            else:
                timer.stop()
        if session.store is not None:
            QTimer.singleShot(SNAPSHOT_FIRST_MS, self, self._snapshot_if_due)
            QTimer.singleShot(LOAD_MS, self, self._load_rest)

    def close(self) -> None:
        """Stop."""
        if self.care is not None:
            self.care.close()
        self._poll.stop()
        self._daily.stop()

    def _look_for_news(self) -> None:
        session = self._session()
        if session is None or session.ctx is None:
            return
        store = session.store
        if store is not None and not store.read_only and check_due.suspected(store.path):
            self.damage_showed.emit()
            return
        try:
            session.ctx.poll()
        except Trouble:
            pass  # the disk is in the way just now: whoever does something is told, and this looks again
        except Exception:
            self._poll.stop()  # told once, not four times a second
            raise

    def _load_rest(self) -> None:
        session = self._session()
        if session is not None and session.ctx is not None:
            session.ctx.tasks.start(load_rest)

    def _snapshot_if_due(self) -> None:
        session = self._session()
        store = session.store if session is not None else None
        if store is not None and not store.read_only and snapshots.due(store.path):
            self.snapshot()

    def snapshot(self, tell: bool = False) -> None:
        """Copy the workspace on a worker; with `tell` say when it is done."""
        session = self._session()
        if session is None or session.ctx is None or session.store is None:
            return
        ctx, window = session.ctx, session.window
        assert isinstance(window, MainWindow)
        bar = window.statusbar

        def done(path: Path) -> None:
            bar.show_snapshot()
            ctx.copied.emit()
            if tell:
                ctx.toast(t("shell.snapshot_done", name=path.name))
            self.copy.start()

        def failed(error: Exception) -> None:
            bar.show_snapshot()
            ctx.toast(t("app.snapshot_failed", reason=short(error)), kind="error")

        bar.show_snapshot(running=True)
        store = session.store
        kind: snapshots.Kind = "hand" if tell else "day"
        ctx.tasks.start(lambda: store.snapshot(kind), done, failed, long=True)
