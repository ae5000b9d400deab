"""A full disk and a failing one, at many points of everything that writes: said in words, nothing lost, then on."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from starving import Team, at_work, no_file_longer_than
from watched_vfs import library, watched

from xhsplanner.core.errors import Refused
from xhsplanner.ui.settings import Settings

KB = 1024
CODES = {
    "write": (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR | 3 << 8),
    "sync": (sqlite3.SQLITE_IOERR | 4 << 8,),
    "read": (sqlite3.SQLITE_IOERR | 1 << 8,),
    "truncate": (sqlite3.SQLITE_IOERR | 6 << 8,),
    "delete": (sqlite3.SQLITE_IOERR | 10 << 8,),
    "shm": (sqlite3.SQLITE_IOERR | 21 << 8,),
    "opened": (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR),
}
"""What SQLite is told when a call fails, by the call."""


class Failing:
    """A watcher that counts calls, and from the `at`-th on, or only then, answers `code`."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._armed: tuple[str, int, int, bool] | None = None

    def __getattr__(self, call: str) -> Callable[..., int]:
        return lambda *_given: self._answer(call)

    def _answer(self, call: str) -> int:
        self.seen[call] += 1
        if self._armed is None or self._armed[0] != call:
            return 0
        _call, at, code, lasting = self._armed
        return code if self.seen[call] == at or (lasting and self.seen[call] > at) else 0

    @contextmanager
    def counting(self) -> Iterator[None]:
        """How often each call is made within the block, in `counted`."""
        self.seen.clear()
        yield
        self.counted = {call: count for call, count in self.seen.items() if call in CODES}

    @contextmanager
    def armed(self, call: str, at: int, code: int, lasting: bool) -> Iterator[None]:
        self.seen.clear()
        self._armed = (call, at, code, lasting)
        try:
            yield
        finally:
            self._armed = None


@pytest.fixture
def team(tmp_path: Path, empty_workspace: Path) -> Iterator[Team]:
    place = tmp_path / "place"
    place.mkdir()
    with at_work(place, Path(shutil.copytree(empty_workspace, place / "workspace"))) as found:
        yield found


def verdict(team: Team, points: int) -> None:
    assert team.faults == []
    assert team.points >= points
    assert team.refused >= points // 4  # else the trouble was none


@pytest.mark.skipif(library() is None, reason="the functions of this Python's SQLite cannot be reached")
@pytest.mark.parametrize("points", [8, pytest.param(240, marks=pytest.mark.torture)])
def test_any_call_of_sqlite_may_fail(tmp_path: Path, empty_workspace: Path, points: int) -> None:
    chance, failing, place = Random(points), Failing(), tmp_path / "place"
    place.mkdir()
    folder = Path(shutil.copytree(empty_workspace, place / "workspace"))
    with watched(place, failing), at_work(place, folder) as team:
        names, done = cycle(team.jobs()), 0
        while done < points:
            job = next(names)
            team.suffer(job, failing.counting(), "nothing")
            if not failing.counted:  # it only reads what is in memory, and writes no file of SQLite
                continue
            call, count = chance.choice(sorted(failing.counted.items()))
            code, at, lasting = chance.choice(CODES[call]), chance.randint(1, count), chance.random() < 0.5
            said = f"{call} {at} of {count} → {code}{' and on' if lasting else ''}"
            team.suffer(job, failing.armed(call, at, code, lasting), said)
            done += 1
            if done % 40 == 0:
                team.check(said)
        team.check("all")
    verdict(team, points)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of files")
@pytest.mark.parametrize("points", [8, pytest.param(200, marks=pytest.mark.torture)])
def test_files_may_grow_no_further(team: Team, points: int) -> None:
    chance = Random(points)
    names = list(team.jobs())
    for number in range(points):
        longest = max(file.stat().st_size for file in team.folder.iterdir() if file.is_file())
        size = chance.choice((0, 1, 4 * KB, 100 * KB, longest, longest + chance.randrange(64 * KB)))
        team.suffer(names[number % len(names)], no_file_longer_than(size), f"files of {size}")
        if number % 40 == 39:
            team.check(f"files of {size}")
    team.check("all")
    verdict(team, points)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for some hundred steps."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk takes Linux and its administrator")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@contextmanager
def only_left(place: Path, size: int) -> Iterator[None]:
    """The disk of `place` has only `size` bytes free."""
    ballast = place / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(place).free - size))
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.parametrize("points", [8, pytest.param(160, marks=pytest.mark.torture)])
def test_a_disk_that_is_really_full(small_disk: Path, empty_workspace: Path, points: int) -> None:
    chance = Random(points)
    folder = Path(shutil.copytree(empty_workspace, small_disk / "workspace"))
    with at_work(small_disk, folder) as team:
        names = list(team.jobs())
        for number in range(points):
            size = chance.choice((0, 4 * KB, 8 * KB, 20 * KB, 60 * KB))
            team.suffer(names[number % len(names)], only_left(small_disk, size), f"{size} bytes free")
        team.check("all")
    verdict(team, points)


def test_a_limit_of_pages(team: Team) -> None:
    """SQLite's own word for a full disk, on the same connection before and after."""
    writer = team.store.engine._writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]

    @contextmanager
    def limit() -> Iterator[None]:
        writer.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            writer.execute("PRAGMA max_page_count = 1000000")

    assert team.suffer("import plan", limit(), f"{pages} pages")
    assert team.store.engine._writer is writer
    team.check("pages")
    verdict(team, 1)


@pytest.mark.skipif(library() is None, reason="the functions of this Python's SQLite cannot be reached")
def test_after_a_sync_that_failed_another_connection_writes(tmp_path: Path, empty_workspace: Path) -> None:
    """What an fsync has refused is not trusted: the system may have dropped what it could not write."""
    failing, place = Failing(), tmp_path / "place"
    place.mkdir()
    folder = Path(shutil.copytree(empty_workspace, place / "workspace"))
    with watched(place, failing), at_work(place, folder) as team:
        engine = team.store.engine
        before = engine._writer
        with pytest.raises(Refused, match=r"workspace\.db"), failing.armed("sync", 1, CODES["sync"][0], False):
            team.edit()
        assert engine._writer is None
        assert not team.store.busy
        team.edit()
        assert engine._writer is not before
        team.check("a failed sync")
        assert team.faults == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit for the size of files")
def test_personal_settings_are_written_with_the_next_that_can_be(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.toml"
    settings = Settings(file)
    with no_file_longer_than(0):
        settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert not file.exists()
    settings.set("language", "en")
    assert (Settings(file).get("theme"), Settings(file).get("language")) == ("dark", "en")
