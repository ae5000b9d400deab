"""The coverage room with real clicks and keys, asserting on the store."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.matrix import model
from xhsplanner.ui.matrix.layout import Place
from xhsplanner.ui.matrix.model import State
from xhsplanner.ui.rooms.matrix import MatrixRoom

NASTY = "<img src=x>=1+1"


@pytest.fixture
def room(ctx: Any, qtbot: Any) -> MatrixRoom:
    """Two accounts × two series; one gap (2 × 防诈), one cell that is short (1 × 羊毛)."""
    store = ctx.store
    catalog.add_account(store, name="主账号", initial="主", color="#D42A45")
    catalog.add_account(store, name=NASTY, initial="<", color="#2F6FED")
    catalog.add_series(store, name="羊毛天天捡", palette="wool", hashtags="#羊毛")
    catalog.add_series(store, name="防诈消保", palette="fraud")
    catalog.add_target(store, 1, 1, per_week=1)
    catalog.add_target(store, 2, 2, per_week=0.5)
    notes.create(store, account_id=1, series_id=1, title="一", day=date(2026, 12, 7))
    notes.create(store, account_id=1, series_id=1, title=NASTY, day=date(2026, 12, 10))
    QApplication.processEvents()
    return shown(MatrixRoom(ctx), qtbot)


def shown(room: MatrixRoom, qtbot: Any) -> MatrixRoom:
    qtbot.addWidget(room)
    room.resize(980, 800)
    with qtbot.waitExposed(room):
        room.show()
    room.focus_room()
    return room


def point(room: MatrixRoom, place: Place) -> QPoint:
    box = room.view.layout_.in_view(place, room.view.scrolled)
    return QPoint(box.x + box.w // 2, box.y + box.h - 20)


def click(room: MatrixRoom, where: QPoint, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mouseClick(room.view.viewport(), button, Qt.KeyboardModifier.NoModifier, where)
    QApplication.processEvents()


def key(room: MatrixRoom, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(room.view, one)
    QApplication.processEvents()


def in_cell(room: MatrixRoom, account: int, series: int | None) -> list[Note]:
    return [note for note in room.ctx.store.notes.all() if (note.account_id, note.series_id) == (account, series)]


def test_a_click_on_a_gap_makes_a_draft_on_a_good_day(room: MatrixRoom) -> None:
    assert room.matrix.cell(Place(1, 1)).state is State.MISSING
    click(room, point(room, Place(1, 1)))
    (made,) = in_cell(room, 2, 2)
    assert (made.status, made.title) == (Status.TODO, "")
    assert made.day is not None
    assert date(2026, 12, 9) <= made.day <= date(2026, 12, 12), "not in the past, not on 国家公祭日"
    assert room.ctx.note_id == made.id
    assert room.matrix.cell(Place(1, 1)).state is State.SHORT


def test_undo_opens_the_gap_again(room: MatrixRoom) -> None:
    click(room, point(room, Place(1, 1)))
    room.ctx.undo()
    QApplication.processEvents()
    assert in_cell(room, 2, 2) == []
    assert room.matrix.cell(Place(1, 1)).state is State.MISSING
    room.ctx.redo()
    QApplication.processEvents()
    assert len(in_cell(room, 2, 2)) == 1


def test_a_click_on_a_filled_cell_shows_its_notes_one_after_the_other(room: MatrixRoom) -> None:
    first, second = in_cell(room, 1, 1)
    click(room, point(room, Place(0, 0)))
    assert room.ctx.note_id == second.id, "12-10 is nearest to 12-09"
    click(room, point(room, Place(0, 0)))
    assert room.ctx.note_id == first.id
    assert len(room.ctx.store.notes.all()) == 2


def test_the_tag_of_a_short_cell_adds_a_note(room: MatrixRoom) -> None:
    box = room.view.layout_.in_view(Place(0, 0), (0, 0))
    click(room, QPoint(box.right - 20, box.y + 22))
    assert len(in_cell(room, 1, 1)) == 3
    assert room.matrix.cell(Place(0, 0)).planned == 3


def test_an_idle_cell_and_other_buttons_do_nothing(room: MatrixRoom) -> None:
    click(room, point(room, Place(0, 1)))
    click(room, point(room, Place(1, 1)), Qt.MouseButton.RightButton)
    assert len(room.ctx.store.notes.all()) == 2
    assert room.ctx.note_id is None


def test_arrows_walk_and_enter_fills(room: MatrixRoom) -> None:
    key(room, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert room.view.focus == Place(1, 1)
    assert NASTY in room.view.accessibleDescription()
    assert "按回车补排" in room.view.accessibleDescription()
    key(room, Qt.Key.Key_Return)
    assert len(in_cell(room, 2, 2)) == 1
    key(room, Qt.Key.Key_Return)
    assert len(in_cell(room, 2, 2)) == 1, "the second Enter opens the note that is there now"
    room.new_note()
    QApplication.processEvents()
    assert len(in_cell(room, 2, 2)) == 2
    assert room.matrix.cell(Place(1, 1)).state is State.MET


def test_paging_moves_four_weeks_and_past_gaps_are_refused(room: MatrixRoom) -> None:
    said: list[Any] = []
    room.ctx.toasted.connect(said.append)
    room.step(-1)
    assert (room.matrix.start, room.matrix.end) == (date(2026, 10, 19), date(2026, 11, 15))
    assert room.heading()[1].startswith("10 月 19 日 – 11 月 15 日")
    click(room, point(room, Place(1, 1)))
    assert len(room.ctx.store.notes.all()) == 2
    assert [toast.kind for toast in said] == ["error"]
    room.today()
    assert room.matrix.end == date(2026, 12, 13)
    room.step(1)
    click(room, point(room, Place(1, 1)))
    (made,) = in_cell(room, 2, 2)
    assert made.day is not None
    assert date(2026, 12, 14) <= made.day <= date(2027, 1, 10)


def test_a_double_click_goes_to_the_week(room: MatrixRoom, qtbot: Any) -> None:
    with qtbot.waitSignal(room.ctx.room_asked) as asked:
        QTest.mouseDClick(room.view.viewport(), Qt.MouseButton.LeftButton, pos=point(room, Place(0, 0)))
    assert asked.args == ["week"]
    assert room.ctx.day == date(2026, 12, 7)


def test_it_follows_what_others_change(room: MatrixRoom) -> None:
    store = room.ctx.store
    notes.move(store, [1], day=date(2026, 9, 1))
    QApplication.processEvents()
    assert room.matrix.cell(Place(0, 0)).planned == 1
    room.hide()
    catalog.add_series(store, name="新系列", palette="sky")
    QApplication.processEvents()
    room.show()
    assert [column.name for column in room.matrix.columns] == ["羊毛天天捡", "防诈消保", "新系列"]


def test_user_text_stays_plain(room: MatrixRoom) -> None:
    labels = room.notes.findChildren(QLabel)
    assert any(NASTY in label.text() for label in labels)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    tip = room.view.tip_at(point(room, Place(0, 0)))
    assert NASTY in tip
    lane = room.view.layout_.lane(1, 0)
    assert NASTY in room.view.tip_at(QPoint(20, lane.y + 10))


def test_gaps_in_words(room: MatrixRoom) -> None:
    texts = [label.text() for label in room.notes.findChildren(QLabel)]
    assert texts[0] == f"1 处缺位：{NASTY} × 防诈消保"
    assert room.notes.accessibleName().splitlines() == texts


def test_it_is_drawn_in_both_themes_and_the_gap_is_dashed(room: MatrixRoom) -> None:
    for mode in ("light", "dark"):
        room.ctx.theme.set_mode(mode)
        picture = room.view.viewport().grab().toImage()
        box = room.view.layout_.in_view(Place(1, 1), (0, 0))
        edge = [picture.pixelColor(box.x + x, box.y) for x in range(15, box.w - 15)]
        danger, paper = room.ctx.theme.color("danger"), room.ctx.theme.color("surface")
        assert any(near(color, danger) for color in edge)
        assert any(near(color, paper) for color in edge)
        filled = room.view.layout_.in_view(Place(0, 0), (0, 0))
        assert not near(picture.pixelColor(filled.x + 40, filled.y + 60), paper)


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return max(abs(a - b) for a, b in pairs) < 40


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_an_empty_workspace_offers_one_button(ctx: Any, qtbot: Any, language: str) -> None:
    words.use(language)
    room = shown(MatrixRoom(ctx), qtbot)
    assert not room.view.isVisible()
    (button,) = [one for one in room.findChildren(QPushButton) if one.isVisible()]
    asked: list[Any] = []
    ctx.asked.connect(lambda *what: asked.append(what))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked[0][0] == "catalogue"
    catalog.add_account(ctx.store, name="主账号")
    catalog.add_series(ctx.store, name="羊毛天天捡")
    QApplication.processEvents()
    assert room.view.isVisible()
    assert [one.text() for one in room.notes.findChildren(QPushButton)], "without targets it offers to set them"


def test_many_accounts_scroll(ctx: Any, qtbot: Any) -> None:
    for number in range(12):
        catalog.add_account(ctx.store, name=f"账号{number}")
        catalog.add_series(ctx.store, name=f"系列{number}")
    room = shown(MatrixRoom(ctx), qtbot)
    assert room.view.horizontalScrollBar().maximum() > 0
    key(room, *[Qt.Key.Key_Down] * 13, Qt.Key.Key_End)
    assert room.view.focus == Place(11, 11)
    box = room.view.layout_.in_view(Place(11, 11), room.view.scrolled)
    assert box.right <= room.view.layout_.total_x
    assert box.bottom <= room.view.viewport().height()


def test_among_many_notes_clashes_are_said_a_moment_later(
    room: MatrixRoom, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "INLINE", 1)
    store = room.ctx.store
    for minute in (600, 610):
        notes.create(store, account_id=1, series_id=1, day=date(2026, 12, 10), minute=minute, title=f"第{minute}")
    assert "相撞" not in room.notes.accessibleName()
    qtbot.waitUntil(lambda: "1 处相撞" in room.notes.accessibleName())
