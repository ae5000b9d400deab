"""A program for benches: what a window weighs after one, two and three tours through a workspace, as JSON (MB).

In a process of its own: what made the workspace, or other benches, has left nothing in this one.
Word: the workspace's folder.
"""

import gc
import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import psutil
from PySide6.QtTest import QTest

from xhsplanner.app import make_application
from xhsplanner.core.clock import today
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.theme import Theme

WAIT_SECONDS = 30


def settle(window: MainWindow) -> None:
    """Wait until no worker has anything left to do."""
    QTest.qWait(200)
    end = time.monotonic() + WAIT_SECONDS
    while window.ctx.tasks.busy and time.monotonic() < end:
        QTest.qWait(20)


def tour(window: MainWindow) -> None:
    """An hour in a minute: 200 weeks, the matrix, the library, the covers, the palette, searches, notes."""
    ctx = window.ctx
    ctx.select(ctx.store.notes.between(today(), today() + timedelta(2))[0].id)  # the covers room shows one
    for room in ("week", "matrix", "library", "covers"):
        window.show_room(room)
        QTest.qWait(50)
        for step in range(200 if room == "week" else 20):
            window.step(1 if step % 40 < 20 else -1)
            if step % 10 == 0:
                ctx.set_query(("羊毛", "卡", "")[step % 3])
                QTest.qWait(20)
        # The first tour draws as much as the others: what grows then is a leak, not a cache that fills.
        settle(window)
    window.show_room("week")
    for note in ctx.store.notes.between(today(), today() + timedelta(2))[:60]:
        ctx.select(note.id)
        QTest.qWait(5)
    for _ in range(5):
        dialog = window.open_dialog("palette")
        QTest.qWait(20)
        if dialog is not None:
            dialog.close()
    settle(window)


def main(folder: Path) -> None:
    """Tour three times and print the weight after each."""
    app = make_application()
    store = open_workspace(folder)
    window = MainWindow(Context(store, Theme("light", bundled_fonts=True)), "week")
    window.resize(1440, 900)
    window.show()
    QTest.qWait(1500)
    found = []
    for _ in range(3):
        tour(window)
        gc.collect()
        found.append(psutil.Process().memory_info().rss / 2**20)
    print(json.dumps(found), flush=True)
    del app
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
