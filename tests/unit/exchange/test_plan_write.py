"""The schedule as written: text stays text, nothing half-written is left, and it reads back equal."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Status
from xhsplanner.core.words import LANGUAGES, load, words
from xhsplanner.exchange.plan_model import AccountRow, Known, PlanRow, SeriesRow
from xhsplanner.exchange.plan_names import read_kind, read_status
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.exchange.plan_write import write_xlsx

ROWS = [
    PlanRow(
        sheet="", row=0, accounts=("主账号", "信用卡申请"), title="=1+1", day=date(2026, 12, 7), minute=1200,
        series="羊毛天天捡", topic="选题", body='一\n"二"，<b>三</b>', hashtags=("信用卡", "羊毛"),
        covers=("a.png", "b c.jpg"),
        kind=Kind.VIDEO, owner="林", designer="周", status=Status.HANDED_OVER, remark="@here",
    ),
    PlanRow(sheet="", row=0, accounts=("主账号",), title="无日期", status=Status.ON_HOLD),
    PlanRow(sheet="", row=0, accounts=("主账号",), title="http://a.b/c", day=date(2027, 1, 3), minute=0),
    PlanRow(sheet="", row=0, accounts=("信用卡申请",), title="0123", status=Status.CANCELLED),
]  # fmt: skip
ACCOUNTS = [AccountRow("主账号", "定位", "零售", 7.0, 186_000), AccountRow("信用卡申请")]
SERIES = [SeriesRow("羊毛天天捡", "说明", 3.0, ("信用卡",), "黄底"), SeriesRow("节日节气")]


def bare(row: PlanRow) -> PlanRow:
    return replace(row, sheet="", row=0, no="", source="", status_text="", status_known=False, kind_text="")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_reads_back_equal(tmp_path: Path, language: str) -> None:
    words.use(language)
    path = tmp_path / "计划.xlsx"
    write_xlsx(path, ROWS, ACCOUNTS, SERIES)
    reading = read_plan(path, known=Known(), today=date(2030, 1, 1))
    assert reading.problems == ()
    assert [bare(row) for row in reading.rows] == ROWS
    assert reading.accounts == tuple(ACCOUNTS)
    assert reading.series == tuple(SERIES)


def test_user_text_is_neither_formula_nor_link(tmp_path: Path) -> None:
    path = tmp_path / "计划.xlsx"
    write_xlsx(path, ROWS)
    with zipfile.ZipFile(path) as book:
        inside = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
    assert not any("<f>" in text or "<f " in text for text in inside.values())
    assert not any("<hyperlink" in text or "/hyperlink" in text for text in inside.values())


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "计划.xlsx"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(Refused, match="磁盘满了"):
        write_xlsx(path, ROWS)
    assert [file.name for file in tmp_path.iterdir()] == ["计划.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="写不了"):
        write_xlsx(tmp_path / "没有" / "计划.xlsx", ROWS)


def test_a_text_too_long_for_a_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="超过 32767 字"):
        write_xlsx(tmp_path / "计划.xlsx", [replace(ROWS[0], body="长" * 32_768)])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_are_read(language: str) -> None:
    said = load(language)
    assert {status: read_status(said[f"status.{status}"]) for status in Status} == {s: s for s in Status}
    assert {kind: read_kind(said[f"kind.{kind.name.lower()}"]) for kind in Kind} == {k: k for k in Kind}
