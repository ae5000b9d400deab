"""What children of the forker do to a workspace that is encrypted or decrypted: killed before one of their steps.

A step is whatever Python tells its audit hooks of: a file opened, renamed or taken away, a folder made or locked.
"""

import os
import signal
import sys
from pathlib import Path

from forker import say

from xhsplanner.store import migrations
from xhsplanner.store.encryption import cipher, converting, sqlcipher
from xhsplanner.store.workspace import open_workspace

LOADED = (migrations, sqlcipher)
STEPS = ("open", "os.rename", "os.remove", "os.chmod", "os.utime", "fcntl.flock", "shutil.copyfile")
PASSWORD, OTHER = "three tigers ride", "four tigers walk"
cipher.COST = (2, 8, 1)


def count_steps(point: int) -> None:
    """Be killed before the step of that number; each is told, so that a whole run says how many there are."""
    seen = 0

    def heard(event: str, _args: object) -> None:
        nonlocal seen
        if event in STEPS:
            seen += 1
            if seen == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(heard)


def encrypt(folder: str, point: int) -> None:
    """Encrypt a plain workspace."""
    _run(point, lambda: converting.encrypt(Path(folder), PASSWORD))


def decrypt(folder: str, point: int) -> None:
    """Decrypt an encrypted one."""
    cipher.unlock(Path(folder), PASSWORD)
    _run(point, lambda: converting.decrypt(Path(folder)))


def change(folder: str, point: int) -> None:
    """Give it another password."""
    _run(point, lambda: converting.change_password(Path(folder), PASSWORD, OTHER))


def finish(folder: str, point: int) -> None:
    """Open what was cut off, which finishes it."""
    cipher.unlock(Path(folder), PASSWORD)
    _run(point, lambda: open_workspace(Path(folder)).close())


def _run(point: int, work: object) -> None:
    steps = []
    if point:
        count_steps(point)
    else:
        sys.addaudithook(lambda event, _args: steps.append(event) if event in STEPS else None)
    work()  # type: ignore[operator]
    say(len(steps))
