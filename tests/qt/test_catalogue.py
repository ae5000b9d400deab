"""The room 资料: every noun is added, edited, ordered, archived, merged and deleted; each step is one op."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QColorDialog, QLineEdit, QWidget

from xhsplanner.core.words import words
from xhsplanner.ops import catalog, links, notes, workspace
from xhsplanner.ui.catalogue.editors import BriefEditor, Names
from xhsplanner.ui.catalogue.nouns import NOUNS, TARGET
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.dialogs.renumber import RenumberDialog
from xhsplanner.ui.rooms.catalogue import CatalogueRoom

LEFT = Qt.MouseButton.LeftButton
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
CANARY = '<img src="x.png">&"*^:'


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> CatalogueRoom:
    """The room over a workspace with three accounts, in front."""
    workspace.preset(ctx.store, "zhaohang")
    room = CatalogueRoom(ctx)
    qtbot.addWidget(room)
    room.resize(1180, 700)
    room.show()
    room.activateWindow()
    qtbot.waitUntil(room.isActiveWindow)
    room.focus_room()
    return room


@pytest.fixture
def said(room: CatalogueRoom) -> list[ToastText]:
    """What the room told."""
    heard: list[ToastText] = []
    room.ctx.toasted.connect(heard.append)
    return heard


def names(room: CatalogueRoom) -> list[str]:
    return [row.name for row in room.ctx.store.catalog.rows(room.noun, archived=False)]


def field(room: CatalogueRoom, name: str) -> Any:
    return room.detail(room.noun).form.editors[name]


def click_row(room: CatalogueRoom, at: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    rows = room.pane.rows
    QTest.mouseClick(rows.viewport(), LEFT, modifier, rows.visualItemRect(rows.item(at)).center())


def go(room: CatalogueRoom, noun: str) -> None:
    at = list(NOUNS).index(noun)
    QTest.mouseClick(room.nouns.viewport(), LEFT, pos=room.nouns.visualItemRect(room.nouns.item(at)).center())
    assert room.noun == noun


def refill(editor: QLineEdit, text: str) -> None:
    """Replace a text as an input method does, and leave the field."""
    editor.setFocus()
    editor.selectAll()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)
    QTest.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if noun != TARGET])
def test_every_noun_is_added_named_and_deleted(room: CatalogueRoom, noun: str, qtbot: Any) -> None:
    go(room, noun)
    many = len(room.ctx.store.catalog.rows(noun))
    QTest.mouseClick(room.pane.add, LEFT)
    QTest.mouseClick(room.pane.add, LEFT)
    assert len(room.ctx.store.catalog.rows(noun)) == many + 2
    detail = room.detail(noun)
    assert room.stack.currentWidget() is detail
    assert all(editor.accessibleName() for editor in detail.form.editors.values())
    if noun != "disclaimer":
        qtbot.waitUntil(lambda: field(room, "name").hasFocus())
        assert field(room, "name").selectedText().endswith(" 2")
        refill(field(room, "name"), CANARY)
        assert names(room)[-1] == CANARY
    assert not room.grab().isNull()
    QTest.mouseClick(detail.remove, LEFT)
    assert len(room.ctx.store.catalog.rows(noun)) == many + 1
    room.ctx.undo()
    assert len(room.ctx.store.catalog.rows(noun)) == many + 2


def test_rename_is_one_op_and_undone_and_a_taken_name_is_put_back(
    room: CatalogueRoom, said: list[ToastText], qtbot: Any
) -> None:
    line = field(room, "name")
    refill(line, "  招牌  主账号 ")
    assert names(room)[0] == "招牌 主账号"
    room.ctx.undo()
    qtbot.waitUntil(lambda: line.text() == "主账号")
    refill(line, "信用卡申请")
    assert (names(room)[0], line.text(), said[-1].kind) == ("主账号", "主账号", "error")


def test_one_visit_of_a_text_is_one_step(room: CatalogueRoom, qtbot: Any) -> None:
    text = field(room, "profile")
    text.setFocus()
    for part in ("年轻人", "的第一张卡"):
        event = QInputMethodEvent()
        event.setCommitString(part)
        QApplication.sendEvent(text, event)
        room.detail("account").form._visits["profile"].flush()
    assert room.ctx.store.catalog.accounts()[0].profile == "年轻人的第一张卡"
    room.pane.rows.setFocus()
    room.ctx.undo()
    assert room.ctx.store.catalog.accounts()[0].profile == ""
    qtbot.waitUntil(lambda: text.toPlainText() == "")


def test_colours_by_swatch_and_any_other(room: CatalogueRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    QTest.mouseClick(field(room, "color")._buttons[4], LEFT)
    assert room.ctx.store.catalog.accounts()[0].color == catalog.COLORS[4]
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_args: QColor("#123abc"))
    QTest.mouseClick(field(room, "color").other, LEFT)
    assert room.ctx.store.catalog.accounts()[0].color == "#123ABC"


def test_order_by_keys_buttons_and_dragging(room: CatalogueRoom, qtbot: Any) -> None:
    before = names(room)
    QTest.keyClick(room.pane.rows, Qt.Key.Key_Down, ALT)
    assert names(room) == [before[1], before[0], before[2]]
    qtbot.waitUntil(lambda: room.pane.rows.currentRow() == 1)
    QTest.mouseClick(room.pane.up, LEFT)
    assert names(room) == before
    qtbot.waitUntil(lambda: room.pane.rows.currentRow() == 0)
    model = room.pane.rows.model()
    model.moveRow(room.pane.rows.rootIndex(), 2, room.pane.rows.rootIndex(), 0)
    qtbot.waitUntil(lambda: names(room) == [before[2], before[0], before[1]])


def test_search_shows_what_is_meant_and_holds_the_order(room: CatalogueRoom) -> None:
    QTest.mouseClick(room.pane.search, LEFT)
    room.pane.search.setText("信用卡")
    assert [row.name for row in (room.pane.rows.entry(n).value for n in range(room.pane.rows.count()))] == [
        "信用卡申请"
    ]
    assert room.pane.count.text() == "1 / 3 个"
    assert not room.pane.rows.dragEnabled()
    QTest.keyClick(room.pane.search, Qt.Key.Key_Escape)
    assert room.pane.rows.count() == 3


def test_archive_and_bring_back(room: CatalogueRoom, qtbot: Any) -> None:
    QTest.mouseClick(room.detail("account").archive, LEFT)
    qtbot.waitUntil(lambda: room.pane.rows.count() == 2)
    room.pane.archived.click()
    assert room.pane.rows.count() == 3
    click_row(room, 0)
    assert room.detail("account").archive.accessibleName() == "恢复"
    QTest.mouseClick(room.detail("account").archive, LEFT)
    assert len(names(room)) == 3


def test_merging_two_rows_moves_their_notes(room: CatalogueRoom, qtbot: Any) -> None:
    store = room.ctx.store
    one, two = (account.id for account in store.catalog.accounts()[:2])
    notes.create(store, two, "笔记")
    qtbot.waitUntil(lambda: room.pane.rows.entry(1).number == "1 篇")
    click_row(room, 0)
    click_row(room, 1, CTRL)
    pane = room.merge_pane
    assert room.stack.currentWidget() is pane
    assert pane.choices.checkedId() == two
    QTest.mouseClick(pane.choices.button(one), LEFT, pos=QPoint(8, pane.choices.button(one).height() // 2))
    QTest.mouseClick(pane.merge, LEFT)
    qtbot.waitUntil(lambda: not room.ctx.writing)
    assert [note.account_id for note in store.notes.all()] == [one]
    assert [row.id for row in room.pane.rows.chosen()] == [one]
    room.ctx.undo()
    assert [note.account_id for note in store.notes.all()] == [two]
    assert len(names(room)) == 3


def test_merging_with_the_keyboard_alone(room: CatalogueRoom, qtbot: Any) -> None:
    rows, pane = room.pane.rows, room.merge_pane
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert room.focusWidget() is pane.choices.checkedButton()
    QTest.keyClick(room.focusWidget(), Qt.Key.Key_Escape)
    assert room.focusWidget() is rows
    assert len(rows.chosen()) == 1
    QTest.keyClick(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    QTest.keyClick(room.focusWidget(), Qt.Key.Key_Down)
    kept = pane.choices.checkedId()
    pane.merge.setFocus()
    QTest.keyClick(pane.merge, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not room.ctx.writing)
    assert len(names(room)) == 2
    assert [row.id for row in rows.chosen()] == [kept]


def test_a_merge_goes_to_the_writer_thread_and_ends_at_the_kept_row(room: CatalogueRoom, qtbot: Any) -> None:
    store = room.ctx.store
    one, two = (account.id for account in store.catalog.accounts()[:2])
    notes.create(store, two, "笔记")
    room.show_subject(("account", one))
    QTest.mouseClick(room.detail("account").merge, LEFT)
    room.merge_pane.other.setCurrentIndex(1)
    room.merge_pane.other.activated.emit(1)
    room.merge_pane.choices.button(one).click()
    QTest.mouseClick(room.merge_pane.merge, LEFT)
    qtbot.waitUntil(lambda: [note.account_id for note in store.notes.all()] == [one])
    qtbot.waitUntil(lambda: room.stack.currentWidget() is room.details["account"])
    assert room.detail("account").row.id == one


def test_what_uses_a_row_is_named_and_opened(room: CatalogueRoom, qtbot: Any) -> None:
    store = room.ctx.store
    notes.create(store, 1, "车主卡怎么选")
    catalog.add(store, "keyword", name="车主卡")
    links.set_keywords(store, 1, [1])
    go(room, "keyword")
    detail = room.detail("keyword")
    assert detail.used.text() == "正在使用：1 篇笔记"
    assert not detail.remove.isVisible()
    card = detail.users.itemAt(1).widget()
    assert isinstance(card, QWidget)
    QTest.mouseClick(card, LEFT)
    assert room.ctx.note_id == 1


def test_the_brief_is_asked_question_by_question(room: CatalogueRoom) -> None:
    go(room, "series")
    editor = field(room, "brief")
    assert isinstance(editor, BriefEditor)
    editor.parts["pain"].setFocus()
    editor.parts["pain"].setPlainText("年费说不清")
    editor.parts["action"].setFocus()
    editor.parts["action"].setPlainText("收藏")
    room.pane.rows.setFocus()
    assert room.ctx.store.catalog.series()[0].brief == "痛点：年费说不清\n动作：收藏"
    room.ctx.undo()
    assert room.ctx.store.catalog.series()[0].brief == ""


def test_an_account_has_names_of_its_own_for_series(room: CatalogueRoom) -> None:
    table = field(room, "collections")
    assert isinstance(table, Names)
    table.item(0, 1).setText("天天薅")
    series = room.ctx.store.catalog.series()[0]
    assert room.ctx.store.catalog.collection_name(room.pane.rows.chosen()[0].id, series.id) == "天天薅"
    room.ctx.undo()
    assert room.ctx.store.catalog.collections() == []


def test_an_offer_cannot_end_before_it_begins(room: CatalogueRoom, said: list[ToastText]) -> None:
    go(room, "offer")
    assert room.stack.currentWidget() is room.empty
    QTest.mouseClick(room.empty.button, LEFT)
    refill(field(room, "valid_from"), "2026-12-10")
    refill(field(room, "valid_until"), "2026-12-09")
    assert said[-1].kind == "error"
    assert field(room, "valid_until").text() == ""
    refill(field(room, "valid_until"), "2026-12-31")
    offer = room.ctx.store.catalog.offers()[0]
    assert (str(offer.valid_from), str(offer.valid_until)) == ("2026-12-10", "2026-12-31")


def test_targets_are_typed_into_the_grid(room: CatalogueRoom, said: list[ToastText], qtbot: Any) -> None:
    go(room, TARGET)
    grid, store = room.targets.grid, room.ctx.store
    grid.setFocus()
    grid.go(2, 0)
    QTest.keyClick(grid, Qt.Key.Key_4)
    editor = grid.viewport().findChild(QLineEdit)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    account = store.catalog.accounts()[2].id

    def asked() -> list[tuple[float, int | None]]:
        pairs = ((x.account_id, x.series_id, x.per_week, x.weekday) for x in store.catalog.targets())
        return [pair[2:] for pair in pairs if pair[:2] == (account, None)]

    qtbot.waitUntil(lambda: asked() == [(4, None)])
    qtbot.waitUntil(lambda: len(room.targets._lines()) == 1)
    QTest.mouseClick(room.targets.add, LEFT)
    qtbot.waitUntil(lambda: len(room.targets._lines()) == 2)
    refill(room.targets._lines()[1].since, "2026-12-01")
    assert str(store.catalog.targets()[-1].since) == "2026-12-01"
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert not [
        x for x in store.catalog.targets() if (x.account_id, x.series_id, x.weekday) == (account, None, None)
    ]
    grid.cells.setData(grid.cells.index(2, 0), "三")
    assert said[-1].kind == "error"


def test_a_target_that_is_only_passed_stays_as_exact_as_it_is(room: CatalogueRoom) -> None:
    store = room.ctx.store
    account = store.catalog.accounts()[0].id
    for per_week in (0.25, 150, 0.333):
        catalog.add_target(store, account, per_week=per_week, weekday=2)
    go(room, TARGET)
    room.targets.grid.go(0, 0)
    lines = [one for one in room.targets._lines() if one.target.weekday == 2]
    assert [one.per_week.text().split()[0] for one in lines] == ["0.25", "150", "0.33"]
    for one in lines:
        one.per_week.setFocus()
        QTest.keyClick(one.per_week, Qt.Key.Key_Tab)
    assert [x.per_week for x in store.catalog.targets() if x.weekday == 2] == [0.25, 150, 0.333]


def test_renumbering_shows_first_and_does_then(room: CatalogueRoom, qtbot: Any) -> None:
    store = room.ctx.store
    series = store.catalog.series()[0]
    for day in ("2026-12-20", "2026-12-10"):
        notes.create(store, 1, day, series_id=series.id, day=day)
    dialog = RenumberDialog(room.ctx, room, series.id)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start.setValue(9)
    assert [dialog.table.item(row, 0).text() for row in range(2)] == ["2 → 9", "1 → 10"]
    QTest.mouseClick(dialog.do, LEFT)
    qtbot.waitUntil(lambda: not room.ctx.writing)
    assert [note.episode for note in store.notes.all()] == [9, 10]


def test_a_subject_is_opened_at_its_row(room: CatalogueRoom) -> None:
    wanted = room.ctx.store.catalog.series()[3]
    room.show_subject(("series", wanted.id))
    assert (room.noun, [row.id for row in room.pane.rows.chosen()]) == ("series", [wanted.id])


def test_two_hundred_rows_in_english(room: CatalogueRoom) -> None:
    words.use("en")
    with room.ctx.store.op("keyword.add", name="") as op:
        for n in range(200):
            catalog.insert_named(room.ctx.store, op, "keyword", {"name": f"keyword {n}"})
    go(room, "keyword")
    assert room.pane.rows.count() == 200
    QTest.keyClick(room.pane.rows, Qt.Key.Key_End)
    assert room.detail("keyword").title.text() == "keyword 199"
