"""What nothing names any more is swept, and only that: whatever could still want a file keeps it."""

import os
import time
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.ops import assets, workspace
from xhsplanner.store import blobs, sweeping
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

STRAY = b"nobody's bytes"
HASH = sha256(STRAY).hexdigest()


def imported(store: Store, tmp_path: Path) -> Path:
    """The file in the library of a picture just imported."""
    source = tmp_path / "图.png"
    Image.new("RGB", (900, 1200), "#D42A45").save(source)
    (asset,) = assets.add(store, [source]).added
    return store.assets.path(asset)


def age(store: Store) -> None:
    """Two days pass."""
    for path in store.path.joinpath("assets").rglob("*"):
        os.utime(path, (time.time() - 2 * blobs.DAY,) * 2)


def test_a_file_that_nothing_names_goes_once_it_is_a_day_old(store: Store, tmp_path: Path) -> None:
    kept = imported(store, tmp_path)
    stray = store.assets.blobs.put(STRAY, HASH, "jpg")
    assert assets.sweep(store) == sweeping.Swept()
    age(store)
    assert assets.sweep(store) == sweeping.Swept(1, len(STRAY))
    assert not stray.exists()
    assert kept.exists()


def test_the_file_of_an_import_that_was_undone_stays_for_redo(store: Store, tmp_path: Path) -> None:
    kept = imported(store, tmp_path)
    workspace.undo(store)
    age(store)
    assert assets.sweep(store) == sweeping.Swept()
    workspace.redo(store)
    assert [store.assets.path(asset) for asset in store.assets.all()] == [kept]
    assert kept.exists()


def test_what_a_snapshot_names_stays_and_an_unreadable_one_keeps_everything(store: Store, tmp_path: Path) -> None:
    kept = imported(store, tmp_path)
    snapshot = store.snapshot()
    with store.engine.transaction():  # as after going back to a snapshot of before the import
        store.engine.rows("DELETE FROM op_row")
        store.engine.rows("DELETE FROM asset")
    age(store)
    assert assets.sweep(store) == sweeping.Swept()
    data = snapshot.read_bytes()
    snapshot.write_bytes(b"?" * len(data))
    assert assets.sweep(store) == sweeping.Swept()
    assert kept.exists()
    snapshot.unlink()
    assert assets.sweep(store).files == 1


def test_an_import_that_wants_an_old_stray_file_keeps_it(store: Store) -> None:
    stray = store.assets.blobs.put(STRAY, HASH, "jpg")
    age(store)
    store.assets.blobs.put(STRAY, HASH, "jpg")  # its row comes a moment later
    assert assets.sweep(store) == sweeping.Swept()
    assert stray.read_bytes() == STRAY


@pytest.mark.parametrize("where", [".coming/x.part", "ab/cd/.x.part"])
def test_what_a_killed_import_left_half_written_goes(store: Store, tmp_path: Path, where: str) -> None:
    left = store.path / "assets" / where
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    imported(store, tmp_path)
    assert left.exists()  # another window may be writing it
    age(store)
    assert assets.sweep(store).files == 1
    assert not left.exists()


def test_an_import_takes_away_what_killed_ones_left(store: Store, tmp_path: Path) -> None:
    left = store.path / "assets" / blobs.COMING / "x.part"
    left.parent.mkdir()
    left.write_bytes(b"half")
    age(store)
    imported(store, tmp_path)
    assert list(left.parent.iterdir()) == []


def test_a_reader_sweeps_nothing(store: Store) -> None:
    reader = open_workspace(store.path, to_read="只看看")
    with pytest.raises(Refused, match="只看看"):
        assets.sweep(reader)
    reader.close()
