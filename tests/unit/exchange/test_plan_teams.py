"""Ways to write a schedule that further teams have: undecided days, program's clocks, names in dress, cards."""

from collections.abc import Sequence
from datetime import date

import pytest

from xhsplanner.exchange.plan_dates import read_day
from xhsplanner.exchange.plan_model import Known, PlanRow, Reading
from xhsplanner.exchange.plan_names import Names, read_accounts_cell
from xhsplanner.exchange.plan_read import read_pasted
from xhsplanner.exchange.plan_times import read_minute

TODAY = date(2026, 12, 9)
KNOWN = Known(("主账号", "财富Office"), ("避坑指南", "节日节气"), ("小林", "阿May"))


def read(*rows: Sequence[object]) -> Reading:
    text = "\n".join("\t".join(str(cell) for cell in row) for row in rows)
    return read_pasted("", text, known=KNOWN, today=TODAY)


def everything(reading: Reading) -> list[PlanRow]:
    return sorted((*reading.rows, *reading.rejected), key=lambda row: (row.row, row.column, row.order))


@pytest.mark.parametrize("text", ["12月上旬", "十二月底前", "early Dec", "mid-January 2027", "春节前后", "TBC"])
def test_a_part_of_a_month_is_no_day_and_no_error(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["12月7日前", "Dec 7", "12/7 前后"])
def test_a_day_with_such_a_word_stays_a_day(text: str) -> None:
    said = read_day(text)
    assert said is not None
    assert said.options[0][1:] == (12, 7)


@pytest.mark.parametrize("cell", ["1796351400000", 1796351400000.0, 1796351400, "1796351400"])
def test_seconds_and_milliseconds_are_moments_in_china(cell: str | float) -> None:
    said = read_day(cell)
    assert said is not None
    assert (said.certain, said.minute) == (date(2026, 12, 4), 10 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("早高峰(7:30)", "07:30"), ("黄金档（21:00）", "21:00"), ("12 noon", "12:00"), ("午12:15", "12:15")],
)
def test_an_hour_beside_the_name_of_its_slot(text: str, clock: str) -> None:
    minute = read_minute(text)
    assert minute is not None
    assert f"{minute // 60:02}:{minute % 60:02}" == clock


@pytest.mark.parametrize("text", ["主账号🏠", "小红书（主账号）", "📈主账号", "青禾银行·主账号🏠"])
def test_a_name_in_its_dress(text: str) -> None:
    assert read_accounts_cell(text, Names(KNOWN.accounts)).found == ["主账号"]


def test_a_platform_with_accounts_in_brackets() -> None:
    split = read_accounts_cell("小红书（主账号、财富Office）", Names(KNOWN.accounts))
    assert (split.found, split.unknown) == (["主账号", "财富Office"], [])
