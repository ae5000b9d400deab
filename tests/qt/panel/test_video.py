"""A video note: shots added, typed, carried, deleted; its length, its still, where its file lies."""

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import notes, shots
from xhsplanner.ui.panel import video_file

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""
LEFT, NONE, ALT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def video(window: Window) -> Any:
    """The video part of a note with three shots of 3, 8 and 12 seconds."""
    notes.edit(window.store, window.note, kind="视频", seconds=30)
    for scene, seconds in (("开场", 3), ("账单", 8), ("结尾", 12)):
        shots.add(window.store, window.note, scene=scene, seconds=seconds)
    window.settle()
    return window.page.video


def scenes(window: Window) -> list[str]:
    return [shot.scene for shot in window.store.shots.of(window.note)]


def rows(video: Any) -> list[Any]:
    return [video.shots.rows[shot.id] for shot in video.shots.shots]


def test_shots_are_listed_with_their_beginning_and_the_total(window: Window, video: Any) -> None:
    assert [(row.scene.value(), row.seconds.text(), row.start.text()) for row in rows(video)] == [
        ("开场", "0:03", "0:00"), ("账单", "0:08", "0:03"), ("结尾", "0:12", "0:11"),
    ]  # fmt: skip
    assert video.total.text() == t("video.total_shorter", n=3, time="0:23", apart="0:07")
    QTest.mouseClick(video.take_total, LEFT)
    window.settle()
    assert window.text().seconds == 23
    assert video.total.text() == t("video.total", n=3, time="0:23")
    assert not video.take_total.isVisible()


def test_a_new_shot_is_typed_into_at_once(window: Window, video: Any) -> None:
    QTest.mouseClick(video.shots.add, LEFT)
    made = rows(video)[3]
    assert made.scene.hasFocus()
    QTest.keyClicks(made.scene, "end card")
    made.seconds.setFocus()
    QTest.keyClicks(made.seconds, "5")
    made.words.setFocus()
    QTest.keyClicks(made.words, "bye")
    QTest.keyClick(made.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert len(rows(video)) == 5
    assert rows(video)[4].scene.hasFocus()
    window.board.setFocus()
    last = window.store.shots.of(window.note)[3]
    assert (last.scene, last.seconds, last.words) == ("end card", 5, "bye")
    window.ctx.undo()  # the empty fifth
    for expected in (("end card", 5, "bye"), ("end card", 5, ""), ("end card", None, ""), ("", None, "")):
        shot = window.store.shots.of(window.note)[3]
        assert (shot.scene, shot.seconds, shot.words) == expected
        window.ctx.undo()
    window.settle()
    assert len(rows(video)) == 3


def test_shots_are_carried_by_their_grip(window: Window, video: Any) -> None:
    first, _middle, last = rows(video)
    start = last.grip.rect().center()
    top = last.grip.mapFromGlobal(first.mapToGlobal(QPoint(4, 2)))
    QTest.mousePress(last.grip, LEFT, NONE, start)
    QTest.mouseMove(last.grip, start + (top - start) / 2)
    QTest.mouseMove(last.grip, top)
    QTest.mouseRelease(last.grip, LEFT, NONE, top)
    assert scenes(window) == ["结尾", "开场", "账单"]
    window.settle()
    assert rows(video)[0].grip.number == 1
    rows(video)[0].grip.setFocus()
    QTest.keyClick(rows(video)[0].grip, Qt.Key.Key_Down, ALT)
    window.settle()
    assert scenes(window) == ["开场", "结尾", "账单"]
    assert rows(video)[1].grip.hasFocus()
    QTest.keyClick(rows(video)[1].grip, Qt.Key.Key_Delete)
    window.settle()
    assert scenes(window) == ["开场", "账单"]
    assert rows(video)[1].grip.hasFocus()
    window.ctx.undo()
    window.settle()
    assert [row.scene.value() for row in rows(video)] == ["开场", "结尾", "账单"]


def test_what_is_typed_is_kept_when_another_note_comes(window: Window, video: Any) -> None:
    window.type(rows(video)[1].words, "x")
    window.ctx.select(window.other)
    window.settle()
    assert window.store.shots.of(window.note)[1].words == "x"
    assert not video.isVisible()
    assert video.shots.rows == {}


def test_a_published_video_is_only_read(window: Window, video: Any) -> None:
    notes.edit(window.store, window.note, remark="x")
    with window.store.op("note.publish", title="") as op:
        op.update("note", {window.note: {"status": "published"}})
    window.settle()
    row = rows(video)[0]
    assert row.scene.isReadOnly()
    assert not row.cross.isVisible()
    assert not video.shots.add.isVisible()
    assert not video.still.isEnabled()


def test_the_still_is_the_first_picture(window: Window, video: Any, library: list[int]) -> None:
    QTest.mouseClick(video.still, LEFT)
    popup = video.popup
    spot = popup.list.visualItemRect(popup.list.item(1)).center()
    QTest.mouseClick(popup.list.viewport(), LEFT, NONE, spot)
    window.settle()
    (picture,) = window.store.notes.pictures(window.note)
    assert video.still.asset == picture
    assert video.still_words.text() == picture.name


def test_the_file_of_a_video(window: Window, video: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "冬至 终版.mp4"
    file.write_bytes(b"")
    monkeypatch.setattr(video_file, "ask_video", lambda _parent: file)
    QTest.mouseClick(video.file.choose, LEFT)
    window.settle()
    assert window.text().video_file == str(file)
    assert video.file.name.text() == "冬至 终版.mp4"
    assert not video.file.missing.isVisible()
    file.unlink()
    notes.edit(window.store, window.note, remark="y")
    window.settle()
    assert video.file.missing.isVisible()
    QTest.mouseClick(video.file.clear, LEFT)
    window.settle()
    assert window.text().video_file == ""


def test_everything_has_a_name_and_tab_leads_through(window: Window, video: Any) -> None:
    reachable = [w for w in video.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [w for w in reachable if w.isVisible() and not w.focusProxy()]
    assert [w for w in named if not w.accessibleName()] == []
    first, second = rows(video)[:2]
    order = [first.grip, first.seconds, first.scene, first.words, first.cross, second.grip]
    for one, following in pairwise(order):
        chain, steps = one.nextInFocusChain(), 0
        while chain not in order and steps < 20:
            chain, steps = chain.nextInFocusChain(), steps + 1
        assert chain is following


def test_a_shot_typed_by_two_keeps_ours_and_offers_theirs(window: Window, video: Any) -> None:
    row = next(iter(video.shots.rows.values()))
    window.type(row.scene, "x")
    ours = row.scene.value()
    other = window.elsewhere()
    shots.edit(other, row.shot_id, scene="别人的镜头")
    other.close()
    window.ctx.poll()
    window.settle()
    assert row.scene.value() == ours
    assert "何洁" in video.conflict.label.text()
    assert window.page.conflict.isHidden()
    video.conflict.button.click()
    assert row.scene.value() == "别人的镜头"
    window.board.setFocus()
    assert window.store.shots.get(row.shot_id).scene == "别人的镜头"
