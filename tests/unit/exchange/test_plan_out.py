"""What goes out for others: nothing in it is executed, every text is all there, and it is the same every time."""

import csv
import json
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Status
from xhsplanner.core.words import LANGUAGES, words
from xhsplanner.exchange import plan_html, plan_json
from xhsplanner.exchange.plan_csv import write_csv
from xhsplanner.exchange.plan_formulas import guarded, unguarded
from xhsplanner.exchange.plan_model import AccountRow, PlanRow
from xhsplanner.exchange.plan_out import OutNote, OutPicture, OutPlan, OutShot, weeks
from xhsplanner.exchange.plan_write import write_xlsx

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "plan" / "out"
JPEG = b"\xff\xd8\xff\xd9"
NASTY = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)> https://x.y"

NOTES = (
    OutNote(
        "u1", "A-1001", "主账号", "分期手续费", date(2026, 12, 7), 735, "信用卡避坑指南", "pitfall", 3, "分期",
        "小青", status=Status.REVIEW, owner="林", designer="周", body="一\n二 & <三>", hashtags=("信用卡", "避坑"),
        remark="需法务看", tags=("科普",), keywords=("分期",), offers=("开卡礼",),
        pictures=(OutPicture("a.png", "0" * 64, 1080, 1440),),
    ),
    OutNote("u2", "A-1002", "主账号", "午饭五折", date(2026, 12, 7), None, "羊毛天天捡", "wool",
            status=Status.APPROVED),
    OutNote(
        "u3", "A-1003", "信用卡申请", "公祭日前一天", date(2026, 12, 12), 1200, kind=Kind.VIDEO, script="先说结论",
        seconds=45, shots=(OutShot(5, "柜台", "你好"), OutShot(None, "近景", "")), status=Status.CANCELLED,
    ),
    OutNote("u4", "A-1004", "主账号", NASTY, date(2026, 12, 14), 60, NASTY, "x}</style>", remark=NASTY, body=NASTY),
    OutNote("u5", "A-1005", "信用卡申请", "", cover=JPEG),
)  # fmt: skip
PLAN = OutPlan(
    "青禾银行", "2026-12-09T10:00:00.000", NOTES,
    accounts=(AccountRow("信用卡申请"), AccountRow("主账号", "定位", "零售", 7.0, 186_000)),
    start=date(2026, 12, 7), end=date(2026, 12, 20), colors={"主账号": "#D42A45"},
)  # fmt: skip


@given(st.text(alphabet="'=+-@＝＠\t\r\n a1", max_size=6))
def test_every_text_comes_back_and_none_is_computed(text: str) -> None:
    out = guarded(text)
    assert unguarded(out) == text
    assert not out.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(("encoding", "codec"), [("utf-8", "utf-8-sig"), ("gb18030", "gb18030")])
def test_a_csv_in_both_encodings(tmp_path: Path, encoding: str, codec: str) -> None:
    row = PlanRow("", 0, ("主账号",), '=HYPERLINK("x")', day=date(2026, 12, 7), minute=545, body='一,\n"二" 😀')
    write_csv(tmp_path / "a.csv", [row], encoding)
    with open(tmp_path / "a.csv", encoding=codec, newline="") as file:
        head, cells = csv.reader(file)
    assert head[:4] == ["序号", "发布日期", "发布时间", "账号"]
    assert cells[1:4] + cells[6:8] == ["2026-12-07", "09:05", "主账号", '\'=HYPERLINK("x")', '一,\n"二" 😀']
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")


def test_the_json_is_the_contract() -> None:
    found = plan_json.document(PLAN)
    assert (found["format"], found["version"], found["from"], found["to"]) == (
        "xhsplanner-plan", 1, "2026-12-07", "2026-12-20",
    )  # fmt: skip
    assert found["accounts"][1] == {
        "name": "主账号", "positioning": "定位", "line": "零售", "per_week": 7.0, "followers": 186_000,
        "color": "#D42A45",
    }  # fmt: skip
    listed = re.findall(r'"(\w+)"', (plan_json.__doc__ or "").split('"notes": [')[1].split('"pictures"')[0])
    for note in found["notes"]:
        assert set(listed) - {"HH", "MM"} | {"pictures", "shots"} == note.keys()
    assert json.loads(json.dumps(found["notes"][2]))["shots"] == [
        {"seconds": 5, "scene": "柜台", "words": "你好"}, {"seconds": None, "scene": "近景", "words": ""},
    ]  # fmt: skip
    words.use("en")
    assert plan_json.document(PLAN) == found


def test_weeks_have_accounts_in_the_order_of_the_team_and_notes_in_time_order() -> None:
    first, second = weeks(PLAN)
    assert (first.monday, first.accounts, second.accounts) == (
        date(2026, 12, 7),
        ("信用卡申请", "主账号"),
        ("主账号",),
    )
    assert [note.code for note in first.cells["主账号", date(2026, 12, 7)]] == ["A-1001", "A-1002"]
    assert (first.depth("主账号"), first.depth("信用卡申请")) == (2, 1)
    assert NOTES[0].line == "12:15【信用卡避坑指南】分期手续费（待审）"


def test_the_workbook_has_a_week_in_colours_and_no_formula(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", [], plan=PLAN)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        inside = {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}
    assert "周历一览" in inside["xl/workbook.xml"]
    assert "12:15【信用卡避坑指南】分期手续费（待审）" in inside["xl/sharedStrings.xml"]
    assert "FFE9F0FE" in inside["xl/styles.xml"]
    assert not any("<f>" in text or "<hyperlink" in text for text in inside.values())


class Page(HTMLParser):
    """Tags, attributes and text of a page; every tag but the void ones must be closed in order."""

    VOID = ("meta", "img", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_is_well_formed_and_can_do_nothing() -> None:
    page = Page("\n".join(plan_html.page(PLAN)))
    assert page.open == []
    assert not {"script", "link", "iframe", "object", "base", "form"} & {tag for tag, _ in page.tags}
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes), tag
        assert str(attributes.get("src", "data:")).startswith("data:image/jpeg;base64,") or "src" not in attributes
        assert str(attributes.get("href", "#")).startswith("#")
    assert page.words.count(NASTY) >= 5
    assert not any("x}" in text for text in page.words)
    for table in ("table", "caption", "thead", "tbody"):
        assert [tag for tag, _ in page.tags].count(table) == 3
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in page.tags if tag == "th")
    assert all(attributes.get("alt") for tag, attributes in page.tags if tag == "img")


def test_a_page_without_notes_says_so() -> None:
    assert "这个范围里没有笔记" in "\n".join(plan_html.page(OutPlan("空", "2026-12-09T10:00", ())))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_as_it_was(language: str, request: pytest.FixtureRequest) -> None:
    """Compared without its style sheet. To accept a change: delete the file, run twice."""
    words.use(language)
    page = re.sub(r"<style>.*?</style>", "<style></style>", "\n".join(plan_html.page(PLAN)), flags=re.DOTALL)
    golden = GOLDEN / f"plan.{language}.html"
    if not golden.exists():
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(page, encoding="utf-8")
        pytest.fail("written anew, look at it")
    assert page == golden.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    for write in (
        lambda path: write_csv(path, []),
        lambda path: plan_json.write_json(path, PLAN),
        lambda path: plan_html.write_html(path, PLAN),
    ):
        with pytest.raises(Refused, match="写不了"):
            write(tmp_path / "没有" / "a")
