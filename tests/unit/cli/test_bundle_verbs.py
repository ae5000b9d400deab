"""bundle export and bundle merge as the command line contract has them."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from xhsplanner.cli.main import run, xhsplanner
from xhsplanner.ops import catalog, notes
from xhsplanner.store.workspace import create_workspace, open_workspace


def status(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        run([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def document(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(xhsplanner, [*map(str, arguments), "--json"], standalone_mode=False)
    assert result.exception is None, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a workspace; 林 changed both notes of the first, the second changed one title too."""
    store = create_workspace(tmp_path / "a")
    catalog.add_account(store, name="主账号")
    catalog.add_member(store, name="林", role="editor")
    for title in ("一", "二"):
        notes.create(store, 1, title)
    store.close()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with_lin = open_workspace(tmp_path / "a", actor=1)
    notes.edit(with_lin, 1, title="她的")
    notes.edit(with_lin, 2, body="她的正文")
    with_lin.close()
    other = open_workspace(tmp_path / "b")
    notes.edit(other, 1, title="我的")
    other.close()
    return tmp_path / "a", tmp_path / "b"


def test_open_conflicts_are_listed_and_make_the_status_1(two: tuple[Path, Path], tmp_path: Path) -> None:
    a, b = two
    file = tmp_path / "x.zip"
    assert document("bundle", "export", file, "--member", "林", "--workspace", a)["notes"] == 2
    ahead = document("bundle", "merge", file, "--dry-run", "--workspace", b)
    assert (ahead["added"], ahead["changed"], ahead["op"]) == (0, 1, None)
    assert status("bundle", "merge", file, "--workspace", b) == 1
    again = document("bundle", "merge", file, "--workspace", b)
    assert (again["added"], again["changed"]) == (0, 0)
    (conflict,) = again["conflicts"]
    uid = conflict.pop("uid")
    assert uid
    assert conflict == {
        "table": "note", "code": "A-1001", "title": "我的", "field": "title", "base": "一", "mine": "我的",
        "theirs": "她的",
    }  # fmt: skip
    assert status("bundle", "merge", file, "--mine", "--workspace", b) == 0
    assert status("bundle", "merge", file, "--theirs", "--workspace", b) == 0
    assert [note["title"] for note in document_list("notes", "--workspace", b)] == ["她的", "二"]


def document_list(*arguments: object) -> list[dict[str, Any]]:
    found: Any = document(*arguments)
    return list(found)


def test_what_cannot_be_is_refused(two: tuple[Path, Path], tmp_path: Path) -> None:
    a, _ = two
    (tmp_path / "x.zip").write_bytes(b"no")
    assert status("bundle", "merge", tmp_path / "x.zip", "--workspace", a) == 2
    assert status("bundle", "merge", tmp_path / "missing.zip", "--workspace", a) == 2
    assert status("bundle", "export", tmp_path / "y.zip", "--member", "谁", "--workspace", a) == 2
    assert status("bundle", "export", tmp_path / "y.zip", "--note", "A-9", "--workspace", a) == 2
    days = ("--from", "2026-12-08", "--to", "2026-12-07")
    assert status("bundle", "export", tmp_path / "y.zip", *days, "--workspace", a) == 2
    assert status("bundle", "export", tmp_path / "y.zip", "--workspace", a) == 0
    assert status("bundle", "export", tmp_path / "z.zip", "--workspace", a) == 2  # nothing since
    assert status("bundle", "export", tmp_path / "z.zip", "--all", "--workspace", a) == 0


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json", "html"])
def test_every_format_has_its_verb(two: tuple[Path, Path], tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"a.{kind}"
    found = document("export", kind, "--out", out, "--account", "主账号", "--status", "todo", "--workspace", two[0])
    assert found == {"out": str(out), "notes": 2, "rows": 2}
    assert out.stat().st_size > 100
    assert status("export", kind, "--out", out, "--account", "没有", "--workspace", two[0]) == 2
