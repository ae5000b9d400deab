"""Stories of a team that plans: each through the real window, closed and opened again, then taken back."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from xhsplanner.core.model import Note, Status
from xhsplanner.ops import catalog, notes, slots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ui.widgets.two_lines import ENTRY

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
MAIN, CARD = 1, 2
WOOL, TERM = 1, 2

User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""
Plan = Callable[[Store], None]


def day(number: int) -> date:
    """A day of December 2026; today is Wednesday the 9th."""
    return date(2026, 12, number)


def made(store: Store, title: str, on: date, minute: int | None = 600, **fields: Any) -> int:
    """A note that is there before the story begins."""
    change = notes.create(store, fields.pop("account_id", MAIN), title, day=on, minute=minute, **fields)
    assert change is not None
    return change.created["note"][0]


@pytest.fixture
def team(empty_workspace: Path, tmp_path: Path) -> Callable[[Plan], Path]:
    """`team(plan)` is the folder of two accounts, two series and a lead; `plan` puts notes into it."""

    def make(plan: Plan) -> Path:
        folder = tmp_path / "团队"
        shutil.copytree(empty_workspace, folder)
        store = open_workspace(folder)
        catalog.add_account(store, name="主账号", initial="主", color="#D42A45")
        catalog.add_account(store, name="信用卡中心", initial="信", color="#2F6FED")
        catalog.add_series(store, name="羊毛天天捡", palette="wool")
        catalog.add_series(store, name="节日节气", palette="term")
        catalog.add_member(store, name="周岚", role="lead")
        plan(store)
        store.close()
        return folder

    return make


def told(store: Store) -> dict[int, tuple[Any, ...]]:
    """What the plan says of every note."""
    return {one.id: (one.title, one.day, one.minute, one.status, one.link) for one in store.notes.all()}


def take_back(user: User, before: object, read: Callable[[Store], object] = told) -> None:
    """Ctrl+Z until the plan is as it was, one step after another."""
    for _ in range(6):
        if read(user.store) == before:
            return
        user.key(Key.Key_Z, CTRL)
    assert read(user.store) == before


# --- start the day ----------------------------------------------------------------------------------


def yesterday_and_today(store: Store) -> None:
    made(store, "五折咖啡在哪领", day(8), 720, status=Status.HANDED_OVER, series_id=WOOL)
    made(store, "分期前先看这三条", day(8), 1140, status=Status.APPROVED, account_id=CARD)
    made(store, "没赶上的一篇", day(8), 1200, status=Status.DRAFTING, account_id=CARD)
    made(store, "等周岚过目", day(11), status=Status.REVIEW, body="正文写好了")
    made(store, "今天中午发的", day(9), 720, status=Status.APPROVED, series_id=WOOL)


def in_row(room: Any, section: str, title: str = "") -> tuple[Any, int]:
    """The list and the row of a note in a section of 今天, or the head of the section."""
    for one in (room.left, room.right):
        for number, row in enumerate(one.rows):
            if row.section == section and (row.title == title if title else row.kind == "head"):
                one.scrollTo(one.model().index(number, 0))
                return one, number
    raise AssertionError((section, title))


def press(user: User, room: Any, where: tuple[str, str], button: str) -> None:
    """Click a button of a row."""
    one, number = in_row(room, *where)
    user.click(one.viewport(), one.button_box(number, button).center().toPoint())


def tick(user: User, room: Any, title: str) -> None:
    """Click the box before a note of yesterday."""
    one, number = in_row(room, "yesterday", title)
    rect = one.visualRect(one.model().index(number, 0)).toRectF()
    user.click(one.viewport(), one.delegate.tick_box(rect, one.rows[number], number).center().toPoint())


def open_row(user: User, room: Any, section: str, title: str) -> None:
    """Click a note, which shows it in the panel."""
    one, number = in_row(room, section, title)
    box = one.visualRect(one.model().index(number, 0))
    user.click(one.viewport(), QPoint(box.x() + 200, box.center().y()))


def test_the_day_starts_with_what_went_out_and_what_waits(
    sit_down: Callable[..., User], team: Callable[[Plan], Path]
) -> None:
    user = sit_down(team(yesterday_and_today))
    before = told(user.store)
    user.click(user.window.rail.me)
    user.choose("周岚")
    user.key(Key.Key_1, CTRL)
    room = user.window.room
    assert room.room_id == "today"
    assert any("今天还有 1 篇要发" in text for text in user.words())

    tick(user, room, "分期前先看这三条")  # what was handed over is ticked already
    press(user, room, ("yesterday", ""), "tick_out")
    out = {one.title for one in user.store.notes.all() if one.status is Status.PUBLISHED}
    assert out == {"五折咖啡在哪领", "分期前先看这三条"}
    assert user.note("分期前先看这三条").published_at.startswith("2026-12-08T19:00")

    open_row(user, room, "waiting", "等周岚过目")
    assert user.window.panel.isVisible()
    assert user.page.title.value() == "等周岚过目"
    assert "正文写好了" in user.page.body.toPlainText()

    assert room.day == day(9), "looking at a note of Friday leaves 今天 where it is"
    press(user, room, ("going", "今天中午发的"), "publish")
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    user.type("https://www.xiaohongshu.com/explore/66aa")
    user.key(Key.Key_Return)
    gone = user.note("今天中午发的")
    assert (gone.status, gone.link) == (Status.PUBLISHED, "https://www.xiaohongshu.com/explore/66aa")
    assert any("今天的 1 篇都发出去了" in text for text in user.words())
    after = told(user.store)
    user.leave()

    again = sit_down()
    assert again.window.room.room_id == "today"
    assert told(again.store) == after
    again.key(Key.Key_Z, CTRL)
    assert again.note("今天中午发的").status is Status.APPROVED, "the link and the mark are one step"
    assert len([one for one in again.store.notes.all() if one.status is Status.PUBLISHED]) == 2
    again.key(Key.Key_Z, CTRL)
    assert told(again.store) == before, "and so is all that was ticked"


# --- find 羊毛 ---------------------------------------------------------------------------------------


def wool(store: Store) -> None:
    for number in range(15):
        on = date(2026, 12, 10 + number)
        made(store, f"第{number + 1}张羊毛券", on, account_id=CARD, body="满三十减十")
    made(store, "周三别忘了", day(23), body="第一行\n地铁里也能薅羊毛，刷卡就行")
    made(store, "别的事", day(12), body="没有那两个字")


def results(user: User) -> list[Any]:
    """What dropped down below the search box."""
    list_ = user.window.topbar.search.results.list
    return [list_.item(row).data(ENTRY) for row in range(list_.count())]


def look_for(user: User, text: str) -> list[Any]:
    """Ctrl+F, and type with an input method."""
    field = user.window.topbar.search
    user.key(Key.Key_F, CTRL)
    assert field.hasFocus()
    user.type(text)
    user.qtbot.waitUntil(lambda: field.results is not None and field.results.isVisible())
    user.settle()
    return [one for one in results(user) if not isinstance(one, str)]


def painted(image: QImage, colour: int) -> int:
    """How many pixels of a picture have a colour."""
    return sum(image.pixel(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_wool_is_found_shown_and_listed(sit_down: Callable[..., User], team: Callable[[Plan], Path]) -> None:
    user = sit_down(team(wool))
    before = told(user.store)
    found = look_for(user, "羊毛，刷")
    assert [one.title for one in found if isinstance(one.value, Note)] == ["周三别忘了"]
    (first, *_) = found
    assert [first.detail[a:b] for a, b in first.marked_detail] == ["羊毛，刷"]
    rows = user.window.topbar.search.results.list.viewport()
    assert painted(user.picture(rows), user.ctx.theme.color("warn_soft").rgb()) > 50, "the place is marked"
    user.key(Key.Key_Return)
    assert not user.window.topbar.search.results.isVisible()
    assert user.page.title.value() == "周三别忘了"
    assert user.board.start == day(21), "the week shows its day"

    user.key(Key.Key_F2)
    user.key(Key.Key_A, CTRL)
    user.type("周三薅一把")
    user.key(Key.Key_Return)
    user.key(Key.Key_F, CTRL)
    user.key(Key.Key_A, CTRL)
    found = look_for(user, "羊毛")
    assert "周三薅一把" in {one.title for one in found}
    (everything,) = [one for one in found if "16" in one.title]
    at = [one is everything for one in results(user)].index(True)
    list_ = user.window.topbar.search.results.list
    list_.scrollToItem(list_.item(at))
    user.click(list_.viewport(), list_.visualItemRect(list_.item(at)).center())
    room = user.window.room
    assert room.room_id == "list"
    user.qtbot.waitUntil(lambda: len(room.view.table.order.ids) == 16)
    user.leave()

    again = sit_down()
    assert again.note("周三薅一把").day == day(23)
    again.key(Key.Key_Z, CTRL)
    assert told(again.store) == before
    assert [one.title for one in look_for(again, "别忘了")][:1] == ["周三别忘了"], "the index followed"


# --- split a recurring slot -------------------------------------------------------------------------


def every_wednesday(store: Store) -> None:
    slots.add(store, MAIN, "FREQ=WEEKLY;BYDAY=WE", day(2), minute=1200, series_id=WOOL)


def open_places(store: Store) -> list[tuple[int, int | None]]:
    """The days and times of December that the slots still want a note for."""
    return [(one.day.day, one.minute) for one in store.slots.places(day(1), day(31))]


def test_a_slot_is_split_from_one_day_on(sit_down: Callable[..., User], team: Callable[[Plan], Path]) -> None:
    user = sit_down(team(every_wednesday))
    before = open_places(user.store)
    assert before == [(2, 1200), (9, 1200), (16, 1200), (23, 1200), (30, 1200)]
    user.key(Key.Key_3, CTRL)
    board = user.window.room.board
    place = month_point(board, day(16), 1)
    user.right_click(board.viewport(), place)
    user.choose("从这次起修改")
    dialog = user.window.dialogs["slots"]
    user.settle()
    assert dialog.scope.currentText() == "2026-12-16 及以后"
    user.click(dialog.form.time)
    user.key(Key.Key_A, CTRL)
    user.type("晚6点")
    assert dialog.said.text() == "每周三 18:00"
    user.click(dialog.save)
    after = [(2, 1200), (9, 1200), (16, 1080), (23, 1080), (30, 1080)]
    assert open_places(user.store) == after
    user.click(dialog.close_)
    user.click(board.viewport(), month_point(board, day(23), 1))
    (note,) = user.store.notes.all()
    assert (note.day, note.minute, note.series_id, note.account_id) == (day(23), 1080, WOOL, MAIN)
    user.leave()

    again = sit_down()
    assert again.window.room.room_id == "month"
    assert open_places(again.store) == [one for one in after if one[0] != 23]
    again.key(Key.Key_Z, CTRL)
    assert (open_places(again.store), again.store.notes.count()) == (after, 0)
    again.key(Key.Key_Z, CTRL)
    assert open_places(again.store) == before
    assert len(again.store.slots.rows()) == 1


def month_point(board: Any, on: date, stop: int) -> QPoint:
    """The middle of the n-th thing that shows on a day of the month."""
    from xhsplanner.ui.month.layout import Focus

    rect = board.rect_of(Focus(board.page.number(on), stop))
    return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)


def chip(board: Any, note: Note) -> QPoint:
    """The middle of a note on its day of the month."""
    rect = board.rect_of(board.grid.focus_of(note.id))
    return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)


# --- move a launch by a week over a holiday ---------------------------------------------------------


def launch(store: Store) -> None:
    made(store, "新卡预告", date(2026, 9, 18), status=Status.PUBLISHED)
    made(store, "新卡首发", date(2026, 9, 23))
    made(store, "新卡权益一图看懂", date(2026, 9, 24), 1200)
    made(store, "新卡开箱", date(2026, 9, 28))
    made(store, "不相干的一篇", date(2026, 9, 22), account_id=CARD)
    made(store, "节后第一篇", date(2026, 10, 8), 1210)


def days_of(store: Store) -> dict[str, str]:
    """The day of every note, by title."""
    return {one.title: f"{one.day:%m-%d}" for one in store.notes.all()}


def cells(table: Any) -> list[list[str]]:
    """What a table says, row by row."""
    return [
        [table.item(row, column).text() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def test_a_launch_moves_by_a_week_around_the_national_holiday(
    sit_down: Callable[..., User], team: Callable[[Plan], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-09-20T10:00:00")
    user = sit_down(team(launch))
    before = told(user.store)
    user.key(Key.Key_3, CTRL)
    board = user.window.room.board
    for title in ("新卡预告", "新卡首发", "新卡权益一图看懂", "新卡开箱"):
        user.click(board.viewport(), chip(board, user.note(title)), held=CTRL)
    assert len(user.ctx.selection) == 4
    user.key(Key.Key_M, CTRL, Qt.KeyboardModifier.ShiftModifier)
    dialog = user.window.dialogs["shift"]
    user.qtbot.waitUntil(dialog.do.isEnabled)
    rows = {row[3]: row for row in cells(dialog.table)}
    assert [rows[title][1] for title in ("新卡首发", "新卡权益一图看懂", "新卡开箱")] == [
        "9/30 周三 10:00",
        "10/8 周四 20:00",
        "10/9 周五 10:00",
    ]
    assert "休（国庆" in rows["新卡权益一图看懂"][4]
    assert "只隔 10 分钟" in rows["新卡权益一图看懂"][4], "ten minutes from what stands there"
    assert (rows["新卡预告"][1], rows["新卡预告"][4]) == ("不动", "已发布")
    user.click(dialog.do)
    moved = {"新卡首发": "09-30", "新卡权益一图看懂": "10-08", "新卡开箱": "10-09"}
    after = {"新卡预告": "09-18", "不相干的一篇": "09-22", "节后第一篇": "10-08", **moved}
    assert days_of(user.store) == after
    assert user.note("新卡权益一图看懂").minute == 1200
    user.leave()

    again = sit_down()
    assert days_of(again.store) == after
    again.key(Key.Key_Z, CTRL)
    assert told(again.store) == before, "one step, however many notes"
    again.key(Key.Key_Y, CTRL)
    assert days_of(again.store) == after


# --- print the month --------------------------------------------------------------------------------


def some_weeks(store: Store) -> None:
    for number in range(1, 29, 3):
        made(store, f"第{number}天的一篇", day(number), series_id=WOOL if number % 2 else TERM)


def test_the_month_is_printed_as_it_stands(
    sit_down: Callable[..., User], team: Callable[[Plan], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = sit_down(team(some_weeks))
    before = told(user.store)
    user.key(Key.Key_3, CTRL)
    board, note = user.window.room.board, user.note("第10天的一篇")
    user.drag(board.viewport(), chip(board, note), month_point(board, day(11), 0))
    after = told(user.store)
    assert user.note("第10天的一篇").day == day(11)
    out = tmp_path / "十二月.pdf"
    monkeypatch.setattr("xhsplanner.ui.dialogs.poster.ask_file", lambda *_args: out)
    user.key(Key.Key_P, CTRL)
    dialog = user.window.dialogs["print"]
    assert dialog.form.wanted().view == "month"
    user.qtbot.waitUntil(dialog.buttons["save_pdf"].isEnabled, timeout=20_000)
    assert not dialog.preview.page.image.isNull()
    user.click(dialog.buttons["save_pdf"])
    user.qtbot.waitUntil(out.is_file, timeout=20_000)
    user.settle()
    data = out.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1
    assert b"/FontFile" in data, "whoever prints it needs no fonts"
    assert "十二月.pdf" in dialog.said.text()
    user.key(Key.Key_Escape)
    assert told(user.store) == after, "printing changes nothing"
    user.leave()

    again = sit_down()
    assert again.window.room.room_id == "month"
    assert told(again.store) == after
    again.key(Key.Key_Z, CTRL)
    assert told(again.store) == before
