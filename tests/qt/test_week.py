"""The week board under real mouse and keys: what is done shows in the store and in the pixels."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage, QInputMethodEvent
from PySide6.QtTest import QTest

from xhsplanner.core.model import Note, Status
from xhsplanner.ops import catalog, notes
from xhsplanner.ops import status as status_ops
from xhsplanner.store.store import Store
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.drops import ASSETS, NOTES
from xhsplanner.ui.board.hands import WeekBoard
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.tips import words as tip_words
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms.week import WeekRoom

MONDAY = date(2026, 12, 7)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
CANARY = '<img src=x onerror=1>=1+1 👩‍👩‍👧‍👦 "*^: ../../x ' + "长" * 360


def day(n: int) -> date:
    """The day `n` of December 2026."""
    return date(2026, 12, n)


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00:00")


@pytest.fixture
def plan(store: Store) -> dict[str, int]:
    """Two accounts, one series and three notes: ids by name."""
    ids = {}
    for name in ("main", "card"):
        change = catalog.add_account(store, name=name, initial=name[0].upper(), color="#D42A45")
        ids[name] = change.created["account"][0]
    change = catalog.add_series(store, name="羊毛天天捡", palette="wool", cadence_days=7)
    ids["wool"] = change.created["series"][0]
    for name, account, when, minute in (
        ("a", "main", day(7), 600),
        ("b", "card", day(8), 720),
        ("undated", "main", None, None),
    ):
        made = notes.create(store, ids[account], f"note {name}", day=when, minute=minute, series_id=ids["wool"])
        assert made is not None
        ids[name] = made.created["note"][0]
    return ids


@pytest.fixture
def room(make_context: Callable[..., Context], store: Store, plan: dict[str, int], qtbot: Any) -> WeekRoom:
    """The week room on the screen, 7–13 December 2026."""
    room = WeekRoom(make_context(store))
    qtbot.addWidget(room)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    room.settle()
    return room


@pytest.fixture
def toasts(room: WeekRoom) -> list[Any]:
    """What was said, in order."""
    said: list[Any] = []
    room.ctx.toasted.connect(said.append)
    return said


def centre(board: WeekBoard, row: int, column: int) -> QPoint:
    """The middle of a cell in viewport pixels."""
    rect = board.board.to_view(board.board.cell_rect(Cell(row, column)), *board.scrolled)
    return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)


def card(board: WeekBoard, note_id: int) -> QPoint:
    """A point on a note's card."""
    focus = hits.focus_of(board.board, note_id)
    assert focus is not None
    rect = board.rect_of(focus)
    return QPoint(rect.x + 30, rect.y + min(20, rect.h // 2))


def take(board: WeekBoard, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """Press at `start` and carry to `end` without letting go."""
    view = board.viewport()
    QTest.mousePress(view, LEFT, NONE, start)
    for share in (0.2, 0.6, 1.0):
        point = start + QPoint(round((end - start).x() * share), round((end - start).y() * share))
        _move(board, point, held)


def _move(board: WeekBoard, point: QPoint, held: Qt.KeyboardModifier) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    view = board.viewport()
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), view.mapToGlobal(QPointF(point)), LEFT, LEFT, held)
    QApplication.sendEvent(view, event)


def drag(board: WeekBoard, start: QPoint, end: QPoint, held: Qt.KeyboardModifier = NONE) -> None:
    """A whole drag."""
    take(board, start, end, held)
    QTest.mouseRelease(board.viewport(), LEFT, held, end)


def note(room: WeekRoom, note_id: int) -> Note:
    """A note as it is stored."""
    found = room.ctx.store.notes.get(note_id)
    assert found is not None
    return found


def pixels(board: WeekBoard) -> QImage:
    """The viewport as painted."""
    return board.viewport().grab().toImage()


def test_a_drag_moves_a_note_to_another_day_and_account(
    room: WeekRoom, plan: dict[str, int], toasts: list[Any]
) -> None:
    board = room.board
    drag(board, card(board, plan["a"]), centre(board, 1, 3))
    moved = note(room, plan["a"])
    assert (moved.day, moved.account_id, moved.minute) == (day(10), plan["card"], 600)
    assert board.focus == Focus(1, 3, 0)
    assert toasts[-1].undo
    room.ctx.undo()
    back = note(room, plan["a"])
    assert (back.day, back.account_id) == (day(7), plan["main"])


def test_the_card_is_painted_where_it_was_dropped(room: WeekRoom, plan: dict[str, int]) -> None:
    board, solid = room.board, QColor("#D27F06")

    def strip(row: int, column: int) -> QColor:
        rect = board.board.to_view(board.board.inner_rect(Cell(row, column)), 0, 0)
        return pixels(board).pixelColor(rect.x + 2, rect.y + 110)

    assert strip(0, 0) == solid
    assert strip(0, 2) != solid
    drag(board, card(board, plan["a"]), centre(board, 0, 2))
    assert strip(0, 2) == solid
    assert strip(0, 0) != solid


def test_ctrl_drag_copies(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    drag(board, card(board, plan["a"]), centre(board, 0, 4), CTRL)
    assert note(room, plan["a"]).day == day(7)
    copies = room.ctx.store.notes.between(day(11), day(11))
    assert [copy.title for copy in copies] == ["note a"]


def test_escape_puts_the_card_back(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    take(board, card(board, plan["a"]), centre(board, 1, 5))
    assert board.drag is not None
    assert board.drag.drop is not None
    QTest.keyClick(board, Qt.Key.Key_Escape)
    assert board.drag is None
    QTest.mouseRelease(board.viewport(), LEFT, NONE, centre(board, 1, 5))
    assert note(room, plan["a"]).day == day(7)


def test_dropping_a_card_where_it_was_changes_nothing(room: WeekRoom, plan: dict[str, int]) -> None:
    before = room.ctx.store.history.log(1)[0].id
    board = room.board
    drag(board, card(board, plan["a"]), card(board, plan["a"]) + QPoint(30, 30))
    assert room.ctx.store.history.log(1)[0].id == before


def test_a_published_note_refuses_to_move_and_says_why(
    room: WeekRoom, plan: dict[str, int], toasts: list[Any], store: Store
) -> None:
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER):
        status_ops.set_status(store, [plan["a"]], to)
    status_ops.publish(store, plan["a"])
    board = room.board
    board.reload()
    take(board, card(board, plan["a"]), centre(board, 0, 3))
    assert board.drag is not None
    assert board.drag.drop is not None
    assert "不能移动" in board.drag.drop.refusal
    QTest.mouseRelease(board.viewport(), LEFT, NONE, centre(board, 0, 3))
    assert note(room, plan["a"]).day == day(7)
    assert toasts[-1].kind == "error"


def test_a_drag_out_of_the_drawer_plans_and_into_it_unplans(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    assert board.board.drawer_h > 0
    drag(board, card(board, plan["undated"]), centre(board, 1, 5))
    planned = note(room, plan["undated"])
    assert (planned.day, planned.account_id) == (day(12), plan["card"])
    assert board.board.drawer_h == 0
    drag(board, card(board, plan["a"]), QPoint(500, board.viewport().height() - 12))
    assert note(room, plan["a"]).day is None
    assert board.board.drawer_h > 0


def test_arrows_walk_and_alt_arrows_move(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    board.set_focus(Focus(0, 0))
    QTest.keyClick(board, Qt.Key.Key_Right)
    QTest.keyClick(board, Qt.Key.Key_Down)
    assert board.focus_note == plan["b"]
    QTest.keyClick(board, Qt.Key.Key_Right, ALT)
    QTest.keyClick(board, Qt.Key.Key_Up, ALT)
    moved = note(room, plan["b"])
    assert (moved.day, moved.account_id) == (day(9), plan["main"])
    assert board.focus_note == plan["b"]


def test_alt_right_on_sunday_goes_on_in_the_next_week(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    notes.move(room.ctx.store, [plan["a"]], day=day(13))
    board.reload()
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_Right, ALT)
    assert note(room, plan["a"]).day == day(14)
    assert board.start == day(14)
    assert board.focus_note == plan["a"]


def test_arrows_past_the_week_turn_it(room: WeekRoom) -> None:
    board = room.board
    board.set_focus(Focus(0, 6))
    QTest.keyClick(board, Qt.Key.Key_Right)
    assert board.start == day(14)
    assert board.focus == Focus(0, 0)
    QTest.keyClick(board, Qt.Key.Key_Left)
    assert (board.start, board.focus) == (day(7), Focus(0, 6))
    QTest.keyClick(board, Qt.Key.Key_PageDown)
    QTest.keyClick(board, Qt.Key.Key_T)
    assert (board.start, board.focus) == (day(7), Focus(0, 2))


def test_n_makes_a_note_and_its_title_is_typed_at_once(
    room: WeekRoom, plan: dict[str, int], toasts: list[Any]
) -> None:
    board = room.board
    board.set_focus(Focus(1, 4))
    QTest.keyClick(board, Qt.Key.Key_N)
    assert board.editor is not None
    QTest.keyClicks(board.editor.line, "Tea")
    QTest.keyClick(board.editor.line, Qt.Key.Key_Return)
    (made,) = room.ctx.store.notes.between(day(11), day(11))
    assert (made.title, made.account_id) == ("Tea", plan["card"])
    assert board.editor is None
    assert toasts[-1].undo
    room.ctx.undo()
    assert room.ctx.store.notes.between(day(11), day(11)) == []


def test_double_click_on_an_empty_cell_makes_a_note_and_escape_takes_it_back(room: WeekRoom) -> None:
    board = room.board
    QTest.mouseDClick(board.viewport(), LEFT, NONE, centre(board, 0, 3))
    assert len(room.ctx.store.notes.between(day(10), day(10))) == 1
    assert board.editor is not None
    QTest.keyClick(board.editor.line, Qt.Key.Key_Escape)
    assert room.ctx.store.notes.between(day(10), day(10)) == []


def test_f2_edits_the_title_and_escape_restores_it(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_F2)
    assert board.editor is not None
    QTest.keyClicks(board.editor.line, "half")
    board.editor.write()
    assert note(room, plan["a"]).title == "half"
    QTest.keyClick(board.editor.line, Qt.Key.Key_Escape)
    assert note(room, plan["a"]).title == "note a"


def test_preedit_text_is_not_saved_and_escape_stays_with_the_input_method(
    room: WeekRoom, plan: dict[str, int]
) -> None:
    from PySide6.QtWidgets import QApplication

    board = room.board
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_F2)
    editor = board.editor
    assert editor is not None
    editor.line.clear()
    QApplication.sendEvent(editor.line, QInputMethodEvent("yang mao", []))
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    assert board.editor is editor
    commit = QInputMethodEvent("", [])
    commit.setCommitString("羊毛")
    QApplication.sendEvent(editor.line, commit)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert note(room, plan["a"]).title == "羊毛"


def test_delete_takes_a_note_away_and_undo_brings_it_back(
    room: WeekRoom, plan: dict[str, int], toasts: list[Any]
) -> None:
    board = room.board
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_Delete)
    assert room.ctx.store.notes.get(plan["a"]) is None
    assert toasts[-1].undo
    assert board.focus == Focus(0, 0)
    room.ctx.undo()
    assert note(room, plan["a"]).title == "note a"


def test_enter_opens_the_note_and_space_its_preview(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    asked: list[tuple[str, object]] = []
    room.ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    board.focus_on(plan["a"])
    QTest.keyClick(board, Qt.Key.Key_Return)
    QTest.keyClick(board, Qt.Key.Key_Space)
    assert room.ctx.note_id == plan["a"]
    assert asked == [("note_title", plan["a"]), ("note_preview", plan["a"])]


def test_a_click_selects_with_the_accent_outline(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    QTest.mouseClick(board.viewport(), LEFT, NONE, card(board, plan["b"]))
    assert room.ctx.note_id == plan["b"]
    rect = board.board.note_rect(plan["b"])
    assert rect is not None
    place = board.board.to_view(rect, 0, 0)
    color = pixels(board).pixelColor(place.x + place.w // 2, place.y - 1)
    assert color == room.ctx.theme.color("accent")


def test_a_full_cell_unfolds_on_click_and_folds_again(room: WeekRoom, plan: dict[str, int]) -> None:
    for n in range(20):
        notes.create(room.ctx.store, plan["main"], f"n{n}", day=day(9))
    board = room.board
    board.reload()
    more = board.board.stack(Cell(0, 2)).more
    assert more is not None
    place = board.board.to_view(more, 0, 0)
    QTest.mouseClick(board.viewport(), LEFT, NONE, QPoint(place.x + 5, place.y + 5))
    assert len(board.board.stack(Cell(0, 2)).cards) == 20
    fold = board.board.fold_rect(0)
    assert fold is not None
    QTest.mouseClick(board.viewport(), LEFT, NONE, QPoint(fold.x + 5, fold.y + 5))
    assert board.board.stack(Cell(0, 2)).more is not None


def test_a_click_on_a_suggestion_makes_the_draft(room: WeekRoom, plan: dict[str, int]) -> None:
    catalog.add_target(room.ctx.store, plan["card"], plan["wool"], per_week=2)
    board = room.board
    board.reload()
    board.settle()
    (cell,) = board.week.hints
    hint = board.board.stack(cell).hint
    assert hint is not None
    place = board.board.to_view(hint, 0, 0)
    QTest.mouseClick(board.viewport(), LEFT, NONE, QPoint(place.x + 40, place.y + 40))
    account, when = board.week.place(cell)
    (made,) = room.ctx.store.notes.between(when, when, account)
    assert made.series_id == plan["wool"]


def test_pictures_dropped_on_a_card_are_attached(
    room: WeekRoom, plan: dict[str, int], tmp_path: Path, qtbot: Any
) -> None:
    board = room.board
    file = tmp_path / "photo.png"
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#88aa33"))
    assert image.save(str(file))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert _drop(board, mime, card(board, plan["a"]))
    qtbot.waitUntil(lambda: len(room.ctx.store.notes.pictures(plan["a"])) == 1, timeout=5000)
    (asset,) = room.ctx.store.notes.pictures(plan["a"])
    other = QMimeData()
    other.setData(ASSETS, json.dumps([asset.id]).encode())
    assert not _drop(board, other, centre(board, 0, 4))
    assert _drop(board, other, card(board, plan["b"]))
    assert [one.id for one in room.ctx.store.notes.pictures(plan["b"])] == [asset.id]


def _drop(board: WeekBoard, mime: QMimeData, at: QPoint) -> bool:
    """Drop `mime` at a point; whether the board took it."""
    event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, LEFT, NONE)
    event.ignore()
    board.viewportEvent(event)
    return event.isAccepted()


def test_notes_of_another_room_dropped_on_a_cell_are_planned(room: WeekRoom, plan: dict[str, int]) -> None:
    mime = QMimeData()
    mime.setData(NOTES, json.dumps([plan["undated"]]).encode())
    assert _drop(room.board, mime, centre(room.board, 1, 6))
    planned = note(room, plan["undated"])
    assert (planned.day, planned.account_id) == (day(13), plan["card"])


def test_an_unreadable_drag_is_refused_quietly(room: WeekRoom, plan: dict[str, int], toasts: list[Any]) -> None:
    mime = QMimeData()
    mime.setData(ASSETS, b"{not json")
    _drop(room.board, mime, card(room.board, plan["a"]))
    assert toasts[-1].kind == "error"
    assert room.ctx.store.notes.pictures(plan["a"]) == []


def test_only_changed_cells_are_painted_again(room: WeekRoom, plan: dict[str, int], qtbot: Any) -> None:
    board = room.board
    board.grab()
    before = board.tiles.painted
    board.viewport().grab()
    assert board.tiles.painted == before
    with qtbot.waitSignal(room.ctx.changed):
        notes.edit(room.ctx.store, plan["a"], title="another title")
    board.viewport().grab()
    assert board.tiles.painted == before + 1


def test_the_menu_offers_only_what_can_be_done(room: WeekRoom, plan: dict[str, int], store: Store) -> None:
    board = room.board
    board.focus_on(plan["a"])
    menu = board.make_menu()
    assert menu is not None
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["打开", "改标题", "复制一篇", "同题发到…", "改状态", "放回待排", "删除"]
    next(action for action in menu.actions() if action.text() == "放回待排").trigger()
    assert note(room, plan["a"]).day is None
    board.set_focus(Focus(1, 6))
    empty = board.make_menu()
    assert empty is not None
    assert [action.text() for action in empty.actions()] == ["在这里新建"]


def test_what_the_keyboard_is_at_is_said_in_words(room: WeekRoom, plan: dict[str, int]) -> None:
    board = room.board
    board.focus_on(plan["a"])
    said = board.accessibleDescription()
    assert "note a" in said
    assert "main" in said
    assert "12 月 7 日 周一" in said
    assert "待写" in said
    QTest.keyClick(board, Qt.Key.Key_Right)
    assert board.accessibleDescription() == "main，12 月 8 日 周二，空"


def test_a_canary_title_is_plain_everywhere(room: WeekRoom, plan: dict[str, int]) -> None:
    notes.edit(room.ctx.store, plan["a"], title=CANARY[:400])
    board = room.board
    board.reload()
    board.settle()
    board.focus_on(plan["a"])
    assert "<img src=x" in board.accessibleDescription()
    assert "<img src=x" in tip_words(board, board.hit(card(board, plan["a"]).x(), card(board, plan["a"]).y()))
    QTest.keyClick(board, Qt.Key.Key_F2)
    assert board.editor is not None
    assert board.editor.line.text().startswith("<img")


def test_without_accounts_the_room_offers_one_button(
    make_context: Callable[..., Context], store: Store, qtbot: Any
) -> None:
    ctx = make_context(store)
    room = WeekRoom(ctx)
    qtbot.addWidget(room)
    room.resize(996, 642)
    room.show()
    assert room.empty.isVisible()
    with qtbot.waitSignal(ctx.asked) as asked:
        QTest.mouseClick(room.empty.button, LEFT)
    assert asked.args == ["catalogue", None]
    catalog.add_account(store, name="main", initial="M", color="#D42A45")
    qtbot.waitUntil(room.board.isVisible)


def test_both_themes_paint_their_own_ground(room: WeekRoom) -> None:
    at = centre(room.board, 0, 3)
    assert pixels(room.board).pixelColor(at) == QColor("#FFFFFF")
    room.ctx.theme.set_mode("dark")
    assert pixels(room.board).pixelColor(at) == QColor("#1C1C20")


def test_the_heading_counts_the_week(room: WeekRoom) -> None:
    title, subtitle = room.heading()
    assert title == "12 月 7 日 – 13 日"
    assert subtitle.startswith("第 50 周 · 2 篇")
