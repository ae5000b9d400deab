"""`doctor` as a person and as a program reads it."""

import json

import pytest
from click.testing import CliRunner

from xhsplanner.cli import doctor as verb
from xhsplanner.core.doctor import Missing
from xhsplanner.core.words import t
from xhsplanner.store import probe
from xhsplanner.ui import worker


def _found(monkeypatch: pytest.MonkeyPatch, missing: list[Missing], notes: list[Missing]) -> None:
    monkeypatch.setattr(verb, "examine", lambda: (missing, notes))


def test_json_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    _found(monkeypatch, [Missing("no EGL", "apt-get install -y libegl1")], [])
    result = CliRunner().invoke(verb.doctor, ["--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "ok": False,
        "missing": [{"what": "no EGL", "fix": "apt-get install -y libegl1"}],
        "notes": [],
    }


def test_a_complete_machine_is_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    _found(monkeypatch, [], [Missing("no screen", "use a desktop")])
    result = CliRunner().invoke(verb.doctor, ["--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["ok"] is True
    words = CliRunner().invoke(verb.doctor, []).stdout
    assert "no screen" in words
    assert "use a desktop" in words


def test_what_is_missing_is_read_with_its_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    _found(monkeypatch, [Missing("no EGL", "apt-get install -y libegl1")], [])
    words = CliRunner().invoke(verb.doctor, []).stdout
    assert "no EGL" in words
    assert "apt-get install -y libegl1" in words


def test_this_machine_is_examined_without_an_error() -> None:
    result = CliRunner().invoke(verb.doctor, ["--json"])
    found = json.loads(result.stdout)
    assert found["ok"] is (not found["missing"])
    assert result.exit_code == (0 if found["ok"] else 1)


def test_a_window_that_cannot_open_is_only_noted_without_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verb.machine, "check_libraries", lambda *sets: [Missing("no xcb", "install it")])
    assert verb._window() == ([], [Missing("no xcb", "install it")]), "Qt draws offscreen"
    monkeypatch.setattr(verb.machine, "wants_display", lambda: True)
    monkeypatch.setattr(verb.machine, "screen_problem", lambda: "no screen")
    monkeypatch.setattr(verb.machine, "screen_named", lambda: False)
    assert verb._window()[0] == []
    monkeypatch.setattr(verb.machine, "screen_named", lambda: True)
    assert [entry.what for entry in verb._window()[0]] == ["no xcb", "no screen"]


def test_an_installation_without_resources_is_said_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent() -> None:
        raise FileNotFoundError

    monkeypatch.setattr(verb.resources, "root", absent)
    assert verb.examine() == ([verb.NO_RESOURCES], [])


def test_sqlite_here_will_do() -> None:
    assert probe.problem() is None


def test_an_old_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe.sqlite3, "sqlite_version_info", (3, 31, 0))
    monkeypatch.setattr(probe.sqlite3, "sqlite_version", "3.31.0")
    assert "3.31.0" in (probe.problem() or "")


def test_a_machine_that_forbids_processes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbid(*_: object) -> None:
        raise OSError("not permitted")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", forbid)
    assert not worker.answers(5)
    missing, _ = verb.examine()
    assert [entry.fix for entry in missing if "子进程" in entry.fix] == [t("doctor.worker_fix")]
