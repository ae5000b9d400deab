"""`shot` and the window on a machine without a screen, as a user calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from xhsplanner.ops import demo
from xhsplanner.store.workspace import create_workspace

pytestmark = pytest.mark.qt
PNG = b"\x89PNG"


def run(*arguments: str, module: bool = True) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    command = [sys.executable, *(["-m", "xhsplanner"] if module else []), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=90)


def test_list_names_rooms_and_the_rest() -> None:
    done = run("shot", "--list")
    assert done.returncode == 0, done.stderr
    assert {"week", "welcome", "catalogue"} <= set(done.stdout.split())


def test_welcome_needs_no_workspace(tmp_path: Path) -> None:
    out = tmp_path / "new" / "w.png"
    done = run("shot", "welcome", "--out", str(out), "--size", "1280x800", "--theme", "dark", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert out.read_bytes().startswith(PNG)


def test_week_with_a_note_chosen(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "甲")
    demo.demo(store)
    note = store.notes.all()[0].code
    store.close()
    out = tmp_path / "week.png"
    done = run(
        "shot", "week", "--workspace", str(tmp_path / "甲"), "--select", note, "--out", str(out), "--json"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"out": str(out), "width": 1440, "height": 900}
    assert out.read_bytes().startswith(PNG)


REFUSED = [
    ([], "DISPLAY"),
    (["shot", "kitchen", "--out", "x.png", "--workspace", "{}"], "kitchen"),
    (["shot", "week", "--out", "x.png", "--workspace", "{}", "--size", "big"], "big"),
    (["shot", "week", "--out", "x.png", "--workspace", "{}", "--select", "A-9"], "A-9"),
    (["shot", "week", "--out", "x.png"], "XHSPLANNER_WORKSPACE"),
    (["shot", "week"], "--list"),
]
ONE_BY_ONE = """
import contextlib, io, json, sys
from xhsplanner.__main__ import main
for arguments in json.loads(sys.argv.pop()):
    sys.argv[1:] = arguments
    told = io.StringIO()
    try:
        with contextlib.redirect_stderr(told):
            main()
        status = 0
    except SystemExit as ended:
        status = ended.code
    print(json.dumps([status, told.getvalue()]))
"""


def test_refusals_are_one_sentence(tmp_path: Path) -> None:
    """One process says them all: starting it is what takes the time."""
    create_workspace(tmp_path / "甲").close()
    asked = [[part.format(tmp_path / "甲") for part in arguments] for arguments, _ in REFUSED]
    done = run("-c", ONE_BY_ONE, json.dumps(asked), module=False)
    assert done.stderr == ""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [status for status, _ in answers] == [2] * len(REFUSED)
    assert [told for (_, said), (_, told) in zip(REFUSED, answers, strict=True) if said not in told] == []
