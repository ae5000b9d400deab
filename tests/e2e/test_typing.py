"""Chinese typed into the note panel as an input method does: composed, committed, undone, and never lost."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from xhsplanner.core.words import t
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ui.panel.visit import WRITE_EVERY_MS

CTRL = Qt.KeyboardModifier.ControlModifier
User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""
LOST_S = WRITE_EVERY_MS / 1000 + 0.5
"""What a crash may cost: what was typed since the last write, and the time a busy disk takes for one."""


def free_note(store: Any) -> Any:
    return next(one for one in store.notes.between(date(2026, 12, 10), date(2026, 12, 11)) if not one.locked)


def compose(text: str) -> None:
    """The input method shows `text` as not yet decided."""
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(text, []))


def commit(text: str) -> None:
    """The input method hands over `text`, composed letter by letter."""
    for end in range(1, 4):
        compose("abc"[:end])
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_undo_belongs_to_the_field_and_elsewhere_to_the_plan(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    note = free_note(user.store)
    body = user.store.notes.text(note.id).body
    user.click(user.board.viewport(), user.card(note))
    user.click(user.page.body.viewport())
    user.key(Qt.Key.Key_End, CTRL)
    commit("先看清")
    commit("手续费😀")
    assert user.page.body.value() == body + "先看清手续费😀"
    user.key(Qt.Key.Key_Z, CTRL)  # the field's own: what was committed last
    assert user.page.body.value() == body + "先看清"
    user.key(Qt.Key.Key_Y, CTRL)
    assert user.page.body.value() == body + "先看清手续费😀"
    user.click(user.page.title.viewport())
    user.key(Qt.Key.Key_End)
    commit("！")
    user.key(Qt.Key.Key_Escape)
    assert user.store.notes.text(note.id).body == body + "先看清手续费😀"
    assert user.store.notes.get(note.id).title == note.title + "！"

    user.key(Qt.Key.Key_Z, CTRL)  # elsewhere: the last step of this member, a visit of a field
    assert user.store.notes.get(note.id).title == note.title
    assert user.store.notes.text(note.id).body == body + "先看清手续费😀"
    titles = (note.title, f"{note.title}！")
    said = {t("op.undo", label=t("op.note.edit", title=title)) for title in titles}
    assert said & set(user.toasts())  # and says which
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.store.notes.text(note.id).body == body
    assert user.page.body.value() == body
    user.key(Qt.Key.Key_Y, CTRL)
    assert user.page.body.value() == body + "先看清手续费😀"


def test_what_is_composed_is_no_text_and_no_key(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    note = free_note(user.store)
    count, body = user.store.notes.count(), user.store.notes.text(note.id).body
    user.click(user.board.viewport(), user.card(note))
    for field in (user.page.body, user.page.title):
        user.click(field.viewport())
        user.key(Qt.Key.Key_End, CTRL)
        compose("nin hao")
        for key in (Qt.Key.Key_N, Qt.Key.Key_T, Qt.Key.Key_Question):
            user.key(key)
        user.key(Qt.Key.Key_Z, CTRL)
        user.key(Qt.Key.Key_K, CTRL)
        user.qtbot.wait(WRITE_EVERY_MS + 200)
        assert user.store.notes.count() == count
        assert QApplication.focusWidget() is field
        stored = user.store.notes.get(note.id), user.store.notes.text(note.id)
        assert "nin hao" not in stored[0].title + stored[1].body
        compose("")
        field.set_value(stored[0].title if field is user.page.title else body)


CRASH = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from xhsplanner import app
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.shots import settle

desktop = app.Desktop(app.make_application(), Settings(Path(sys.argv[2])))
desktop.begin(Path(sys.argv[1]))
desktop.window.activateWindow()
desktop.ctx.select(int(sys.argv[3]))
settle(desktop.ctx)
body = desktop.window.panel.content.page.body
body.setFocus()
body.selectAll()
words = iter("先看清手续费再决定要不要分期还款日前三天记得查账单" * 4)

def type_one():
    QApplication.sendEvent(body, QInputMethodEvent("pin yin", []))
    done = QInputMethodEvent("", [])
    done.setCommitString(next(words))
    QApplication.sendEvent(body, done)
    QApplication.sendEvent(body, QInputMethodEvent("wei", []))
    QApplication.sendEvent(body, QInputMethodEvent("", []))
    print(time.monotonic(), flush=True)

timer = QTimer()
timer.timeout.connect(type_one)
timer.start(40)
desktop.app.exec()
"""


def test_a_crash_while_typing_costs_half_a_second_at_most(sit_down: Callable[..., User], sample: Path) -> None:
    store = open_workspace(sample)
    note = free_note(store)
    before = store.notes.text(note.id).body
    store.close()
    command = [sys.executable, "-c", CRASH, str(sample), str(sample.parent / "other.toml"), str(note.id)]
    killed = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    moments: list[float] = []
    try:
        assert killed.stdout is not None
        while not moments or moments[-1] - moments[0] < 2.5:
            moments.append(float(killed.stdout.readline()))
    finally:
        killed.kill()
        killed.communicate()

    user = sit_down(sample)
    kept = user.store.notes.text(note.id).body
    typed = "先看清手续费再决定要不要分期还款日前三天记得查账单" * 4
    assert typed.startswith(kept)
    safe = sum(moment <= moments[-1] - LOST_S for moment in moments)
    assert len(kept) >= safe > 10
    user.ctx.select(note.id)
    user.key(Qt.Key.Key_Z, CTRL)  # all of it was one visit
    assert user.store.notes.text(note.id).body == before
