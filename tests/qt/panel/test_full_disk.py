"""The disk fills while somebody types: the text stays, is said not to be saved, and is saved once it can be."""

import os
from typing import Any

import pytest
from PySide6.QtTest import QTest
from starving import no_file_longer_than

from xhsplanner.ops import catalog, notes, shots
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.panel import held

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of files")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What could not be written is tried again in a moment."""
    monkeypatch.setattr(held, "RETRY_MS", 30)
    monkeypatch.setattr("xhsplanner.ui.panel.visit.RETRY_MS", 30)


def test_the_text_stays_and_is_saved_by_itself(window: Window) -> None:
    with no_file_longer_than(0):
        window.type(window.page.body, "xyz")
        window.board.setFocus()
        window.qtbot.wait(80)
        assert window.page.body.value() == "只还最低还款xyz"
        assert window.page.conflict.isVisible()
        assert str(window.store.path) in window.page.conflict.label.text()
        assert window.panel.unsaved()
        assert window.text().body == "只还最低还款"
    window.qtbot.waitUntil(lambda: window.text().body == "只还最低还款xyz")
    window.settle()
    assert window.page.conflict.isHidden()
    assert not window.panel.unsaved()


def test_it_is_said_once_and_can_be_tried_at_once(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xhsplanner.ui.panel.visit.RETRY_MS", 60_000)
    with no_file_longer_than(0):
        window.type(window.page.title, "x")
        window.board.setFocus()
        said = window.page.conflict.label.text()
        window.type(window.page.title, "y")
        window.board.setFocus()
        assert window.page.conflict.label.text() == said
    assert window.toasts == []
    window.page.conflict.button.click()
    assert window.stored().title == "最低还款的坑xy"
    assert window.page.conflict.isHidden()


def test_it_outlives_another_note(window: Window) -> None:
    with no_file_longer_than(0):
        window.type(window.page.body, "x")
        window.ctx.select(window.other)
        window.settle()
        assert window.page.body.value() == ""
        assert window.panel.unsaved()
        window.ctx.select(window.note)
        window.settle()
        assert window.page.body.value() == "只还最低还款x"
        window.ctx.select(window.other)
    window.qtbot.waitUntil(lambda: window.text().body == "只还最低还款x")
    assert window.store.notes.text(window.other).body == ""
    window.ctx.select(window.note)
    window.settle()
    assert window.page.body.value() == "只还最低还款x"
    assert not window.panel.unsaved()


def test_a_shot_outlives_its_row(window: Window) -> None:
    notes.edit(window.store, window.note, kind="视频")
    change = shots.add(window.store, window.note, scene="开场")
    assert change is not None
    window.settle()
    (shot,) = change.created["shot"]
    with no_file_longer_than(0):
        window.type(window.page.video.shots.rows[shot].scene, "x")
        window.ctx.select(window.other)
        window.settle()
        window.ctx.select(window.note)
        window.settle()
        assert window.page.video.shots.rows[shot].scene.value() == "开场x"
        window.ctx.select(window.other)
        window.settle()
    window.qtbot.waitUntil(lambda: [one.scene for one in window.store.shots.of(window.note)] == ["开场x"])


def test_what_the_rules_refuse_is_not_tried_again(window: Window) -> None:
    """A note that somebody published meanwhile: said, and let go with its field."""
    window.type(window.page.body, "x")
    other = window.elsewhere()
    with other.op("note.status") as op:
        op.update("note", {window.note: {"status": "published"}})
    other.close()
    window.ctx.select(window.other)
    window.settle()
    said = list(window.toasts)
    assert "已发布" in said[0]
    assert not window.panel.unsaved()
    assert window.text().body == "只还最低还款"
    notes.edit(window.store, window.other, body="y")
    window.qtbot.wait(80)
    assert window.toasts == said


def test_the_window_warns_before_it_gives_typing_up(ctx: Any, qtbot: Any) -> None:
    """The first try to close says what would be lost; the second closes."""
    account = catalog.add_account(ctx.store, name="主账号")
    assert account is not None
    change = notes.create(ctx.store, account.created["account"][0], "最低还款的坑")
    assert change is not None
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.show()
    ctx.select(change.created["note"][0])
    toasts: list[str] = []
    ctx.toasted.connect(lambda toast: toasts.append(toast.text))
    with no_file_longer_than(0):
        QTest.keyClicks(window.panel.content.page.title, "x")
        assert not window.close()
        assert "再关一次" in toasts[-1]
        assert window.close()
