"""A screen of its own and a person before it: Xvfb, a window manager, the program in its own process, xdotool.

Nothing here reaches into the program: what it shows is looked at, what it keeps is read from the workspace.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from PIL import Image, ImageChops, ImageFilter, ImageGrab, features

import xhsplanner
from xhsplanner.core import doctor

TOOLS = ("Xvfb", "openbox", "xdotool")
SIZE = (1440, 900)
PATIENCE = 30.0
"""Seconds a busy machine may take for anything."""
LOOK = 0.03
"""Seconds between two looks."""
AGAIN = 6.0
"""Seconds after which keys that brought no window are taken as not heard."""
CARRIED = 8
"""Moves of the mouse in a drag."""
THICK = 9
"""Pixels, in both directions, that make a block of colour."""
ROOT = Path(xhsplanner.__file__).parents[1]

Found = TypeVar("Found")
Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]


def missing() -> str:
    """What this machine lacks to show a window without a screen, as a sentence; "" when nothing."""
    if not sys.platform.startswith("linux"):
        return "Xvfb is made for Linux"
    lacking = [tool for tool in TOOLS if not shutil.which(tool)]
    lacking += doctor.missing_libraries("offscreen", "x11")
    if not features.check("xcb"):
        lacking.append("Pillow with xcb")
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def until(look: Callable[[], Found], what: str, patience: float = PATIENCE) -> Found:
    """Look again and again until there is something true to see; an AssertionError names `what` did not come."""
    end = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < end, f"still waiting after {patience:.0f} s: {what}"
        time.sleep(LOOK)
    return found


class Letters:
    """Puts letters on keys that have none, so that Chinese can be typed by key like anything else.

    xdotool alone borrows one key for one letter after another, and a busy program reads the keyboard too late.
    """

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XGetKeyboardMapping.restype = ctypes.POINTER(ctypes.c_ulong)
        self._link = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        self._on: dict[str, int] = {}
        first, last, wide = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
        self._x.XDisplayKeycodes(self._link, ctypes.byref(first), ctypes.byref(last))
        count = last.value - first.value + 1
        found = self._x.XGetKeyboardMapping(self._link, ctypes.c_ubyte(first.value), count, ctypes.byref(wide))
        rows = [found[at * wide.value : (at + 1) * wide.value] for at in range(count)]
        self._free = [first.value + at for at, row in enumerate(rows) if at and not any(row)]
        self._x.XFree(found)

    def learn(self, text: str) -> None:
        """Have a key for each letter of a text; letters learned longest ago give theirs."""
        wanted = dict.fromkeys(letter for letter in text if ord(letter) > 0xFF)
        assert len(wanted) <= len(self._free) + len(self._on), "more letters than keys without one"
        for letter in wanted:
            self._on[letter] = self._on.pop(letter, 0)  # the last to give its key away
        for letter in wanted:
            if not self._on[letter]:
                self._on[letter] = self._free.pop() if self._free else self._on.pop(next(iter(self._on)))
                sym = (ctypes.c_ulong * 1)(0x01000000 | ord(letter))
                self._x.XChangeKeyboardMapping(self._link, self._on[letter], 1, sym, 1)
        self._x.XSync(self._link, 0)

    def close(self) -> None:
        """Leave the screen."""
        self._x.XCloseDisplay(self._link)


class Screen:
    """A screen with a window manager, and what a person does there: every call is one action, and counted."""

    def __init__(self, errors: Path) -> None:
        """`errors` is the folder where a picture is left of what was on the screen when something did not come."""
        self.actions = 0
        self._errors = errors
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"]
        command += ["-nolisten", "tcp", "-noreset", "-dpi", "96"]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._server = subprocess.Popen(command, pass_fds=[writing], **quiet)
        os.close(writing)
        with os.fdopen(reading) as said:
            self.display = f":{said.readline().strip()}"
        assert self.display != ":", "Xvfb did not start"
        self.env = os.environ | {"DISPLAY": self.display}
        self._manager = subprocess.Popen(["openbox", "--sm-disable"], env=self.env, **quiet)
        self.letters = Letters(self.display)
        until(lambda: self.tool("get_num_desktops").strip(), "the window manager")

    def close(self) -> None:
        """End the window manager and the screen."""
        self.letters.close()
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)

    def tool(self, *words: object) -> str:
        """What xdotool answers; "" where it failed."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False).stdout

    # --- looking ----------------------------------------------------------------------------------

    def picture(self) -> Image.Image:
        """What is on the screen."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def title(self) -> str:
        """The title of the window that has the keyboard."""
        return self.tool("getactivewindow", "getwindowname").strip()

    def listening(self) -> bool:
        """Whether the window in front really has the keyboard: that it is in front is said a little earlier."""
        active, focused = self.tool("getactivewindow").strip(), self.tool("getwindowfocus").strip()
        return bool(active) and active == focused

    def see(self, look: Callable[[], Found], what: str) -> Found:
        """Wait for something; when it does not come, leave a picture of what was there instead."""
        try:
            return until(look, what)
        except AssertionError as error:
            file = self._errors / "screen.png"
            self.picture().save(file)
            raise AssertionError(f"{error}; in front is “{self.title()}”, see {file}") from None

    def front(self, title: str) -> None:
        """Wait until a window whose title begins so has the keyboard."""
        self.see(lambda: self.title().startswith(title) and self.listening(), f"a window {title}")

    def window(self) -> Image.Image:
        """What is on the screen where the window that has the keyboard is."""
        said = self.tool("getactivewindow", "getwindowgeometry", "--shell")
        at = {name: int(value) for name, _, value in (line.partition("=") for line in said.split())}
        left, top = at.get("X", 0), at.get("Y", 0)
        return self.picture().crop((left, top, left + at.get("WIDTH", SIZE[0]), top + at.get("HEIGHT", SIZE[1])))

    def button(self, colour: Colour) -> bytes:
        """The pixels of the button in this colour in the window that has the keyboard; b"" where there is none."""
        window = self.window()
        box = block_of(window, colour)
        return window.crop(box).tobytes() if box else b""

    def colours(self) -> set[str]:
        """Every colour on the screen, as #RRGGBB."""
        return {"#{:02X}{:02X}{:02X}".format(*colour) for _, colour in self.picture().getcolors(1 << 24) or ()}

    # --- acting -----------------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys, one after another, e.g. "ctrl+k"."""
        self.actions += len(keys)
        self.tool("key", "--clearmodifiers", *keys)

    def call(self, keys: str, title: str) -> None:
        """Press keys until a window whose title begins so has the keyboard.

        The window manager may name a window before it gives it the keyboard: keys pressed between are lost.
        """
        pressed = float("-inf")

        def called() -> bool:
            nonlocal pressed
            if self.title().startswith(title) and self.listening():
                return True
            if time.monotonic() - pressed >= AGAIN:
                self.key(keys)
                pressed = time.monotonic()
            return False

        self.see(called, f"a window {title}")

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        self.actions += 1
        self.letters.learn(text)
        self.tool("type", "--clearmodifiers", "--delay", 6, text)

    def press_until(self, keys: str, look: Callable[[], Found], what: str) -> Found:
        """Press keys, again where they were not heard, until there is something to see."""
        pressed = float("-inf")

        def seen() -> Found:
            nonlocal pressed
            if time.monotonic() - pressed >= AGAIN:
                self.key(keys)
                pressed = time.monotonic()
                time.sleep(LOOK)
            return look()

        return self.see(seen, what)

    def click_on(self, colour: Colour, what: str) -> None:
        """Click in the middle of what is filled with a colour."""
        left, top, right, bottom = self.see(lambda: block_of(self.picture(), colour), what)
        self.actions += 1
        self.tool("mousemove", (left + right) // 2, (top + bottom) // 2, "click", 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one point of the screen, carry to another in steps as a hand does, let go."""
        self.actions += 1
        self.tool("mousemove", *start, "mousedown", 1)
        for step in range(1, CARRIED + 1):
            self.tool("mousemove", *(a + (b - a) * step // CARRIED for a, b in zip(start, end, strict=True)))
            time.sleep(LOOK)
        self.tool("mouseup", 1)


class Program:
    """The program as a user starts it, on a screen, with settings and documents of its own."""

    def __init__(self, screen: Screen, home: Path, folder: Path | None = None, **more: str) -> None:
        """`folder` is the workspace to open; without it what the settings remember, or the first page.

        It is started in `home`, so that files there are found by their names.
        """
        env = screen.env | {
            "HOME": str(home),
            "XHSPLANNER_CONFIG": str(home / "config"),
            "XHSPLANNER_NOW": "2026-12-09T10:00",
            "QT_QPA_PLATFORM": "xcb",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            **({"XHSPLANNER_WORKSPACE": str(folder)} if folder else {}),
            **more,
        }
        self.screen = screen
        self._said = (home / "said.txt").open("w+")
        command = [sys.executable, "-m", "xhsplanner"]
        self.process = subprocess.Popen(command, env=env, cwd=home, stdout=self._said, stderr=self._said)

    def leave(self) -> None:
        """Close the window as a person does; the program must end well and have complained about nothing."""
        self.screen.see(self._gone, "the end of the program")
        said = self.end()
        assert (self.process.returncode, said) == (0, "")

    def _gone(self) -> bool:
        """Press Alt+F4; again where it was not heard, as the window manager read the keyboard anew meanwhile."""
        self.screen.key("alt+F4")
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(2)
        return self.process.poll() is not None

    def end(self) -> str:
        """End it whatever it does; what it printed."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        if self._said.closed:
            return ""
        self._said.seek(0)
        said = self._said.read()
        self._said.close()
        return said


@contextmanager
def running(screen: Screen, home: Path, folder: Path | None = None, **more: str) -> Iterator[Program]:
    """The program on a screen; killed if it still runs at the end."""
    program = Program(screen, home, folder, **more)
    try:
        yield program
    finally:
        program.end()


def block_of(picture: Image.Image, colour: Colour, thick: int = THICK) -> Box | None:
    """The box around all that is filled with exactly one colour; what is not as `thick` does not count."""
    mask = Image.new("L", picture.size, 255)
    for band, wanted in zip(picture.split(), colour, strict=True):
        mask = ImageChops.multiply(mask, band.point([255 if value == wanted else 0 for value in range(256)]))
    return mask.filter(ImageFilter.MinFilter(thick)).getbbox()


def plan(folder: Path) -> list[dict[str, Any]]:
    """The notes of a workspace, as the program's command line tells them to other programs."""
    command = [sys.executable, "-m", "xhsplanner", "notes", "--json", "--workspace", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
