"""Open places of slots on the week board: filled, taken, skipped and moved with real mouse and keys."""

import json
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QAccessible, QDrag
from PySide6.QtWidgets import QApplication, QMenu

from xhsplanner.core.filter import Filter
from xhsplanner.core.slots import State
from xhsplanner.core.words import t
from xhsplanner.ops import slots
from xhsplanner.ui.board import access, hits, place_drops
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.slots import acts as place_acts
from xhsplanner.ui.slots.asking import Asked

THURSDAY, FRIDAY = date(2026, 12, 10), date(2026, 12, 11)


@pytest.fixture
def weekly(hands: Any, qtbot: Any) -> Any:
    """Slot 1 of the main account: every Thursday and Monday 20:00; the note `a` stands on that Monday."""
    slots.add(hands.store, hands.ids["main"], "FREQ=WEEKLY;BYDAY=MO,TH", date(2026, 12, 7), minute=1200,
              series_id=hands.ids["wool"])  # fmt: skip
    qtbot.waitUntil(lambda: len(hands.board.week.places) == 2)
    hands.room.settle()
    return hands


def middle(hands: Any, row: int, column: int) -> QPoint:
    """A point on the place of a cell."""
    shown = hands.board.board.stack(Cell(row, column))
    rect = hands.board.board.to_view(shown.places[0], *hands.board.scrolled)
    return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)


def open_days(hands: Any) -> list[int]:
    return [place.day.day for place in hands.store.slots.places(date(2026, 12, 7), date(2026, 12, 13))]


def test_places_stand_in_their_cells_below_the_notes(weekly: Any) -> None:
    board = weekly.board.board
    for column, cards in ((0, 1), (3, 0)):
        shown, inner = board.stack(Cell(0, column)), board.inner_rect(Cell(0, column))
        assert (len(shown.cards), len(shown.places), shown.hint) == (cards, 1, None)
        assert shown.places[0].bottom <= inner.bottom
        assert all(card.rect.bottom <= shown.places[0].y for card in shown.cards)
    assert not board.stack(Cell(1, 3)).places


def test_a_place_is_painted_in_its_series_colour(weekly: Any) -> None:
    tone = weekly.board.ink.tone("wool").solid
    rect = weekly.board.board.to_view(weekly.board.board.stack(Cell(0, 3)).places[0], 0, 0)
    image = weekly.image()
    top = [image.pixelColor(rect.x + x, rect.y) for x in range(12, rect.w - 12)]
    dashes = [color for color in top if abs(color.hue() - tone.hue()) < 12 and color.saturation() > 100]
    assert 0.2 < len(dashes) / len(top) < 0.9  # dashed: neither none nor all


def test_a_click_fills_and_the_title_is_typed(weekly: Any) -> None:
    weekly.click(middle(weekly, 0, 3))
    (note,) = weekly.store.notes.between(THURSDAY, THURSDAY)
    assert (note.series_id, note.minute, note.account_id) == (weekly.ids["wool"], 1200, weekly.ids["main"])
    assert weekly.ctx.note_id == note.id
    assert weekly.board.editor is not None
    assert weekly.board.editor.note_id == note.id
    assert open_days(weekly) == [7]
    weekly.board.editor.commit()
    weekly.ctx.undo()
    assert open_days(weekly) == [7, 10]


def test_keys_walk_to_a_place_and_enter_fills_it(weekly: Any) -> None:
    weekly.board.set_focus(Focus(0, 0, 0))
    weekly.key(Qt.Key.Key_Down)
    assert hits.place_at(weekly.board.board, weekly.board.focus) == 0
    assert "空栏位" in weekly.board.accessibleDescription()
    assert "20:00" in weekly.board.accessibleDescription()
    weekly.key(Qt.Key.Key_Return)
    assert len(weekly.store.notes.between(date(2026, 12, 7), date(2026, 12, 7))) == 2
    assert open_days(weekly) == [10]


def test_a_screen_reader_finds_the_place(weekly: Any) -> None:
    board = QAccessible.queryAccessibleInterface(weekly.board)
    assert isinstance(board, access.BoardAccess)
    names = [board.child(n).text(QAccessible.Text.Name) for n in range(board.childCount())]
    assert sum("空栏位" in name for name in names) == 2


def test_an_undated_note_of_the_series_takes_the_place(weekly: Any) -> None:
    weekly.drag(weekly.card("undated"), weekly.centre(0, 3))
    note = weekly.note("undated")
    assert (note.day, note.minute) == (THURSDAY, 1200)
    assert open_days(weekly) == [7]
    weekly.ctx.undo()
    assert weekly.note("undated").day is None
    assert open_days(weekly) == [7, 10]


def test_a_note_with_a_day_only_moves_there(weekly: Any) -> None:
    weekly.drag(weekly.card("a"), weekly.centre(0, 3))
    assert weekly.note("a").day == THURSDAY
    assert open_days(weekly) == [7, 10]


def test_an_undated_note_from_another_view_takes_the_place(weekly: Any) -> None:
    mime = QMimeData()
    mime.setData("application/x-xhsplanner-notes", json.dumps([weekly.ids["undated"]]).encode())
    assert weekly.drop(mime, weekly.centre(0, 3))
    assert (weekly.note("undated").day, open_days(weekly)) == (THURSDAY, [7])


def test_the_place_itself_is_dragged_to_another_day(weekly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[QMimeData] = []

    def let_go(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        mime = QMimeData()
        mime.setData(place_acts.MIME, drag.mimeData().data(place_acts.MIME))
        carried.append(mime)
        return Qt.DropAction.MoveAction

    monkeypatch.setattr(place_drops.QDrag, "exec", let_go)
    start = middle(weekly, 0, 3)
    weekly.take(start, weekly.centre(0, 4))
    assert carried
    assert not weekly.drop(carried[0], weekly.centre(1, 4))  # another account
    assert weekly.drop(carried[0], weekly.centre(0, 4))
    assert open_days(weekly) == [7, 11]
    override = weekly.store.slots.overrides()[1][0]
    assert (override.original, override.state, override.day) == (THURSDAY, State.MOVED, FRIDAY)
    weekly.ctx.undo()
    assert open_days(weekly) == [7, 10]


@pytest.mark.parametrize("data", [b"", b"[1]", b'["x", 1, 2]', b"\xff", b'[1, "2026-12-09", 1]', b'{"a": 1}'])
def test_a_drag_that_carries_no_place_changes_nothing(weekly: Any, data: bytes) -> None:
    mime = QMimeData()
    mime.setData(place_acts.MIME, data)
    assert not weekly.drop(mime, weekly.centre(0, 4))
    assert weekly.store.slots.overrides() == {}


def test_the_menu_skips_and_asks_for_more(weekly: Any) -> None:
    asked: list[tuple[str, object]] = []
    weekly.ctx.asked.connect(lambda action, subject: asked.append((action, subject)))
    weekly.board.set_focus(Focus(0, 3, 0))
    menu = weekly.board.make_menu()
    assert menu is not None
    lines = {action.text(): action for action in menu.actions() if action.text()}
    lines[t("slots.following")].trigger()
    lines[t("slots.edit_slot")].trigger()
    assert asked == [("slots", Asked(1, THURSDAY)), ("slots", Asked(1))]
    lines[t("slots.skip_this")].trigger()
    assert open_days(weekly) == [7]
    assert weekly.toasts[-1].undo


def test_moving_asks_for_the_day_in_a_calendar(weekly: Any, qtbot: Any) -> None:
    place = weekly.store.slots.places(THURSDAY, THURSDAY)[0]
    popup = place_acts.ask_move(weekly.ctx, place, weekly.board, QPoint(10, 10))
    popup.chosen.emit(FRIDAY)
    assert open_days(weekly) == [7, 11]
    popup.close()
    QApplication.processEvents()


def test_no_place_is_filled_where_nothing_can_be_written(weekly: Any) -> None:
    weekly.store.read_only = "只能看"
    weekly.click(middle(weekly, 0, 3))
    assert weekly.store.notes.between(THURSDAY, THURSDAY) == []
    assert weekly.toasts[-1].text == "只能看"
    menu = weekly.board.make_menu()
    assert next(action.text() for action in menu.actions() if action.text()) == t("slots.edit_slot")


def test_many_notes_and_places_in_one_cell_stay_inside_it(weekly: Any, qtbot: Any) -> None:
    for _ in range(3):
        slots.add(
            weekly.store, weekly.ids["main"], "FREQ=DAILY", date(2026, 12, 7), minute=600, title="很长" * 40 + "😀"
        )
    qtbot.waitUntil(lambda: len(weekly.board.week.places.get(Cell(0, 1), ())) == 3)
    for column in range(7):
        shown, inner = weekly.board.board.stack(Cell(0, column)), weekly.board.board.inner_rect(Cell(0, column))
        assert shown.places
        assert shown.bottom <= inner.bottom + 1
    weekly.image()


def test_a_filter_leaves_the_places_of_its_accounts_and_series(weekly: Any) -> None:
    weekly.ctx.set_filter(Filter(accounts=frozenset({weekly.ids["card"]})))
    assert weekly.board.week.places == {}
    weekly.ctx.set_filter(Filter(series=frozenset({weekly.ids["wool"]})))
    assert len(weekly.board.week.places) == 2


def test_other_rooms_have_the_same_menu_beside_their_own_lines(weekly: Any) -> None:
    place = weekly.store.slots.places(THURSDAY, THURSDAY)[0]
    menu = QMenu(weekly.board)
    place_acts.add_rest(weekly.ctx, menu, place, weekly.board)
    said = [action.text() for action in menu.actions() if action.text()]
    assert said == [t(f"slots.{name}") for name in ("move", "following", "edit_slot")]
