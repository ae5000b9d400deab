"""Whatever is typed: one sentence on stderr, exit status 2, never a traceback."""

import json
from pathlib import Path

import pytest

from xhsplanner.cli.main import run
from xhsplanner.ops import catalog
from xhsplanner.store.store import Store


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as ended:
        run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1, said.err
    return said.err


def done(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as ended:
        run([str(argument) for argument in arguments])
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.fixture
def folder(team: Store, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XHSPLANNER_WORKSPACE", str(team.path))
    return team.path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nonsense", "nonsense"),
        ("notes --nonsense", "--nonsense"),
        ("set", "NOTE"),
        ("notes --limit x", "--limit"),
        ("set 99999999999999999999999 title=x", "99999999999999999999999"),
        ("set \udcff title=x", "没有找到笔记"),
        ("set A-1001 episode=99999999999999999999999", "99999999999999999999999"),
        ("set A-1001 link=javascript:alert(1)", "http"),
        ("set A-1001 occasion=solar-term/none", "solar-term/none"),
        ("set A-1001 persona=小招喵", "小招喵"),
        ("members add name=张 role=boss", "role"),
        ("targets add account=主账号 per_week=inf", "per_week"),
        ("targets add account=主账号 per_week=", "per_week"),
        ("targets add account=主账号 per_week=1 since=soon", "since"),
        ("accounts set 主账号 followers=99999999999999999999", "followers"),
        ("notes --from 2026-12-31 --to 2026-12-01", "2026-12-31"),
        ("export xlsx --out x.xlsx --from 2026-12-31 --to 2026-12-01", "2026-12-31"),
        ("coverage 2026-12-31 2026-12-01", "2026-12-31"),
    ],
)
def test_wrong_words(folder: Path, capsys: pytest.CaptureFixture[str], words: str, said: str) -> None:
    done(capsys, "new", "account=主账号", "title=第一篇")
    assert said in refused(capsys, *words.split())


def test_a_persona_is_set_by_its_name_and_taken_away(
    team: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog.add_persona(team, name="青小禾")
    made = json.loads(done(capsys, "new", "account=主账号", "persona=青小禾", "--json"))
    assert made["persona"] == "青小禾"
    assert json.loads(done(capsys, "set", made["code"], "persona=", "--json"))["persona"] is None


@pytest.mark.parametrize(("name", "value"), [("XHSPLANNER_NOW", "tomorrow"), ("XHSPLANNER_LANG", "xx")])
def test_a_wrong_environment(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert value in refused(capsys, "new", "account=主账号")


def test_half_a_character_is_kept_as_a_mark(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "坏\ufffd" in done(capsys, "new", "account=主账号", "title=坏\udcff", "body=\ud83d")
    assert "坏\ufffd" in done(capsys, "notes", "--search", "坏")
    assert done(capsys, "notes", "--search", "\udcff") == done(capsys, "notes", "--search", "\ufffd")


def test_user_text_does_not_steer_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done(capsys, "new", "account=主账号", "title=\x1b[31m红\x07\u202e反")
    assert "红" in done(capsys, "notes")
    assert not set(done(capsys, "notes")) & {"\x1b", "\x07", "\u202e"}


def test_a_note_named_twice_is_deleted_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done(capsys, "new", "account=主账号", "title=第一篇")
    done(capsys, "delete", "A-1001", "A-1001")
    done(capsys, "undo")
    assert "第一篇" in done(capsys, "notes")


def test_a_limit_counts_what_is_shown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for account in ("信用卡申请", "主账号", "主账号"):
        done(capsys, "new", f"account={account}", "title=同一个词")
    found = done(capsys, "notes", "--search", "同一个词", "--account", "信用卡申请", "--limit", "1")
    assert "A-1001" in found


def test_an_archived_series_still_counts_where_it_has_notes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done(capsys, "new", "account=主账号", "series=羊毛天天捡", "title=旧系列", "date=2026-12-10")
    done(capsys, "series", "archive", "羊毛天天捡")
    assert "主账号  羊毛天天捡  1/0" in done(capsys, "coverage", "2026-12-07", "2026-12-13")
    assert "主账号  2026-W50  1/0" in done(capsys, "coverage", "2026-12-07", "2026-12-13", "--by", "week")
