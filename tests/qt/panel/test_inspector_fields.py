"""Chips, menus, hashtags, day and time, copies and the mark of publication."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from xhsplanner.core import transitions
from xhsplanner.core.model import Kind, Role, Status
from xhsplanner.core.words import t
from xhsplanner.ops import catalog, notes, status
from xhsplanner.ui.panel import actions as inspector_actions

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""


def names(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, name: str) -> None:
    action = next(action for action in menu.actions() if action.text() == name)
    menu.close()
    action.trigger()


# --- chips ------------------------------------------------------------------------------------------


def test_the_status_menu_offers_what_the_table_allows(window: Window) -> None:
    facts = window.page.facts
    for _ in range(3):
        now = window.stored()
        facts.open("status")
        expected = [t(f"status.{one}") for one in transitions.allowed(now.status, now.held_from, Role.LEAD)]
        assert names(facts.menu) == expected
        assert all(not QIcon.isNull(action.icon()) for action in facts.menu.actions())
        step = next(one for one in transitions.allowed(now.status, now.held_from, Role.LEAD) if one not in {
            Status.ON_HOLD, Status.CANCELLED, Status.CHANGES_REQUESTED, Status.TODO})  # fmt: skip
        choose(facts.menu, t(f"status.{step}"))
        window.settle()
        assert window.stored().status is step
        assert facts.chips["status"].look.text == t(f"status.{step}")
    assert len(window.toasts) == 3


def test_account_owner_kind_and_occasion(window: Window) -> None:
    facts = window.page.facts
    facts.open("account")
    assert names(facts.menu) == ["主账号", "信用卡申请", "城市"]
    choose(facts.menu, "信用卡申请")
    facts.open("kind")
    choose(facts.menu, t("kind.video"))
    window.settle()
    assert facts.chips["owner"].isHidden()
    facts.more.click()
    unset = {action.text(): action.menu() for action in facts.menu.actions()}
    people = [t("panel.owner"), t("panel.designer"), t("panel.persona"), t("panel.occasion")]
    assert list(unset) == [*people, t("write.offers"), t("write.keywords")]
    owner = next(a for a in unset[t("panel.owner")].actions() if a.text().startswith("许明"))
    owner.trigger()
    first = unset[t("panel.occasion")].actions()[0]
    occasion = first.text()
    first.trigger()
    facts.menu.close()
    window.settle()
    note = window.stored()
    assert (note.account_id, note.kind) == (window.accounts[1], Kind.VIDEO)
    assert window.store.catalog.member(note.owner_id).name == "许明"
    assert note.occasion
    assert facts.chips["owner"].isVisible()
    assert facts.chips["occasion"].look.text in occasion


def test_offers_and_keywords_are_ticked_in_menus(window: Window) -> None:
    offers = [
        catalog.add(window.store, "offer", name=name, valid_until=until).created["offer"][0]
        for name, until in (("咖啡券", None), ("双旦礼", date(2026, 12, 1)))
    ]
    window.settle()
    facts = window.page.facts
    facts.open("offers")
    assert names(facts.menu) == ["咖啡券", t("write.offer_over", name="双旦礼")]
    for name in names(facts.menu):
        facts.open("offers")
        choose(facts.menu, name)
        window.settle()
    assert [one.id for one in window.store.notes.offers(window.note)] == offers
    chip = facts.chips["offers"]
    assert (chip.look.text, chip.look.alarm, chip.isVisible()) == ("咖啡券 +1", True, True)
    facts.open("offers")
    choose(facts.menu, t("write.offer_over", name="双旦礼"))
    window.settle()
    assert (chip.look.text, chip.look.alarm) == ("咖啡券", False)
    facts.open("keywords")
    assert names(facts.menu)[0] == t("write.no_keywords")
    facts.menu.close()


def test_user_names_in_menus_are_plain(window: Window) -> None:
    catalog.add_account(window.store, name="R&D\t<b>x", initial="R")
    window.settle()
    window.page.facts.open("account")
    assert names(window.page.facts.menu)[-1] == "R&&D <b>x"
    window.page.facts.menu.close()


def test_series_brings_its_next_episode_and_its_hashtags(window: Window) -> None:
    header = window.page.header
    header.series.click()
    choose(header.menu, "信用卡避坑指南")
    window.settle()
    assert (window.stored().series_id, window.stored().episode) == (1, 1)
    assert header.series.look.text == "信用卡避坑指南 · 第 1 期"
    header.series.click()
    choose(header.menu, t("panel.set_episode"))
    header.popup.field.selectAll()
    QTest.keyClicks(header.popup.field, "12")
    QTest.keyClick(header.popup.field, Qt.Key.Key_Return)
    window.settle()
    assert header.series.look.text == "信用卡避坑指南 · 第 12 期"


def test_more_duplicates_copies_the_code_and_deletes(window: Window) -> None:
    header = window.page.header
    header.more.click()
    copies = header.menu.actions()[0].menu()
    assert names(copies) == ["信用卡申请", "城市", t("panel.all_others", n=2)]
    choose(copies, "城市")
    header.menu.close()
    window.settle()
    (sibling,) = window.store.notes.siblings(window.note)
    assert sibling.account_id == window.accounts[2]
    header.more.click()
    assert not header.menu.actions()[0].menu().actions()[1].isEnabled()
    choose(header.menu, t("panel.copy_code", code=window.stored().code))
    assert QGuiApplication.clipboard().text() == window.stored().code
    header.more.click()
    choose(header.menu, t("panel.delete"))
    window.settle()
    assert window.stored() is None
    assert window.panel.note is None
    window.ctx.undo()
    assert window.stored().title == "最低还款的坑"


# --- hashtags ---------------------------------------------------------------------------------------


def test_hashtags_by_keys(window: Window) -> None:
    tags = window.page.tags
    window.type(tags.field, "abc ")
    assert tags.tags() == ["信用卡", "避坑", "abc"]
    QTest.keyClicks(tags.field, "#d,e")
    assert tags.value() == "#信用卡 #避坑 #abc #d #e"
    QTest.keyClick(tags.field, Qt.Key.Key_Return)
    QTest.keyClick(tags.field, Qt.Key.Key_Backspace)
    assert tags.field.text() == "e"
    QTest.keyClick(tags.field, Qt.Key.Key_Backspace)
    window.board.setFocus()
    assert window.text().hashtags == "#信用卡 #避坑 #abc #d"
    window.ctx.undo()
    assert window.text().hashtags == "#信用卡 #避坑"


def test_series_tags_are_offered_and_ten_is_the_end(window: Window) -> None:
    notes.edit(window.store, window.note, series_id=1)
    window.settle()
    tags = window.page.tags
    offered = [tags._offer_flow.itemAt(i).widget() for i in range(tags._offer_flow.count())]
    assert [chip.look.text for chip in offered] == ["最低还款"]
    QTest.mouseClick(offered[0], Qt.MouseButton.LeftButton)
    window.type(tags.field, "1 2 3 4 5 6 7 8 ")
    window.board.setFocus()
    assert window.text().hashtags == "#信用卡 #避坑 #最低还款 #1 #2 #3 #4 #5 #6 #7"
    assert t("panel.tags_full", n=10) in window.toasts


def test_a_click_on_a_tag_takes_it_away(window: Window) -> None:
    chip = window.page.tags._flow.itemAt(0).widget()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    window.board.setFocus()
    assert window.text().hashtags == "#避坑"


# --- day and time -----------------------------------------------------------------------------------


def test_day_and_time_are_one_step(window: Window) -> None:
    window.page.facts.open("when")
    popup = window.page.facts.popup
    popup.field.selectAll()
    QTest.keyClicks(popup.field, "0830")
    spot = popup.grid.rect_of(date(2026, 12, 21)).center().toPoint()
    QTest.mouseClick(popup.grid, Qt.MouseButton.LeftButton, pos=spot)
    window.settle()
    assert (window.stored().day, window.stored().minute) == (date(2026, 12, 21), 510)
    assert window.page.facts.chips["when"].look.text == "12/21 周一 08:30"
    window.ctx.undo()
    assert (window.stored().day, window.stored().minute) == (date(2026, 12, 10), 735)


def test_the_calendar_by_keys(window: Window) -> None:
    window.page.facts.open("when")
    grid = window.page.facts.popup.grid
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(grid, key)
    assert grid.cursor_day == date(2027, 1, 18)
    assert "腊月" in grid.accessibleName()
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert window.stored().day == date(2027, 1, 18)


def test_esc_and_wrong_times_change_nothing(window: Window) -> None:
    window.page.facts.open("when")
    popup = window.page.facts.popup
    popup.field.selectAll()
    QTest.keyClicks(popup.field, "25:99")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert popup.isVisible()
    assert popup.problem.text() == t("panel.bad_time")
    QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    assert (window.stored().day, window.stored().minute) == (date(2026, 12, 10), 735)


def test_a_note_without_a_day(window: Window) -> None:
    window.page.facts.open("when")
    popup = window.page.facts.popup
    popup.field.clear()
    popup._pick(None)
    window.settle()
    assert (window.stored().day, window.stored().minute) == (None, None)
    assert window.page.facts.chips["when"].look.text == t("panel.no_day_yet")


# --- out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "text"), [("title", "最低还款的坑x"), ("body", "只还最低还款"), ("hashtags", "#信用卡 #避坑")]
)
def test_one_click_copies(window: Window, part: str, text: str) -> None:
    window.type(window.page.title, "x")
    QTest.mouseClick(window.page.copies[part], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]
    assert window.toasts == [t(f"panel.copied_{part}")]


def test_publishing_takes_a_web_link_and_the_real_time(window: Window) -> None:
    for step in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER):
        status.set_status(window.store, [window.note], step)
    notes.move(window.store, [window.note], day=date(2026, 12, 8))
    window.settle()
    window.page.facts.publish.click()
    dialog = window.panel.dialog
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "www.example.com", "https://a b"):
        dialog.link.setText(bad)
        assert not dialog.ok.isEnabled()
    dialog.link.clear()
    QTest.keyClicks(dialog.link, "https://www.xiaohongshu.com/explore/1")
    assert dialog.ok.isEnabled()
    dialog.time.setTime(dialog.time.time().addSecs(3600))
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    window.settle()
    note = window.stored()
    assert note.status is Status.PUBLISHED
    assert note.link == "https://www.xiaohongshu.com/explore/1"
    assert note.published_at.startswith("2026-12-08T13:15")
    assert window.page.lock.isVisible()


def test_the_future_is_no_real_time(window: Window) -> None:
    window.panel._ask_publish()
    dialog = window.panel.dialog
    for field in (dialog.day, dialog.time):
        assert field.lineEdit().width() > field.lineEdit().fontMetrics().horizontalAdvance(field.text())
    dialog.day.setDate(dialog.day.date().addDays(2))
    assert dialog.problem.text() == t("panel.time_ahead")
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_pictures_are_saved_in_order(
    window: Window, library: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes.attach(window.store, window.note, [library[2], library[0]])
    window.settle()
    target = tmp_path / "out"
    target.mkdir()
    monkeypatch.setattr(inspector_actions, "ask_folder", lambda _parent: target)
    QTest.mouseClick(window.page.picture_part.save, Qt.MouseButton.LeftButton)
    window.settle()
    (folder,) = target.iterdir()
    assert folder.name.startswith(window.stored().code)
    assert sorted(path.name for path in folder.iterdir()) == ["01_p2.png", "02_p0.png"]
    assert window.toasts[-1] == t("panel.saved_pictures", n=2, folder=folder)


def test_menus_open_below_their_chip(window: Window) -> None:
    chip = window.page.facts.chips["account"]
    chip.click()
    assert window.page.facts.menu.pos().y() >= chip.mapToGlobal(QPoint(0, chip.height())).y() - 1
    window.page.facts.menu.close()


def test_tab_walks_the_texts_and_comes_to_the_copy_buttons_after_them(window: Window) -> None:
    page = window.page
    page.title.setFocus()
    met = [page.title]
    while len(met) < 60 and page.remark not in met:
        met.append(met[-1].nextInFocusChain())
    assert page.body in met
    assert not set(met) & set(page.copies.values())
    while len(met) < 200 and not set(page.copies.values()) <= set(met):
        met.append(met[-1].nextInFocusChain())
    assert set(page.copies.values()) <= set(met)
