"""Files that are no schedule, damaged or hostile: refused by name and reason, never a traceback."""

import csv
import io
import struct
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.exchange import plan_file, plan_sheet
from xhsplanner.exchange.plan_model import Known, Reading
from xhsplanner.exchange.plan_read import read_plan

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "plan" / "排期表_2026Q4.xlsx"
KNOWN = Known(accounts=("主账号",), series=("羊毛天天捡",))
HEADER = ["序号", "发布日期", "发布时间", "账号", "系列", "标题", "正文", "话题标签", "封面文件", "状态", "备注"]


def read(path: Path) -> Reading:
    return read_plan(path, known=KNOWN, today=date(2026, 12, 9))


def refused(path: Path, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as caught:
        read(path)
    assert path.name in str(caught.value)


def edited(path: Path, entry: str, change: "bytes | None", extra: dict[str, bytes] | None = None) -> Path:
    """The sample with one entry of its zip replaced or left out, and others added."""
    with zipfile.ZipFile(SAMPLE) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != entry:
                target.writestr(name, source.read(name))
            elif change is not None:
                target.writestr(name, change)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.xlsx", b"", "空的"),
        ("空.csv", b" \n\n", "空的"),
        ("文字.xlsx", b"just text", "不是完整的 xlsx"),
        ("假.xlsx", b"PK\x03\x04 nothing behind", "不是完整的 xlsx"),
        ("加密.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 xls 或者加了密码"),
        ("旧.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 xls 或者加了密码"),
        ("计划.docx", b"{\\rtf1}", "不是 xlsx 或 csv"),
        ("坏了.csv", "日期,账号,标题\n12月7日,主账号,一二三四五六七八".encode()[:-1], "不是 UTF-8"),
        ("乱码.csv", bytes(range(128, 256)) * 3, "不是 UTF-8"),
        ("半个.csv", "日期,账号,标题".encode("utf-16")[:-1], "不是 UTF-8"),
        ("一行.csv", "日期,账号".encode(), "没有找到表头|至少"),
        ("购物.csv", "牛奶,鸡蛋\n1,2".encode(), "没有找到表头"),
    ],
)
def test_what_is_no_schedule(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    if name == "一行.csv":  # a header and nothing below is a schedule without notes
        assert read(path).rows_read == 0
    else:
        refused(path, reason)


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    refused(tmp_path / "没有.xlsx", "找不到")
    folder = tmp_path / "文件夹.xlsx"
    folder.mkdir()
    refused(folder, "读不了")


def test_an_empty_workbook(tmp_path: Path) -> None:
    path = tmp_path / "空表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet()
    refused(path, "空的")


def test_a_cut_off_download(tmp_path: Path) -> None:
    path = tmp_path / "截断.xlsx"
    data = SAMPLE.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    refused(path, "不是完整的 xlsx")


@pytest.mark.parametrize("entry", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
@pytest.mark.parametrize("change", [None, b"", b"<broken", b"\xff\xfe\0"])
def test_damaged_insides_never_crash(tmp_path: Path, entry: str, change: bytes | None) -> None:
    path = edited(tmp_path / "损坏.xlsx", entry, change)
    try:
        assert read(path).file == "损坏.xlsx"
    except Refused as error:
        message = str(error)
    else:
        message = path.name
    assert path.name in message


def test_a_workbook_without_its_list_of_sheets(tmp_path: Path) -> None:
    refused(edited(tmp_path / "缺.xlsx", "xl/workbook.xml", None), "不是 xlsx 或 csv")
    refused(edited(tmp_path / "双.xlsx", "", None, {"content.xml": b"<x/>"}), "不是 xlsx 或 csv")


def test_a_zip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_sheet, "UNPACKED_MB", 8)
    path = edited(tmp_path / "炸弹.xlsx", "", None, {"xl/a.xml": b"\0" * (9 << 20)})
    assert path.stat().st_size < 1 << 20
    refused(path, "解压后超过 8 MB")


def test_a_far_away_cell_makes_no_giant_table(tmp_path: Path) -> None:
    path = tmp_path / "天边.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["日期", "账号", "标题"])
        page.write(1_048_575, 16_383, "x")
    refused(path, "17179869184 个格子")


def test_formats_without_values_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "格式.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["日期", "账号", "标题"])
        page.write_row(1, 0, ["12-07", "主账号", "一"])
        page.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    assert [row.title for row in read(path).rows] == ["一"]


def test_too_big_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_sheet, "FILE_MB", 0)
    path = tmp_path / "大.csv"
    path.write_text("a" * 10)
    refused(path, "最多读 0 MB")


def test_a_csv_with_a_giant_field_or_too_many_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "长.csv"
    path.write_text("日期,账号,标题\n12-07,主账号," + "长" * (2 << 20), encoding="utf-8")
    refused(path, "第 2 行不是正确的 csv")
    monkeypatch.setattr(plan_sheet, "CELLS", 5)
    path.write_text("日期,账号,标题\n1,2,3\n", encoding="utf-8")
    refused(path, "6 个格子")


def test_a_workbook_that_lies_about_sizes(tmp_path: Path) -> None:
    path = tmp_path / "谎.xlsx"
    data = bytearray(SAMPLE.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 1)
    path.write_bytes(data)
    try:
        assert read(path).rows_read >= 0
    except Refused as error:
        message = str(error)
        assert path.name in message


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["主账号", "主账号、别的", "羊毛天天捡", "12月7日", "晚8点", "已发布", "#a#b", "=1+1", "小计", "待定"]
    ),
    st.text(alphabet='0123456789:-/年月日点"\n,;', max_size=10),
)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
ROWS = st.lists(st.lists(CELL, max_size=12), max_size=8)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, delimiter=st.sampled_from(",;\t"), header=st.booleans())
def test_any_csv_is_notes_problems_or_a_refusal(
    tmp_path: Path, rows: list[list[str]], delimiter: str, header: bool
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows] if header else rows)
    path = tmp_path / "乱.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "replace"))
    check(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.lists(
            st.one_of(CELL, NUMBER, st.booleans(), st.datetimes(datetime(1901, 1, 1))), max_size=12,
        ),
        max_size=6,
    ),
    merge=st.tuples(st.integers(0, 7), st.integers(0, 11), st.integers(0, 7), st.integers(0, 11)),
)  # fmt: skip
def test_any_xlsx_is_notes_problems_or_a_refusal(
    tmp_path: Path, rows: list[list[object]], merge: tuple[int, int, int, int]
) -> None:
    path = tmp_path / "乱.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_urls": False, "default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        top, left, down, right = merge
        if down or right:
            page.merge_range(top, left, top + down, left + right, "合并")
        for number, row in enumerate([HEADER, *rows]):
            for index, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, index, cell)
                else:
                    page.write(number, index, cell)
    check(path)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 61_000), st.integers(0, 255)), min_size=1, max_size=20))
def test_flipped_bytes_never_crash(tmp_path: Path, flips: list[tuple[int, int]]) -> None:
    data = bytearray(SAMPLE.read_bytes())
    for place, value in flips:
        data[place] = value
    path = tmp_path / "翻.xlsx"
    path.write_bytes(data)
    check(path)


def check(path: Path) -> None:
    """Good rows are whole, problems are named, and nothing but Refused is raised."""
    try:
        reading = read(path)
    except Refused as error:
        assert path.name in str(error)  # noqa: PT017
        return
    assert len(reading.rows) <= reading.rows_read
    for row in reading.rows:
        assert row.title
        assert row.accounts
        assert row.minute is None or 0 <= row.minute < 1440
    for problem in reading.problems:
        assert problem.sheet
        assert problem.row > 0
        assert problem.column
        assert problem.reason


def test_a_quote_that_never_closes_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "计划.csv"
    path.write_text(
        '日期,账号,标题\n2026-12-07,主账号,好的\n2026-12-08,主账号,"坏的\n2026-12-09,主账号,没了\n', "utf-8"
    )
    with pytest.raises(Refused, match="第 3 行有一个引号没有闭合"):
        plan_file.read_sheets(path)
    path.write_text('日期,账号,标题\n2026-12-07,主账号,6.7" 屏幕\n2026-12-08,主账号,"两\n行"\n', "utf-8")
    assert [row[2] for row in plan_file.read_sheets(path)[0].rows] == ["标题", '6.7" 屏幕', "两\n行"]
