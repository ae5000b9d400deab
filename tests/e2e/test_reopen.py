"""Close and reopen: everything is as it was left, also when the program was killed."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from xhsplanner.store.workspace import open_workspace

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""


def day(number: int) -> date:
    """A day of December 2026; today is Wednesday the 9th."""
    return date(2026, 12, number)


def test_everything_is_as_it_was_left(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    user.window.resize(1024, 690)
    note = next(one for one in user.store.notes.between(day(10), day(11)) if not one.locked)
    user.click(user.board.viewport(), user.card(note))
    user.key(Qt.Key.Key_Right, ALT)
    user.key(Qt.Key.Key_Return)  # the panel would lie over the room here: it comes when a note is opened
    user.click(user.page.title)
    user.key(Qt.Key.Key_A, CTRL)
    user.type("没按回车就关窗口")
    user.click(user.window.rail.settings)
    user.choose("外观", "深色")
    user.click(user.window.rail.buttons["matrix"])
    user.leave()

    again = sit_down()
    assert again.store.path == sample.resolve()
    assert again.window.room.room_id == "matrix"
    assert (again.window.width(), again.window.height()) == (1024, 690)
    assert again.ctx.theme.dark
    assert again.picture().pixelColor(4, 400).lightness() < 60
    kept = again.store.notes.get(note.id)
    assert note.day is not None
    assert (kept.title, kept.day) == ("没按回车就关窗口", date.fromordinal(note.day.toordinal() + 1))

    again.click(again.window.rail.buttons["week"])
    again.key(Qt.Key.Key_Z, CTRL)
    assert again.store.notes.get(note.id).title == note.title
    again.key(Qt.Key.Key_Z, CTRL)
    assert again.store.notes.get(note.id).day == note.day
    again.key(Qt.Key.Key_Y, CTRL)
    assert again.store.notes.get(note.id).day == kept.day


EDITS = """
import sys
from pathlib import Path
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from xhsplanner import app
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.shots import settle

desktop = app.Desktop(app.make_application(), Settings(Path(sys.argv[2])))
desktop.begin(Path(sys.argv[1]))
desktop.window.activateWindow()
board = desktop.window.rooms["week"].board
note = desktop.store.notes.get(int(sys.argv[3]))
settle(desktop.ctx)
board.focus_on(note.id)
QTest.keyClick(board, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
QTest.keyClick(board, Qt.Key.Key_F2)
QTest.keyClicks(board.editor.line, "killed")
QTest.keyClick(board.editor.line, Qt.Key.Key_Return)
settle(desktop.ctx)
QTest.keyClick(board, Qt.Key.Key_F2)
QTest.keyClicks(board.editor.line, "still typing")
QTest.qWait(900)
print("ready", flush=True)
desktop.app.exec()
"""


def test_nothing_is_lost_when_the_program_is_killed(sit_down: Callable[..., User], sample: Path) -> None:
    store = open_workspace(sample)
    note = next(one for one in store.notes.between(day(10), day(11)) if not one.locked)
    store.close()
    settings = sample.parent / "other.toml"
    killed = subprocess.Popen(
        [sys.executable, "-c", EDITS, str(sample), str(settings), str(note.id)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "ready\n"
    finally:
        killed.kill()
        killed.communicate()

    user = sit_down(sample)
    kept = user.store.notes.get(note.id)
    assert note.day is not None
    assert (kept.title, kept.day) == ("still typing", date.fromordinal(note.day.toordinal() + 1))
    assert user.store.notes.find("still typing") == [kept]
    for expected in ("killed", note.title, note.title):
        user.key(Qt.Key.Key_Z, CTRL)
        assert user.store.notes.get(note.id).title == expected
    assert user.store.notes.get(note.id).day == note.day
