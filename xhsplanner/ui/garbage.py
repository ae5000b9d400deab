"""Garbage is looked for on the GUI thread only.

Python looks for it on whatever thread makes the most of it. On a worker that would delete widgets and pixmaps which
a closed dialog left in a circle, on a thread that is not theirs: now and then that ended the program.
"""

import gc

from PySide6.QtCore import QObject, QTimer

MADE = (20_000, 20, 50)
"""So many new objects, then so many looks, and so many of those: a whole look stops every thread up to 60 ms."""
OFTEN_MS = 500


class Garbage(QObject):
    """Takes the looking over from Python, for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.set_threshold(*MADE)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(tidy)
        timer.start(OFTEN_MS)


def tidy() -> None:
    """Look for garbage as far as it is due; on the GUI thread."""
    counted = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(counted) if count > most]
    if due:
        gc.collect(due[-1])
