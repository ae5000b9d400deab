"""Nothing connects out: not the tests' own process, not the worker, not the command line.

Every other test of the suite is a test of this too: `tests/offline` stops and tells any attempt.
"""

import os
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trying

from xhsplanner.store.workspace import create_workspace

NOTES = Path(os.environ["XHSPLANNER_TEST_OFFLINE"])
ADDRESS = ("192.0.2.1", 9)
"""Kept free for documents: nobody answers."""


@pytest.fixture
def attempts() -> Iterator[Callable[[], str]]:
    """What was written down; taken away, so that these tests do not fail for trying."""
    yield lambda: NOTES.read_text(encoding="utf-8")
    NOTES.write_text("", encoding="utf-8")


def _connect() -> None:
    with socket.socket() as link:
        link.settimeout(0.1)
        link.connect(ADDRESS)


def _send() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as link:
        link.sendto(b"x", ADDRESS)


TRIES = [
    _connect,
    _send,
    lambda: socket.create_connection(ADDRESS, 0.1),
    lambda: socket.getaddrinfo("example.com", 80),
    lambda: urllib.request.urlopen("http://192.0.2.1/", timeout=0.1),
]


@pytest.mark.parametrize("attempt", TRIES)
def test_an_attempt_to_connect_out_is_stopped_and_told(
    attempt: Callable[[], object], attempts: Callable[[], str]
) -> None:
    """The guard itself works, or the promise would be empty."""
    with pytest.raises(OSError, match="connect out"):
        attempt()
    assert attempts()


def test_processes_that_tests_start_are_guarded_too(attempts: Callable[[], str]) -> None:
    code = f"import socket; socket.create_connection({ADDRESS!r}, 0.1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "tests do not connect out" in done.stderr
    assert "192.0.2.1" in attempts()


@pytest.mark.qt
def test_the_worker_process_is_guarded_too(attempts: Callable[[], str]) -> None:
    from xhsplanner.ui.worker import Worker

    worker = Worker()
    try:
        said = worker.call(trying.connect, progress=lambda _n, _of: None, stop=threading.Event())
    finally:
        worker.close()
    assert "connect out" in said
    assert attempts()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets here")
def test_sockets_of_this_machine_are_let_through(tmp_path: Path, attempts: Callable[[], str]) -> None:
    with socket.socket(socket.AF_UNIX) as link, pytest.raises(FileNotFoundError):
        link.connect(str(tmp_path / "display"))
    socket.gethostname()
    assert attempts() == ""


def test_the_command_line_connects_nowhere(tmp_path: Path, attempts: Callable[[], str]) -> None:
    create_workspace(tmp_path / "w").close()
    for words in (["doctor"], ["notes"], ["coverage"], ["--help"]):
        subprocess.run(
            [sys.executable, "-m", "xhsplanner", *words],
            capture_output=True, timeout=120, check=False, cwd=Path(__file__).parents[2],
            env={**os.environ, "XHSPLANNER_WORKSPACE": str(tmp_path / "w")},
        )  # fmt: skip
    assert attempts() == ""
