"""encrypt, decrypt and password as the command line contract has them; every verb opens what is encrypted."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")

from click.testing import CliRunner

from xhsplanner.cli import workspace as of_cli
from xhsplanner.cli.main import run, xhsplanner
from xhsplanner.ops import notes
from xhsplanner.store.encryption import cipher
from xhsplanner.store.store import Store

PASSWORD, OTHER = "three tigers ride", "four tigers walk"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "COST", (2, 8, 1))
    monkeypatch.setattr(cipher, "_KEYS", {})
    monkeypatch.setenv(of_cli.PASSWORD, PASSWORD)


@pytest.fixture
def plan(team: Store) -> Path:
    notes.create(team, 1, "一")
    team.snapshot()
    team.close()
    return team.path


def call(*arguments: object) -> Any:
    cipher._KEYS.clear()  # each verb is a run of its own
    result = CliRunner().invoke(xhsplanner, [*map(str, arguments), "--json"], standalone_mode=False)
    assert result.exception is None, result.exception
    return json.loads(result.stdout)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    cipher._KEYS.clear()
    with pytest.raises(SystemExit) as caught:
        run([str(argument) for argument in arguments])
    assert caught.value.code == 2
    return capsys.readouterr().err


def test_the_way_there_and_back(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("encrypt", "--workspace", plan) == {"folder": str(plan), "snapshots": 1, "plain": []}
    assert [row["title"] for row in call("notes", "--workspace", plan)] == ["一"]
    assert call("verify", "--workspace", plan)["ok"]
    assert "password" in refusal(capsys, "encrypt", "--workspace", plan)
    monkeypatch.setenv("XHSPLANNER_NEW_PASSWORD", OTHER)
    call("password", "--workspace", plan)
    assert "密码不对" in refusal(capsys, "notes", "--workspace", plan)
    monkeypatch.setenv(of_cli.PASSWORD, OTHER)
    assert call("decrypt", "--workspace", plan) == {"folder": str(plan), "snapshots": 1}
    monkeypatch.delenv(of_cli.PASSWORD)
    assert [row["title"] for row in call("notes", "--workspace", plan)] == ["一"]
    for verb in ("decrypt", "password"):
        assert "没有加密" in refusal(capsys, verb, "--workspace", plan)


def test_what_cannot_be_undone_is_said_before_a_password_is_asked_for(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(of_cli.PASSWORD)
    asked: list[str] = []
    monkeypatch.setattr(of_cli.sys, "stdin", type("Terminal", (), {"isatty": lambda _self: True})())
    monkeypatch.setattr(of_cli.click, "prompt", lambda text, **_how: asked.append(text) or PASSWORD)
    said: list[str] = []
    monkeypatch.setattr("xhsplanner.cli.encryption.click.echo", lambda text, **_how: said.append(text) or asked)
    xhsplanner.main(["encrypt", "--workspace", str(plan)], standalone_mode=False)
    assert "没有找回密码的办法" in said[0]
    assert asked == ["新密码", "再输一次"]


def test_a_password_typed_wrong_may_be_typed_again(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("encrypt", "--workspace", plan)
    monkeypatch.delenv(of_cli.PASSWORD)
    typed = iter(["no", "no again", PASSWORD, "never asked for"])
    monkeypatch.setattr(of_cli, "typed", lambda *_what: next(typed))
    cipher._KEYS.clear()
    assert of_cli.unlock(plan) == PASSWORD
    assert next(typed) == "never asked for"


def test_nobody_waits_for_a_password_where_nobody_can_type(plan: Path) -> None:
    call("encrypt", "--workspace", plan)
    environment = {name: value for name, value in os.environ.items() if name != of_cli.PASSWORD}
    done = subprocess.run(
        [sys.executable, "-m", "xhsplanner", "notes", "--workspace", str(plan)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment,
        timeout=30,
    )
    assert done.returncode == 2
    assert of_cli.PASSWORD in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_no_password_is_taken_from_the_arguments() -> None:
    from xhsplanner.cli import encryption

    for verb in (encryption.encrypt, encryption.decrypt, encryption.password):
        assert {option.name for option in verb.params} == {"workspace", "actor", "as_json"}
