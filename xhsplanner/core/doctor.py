"""What this machine lacks to run the program, found without importing Qt.

`python -m xhsplanner.core.doctor` prints the Debian packages that are missing, for `.ci/setup`.
"""

import ctypes
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xhsplanner.core import resources
from xhsplanner.core.words import t

PYTHON = (3, 11)
QT_FROM, QT_BELOW = (6, 8), (6, 12)
SETS = ("offscreen", "x11", "wayland")
DISPLAYS = {"x11": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}
PROBE = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the machine lacks and what to do about it, both in the user's language."""

    what: str
    fix: str


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(*sets: str) -> list[str]:
    """The system libraries Qt would not find, e.g. `libEGL.so.1`; always empty outside Linux.

    `sets` are names of `SETS`: `offscreen` to draw at all, `x11` and `wayland` for a window.
    """
    if not sys.platform.startswith("linux"):
        return []
    table = resources.toml("platform", "libraries.toml")
    return [library for name in sets for library in table[name] if not _loads(library)]


def packages(libraries: Iterable[str]) -> list[str]:
    """The Debian and Ubuntu packages that hold these libraries."""
    table = resources.toml("platform", "libraries.toml")
    known = {library: package for name in SETS for library, package in table[name].items()}
    return sorted({known[library] for library in libraries})


def libraries_fix(libraries: Iterable[str]) -> str:
    """The one line to run, or the advice where there is no apt."""
    libraries = list(libraries)
    if not shutil.which("apt-get"):
        return t("doctor.libraries_other", names=", ".join(libraries))
    root = os.geteuid() == 0 if hasattr(os, "geteuid") else False
    return f"{'' if root else 'sudo '}apt-get install -y {' '.join(packages(libraries))}"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdigit())


def check_python() -> list[Missing]:
    """Python and PySide6 in versions that work together."""
    found = sys.version_info[:2]
    missing = []
    if found < PYTHON:
        name = ".".join(map(str, found))
        missing.append(Missing(t("doctor.python", found=name), t("doctor.python_fix")))
    if getattr(sys, "frozen", False):
        return missing
    import importlib.metadata  # with all of email in it, 35 ms: not where the window starts

    fix = f'{sys.executable} -m pip install "PySide6-Essentials>=6.8,<6.12"'
    try:
        version = importlib.metadata.version("PySide6-Essentials")
    except importlib.metadata.PackageNotFoundError:
        return [*missing, Missing(t("doctor.qt_absent"), fix)]
    if not QT_FROM <= _version(version) < QT_BELOW:
        missing.append(Missing(t("doctor.qt_version", found=version), fix))
    return missing


def check_libraries(*sets: str) -> list[Missing]:
    """The system libraries of these sets that Qt lacks, as one entry."""
    libraries = missing_libraries(*sets)
    if not libraries:
        return []
    return [Missing(t("doctor.libraries", names=", ".join(libraries)), libraries_fix(libraries))]


def check_start() -> list[Missing]:
    """Whether Qt really starts; only asked where its libraries are there."""
    problem = "" if missing_libraries("offscreen") else _start_qt()
    return [Missing(t("doctor.qt_start", reason=problem), t("doctor.qt_start_fix"))] if problem else []


def _start_qt() -> str:
    """What Qt says when it cannot start offscreen, "" when it can; in a process of its own, since it may abort."""
    if getattr(sys, "frozen", False):
        return ""
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROBE],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else (said[-1] if said else f"exit status {done.returncode}")


def check_resources() -> list[Missing]:
    """Fonts, icons and words are all there, the fonts byte for byte."""
    damaged = []
    for face in resources.toml("fonts", "fonts.toml").values():
        file = resources.path("fonts", str(face["file"]))
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != face["sha256"]:
            damaged.append(f"fonts/{face['file']}")
    damaged += [f"{folder}/" for folder in ("icons", "fonts/emoji", "text") if not resources.path(folder).is_dir()]
    return [Missing(t("doctor.resources", names=", ".join(damaged)), t("doctor.reinstall"))] if damaged else []


def check_writable(folder: Path) -> list[Missing]:
    """Whether files can be made in a folder that may not exist yet."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return []
    return [Missing(t("doctor.unwritable", folder=str(folder)), t("doctor.unwritable_fix"))]


def check_private(folder: Path) -> list[Missing]:
    """Whether everybody on this machine can read a folder: worth knowing, and its owner's to decide."""
    try:
        told = os.name != "nt" and folder.stat().st_mode & 0o005
    except OSError:
        return []
    fix = t("doctor.open_to_all_fix", folder=str(folder))
    return [Missing(t("doctor.open_to_all", folder=str(folder)), fix)] if told else []


def _wayland_answers(environ: Mapping[str, str]) -> bool:
    name, folder = environ["WAYLAND_DISPLAY"], environ.get("XDG_RUNTIME_DIR", "")
    family = getattr(socket, "AF_UNIX", None)
    if family is None:
        return False
    with socket.socket(family, socket.SOCK_STREAM) as link:
        link.settimeout(2)
        try:
            link.connect(os.path.join(folder, name))
        except OSError:
            return False
    return True


def _x11_answers(environ: Mapping[str, str]) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # The missing library is reported by name, which helps more than "no answer".
    xcb.xcb_connect.restype = ctypes.c_void_p
    link = ctypes.c_void_p(xcb.xcb_connect(environ["DISPLAY"].encode(), None))
    failed = xcb.xcb_connection_has_error(link)
    xcb.xcb_disconnect(link)
    return not failed


def wants_display(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether Qt would want a display: on Linux, unless QT_QPA_PLATFORM names a platform without one."""
    platform = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return sys.platform.startswith("linux") and (not platform or platform.startswith(("xcb", "wayland")))


def screen_named(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the environment names a display at all, working or not."""
    return any(environ.get(name) for name in DISPLAYS.values())


def screen_problem(environ: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can be shown here however complete Qt is, or None. Takes a few milliseconds."""
    if not wants_display(environ):
        return None
    wayland, x11 = environ.get("WAYLAND_DISPLAY"), environ.get("DISPLAY")
    if not wayland and not x11:
        return t("doctor.no_display")
    if (wayland and _wayland_answers(environ)) or (x11 and _x11_answers(environ)):
        return None
    return t("doctor.display_silent", name=" / ".join(filter(None, (wayland, x11))))


def display_problem() -> str | None:
    """The sentence to show instead of opening the window, or None when it can open.

    Qt would abort the process instead of saying so. A window needs only one of X11 and Wayland complete.
    """
    screen = screen_problem()
    if screen:
        return screen
    libraries = missing_libraries("offscreen")
    if wants_display():
        ways = [missing_libraries(way) for way, name in DISPLAYS.items() if os.environ.get(name)]
        fewest: list[str] = min(ways, key=len)
        libraries += fewest
    if not libraries:
        return None
    return t("doctor.window_libraries", names=", ".join(libraries), fix=libraries_fix(libraries))


def drawing_problem() -> str | None:
    """The sentence for a verb that draws and could not import Qt, or None when Qt's libraries are all there."""
    libraries = missing_libraries("offscreen")
    return t("doctor.drawing", names=", ".join(libraries), fix=libraries_fix(libraries)) if libraries else None


if __name__ == "__main__":
    print(" ".join(packages(missing_libraries(*SETS))))
