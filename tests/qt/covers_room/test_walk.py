"""Walking through the notes, and what the room draws: real clicks and keys, asserting on store and pixels."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPlainTextEdit

from xhsplanner.core.model import CoverState
from xhsplanner.core.words import words
from xhsplanner.ops import covers, notes
from xhsplanner.ui.rooms.covers import CoversRoom

Desk = Any
"""The fixture of conftest.py: the room, and what is done to it."""
LEFT = Qt.MouseButton.LeftButton


def test_the_next_note_without_a_finished_cover_is_shown(desk: Desk) -> None:
    notes.set_cover_state(desk.store, desk.first, CoverState.DONE)
    room = desk.open()
    assert desk.ctx.note_id == desk.second
    assert room.form.title.text() == "最低还款的坑"
    assert [row.note.id for row in room.rows] == [desk.first, desk.second, desk.third]
    assert room.heading() == ("封面 · 12 月 7 日 – 12 月 13 日", "3 篇笔记 · 封面完成 1 篇")


def test_arrows_walk_through_the_notes(desk: Desk) -> None:
    room = desk.open()
    assert desk.ctx.note_id == desk.first
    for expected in (desk.second, desk.third, desk.third):
        QTest.keyClick(room.list, Qt.Key.Key_Down)
        assert desk.ctx.note_id == expected
    QTest.keyClick(room.list, Qt.Key.Key_Up)
    assert room.bound is not None
    assert room.bound.note.id == desk.second
    assert "信用卡避坑指南" in dict(room.bound.spec.facts).values()


def test_a_note_of_another_week_brings_its_week(desk: Desk) -> None:
    room = desk.open()
    desk.ctx.select(desk.fourth)
    assert (desk.ctx.day, [row.note.id for row in room.rows]) == (date(2026, 12, 16), [desk.fourth])
    room.step(-1)
    assert desk.ctx.note_id == desk.first
    desk.ctx.select(None)
    assert desk.ctx.note_id == desk.first, "the room always shows a note"


def test_an_empty_week_offers_one_button(desk: Desk) -> None:
    room = desk.open()
    desk.ctx.show_day(date(2027, 3, 1))
    QApplication.processEvents()
    assert room.empty.isVisible()
    assert room.bound is None
    room.focus_room()
    assert room.empty.button.hasFocus()
    desk.click(room.empty.button)
    assert room.work.isVisible()
    assert [row.note.day for row in room.rows] == [date(2027, 3, 1)]


def test_without_accounts_the_button_opens_the_catalogue(ctx: Any, qtbot: Any) -> None:
    asked: list[str] = []
    ctx.asked.connect(lambda action, _subject: asked.append(action))
    room = CoversRoom(ctx)
    qtbot.addWidget(room)
    room.show()
    QTest.mouseClick(room.empty.button, LEFT)
    assert (asked, room.empty.title.text()) == (["catalogue"], "先有账号，再做封面")


def test_gallery_and_preview_are_drawn_with_this_note(desk: Desk) -> None:
    room = desk.open()
    wide = room.stage.cover.cover_rect()
    assert wide.width() / wide.height() == pytest.approx(0.75, abs=0.004)
    assert room.stage.cover.pixmap.width() == room.stage.cover.wanted_width()
    assert [tile.kind.id for tile in room.gallery.tiles if tile.isChecked()] == ["wool-coupon"]
    assert room.stage.feed.pixmap.width() == 178
    before = [desk.pixels(tile) for tile in room.gallery.tiles]
    assert all(desk.differ(before[0], other) > 0.3 for other in before[1:])
    QTest.keyClick(room.list, Qt.Key.Key_Down)
    desk.settle()
    after = [desk.pixels(tile) for tile in room.gallery.tiles]
    assert all(desk.differ(a, b) > 0.03 for a, b in zip(before, after, strict=True)), "another note"


def test_a_click_chooses_a_template_and_undo_takes_it_back(desk: Desk) -> None:
    room = desk.open()
    shown = desk.pixels(room.stage.cover)
    desk.pick("solar-term")
    assert desk.template(desk.first) == "solar-term"
    assert desk.state(desk.first) is CoverState.IN_PROGRESS
    assert desk.differ(shown, desk.pixels(room.stage.cover)) > 0.5
    assert "season" in room.form.page.choices
    assert desk.toasts[-1].undo
    desk.ctx.undo()
    desk.settle()
    assert desk.template(desk.first) == ""
    assert desk.differ(shown, desk.pixels(room.stage.cover)) == 0


def test_the_gallery_works_by_keyboard(desk: Desk) -> None:
    room = desk.open()
    first, second = room.gallery.tiles[:2]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    assert desk.template(desk.first) == "", "walking does not choose"
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert desk.template(desk.first) == second.kind.id


def test_issues_are_told_in_words_once(desk: Desk) -> None:
    room = desk.open()
    lines = room.stage.issues.lines()
    assert ("block", "没有免责声明") in lines
    assert not [text for _, text in lines if text.startswith("还缺：免责声明")]
    field = room.form.page.texts["disclaimer"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "AD: see the rules of the campaign in the app.")
    desk.settle()
    assert room.stage.issues.lines() == (("ok", "没有问题，可以交稿。"),)


def test_user_words_are_plain_everywhere(desk: Desk) -> None:
    desk.ctx.select(desk.third)
    room = desk.open()
    labels = [one for one in room.findChildren(QLabel) if one.text()]
    assert {one.textFormat() for one in labels} == {Qt.TextFormat.PlainText}
    assert room.form.title.text() == '<img src=x>=1+1 "*^: 👨‍👩‍👧'
    tip = room.list.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip


def test_everything_that_acts_has_a_name(desk: Desk) -> None:
    room = desk.open()
    for kind in (QAbstractButton, QComboBox, QPlainTextEdit):
        for widget in room.findChildren(kind):
            if widget.isVisible():
                assert widget.accessibleName() or widget.text(), widget
    spoken = room.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "周末吃喝省一半，周三 10:00，主账号，封面未开始"


def test_both_languages_and_both_themes_are_drawn(desk: Desk) -> None:
    words.use("en")
    room = desk.open((936, 544))
    assert room.form.finish.text().strip() == "Mark cover as done"
    light = desk.pixels(room)
    desk.ctx.theme.set_mode("dark")
    assert desk.differ(light, desk.pixels(room)) > 0.3


def test_only_the_newest_order_is_drawn(desk: Desk) -> None:
    room = desk.open()
    drawn: list[Any] = []
    real = room.press._paint
    room.press._paint = lambda order: (drawn.append(order), real(order))[1]
    for place in range(30):
        desk.ctx.select((desk.first, desk.second, desk.third)[place % 3])
    desk.settle()
    big = [order for order in drawn if order.check]
    assert len(big) <= 3, "what is passed by is not drawn"
    assert room.bound is not None
    assert room.bound.note.id == desk.third


def test_a_template_that_is_gone_is_said_in_words(desk: Desk) -> None:
    with desk.store.op("note.cover", title="") as op:
        op.insert("cover", {"note_id": desk.first, "template": "gone", "values": "{broken"})
    room = desk.open()
    assert room.stage.issues.lines()[0][0] == "block"
    assert "gone" in room.stage.issues.lines()[0][1]
    desk.pick("wool-coupon")
    assert desk.template(desk.first) == "wool-coupon"


def test_a_cover_painted_by_ops_is_the_one_the_room_shows(desk: Desk) -> None:
    room = desk.open()
    assert room.bound is not None
    spec = covers.specs(desk.store, [room.bound.note])[desk.first]
    image = covers.paint(spec, room.stage.cover.wanted_width()).image
    assert desk.differ(image, room.stage.cover.pixmap.toImage().convertToFormat(image.format())) == 0
    assert room.stage.cover.mapTo(room, QPoint(0, 0)).x() > 0


def test_a_note_without_series_and_pictures_waits_for_a_template(desk: Desk) -> None:
    change = notes.create(desk.store, 1, "没有系列", day=date(2026, 12, 9))
    assert change is not None
    (bare,) = change.created["note"]
    desk.ctx.select(bare)
    room = desk.open()
    assert [tile for tile in room.gallery.tiles if tile.isChecked()] == []
    assert "还没选模板" in room.stage.issues.lines()[0][1]
    assert (room.form.finish.isEnabled(), room.form.export.isEnabled()) == (False, False)
    assert not any(tile._pixmap.isNull() for tile in room.gallery.tiles), "each shows what it would be"
    desk.pick("pitfall-note")
    assert desk.template(bare) == "pitfall-note"
    assert room.form.finish.isEnabled()
    assert room.stage.cover.pixmap.width() == room.stage.cover.wanted_width()
