"""Ways to write a schedule that further teams have: undecided days, program's clocks, names in dress, cards."""

from collections.abc import Sequence
from datetime import date

import pytest

from xhsplanner.exchange.plan_dates import read_day
from xhsplanner.exchange.plan_model import Choices, Known, PlanRow, Reading
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


def test_fields_with_labels_in_one_cell() -> None:
    reading = read(
        ("发布时间", "发布渠道", "拟发布内容"),
        ("12月8日 20:00", "小红书（主账号）", "【标题】年费三问 【正文】问一，问二。 【话题】#年费 #省钱"),
    )
    (row,) = reading.rows
    assert (row.accounts, row.title, row.body) == (("主账号",), "年费三问", "问一，问二。")
    assert row.hashtags == ("年费", "省钱")


def test_a_title_that_only_begins_in_brackets_keeps_them() -> None:
    reading = read(("日期", "账号", "标题"), ("12/8", "主账号", "【话题】大家聊聊年费"))
    assert reading.rows[0].title == "【话题】大家聊聊年费"


def test_weeks_and_weekdays_in_columns_of_their_own() -> None:
    reading = read(
        ("周次", "星期", "账号", "标题"),
        ("2026-W50", "周二", "主账号", "甲甲甲甲"),
        ("", "周日", "主账号", "乙乙乙乙"),
        ("第51周", "周一", "主账号", "丙丙丙丙"),
    )
    assert [row.day for row in reading.rows] == [date(2026, 12, 8), date(2026, 12, 13), date(2026, 12, 14)]


def test_a_row_of_rest_and_the_numbers_below_ticks_are_none() -> None:
    reading = read(
        ("日期", "主账号", "财富Office", "标题"),
        ("12/7", "√", "", "甲甲甲甲"),
        ("12/8", "", "", "休"),
        ("12/9", "√", "✓", "乙乙乙乙"),
        ("发布数", "2", "1", ""),
    )
    assert [row.accounts for row in everything(reading)] == [("主账号",), ("主账号", "财富Office")]


def test_a_board_of_cards_from_another_program() -> None:
    reading = read(
        ("Card ID", "Card Name", "Labels", "Members", "Due Date", "List Name", "账号"),
        ("1", "看板规则（先读）", "", "", "", "说明", ""),
        ("2", "甲甲甲甲", "避坑指南 (sky)", "小林", "2026-12-04T12:00:00.000Z", "已发出", "主账号"),
        ("3", "乙乙乙乙", "节日节气 (red)", "阿May", "2026-12-05T04:15:00.000Z", "选题池", "主账号"),
    )
    assert [(row.title, row.series, row.owner, row.status.value, row.clock) for row in everything(reading)] == [
        ("甲甲甲甲", "避坑指南", "小林", "published", "20:00"),
        ("乙乙乙乙", "节日节气", "阿May", "todo", "12:15"),
    ]


def test_one_card_a_note_in_two_columns() -> None:
    reading = read(
        ("笔记交稿单", ""),
        ("第1篇", ""),
        ("标题", "甲甲甲甲"),
        ("账号", "主账号"),
        ("发布日期", "12月8日 20:00"),
        ("状态", "已发出"),
        ("第2篇", ""),
        ("标题", "乙乙乙乙"),
        ("账号", "财富Office"),
        ("发布日期", "12月9日"),
        ("状态", ""),
    )
    assert [(row.row, row.title, row.accounts, row.day, row.clock) for row in reading.rows] == [
        (3, "甲甲甲甲", ("主账号",), date(2026, 12, 8), "20:00"),
        (8, "乙乙乙乙", ("财富Office",), date(2026, 12, 9), None),
    ]


def test_one_card_a_note_on_lines_and_a_cell_mended_in_it() -> None:
    lines = [
        "标题：甲甲甲甲",
        "账号：没有的号",
        "日期：12/8",
        "正文：第一行",
        "",
        "第三行",
        "————",
        "标题：乙乙乙乙",
        "账号：主账号",
        "日期：12/9",
    ]
    text = "\n".join(lines)
    reading = read_pasted("", text, known=KNOWN, today=TODAY)
    bad, good = everything(reading)
    assert (bad.title, bad.body, good.day) == ("甲甲甲甲", "第一行\n\n第三行", date(2026, 12, 9))
    table = reading.tables[0]
    column = next(column.index for column in table.columns if column.role == "accounts")
    mended = Choices(cells={(table.sheet, bad.row, column): "主账号"})
    again = read_pasted("", text, known=KNOWN, today=TODAY, choices=mended)
    assert [row.accounts for row in again.rows] == [("主账号",), ("主账号",)]


def test_a_grid_of_series_by_day() -> None:
    reading = read(
        ("主账号 周排期", "", "", ""),
        ("栏目", "12.7(一)", "12.8(二)", "12.9(三)"),
        ("避坑指南", "甲甲甲甲", "", "/"),
        ("日常（不设栏目）", "", "乙乙乙乙", ""),
    )
    assert [(row.series, row.day) for row in reading.rows] == [
        ("避坑指南", date(2026, 12, 7)),
        ("", date(2026, 12, 8)),
    ]


def test_numbers_are_hours_where_no_header_says_otherwise() -> None:
    reading = read(
        *(
            (f"2026-12-{day:02}", clock, "主账号", f"年费那些事之{title}")
            for day, clock, title in ((7, "730", "甲"), (8, "1215", "乙"), (9, "2030", "丙"))
        )
    )
    assert [row.clock for row in reading.rows] == ["07:30", "12:15", "20:30"]


def test_bare_numbers_of_weeks() -> None:
    reading = read(
        ("Week", "Day", "Account", "Title"),
        ("50", "Tue", "主账号", "甲甲甲甲"),
        ("51", "Mon", "主账号", "乙乙乙乙"),
    )
    assert [row.day for row in reading.rows] == [date(2026, 12, 8), date(2026, 12, 14)]


def test_the_hour_beside_a_day_that_does_not_exist_is_kept() -> None:
    reading = read(("发布日期", "账号", "标题"), ("12月32日 18:30", "主账号", "甲甲甲甲"))
    (row,) = reading.rejected
    assert (row.day, row.clock, reading.problems[0].code) == (None, "18:30", "no_such_day")
