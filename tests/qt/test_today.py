"""The room 今天 with real clicks and keys, asserting on the store and on the rows that are painted."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.filter import Filter
from xhsplanner.core.leads import State
from xhsplanner.core.model import Status
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes, slots
from xhsplanner.ops.workspace import undo
from xhsplanner.ui.rooms.today import TodayRoom
from xhsplanner.ui.today.ask import TaskPopup
from xhsplanner.ui.today.daylist import DayList
from xhsplanner.ui.today.rows import Row

TODAY = date(2026, 12, 9)
NASTY = "<img src=x>&=1+1😀" + "很长的标题" * 20
Make = Callable[..., int]


@pytest.fixture
def make(ctx: Any) -> Make:
    """Two accounts, two series, three members; `make(title, day, **fields)` makes a note."""
    store = ctx.store
    catalog.add_account(store, name="主账号", initial="主", color="#D42A45")
    catalog.add_account(store, name="信用卡", initial="信", color="#2F6FED")
    catalog.add_series(store, name="羊毛天天捡", palette="wool")
    catalog.add_series(store, name="节气里的钱", palette="term")
    catalog.add_member(store, name="林", role="editor")
    catalog.add_member(store, name="何", role="designer")
    catalog.add_member(store, name="周", role="lead")

    def made(title: str, day: date | None = TODAY, **fields: Any) -> int:
        change = notes.create(store, fields.pop("account_id", 1), title, day=day, body="正文", **fields)
        assert change is not None
        return change.created["note"][0]

    return made


@pytest.fixture
def shown(ctx: Any, qtbot: Any) -> Callable[[], TodayRoom]:
    """Opens the room."""

    def show() -> TodayRoom:
        QApplication.processEvents()
        room = TodayRoom(ctx)
        qtbot.addWidget(room)
        room.resize(1000, 900)
        with qtbot.waitExposed(room):
            room.show()
        room.focus_room()
        return room

    return show


def rows(room: TodayRoom, section: str) -> list[Row]:
    return [
        row for one in (room.left, room.right) for row in one.rows if row.section == section and row.kind != "head"
    ]


def place(room: TodayRoom, section: str, title: str = "") -> tuple[DayList, int]:
    for one in (room.left, room.right):
        for number, row in enumerate(one.rows):
            if row.section == section and (row.title == title if title else row.kind == "head"):
                return one, number
    raise AssertionError((section, title))


def press(room: TodayRoom, section: str, title: str, button: str) -> None:
    one, number = place(room, section, title)
    one.scrollTo(one.model().index(number, 0))
    spot = one.button_box(number, button).center().toPoint()
    QTest.mouseMove(one.viewport(), spot)
    QTest.mouseClick(one.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()


def click(one: DayList, number: int, dx: int = 200) -> None:
    box = one.visualRect(one.model().index(number, 0))
    spot = QPoint(box.x() + dx, box.center().y())
    QTest.mouseClick(one.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QApplication.processEvents()


def test_what_goes_out_stands_by_time_and_a_click_shows_it(make: Make, shown: Callable[[], TodayRoom]) -> None:
    evening = make("晚上", minute=1200, status=Status.APPROVED, series_id=1)
    make(NASTY, minute=660)
    make("已发", minute=540, status=Status.PUBLISHED)
    room = shown()
    found = rows(room, "going")
    assert [row.lead for row in found] == ["09:00", "11:00", "20:00"]
    assert found[1].title == NASTY
    assert "还没定稿" in found[1].warn
    assert [button.id for button in found[2].buttons] == ["copy", "publish"]
    assert found[2].warn == ""
    one, number = place(room, "going", "晚上")
    click(one, number)
    assert room.ctx.note_id == evening
    assert "2 篇要发，其中 1 篇没有定稿" in room.head.sentence.text()


def test_text_is_copied_and_publishing_asks_for_the_link(make: Make, shown: Callable[[], TodayRoom]) -> None:
    note = make("早上", minute=540, status=Status.APPROVED)
    room = shown()
    press(room, "going", "早上", "copy")
    assert QGuiApplication.clipboard().text() == "早上\n\n正文"
    press(room, "going", "早上", "publish")
    from xhsplanner.ui.panel.actions import PublishDialog

    dialog = room.findChild(PublishDialog)
    assert dialog is not None
    dialog.link.setText("https://www.xiaohongshu.com/explore/1")
    dialog.accept()
    stored = room.ctx.store.notes.get(note)
    assert (stored.status, stored.published_at) == (Status.PUBLISHED, "2026-12-09T09:00:00.000")


@pytest.mark.parametrize(
    ("button", "day", "status"),
    [
        ("to_today", TODAY, Status.DRAFTING),
        ("to_tomorrow", TODAY + timedelta(1), Status.DRAFTING),
        ("to_free", TODAY + timedelta(2), Status.DRAFTING),
        ("hold", TODAY - timedelta(3), Status.ON_HOLD),
    ],
)
def test_what_is_late_goes_on_with_one_click(
    make: Make, shown: Callable[[], TodayRoom], button: str, day: date, status: Status
) -> None:
    note = make("晚了", TODAY - timedelta(3), status=Status.DRAFTING)
    make("明天有了", TODAY + timedelta(1))
    room = shown()
    (row,) = rows(room, "late")
    assert "晚了 3 天" in row.detail
    press(room, "late", "晚了", button)
    stored = room.ctx.store.notes.get(note)
    assert (stored.day, stored.status) == (day, status)
    assert rows(room, "late") == []


def test_a_free_day_is_not_a_quiet_one(make: Make, shown: Callable[[], TodayRoom]) -> None:
    for n in (1, 2, 3):
        make("满", TODAY + timedelta(n))
    note = make("晚了", TODAY - timedelta(3))
    room = shown()
    press(room, "late", "晚了", "to_free")
    assert room.ctx.store.notes.get(note).day == date(2026, 12, 14), "12-13 is 国家公祭日"


def test_yesterday_is_ticked_in_one_step(make: Make, shown: Callable[[], TodayRoom]) -> None:
    yesterday = TODAY - timedelta(1)
    out = [make(f"交接{n}", yesterday, minute=600 + n, status=Status.HANDED_OVER) for n in range(2)]
    left = make("只定稿", yesterday, minute=700, status=Status.APPROVED)
    ticked = make("也发了", yesterday, minute=710, status=Status.APPROVED)
    room = shown()
    assert [row.ticked for row in rows(room, "yesterday")] == [True, True, False, False]
    one, number = place(room, "yesterday", "也发了")
    click(one, number, dx=24)
    assert [row.ticked for row in rows(room, "yesterday")] == [True, True, False, True]
    press(room, "yesterday", "", "tick_out")
    store = room.ctx.store
    assert {n.status for n in store.notes.get_many([*out, ticked])} == {Status.PUBLISHED}
    assert store.notes.get(out[1]).published_at == "2026-12-08T10:01:00.000"
    press(room, "yesterday", "", "rest_today")
    assert store.notes.get(left).day == TODAY
    assert rows(room, "yesterday") == []
    undo(store)
    undo(store)
    QApplication.processEvents()
    assert len(rows(room, "yesterday")) == 4, "two steps bring all back"


def test_space_ticks_and_arrows_reach_every_button(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("昨天的", TODAY - timedelta(1), status=Status.APPROVED)
    late = make("更早", TODAY - timedelta(2), status=Status.DRAFTING)
    room = shown()
    one, number = place(room, "yesterday", "昨天的")
    one.setFocus()
    while one.delegate.at.row != number:
        before = one.delegate.at.row
        QTest.keyClick(one, Qt.Key.Key_Down if before < number else Qt.Key.Key_Up)
        assert one.delegate.at.row != before
    QTest.keyClick(one, Qt.Key.Key_Space)
    assert rows(room, "yesterday")[0].ticked is True
    one, number = place(room, "late", "更早")
    QTest.keyClick(one, Qt.Key.Key_Home)
    while one.delegate.at.row != number:
        QTest.keyClick(one, Qt.Key.Key_Down)
    for _ in one.rows[number].buttons:
        QTest.keyClick(one, Qt.Key.Key_Right)
    assert one.rows[number].buttons[one.delegate.at.button].id == "to_today"
    QTest.keyClick(one, Qt.Key.Key_Return)
    assert room.ctx.store.notes.get(late).day == TODAY


def test_steps_are_done_put_off_and_skipped(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("冬至", date(2026, 12, 22), occasion="solar-term/dongzhi", owner_id=1, designer_id=2)
    room = shown()
    titles = [row.title for row in rows(room, "tasks")]
    assert titles == ["定选题 · 冬至", "做封面 · 冬至"], "later steps are not due within the week"
    assert "逾期 1 天" in rows(room, "tasks")[0].warn
    press(room, "tasks", titles[0], "done")
    press(room, "tasks", titles[1], "skip")
    assert {row.state for row in room.ctx.store.tasks.all()} == {State.DONE, State.SKIPPED}
    assert [row.kind for row in rows(room, "tasks")] == ["empty"]


def test_one_can_add_a_task(make: Make, shown: Callable[[], TodayRoom]) -> None:
    room = shown()
    room.verbs()["task_add"]()
    popup = room.findChild(TaskPopup)
    assert popup is not None
    popup.take()
    assert popup.problem.isVisibleTo(popup)
    popup.title.setText("约摄影师")
    popup.due.setText("12-10")
    popup.owner.setCurrentIndex(1)
    QTest.keyClick(popup.title, Qt.Key.Key_Return)
    QApplication.processEvents()
    (row,) = room.ctx.store.tasks.own()
    assert (row.title, row.due, row.owner_id) == ("约摄影师", date(2026, 12, 10), 1)
    assert "约摄影师" in [one.title for one in rows(room, "tasks")]


def test_an_uncovered_occasion_gets_a_note_or_is_not_ours(make: Make, shown: Callable[[], TodayRoom]) -> None:
    room = shown()
    assert "冬至" in [row.title for row in rows(room, "uncovered")]
    press(room, "uncovered", "冬至", "make")
    (made,) = room.ctx.store.notes.all()
    assert (made.occasion, made.day, made.series_id) == ("solar-term/dongzhi", date(2026, 12, 22), 2)
    assert room.ctx.note_id == made.id
    assert "冬至" not in [row.title for row in rows(room, "uncovered")]
    press(room, "uncovered", "元旦", "not_ours")
    assert "元旦" not in [row.title for row in rows(room, "uncovered")]
    undo(room.ctx.store)
    QApplication.processEvents()
    assert "元旦" in [row.title for row in rows(room, "uncovered")]


def test_an_open_place_is_filled(ctx: Any, make: Make, shown: Callable[[], TodayRoom]) -> None:
    slots.add(ctx.store, 1, "FREQ=WEEKLY;BYDAY=WE", date(2026, 12, 2), minute=1200, series_id=1)
    room = shown()
    ctx.set_filter(Filter(series=frozenset({99})))
    assert rows(room, "places") == []
    ctx.set_filter(Filter(series=frozenset({1})))
    press(room, "places", "羊毛天天捡", "fill")
    (made,) = room.ctx.store.notes.all()
    assert (made.day, made.minute, made.series_id) == (TODAY, 1200, 1)
    assert rows(room, "places") == []
    assert [row.title for row in rows(room, "going")] == ["未命名笔记"]


def test_long_sections_open_up_and_500_rows_stay(make: Make, shown: Callable[[], TodayRoom]) -> None:
    for n in range(30):
        make(f"第{n}篇", minute=600 + n, status=Status.APPROVED)
    room = shown()
    assert len(rows(room, "going")) == 9
    one = room.left
    more = next(number for number, row in enumerate(one.rows) if row.kind == "more")
    one.scrollTo(one.model().index(more, 0))
    click(one, more)
    assert len(rows(room, "going")) == 30


def test_the_filter_and_who_acts(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("一", account_id=1)
    make("二", account_id=2)
    make("我的", TODAY + timedelta(2), owner_id=1)
    make("别人的", TODAY + timedelta(2), owner_id=2)
    room = shown()
    assert "我是谁" in place(room, "waiting")[0].rows[place(room, "waiting")[1]].detail
    room.ctx.set_filter(Filter(accounts=frozenset({2})))
    assert [row.title for row in rows(room, "going")] == ["二"]
    room.ctx.set_filter(Filter())
    room.ctx.store.actor = 1
    room.ctx.selected.emit(room.ctx.note_id)  # as the window does
    assert [row.title for row in rows(room, "waiting")] == ["我的"]
    assert room.head.sentence.text().startswith("林，早上好。")


def test_other_days_and_back(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("明天", TODAY + timedelta(1))
    make("昨天", TODAY - timedelta(1), status=Status.PUBLISHED)
    room = shown()
    room.step(1)
    assert room.heading() == ("明天", "12 月 10 日 周四")
    assert [row.title for row in rows(room, "of_day")] == ["明天"]
    assert room.ctx.day == TODAY + timedelta(1)
    room.step(-2)
    assert room.heading()[0] == "昨天"
    assert "排了 1 篇，发出 1 篇" in room.head.sentence.text()
    make("没说发没发", TODAY - timedelta(1), status=Status.HANDED_OVER)
    QApplication.processEvents()
    assert [[one.id for one in row.buttons] for row in rows(room, "of_day")] == [["link"], ["copy", "publish"]]
    room.today()
    assert (room.day, room.ctx.day) == (TODAY, TODAY)
    room.ctx.show_day(date(2026, 12, 20))
    assert room.day == date(2026, 12, 20)
    room.hide()
    room.show()
    assert room.day == TODAY, "coming back is coming back to today"


def test_a_quiet_day_says_so(make: Make, shown: Callable[[], TodayRoom], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-13T09:00:00")
    make("防诈", date(2026, 12, 13))
    room = shown()
    assert room.head.quiet.isVisible()
    assert "国家公祭日" in room.head.quiet.words.text()


def test_the_minute_and_midnight_pass(
    make: Make, shown: Callable[[], TodayRoom], monkeypatch: pytest.MonkeyPatch
) -> None:
    make("快了", minute=605, status=Status.APPROVED)
    room = shown()
    assert rows(room, "going")[0].ring == "approved"
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:06:00")
    room.time_passed()
    assert rows(room, "going")[0].ring == "overdue"
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-10T00:01:00")
    room.time_passed()
    assert room.day == date(2026, 12, 10)
    assert [row.title for row in rows(room, "yesterday")] == ["快了"]


def test_a_day_without_anything_is_calm(ctx: Any, shown: Callable[[], TodayRoom]) -> None:
    room = shown()
    assert room.empty.isVisible()
    assert not room.left.isVisible()
    assert not room.right.isVisible()
    asked: list[str] = []
    ctx.asked.connect(lambda action, _subject: asked.append(action))
    room.empty.button.click()
    assert asked == ["catalogue"], "without an account there is one thing to do"


def test_without_notes_only_the_left_is_calm(make: Make, shown: Callable[[], TodayRoom]) -> None:
    room = shown()
    assert (room.empty.isVisible(), room.left.isVisible(), room.right.isVisible()) == (True, False, True)
    room.empty.button.click()
    (made,) = room.ctx.store.notes.all()
    assert made.day == TODAY
    QApplication.processEvents()
    assert (room.empty.isVisible(), room.left.isVisible()) == (False, True)
    room.go(date(2026, 12, 13))
    assert "国家公祭日" in room.empty.title.text()
    assert room.empty.sun.quiet


def test_rows_are_spoken_and_the_button_too(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("早上", minute=540, status=Status.APPROVED)
    room = shown()
    (row,) = rows(room, "going")
    assert row.spoken == "09:00，早上，逾期，主账号 · 定稿，可以：复制文案、标记已发"
    reader = QAccessible.queryAccessibleInterface(room.left)
    assert reader is not None
    assert row.spoken in [reader.child(n).text(QAccessible.Text.Name) for n in range(reader.childCount())]


def test_read_only_offers_nothing_to_do(make: Make, shown: Callable[[], TodayRoom]) -> None:
    make("早上", minute=540, status=Status.APPROVED)
    make("昨天", TODAY - timedelta(1), status=Status.APPROVED)
    room = shown()
    room.ctx.store.read_only = "只读"
    room.reload()
    assert all(not row.buttons for row in (*room.left.rows, *room.right.rows) if row.kind != "more")
    assert rows(room, "yesterday")[0].ticked is None


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_paints_in_both_languages_and_themes(make: Make, shown: Callable[[], TodayRoom], language: str) -> None:
    words.use(language)
    for n in range(4):
        make(NASTY, minute=600 + n, status=list(Status)[n], series_id=1)
    room = shown()
    room.resize(700, 500)
    for mode in ("dark", "light"):
        room.ctx.theme.set_mode(mode)
        image = room.grab().toImage()
        surface = room.ctx.theme.color("surface").name()
        corner = room.left.mapTo(room, QPoint(60, 4))
        ratio = image.devicePixelRatio()
        point = (QPointF(corner) * ratio).toPoint()
        assert image.pixelColor(point).name() == surface, "the card lies under the head of its section"
