"""Tables of the pieces schedules are made of, in any order and dress: notes, named problems, no traceback.

Each goes three ways: as a file, as HTML and as text on the clipboard. The short form always tries the same ones.
"""

import csv
import html as markup
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from targets import TODAY, check

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.plan_model import Known
from xhsplanner.exchange.plan_read import read_pasted, read_plan

KNOWN = Known(("主账号", "信用卡申请", "R&D/实验"), ("信用卡避坑指南", "羊毛天天捡"), ("小林", "阿May"))
HEADS = [
    "日期", "时间", "账号", "标题", "系列", "状态", "正文", "话题", "负责人", "平台", "月份", "日", "星期",
    "备注", "文案", "内容", "Date", "Title", "Account", "Due date", "周一", "周二", "周三", "12/8 周二",
    "12月7日", "主账号", "@信用卡申请", "午间", "晚上8点", "时段", "一", "二", "分工",
]  # fmt: skip
CELLS = [
    "12月7日", "12-08 周二", "7日（周一）", "2026-02-30", "46363", "31", "第50周（12.7-12.13）", "2026年12月",
    "12月32日", "周五", "13/12", "Dec 7", "2026-12-03T12:30:00Z", "20:00", "晚8点", "0.8333", "25:00",
    "8:30 PM", "晚间档", "待定", "休", "—", "/", "主账号", "主账号、信用卡", "小红书·主账号", "公众号",
    "微博,小红书", "青禾私行", "避坑", "【避坑】", "20:00【避坑】年费三问（已发布）\n2. 下一篇-待审",
    "①甲\n②乙✅", "三个字的标题", "#信用卡 #羊毛", "正文第一行\n第二行\n#信用卡", "已发布", "✅", "done", "图文",
    "视频", "小计", "合计：3篇", "备注：看这里", "图例：", "示例", "=1+1", "'=1", "\u200b", "\ufeff", "🎁" * 3,
    "a" * 400, "½", "²", "٣", "١٢月٧日", "12月７日", "0", "-1", "1e309", "TRUE", "\x00\x07", "\ud800", "<b>",
    "&nbsp;", '"', "'", ",", ";", "\t",
]  # fmt: skip
WORD = st.one_of(st.sampled_from(HEADS), st.sampled_from(CELLS), st.text(max_size=6))
TABLE = st.tuples(
    st.lists(st.lists(st.sampled_from(["", "十二月排期", "账号：主账号", "12.7-12.13"]), max_size=2), max_size=2),
    st.lists(st.lists(st.sampled_from(HEADS), min_size=2, max_size=9), max_size=2),
    st.lists(st.lists(WORD, max_size=9), max_size=5),
)
SPANS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12)), max_size=6)
CODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
DRESSED = given(TABLE, SPANS, st.sampled_from(CODINGS), st.sampled_from(",;\t"))
Table = tuple[list[list[str]], ...]


def several(examples: int) -> settings:
    """The same examples each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def as_html(rows: list[list[str]], spans: list[tuple[int, int]]) -> str:
    cells = [
        "".join(
            f"<td rowspan={down} colspan={right}>{markup.escape(text)}"
            for text, (down, right) in zip(row, [*spans, *[(1, 1)] * len(row)], strict=False)
        )
        for row in rows
    ]
    return "<html><body><table>" + "".join(f"<tr>{row}" for row in cells)


def read_in_every_dress(
    tmp_path: Path, table: Table, spans: list[tuple[int, int]], coding: str, separator: str
) -> None:
    """One table as a file, as HTML and as text."""
    rows = [row for part in table for row in part]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    file = tmp_path / "乱.csv"
    file.write_bytes(text.getvalue().encode(coding, "replace"))
    for read in (
        lambda: read_plan(file, known=KNOWN, today=TODAY),
        lambda: read_pasted(as_html(rows, spans), "", known=KNOWN, today=TODAY),
        lambda: read_pasted("", text.getvalue(), known=KNOWN, today=TODAY),
    ):
        try:
            reading = read()
        except Refused as error:
            assert str(error)  # noqa: PT017
        else:
            check(reading)


@several(80)
@DRESSED
@example(([], [["日期", "标题"]], [["12/7", "a"]]), [(0, 10**9), (10**9, 1)], "utf-16-le", ",")
def test_any_table_in_any_dress(
    tmp_path: Path, table: Table, spans: list[tuple[int, int]], coding: str, separator: str
) -> None:
    read_in_every_dress(tmp_path, table, spans, coding, separator)


@pytest.mark.torture
@settings(several(3000), derandomize=False)
@DRESSED
def test_thousands_of_other_tables(
    tmp_path: Path, table: Table, spans: list[tuple[int, int]], coding: str, separator: str
) -> None:
    read_in_every_dress(tmp_path, table, spans, coding, separator)


@several(25)
@given(TABLE, st.lists(st.tuples(*[st.integers(0, 8)] * 4), max_size=3), st.sets(st.integers(0, 9), max_size=3))
def test_any_workbook(tmp_path: Path, table: Table, merges: list[tuple[int, ...]], hidden: set[int]) -> None:
    file = tmp_path / "乱.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("12月")
        for number, row in enumerate(row for part in table for row in part):
            for index, cell in enumerate(row):
                page.write_string(number, index, cell.encode("utf-8", "replace").decode())
        for top, left, down, right in merges[:1]:
            if down or right:
                page.merge_range(top, left, top + down, left + right, "合并")
        for index in hidden:
            page.set_column(index, index, None, None, {"hidden": True})
            page.set_row(index + 1, None, None, {"hidden": True})
    try:
        check(read_plan(file, known=KNOWN, today=TODAY))
    except Refused as error:
        assert file.name in str(error)  # noqa: PT017


@several(150)
@given(st.binary(max_size=400), st.sampled_from([".csv", ".txt", ".xlsx", ".tsv"]))
def test_any_bytes(tmp_path: Path, data: bytes, suffix: str) -> None:
    file = tmp_path / f"乱{suffix}"
    file.write_bytes(data)
    try:
        check(read_plan(file, known=KNOWN, today=TODAY))
    except Refused as error:
        assert file.name in str(error)  # noqa: PT017
