"""Nothing connects out while tests run: every attempt is stopped, and written down for the test that made it.

Asked by the interpreter itself (an audit hook), so it does not matter which library tries. Processes that a test
starts load this as well, through `sitecustomize` beside it.
"""

import os
import sys
import tempfile
from pathlib import Path

NOTES = "XHSPLANNER_TEST_OFFLINE"
"""The environment variable that names the file in which attempts are written down."""
WITH_ADDRESS = {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"}
BY_NAME = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "urllib.Request",
}


def _stop(event: str, args: tuple[object, ...]) -> None:
    if event not in WITH_ADDRESS and event not in BY_NAME:
        return
    if event in WITH_ADDRESS and not isinstance(args[1], tuple):
        return  # a socket of this machine has a path, one of a network a host and a port
    with open(os.environ[NOTES], "a", encoding="utf-8") as notes:
        notes.write(f"{event} {args[1:] if event in WITH_ADDRESS else args}\n")
    raise ConnectionRefusedError(f"tests do not connect out: {event}")


def begin() -> Path:
    """Stop whatever connects out from now on, in this process and those it starts; the file where it is told."""
    notes = Path(tempfile.mkdtemp(prefix="xhsplanner-offline-"), "attempts.txt")
    notes.touch()
    before = os.environ.get(NOTES)
    os.environ[NOTES] = str(notes)
    if before is None:
        sys.addaudithook(_stop)
        here = str(Path(__file__).parent)
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return notes


if NOTES in os.environ:
    sys.addaudithook(_stop)
