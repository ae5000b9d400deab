"""Every released schema opens in this program with the same content, and a failed upgrade changes nothing.

Frozen files stand in tests/data/schema as v<N>.db.gz; make one for a new version, before it is released, with
`python tests/unit/store/test_migrations.py` (it refuses to overwrite).
"""

import gzip
import hashlib
import json
import os
import sqlite3
import tempfile
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import demo, notes, workspace
from xhsplanner.store import migrations, places, schema
from xhsplanner.store.workspace import create_workspace, open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "schema"
FILES = sorted(FROZEN.glob("v*.db.gz"))


def columns(database: Path) -> dict[str, list[str]]:
    """The columns of each table."""
    connection = sqlite3.connect(database)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables}
    connection.close()
    return found


def content(database: Path, only: dict[str, list[str]] | None = None) -> dict[str, str]:
    """A digest of each table's rows (of the columns in `only`, for what an upgrade must keep).

    Search entries are derived, so they are left out.
    """
    connection = sqlite3.connect(database)
    digests = {}
    shown = only or columns(database)
    for (table,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall():
        if table.startswith(("sqlite_", "_sqlite_", "note_search")):
            continue
        if table not in shown:
            continue
        names = ", ".join(f'"{name}"' for name in shown[table])
        rows = connection.execute(f"SELECT {names} FROM {table} ORDER BY 1, 2").fetchall()
        digests[table] = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    connection.close()
    return digests


def unpack(file: Path, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "workspace.db"
    database.write_bytes(gzip.decompress(file.read_bytes()))
    return database


def test_the_present_version_is_frozen() -> None:
    assert f"v{schema.VERSION}.db.gz" in [file.name for file in FILES]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_released_file_opens_with_its_content_and_can_be_edited(file: Path, tmp_path: Path) -> None:
    database = unpack(file, tmp_path / "w")
    before, had = content(database), columns(database)
    store = open_workspace(tmp_path / "w")
    assert store.read_only == ""
    assert store.engine.rows("PRAGMA user_version") == [(schema.VERSION,)]
    assert store.notes.find("最低还款")
    note = store.notes.backlog()[0]
    notes.edit(store, note.id, title="改过")
    workspace.undo(store)
    store.close()
    after = content(database, had)
    assert {t: d for t, d in after.items() if t not in ("op", "op_row")} == {
        t: d for t, d in before.items() if t not in ("op", "op_row")
    }


def test_series_that_counted_their_episodes_go_on_counting(tmp_path: Path) -> None:
    unpack(FROZEN / "v2.db.gz", tmp_path / "w")
    store = open_workspace(tmp_path / "w")
    counted = {note.series_id for note in store.notes.all() if note.episode is not None}
    assert counted
    assert {series.id for series in store.catalog.series(archived=True) if series.numbered} == counted - {None}
    store.close()


def test_the_frozen_schema_is_the_one_this_program_makes(tmp_path: Path) -> None:
    """A released step was not edited afterwards: the same statements, table by table."""

    def ddl(database: Path) -> list[tuple[str, str]]:
        connection = sqlite3.connect(database)
        sql = (
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite_%' ORDER BY name"
        )
        found = connection.execute(sql).fetchall()
        connection.close()
        return found

    create_workspace(tmp_path / "new").close()
    frozen = unpack(FROZEN / f"v{schema.VERSION}.db.gz", tmp_path / "old")
    assert ddl(frozen) == ddl(tmp_path / "new" / "workspace.db")


def test_a_failed_upgrade_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = unpack(FILES[0], tmp_path / "w")
    before = content(database)

    def broken(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("no room")

    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(migrations, "apply", broken)
    with pytest.raises(Refused, match="no room"):
        open_workspace(tmp_path / "w")
    assert content(database) == before
    assert list((tmp_path / "w" / "snapshots").glob("*.db"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_an_old_file_that_cannot_be_upgraded_is_read_or_refused_in_words(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder without the right to write, say: never a column that is not there yet."""
    database = unpack(file, tmp_path / "w")
    before = database.read_bytes()
    monkeypatch.setattr(places, "file_system", lambda folder: "cifs")
    try:
        store = open_workspace(tmp_path / "w")
    except Refused as refusal:
        old = str(refusal)
    else:
        old = ""
        assert store.notes.find("最低还款")
        assert [store.catalog.rows(noun) for noun in ("series", "keyword", "offer", "tag", "disclaimer")]
        assert [store.versions.of(note.id) for note in store.notes.all()[:3]]
        store.close()
    assert ("旧版本" in old) == (file.name in ("v1.db.gz", "v2.db.gz"))
    assert database.read_bytes() == before


def freeze() -> None:
    """Write the frozen file of the present version from the sample plan."""
    target = FROZEN / f"v{schema.VERSION}.db.gz"
    if target.exists():
        raise SystemExit(f"{target} is released: it is never written again")
    os.environ["XHSPLANNER_NOW"] = "2026-12-09T10:00:00"
    with tempfile.TemporaryDirectory() as folder:
        store = create_workspace(Path(folder) / "w")
        demo.demo(store)
        notes.move(store, [store.notes.backlog()[0].id], day=store.notes.span()[1])  # type: ignore[index]
        workspace.undo(store)
        store.engine.backup(Path(folder) / "copy.db")
        store.close()
        target.write_bytes(gzip.compress((Path(folder) / "copy.db").read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    freeze()
