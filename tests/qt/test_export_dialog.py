"""The export dialog: days, file, what is written, and what is said."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import catalog, notes, plan
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import export_plan
from xhsplanner.ui.dialogs.export_plan import ExportDialog

TITLES = {"本周": date(2026, 12, 10), "三周后": date(2026, 12, 30), "明年": date(2027, 3, 1), "没有日期": None}


@pytest.fixture
def dialog(store: Store, make_context: Callable[..., Context], qtbot: Any) -> ExportDialog:
    catalog.add_account(store, name="主账号")
    for title, day in TITLES.items():
        notes.create(store, 1, f"=1+1 {title}", day=day)
    dialog = ExportDialog(make_context(store))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("week", ["本周"]), ("month", ["本周", "三周后"]), ("all", ["本周", "三周后", "明年", "没有日期"])],
)
def test_what_is_chosen_is_written_and_reads_back(
    dialog: ExportDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: Any,
    choice: str,
    expected: list[str],
) -> None:
    file = tmp_path / "排期 表.xlsx"
    asked: list[str] = []
    monkeypatch.setattr(export_plan, "ask_file", lambda _parent, name: asked.append(name) or file)
    ctx = dialog._ctx
    with qtbot.waitSignal(ctx.toasted, timeout=10_000) as said:
        dialog.choices[choice].click()
        dialog.ok.click()
    assert f"{len(expected)} 行" in said.args[0].text
    assert asked[0].endswith(".xlsx")
    found = read_plan(file, known=plan.known(ctx.store), today=date(2026, 12, 9))
    assert sorted(row.title for row in found.rows) == sorted(f"=1+1 {title}" for title in expected)


def test_cancelling_the_file_keeps_the_dialog(dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_plan, "ask_file", lambda *_args: None)
    dialog.ok.click()
    assert dialog.isVisible()


def test_a_place_that_cannot_be_written_is_said(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(export_plan, "ask_file", lambda *_args: tmp_path / "没有" / "a.xlsx")
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=10_000) as said:
        dialog.ok.click()
    assert said.args[0].kind == "error"
