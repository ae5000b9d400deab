"""The lock of an encrypted workspace, its key, and how its database is opened."""

import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")

from xhsplanner.core.errors import Refused
from xhsplanner.store.encryption import cipher
from xhsplanner.store.workspace import create_workspace

PASSWORD = "三只老虎 ride bikes"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is guessed in no time."""
    monkeypatch.setattr(cipher, "COST", (2, 8, 1))


def test_only_the_password_opens_the_lock() -> None:
    lock, key = cipher.new(PASSWORD)
    again = cipher.parsed(lock.text())
    assert again is not None
    assert again.opened(PASSWORD) == key
    for other in (PASSWORD + " ", PASSWORD.upper(), ""):
        with pytest.raises(cipher.WrongPassword):
            again.opened(other)


def test_two_locks_with_one_password_have_nothing_in_common() -> None:
    (one, key), (other, key_of_other) = cipher.new(PASSWORD), cipher.new(PASSWORD)
    assert key != key_of_other
    assert not {one.id, one.salt, one.locked, one.check} & {other.id, other.salt, other.locked, other.check}


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    lock, key = cipher.new(PASSWORD)
    assert lock.opened("三只老虎 ｒｉｄｅ bikes") == key


def test_a_short_password_is_refused_and_nothing_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="12"):
        create_workspace(tmp_path / "w", password="kurz und gut"[:11])
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n", 1 << 40),
        ("n", 0),
        ("n", 3),
        ("check", 1),
        ("r", -1),
        ("p", "1"),
        ("locked", "zz"),
        ("locked", "00"),
        ("salt", 1),
    ],
)
def test_a_lock_from_elsewhere_cannot_ask_for_everything(name: str, value: object) -> None:
    lock, _key = cipher.new(PASSWORD)
    assert cipher.parsed(lock.text()) == lock
    assert cipher.parsed(replace(lock, **{name: value}).text()) is None  # type: ignore[arg-type]


def test_a_key_is_never_built_from_text() -> None:
    from xhsplanner.store.encryption import sqlcipher

    for text in ('"; ATTACH', "x'00'", "AB" * 48, "0" * 95):
        with pytest.raises(ValueError, match="key"):
            sqlcipher.literal(text)


@pytest.fixture
def hot(tmp_path: Path) -> Path:
    """A database that was killed in the middle of a transaction in a rollback journal."""
    file = tmp_path / "hot.db"
    code = (
        "import sqlite3, sys, os; c = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "c.execute('CREATE TABLE t (a)'); c.execute('INSERT INTO t VALUES (1)');"
        "c.execute('PRAGMA cache_size = 1');"
        "c.execute('BEGIN'); c.execute('UPDATE t SET a = 2');"
        "[c.execute('INSERT INTO t VALUES (zeroblob(500))') for _ in range(500)]; os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(file)], check=False)
    assert Path(f"{file}-journal").stat().st_size > 0
    return file


def test_a_half_done_transaction_is_never_read_as_if_it_were_done(hot: Path) -> None:
    from xhsplanner.store.recovery.inspection import _reading

    with closing(_reading(hot)) as connection:
        assert connection.execute("SELECT * FROM t").fetchall() == [(1,)]
