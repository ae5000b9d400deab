"""One window a workspace: whatever a lock file says, and however many start at the same moment."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused

pytest.importorskip("PySide6.QtCore", exc_type=ImportError)
from xhsplanner.store.layout import WINDOW_LOCK
from xhsplanner.ui.session import take_lock

RACER = """
import sys, time
from pathlib import Path
from xhsplanner.core.errors import Refused
from xhsplanner.ui.session import take_lock
print("ready", flush=True)
sys.stdin.readline()
try:
    lock = take_lock(Path(sys.argv[1]))
    print("won" if lock is not None else "none", flush=True)
except Refused:
    lock = None
    print("refused", flush=True)
sys.stdin.readline()
"""


def left(folder: Path, text: str | bytes) -> Path:
    """A lock file from an hour ago."""
    file = folder / WINDOW_LOCK
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    hour_ago = time.time() - 3600
    os.utime(file, (hour_ago, hour_ago))
    return file


def racers(folder: Path, number: int) -> list["subprocess.Popen[str]"]:
    """Processes that stand at the line."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )
        for _ in range(number)
    ]  # fmt: skip
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "ready"
    return started


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(processes: list["subprocess.Popen[str]"]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


DEAD, HOST = 4_194_000, socket.gethostname()


@pytest.mark.parametrize(
    "text",
    [
        f"{DEAD}\nxhsplanner\n{HOST}\n",
        f"{os.getpid()}\npython\n{HOST}\n",
        f"{os.getppid()}\nxhsplanner\n{HOST}\n",
        "1\nsystemd\n" + HOST + "\n",
        f"{os.getpid()}\nxhsplanner\nanother-computer\n",
        "",
        "\n\n\n",
        b"\xff\xfe\x00garbage" * 100,
        "99999999999999999999\nx\ny\n",
        "x" * 1_000_000,
    ],
    ids=["dead", "our number", "number of another", "number 1", "other computer", "empty", "lines", "garbage",
         "huge number", "huge"],
)  # fmt: skip
def test_a_lock_left_behind_keeps_nobody_out(tmp_path: Path, text: str | bytes) -> None:
    left(tmp_path, text)
    lock = take_lock(tmp_path)
    assert lock is not None
    assert lock.isLocked()
    with pytest.raises(Refused):
        take_lock(tmp_path)
    lock.unlock()


@pytest.mark.parametrize(
    "text", ["", *(pytest.param(one, marks=pytest.mark.torture) for one in (None, f"{DEAD}\nxhsplanner\n{HOST}\n"))]
)
def test_of_windows_that_start_at_the_same_moment_exactly_one_wins(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        left(tmp_path, text)
    processes = racers(tmp_path, 4)
    try:
        for process in processes:
            go(process)
        assert sorted(said(process) for process in processes) == ["refused"] * 3 + ["won"]
    finally:
        end(processes)
    lock = take_lock(tmp_path)
    assert lock is not None, "the winner was killed: its lock is taken over"
    lock.unlock()


def test_a_lock_that_is_held_is_never_taken_however_old(tmp_path: Path) -> None:
    (process,) = racers(tmp_path, 1)
    try:
        go(process)
        assert said(process) == "won"
        hour_ago = time.time() - 3600
        os.utime(tmp_path / WINDOW_LOCK, (hour_ago, hour_ago))
        with pytest.raises(Refused):
            take_lock(tmp_path)
    finally:
        end([process])


def test_a_folder_that_cannot_be_written_opens_without_a_lock(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this user may write everywhere")
        assert take_lock(folder) is None
    finally:
        folder.chmod(0o700)
    assert take_lock(tmp_path / "gone") is None


def test_a_lock_that_is_a_link_leaves_what_it_points_to_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text(json.dumps({"keep": "me"}))
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / WINDOW_LOCK).symlink_to(precious)
    os.utime(folder / WINDOW_LOCK, (1, 1), follow_symlinks=False)
    lock = take_lock(folder)
    assert lock is not None
    lock.unlock()
    assert json.loads(precious.read_text()) == {"keep": "me"}
    shutil.rmtree(folder)
