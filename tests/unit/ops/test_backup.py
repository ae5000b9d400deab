"""The second copy of a workspace: complete, openable, never worse than before, whatever happens on the way."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import backup as ops
from xhsplanner.ops import notes
from xhsplanner.store import snapshots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

Usage = namedtuple("Usage", "total used free")


class Stopped(Exception):  # noqa: N818 (says what happened)
    """Raised by who watches."""


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The second folder."""
    folder = tmp_path / "移动硬盘"
    folder.mkdir()
    return folder


def picture(store: Store, content: bytes) -> Path:
    """An original in the library, as an import leaves it."""
    import hashlib

    return store.assets.blobs.put(content, hashlib.sha256(content).hexdigest(), "jpg")


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def titles(folder: Path) -> list[str]:
    store = open_workspace(folder)
    try:
        return sorted(note.title for note in store.notes.all())
    finally:
        store.close()


def test_the_copy_is_complete_and_opens_as_a_workspace(team: Store, stick: Path) -> None:
    notes.create(team, 1, "在副本里")
    original = picture(team, b"picture" * 1000)
    done = ops.backup(team, stick)
    assert done.folder == stick / team.path.name
    assert (done.pictures, done.snapshots, done.damaged) == (1, 1, ())
    copied = files(done.folder)
    assert copied[str(original.relative_to(team.path))] == b"picture" * 1000
    assert [path.name for path in snapshots.all_of(done.folder)] == [p.name for p in snapshots.all_of(team.path)]
    assert all(snapshots.intact(path) for path in snapshots.all_of(done.folder))
    assert snapshots.listed(done.folder)[0].kind == "backup"
    assert not [name for name in copied if name.endswith(".part")]
    assert titles(done.folder) == ["在副本里"]


def test_the_next_one_copies_only_what_is_new(team: Store, stick: Path) -> None:
    picture(team, b"one")
    there = ops.backup(team, stick).folder
    picture(team, b"two")
    notes.create(team, 1, "之后写的")
    done = ops.backup(team, stick)
    assert done.pictures == 1
    assert titles(there) == ["之后写的"]
    again = ops.backup(team, stick)
    assert (again.pictures, again.snapshots) == (0, 0)


def test_a_snapshot_of_now_is_not_made_twice(team: Store, stick: Path) -> None:
    notes.create(team, 1, "有了")
    team.snapshot()
    ops.backup(team, stick)
    assert len(snapshots.all_of(team.path)) == 1


def test_it_can_be_stopped_at_any_moment_and_goes_on_from_there(team: Store, stick: Path) -> None:
    for number in range(3):
        picture(team, f"picture {number}".encode() * 100)
    notes.create(team, 1, "第一版")
    there = ops.backup(team, stick).folder
    first = files(there)
    for number in range(3, 6):
        picture(team, f"picture {number}".encode() * 100)
    notes.create(team, 1, "第二版")
    calls = 0

    def stop(_done: int, _of: int) -> None:
        nonlocal calls
        calls += 1
        if calls == wanted:
            raise Stopped

    stopped, wanted = 0, 2
    while stopped < 20:
        calls = 0
        try:
            ops.backup(team, stick, stop)
        except Stopped:
            stopped += 1
            assert files(there)["workspace.db"] == first["workspace.db"]
            assert first.keys() <= files(there).keys()
            continue
        break
    assert stopped == 4
    assert titles(there) == ["第一版", "第二版"]
    assert not [name for name in files(there) if name.endswith(".part")]


KILLED = """
import sys, pathlib
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ops.backup import backup
store = open_workspace(pathlib.Path(sys.argv[1]))
backup(store, pathlib.Path(sys.argv[2]), lambda done, of: print(done, flush=True))
"""


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.torture)])
def test_a_killed_one_leaves_a_copy_that_opens(team: Store, stick: Path, kills: int) -> None:
    notes.create(team, 1, "第一版")
    there = ops.backup(team, stick).folder
    seen = {tuple(titles(shutil.copytree(there, stick.parent / "look")))}
    for number in range(kills):
        for part in range(4):
            picture(team, f"{number} {part}".encode() * 200_000)
        notes.create(team, 1, f"第 {number} 次")
        team.snapshot()
        with subprocess.Popen(
            [sys.executable, "-c", KILLED, str(team.path), str(stick)], stdout=subprocess.PIPE
        ) as child:
            assert child.stdout is not None
            for _ in range(1 + number % 6):
                child.stdout.readline()
            time.sleep(number % 7 / 1000)
            os.kill(child.pid, signal.SIGKILL)
        shutil.rmtree(stick.parent / "look")
        seen.add(tuple(titles(shutil.copytree(there, stick.parent / "look"))))
    assert all("第一版" in one for one in seen)
    ops.backup(team, stick)
    assert titles(there) == sorted(note.title for note in team.notes.all())
    assert files(team.path / "assets") == files(there / "assets")


def test_a_missing_folder_is_said_and_not_made(team: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="现在找不到"):
        ops.backup(team, tmp_path / "没插上")
    assert not (tmp_path / "没插上").exists()
    assert snapshots.all_of(team.path) == []


@pytest.mark.parametrize("where", [".", "..", "assets", "snapshots"])
def test_the_workspace_is_no_place_for_its_own_copy(team: Store, where: str) -> None:
    before = files(team.path)
    with pytest.raises(Refused, match="别的磁盘"):
        ops.backup(team, team.path / where)
    assert files(team.path) == before


def test_without_room_nothing_is_copied(team: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    team.snapshot()
    monkeypatch.setattr(ops.shutil, "disk_usage", lambda _folder: Usage(10**12, 0, 3 * 1024**2))
    with pytest.raises(Refused, match=r"只剩 3\.0 MB，还要复制"):
        ops.backup(team, stick)
    assert files(stick) == {}


def test_a_folder_that_cannot_be_written_is_said(team: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def readonly(*_any: object, **_how: object) -> None:
        raise PermissionError(13, "Permission denied")

    team.snapshot()
    monkeypatch.setattr(Path, "mkdir", readonly)
    with pytest.raises(Refused, match=r"写不了备份文件夹.*没有权限"):
        ops.backup(team, stick)


def test_a_stick_pulled_out_in_the_middle_is_said(
    team: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture(team, b"one")

    def gone(*_any: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(ops, "sync_file", gone)
    with pytest.raises(Refused, match=r"写不了备份文件夹.*磁盘读写出错"):
        ops.backup(team, stick)


def test_a_copy_with_work_of_its_own_is_left_alone(team: Store, stick: Path) -> None:
    there = ops.backup(team, stick).folder
    other = open_workspace(there)
    notes.create(other, 1, "在副本里写的")
    other.close()
    notes.create(team, 1, "在这里写的")
    with pytest.raises(Refused, match="这里没有的改动"):
        ops.backup(team, stick)
    assert titles(there) == ["在副本里写的"]


def test_a_copy_that_is_open_is_left_alone(team: Store, stick: Path) -> None:
    there = ops.backup(team, stick).folder
    (there / "window.lock").write_bytes(b"")
    with pytest.raises(Refused, match="正开着"):
        ops.backup(team, stick)
    (there / "window.lock").unlink()
    open_workspace(there).close()  # looked at, and closed again
    ops.backup(team, stick)


@pytest.mark.parametrize("content", [b"", b"something else", b"SQLite format 3\0" + b"\0" * 2000])
def test_what_is_not_a_copy_of_this_plan_is_left_alone(team: Store, stick: Path, content: bytes) -> None:
    there = stick / team.path.name
    there.mkdir()
    (there / "workspace.db").write_bytes(content)
    with pytest.raises(Refused, match="别的数据"):
        ops.backup(team, stick)
    assert (there / "workspace.db").read_bytes() == content


def test_another_teams_workspace_of_the_same_name_is_left_alone(
    team: Store, stick: Path, empty_workspace: Path
) -> None:
    other = open_workspace(shutil.copytree(empty_workspace, stick / team.path.name))
    from xhsplanner.ops import catalog

    catalog.add_account(other, name="别家的")
    other.close()
    with pytest.raises(Refused, match="这里没有的改动"):
        ops.backup(team, stick)


def test_a_picture_that_is_damaged_here_does_not_spread(team: Store, stick: Path) -> None:
    bad = picture(team, b"good")
    there = ops.backup(team, stick).folder
    worse = picture(team, b"also good")
    bad.write_bytes(b"evil")
    worse.write_bytes(b"also evil")
    notes.create(team, 1, "之后")
    done = ops.backup(team, stick)
    assert done.damaged == (worse.name,)
    assert (there / bad.relative_to(team.path)).read_bytes() == b"good"
    assert not (there / worse.relative_to(team.path)).exists()


def test_a_snapshot_that_is_damaged_here_never_replaces_the_copy(team: Store, stick: Path) -> None:
    notes.create(team, 1, "好的")
    there = ops.backup(team, stick).folder
    notes.create(team, 1, "之后")
    newest = team.snapshot()
    newest.write_bytes(newest.read_bytes()[:-1] + b"x")
    with pytest.raises(Refused, match="不一样了"):
        ops.backup(team, stick)
    assert titles(there) == ["好的"]


def test_the_copy_keeps_what_rotation_keeps(team: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for second in range(12):
        monkeypatch.setenv("XHSPLANNER_NOW", f"2026-12-09T10:00:{second:02}")
        notes.create(team, 1, f"第 {second} 篇")
        there = ops.backup(team, stick).folder
    names = {path.name for path in snapshots.folder_of(team.path).iterdir()}
    assert {path.name for path in snapshots.folder_of(there).iterdir()} == names
    assert len(snapshots.all_of(there)) == 10


@pytest.mark.skipif(os.name == "nt", reason="rights of Unix")
def test_who_cannot_read_the_plan_cannot_read_its_copy(team: Store, stick: Path) -> None:
    stick.chmod(0o755)
    assert team.path.stat().st_mode & 0o777 == 0o700
    picture(team, b"x" * 100)
    there = ops.backup(team, stick).folder
    assert {path: oct(path.stat().st_mode & 0o077) for path in (there, *there.rglob("*"))} == dict.fromkeys(
        (there, *there.rglob("*")), "0o0"
    )
    there.chmod(0o750)
    ops.backup(team, stick)
    assert there.stat().st_mode & 0o777 == 0o750
