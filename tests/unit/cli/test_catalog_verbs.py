"""The nouns of the catalogue without a window."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from xhsplanner.cli.catalog import NOUNS
from xhsplanner.cli.main import xhsplanner
from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog
from xhsplanner.store.workspace import create_workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with two accounts and a series."""
    store = create_workspace(tmp_path / "w")
    for name in ("主账号", "城市分行"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡")
    store.close()
    return tmp_path / "w"


def call(folder: Path, *arguments: object) -> Result:
    line = [*map(str, arguments), "--workspace", str(folder)]
    return CliRunner().invoke(xhsplanner, line, standalone_mode=False)


def ask(folder: Path, *arguments: object) -> Any:
    result = call(folder, *arguments, "--json")
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def test_every_noun_is_added_set_and_archived(folder: Path) -> None:
    given = {
        "personas": ("name=小禾", "account=主账号", "color=#112233"),
        "offers": ("name=咖啡券", "valid_from=2026-12-01", "valid_until=2026-12-08", "series=羊毛天天捡"),
        "keywords": ("name=车主卡", "heat=80"),
        "tags": ("name=学生", "group=audience", "share=0.2"),
        "disclaimers": ("product_class=loan", "form=short", "text=以审批为准"),
    }
    made = {verb: ask(folder, verb, "add", *fields) for verb, fields in given.items()}
    assert made["offers"]["state"] == "over"
    assert made["personas"]["account"] == "主账号"
    assert ask(folder, "tags", "set", "学生", "name=大学生")["name"] == "大学生"
    assert ask(folder, "disclaimers", "set", "贷款 · 简短", "text=")["text"] == ""
    for verb in given:
        call(folder, verb, "archive", made[verb]["id"])
        assert ask(folder, verb, "list")[0]["archived"] is True
    assert set(NOUNS) >= given.keys()


def test_merge_delete_and_undo(folder: Path) -> None:
    ask(folder, "new", "account=城市分行", "title=一")
    assert isinstance(call(folder, "accounts", "delete", "城市分行").exception, Refused)
    assert "并入" in call(folder, "accounts", "merge", "主账号", "城市分行").stdout
    assert [note["account"] for note in ask(folder, "notes")] == ["主账号"]
    call(folder, "undo")
    assert [note["account"] for note in ask(folder, "notes")] == ["城市分行"]
    assert ask(folder, "accounts", "delete", "主账号") == {"deleted": [1]}


def test_episodes_are_renumbered(folder: Path) -> None:
    for day in ("2026-12-20", "2026-12-10"):
        ask(folder, "new", "account=主账号", "series=羊毛天天捡", f"date={day}", f"title={day}")
    preview = ask(folder, "series", "renumber", "羊毛天天捡", "--start", 9, "--dry-run")
    assert [(row["from"], row["to"]) for row in preview] == [(2, 9), (1, 10)]
    assert ask(folder, "series", "renumber", "羊毛天天捡", "--start", 9) == preview
    assert ask(folder, "series", "renumber", "羊毛天天捡", "--start", 9) == []


def test_the_workbook_goes_out_and_in(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "资料.xlsx"
    assert ask(folder, "catalogue", "export", file)["rows"] == 3
    assert ask(folder, "catalogue", "import", file) == {"read": 3, "changed": False, "problems": []}
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "bad.xlsx") as book:
        sheet = book.add_worksheet("账号")
        sheet.write_column(0, 0, ["名称", "好的"])
        sheet.write_column(0, 1, ["粉丝数", "很多"])
    result = call(folder, "catalogue", "import", tmp_path / "bad.xlsx", "--json")
    assert isinstance(result.exception, SystemExit)
    assert json.loads(result.stdout)["problems"][0]["row"] == 2
    assert len(ask(folder, "accounts", "list")) == 2
