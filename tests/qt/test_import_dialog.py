"""The import dialog with real clicks and keys: preview first, one op, plain text, refusals shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import LANGUAGES, words
from xhsplanner.exchange.plan_words import fold
from xhsplanner.ops import catalog, plan
from xhsplanner.ui.importing.dialog import ImportDialog
from xhsplanner.ui.importing.lines import COLUMNS
from xhsplanner.ui.importing.source_view import ROLE
from xhsplanner.ui.shots import settle

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "plan" / "排期表_2026Q4.xlsx"


@pytest.fixture
def dialog(ctx: Any, qtbot: Any) -> Callable[..., ImportDialog]:
    """`dialog(subject)` opens the dialog and waits until the file is read."""

    def open_(subject: object = None) -> ImportDialog:
        made = ImportDialog(ctx, None, subject)
        qtbot.addWidget(made)
        made.show()
        settle(ctx)
        return made

    return open_


def cells(dialog: ImportDialog, column: str) -> list[str]:
    model, index = dialog.page.lines, COLUMNS.index(column)
    return [str(model.index(row, index).data()) for row in range(model.rowCount())]


def test_a_file_is_previewed_before_anything_is_written(dialog: Any, ctx: Any) -> None:
    shown = dialog([str(SAMPLE)])
    assert shown.page.lines.rowCount() == 180
    assert {name: number.text() for name, number in shown.page.figures.numbers.items()} == {
        "new": "194", "changed": "0", "same": "0", "problems": "3",
    }  # fmt: skip
    assert shown.go.isEnabled()
    assert shown.go.text().strip() == "导入 194 篇"
    assert ctx.store.notes.count() == 0


def test_import_is_one_step_and_says_so(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    toasts: list[Any] = []
    ctx.toasted.connect(toasts.append)
    with qtbot.waitSignal(shown.accepted, timeout=10_000):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert ctx.store.notes.count() == 194
    (toast,) = toasts
    assert toast.undo
    assert "新增 194 篇" in toast.text
    ctx.undo()
    qtbot.waitUntil(lambda: ctx.store.notes.count() == 0, timeout=10_000)  # a large step is undone on a worker


def test_problems_stand_at_their_cell(dialog: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    chip = next(chip for chip in shown.page.filters.buttons() if chip.property("filter") == "problems")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert cells(shown, "row") == ["86", "107", "131"]
    assert cells(shown, "day")[0] == "12月32日"
    assert cells(shown, "accounts")[1] == "青禾生活号"
    assert cells(shown, "result")[2] == "标题是空的"
    marked = {(row, column) for row in range(3) for column in range(len(COLUMNS))
              if shown.page.lines.index(row, column).data(Qt.ItemDataRole.UserRole)}  # fmt: skip
    assert marked == {(0, COLUMNS.index("day")), (1, COLUMNS.index("accounts")), (2, COLUMNS.index("title"))}


def answer(dialog: ImportDialog, name: str, words: str) -> None:
    """Pick an answer about a name, as its list of answers says it."""
    box = next(box for (_, text), box in dialog.page.names.boxes.items() if text == fold(name))
    index = box.findText(words)
    assert index >= 0, [box.itemText(i) for i in range(box.count())]
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_a_name_can_be_created_and_taken_back(dialog: Any, ctx: Any) -> None:
    shown = dialog(SAMPLE)
    answer(shown, "青禾生活号", "新建账号 青禾生活号")
    settle(ctx)
    assert shown.go.text().strip() == "导入 195 篇"
    assert shown.page.names.boxes["account", "青禾生活号"].currentText() == "新建账号 青禾生活号"
    answer(shown, "青禾生活号", "还没决定：这些行先不导入")
    settle(ctx)
    assert shown.go.text().strip() == "导入 194 篇"


def test_rows_are_decided_one_by_one(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    shown.page.table.selectRow(0)
    qtbot.keyClick(shown.page.table, Qt.Key.Key_Delete)
    settle(ctx)
    assert shown.go.text().strip() == "导入 193 篇"
    assert cells(shown, "result")[0] == "跳过"
    shown.page.table.selectRow(0)
    menu = shown.page.table.menu()
    assert [action.text() for action in menu.actions()] == ["更新已有的笔记", "新增一篇", "跳过"]
    menu.actions()[1].trigger()
    settle(ctx)
    assert shown.go.text().strip() == "导入 194 篇"


def test_an_import_can_be_stopped_and_leaves_nothing(
    dialog: Any, ctx: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xhsplanner.ops.plan_rows.BATCH", 1)
    shown = dialog(SAMPLE)
    shown.do_import()
    shown.cancel.click()  # while the first of 194 notes are written
    qtbot.waitUntil(lambda: not shown.job.running, timeout=10_000)
    assert shown.isVisible()
    assert shown.foot.text() == "已停止，没有写入任何内容。"
    assert ctx.store.notes.count() == 0
    assert ctx.store.catalog.accounts() == []
    assert shown.go.isEnabled()


def test_the_same_file_again_has_nothing_to_import(dialog: Any, ctx: Any, qtbot: Any) -> None:
    first = dialog(SAMPLE)
    with qtbot.waitSignal(first.accepted, timeout=10_000):
        first.go.click()
    again = dialog(SAMPLE)
    assert again.page.figures.numbers["same"].text() == "194"
    assert not again.go.isEnabled()
    assert again.go.text().strip() == "没有可导入的"


def test_a_refused_file_is_told_by_name_and_another_can_be_dropped(dialog: Any, ctx: Any, tmp_path: Path) -> None:
    bad = tmp_path / "坏<b>.xlsx"
    bad.write_bytes(b"PK no")
    shown = dialog(bad)
    assert not shown.page.isVisible()
    assert "坏<b>.xlsx 不是完整的 xlsx" in shown.place.error.text()
    assert shown.place.error.textFormat() is Qt.TextFormat.PlainText
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
    none = Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    shown.dropEvent(QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, left, none))
    settle(ctx)
    assert shown.page.isVisible()
    assert shown.page.lines.rowCount() == 180


def test_user_text_is_plain_everywhere(dialog: Any, tmp_path: Path) -> None:
    path = tmp_path / "<b>粗&体.xlsx"
    title = "<img src=x>=1+1 *^: " + "长" * 400
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        for column, text in enumerate(("日期", "账号", "标题")):
            page.write_string(0, column, text)
        for column, text in enumerate(("12-07", "<i>号", title)):
            page.write_string(1, column, text)
    shown = dialog(path)
    assert cells(shown, "title") == [title]
    assert shown.page.name.text() == "<b>粗&体.xlsx"
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in shown.findChildren(QLabel))
    tip = shown.page.lines.index(0, COLUMNS.index("title")).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    (box,) = shown.page.names.boxes.values()
    assert box.accessibleName() == "账号 <i>号（1 行）"


def test_escape_writes_nothing(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    qtbot.keyClick(shown.page.table, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert ctx.store.notes.count() == 0


def test_a_workspace_that_cannot_be_written_says_why(dialog: Any, ctx: Any) -> None:
    ctx.store.read_only = "工作区只能读"
    shown = dialog(SAMPLE)
    assert not shown.go.isEnabled()
    assert shown.foot.text() == "工作区只能读"


def test_a_refusal_while_importing_leaves_the_preview(
    dialog: Any, ctx: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = dialog(SAMPLE)

    def refuse(*_: object, **__: object) -> None:
        raise Refused("磁盘满了")

    monkeypatch.setattr("xhsplanner.ops.plan.import_plan", refuse)
    shown.do_import()
    settle(ctx)
    assert shown.isVisible()
    assert shown.foot.text() == "磁盘满了"
    assert shown.go.isEnabled()


def test_the_calendar_goes_to_the_imported_week(dialog: Any, ctx: Any, qtbot: Any, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("日期,账号,标题\n2027-03-03,甲,一\n", encoding="utf-8")
    shown = dialog(path)
    answer(shown, "甲", "新建账号 甲")
    settle(ctx)
    with qtbot.waitSignal(shown.accepted, timeout=10_000):
        shown.go.click()
    assert ctx.day.isoformat() == "2027-03-03"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(dialog: Any, language: str) -> None:
    words.use(language)
    shown = dialog(SAMPLE)
    for control in (shown.go, shown.cancel, shown.page.other, shown.page.table, *shown.page.filters.buttons()):
        assert control.accessibleName()
    header = [shown.page.lines.headerData(i, Qt.Orientation.Horizontal) for i in range(len(COLUMNS))]
    assert header[0] == ("行" if language == "zh_CN" else "Row")


def test_a_pasted_table_is_previewed_and_imported(dialog: Any, ctx: Any, qtbot: Any) -> None:
    catalog.add_account(ctx.store, name="主账号")
    shown = dialog(
        plan.Pasted("日期\t时间\t账号\t标题\n12-10\t晚8点\t主账号\t贴来的一篇\n12-11\t\t主账号\t=第二篇\n")
    )
    assert shown.page.name.text() == "剪贴板"
    assert cells(shown, "title") == ["贴来的一篇", "=第二篇"]
    with qtbot.waitSignal(shown.accepted, timeout=10_000):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert [note.minute for note in ctx.store.notes.all()] == [1200, None]


@pytest.mark.parametrize("place_of", ["head", "cells"])
def test_a_column_is_corrected_by_dropping_its_role(dialog: Any, ctx: Any, tmp_path: Path, place_of: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("日期,账号,甲,乙\n2026-12-10,主账号,先写的字,后写的标题\n", encoding="utf-8")
    catalog.add_account(ctx.store, name="主账号")
    shown = dialog(path)
    page = shown.page
    page.show_view("source")
    section = next(i for i, column in enumerate(page.tables[0].columns) if column.header == "乙")
    data = QMimeData()
    data.setData(ROLE, b"title")
    place = QPointF(page.source.columnViewportPosition(section) + 20, 20)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = page.source.head if place_of == "head" else page.source
    assert target.viewport().acceptDrops()
    target.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, left, none))
    settle(ctx)
    assert cells(shown, "title") == ["后写的标题"]
    shown.do_import()
    settle(ctx)
    again = dialog(path)  # the same headers, in another dialog: remembered
    assert cells(again, "title") == ["后写的标题"]


def test_a_cell_is_fixed_in_the_preview(dialog: Any, ctx: Any, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("日期,账号,标题\n12月32日,主账号,一\n2026-12-11,主账号,二\n", encoding="utf-8")
    catalog.add_account(ctx.store, name="主账号")
    shown = dialog(path)
    assert shown.go.text().strip() == "导入 1 篇"
    model = shown.page.lines
    assert model.setData(model.index(0, COLUMNS.index("day")), "12月12日")
    settle(ctx)
    assert cells(shown, "day") == ["2026-12-12", "2026-12-11"]
    assert shown.go.text().strip() == "导入 2 篇"
    source = shown.page.source_model
    assert source.setData(source.index(1, 2), "二改")
    settle(ctx)
    assert cells(shown, "title") == ["一", "二改"]


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "plan.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_account_and_a_series_of_one_name_are_asked_about_each(dialog: Any, ctx: Any, tmp_path: Path) -> None:
    catalog.add_account(ctx.store, name="主账号")
    names = dialog(csv_file(tmp_path, "日期,账号,系列,标题", "12-10,信用卡,信用卡,一")).page.names
    assert set(names.boxes) == {("account", "信用卡"), ("series", "信用卡")}


def test_the_wheel_over_an_answer_answers_nothing(dialog: Any, ctx: Any) -> None:
    shown = dialog(SAMPLE)
    box = shown.page.names.boxes["account", "青禾生活号"]
    none = Qt.KeyboardModifier.NoModifier
    turn = QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, none,
                       Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    box.wheelEvent(turn)
    assert not turn.isAccepted()
    assert box.currentIndex() == 0


def test_who_works_in_the_preview_stays_there_when_it_is_read_again(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    table = shown.page.table
    table.setFocus()
    table.selectRow(120)
    table.setCurrentIndex(shown.page.lines.index(120, COLUMNS.index("time")))
    scrolled = table.verticalScrollBar().value()
    assert scrolled > 0
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    settle(ctx)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (120, COLUMNS.index("time"))
    assert [index.row() for index in table.selectionModel().selectedRows()] == [120]
    assert table.verticalScrollBar().value() == scrolled
    assert table.hasFocus()


def test_the_result_is_a_control(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(SAMPLE)
    table = shown.page.table
    place = table.visualRect(shown.page.lines.index(1, COLUMNS.index("result"))).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["新增一篇"]
    menu.close()


def test_a_correction_that_leaves_nothing_to_read_is_taken_back(dialog: Any, ctx: Any, tmp_path: Path) -> None:
    catalog.add_account(ctx.store, name="主账号")
    shown = dialog(csv_file(tmp_path, "日期,账号,标题", "12-10,主账号,一"))
    shown.page._give_role(2, "")
    settle(ctx)
    assert "哪一列是标题" in shown.foot.text()
    right = [column.role for column in shown.page.tables[0].columns]
    shown.page._give_role(0, "")  # now only the account is left
    settle(ctx)
    assert "没有找到表头" in shown.foot.text()
    assert [column.role for column in shown.page.tables[0].columns] == right
    shown.page._give_role(2, "title")  # and one can go on
    settle(ctx)
    assert shown.go.text().strip() == "导入 1 篇"


FOREIGN = Path(__file__).resolve().parents[1] / "data" / "plan" / "foreign"


def test_the_first_schedule_of_an_empty_workspace_makes_what_it_names(dialog: Any, ctx: Any, qtbot: Any) -> None:
    shown = dialog(FOREIGN / "01_矩阵排期_gb18030.csv")
    assert shown.page.names.boxes["account", "信用卡申请"].currentText() == "新建账号 信用卡申请"
    assert shown.go.hasFocus()
    with qtbot.waitSignal(shown.accepted, timeout=10_000):
        qtbot.keyClick(shown.go, Qt.Key.Key_Return)
    assert "信用卡申请" in [account.name for account in ctx.store.catalog.accounts()]


def test_all_names_are_made_with_one_press_and_every_note_says_why_it_waits(
    dialog: Any, ctx: Any, qtbot: Any
) -> None:
    catalog.add_account(ctx.store, name="别的账号")
    shown = dialog(FOREIGN / "11_周表_账号x星期.xlsx")
    assert not shown.go.isEnabled()
    assert next(iter(shown.page.names.boxes.values())).hasFocus()
    results = cells(shown, "result")
    assert len(results) == 60
    assert all("没有叫" in result and result.count("的账号") == 1 for result in results)
    qtbot.mouseClick(shown.page.names.create_all, Qt.MouseButton.LeftButton)
    settle(ctx)
    assert shown.go.text().strip() == "导入 60 篇"
    assert shown.page.names.create_all.isHidden()


def test_a_table_without_a_title_column_asks_for_it_and_tab_leaves_the_table(
    dialog: Any, ctx: Any, qtbot: Any, tmp_path: Path
) -> None:
    catalog.add_account(ctx.store, name="主账号")
    shown = dialog(csv_file(tmp_path, "日期,账号,甲,乙", "12-10,主账号,先写的字,后写的标题"))
    assert "哪一列是标题" in shown.foot.text()
    assert shown.page.source.hasFocus()
    qtbot.keyClick(shown.page.source, Qt.Key.Key_Tab)
    assert not shown.page.source.hasFocus()


def test_a_table_of_nothing_but_a_header_says_so(dialog: Any, tmp_path: Path) -> None:
    shown = dialog(csv_file(tmp_path, "日期,账号,标题"))
    assert shown.foot.text() == "这张表只有表头，下面没有内容。"
    assert not shown.go.isEnabled()
