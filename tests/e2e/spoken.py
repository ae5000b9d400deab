"""What a screen reader is told about a program: its accessibility tree, read over AT-SPI by libatspi.

Run as a program it prints the tree of the only program on its bus, as JSON. It is a process of its own because the
library finds the bus in the environment once, when it starts.
"""

import ctypes
import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LIBRARY = "libatspi.so.0"
FOCUSABLE, SHOWING = 11, 25
"""Numbers of AtspiStateType."""
PATIENCE = 20.0


def missing() -> str:
    """What this machine lacks to be heard by a screen reader, "" when nothing."""
    lacking = [] if shutil.which("dbus-daemon") else ["dbus-daemon"]
    lacking += [] if ctypes.util.find_library("atspi") else [LIBRARY]
    places = ("/usr/libexec", "/usr/lib/at-spi2-core", "/usr/lib")
    lacking += [] if any(os.path.exists(f"{place}/at-spi2-registryd") for place in places) else ["at-spi2-core"]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


@contextmanager
def bus(env: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a session bus of its own, which ends with it."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    daemon = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        yield env | {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}
    finally:
        daemon.terminate()
        daemon.communicate(timeout=10)


def heard_on(env: dict[str, str]) -> dict[str, str]:
    """What a program needs in its environment to talk to screen readers on this bus."""
    return {
        "DBUS_SESSION_BUS_ADDRESS": env["DBUS_SESSION_BUS_ADDRESS"],
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_LOGGING_RULES": "qt.accessibility.*=false",  # Qt grumbles at questions it does not know
    }


def tree(env: dict[str, str]) -> list[dict[str, Any]]:
    """Everything the program on the bus of this environment tells: role, name, focusable, showing."""
    command = [sys.executable, __file__]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=60)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


class _Library:
    """The few functions of libatspi that are needed."""

    def __init__(self) -> None:
        self._atspi = ctypes.CDLL(LIBRARY)
        self._atspi.atspi_init()

    def _call(self, name: str, answer: Any, *values: Any) -> Any:
        function = getattr(self._atspi, f"atspi_{name}")
        function.restype = answer
        return function(*values)

    def desktop(self) -> ctypes.c_void_p:
        return ctypes.c_void_p(self._call("get_desktop", ctypes.c_void_p, 0))

    def children(self, one: ctypes.c_void_p) -> list[ctypes.c_void_p]:
        count = self._call("accessible_get_child_count", ctypes.c_int, one, None)
        found = [self._call("accessible_get_child_at_index", ctypes.c_void_p, one, at, None) for at in range(count)]
        return [ctypes.c_void_p(child) for child in found if child]

    def text(self, what: str, one: ctypes.c_void_p) -> str:
        return (self._call(f"accessible_get_{what}", ctypes.c_char_p, one, None) or b"").decode()

    def has(self, one: ctypes.c_void_p, state: int) -> bool:
        states = ctypes.c_void_p(self._call("accessible_get_state_set", ctypes.c_void_p, one))
        return bool(self._call("state_set_contains", ctypes.c_int, states, state))


def _walk(library: _Library, one: ctypes.c_void_p) -> Iterator[dict[str, Any]]:
    states = {"focusable": library.has(one, FOCUSABLE), "showing": library.has(one, SHOWING)}
    yield {"role": library.text("role_name", one), "name": library.text("name", one), **states}
    for child in library.children(one):
        yield from _walk(library, child)


def _main() -> None:
    library = _Library()
    end = time.monotonic() + PATIENCE
    while not (programs := library.children(library.desktop())) and time.monotonic() < end:
        time.sleep(0.1)
    print(json.dumps([told for program in programs for told in _walk(library, program)]))


if __name__ == "__main__":
    _main()
