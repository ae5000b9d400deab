"""Layouts beside plain lists, names abbreviated, what a person corrects, and tables from the clipboard."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.plan_model import Choices, Guess, Known, Reading
from xhsplanner.exchange.plan_names import Names
from xhsplanner.exchange.plan_piece import Piece, Vocabulary, read_pieces
from xhsplanner.exchange.plan_read import read_pasted, read_plan

TODAY = date(2026, 12, 9)
KNOWN = Known(
    ("主账号", "信用卡申请", "城市分行"), ("信用卡避坑指南", "羊毛天天捡", "哪些信用卡值得办"), ("小林", "阿May")
)
Rows = list[list[str]]


def table(*lines: str) -> Rows:
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def paste(rows: Rows, known: Known = KNOWN, choices: Choices | None = None) -> Reading:
    lines = ["\t".join(f'"{cell}"' if "\n" in cell else cell for cell in row) for row in rows]
    return read_pasted("", "\n".join(lines), known=known, today=TODAY, choices=choices)


def said(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Day, time, accounts and title of each note."""
    return [
        (f"{row.day:%m-%d}" if row.day else "", row.clock or "", "+".join(row.accounts), row.title)
        for row in reading.rows
    ]


@pytest.mark.parametrize(
    ("rows", "notes"),
    [
        (  # day by account
            table(
                "日期 | 星期 | 主账号 | 信用卡",
                "12月7日 | 周一 | 20:00【避坑】年费（已发布） | —",
                "12月8日 | 周二 |  | 12:15 地铁券",
            ),
            [("12-07", "20:00", "主账号", "年费"), ("12-08", "12:15", "信用卡申请", "地铁券")],
        ),
        (  # day by hour, the account in the title
            table(
                "主账号排期",
                "日期 | 午间12:15 | 晚间20:00",
                "12/7 | 年费 | 地铁券",
                "12/8 |  | 休",
            ),
            [("12-07", "12:15", "主账号", "年费"), ("12-07", "20:00", "主账号", "地铁券")],
        ),
        (  # fields below accounts
            table(
                "日期 | 主账号 |  | 信用卡申请 | ",
                " | 时间 | 标题 | 时间 | 标题",
                "12/7 | 20:00 | 年费 |  | ",
                "12/8 |  |  | 12:15 | 地铁券",
            ),
            [("12-07", "20:00", "主账号", "年费"), ("12-08", "12:15", "信用卡申请", "地铁券")],
        ),
        (  # fields beside days
            table(
                "主账号 12.7-12.13",
                " | 周一 | 周二 | 周三",
                "时间 | 20:00 | 12:15 | ",
                "标题 | 年费 | 地铁券 | ",
            ),
            [("12-07", "20:00", "主账号", "年费"), ("12-08", "12:15", "主账号", "地铁券")],
        ),
        (  # a month calendar
            table(
                "主账号 2026年12月",
                "一 | 二 | 三 | 四 | 五 | 六 | 日",
                "30 | 1 | 2 | 3 | 4 | 5 | 6",
                " | 20:00 年费 |  |  |  |  | 地铁券",
            ),
            [("12-01", "20:00", "主账号", "年费"), ("12-06", "", "主账号", "地铁券")],
        ),
        (  # marks below accounts
            table(
                "日期 | 标题 | 主账号 | 信用卡申请",
                "12/7 | 年费三问 | √ | √",
                "12/8 | 地铁券怎么领 |  | ✓",
            ),
            [("12-07", "", "主账号+信用卡申请", "年费三问"), ("12-08", "", "信用卡申请", "地铁券怎么领")],
        ),
        (  # a day across the table, and marks below the steps of the work
            table(
                "时间 | 账号 | 标题 | 初稿 | 送审 | 已发布",
                "12月7日（周一）",
                "20:00 | 主账号 | 年费三问 | √ | √ | √",
                "12月12日（周六） 双12",
                "12:15 | 城市分行 | 地铁券怎么领 | √ | |",
            ),
            [("12-07", "20:00", "主账号", "年费三问"), ("12-12", "12:15", "城市分行", "地铁券怎么领")],
        ),
        (  # headings between the notes
            table(
                "时间 | 账号 | 标题 | 状态",
                "12月7日 周一",
                "20:00 | 主账号 | 年费 | ",
                "12月8日 周二",
                "12:15 | 信用卡 | 地铁券 | ",
            ),
            [("12-07", "20:00", "主账号", "年费"), ("12-08", "12:15", "信用卡申请", "地铁券")],
        ),
        (  # no header, and one nobody knows
            table(
                "12月7日 | 20:00 | 主账号 | 年费三问到底",
                "12月8日 | 12:15 | 信用卡 | 地铁券怎么领",
            ),
            [("12-07", "20:00", "主账号", "年费三问到底"), ("12-08", "12:15", "信用卡申请", "地铁券怎么领")],
        ),
        (
            table(
                "哪天 | 几时 | 谁的号 | 做什么",
                "12月7日 | 20:00 | 主账号 | 年费三问到底",
                "12月8日 | 12:15 | 信用卡 | 地铁券怎么领",
            ),
            [("12-07", "20:00", "主账号", "年费三问到底"), ("12-08", "12:15", "信用卡申请", "地铁券怎么领")],
        ),
    ],
)  # fmt: skip
def test_layouts(rows: Rows, notes: list[tuple[str, str, str, str]]) -> None:
    reading = paste(rows)
    assert sorted(said(reading)) == sorted(notes)
    assert reading.rejected == ()


WORDS = Vocabulary(Names(KNOWN.accounts), Names(KNOWN.series), Names(KNOWN.members))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("20:00【避坑】年费三问（已发布）", [Piece("年费三问", "20:00", "避坑", "已发布")]),
        ("①晚8点 年费\n②地铁券-待审", [Piece("年费", "晚8点"), Piece("地铁券", status="待审")]),
        ("20:00\n年费三问\n负责人：小林\n状态：待审", [Piece("年费三问", "20:00", status="待审", owner="小林")]),
        ("20:00 【避坑】\n年费三问\n（小林/待审）", [Piece("年费三问", "20:00", "避坑", "待审", owner="小林")]),
        ("20:00 年费；21:00 地铁券", [Piece("年费", "20:00"), Piece("地铁券", "21:00")]),
        ("12:15 年费 #信用卡 #避坑", [Piece("年费", "12:15", hashtags="#信用卡 #避坑")]),
        ("10点开抢咖啡", [Piece("10点开抢咖啡")]),
        ("2027,先把闹钟关了", [Piece("2027,先把闹钟关了")]),
        ("大雪｜今晚吃锅热乎的✂️", [Piece("大雪｜今晚吃锅热乎的✂️")]),
        ("【重磅】新卡上线", [Piece("【重磅】新卡上线")]),
        ("休", []),
    ],
)
def test_cells_of_a_grid(text: str, pieces: list[Piece]) -> None:
    found = read_pieces(text, WORDS)
    for piece in found:
        piece.marked, piece.time = False, piece.time.strip()
    assert found == pieces


def test_a_name_is_guessed_only_where_one_can_be_meant() -> None:
    series = Names(KNOWN.series)
    found = {
        text: match.name if (match := series.find(text)) else "" for text in ("避坑", "羊毛", "信用卡", "理财课")
    }
    assert found == {"避坑": "信用卡避坑指南", "羊毛": "羊毛天天捡", "信用卡": "", "理财课": ""}
    reading = paste(
        [["日期", "账号", "系列", "标题"], ["12/7", "信用卡", "避坑", "一"], ["12/8", "信用卡", "羊毛天天捡", "二"]]
    )
    assert reading.guesses == (
        Guess("account", "信用卡", "信用卡申请", 2),
        Guess("series", "避坑", "信用卡避坑指南", 1),
    )
    accounts = Names((*KNOWN.accounts, "信用卡中心"))
    assert accounts.find("信用卡") is None
    assert accounts.find("主账号×信用卡") is None


LIST = [
    ["日期", "账号", "系列", "标题", "旁注"],
    ["12/7", "生活号", "理财课", "一", "小林"],
    ["12/32", "主账号", "", "二", ""],
]


def test_corrections_are_read() -> None:
    first = paste(LIST)
    assert {problem.code for problem in first.problems} == {"unknown_account", "unknown_series", "no_such_day"}
    (table,) = first.tables
    choices = Choices(
        names={("account", "生活号"): "城市分行", ("series", "理财课"): ""},
        layouts={table.fingerprint: {4: "owner"}},
        cells={(table.sheet, 3, 0): "12/31"},
    )
    reading = paste(LIST, choices=choices)
    assert reading.problems == ()
    assert said(reading) == [("12-07", "", "城市分行", "一"), ("12-31", "", "主账号", "二")]
    assert reading.rows[0].owner == "小林"
    assert reading.tables[0].columns[4].sure == 2
    assert reading.tables[0].lines[1] == (3, ("12/31", "主账号", "", "二", ""))
    known = replace(KNOWN, aliases=choices.names, layouts=choices.layouts)
    assert said(paste(LIST, known))[0] == ("12-07", "", "城市分行", "一")


def test_a_table_or_an_account_may_be_left_out() -> None:
    first = paste(LIST)
    table = first.tables[0]
    reading = paste(LIST, choices=Choices(left_out=frozenset({(table.sheet, table.number)})))
    assert (reading.rows_read, reading.tables[0].left_out) == (0, True)
    reading = paste(LIST, choices=Choices(names={("account", "生活号"): ""}))
    assert [row.row for row in (*reading.rows, *reading.rejected)] == [3]


def test_html_of_the_clipboard() -> None:
    html = """<html><head><style>td {color: red}</style></head><body><!--StartFragment--><table>
      <tr><td colspan=5>主账号 12月排期</td></tr>
      <tr><th>日期</th><th>时间</th><th>标题</th><th>正文</th><th>状态</th></tr>
      <tr><td rowspan="2">12月7日</td><td>20:00</td><td>年费 &amp; 利息</td>
        <td>第一行<br>第二行<p>第三行</p></td><td>已发布</td></tr>
      <tr><td>12:15</td><td>  地铁\n   券 </td><td></td><td>待审</td></tr>
    </table></body></html>"""
    reading = read_pasted(html, "别的", known=KNOWN, today=TODAY)
    assert said(reading) == [("12-07", "20:00", "主账号", "年费 & 利息"), ("12-07", "12:15", "主账号", "地铁 券")]
    assert reading.rows[0].body == "第一行\n第二行\n第三行"
    assert [row.row for row in reading.rows] == [3, 4]


@pytest.mark.parametrize("html", ["", "<p>年费三问</p>", "<table></table>"])
def test_no_table_on_the_clipboard(html: str) -> None:
    with pytest.raises(Refused, match="剪贴板"):
        read_pasted(html, "", known=KNOWN, today=TODAY)


def test_hidden_columns_and_platforms(tmp_path: Path) -> None:
    file = tmp_path / "p.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("排期 & 备注")
        for number, row in enumerate(
            [
                ["日期", "标题（旧）", "账号", "标题", "平台", "备注"],
                ["12/7", "旧的一", "主账号", "新的一", "小红书,微博", "留"],
                ["12/8", "旧的二", "主账号", "新的二", "公众号", ""],
                ["12/9", "旧的三", "主账号", "新的三", "小红书", ""],
            ]
        ):
            page.write_row(number, 0, row)
        page.set_column(1, 1, None, None, {"hidden": True})
        page.set_column(5, 5, None, None, {"hidden": True})
        page.set_row(3, None, None, {"hidden": True})
    reading = read_plan(file, known=KNOWN, today=TODAY)
    assert [(row.title, row.remark) for row in reading.rows] == [("新的一", "留"), ("新的三", "")]


def test_marks_below_steps_are_the_status() -> None:
    rows = table(
        "日期 | 账号 | 标题 | 初稿 | 送审 | 已发布",
        "12/7 | 主账号 | 一 | √ | √ |",
        "12/8 | 主账号 | 二 | √ | √ | √",
        "12/9 | 主账号 | 三 | | |",
    )
    reading = paste(rows)
    assert [(row.status.value, row.status_known) for row in reading.rows] == [
        ("review", True), ("published", True), ("todo", False),
    ]  # fmt: skip


def test_a_column_that_names_our_platform_leaves_out_all_others() -> None:
    lines = [
        f"12/7 | {platform} | 主账号 | 标题{platform}"
        for platform in ("RED", "WeChat OA", "内网", "微博,小红书", "")
    ]
    reading = paste(table("日期 | 渠道 | 账号 | 标题", *lines))
    assert [row.row for row in (*reading.rows, *reading.rejected)] == [2, 5, 6]
