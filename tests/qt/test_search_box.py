"""The search box: notes with the place that holds it, other things of that name, what stands behind a key."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xhsplanner.core.filter import Filter
from xhsplanner.ops import catalog, notes
from xhsplanner.store import mending
from xhsplanner.ui import context
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.widgets import search as box
from xhsplanner.ui.widgets.two_lines import ENTRY, Entry


@pytest.fixture
def window(ctx: Context, qtbot: Any) -> MainWindow:
    for name in ("主账号", "信用卡中心"):
        catalog.add_account(ctx.store, name=name)
    catalog.add_series(ctx.store, name="羊毛天天捡")
    notes.create(
        ctx.store, 1, "羊毛 <b>五折</b>", day=date(2026, 12, 20), body="第一行\n地铁公交五折，每周三\n第三行"
    )
    notes.create(ctx.store, 2, "咖啡", day=date(2026, 12, 21))
    shown = MainWindow(ctx, "week")
    qtbot.addWidget(shown)
    shown.resize(1280, 800)
    shown.show()
    return shown


def look(window: MainWindow, text: str) -> list[Entry | str]:
    field = window.topbar.search
    field.setFocus()
    field.setText(text)
    field.look()
    assert field.results is not None
    rows = field.results.list
    return [rows.item(row).data(ENTRY) for row in range(rows.count())]


def titles(found: list[Entry | str]) -> list[str]:
    return [one if isinstance(one, str) else one.title for one in found]


def test_a_note_shows_where_it_holds_what_is_looked_for(window: MainWindow) -> None:
    (found,) = look(window, "公交五折")
    assert isinstance(found, Entry)
    assert found.title == "羊毛 <b>五折</b>"
    assert [found.detail[first:last] for first, last in found.marked_detail] == ["公交五折"]
    (first, *_) = look(window, "五折")
    assert isinstance(first, Entry)
    assert [first.title[a:b] for a, b in first.marked] == ["五折"]
    assert first.marked_detail == ()


def test_the_match_is_painted(window: MainWindow) -> None:
    look(window, "公交五折")
    results = window.topbar.search.results
    assert results is not None
    image = results.list.viewport().grab().toImage()
    paper = window.ctx.theme.color("warn_soft").rgb()
    assert sum(image.pixel(x, y) == paper for x in range(image.width()) for y in range(image.height())) > 50


def test_the_same_box_finds_accounts_series_and_actions(window: MainWindow, ctx: Context) -> None:
    found = look(window, "羊毛")
    assert titles(found)[0].startswith("笔记")
    assert titles(found)[1:4] == ["羊毛 <b>五折</b>", "系列", "羊毛天天捡"]
    asked: list[object] = []
    ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    field = window.topbar.search
    assert field.results is not None
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.results.list.currentRow() == 3  # past the heading
    QTest.keyClick(field.results.list, Qt.Key.Key_Return)
    assert asked == [("catalogue", ("series", 1))]
    assert not field.results.isVisible()
    assert "新建笔记" in titles(look(window, "新建笔记"))


def test_enter_takes_the_first_note(window: MainWindow, ctx: Context) -> None:
    look(window, "羊毛")
    QTest.keyClick(window.topbar.search, Qt.Key.Key_Return)
    assert ctx.note_id == 1
    assert ctx.day == date(2026, 12, 20)


def test_names_are_completed_behind_a_key(window: MainWindow, ctx: Context) -> None:
    field = window.topbar.search
    assert titles(look(window, "账号:"))[:2] == ["主账号", "信用卡中心"]
    assert titles(look(window, "account:xyk"))[1] == "信用卡中心"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "account:信用卡中心 "
    assert titles([row for row in look(window, field.text()) if isinstance(row, Entry)]) == ["咖啡"]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert ctx.note_id == 2


def test_all_of_many_are_shown_in_the_list(window: MainWindow, ctx: Context) -> None:
    for number in range(20):
        notes.create(ctx.store, 1, f"第{number}张券")
    found = [row for row in look(window, "张券") if isinstance(row, Entry)]
    assert len(found) == box.SHOWN + ("list" in window.rows)
    if "list" in window.rows:
        assert "20" in found[-1].title
        results = window.topbar.search.results
        assert results is not None
        results.take(results.list.count() - 1)
        assert ctx.filter == Filter(text="张券")
        assert window.room is not None
        assert window.room.room_id == "list"


def test_what_takes_long_is_looked_for_aside_and_enter_waits_for_it(
    window: MainWindow, ctx: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "PATIENCE", -1.0)
    field = window.topbar.search
    look(window, "公交五折")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ctx.note_id == 1)
    assert field.results is not None
    assert not field.results.isVisible()


def test_a_filter_whose_text_takes_long_comes_once_its_notes_are_known(
    ctx: Context, window: MainWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "PATIENCE", -1.0)
    ctx.set_filter(Filter(text="公交五折"))
    assert not ctx.filter
    qtbot.waitUntil(lambda: ctx.filter == Filter(text="公交五折"))
    ctx.set_filter(Filter(text="地铁公交"))
    ctx.set_filter(Filter())
    qtbot.waitUntil(lambda: ctx.tasks.busy == 0)
    assert not ctx.filter


def test_searching_goes_on_while_the_index_is_built(window: MainWindow, ctx: Context) -> None:
    ctx.store.notes.index.state = "damaged"
    assert titles(look(window, "公交五折")) == ["羊毛 <b>五折</b>"]
    mending.renew_search(ctx.store, rest=0)
    assert titles(look(window, "公交五折")) == ["羊毛 <b>五折</b>"]


def test_counts_are_said_as_they_are_known() -> None:
    assert box.counted(box.search.Count(12)) == "12"
    assert box.counted(box.search.Count(10_000, True)) == "10,000+"
    assert "5,200" in box.counted(box.search.Count(5200, exact=False)) != "5,200"
