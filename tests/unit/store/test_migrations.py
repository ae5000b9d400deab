"""Workspaces of released versions open, and a released schema is never edited: it is migrated."""

import gzip
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core.model import Status
from xhsplanner.ops import notes, workspace
from xhsplanner.store import schema
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

FROZEN = Path(__file__).parents[2] / "data" / "store"
"""One workspace.db of each version, packed: an account, a series, a member, a target, two notes."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    packed = (FROZEN / "version-1.db.gz").read_bytes()
    (tmp_path / "workspace.db").write_bytes(gzip.decompress(packed))
    return tmp_path


def shape(database: Path) -> set[tuple[str, str, str]]:
    """Every table, index and trigger, its SQL without its spaces."""
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {(kind, name, "".join(sql.split())) for kind, name, sql in rows}


def test_a_workspace_of_version_1_opens_with_all_it_holds(old: Path) -> None:
    store = open_workspace(old)
    assert store.read_only == ""
    assert store.engine.rows("PRAGMA user_version") == [(schema.VERSION,)]
    first, second = store.notes.all()
    assert (first.code, first.title, first.day, first.minute) == (
        "A-1001",
        "咖啡立减10元☕",
        date(2026, 11, 25),
        1200,
    )
    assert (first.status, second.day) == (Status.DRAFTING, None)
    assert store.notes.text(first.id).body == "正文\n第二行"
    assert [n.id for n in store.notes.find("咖啡")] == [first.id]
    assert store.catalog.targets()[0].since == date(2026, 11, 1)
    store.actor = 1
    workspace.undo(store)
    assert store.notes.all()[0].status is Status.TODO
    notes.create(store, 1, "新的一篇")
    store.close()


def test_it_then_has_the_schema_of_a_new_workspace(old: Path, store: Store) -> None:
    open_workspace(old).close()
    assert shape(old / "workspace.db") == shape(store.path / "workspace.db")


def test_every_version_is_kept_frozen() -> None:
    assert {path.name for path in FROZEN.iterdir()} == {f"version-{n + 1}.db.gz" for n in range(schema.VERSION)}
