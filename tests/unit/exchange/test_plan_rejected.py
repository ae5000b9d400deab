"""Rejected rows as a file: the same columns, the reason beside them, all of it text, and it can be read again."""

from datetime import date
from pathlib import Path

import pytest
import python_calamine

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.plan_model import Column, Known, Problem, Reading, Table
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.exchange.plan_rejected import write_rejected

COLUMNS = (Column("day", 0, "日期"), Column("accounts", 1, "账号"), Column("title", 2, "标题"))
LINES = ((2, ("12-07", "主账号", "好的")), (3, ("12月32日", "主账号", "=1+1")), (4, ("12-08", "别人", "@某人")))
READING = Reading(
    "表.xlsx",
    problems=(
        Problem("排/期", 3, "日期", "12月32日", "没有这一天", "A3", "no_such_day"),
        Problem("排/期", 4, "账号", "别人", "没有叫“别人”的账号", "B4", "unknown_account"),
        Problem("排/期", 2, "状态", "?", "不认识", "D2", "unknown_status", kept=True),
    ),
    tables=(Table("排/期", 0, "list", "abc", COLUMNS, LINES),),
)


def test_rejected_rows_stand_with_their_reasons(tmp_path: Path) -> None:
    file = tmp_path / "未导入.xlsx"
    assert write_rejected(file, READING) == 2
    book = python_calamine.load_workbook(file)
    assert book.get_sheet_by_index(0).to_python() == [
        ["日期", "账号", "标题", "未导入的原因"],
        ["12月32日", "主账号", "=1+1", "日期：没有这一天"],
        ["12-08", "别人", "@某人", "账号：没有叫“别人”的账号"],
    ]


def test_mended_rows_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "未导入.xlsx"
    write_rejected(file, READING)
    again = read_plan(file, known=Known(("主账号", "别人")), today=date(2026, 12, 9))
    assert [row.title for row in again.rows] == ["@某人"]
    assert [problem.code for problem in again.problems] == ["no_such_day"]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"未导入\.xlsx"):
        write_rejected(tmp_path / "nowhere" / "未导入.xlsx", READING)


def test_what_stays_out_of_a_week_grid_is_a_list_of_notes(tmp_path: Path) -> None:
    """Whole rows of the grid would bring the good notes along; and each note has the day it stood under."""
    grid = tmp_path / "周表.csv"
    rows = (
        "账号,12/7 周一,12/8 周二,12/9 周三,12/10 周四",
        "主账号,12:15【没有的】标题一,20:00 标题二,,",
        "别人,晚8点 标题三,休,—,",
    )
    grid.write_text("\n".join(rows), "utf-8")
    first = read_plan(grid, known=Known(("主账号",)), today=date(2026, 12, 9))
    assert [row.title for row in first.rows] == ["标题二"]
    file = tmp_path / "未导入.xlsx"
    assert write_rejected(file, first) == 2
    again = read_plan(file, known=Known(("主账号", "别人"), ("没有的",)), today=date(2026, 12, 9))
    assert [(row.title, row.day, row.clock, row.accounts) for row in again.rows] == [
        ("标题一", date(2026, 12, 7), "12:15", ("主账号",)),
        ("标题三", date(2026, 12, 7), "20:00", ("别人",)),
    ]
