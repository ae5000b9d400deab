"""The form of the covers room with real clicks, keys and an input method, asserting on the store."""

import json
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.ops import notes
from xhsplanner.ui.notes.mime import ASSETS

Desk = Any
"""The fixture of conftest.py: the room, and what is done to it."""
LEFT = Qt.MouseButton.LeftButton


def test_typing_redraws_at_once_and_is_one_step_of_undo(desk: Desk) -> None:
    room = desk.open()
    field = room.form.page.texts["cta"]
    assert field.editor.hint() == "收藏不迷路 · 用之前看一眼规则"
    shown, rows = desk.pixels(room.stage.cover), len(desk.store.history.log(50))
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "one")
    desk.qtbot.waitUntil(lambda: desk.own(desk.first) == {"cta": "one"}, timeout=3000)
    QTest.keyClicks(field.editor, " two")
    room.list.setFocus()
    assert desk.own(desk.first) == {"cta": "one two"}
    desk.settle()
    assert 0 < desk.differ(shown, desk.pixels(room.stage.cover)) < 0.3
    assert len(desk.store.history.log(50)) == rows + 2
    desk.ctx.undo()
    desk.settle()
    assert desk.own(desk.first) == {}
    assert field.value() == ""
    assert desk.differ(shown, desk.pixels(room.stage.cover)) == 0


def test_the_preview_does_not_wait_for_the_store(desk: Desk) -> None:
    room = desk.open()
    shown = desk.pixels(room.stage.cover)
    field = room.form.page.texts["title"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "NEW WORDS")
    desk.qtbot.waitUntil(lambda: desk.differ(shown, desk.pixels(room.stage.cover)) > 0.01, timeout=480)


def test_an_input_method_is_only_written_when_it_commits(desk: Desk) -> None:
    room = desk.open()
    editor = room.form.page.texts["hook"].editor
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent("jiu'fen", []))
    QTest.qWait(700)
    assert desk.own(desk.first) == {}
    done = QInputMethodEvent("", [])
    done.setCommitString("九分享兑")
    QApplication.sendEvent(editor, done)
    room.list.setFocus()
    assert desk.own(desk.first) == {"hook": "九分享兑"}


def test_the_way_back_and_the_head_start(desk: Desk) -> None:
    room = desk.open()
    field = room.form.page.texts["items"]
    assert not field.head.back.isVisible()
    desk.click(field.head.rework)
    room.list.setFocus()
    assert desk.own(desk.first) == {"items": "咖啡中杯 9积分\n电影票 减30元"}
    desk.click(field.head.back)
    assert desk.own(desk.first) == {}
    assert field.head.rework.isVisible()


def test_escape_leads_from_a_field_back_to_the_list(desk: Desk) -> None:
    room = desk.open()
    editor = room.form.page.texts["cta"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "kept")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert room.list.hasFocus()
    assert desk.own(desk.first) == {"cta": "kept"}
    QTest.keyClick(room.list, Qt.Key.Key_Down)
    assert desk.ctx.note_id == desk.second


def test_words_typed_for_one_note_are_written_to_that_note(desk: Desk) -> None:
    room = desk.open()
    editor = room.form.page.texts["heading"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "mine")
    desk.ctx.select(desk.third)
    assert desk.own(desk.first) == {"heading": "mine"}
    assert desk.own(desk.third) == {}
    assert room.form.page.texts["heading"].value() == ""


def test_a_choice_and_a_palette_follow_the_note_or_not(desk: Desk) -> None:
    room = desk.open()
    desk.pick("solar-term")
    box = room.form.page.choices["season"].box
    assert [box.itemText(i) for i in range(box.count())] == ["跟随笔记（冬）", "春", "夏", "秋", "冬"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert desk.own(desk.first) == {"season": "spring"}
    blue, own = (next(b for b in room.form.swatches.buttons if b.value == name) for name in ("pitfall", "wool"))
    desk.click(blue)
    assert desk.own(desk.first) == {"season": "spring", "palette": "pitfall"}
    assert room.form.palette_label.text() == "这张单独选的"
    desk.click(own)
    assert desk.own(desk.first) == {"season": "spring"}, "the colours of the series are no choice of their own"


def test_a_published_note_is_locked(desk: Desk) -> None:
    with desk.store.op("note.publish", title="") as op:
        op.update("note", {desk.first: {"status": "published"}})
    desk.ctx.select(desk.first)
    room = desk.open()
    assert room.form.notice.isVisible()
    assert "已经发出去" in room.form.notice.label.text()
    desk.pick("solar-term")
    field = room.form.page.texts["cta"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "no")
    desk.click(room.form.swatches.buttons[1])
    desk.click(room.form.finish)
    assert (desk.template(desk.first), desk.own(desk.first), field.value()) == ("", {}, "")
    assert room.form.export.isEnabled()


def test_a_picture_of_the_note_goes_into_the_slot(desk: Desk) -> None:
    green = desk.add("green.png", "#00AA55")
    notes.attach(desk.store, desk.second, [green])
    desk.ctx.select(desk.second)
    room = desk.open()
    assert [tile.kind.id for tile in room.gallery.tiles if tile.isChecked()] == [""], "the first picture as it is"
    middle = desk.pixels(room.stage.cover).pixelColor(room.stage.cover.cover_rect().center().toPoint())
    assert middle == QColor("#00AA55")
    assert room.form.bare.isVisible()
    desk.pick("pitfall-note")
    desk.click(room.form.pictures.tiles[1])
    desk.settle()
    cover = desk.store.notes.covers([desk.second])[desk.second]
    assert (cover.template, cover.picture_id) == ("pitfall-note", green)
    assert room.form.pictures.tiles[1].isChecked()
    desk.click(room.form.pictures.tiles[0])
    assert desk.store.notes.covers([desk.second])[desk.second].picture_id is None


def test_a_drop_of_library_pictures_and_of_files(desk: Desk) -> None:
    desk.ctx.select(desk.second)
    desk.open()
    red = desk.add("red.png", "#CC2211")
    mime = QMimeData()
    mime.setData(ASSETS, json.dumps([red]).encode())
    desk.drop(mime)
    assert desk.store.notes.covers([desk.second])[desk.second].picture_id == red
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(desk.picture("blue.png", "#1133CC")))])
    desk.drop(files)
    desk.settle()
    chosen = desk.store.assets.get(desk.store.notes.covers([desk.second])[desk.second].picture_id or 0)
    assert chosen is not None
    assert chosen.name == "blue.png"
    broken = desk.folder / "broken.jpg"
    broken.write_bytes(b"no picture")
    files.setUrls([QUrl.fromLocalFile(str(broken))])
    desk.drop(files)
    desk.settle()
    assert "broken.jpg" in desk.toasts[-1].text
    assert desk.toasts[-1].kind == "error"
