"""The list room with real clicks and keys: what it writes, in which order rows stand, what is selected."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note, Status
from xhsplanner.ops import catalog, notes, status
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.rooms.list import ListRoom
from xhsplanner.ui.table import model
from xhsplanner.ui.table.chooser import Chooser
from xhsplanner.ui.table.columns import COLUMNS, SHOWN

Key, Held, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
NOTES = (
    ("羊毛攻略", "main", 8, 600, Status.DRAFTING),
    ("避坑指南", "card", 9, 720, Status.TODO),
    ("安全提醒", "main", 10, None, Status.TODO),
    ("宠粉抽奖", "card", None, None, Status.TODO),
)


class Hands:
    """What a test does with the list. `ids` are the ids of accounts, series, members and notes by name."""

    def __init__(self, room: ListRoom, ids: dict[str, int], qtbot: Any) -> None:
        self.room, self.view, self.ctx, self.ids, self.qtbot = room, room.view, room.ctx, ids, qtbot
        self.toasts: list[ToastText] = []
        room.ctx.toasted.connect(self.toasts.append)

    def note(self, name: str) -> Note:
        found = self.ctx.store.notes.get(self.ids[name])
        assert found is not None
        return found

    def titles(self) -> list[str]:
        """The titles from top to bottom, heads of groups as they read."""
        table, found = self.view.table, []
        for line in range(table.lines.count):
            spot = table.lines.at(line)
            if spot.head:
                found.append(" ".join(self.view.group_words(spot.group)))
            else:
                row = table.row(table.order.ids[spot.place])
                assert row is not None
                found.append(row.note.title)
        return found

    def at(self, name: str, column: str = "title") -> QPoint:
        line = self.view.table.lines.of(self.ids[name])
        assert line is not None
        self.view.reveal(line, column)
        rect = self.view.rect_of(line, column)
        return QPoint(rect.x() + 20, rect.center().y())

    def click(self, name: str, column: str = "title", held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, held, self.at(name, column))

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Held.NoModifier) -> None:
        QTest.keyClick(self.view, key, held)

    def type(self, text: str, key: Qt.Key = Key.Key_Return) -> None:
        """Type into the open field."""
        line = self.view.editing.line
        assert line is not None
        line.setText(text)
        QTest.keyClick(line, key)

    def choose(self, typed: str) -> None:
        """Type into the open list of choices and take the best."""
        chooser = self.view.editing.chooser
        assert isinstance(chooser, Chooser)
        chooser.field.setText(typed)
        QTest.keyClick(chooser.field, Key.Key_Return)

    def settle(self) -> None:
        """Let what was written be read."""
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: not self.view.table.waiting)


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    found: dict[str, int] = {}
    made: Any = catalog
    for name in ("main", "card"):
        found[name] = made.add_account(store, name=name, color="#D42A45").created["account"][0]
    for name in ("羊毛", "避坑"):
        found[name] = made.add_series(store, name=name, palette="wool").created["series"][0]
    found["林"] = made.add_member(store, name="林", color="#2F6FED").created["member"][0]
    for name in ("热点", "长期"):
        found[name] = made.add(store, "tag", name=name).created["tag"][0]
    for title, account, day, minute, state in NOTES:
        when = date(2026, 12, day) if day else None
        change: Any = notes.create(store, found[account], title, day=when, minute=minute, status=state, body="正文")
        found[title] = change.created["note"][0]
    return found


@pytest.fixture
def hands(make_context: Callable[..., Context], store: Store, ids: dict[str, int], qtbot: Any) -> Hands:
    room = ListRoom(make_context(store))
    qtbot.addWidget(room)
    room.resize(1000, 500)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    return Hands(room, ids, qtbot)


def publish(store: Store, note_id: int) -> None:
    notes.edit(store, note_id, day=date(2026, 12, 1))
    now = store.notes.get(note_id)
    steps = [Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED]
    assert now is not None
    for to in steps[steps.index(now.status) + 1 if now.status in steps else 0 :]:
        status.set_status(store, [note_id], to)


def test_rows_stand_by_day_and_empty_ones_last(hands: Hands) -> None:
    assert hands.titles() == ["羊毛攻略", "避坑指南", "安全提醒", "宠粉抽奖"]
    assert hands.room.heading() == ("列表", "4 篇")


def test_a_click_on_a_head_sorts_by_pinyin_and_again_the_other_way(hands: Hands) -> None:
    header = hands.view.head
    spot = QPoint(header.left("title") + 20, 10)
    QTest.mouseClick(header.viewport(), LEFT, Held.NoModifier, spot)
    assert hands.titles() == ["安全提醒", "避坑指南", "宠粉抽奖", "羊毛攻略"]
    QTest.mouseClick(header.viewport(), LEFT, Held.NoModifier, spot)
    assert hands.titles() == ["羊毛攻略", "宠粉抽奖", "避坑指南", "安全提醒"]
    hands.view.sort_by("account")
    hands.view.sort_by("title", also=True)
    assert hands.titles() == ["安全提醒", "羊毛攻略", "避坑指南", "宠粉抽奖"]
    assert hands.ctx.settings.get("list_look")["sorts"] == ["account", "title"]
    hands.view.go(0, "time")
    hands.key(Key.Key_Down, Held.AltModifier)
    assert hands.titles()[:2] == ["避坑指南", "羊毛攻略"], "empty times stay behind, whichever way"


def test_groups_fold_with_mouse_and_keys(hands: Hands) -> None:
    hands.view.choose(group="account")
    assert hands.titles() == ["main 2 篇", "羊毛攻略", "安全提醒", "card 2 篇", "避坑指南", "宠粉抽奖"]
    head = hands.view.rect_of(0).center()
    QTest.mouseClick(hands.view.viewport(), LEFT, Held.NoModifier, head)
    assert hands.titles() == ["main 2 篇", "card 2 篇", "避坑指南", "宠粉抽奖"]
    hands.key(Key.Key_Down)
    hands.key(Key.Key_Left)
    assert hands.titles() == ["main 2 篇", "card 2 篇"]
    hands.key(Key.Key_Return)
    assert hands.titles() == ["main 2 篇", "card 2 篇", "避坑指南", "宠粉抽奖"]
    assert hands.room.heading()[1] == "4 篇 · 2 组"
    hands.view.choose(group="week")
    assert hands.titles()[0] == "2026 年第 50 周 · 12 月 7 日 – 12 月 13 日 3 篇"
    assert hands.titles()[-2] == "待排 1 篇"


def test_period_and_filter_say_which(hands: Hands) -> None:
    hands.room._choose(period="undated")
    assert hands.titles() == ["宠粉抽奖"]
    hands.room._choose(period="week")
    assert len(hands.titles()) == 3
    hands.room.step(1)
    assert hands.room.nothing.isVisible()
    hands.room.nothing.button.click()
    assert len(hands.titles()) == 4
    hands.ctx.set_filter(Filter(accounts=frozenset({hands.ids["card"]})))
    assert hands.titles() == ["避坑指南", "宠粉抽奖"]
    hands.ctx.set_filter(Filter(text="没有的字"))
    hands.room.nothing.button.click()
    assert not hands.ctx.filter


def test_selection_is_shared_by_mouse_and_keys(hands: Hands) -> None:
    hands.click("羊毛攻略")
    assert hands.ctx.selection == (hands.ids["羊毛攻略"],)
    hands.click("安全提醒", held=Held.ShiftModifier)
    assert len(hands.ctx.selection) == 3
    hands.click("避坑指南", held=Held.ControlModifier)
    assert hands.ctx.selection == (hands.ids["羊毛攻略"], hands.ids["安全提醒"])
    hands.key(Key.Key_A, Held.ControlModifier)
    assert len(hands.ctx.selection) == 4
    assert hands.room.heading()[1] == "4 篇 · 已选 4 篇"
    hands.key(Key.Key_Escape)
    assert hands.ctx.selection == ()
    hands.key(Key.Key_End, Held.ControlModifier)
    assert hands.ctx.selection == (hands.ids["宠粉抽奖"],)
    hands.key(Key.Key_Up, Held.ShiftModifier)
    assert set(hands.ctx.selection) == {hands.ids["宠粉抽奖"], hands.ids["安全提醒"]}
    hands.ctx.select(hands.ids["羊毛攻略"])
    assert hands.view.here == hands.ids["羊毛攻略"]


def test_typed_cells_are_ops_and_tab_goes_on(hands: Hands) -> None:
    hands.click("避坑指南", "day")
    hands.key(Key.Key_F2)
    hands.type("12-24", Key.Key_Tab)
    assert hands.note("避坑指南").day == date(2026, 12, 24)
    assert hands.view.column == "time"
    hands.type("晚8点半")
    assert hands.note("避坑指南").minute == 20 * 60 + 30
    hands.click("避坑指南")
    hands.key(Key.Key_Return)
    hands.type("新标题")
    assert hands.note("避坑指南").title == "新标题"
    hands.key(Key.Key_Return)
    hands.type("不要", Key.Key_Escape)
    assert hands.note("避坑指南").title == "新标题"
    hands.settle()
    assert hands.titles() == ["羊毛攻略", "安全提醒", "新标题", "宠粉抽奖"]
    assert hands.view.note_on(hands.view.line) == hands.ids["避坑指南"], "the keyboard went with its note"


def test_nonsense_is_said_and_changes_nothing(hands: Hands) -> None:
    for column, text in (("day", "十三月"), ("time", "早晚")):
        hands.click("避坑指南", column)
        hands.key(Key.Key_F2)
        hands.type(text)
        assert hands.toasts[-1].kind == "error"
        assert text in hands.toasts[-1].text
    assert (hands.note("避坑指南").day, hands.note("避坑指南").minute) == (date(2026, 12, 9), 720)


def test_choices_are_found_by_pinyin_and_count_for_all_selected(hands: Hands) -> None:
    hands.click("避坑指南", "series")
    hands.key(Key.Key_Return)
    hands.choose("bk")
    assert hands.note("避坑指南").series_id == hands.ids["避坑"]
    hands.click("安全提醒", "owner", held=Held.ControlModifier)
    hands.key(Key.Key_F2)
    assert hands.view.editing.chooser is not None
    assert "2 行" in hands.view.editing.chooser.heading.text()
    hands.choose("lin")
    owners = [hands.note(one).owner_id for one in ("避坑指南", "安全提醒", "羊毛攻略")]
    assert owners == [hands.ids["林"]] * 2 + [None]
    hands.ctx.undo()
    assert hands.note("安全提醒").owner_id is None


def test_enter_alone_changes_nothing_where_the_selected_differ(hands: Hands) -> None:
    notes.edit(hands.ctx.store, hands.ids["羊毛攻略"], series_id=hands.ids["羊毛"])
    hands.settle()
    hands.view.pick_all()
    hands.view.go(0, "series", pick=False)
    hands.key(Key.Key_F2)
    chooser = hands.view.editing.chooser
    assert chooser is not None
    QTest.keyClick(chooser.field, Key.Key_Return)
    assert hands.note("羊毛攻略").series_id == hands.ids["羊毛"]
    QTest.keyClick(chooser.field, Key.Key_Escape)
    assert hands.view.editing.chooser is None


def test_status_follows_the_table(hands: Hands) -> None:
    hands.click("避坑指南", "status")
    hands.key(Key.Key_F2)
    chooser = hands.view.editing.chooser
    assert chooser is not None
    assert "已发" not in [chooser.list.item(row).text() for row in range(chooser.list.count())]
    hands.choose("撰写")
    assert hands.note("避坑指南").status is Status.DRAFTING


def test_tags_are_ticked_for_several(hands: Hands) -> None:
    hands.view.head.toggle("tags", True)
    hands.click("避坑指南")
    hands.click("安全提醒", held=Held.ControlModifier)
    hands.view.go(hands.view.line, "tags", pick=False)
    hands.key(Key.Key_Return)
    chooser = hands.view.editing.chooser
    assert chooser is not None
    hands.choose("热点")
    chooser.close()
    for name in ("避坑指南", "安全提醒"):
        assert [tag.name for tag in hands.ctx.store.notes.tags(hands.ids[name])] == ["热点"]


def test_a_published_row_is_locked_and_says_so(hands: Hands) -> None:
    publish(hands.ctx.store, hands.ids["羊毛攻略"])
    hands.settle()
    hands.click("羊毛攻略", "owner")
    hands.key(Key.Key_F2)
    assert hands.view.editing.chooser is None
    assert "已发布" in hands.toasts[-1].text


def test_columns_are_chosen_moved_and_widened(hands: Hands) -> None:
    head = hands.view.head
    assert tuple(head.columns()) == SHOWN
    head.toggle("code", True)
    assert head.columns()[:2] == ["status", "code"]
    hands.view.go(0, "code")
    hands.key(Key.Key_Left, Held.AltModifier)
    assert head.columns()[:2] == ["code", "status"]
    wide = head.wide("code")
    hands.key(Key.Key_Right, Held.AltModifier | Held.ShiftModifier)
    assert head.wide("code") > wide
    assert hands.ctx.settings.get("list_columns")[0] == "code"
    panel = hands.room.verbs()["list_columns"]()
    panel.list.item(0).setCheckState(Qt.CheckState.Unchecked)  # type: ignore[attr-defined]
    assert head.columns() == list(SHOWN)
    panel.close()  # type: ignore[attr-defined]
    for name in COLUMNS:
        head.toggle(name, True)
    assert set(head.columns()) == set(COLUMNS)
    hands.view.grab()
    for name in COLUMNS:
        hands.view.sort_by(name)
        assert sorted(hands.titles()) == sorted(title for title, *_ in NOTES), name


def test_rows_are_copied_as_a_table_and_carried_as_ids(hands: Hands) -> None:
    notes.edit(hands.ctx.store, hands.ids["羊毛攻略"], title="=1+1\t<b>羊毛</b>")
    hands.settle()
    hands.click("羊毛攻略")
    hands.key(Key.Key_C, Held.ControlModifier)
    heads, row, rest = QGuiApplication.clipboard().text().split("\n")
    assert heads.split("\t")[0] == "状态"
    assert len(row.split("\t")) == len(SHOWN)
    assert "=1+1 <b>羊毛</b>" in row
    assert rest == ""
    mime = hands.view.mime()
    assert bytes(mime.data("application/x-xhsplanner-notes").data()).decode() == f"[{hands.ids['羊毛攻略']}]"


def test_typing_finds_rows_by_pinyin(hands: Hands) -> None:
    hands.view.go(0)
    for letter in "cf":
        QTest.keyClick(hands.view, letter)
    assert hands.view.here == hands.ids["宠粉抽奖"]


def test_delete_and_new_note(hands: Hands) -> None:
    hands.click("避坑指南")
    hands.key(Key.Key_Delete)
    hands.settle()
    assert len(hands.titles()) == 3
    hands.room.new_note()
    hands.qtbot.waitUntil(lambda: hands.view.editing.line is not None)
    hands.type("刚写的")
    assert "刚写的" in [note.title for note in hands.ctx.store.notes.all()]


def test_a_menu_is_there_for_notes_and_for_heads(hands: Hands) -> None:
    hands.click("避坑指南")
    menu = hands.view.make_menu()
    assert menu is not None
    assert "批量修改 1 篇…" in [action.text() for action in menu.actions()]
    hands.view.choose(group="status")
    hands.view.go(0)
    menu = hands.view.make_menu()
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["全部折叠", "全部展开"]


def test_a_screen_reader_hears_rows_and_the_cell(hands: Hands) -> None:
    hands.view.choose(group="account")
    hands.click("羊毛攻略", "time")
    found = QAccessible.queryAccessibleInterface(hands.view)
    assert found.role() is QAccessible.Role.Table
    assert found.childCount() == 6
    assert found.child(0).text(QAccessible.Text.Name) == "main，2 篇，已展开"
    assert found.child(1).text(QAccessible.Text.Name).startswith("时间 10:00；状态 逾期；日期 2026-12-08")
    assert found.child(1).state().focused
    assert found.child(1).state().selected


def test_a_saved_look_comes_back_and_nonsense_leaves_it(hands: Hands) -> None:
    hands.view.choose(group="status", sorts=hands.view.table.choice.sorts)
    look = hands.room.look()
    hands.view.choose(group="")
    hands.room.wear(look)
    assert hands.view.table.choice.group == "status"
    hands.room.wear({"group": ["x"], "columns": 3, "sorts": "title", "period": "century"})
    assert tuple(hands.view.head.columns()) == SHOWN


def test_with_many_rows_the_old_order_stays_until_the_new_one_is_there(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "AT_ONCE", 0)
    before = hands.titles()
    hands.view.sort_by("title")
    hands.view.sort_by("title")
    assert hands.view.table.waiting
    assert hands.titles() == before
    hands.settle()
    assert hands.titles() == ["羊毛攻略", "宠粉抽奖", "避坑指南", "安全提醒"], "what was asked last"
    notes.edit(hands.ctx.store, hands.ids["羊毛攻略"], title="啊")
    hands.settle()
    assert hands.titles()[-1] == "啊"
