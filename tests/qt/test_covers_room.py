"""The covers room with real clicks, keys and an input method, asserting on the store and on painted pixels."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from xhsplanner.core.model import CoverState
from xhsplanner.core.words import words
from xhsplanner.ops import assets, catalog, covers, notes
from xhsplanner.ui.covers_room import deliver
from xhsplanner.ui.rooms.covers import CoversRoom
from xhsplanner.ui.widgets.inspector_pictures import ASSETS_MIME

DAY = date(2026, 12, 9)
NASTY = '<img src=x>=1+1 "*^: 👨‍👩‍👧'
BODY = "1. 咖啡中杯 9积分\n2. 电影票 减30元"
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """The room on a workspace with four notes; `first` to `fourth` are their ids in time order."""

    def __init__(self, ctx: Any, qtbot: Any, folder: Path) -> None:
        self.ctx, self.store, self.qtbot, self.folder = ctx, ctx.store, qtbot, folder
        catalog.add_account(self.store, name="主账号", initial="主", color="#D42A45")
        catalog.add_series(self.store, name="羊毛天天捡", palette="wool")
        catalog.add_series(self.store, name="信用卡避坑指南", palette="pitfall")
        self.first = self.make("周末吃喝省一半", 1, 600)
        self.second = self.make("最低还款的坑", 2, 700)
        self.third = self.make(NASTY, 1, 800)
        self.fourth = self.make("下周的笔记", 2, 900, day=date(2026, 12, 16))
        self.toasts: list[Any] = []
        ctx.toasted.connect(self.toasts.append)

    def make(self, title: str, series: int, minute: int, day: date = DAY) -> int:
        change = notes.create(self.store, 1, title, series_id=series, day=day, minute=minute, body=BODY)
        assert change is not None
        return int(change.created["note"][0])

    def open(self, size: tuple[int, int] = (1352, 804)) -> CoversRoom:
        QApplication.processEvents()
        self.room = CoversRoom(self.ctx)
        self.qtbot.addWidget(self.room)
        self.room.resize(*size)
        with self.qtbot.waitExposed(self.room):
            self.room.show()
        self.room.focus_room()
        self.settle()
        return self.room

    def settle(self) -> None:
        """Until typing is taken up, every cover is drawn and every change has come round."""
        room = self.room
        self.qtbot.waitUntil(
            lambda: not room._typing.isActive() and room.press.idle and not self.ctx.tasks.busy, timeout=20_000
        )
        QApplication.processEvents()

    def own(self, note_id: int) -> dict[str, str]:
        cover = self.store.notes.covers([note_id]).get(note_id)
        return dict(json.loads(cover.values)) if cover else {}

    def template(self, note_id: int) -> str:
        cover = self.store.notes.covers([note_id]).get(note_id)
        return cover.template if cover else ""

    def state(self, note_id: int) -> CoverState:
        note = self.store.notes.get(note_id)
        assert note is not None
        return note.cover_state

    def click(self, widget: Any) -> None:
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        QApplication.processEvents()

    def pick(self, template: str) -> None:
        (tile,) = [tile for tile in self.room.gallery.tiles if tile.kind.id == template]
        self.click(tile)
        self.settle()

    def picture(self, name: str, color: str, size: tuple[int, int] = (1200, 1600)) -> Path:
        path = self.folder / name
        Image.new("RGB", size, color).save(path)
        return path

    def add(self, name: str, color: str) -> int:
        added = assets.add(self.store, [self.picture(name, color)]).added
        return added[0].id


@pytest.fixture
def desk(ctx: Any, qtbot: Any, tmp_path: Path) -> Desk:
    return Desk(ctx, qtbot, tmp_path)


def pixels(widget: Any) -> QImage:
    return widget.grab().toImage()


def differ(a: QImage, b: QImage) -> float:
    """The share of sampled pixels that differ."""
    assert a.size() == b.size()
    spots = [(x, y) for x in range(4, a.width(), 9) for y in range(4, a.height(), 9)]
    return sum(a.pixel(x, y) != b.pixel(x, y) for x, y in spots) / len(spots)


# --- binding ------------------------------------------------------------------------------------------


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


# --- drawing ------------------------------------------------------------------------------------------


def test_gallery_and_preview_are_drawn_with_this_note(desk: Desk) -> None:
    room = desk.open()
    wide = room.stage.cover.cover_rect()
    assert wide.width() / wide.height() == pytest.approx(0.75, abs=0.004)
    assert room.stage.cover.pixmap.width() == room.stage.cover.wanted_width()
    assert [tile.kind.id for tile in room.gallery.tiles if tile.isChecked()] == ["wool-coupon"]
    assert room.stage.feed.pixmap.width() == 178
    before = [pixels(tile) for tile in room.gallery.tiles]
    assert all(differ(before[0], other) > 0.3 for other in before[1:])
    QTest.keyClick(room.list, Qt.Key.Key_Down)
    desk.settle()
    after = [pixels(tile) for tile in room.gallery.tiles]
    assert all(differ(a, b) > 0.03 for a, b in zip(before, after, strict=True)), "each shows the other note now"


def test_a_click_chooses_a_template_and_undo_takes_it_back(desk: Desk) -> None:
    room = desk.open()
    shown = pixels(room.stage.cover)
    desk.pick("solar-term")
    assert desk.template(desk.first) == "solar-term"
    assert desk.state(desk.first) is CoverState.IN_PROGRESS
    assert differ(shown, pixels(room.stage.cover)) > 0.5
    assert "season" in room.form.choices
    assert desk.toasts[-1].undo
    desk.ctx.undo()
    desk.settle()
    assert desk.template(desk.first) == ""
    assert differ(shown, pixels(room.stage.cover)) == 0


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
    field = room.form.texts["disclaimer"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "AD: see the rules of the campaign in the app.")
    desk.settle()
    assert room.stage.issues.lines() == (("ok", "没有问题，可以交稿。"),)


# --- the form -----------------------------------------------------------------------------------------


def test_typing_redraws_at_once_and_is_one_step_of_undo(desk: Desk) -> None:
    room = desk.open()
    field = room.form.texts["cta"]
    assert field.editor.hint() == "收藏不迷路 · 用之前看一眼规则"
    shown, rows = pixels(room.stage.cover), len(desk.store.history.log(50))
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "one")
    desk.qtbot.waitUntil(lambda: desk.own(desk.first) == {"cta": "one"}, timeout=3000)
    QTest.keyClicks(field.editor, " two")
    room.list.setFocus()
    assert desk.own(desk.first) == {"cta": "one two"}
    desk.settle()
    assert 0 < differ(shown, pixels(room.stage.cover)) < 0.3
    assert len(desk.store.history.log(50)) == rows + 2
    desk.ctx.undo()
    desk.settle()
    assert desk.own(desk.first) == {}
    assert field.value() == ""
    assert differ(shown, pixels(room.stage.cover)) == 0


def test_the_preview_does_not_wait_for_the_store(desk: Desk) -> None:
    room = desk.open()
    shown = pixels(room.stage.cover)
    field = room.form.texts["title"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "NEW WORDS")
    desk.qtbot.waitUntil(lambda: differ(shown, pixels(room.stage.cover)) > 0.01, timeout=480)


def test_an_input_method_is_only_written_when_it_commits(desk: Desk) -> None:
    room = desk.open()
    editor = room.form.texts["hook"].editor
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
    field = room.form.texts["items"]
    assert not field.head.back.isVisible()
    desk.click(field.head.rework)
    room.list.setFocus()
    assert desk.own(desk.first) == {"items": "咖啡中杯 9积分\n电影票 减30元"}
    desk.click(field.head.back)
    assert desk.own(desk.first) == {}
    assert field.head.rework.isVisible()


def test_words_typed_for_one_note_are_written_to_that_note(desk: Desk) -> None:
    room = desk.open()
    editor = room.form.texts["heading"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "mine")
    desk.ctx.select(desk.third)
    assert desk.own(desk.first) == {"heading": "mine"}
    assert desk.own(desk.third) == {}
    assert room.form.texts["heading"].value() == ""


def test_a_choice_and_a_palette_follow_the_note_or_not(desk: Desk) -> None:
    room = desk.open()
    desk.pick("solar-term")
    box = room.form.choices["season"].box
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
    field = room.form.texts["cta"]
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "no")
    desk.click(room.form.swatches.buttons[1])
    desk.click(room.form.finish)
    assert (desk.template(desk.first), desk.own(desk.first), field.value()) == ("", {}, "")
    assert room.form.export.isEnabled()


# --- pictures -----------------------------------------------------------------------------------------


def dropped(form: Any, mime: QMimeData) -> None:
    spot = QPoint(form.width() // 2, form.height() // 2)
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot, Qt.DropAction.CopyAction, mime, LEFT, none)
    QApplication.sendEvent(form, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(form, QDropEvent(QPointF(spot), Qt.DropAction.CopyAction, mime, LEFT, none))
    QApplication.processEvents()


def test_a_picture_of_the_note_goes_into_the_slot(desk: Desk) -> None:
    green = desk.add("green.png", "#00AA55")
    notes.attach(desk.store, desk.second, [green])
    desk.ctx.select(desk.second)
    room = desk.open()
    assert [tile.kind.id for tile in room.gallery.tiles if tile.isChecked()] == [""], "the first picture as it is"
    middle = pixels(room.stage.cover).pixelColor(room.stage.cover.cover_rect().center().toPoint())
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
    room = desk.open()
    red = desk.add("red.png", "#CC2211")
    mime = QMimeData()
    mime.setData(ASSETS_MIME, json.dumps([red]).encode())
    dropped(room.form, mime)
    assert desk.store.notes.covers([desk.second])[desk.second].picture_id == red
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(desk.picture("blue.png", "#1133CC")))])
    dropped(room.form, files)
    desk.settle()
    chosen = desk.store.assets.get(desk.store.notes.covers([desk.second])[desk.second].picture_id or 0)
    assert chosen is not None
    assert chosen.name == "blue.png"
    broken = desk.folder / "broken.jpg"
    broken.write_bytes(b"no picture")
    files.setUrls([QUrl.fromLocalFile(str(broken))])
    dropped(room.form, files)
    desk.settle()
    assert "broken.jpg" in desk.toasts[-1].text
    assert desk.toasts[-1].kind == "error"


# --- done ---------------------------------------------------------------------------------------------


def test_done_keeps_the_picture_unseen_and_a_change_reopens(desk: Desk) -> None:
    room = desk.open()
    desk.click(room.form.finish)
    desk.settle()
    cover = desk.store.notes.covers([desk.first])[desk.first]
    assert desk.state(desk.first) is CoverState.DONE
    kept = desk.store.assets.get(cover.rendered_id or 0)
    assert kept is not None
    assert (kept.kind, kept.width, kept.height) == ("render", 1080, 1440)
    assert desk.store.assets.find() == [], "nobody looks for it in the library"
    with Image.open(desk.store.assets.path(kept)) as image:
        assert image.size == (1080, 1440)
    assert room.form.reopen.isVisible()
    desk.pick("card-ranking")
    assert desk.state(desk.first) is CoverState.IN_PROGRESS
    assert desk.store.notes.covers([desk.first])[desk.first].rendered_id is None
    desk.ctx.undo()
    assert desk.state(desk.first) is CoverState.DONE
    desk.ctx.undo()
    desk.settle()
    assert desk.state(desk.first) is CoverState.NONE


@pytest.mark.parametrize(("name", "kind"), [("c.png", "PNG"), ("c.jpg", "JPEG")])
def test_export_asks_once_and_writes_the_full_size(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    asked: list[str] = []
    target = desk.folder / name

    def ask(_parent: Any, suggested: str) -> Path:
        asked.append(suggested)
        return target

    monkeypatch.setattr(deliver, "ask_file", ask)
    desk.ctx.select(desk.third)
    room = desk.open()
    desk.click(room.form.export)
    desk.settle()
    with Image.open(target) as image:
        assert (image.size, image.format) == ((1080, 1440), kind)
    assert len(asked) == 1
    assert not set('<>:"/\\|?*') & set(asked[0])
    assert [p.name for p in desk.folder.glob("*.part")] == []
    assert desk.toasts[-1].text == f"已导出 {name}"


def test_export_to_a_place_that_is_gone_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "ask_file", lambda *_: desk.folder / "gone" / "c.png")
    room = desk.open()
    desk.click(room.form.export)
    desk.settle()
    assert desk.toasts[-1].kind == "error"
    assert room.form.export.isEnabled()


# --- plain, spoken, fast ------------------------------------------------------------------------------


def test_user_words_are_plain_everywhere(desk: Desk) -> None:
    desk.ctx.select(desk.third)
    room = desk.open()
    labels = [one for one in room.findChildren(QLabel) if one.text()]
    assert {one.textFormat() for one in labels} == {Qt.TextFormat.PlainText}
    assert room.form.title.text() == " ".join(NASTY.split())
    tip = room.list.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip


def test_everything_that_acts_has_a_name(desk: Desk) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QPlainTextEdit

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
    light = pixels(room)
    desk.ctx.theme.set_mode("dark")
    assert differ(light, pixels(room)) > 0.3


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
    assert differ(image, room.stage.cover.pixmap.toImage().convertToFormat(image.format())) == 0
    assert room.stage.cover.mapTo(room, QPoint(0, 0)).x() > 0
