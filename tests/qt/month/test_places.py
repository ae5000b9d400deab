"""Open places of slots in the month: clicked, dragged, passed over, filtered."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent
from PySide6.QtTest import QTest

from xhsplanner.core.filter import Filter
from xhsplanner.core.slots import State
from xhsplanner.ops import slots
from xhsplanner.ui.month import places
from xhsplanner.ui.month.layout import PLACE, Focus, Hit
from xhsplanner.ui.month.spoken import hit_words
from xhsplanner.ui.slots import acts as place_acts

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
FIRST, SECOND = date(2026, 12, 16), date(2026, 12, 23)


@pytest.fixture
def monthly(hands: Any) -> Any:
    """Wednesdays 09:00 on the main account from the 2nd on, of the series 节日节气; one of them is over."""
    rule, since = "FREQ=WEEKLY;BYDAY=WE;COUNT=4", date(2026, 12, 2)
    slots.add(hands.store, hands.ids["main"], rule, since, minute=540, series_id=hands.ids["term"])
    hands.board.reload()
    return hands


def place_on(hands: Any, day: date) -> QPoint:
    number = hands.board.page.number(day)
    return hands.middle(hands.board.rect_of(Focus(number, 1)))


def open_days(hands: Any) -> list[int]:
    return [one.day.day for one in hands.store.slots.places(date(2026, 12, 1), date(2026, 12, 31))]


def let_go(hands: Any, mime: QMimeData, at: QPoint) -> bool:
    event = QDropEvent(QPointF(at), Qt.DropAction.MoveAction, mime, LEFT, NONE)
    event.ignore()
    hands.board.viewportEvent(event)
    return event.isAccepted()


def test_a_click_fills_a_place_as_in_the_week(monthly: Any) -> None:
    monthly.click(place_on(monthly, FIRST))
    (made,) = monthly.store.notes.between(FIRST, FIRST)
    assert (made.minute, made.series_id, monthly.ctx.note_id) == (540, monthly.ids["term"], made.id)
    monthly.ctx.undo()
    assert open_days(monthly) == [2, 9, 16, 23]


def test_a_double_click_makes_one_note(monthly: Any) -> None:
    at, view = place_on(monthly, FIRST), monthly.board.viewport()
    monthly.click(at)
    QTest.mouseDClick(view, LEFT, NONE, at)
    assert len(monthly.store.notes.between(FIRST, FIRST)) == 1


def test_a_place_is_dragged_to_another_day(monthly: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    carried: list[QMimeData] = []

    def taken(drag: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        carried.append(QMimeData())
        carried[0].setData(place_acts.MIME, drag.mimeData().data(place_acts.MIME))
        return Qt.DropAction.MoveAction

    monkeypatch.setattr(places.QDrag, "exec", taken)
    monthly.take(place_on(monthly, FIRST), monthly.day(date(2026, 12, 18)))
    assert monthly.board.band is None
    assert not let_go(monthly, carried[0], monthly.day(FIRST))
    assert let_go(monthly, carried[0], monthly.day(date(2026, 12, 18)))
    assert open_days(monthly) == [2, 9, 18, 23]
    (override,) = monthly.store.slots.overrides()[1]
    assert (override.original, override.state) == (FIRST, State.MOVED)
    monthly.ctx.undo()
    assert open_days(monthly) == [2, 9, 16, 23]
    broken = QMimeData()
    broken.setData(place_acts.MIME, b"[1]")
    assert not let_go(monthly, broken, monthly.day(FIRST))


def test_a_day_of_mourning_warns(monthly: Any) -> None:
    mime = place_acts.mime(monthly.board.page.places[2])
    at = monthly.day(date(2026, 12, 13))
    hit = monthly.board.hit(at.x(), at.y())
    landed = places.landing(monthly.board, hit, mime)
    assert landed is not None
    assert "静默日" in landed[2]


def test_what_passed_empty_is_grey_and_says_so(monthly: Any) -> None:
    board = monthly.board
    tone = board.ink.tone("term").solid
    for day, grey in ((date(2026, 12, 2), True), (FIRST, False)):
        number = board.page.number(day)
        rect = board.rect_of(Focus(number, 1))
        image = board.viewport().grab().toImage()
        top = [image.pixelColor(rect.x + x, rect.y) for x in range(12, rect.w - 12)]
        dashes = [c for c in top if abs(c.hue() - tone.hue()) < 12 and c.saturation() > 100]
        assert bool(dashes) is not grey, day
        words = hit_words(board.page, board.grid, Hit(PLACE, rect, day=number, index=0))
        assert ("没有填" in words) is grey


def test_the_heading_counts_what_is_still_to_be_filled(monthly: Any) -> None:
    assert monthly.room.heading()[1].endswith("空栏位 3"), "one of four is over"


def test_a_filter_by_series_keeps_its_places(monthly: Any) -> None:
    for wanted, left in (
        (Filter(series=frozenset({monthly.ids["term"]})), 4),
        (Filter(series=frozenset({monthly.ids["term"] + 99})), 0),
        (Filter(accounts=frozenset({monthly.ids["card"]})), 0),
        (Filter(statuses=frozenset({"todo"})), 0),
    ):
        monthly.ctx.set_filter(wanted)
        monthly.board.reload()
        assert len(monthly.board.page.places) == left, wanted


def test_the_list_of_a_day_offers_its_places(monthly: Any) -> None:
    number = monthly.board.page.number(FIRST)
    popup = monthly.board.show_day_notes(number)
    (button,) = popup.places
    assert "09:00" in button.accessibleName()
    button.click()
    assert len(monthly.store.notes.between(FIRST, FIRST)) == 1


def test_the_first_day_of_the_page_has_a_tip(monthly: Any) -> None:
    for n in range(12):
        monthly.add(f"n{n}", monthly.board.page.start, minute=600 + 60 * n)
    more = next(one for one in monthly.board.grid.stack(0).items if one.what == "more")
    at = monthly.middle(monthly.board.grid.to_view(more.rect, monthly.board.scrolled))
    assert hit_words(monthly.board.page, monthly.board.grid, monthly.board.hit(at.x(), at.y()))
