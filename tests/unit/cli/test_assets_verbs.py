"""The verbs of the library as a script sees them: exit status, stdout, stderr."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from xhsplanner.cli.main import run
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store

KEYS = ["id", "sha256", "name", "width", "height", "bytes", "phash", "tags", "codes", "used_by", "rights_until"]


class Shell:
    """Runs verbs in this process on one workspace."""

    def __init__(self, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = store.path
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            run(["assets", *words, "--workspace", str(self.folder)])
        shown = self._capsys.readouterr()
        return int(left.value.code or 0), shown.out, shown.err

    def json(self, *words: str, status: int = 0) -> Any:
        code, out, err = self(*words, "--json")
        assert (code, err) == (status, "")
        return json.loads(out)


@pytest.fixture
def shell(store: Store, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(store, capsys)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "设计 稿"
    folder.mkdir()
    for name, color, size in (("午饭.png", "red", (900, 1200)), ("小.webp", "blue", (600, 800))):
        Image.new("RGB", size, color).save(folder / name)
    (folder / "午饭 副本.png").write_bytes((folder / "午饭.png").read_bytes())
    (folder / "备忘.jpg").write_text("不是图", encoding="utf-8")
    return folder


def test_add_tells_every_file_apart(shell: Shell, files: Path) -> None:
    told = shell.json("add", str(files), status=1)
    assert list(told) == ["added", "duplicates", "restored", "refused", "warnings"]
    assert [list(one)[: len(KEYS)] for one in told["added"]] == [KEYS, KEYS]
    assert {(one["name"], one["width"], one["height"]) for one in told["added"]} == {
        ("午饭 副本.png", 900, 1200),
        ("小.webp", 600, 800),
    }
    assert told["duplicates"] == [{"path": str(files / "午饭.png"), "id": told["added"][0]["id"]}]
    assert told["refused"] == [{"path": str(files / "备忘.jpg"), "reason": "这是文本文件，不是图片"}]
    assert [row["path"] for row in told["warnings"]] == [str(files / "小.webp")]
    assert all(len(one["phash"]) == 16 and len(one["sha256"]) == 64 for one in told["added"])
    code, out, _ = shell("add", str(files))
    assert code == 1
    assert "未导入：备忘.jpg" in out
    assert "导入 0，恢复 0，重复 3，未导入 1" in out


def test_add_without_problems_is_status_0(shell: Shell, files: Path) -> None:
    assert len(shell.json("add", str(files / "午饭.png"))["added"]) == 1


def test_find_trash_restore(shell: Shell, files: Path, store: Store) -> None:
    first, second = (one["id"] for one in shell.json("add", str(files), status=1)["added"])
    catalog.add_account(store, name="主账号")
    change = notes.create(store, account_id=1, title="午饭地图")
    assert change is not None
    note_id = change.created["note"][0]
    notes.attach(store, note_id, [first])
    shell.json("tag", str(first), str(second), "--add", "卡面")
    shell.json("tag", str(second), "--remove", "卡面", "--add", "IP 形象")
    assert [one["id"] for one in shell.json("list")] == [second, first]
    assert [one["id"] for one in shell.json("list", "--limit", "1")] == [second]
    assert [one["used_by"] for one in shell.json("find", "--tag", "卡面")] == [[note_id]]
    assert [one["id"] for one in shell.json("find", "--unused")] == [second]
    assert [one["tags"] for one in shell.json("find", "--text", "小")] == [["IP 形象"]]
    assert shell.json("find", "--text", "没有") == []
    assert shell.json("trash", str(first))[0]["trashed"] is True
    assert [one["id"] for one in shell.json("list")] == [second]
    assert [one["id"] for one in shell.json("list", "--trashed")] == [first]
    assert shell.json("add", str(files / "午饭.png"))["restored"][0]["id"] == first
    code, out, _ = shell("trash", str(first))
    assert code == 0
    assert "A-" in out
    assert shell.json("restore", str(first))[0]["trashed"] is False


def test_what_does_not_exist_is_refused_and_nothing_changes(shell: Shell, files: Path) -> None:
    (asset,) = shell.json("add", str(files / "午饭.png"))["added"]
    code, out, err = shell("trash", str(asset["id"]), "999")
    assert (code, out) == (2, "")
    assert "999" in err
    assert len(shell.json("list")) == 1


def test_verify_finds_a_lost_and_a_changed_file(shell: Shell, files: Path, store: Store) -> None:
    shell.json("add", str(files), status=1)
    assert shell.json("verify") == {"ok": True, "problems": []}
    one, two = store.assets.all()
    store.assets.path(one).unlink()
    store.assets.path(two).write_bytes(b"other")
    told = shell.json("verify", status=1)
    assert told["ok"] is False
    assert [(row["id"], row["kind"]) for row in told["problems"]] == [(one.id, "missing"), (two.id, "changed")]
    code, out, _ = shell("verify")
    assert code == 1
    assert one.name in out


def test_the_library_verbs_need_no_qt(store: Store, files: Path) -> None:
    blocked = "import sys; sys.modules['PySide6'] = None; from xhsplanner.cli.main import run; run(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", blocked, "assets", "add", str(files / "午饭.png"), "--json"],
        env={**os.environ, "XHSPLANNER_WORKSPACE": str(store.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["added"][0]["name"] == "午饭.png"
