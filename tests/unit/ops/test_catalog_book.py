"""The catalogue as a workbook: out and in again is the same, and one bad row changes nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import words
from xhsplanner.exchange.catalog_book import SHEETS
from xhsplanner.ops import catalog, catalog_book, workspace
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

TEXT = st.text(alphabet="羊毛 =+-@#&<\"'😀\n1a", max_size=12)
NAME = TEXT.map(lambda text: " ".join(text.split())).filter(bool)


def said(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All that a workbook holds, as values."""
    rows = store.catalog.rows
    return {noun: [catalog_book._row_out(store, noun, row) for row in rows(noun)] for noun in SHEETS}


def filled(store: Store) -> Store:
    """One or two of everything, and links between them."""
    catalog.add_account(store, name="主账号", followers=1200, profile="第一行\n第二行")
    catalog.add_account(store, name="=1+1", bank="@青禾")
    catalog.add_series(store, name="羊毛", brief="痛点：贵", numbered=False)
    catalog.add(store, "persona", name="小禾", account_id=2, phrases="看清规则")
    catalog.add(store, "offer", name="咖啡券", valid_from="2026-12-01", series_id=1)
    catalog.add(store, "keyword", name="车主卡", heat=0)
    catalog.add(store, "tag", name="人群", group="audience")
    catalog.add(store, "tag", name="学生", group="audience", parent_id=1, share=0.25)
    catalog.add(store, "tag", name="学生", group="scene", parent_id=2)
    catalog.add(store, "disclaimer", product_class="credit_card", form="short", text="理性消费")
    catalog.add(store, "member", name="林", role="designer")
    catalog.add_target(store, 2, 1, per_week=0.5, weekday=3, since="2026-12-01", until=None)  # type: ignore[arg-type]
    catalog.set_collection(store, 1, 1, "天天薅")
    catalog.archive(store, "keyword", [1])
    return store


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_out_and_into_an_empty_workspace_is_the_same(store: Store, tmp_path: Path, language: str) -> None:
    filled(store)
    words.use(language)
    file = tmp_path / "资料.xlsx"
    assert catalog_book.export(store, file) == sum(map(len, said(store).values()))
    words.use("en" if language == "zh_CN" else "zh_CN")
    other = create_workspace(tmp_path / "other")
    try:
        report = catalog_book.load(other, file)
        assert report.problems == ()
        assert said(other) == said(store)
        workspace.undo(other)
        assert sum(map(len, said(other).values())) == 0
    finally:
        other.close()


def test_the_same_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    catalog_book.export(filled(store), tmp_path / "a.xlsx")
    report = catalog_book.load(store, tmp_path / "a.xlsx")
    assert (report.change, report.problems) == (None, ())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAME, min_size=1, max_size=4, unique=True), text=TEXT, heat=st.none() | st.integers(0, 10**9))
def test_any_text_comes_back(tmp_path_factory: Any, names: list[str], text: str, heat: int | None) -> None:
    folder = Path(tmp_path_factory.mktemp("book"))
    one, two = create_workspace(folder / "one"), create_workspace(folder / "two")
    try:
        for name in names:
            catalog.add(one, "keyword", name=name, remark=text, heat=heat)
            catalog.add(one, "account", name=name, initial="")
        catalog_book.export(one, folder / "a.xlsx")
        assert catalog_book.load(two, folder / "a.xlsx").problems == ()
        assert said(two) == said(one)
    finally:
        one.close()
        two.close()


def write(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def test_bad_rows_are_named_and_nothing_is_changed(team: Store, tmp_path: Path) -> None:
    before = said(team)
    book = {
        "账号": [["名称", "粉丝数"], ["好账号", 5], ["坏账号", "很多"]],
        "目标": [["账号", "篇数"], ["没有的账号", 2], ["好账号", -1]],
        "标签": [["名称", "上级"], ["甲", "乙"], ["乙", "甲"], ["甲", ""]],
        "成员": [["角色"], ["组长"]],
        "别的": [["随便"]],
    }
    report = catalog_book.load(team, write(tmp_path / "bad.xlsx", book))
    assert report.change is None
    found = {(problem.sheet, problem.row, problem.column) for problem in report.problems}
    assert found == {
        ("账号", 3, "粉丝数"), ("目标", 2, "账号"), ("目标", 3, ""), ("标签", 4, ""), ("成员", 1, "姓名"),
    }  # fmt: skip
    assert said(team) == before


def test_a_ring_of_tags_is_named(team: Store, tmp_path: Path) -> None:
    rows = [["名称", "上级"], ["甲", "乙"], ["乙", "甲"]]
    report = catalog_book.load(team, write(tmp_path / "ring.xlsx", {"标签": rows}))
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "上级"), (3, "上级")]


def test_known_names_are_updated_and_columns_left_out_stay(team: Store, tmp_path: Path) -> None:
    rows = [["Name", "Colour"], ["信用卡申请", "#123456"], ["新来的", "#654321"]]
    assert catalog_book.load(team, write(tmp_path / "a.xlsx", {"Accounts": rows})).problems == ()
    accounts = team.catalog.accounts()
    assert [(a.name, a.initial, a.color) for a in accounts][:2] == [
        ("信用卡申请", "信", "#123456"),
        ("新来的", "新", "#654321"),
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", "名称\n甲".encode()])
def test_what_is_no_workbook_is_refused(team: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    with pytest.raises(Refused, match=r"x\.xlsx"):
        catalog_book.load(team, file)
    with pytest.raises(Refused, match="没有认得的页"):
        catalog_book.load(team, write(tmp_path / "y.xlsx", {"别的": [["a"]]}))
