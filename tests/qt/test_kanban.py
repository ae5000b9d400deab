"""The kanban with real clicks, drags and keys: what they do to the plan, and what is painted."""

import json
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QDragEnterEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note, Role, Status
from xhsplanner.ops import catalog, notes, status, workspace
from xhsplanner.ops import settings as workspace_settings
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.kanban.layout import HEAD_H
from xhsplanner.ui.notes.mime import NOTES
from xhsplanner.ui.panel.actions import PublishDialog
from xhsplanner.ui.rooms.board import BoardRoom

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
Key = Qt.Key
NINTH = date(2026, 12, 9)


class Hands:
    """What a test does with the kanban; `ids` by name."""

    def __init__(self, room: BoardRoom, ids: dict[str, int]) -> None:
        self.room, self.ids = room, ids
        self.ctx, self.store, self.board = room.ctx, room.ctx.store, room.board
        self.toasts: list[ToastText] = []
        room.ctx.toasted.connect(self.toasts.append)

    def note(self, name: str) -> Note:
        found = self.store.notes.get(self.ids[name])
        assert found is not None
        return found

    def card(self, name: str) -> QPoint:
        rect = self.board.rect_of(self.ids[name])
        assert rect is not None
        return QPoint(rect.x + rect.w // 2, rect.y + 40)

    def column(self, key: str) -> QPoint:
        """A point in the lower part of a column that is scrolled into view."""
        number = next(n for n, one in enumerate(self.board.board.columns) if one.key == key)
        self.board._reveal_column(number)
        rect = self.board.layout_.column(number, self.board.x_)
        return QPoint(rect.x + rect.w // 2, rect.bottom - 40)

    def head(self, key: str) -> QPoint:
        return QPoint(self.column(key).x(), HEAD_H // 2)

    def carry(self, at: QPoint) -> None:
        view = self.board.viewport()
        place = view.mapToGlobal(QPointF(at))
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, LEFT, LEFT, NONE)
        QApplication.sendEvent(view, event)

    def take(self, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(self.board.viewport(), LEFT, NONE, start)
        for share in (0.3, 1.0):
            self.carry(start + (end - start) * share)

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.take(start, end)
        QTest.mouseRelease(self.board.viewport(), LEFT, NONE, end)

    def click(self, at: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.board.viewport(), LEFT, held, at)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.board, key, held)

    def image(self) -> QImage:
        return self.board.viewport().grab().toImage()


@pytest.fixture
def hands(store: Store, ctx: Context, qtbot: Any) -> Hands:
    ids: dict[str, int] = {}
    for noun, change in (
        ("account", catalog.add_account(store, name="主账号", initial="主", color="#D42A45")),
        ("series", catalog.add_series(store, name="羊毛天天捡", palette="wool", cadence_days=7)),
        ("lin", catalog.add_member(store, name="林晓", role=Role.EDITOR, color="#334455")),
    ):
        assert change is not None
        ids[noun] = next(iter(change.created.values()))[0]
    for name, day in (("a", NINTH), ("b", NINTH), ("c", date(2026, 12, 12)), ("out", date(2026, 12, 8))):
        made = notes.create(store, ids["account"], f"笔记{name}", day=day, minute=1200, body="正文")
        assert made is not None
        ids[name] = made.created["note"][0]
    for step in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(store, [ids["out"]], step)
    room = BoardRoom(ctx)
    qtbot.addWidget(room)
    room.resize(1500, 640)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    return Hands(room, ids)


def test_a_card_dragged_to_a_column_takes_its_status(hands: Hands) -> None:
    hands.drag(hands.card("a"), hands.column("status:drafting"))
    assert hands.note("a").status is Status.DRAFTING
    assert hands.board.focus == hands.ids["a"]
    assert hands.toasts[-1].undo
    place = hands.board.board.place_of(hands.ids["a"])
    assert place is not None
    assert hands.board.board.columns[place[0]].key == "status:drafting", "read at once"
    workspace.undo(hands.store)
    assert hands.note("a").status is Status.TODO


def test_a_column_that_refuses_is_dimmed_and_the_ghost_says_why(hands: Hands) -> None:
    free = hands.image()
    hands.take(hands.card("a"), hands.column("status:approved"))
    drag = hands.board.drag
    assert drag is not None
    assert drag.drop is not None
    assert drag.drop.refusal == "“待写”不能直接变成“定稿”"
    over = hands.image()
    refusing, allowing = hands.head("status:published"), hands.head("status:drafting")
    assert over.pixelColor(refusing) != free.pixelColor(refusing) or over != free
    spot = QPoint(hands.column("status:handed_over").x(), HEAD_H + 200)
    assert free.pixelColor(spot) != over.pixelColor(spot), "a veil lies over it"
    assert free.pixelColor(allowing.x() - 60, HEAD_H + 300) == over.pixelColor(allowing.x() - 60, HEAD_H + 300)
    QTest.mouseRelease(hands.board.viewport(), LEFT, NONE, hands.column("status:approved"))
    assert hands.note("a").status is Status.TODO
    assert hands.toasts[-1] == ToastText("“待写”不能直接变成“定稿”", "error")


def test_the_role_of_who_acts_counts(hands: Hands) -> None:
    status.set_status(hands.store, [hands.ids["a"]], Status.DRAFTING)
    status.set_status(hands.store, [hands.ids["a"]], Status.REVIEW)
    hands.room.board.reload()
    hands.store.actor = hands.ids["lin"]
    hands.take(hands.card("a"), hands.column("status:approved"))
    assert hands.board.drag is not None
    assert hands.board.drag.drop is not None
    assert "组长" in hands.board.drag.drop.refusal
    hands.key(Key.Key_Escape)
    assert hands.board.drag is None
    assert hands.note("a").status is Status.REVIEW


def test_several_go_together_in_one_step(hands: Hands) -> None:
    hands.click(hands.card("a"))
    hands.click(hands.card("c"), CTRL)
    hands.drag(hands.card("c"), hands.column("status:on_hold"))
    assert [hands.note(name).status for name in "abc"] == [Status.ON_HOLD, Status.TODO, Status.ON_HOLD]
    workspace.undo(hands.store)
    assert {hands.note(name).status for name in "abc"} == {Status.TODO}


def test_published_asks_for_link_and_time(hands: Hands, qtbot: Any) -> None:
    for step in (Status.DRAFTING, Status.REVIEW, Status.APPROVED):
        status.set_status(hands.store, [hands.ids["a"]], step)
    notes.move(hands.store, [hands.ids["a"]], day=date(2026, 12, 8))
    hands.room.board.reload()
    hands.drag(hands.card("a"), hands.column("status:published"))
    assert hands.note("a").status is Status.APPROVED, "not before it is answered"
    dialog = hands.room.dialog
    assert isinstance(dialog, PublishDialog)
    dialog.link.setText("https://example.com/1")
    dialog.ok.click()
    assert hands.note("a").status is Status.PUBLISHED
    assert hands.note("a").link == "https://example.com/1"


def test_by_owner_and_series_a_drag_assigns(hands: Hands) -> None:
    hands.ctx.settings.set("kanban_by", "owner")
    owner = hands.store.catalog.member(hands.ids["lin"])
    assert owner is not None
    hands.drag(hands.card("a"), hands.column(f"owner:{owner.uid}"))
    assert hands.note("a").owner_id == hands.ids["lin"]
    hands.drag(hands.card("out"), hands.column(f"owner:{owner.uid}"))
    assert hands.note("out").owner_id is None
    assert "笔记out" in hands.toasts[-1].text
    hands.room.verbs()["kanban_by_series"]()
    series = hands.store.catalog.series_by_id(hands.ids["series"])
    assert series is not None
    hands.drag(hands.card("b"), hands.column(f"series:{series.uid}"))
    assert hands.note("b").series_id == hands.ids["series"]
    hands.drag(hands.card("b"), hands.column("series:"))
    assert hands.note("b").series_id is None


def test_alt_and_an_arrow_do_the_same(hands: Hands) -> None:
    hands.click(hands.card("a"))
    hands.key(Key.Key_Right, ALT)
    assert hands.note("a").status is Status.DRAFTING
    hands.key(Key.Key_Right, ALT)
    hands.key(Key.Key_Right, ALT)
    assert hands.note("a").status is Status.APPROVED
    hands.key(Key.Key_Left, ALT)
    assert hands.toasts[-1].kind == "error"
    assert hands.note("a").status is Status.APPROVED


def test_arrows_walk_columns_and_cards(hands: Hands) -> None:
    hands.board.set_focus(hands.ids["a"])
    hands.key(Key.Key_Down)
    assert hands.board.focus == hands.ids["b"]
    hands.key(Key.Key_Right)
    assert hands.board.focus is None, "nothing stands there"
    assert hands.board.accessibleDescription() == "撰写，0 篇"
    hands.key(Key.Key_Left)
    assert hands.board.focus in (hands.ids["a"], hands.ids["b"])
    hands.key(Key.Key_Down, SHIFT)
    assert len(hands.ctx.selection) >= 1
    hands.key(Key.Key_A, CTRL)
    assert set(hands.ctx.selection) == {hands.ids[name] for name in ("a", "b", "c", "out")}
    hands.key(Key.Key_Escape)
    assert hands.ctx.selection == ()


def test_a_rubber_band_selects_what_it_touches(hands: Hands) -> None:
    first = hands.board.rect_of(hands.ids["b"])
    last = hands.board.rect_of(hands.ids["c"])
    assert first is not None
    assert last is not None
    hands.drag(QPoint(first.x + 30, last.bottom + 60), QPoint(first.x + 90, first.y + 10))
    assert set(hands.ctx.selection) == {hands.ids["b"], hands.ids["c"]}


def test_n_makes_a_note_in_the_column(hands: Hands, qtbot: Any) -> None:
    hands.ctx.settings.set("kanban_by", "series")
    series = hands.store.catalog.series_by_id(hands.ids["series"])
    assert series is not None
    hands.click(hands.column(f"series:{series.uid}"))
    hands.room.new_note()
    editor = hands.board.editor
    assert editor is not None
    editor.line.setText("新的一篇")
    editor.commit()
    made = hands.store.notes.find("新的一篇")[0]
    assert (made.series_id, made.status, made.day) == (hands.ids["series"], Status.TODO, NINTH)
    assert hands.board.focus == made.id


def test_f2_says_why_a_workspace_that_can_only_be_read_keeps_its_titles(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.click(hands.card("a"))
    monkeypatch.setattr(hands.store, "read_only", "只能看")
    hands.key(Key.Key_F2)
    assert hands.board.editor is None
    assert hands.toasts[-1] == ToastText("只能看", "error")


def test_del_leaves_published_notes_out_and_says_so(hands: Hands) -> None:
    a, out = hands.ids["a"], hands.ids["out"]
    hands.ctx.pick([a, out])
    hands.key(Key.Key_Delete)
    assert hands.store.notes.get(a) is None
    assert hands.store.notes.get(out) is not None
    assert "1 篇已发布不删" in hands.toasts[-1].text
    assert hands.toasts[-1].undo


def test_f2_renames_and_del_deletes(hands: Hands) -> None:
    hands.click(hands.card("a"))
    hands.key(Key.Key_F2)
    assert hands.board.editor is not None
    hands.board.editor.line.setText("改过")
    QTest.keyClick(hands.board.editor.line, Key.Key_Return)
    assert hands.note("a").title == "改过"
    hands.key(Key.Key_Delete)
    assert hands.store.notes.get(hands.ids["a"]) is None
    workspace.undo(hands.store)
    hands.room.board.reload()
    hands.board.set_focus(hands.ids["b"])
    hands.key(Key.Key_D, CTRL)
    assert hands.store.notes.count() == 5


def test_a_head_folds_its_column_and_a_strip_takes_cards(hands: Hands) -> None:
    wide = hands.board.layout_.widths[1]
    hands.click(hands.head("status:drafting"))
    assert hands.board.layout_.widths[1] < wide
    assert "status:drafting" in hands.ctx.settings.get("kanban_folded")
    hands.drag(hands.card("a"), hands.column("status:drafting"))
    assert hands.note("a").status is Status.DRAFTING
    hands.click(hands.column("status:drafting"))
    assert "status:drafting" not in hands.ctx.settings.get("kanban_folded")
    hands.board.set_focus(hands.ids["a"])
    hands.room.verbs()["kanban_fold"]()
    assert hands.board.board.columns[1].folded


def test_more_than_the_limit_tints_the_head(hands: Hands) -> None:
    status.set_status(hands.store, [hands.ids["a"], hands.ids["b"]], Status.DRAFTING)
    hands.room.board.reload()
    at = hands.column("status:drafting")
    rect = hands.board.layout_.column(1, hands.board.x_)
    pill = QPoint(rect.right - 20, HEAD_H // 2 - 8)
    before = hands.image().pixelColor(pill)
    workspace_settings.change(hands.store, "kanban_limit", 1)
    hands.room.board.reload()
    after = hands.image().pixelColor(pill)
    assert before != after
    assert after == QColor(hands.board.ink.color("warn_soft"))
    hands.board.column = 1
    assert "超过 1 篇" in hands.board.tip_at(QPoint(at.x(), 10))


def test_notes_dropped_from_outside_take_the_status(hands: Hands) -> None:
    made = notes.create(hands.store, hands.ids["account"], "待排的一篇")
    assert made is not None
    (undated,) = made.created["note"]
    mime = QMimeData()
    mime.setData(NOTES, json.dumps([undated]).encode())
    at = hands.column("status:drafting")
    action = Qt.DropAction.MoveAction
    enter = QDragEnterEvent(at, action, mime, LEFT, NONE)
    hands.board.dragEnterEvent(enter)
    assert enter.isAccepted()
    event = QDropEvent(QPointF(at), action, mime, LEFT, NONE)
    hands.board.dropEvent(event)
    assert event.isAccepted()
    found = hands.store.notes.get(undated)
    assert found is not None
    assert found.status is Status.DRAFTING
    refused = QDropEvent(QPointF(hands.column("status:published")), action, mime, LEFT, NONE)
    hands.board.dropEvent(refused)
    assert hands.toasts[-1].kind == "error"


def test_periods_filter_and_empty_pages(hands: Hands) -> None:
    hands.ctx.settings.set("kanban_period", "undated")
    assert hands.room._stack.currentWidget() is hands.room.empty
    assert hands.room.empty.button.text() == "新建笔记"
    hands.ctx.settings.set("kanban_period", "week")
    assert hands.room.heading()[0] == "12 月 7 日 – 13 日"
    hands.ctx.set_filter(Filter(statuses=frozenset({Status.REVIEW})))
    assert hands.room._stack.currentWidget() is hands.room.empty
    hands.room.empty.button.click()
    assert not hands.ctx.filter
    assert hands.room._stack.currentWidget() is hands.board
    hands.room.step(1)
    assert hands.room.heading()[0] == "12 月 14 日 – 20 日"
    hands.room.today()
    assert hands.room.shown_days() == (date(2026, 12, 7), date(2026, 12, 13))


def test_cards_are_told_to_a_screen_reader(hands: Hands) -> None:
    told = QAccessible.queryAccessibleInterface(hands.board)
    names = [told.child(n).text(QAccessible.Text.Name) for n in range(told.childCount())]
    assert len(names) == 4
    assert "笔记a，主账号，12/9 20:00，待写" in names
    hands.board.set_focus(hands.ids["b"])
    focused = told.focusChild()
    assert focused is not None
    assert focused.text(QAccessible.Text.Name).startswith("笔记b")
    hands.click(hands.card("b"))
    assert told.child(names.index(focused.text(QAccessible.Text.Name))).state().selected


def test_a_picture_is_painted_once(hands: Hands) -> None:
    hands.image()
    painted = hands.board.painted
    hands.board.set_focus(hands.ids["c"])
    hands.image()
    assert hands.board.painted == painted
    notes.edit(hands.store, hands.ids["c"], title="换个标题 🎉 " + "很长的标题" * 20)
    hands.room.board.reload()
    hands.image()
    assert hands.board.painted == painted + 1


def test_an_empty_workspace_leads_to_the_catalogue(store: Store, ctx: Context, qtbot: Any) -> None:
    room = BoardRoom(ctx)
    qtbot.addWidget(room)
    asked: list[str] = []
    ctx.asked.connect(lambda action, _subject: asked.append(action))
    room.empty.button.click()
    assert asked == ["catalogue"]
