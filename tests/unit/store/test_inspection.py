"""The quick look before opening: what is ours, what is damage, what is neither."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import notes
from xhsplanner.store import schema
from xhsplanner.store.recovery import inspection
from xhsplanner.store.recovery.inspection import inspect
from xhsplanner.store.workspace import open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "schema"


def sql(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        connection.executescript(script)


def rows(folder: Path) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        tables = ("note", "note_text", "account", "series", "member", "op", "op_row", "note_search_entry")
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]


@pytest.mark.parametrize("version", range(1, schema.VERSION + 1))
def test_every_released_schema_is_known_statement_by_statement(version: int, tmp_path: Path) -> None:
    import gzip

    database = tmp_path / "workspace.db"
    database.write_bytes(gzip.decompress((FROZEN / f"v{version}.db.gz").read_bytes()))
    look = inspect(database)
    assert (look.version, look.damage, look.strangers) == (version, "", ())


def test_a_new_workspace_has_no_strangers(put_away: Path) -> None:
    assert inspect(put_away / "workspace.db").whole
    assert inspect(put_away / "workspace.db", fully=True).whole


@pytest.mark.parametrize(
    ("script", "stranger"),
    [
        ("CREATE TRIGGER note AFTER INSERT ON note BEGIN DELETE FROM note; END", "trigger note"),
        ("CREATE VIEW v AS SELECT 1", "view v"),
        ("CREATE TABLE sqlite (a UNIQUE)", "table sqlite"),
        ("CREATE INDEX i ON note(title)", "index i"),
    ],
)
def test_what_is_not_ours_is_named(put_away: Path, script: str, stranger: str) -> None:
    sql(put_away, script)
    look = inspect(put_away / "workspace.db")
    assert look.strangers == (stranger,)
    assert not look.whole


def test_a_changed_statement_is_damage(put_away: Path) -> None:
    change = "UPDATE sqlite_master SET sql = replace(sql, 'free', 'paid') WHERE name = 'tag'"
    sql(put_away, f"PRAGMA writable_schema = ON; {change}")
    assert inspect(put_away / "workspace.db").damage == "schema of tag"


def test_statistics_that_somebody_had_made_are_no_strangers(put_away: Path) -> None:
    sql(put_away, "ANALYZE")
    assert inspect(put_away / "workspace.db").whole


def test_looking_changes_nothing(put_away: Path) -> None:
    store = open_workspace(put_away)
    notes.create(store, 1, "im Log")
    copy = shutil.copytree(put_away, put_away.with_name("copy"))
    store.close()
    before = {path.name: path.read_bytes() for path in copy.glob("workspace.db*") if path.suffix != ".db-shm"}
    assert inspect(copy / "workspace.db").whole
    assert {name: (copy / name).read_bytes() for name in before} == before


def test_trouble_that_is_no_damage_is_not_taken_for_it(put_away: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(put_away)

    def failing(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    monkeypatch.setattr(inspection, "connect", failing)
    with pytest.raises(Refused, match="磁盘读写出错"):
        open_workspace(put_away)
    monkeypatch.undo()
    assert not (put_away / "damaged").exists()
    assert rows(put_away) == before
