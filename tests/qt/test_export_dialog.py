"""The export dialog: format, days, filters, file; what is written, shown and left behind."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt

from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import catalog, notes, plan
from xhsplanner.ops.plan_export import KINDS
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import export_plan
from xhsplanner.ui.dialogs.export_plan import ExportDialog

TITLES = {"本周": date(2026, 12, 10), "三周后": date(2026, 12, 30), "明年": date(2027, 3, 1), "没有日期": None}


@pytest.fixture
def dialog(store: Store, make_context: Callable[..., Context], qtbot: Any) -> ExportDialog:
    catalog.add_account(store, name="主账号")
    catalog.add_account(store, name="信用卡申请")
    for title, day in TITLES.items():
        notes.create(store, 1, f"=1+1 {title}", day=day)
    dialog = ExportDialog(make_context(store))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def export(dialog: ExportDialog, file: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any) -> str:
    """Click the button and wait for what is said; `dialog` stays open."""
    monkeypatch.setattr(export_plan, "ask_file", lambda _parent, _name: file)
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=20_000) as said:
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    return str(said.args[0].text)


@pytest.mark.parametrize(("choice", "expected"), [("week", 1), ("month", 2), ("all", 4)])
def test_what_is_chosen_is_counted_written_and_reads_back(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any, choice: str, expected: int
) -> None:
    file = tmp_path / "排期 表.xlsx"
    dialog.choices[choice].click()
    assert f"{expected} 篇" in dialog.count.text()
    assert f"{expected} 篇" in export(dialog, file, monkeypatch, qtbot)
    found = read_plan(file, known=plan.known(dialog._ctx.store), today=date(2026, 12, 9))
    assert len(found.rows) == expected
    assert dialog.folder.isVisible()
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_has_its_options(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any, kind: str
) -> None:
    dialog.kind.setCurrentIndex(KINDS.index(kind))
    shown = {name for name, flag in dialog.flags.items() if flag.isVisible()}
    assert shown == {name for name, kinds in export_plan.FLAGS.items() if kind in kinds}
    assert dialog.encoding.isVisible() == (kind == "csv")
    export(dialog, tmp_path / f"a.{kind}", monkeypatch, qtbot)
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == [f"a.{kind}"]


def test_filters_and_own_days(dialog: ExportDialog) -> None:
    dialog.start.setDate(QDate(2027, 1, 1))
    dialog.end.setDate(QDate(2027, 12, 31))
    assert dialog.choices["days"].isChecked()
    assert "1 篇" in dialog.count.text()
    dialog.accounts.pick(2)
    assert dialog.accounts.text().strip() == "信用卡申请"
    assert dialog.count.text() == "这个范围里没有笔记"
    assert not dialog.ok.isEnabled()
    dialog.accounts.pick(1)
    assert dialog.ok.isEnabled()
    dialog.end.setDate(QDate(2026, 1, 1))
    assert (dialog.count.text(), dialog.ok.isEnabled()) == ("起始日晚于结束日", False)


def test_cancelling_the_file_keeps_the_dialog(dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_plan, "ask_file", lambda *_args: None)
    dialog.ok.click()
    assert dialog.isVisible()
    assert dialog.ok.isEnabled()


def test_stopping_leaves_no_file(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(export_plan, "ask_file", lambda *_args: tmp_path / "a.html")
    dialog.ok.click()
    dialog._partial.write_text("half")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog.count.text() == "已取消导出，没有留下文件", timeout=20_000)
    assert dialog.isVisible()
    assert [path for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_place_that_cannot_be_written_is_said(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    assert "写不了" in export(dialog, tmp_path / "没有" / "a.xlsx", monkeypatch, qtbot)
    assert dialog.ok.isEnabled()


def test_pdf_and_pictures_are_the_posters_business(dialog: ExportDialog, qtbot: Any) -> None:
    with qtbot.waitSignal(dialog._ctx.asked) as asked:
        qtbot.mouseClick(dialog.poster, Qt.MouseButton.LeftButton)
    assert asked.args == ["poster", None]
    assert not dialog.isVisible()
