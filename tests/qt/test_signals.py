"""Ending the window from a terminal."""

import signal
from typing import Any

from PySide6.QtCore import QTimer

from xhsplanner.ui.signals import Ending


def test_a_signal_ends_the_program_from_the_event_loop(qtbot: Any) -> None:
    asked: list[bool] = []
    painting = [False]
    before = signal.getsignal(signal.SIGINT)
    ending = Ending(lambda: asked.append(painting[0]))

    def paint() -> None:
        painting[0] = True
        signal.raise_signal(signal.SIGINT)
        assert not asked
        painting[0] = False

    QTimer.singleShot(0, paint)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [False]
    ending.close()
    assert signal.getsignal(signal.SIGINT) is before
