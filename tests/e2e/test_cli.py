"""The command line as scripts use it: in a process where Qt cannot even be imported."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.cli.main import VERBS
from xhsplanner.ops import catalog, demo
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.workspace import create_workspace, open_workspace

WITHOUT_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6"):
            raise ImportError("Qt is blocked: " + name)
sys.meta_path.insert(0, NoQt())
from xhsplanner.cli.main import run
run(sys.argv[1:])
"""
HELP_OF_ALL = """
for verb in sys.argv[1:]:
    try:
        run([verb, "--help"])
    except SystemExit as done:
        assert done.code == 0, verb
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace, frozen on Wednesday 2026-12-09, to read and to copy."""
    folder = tmp_path_factory.mktemp("sample") / "w"
    os.environ["XHSPLANNER_NOW"] = "2026-12-09T10:00:00"
    try:
        store = create_workspace(folder)
        demo.demo(store)
        store.close()
    finally:
        del os.environ["XHSPLANNER_NOW"]
    return folder


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample workspace."""
    return Path(shutil.copytree(sample, tmp_path / "w"))


def newest(folder: Path) -> int:
    """The last row of the log: nothing is written without one."""
    store = open_workspace(folder)
    last = store.history.last_id()
    store.close()
    return last


def call(folder: Path | None, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "XHSPLANNER_NOW": "2026-12-09T10:00:00", "PYTHONIOENCODING": "utf-8"}
    env.pop("DISPLAY", None)
    if folder:
        env["XHSPLANNER_WORKSPACE"] = str(folder)
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *words],
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == code, done.stderr
    return done


def ask(folder: Path, *words: str) -> Any:
    return json.loads(call(folder, *words, "--json").stdout)


def test_notes_are_listed_in_time_order(folder: Path) -> None:
    rows = ask(folder, "notes", "--from", "2026-12-07", "--to", "2026-12-13")
    assert len(rows) == 16
    assert [(r["date"], r["time"]) for r in rows] == sorted((r["date"], r["time"]) for r in rows)
    first = rows[0]
    assert (first["account"], first["series"], first["status"]) == ("主账号", "节日节气", "published")
    assert first["hashtags"] == ["节气", "生活仪式感"]
    assert first["title_length"] == 14
    only = ask(folder, "notes", "--account", "主账号", "--series", "宠粉抽奖", "--search", "年历")
    assert [r["title"] for r in only] == ["评论区抽20位送年历，宠粉第一"]


def test_new_set_move_delete_undo_redo_and_the_log(folder: Path) -> None:
    made = ask(folder, "new", "account=主账号", "title=-=1+1", "date=2026-12-10", "time=20:00", "hashtags=#a #b")
    code = made["code"]
    assert (made["title"], made["time"], made["hashtags"]) == ("-=1+1", "20:00", ["a", "b"])
    assert ask(folder, "set", code, "status=drafting")["status"] == "drafting"
    assert ask(folder, "set", code, "title=新题目", "owner=林晓")["owner"] == "林晓"
    assert ask(folder, "move", code, "--to", "2026-12-11", "--time", "")[0]["time"] is None
    assert ask(folder, "delete", code) == {"deleted": [code]}
    for _ in range(2):
        ask(folder, "undo")
    (row,) = ask(folder, "notes", "--search", "新题目")
    assert (row["date"], row["time"]) == ("2026-12-10", "20:00")
    ask(folder, "redo")
    log = ask(folder, "log", "--limit", "4")
    assert log[0]["label"].startswith("重做：移动")
    assert {"id", "group", "at", "actor", "label", "rows"} <= log[0].keys()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("move", "A-9999", "--to", "2026-12-10"), "A-9999"),
        (("new", "title=没有账号"), "账号"),
        (("new", "account=不存在", "title=x"), "不存在"),
        (("set", "A-1001", "date=12月32日"), "12月32日"),
        (("set", "A-1001", "time=25:00"), "25:00"),
        (("set", "A-1001", "nonsense"), "nonsense"),
        (("delete", "A-1001"), "已发布"),
        (("undo",), "撤销"),
        (("notes", "--as", "谁"), "谁"),
    ],
)
def test_refusals_are_one_sentence_and_change_nothing(sample: Path, words: tuple[str, ...], said: str) -> None:
    if words == ("undo",):
        words = ("undo", "--as", "林晓")
    before = newest(sample)
    done = call(sample, *words, code=2)
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert newest(sample) == before


def test_without_a_workspace_it_says_how(tmp_path: Path) -> None:
    assert "XHSPLANNER_WORKSPACE" in call(None, "notes", code=2).stderr
    assert "workspace.db" in call(tmp_path, "notes", code=2).stderr


def test_the_catalogue(folder: Path) -> None:
    assert [a["name"] for a in ask(folder, "accounts", "list")][:2] == ["主账号", "信用卡申请"]
    assert ask(folder, "accounts", "add", "name=校园号", "followers=120")["followers"] == 120
    assert ask(folder, "accounts", "set", "校园号", "name=校园")["name"] == "校园"
    call(folder, "accounts", "archive", "校园")
    assert ask(folder, "accounts", "list")[-1]["archived"] is True
    assert "主账号" in call(folder, "accounts", "add", "name=主账号", code=2).stderr
    target = ask(folder, "targets", "add", "account=城市分行", "series=宠粉抽奖", "per_week=0.5")
    assert (target["account"], target["series"], target["per_week"]) == ("城市分行", "宠粉抽奖", 0.5)
    assert len(ask(folder, "series", "list")) == 6
    assert ask(folder, "members", "list")[-1]["role"] == "lead"


def test_a_snapshot_on_demand(folder: Path) -> None:
    assert Path(ask(folder, "snapshot")["snapshot"]).is_file()


def test_english(folder: Path) -> None:
    assert "There is no member" in call(folder, "--lang", "en", "notes", "--as", "X", code=2).stderr


def test_every_verb_explains_itself() -> None:
    each = WITHOUT_QT.replace("run(sys.argv[1:])", HELP_OF_ALL)
    done = subprocess.run([sys.executable, "-c", each, *VERBS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Usage") == len(VERBS)


def test_the_synthetic_workspace_says_it_cannot_be_undone(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "s")
    synthetic(store, 300, accounts=5, days=30, seed=2)
    assert store.notes.count() == 300
    assert len(store.catalog.accounts()) == 5
    assert store.notes.find("羊毛")
    assert store.undo_label() is None
    catalog.add_account(store, name="后来的")
    assert store.undo_label() is not None
    store.close()


def test_coverage_names_gaps_and_the_collision(folder: Path) -> None:
    found = ask(folder, "coverage", "2026-12-07", "2026-12-13")
    row = next(r for r in found["rows"] if (r["account"], r["key"]) == ("城市分行", "羊毛天天捡"))
    assert (row["planned"], row["target"], row["gap"]) == (3, 2, 0)
    gaps = {(m["account"], m["series"]) for m in found["missing"] if m["kind"] == "target"}
    assert gaps == {
        ("主账号", "防诈消保"),
        ("信用卡申请", "羊毛天天捡"),
        ("青禾财富Office", "羊毛天天捡"),
        ("城市分行", "节日节气"),
    }
    assert [len(c["notes"]) for c in found["collisions"] if c["kind"] == "spacing"] == [2]
    assert "城市分行" in call(folder, "coverage", "2026-12-07", "2026-12-13", "--by", "week").stdout
    assert "2026-12-13" in call(folder, "coverage", "2026-12-13", "2026-12-07", code=2).stderr
