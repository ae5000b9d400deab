"""Ending the window from a terminal: Ctrl+C and `kill` close it as its own ✕ does."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class Ending(QObject):
    """Calls `quit_` from the event loop when the process is asked to end.

    A handler of Python's runs only when Python code does: on a page where nothing ticks that is never, or within
    the painting of a widget that it would take away. So the system's signal wakes the event loop by a socket, and
    the loop ends the program.
    """

    def __init__(self, quit_: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quit = quit_
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        self._theirs.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._asked)
        self._before_fd = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._before = {
            number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def _asked(self) -> None:
        self._ours.recv(64)
        self._quit()

    def close(self) -> None:
        """Give the signals back to who had them."""
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()
