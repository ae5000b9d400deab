"""Versions in the panel: listed in words, compared in colours, brought back by one click and one undo."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xhsplanner.core.words import LANGUAGES, t, words
from xhsplanner.ops import notes, shots
from xhsplanner.ui.panel.version_words import VersionWords

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window: Window, library: list[int]) -> Any:
    """The versions of a note that was edited, given pictures and moved, open in the panel."""
    store, note = window.store, window.note
    notes.edit(store, note, body="只还最低还款额，利息从入账日起算😀")
    notes.attach(store, note, library[:3])
    notes.edit(store, note, title="最低还款，先算清")
    notes.move(store, [note], day=None)
    window.settle()
    window.panel.show_versions()
    window.settle()
    return window.panel.versions


def lines(page: Any) -> list[str]:
    return [page.model.lines(row)[0] for row in range(page.model.rowCount())]


def marked(page: Any) -> dict[str, str]:
    """What is painted as new and as cut."""
    found = {"new": "", "cut": ""}
    block = page.text.document().begin()
    while block.isValid():
        units = block.text().encode("utf-16-le")
        for piece in block.textFormats():
            cut, painted = piece.format.fontStrikeOut(), piece.format.background().style() != Qt.BrushStyle.NoBrush
            if painted:
                part = units[2 * piece.start : 2 * (piece.start + piece.length)]
                found["cut" if cut else "new"] += part.decode("utf-16-le")
        block = block.next()
    return found


def test_the_list_says_who_when_and_what(window: Window, page: Any) -> None:
    assert lines(page) == ["放回待排", "标题 +2 字", "加 3 张图", "正文 +11 字", "新建"]
    assert page.model.lines(0)[1] == "许明 · 今天 10:00"
    assert page.view.hasFocus()
    assert "标题" in page.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_step_is_shown_word_by_word(window: Window, page: Any) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    assert marked(page) == {"new": "额，利息从入账日起算😀", "cut": ""}
    QTest.keyClick(page.view, Qt.Key.Key_Up)
    assert t("versions.n_pictures", n=3) in page.text.toPlainText()
    assert len(page.pictures.assets) == 3


def test_bringing_back_asks_what_and_is_one_step(window: Window, page: Any) -> None:
    for _ in range(3):
        QTest.keyClick(page.view, Qt.Key.Key_Down)
    QTest.mouseClick(page.ways["now"], LEFT)
    assert "".join(marked(page).values())
    assert list(page.chips) == ["title", "pictures"]
    QTest.mouseClick(page.chips["pictures"], LEFT)
    assert page.button.isEnabled()
    QTest.mouseClick(page.button, LEFT)
    window.settle()
    assert window.stored().title == "最低还款的坑"
    assert len(window.store.notes.pictures(window.note)) == 3
    assert lines(page)[0] == "标题 −2 字"
    assert "恢复" in window.toasts[-1]
    window.ctx.undo()
    assert window.stored().title == "最低还款，先算清"


def test_what_is_now_needs_no_bringing_back(window: Window, page: Any) -> None:
    assert not page.button.isEnabled()
    assert page.ask.text() == t("versions.nothing_to_restore")
    QTest.mouseClick(page.ways["now"], LEFT)
    assert page.text.toPlainText() == t("versions.same")


def test_esc_and_the_arrow_lead_back(window: Window, page: Any) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert window.page.title.isVisible()
    window.page.header.more.click()
    action = next(a for a in window.page.header.menu.actions() if a.text() == t("action.versions"))
    window.page.header.menu.close()
    action.trigger()
    assert page.isVisible()
    QTest.mouseClick(page.back, LEFT)
    assert not page.isVisible()
    window.panel.show_versions()
    window.ctx.select(window.other)
    assert not page.isVisible()


def test_what_is_typed_is_a_version_at_once(window: Window, page: Any) -> None:
    window.panel._close_versions()
    window.type(window.page.body, "!")
    window.panel.show_versions()
    assert lines(page)[0] == "正文 +1 字"


def test_a_published_note_is_only_looked_at(window: Window, page: Any) -> None:
    with window.store.op("note.publish", title="") as op:
        op.update("note", {window.note: {"status": "published"}})
    window.settle()
    QTest.keyClick(page.view, Qt.Key.Key_End)
    assert not page.button.isEnabled()
    assert page.ask.text() == t("panel.locked")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_step_has_words(window: Window, library: list[int], language: str) -> None:
    store, note = window.store, window.note
    notes.edit(store, note, owner_id=2, designer_id=1, occasion="solar-term/dongzhi", kind="视频", series_id=1)
    notes.edit(store, note, seconds=65, video_file="a.mp4")
    notes.edit(store, note, video_file="")
    notes.edit(store, note, remark="急", script="一", hashtags="#一 #二 #三 #四")
    shots.add(store, note, scene="<b>开场</b>")
    shots.add(store, note, scene="结尾")
    shots.arrange(store, note, [shot.id for shot in store.shots.of(note)][::-1])
    notes.attach(store, note, library[:2])
    notes.arrange(store, note, library[1::-1])
    notes.detach(store, note, library[:1])
    notes.set_cover(store, note, template="pitfall-note")
    notes.move(store, [note], minute=None)
    notes.move(store, [note], account_id=window.accounts[1])
    window.ctx.undo()
    notes.delete(store, [note])
    window.ctx.undo()
    words.use(language)
    told = [VersionWords(store).what(version) for version in store.versions.of(note).versions]
    assert all(told)
    assert t("versions.other") not in told
    assert any("何洁" in one and "许明" in one for one in told)
    assert told[-1] == t("versions.made")
    assert {t("versions.deleted"), t("versions.shots_order"), t("versions.pictures_order")} <= set(told)


def test_a_long_history_is_read_on_a_worker_and_dropped_for_another_note(
    window: Window, page: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = lines(page)
    monkeypatch.setattr("xhsplanner.ui.panel.versions.MANY", 0)
    page.closed.emit()
    window.panel.show_versions()
    note = window.store.notes.get(window.note)
    page.show_note(note, "")
    qtbot.waitUntil(lambda: not window.ctx.tasks.busy)
    assert lines(page) == listed
    other = notes.create(window.store, note.account_id, "另一篇").created["note"][0]
    window.settle()
    page.show_note(note, "")
    page.show_note(window.store.notes.get(other), "")
    qtbot.waitUntil(lambda: not window.ctx.tasks.busy)
    assert len(lines(page)) == 1
