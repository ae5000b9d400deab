"""Good inputs for each reader, small ones so that many fit into a second, and the words of their formats."""

import csv
import html
import io
import json
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

import tomli_w
import xlsxwriter
from mutate import packed, unpacked

from xhsplanner.core import resources
from xhsplanner.core.health import Finding, Report
from xhsplanner.core.options import options
from xhsplanner.ops import catalog_book
from xhsplanner.store.store import Store

PLANS = Path(__file__).parents[1] / "data" / "plan" / "foreign"
DEEP = 1_200
"""Brackets within brackets: more than Python's own readers go down."""

PLAN = [
    "日期", "时间", "账号", "标题", "系列", "状态", "正文", "话题", "负责人", "月份", "星期", "周一", "周二",
    "12/8", "12月7日", "7日（周一）", "2026-02-30", "46363", "第50周（12.7-12.13）", "12月32日", "20:00",
    "晚8点", "25:00", "待定", "休", "—", "主账号", "主账号、信用卡", "避坑", "【避坑】", "①甲②乙✅", "已发布",
    "小计", "合计", "图例：", "=1+1", "1e309", "#信用卡", "Date", "Title", "Account", "½", "²", "١٢月٧日",
    "\r\n", "\n", "\t", ",", ";", '"', '""', "\ufeff", "\u200b", "\x00", "🎁", "sep=;\r\n",
]  # fmt: skip
ICS = [
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VTIMEZONE", "BEGIN:STANDARD", "\r\n ",
    "\n\t", "RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRULE:FREQ=DAILY;COUNT=999999999",
    "RRULE:FREQ=DAILY;INTERVAL=0", "RRULE:FREQ=MONTHLY;BYDAY=99MO", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=-1;WKST=XX",
    "UNTIL=00000000", "DTSTART;TZID=../../etc/passwd:20261209T100000", "DTSTART;TZID=:2026",
    "DURATION:P9999999999D",
    "DTSTART:99991231T235959Z", "DTSTART:00010101", "TZOFFSETTO:+9999", "EXDATE:", "RDATE;VALUE=PERIOD:/", "\\n",
    "RECURRENCE-ID:20261209", "SEQUENCE:99999999999999999999", "\x00", "\ufeff", "\udc80", '"', ";", ":", ",", "=",
]  # fmt: skip
ARRANGEMENT = """{"2027": {"papers": ["https://example.org"], "days": [
 {"date": "2027-01-01", "name": "元旦", "off": true}, {"date": "2027-01-02", "name": "元旦", "off": false}]},
 "2028": {"papers": [], "days": []}}""".encode()
HTML = [
    "<table>", "</table>", "<tr>", "<td>", "</td>", '<td rowspan="3">', '<td colspan="9999">', "<th>", "<br>",
    "<p>", "<!--", "-->", "<![CDATA[", "<script>", "<style>", "</", "<!", "<?", "&#0;", "&#x110000;", "&nbsp;",
    "&", "<tr style='display:none'>", "rowspan=1e9",
]  # fmt: skip
XML = [
    '<c r="A1"/>', '<c r="XFD1048576"><v>1</v></c>', '<c r="A1" t="s"><v>99999</v></c>', '<row r="0">', "<row>",
    "<v>", '<c t="d"><v>2026-13-45</v></c>', '<c t="b"><v>7</v></c>', '<c t="e"><v>#REF!</v></c>',
    '<c t="inlineStr"><is><t>', '<mergeCell ref="A1:XFD1048576"/>', '<mergeCell ref="B2:A1"/>', "<si><t>",
    "</si>", "<!DOCTYPE x [", "<![CDATA[", '<!ENTITY a "&a;">', 'hidden="1"', 'r="A0"', 's="99"',
    "sharedStrings.xml", "xl/worksheets/sheet1.xml", "&#0;", "46363.99999", "-1", "2958466", "1e308",
]  # fmt: skip
TOML = [
    "[[layer]]\n", "[layer]\n", "[[template]]\n", "[vars]\n", "[vars.a]\n", "[palette.x]\n", "[variant.'']\n",
    "layer = [1]", "[[layer.layer]]\n", 'kind = "repeat"\n', 'kind = "group"\n', 'kind = "text"\n',
    "box = [0, 0]\n", "when = 'a & b >= x'", "{}", "[]", "true", "nan", "-inf", "1979-05-27", "07:32:00", "'''",
    '"""', "\\u0000", "a.b.c = 1\n", '"" = 1\n', "$ink", "$ink/900", "#GGGGGG", "{title}", "{item.n}",
    "[" * DEEP, "a = " + "[" * DEEP, "{a=" * DEEP, "\ufeff", "≥", "１", "²", "\r",
]  # fmt: skip
JSON = [
    "null", "true", "{}", "[]", '""', "NaN", "-Infinity", "1e999", "-0", '"\\ud800"', '"\\u0000"', "[" * DEEP,
    '{"a":' * DEEP, '"uid"', '"values"', '"base"', '"passed"', '"made"', '"note"', '"account"', '"2026-02-30"',
    '"../../x"', '"FREQ=DAILY"', '"1:1"', ",", ":", "[", "]", "{", "}", "\ufeff", "１２", "²",
    '"' + "9" * 64 + '"',
]  # fmt: skip


def words(said: Iterable[str], *others: bytes) -> list[bytes]:
    """The words of a format as bytes, and whole other inputs to splice with."""
    return [*(word.encode("utf-8", "surrogatepass") for word in said), *others]


def calendars() -> list[bytes]:
    """Calendar files of other products, the small ones."""
    files = sorted((PLANS.parents[1] / "ics").glob("*.ics"))
    return [data for data in (file.read_bytes() for file in files) if data]


@cache
def _records() -> list[list[list[str]]]:
    """The first rows of every separated schedule of the tests."""
    found = []
    for name, coding, separator in (("01", "gb18030", ","), ("02", "utf-8-sig", ","), ("03", "utf-16", "\t")):
        text = next(PLANS.glob(f"{name}*")).read_bytes().decode(coding)
        found.append(list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))[:6])
    return found


def texts() -> list[bytes]:
    """Those as files, each with another separator."""
    found = []
    for rows, separator in zip(_records(), ",;\t", strict=True):
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(rows)
        found.append(text.getvalue().encode())
    return found


def clips() -> list[bytes]:
    """Those as tables on the clipboard, and one as mere text."""
    found = [
        "<html><body><table>"
        + "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
        for rows in _records()
    ]
    return [*(text.encode() for text in found), "\n".join("\t".join(row) for row in _records()[0]).encode()]


def books() -> list[bytes]:
    """A workbook with a list of notes and one with a week table, without compression."""
    week = [["", *(f"{day} 12/{number}" for number, day in enumerate(["周一", "周二", "周三", "周四", "周五"], 7))]]
    week += [
        ["主账号", "20:00【避坑】年费三问（已发布）", "", "①甲②乙✅", "休", "12:30 羊毛天天捡 午饭地图\n#信用卡"]
    ]
    return [_book(_records()[0]), _book(week)]


def _book(rows: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("12月")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        page.write_datetime(8, 1, datetime(2026, 12, 7, 20))
        page.merge_range(7, 0, 7, 3, "合并")
        page.set_column(9, 9, None, None, {"hidden": True})
        page.set_row(3, None, None, {"hidden": True})
    return packed(unpacked(buffer.getvalue()))


@cache
def templates() -> list[bytes]:
    """The heads of the templates, each with two of its layers: a whole one takes a fiftieth of a second."""
    found = []
    for path in sorted(resources.path("covers").glob("*.toml")):
        head, *layers = path.read_bytes().split(b"\n[[layer]]\n")
        if b"[template]" in head:
            found += [b"\n[[layer]]\n".join([head, *layers[at : at + 2]]) for at in range(0, len(layers), 2)]
    return found


def catalogue(store: Store, path: Path) -> bytes:
    """The catalogue of a workspace as a workbook, which is written to `path`."""
    catalog_book.export(store, path)
    return packed(unpacked(path.read_bytes()))


def settings(folder: Path) -> bytes:
    """Every personal setting as it is from the start, and what is remembered of one workspace."""
    found = {name: option.default for name, option in options().items() if option.default is not None}
    here = str(folder.resolve())
    return tomli_w.dumps({**found, "recent": [here], "actors": {here: "a1"}, "places": {here: {}}}).encode()


def report() -> bytes:
    """A report of health with one finding of each kind of subject."""
    findings = (
        Finding("database", "", "data", "database", {"n": 2, "reason": "page 3"}),
        Finding("rows", "note:12", "data", "reference", {"n": 1, "table": "note"}),
    )
    return json.dumps(Report("2026-12-09T10:00:00", 1.5, False, {"rows": 3}, findings).document()).encode()


def recovery() -> bytes:
    """What is remembered of a workspace that was restored."""
    said = {"how": "snapshot", "snapshot": "2026-12-08T100000", "reason": "page 3", "saved": 3, "lost": 1}
    return json.dumps(
        {**said, "since": "", "until": "2026-12-09T10:00:00.000", "at": "2026-12-09", "state": "done"}
    ).encode()
