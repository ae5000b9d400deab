"""Ending at any moment: by ✕, by `kill`, by kill −9. Status 0, nothing lost, no process left behind."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from xhsplanner.ops import catalog, notes
from xhsplanner.store.workspace import create_workspace, open_workspace
from xhsplanner.ui.settings import Settings

pytestmark = pytest.mark.qt
NOTES = 600
PICTURES = 8

BUSY = """
import json, os, random, sys
how, pictures = sys.argv[1], sys.argv[2:]
sys.argv = ["xhsplanner"]
from datetime import date
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
run = QApplication.exec

def say(**words):
    print(json.dumps(words), flush=True)

def begin(window):
    from xhsplanner.ops import notes
    from xhsplanner.ui.library.importer import Importer
    from work_elsewhere import count_for_ever
    ctx = window.ctx
    ids = [note.id for note in ctx.store.notes.all()]
    ctx.tasks.compute(count_for_ever, on_progress=lambda n, of: say(worker=n), on_error=lambda _e: None)
    Importer(ctx, window).start([Path(picture) for picture in pictures])
    window.app_asked.emit("snapshot", None)
    ctx.changed.connect(lambda change: say(kind=change.kind, day=str(ctx.store.notes.get(ids[0]).day)))
    day = iter(range(1, 29))
    def move():
        ctx.run(notes.move, ids, day=date(2027, 1, next(day)))
    timer = QTimer(ctx, interval=60, timeout=move)
    timer.start()
    board = window.rooms["week"].board
    pages = QTimer(ctx, interval=16, timeout=lambda: board.verticalScrollBar().setValue(random.randrange(400)))
    pages.start()
    ctx.closing.connect(timer.stop)
    ctx.closing.connect(pages.stop)
    if how == "close":
        QTimer.singleShot(random.randrange(50, 900), window.close)
    elif how == "files":
        from PySide6.QtWidgets import QFileDialog
        window.open_dialog("import")
        QFileDialog.getOpenFileName(window.dialogs["import"], "", os.path.expanduser("~"))

def exec_(*_args):
    (window,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and hasattr(one, "rooms")]
    QTimer.singleShot(0, lambda: begin(window))
    return run()

QApplication.exec = exec_
from xhsplanner.__main__ import main
main()
"""
ELSEWHERE = """
import os, time

def count_for_ever(progress):
    while True:
        progress(os.getpid(), 0)
        end = time.monotonic() + 0.05
        while time.monotonic() < end:
            pass
"""
"""Work for the process that is never done; a module, as it is pickled by name."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Notes enough for the writer thread, and pictures beside it."""
    folder = tmp_path / "w"
    store = create_workspace(folder)
    catalog.add_account(store, name="主账号")
    with store.op("note.create") as op:
        notes.insert_notes(op, [({"account_id": 1, "title": f"第 {n} 篇"}, notes.NoteText()) for n in range(NOTES)])
    store.close()
    for n in range(PICTURES):
        Image.effect_noise((450, 600), 20 + n).save(tmp_path / f"{n}.png")
    (tmp_path / "work_elsewhere.py").write_text(ELSEWHERE)
    Settings.of_user().remember(folder)
    return folder


@pytest.fixture
def busy(workspace: Path) -> Iterator[Callable[[str], "subprocess.Popen[str]"]]:
    """`busy(how)` starts the window and all its work; whatever a test leaves running is killed."""
    began: list[subprocess.Popen[str]] = []

    def begin(how: str) -> "subprocess.Popen[str]":
        home = workspace.parent
        env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(home), *sys.path])}
        words = [sys.executable, "-c", BUSY, how, *sorted(str(path) for path in home.glob("*.png"))]
        began.append(subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return began[-1]

    yield begin
    for process in began:
        if process.poll() is None:
            process.kill()
            process.communicate()


def said(lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether a process ends, or has ended, within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


def judge(folder: Path, heard: list[dict[str, Any]]) -> None:
    """Every op is whole, and the last that was told is there or a later one."""
    store = open_workspace(folder)
    assert store.engine.rows("PRAGMA integrity_check") == [("ok",)]
    moves = [entry for entry in heard if entry.get("kind") == "note.move"]
    days = {note.day for note in store.notes.all()}
    assert len(days) == 1
    (day,) = days
    assert not moves or str(day) >= moves[-1]["day"]
    assert all(store.assets.path(store.assets.get(i)).is_file() for i in store.assets.ids())
    assert not list((folder / "snapshots").glob("*.tmp"))
    store.close()


@pytest.mark.parametrize("ends", [1, pytest.param(50, marks=pytest.mark.torture)])
def test_ended_while_everything_is_under_way(
    busy: Callable[[str], "subprocess.Popen[str]"], workspace: Path, ends: int
) -> None:
    """Import, snapshot, computing, writing and scrolling at once; every other time with Qt's file dialog open."""
    chance = random.Random(ends)
    for number in range(ends):
        how = ("kill", "close", "files")[number % 3]
        process = busy(how)
        assert process.stdout is not None
        first = process.stdout.readline()
        if how != "close":
            time.sleep(chance.random() * 0.8)
            process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=60)
        heard = said(first + out)
        assert (process.returncode, errors) == (0, ""), how
        assert all(gone(entry["worker"]) for entry in heard if "worker" in entry)
        judge(workspace, heard)


@pytest.mark.parametrize("kills", [1, pytest.param(25, marks=pytest.mark.torture)])
def test_killed_while_everything_is_under_way(
    busy: Callable[[str], "subprocess.Popen[str]"], workspace: Path, kills: int
) -> None:
    """kill −9: the worker process is in the middle of endless work, and ends by itself."""
    chance = random.Random(kills)
    for _ in range(kills):
        process = busy("kill")
        assert process.stdout is not None
        heard = []
        while not any("worker" in entry for entry in heard):
            heard += said(process.stdout.readline())
        time.sleep(chance.random() * 0.5)
        process.kill()
        out, _errors = process.communicate(timeout=20)
        heard += said(out)
        assert all(gone(entry["worker"]) for entry in heard if "worker" in entry)
        judge(workspace, heard)
