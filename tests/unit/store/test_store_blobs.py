"""Files of the library appear whole under their name or not at all; thumbnails are a cache that may vanish."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.store.blobs import Blobs
from xhsplanner.store.thumbs import Thumbs

DATA = b"picture bytes" * 100
HASH = sha256(DATA).hexdigest()


def test_a_file_lands_at_its_hash_and_nothing_else_is_left(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "assets")
    path = blobs.put(DATA, HASH, "jpg")
    assert path == tmp_path / "assets" / HASH[:2] / HASH[2:4] / f"{HASH}.jpg"
    assert path.read_bytes() == DATA
    assert [p for p in (tmp_path / "assets").rglob("*") if p.is_file()] == [path]
    assert list(blobs.files()) == [path]
    assert blobs.check(HASH, "jpg") == ""


def test_the_same_bytes_again_leave_the_file_alone(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "assets")
    path = blobs.put(DATA, HASH, "jpg")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert blobs.put(DATA, HASH, "jpg") == path
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_damaged_file_is_noticed_and_mended_by_the_next_import(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "assets")
    path = blobs.put(DATA, HASH, "jpg")
    path.write_bytes(DATA[:-1] + b"?")
    assert blobs.check(HASH, "jpg") == "changed"
    blobs.put(DATA, HASH, "jpg")
    assert blobs.check(HASH, "jpg") == ""
    path.unlink()
    assert blobs.check(HASH, "jpg") == "missing"


def test_synced_before_it_is_named_and_its_folders_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is the promise: bytes on the disk, then the name, then the folder that holds the name."""
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def traced_fsync(handle: int) -> None:
        target = os.readlink(f"/proc/self/fd/{handle}") if os.path.isdir("/proc/self/fd") else ""
        steps.append("folder" if os.path.isdir(target) else "file")
        fsync(handle)

    def traced_replace(source: Path, target: Path) -> None:
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", traced_fsync)
    monkeypatch.setattr(os, "replace", traced_replace)
    Blobs(tmp_path / "assets").put(DATA, HASH, "jpg")
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("needs /proc to tell a folder from a file")
    assert steps == ["folder", "folder", "folder", "file", "rename", "folder"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_failing_disk_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_args: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(Refused):
        Blobs(tmp_path / "assets").put(DATA, HASH, "jpg")
    assert [p for p in (tmp_path / "assets").rglob("*") if p.is_file()] == []


def test_thumbs_are_kept_over_a_restart_and_replaced(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "thumbs.db")
    thumbs.put_many([("a", b"1"), ("b", b"2")])
    thumbs.put_many([("a", b"3")])
    thumbs.close()
    assert thumbs.get("a") is None
    thumbs.put_many([("c", b"4")])
    again = Thumbs(tmp_path / "thumbs.db")
    assert again.get_many(["b", "a", "nothing"]) == {"a": b"3", "b": b"2"}
    assert again.get("nothing") is None
    assert again.count() == 2
    again.close()


def test_thumbs_by_the_thousand(tmp_path: Path) -> None:
    thumbs = Thumbs(tmp_path / "thumbs.db")
    thumbs.put_many((f"{n}", b"x") for n in range(1203))
    assert len(thumbs.get_many([f"{n}" for n in range(1300)])) == 1203
    thumbs.close()


@pytest.mark.parametrize("garbage", [b"", b"not a database at all" * 200])
def test_a_damaged_cache_starts_over(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "thumbs.db").write_bytes(garbage)
    thumbs = Thumbs(tmp_path / "thumbs.db")
    thumbs.put_many([("a", b"1")])
    assert thumbs.get("a") == b"1"
    thumbs.close()


def test_a_read_only_workspace_reads_thumbs_and_writes_none(tmp_path: Path) -> None:
    first = Thumbs(tmp_path / "thumbs.db")
    first.put_many([("a", b"1")])
    first.close()
    looking = Thumbs(tmp_path / "thumbs.db", read_only=True)
    looking.put_many([("b", b"2")])
    assert looking.get_many(["a", "b"]) == {"a": b"1"}
    looking.close()
    nothing = Thumbs(tmp_path / "none" / "thumbs.db", read_only=True)
    nothing.put_many([("b", b"2")])
    assert nothing.get("b") == b"2"
    nothing.close()
    assert not (tmp_path / "none").exists()
