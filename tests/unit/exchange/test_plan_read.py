"""The invented schedule of tests/data/plan, field by field against what a careful person reads."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Status
from xhsplanner.core.words import words
from xhsplanner.exchange.plan_model import Known, PlanRow, Reading
from xhsplanner.exchange.plan_read import read_plan

DATA = Path(__file__).resolve().parents[2] / "data" / "plan"
SAMPLE = DATA / "排期表_2026Q4.xlsx"
TODAY = date(2026, 12, 9)
TRUTH: list[dict[str, Any]] = json.loads((DATA / "truth_排期表_2026Q4.json").read_text(encoding="utf-8"))
GOOD = [row for row in TRUTH if row["problem"] is None]
OUR_STATUS = {"writing": "drafting", "scheduled": "handed_over"}
KNOWN = Known(accounts=("主账号", "信用卡申请"), series=("羊毛天天捡", "信用卡避坑指南"))


@cache
def sample() -> Reading:
    return read_plan(SAMPLE, known=Known(), today=TODAY)


@cache
def by_row() -> dict[int, PlanRow]:
    return {row.row: row for row in sample().rows}


def as_truth(row: PlanRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "no": int(row.no),
        "date": row.day.isoformat() if row.day else None,
        "time": row.clock,
        "accounts": list(row.accounts),
        "series": row.series or None,
        "topic": row.topic,
        "title": row.title,
        "body": row.body,
        "hashtags": list(row.hashtags),
        "cover": list(row.covers),
        "form": row.kind.value,
        "owner": row.owner or None,
        "designer": row.designer or None,
        "status": row.status_text,
        "status_norm": row.status.value,
        "remark": row.remark or None,
    }


@pytest.mark.parametrize("truth", GOOD, ids=[f"row{row['row']}" for row in GOOD])
def test_every_field_is_what_a_person_reads(truth: dict[str, Any]) -> None:
    expected = {key: value for key, value in truth.items() if key not in {"problem", "title_weight"}}
    expected["status_norm"] = OUR_STATUS.get(expected["status_norm"], expected["status_norm"])
    assert as_truth(by_row()[truth["row"]]) == expected


def test_rows_are_counted_and_bad_ones_named() -> None:
    reading = sample()
    assert (reading.rows_read, len(reading.rows), len(reading.problems)) == (180, 177, 3)
    found = [(p.sheet, p.row, p.column, p.cell, p.value, p.code) for p in reading.problems]
    assert found == [
        ("排期表", 86, "发布日期", "B86", "12月32日", "no_such_day"),
        ("排期表", 107, "账号", "D107", "青禾生活号", "unknown_account"),
        ("排期表", 131, "标题", "G131", "", "empty_title"),
    ]
    assert reading.problems[0].reason == "没有“12月32日”这一天"
    assert str(reading.problems[1]) == ("排期表 第 107 行“账号”：没有叫“青禾生活号”的账号")


def test_reasons_come_in_the_users_language() -> None:
    words.use("en")
    try:
        problems = read_plan(SAMPLE, known=Known(), today=TODAY).problems
    finally:
        words.use("zh_CN")
    assert problems[0].reason == "there is no day “12月32日”"


def test_catalogue_sheets_are_read() -> None:
    accounts = {row.name: row for row in sample().accounts}
    assert [(row.name, row.per_week, row.followers) for row in accounts.values()] == [
        ("主账号", 7.0, 186_000),
        ("信用卡申请", 5.0, 43_210),
        ("青禾财富Office", 2.0, 12_000),
        ("城市分行", 2.0, 8_650),
    ]
    assert accounts["城市分行"].positioning == "本地吃喝玩乐与网点便民"
    series = {row.name: row for row in sample().series}
    assert len(series) == 7
    assert series["节日节气"].per_week is None
    assert series["双语用卡"].per_week == 1.0
    assert series["羊毛天天捡"].hashtags == ("信用卡", "羊毛", "省钱攻略")


def test_a_name_may_be_created() -> None:
    reading = read_plan(SAMPLE, known=Known(), today=TODAY, create=["青禾生活号", "不存在的号"])
    assert len(reading.rows) == 178
    assert reading.created_accounts == ("青禾生活号",)
    assert reading.created_series == ()
    assert sample().unknown_accounts == {"青禾生活号": 1}


def test_the_day_does_not_depend_on_today() -> None:
    reading = read_plan(SAMPLE, known=Known(), today=date(2029, 6, 1))
    assert [row.day for row in reading.rows] == [row.day for row in sample().rows]


def write_xlsx(path: Path, rows: list[list[object]], sheet: str = "排期") -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, index, cell)
                else:
                    page.write(number, index, cell)
    return path


def write_csv(path: Path, rows: list[list[str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


CSV_ROWS = [
    ["日期", "时间", "账号", "标题", "正文"],
    ["2026-12-07", "20:00", "主账号", "一", "两行\n正文，有逗号"],
    ["", "0.8333", "信用卡申请", "=1+1", '引号"在里面'],
    ["待定", "待定", "主账号", "<img src=x>", ""],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write_csv(tmp_path / "计划.csv", CSV_ROWS, encoding, delimiter)
    reading = read_plan(path, known=KNOWN, today=TODAY)
    assert reading.problems == ()
    first, second, third = reading.rows
    assert (first.day, first.clock, first.body) == (date(2026, 12, 7), "20:00", "两行\n正文，有逗号")
    assert (second.day, second.day_filled, second.clock) == (date(2026, 12, 7), True, "20:00")
    assert (second.title, second.body) == ("=1+1", '引号"在里面')
    assert (third.title, third.day, third.minute) == ("<img src=x>", None, None)
    assert second.source == "计划.csv|计划|3"


def test_english_headers_and_words(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Content plan, December 2026"],
        [],
        ["Publish Date", "Time slot", "Channel", "Pillar", "Headline", "Copy", "Status", "Format", "Owner"],
        ["Mon, Dec 7", "8:30 pm", "Main & Cards", "Pitfalls", "Hello", "Text", "In progress", "Video", "May"],
        ["8 Dec", "7.30 am", "main", "", "Next", "", "done", "", "TBD"],
        ["Total", "", "", "", "2 posts"],
    ]
    known = Known(accounts=("Main", "Cards"), series=("Pitfalls",))
    reading = read_plan(write_xlsx(tmp_path / "plan.xlsx", rows), known=known, today=date(2030, 1, 1))
    first, second = reading.rows
    assert reading.problems == ()
    assert (first.day, first.clock, first.accounts) == (date(2026, 12, 7), "20:30", ("Main", "Cards"))
    assert (first.status, first.kind, first.owner) == (Status.DRAFTING, Kind.VIDEO, "May")
    assert (second.day, second.clock, second.status, second.owner) == (
        date(2026, 12, 8), "07:30", Status.PUBLISHED, "",
    )  # fmt: skip


def test_one_column_for_day_and_time(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["发布时间", "账号", "选题"],
        ["2026-12-07 20:00", "主账号", "一"],
        ["12月8日 晚8点半", "小红书·主账号", "二"],
        ["12月9日", "主账号 信用卡申请", "三"],
        ["", "主账号", "四"],
    ]
    reading = read_plan(write_xlsx(tmp_path / "p.xlsx", rows), known=KNOWN, today=TODAY)
    assert [(row.title, row.day, row.clock) for row in reading.rows] == [
        ("一", date(2026, 12, 7), "20:00"),
        ("二", date(2026, 12, 8), "20:30"),
        ("三", date(2026, 12, 9), None),
        ("四", None, None),
    ]
    assert reading.rows[2].accounts == ("主账号", "信用卡申请")
    assert reading.rows[1].accounts == ("主账号",)


def test_an_unknown_status_or_kind_is_told_but_keeps_its_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["日期", "账号", "标题", "状态", "形式"],
        ["12-07", "主账号", "一", "老板看过", "直播"],
    ]
    reading = read_plan(write_xlsx(tmp_path / "p.xlsx", rows), known=KNOWN, today=TODAY)
    assert [(p.code, p.kept, p.cell) for p in reading.problems] == [
        ("unknown_kind", True, "E2"),
        ("unknown_status", True, "D2"),
    ]
    (row,) = reading.rows
    assert (row.status, row.status_text, row.kind) == (Status.TODO, "老板看过", Kind.PICTURES)


def test_a_row_with_two_mistakes_names_both(tmp_path: Path) -> None:
    rows: list[list[object]] = [["日期", "时间", "账号", "标题"], ["下周", "25:00", "", "一"]]
    reading = read_plan(write_xlsx(tmp_path / "p.xlsx", rows), known=KNOWN, today=TODAY)
    assert reading.rows == ()
    assert {p.code for p in reading.problems} == {"bad_date", "no_such_time", "no_account"}


def test_sums_repeated_headers_and_empty_slots_are_no_notes(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["日期", "账号", "标题", "备注"],
        ["12-07", "主账号", "年度账单汇总", ""],
        ["12月合计", "", "1 篇", ""],
        ["日期", "账号", "标题", "备注"],
        ["12-08", "", "", "休"],
        ["12-09", "主账号", "总计", ""],
    ]
    reading = read_plan(write_xlsx(tmp_path / "p.xlsx", rows), known=KNOWN, today=TODAY)
    assert [row.title for row in reading.rows] == ["年度账单汇总", "总计"]
    assert reading.problems == ()


def test_every_sheet_with_a_table_is_read_or_the_one_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for month in ("11月", "12月", "藏起"):
            page = book.add_worksheet(month)
            page.write_row(0, 0, ["日期", "账号", "标题"])
            page.write_row(1, 0, [f"2026-{month[:2]}-05" if month != "藏起" else "2026-01-05", "主账号", month])
        page.hide()
        book.add_worksheet("说明").write(0, 0, "随便写写")
    assert [row.title for row in read_plan(path, known=KNOWN, today=TODAY).rows] == ["11月", "12月"]
    assert [row.title for row in read_plan(path, known=KNOWN, today=TODAY, sheet="藏起").rows] == ["藏起"]
    with pytest.raises(Refused, match="没有名为“13月”的表；有：11月、12月、藏起、说明"):
        read_plan(path, known=KNOWN, today=TODAY, sheet="13月")
    with pytest.raises(Refused, match="没有找到表头"):
        read_plan(path, known=KNOWN, today=TODAY, sheet="说明")


def test_without_merges_a_blank_day_is_the_one_above_until_a_blank_line(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["日期", "账号", "标题"],
        ["12-07", "主账号", "一"],
        ["", "主账号", "二"],
        [],
        ["", "主账号", "三"],
    ]
    reading = read_plan(write_xlsx(tmp_path / "p.xlsx", rows), known=KNOWN, today=TODAY)
    assert [row.day for row in reading.rows] == [date(2026, 12, 7), date(2026, 12, 7), None]


def test_with_merges_only_merged_cells_are_filled(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("排期")
        page.write_row(0, 0, ["日期", "账号", "标题"])
        page.merge_range(1, 0, 2, 0, "12-07")
        page.merge_range(1, 1, 2, 1, "主账号")
        for row, title in ((1, "一"), (2, "二"), (3, "三")):
            page.write(row, 2, title)
        page.write(3, 1, "主账号")
    rows = read_plan(path, known=KNOWN, today=TODAY).rows
    assert [(row.title, row.day, row.accounts) for row in rows] == [
        ("一", date(2026, 12, 7), ("主账号",)),
        ("二", date(2026, 12, 7), ("主账号",)),
        ("三", None, ("主账号",)),
    ]


def test_many_columns_of_the_teams_own_are_no_reason_to_refuse_a_header(tmp_path: Path) -> None:
    own = [f"列{number}" for number in range(60)]
    path = write_csv(tmp_path / "宽.csv", [["日期", "账号", "标题", *own], ["12-10", "主账号", "一", *own]])
    (row,) = read_plan(path, known=Known(("主账号",)), today=date(2026, 12, 1)).rows
    assert (row.day, row.title) == (date(2026, 12, 10), "一")
