"""Personal settings of this user on this machine: theme, language, last workspaces. No Qt in here.

Which there are says `core.options`. They live in one TOML file in the system's configuration folder;
XHSPLANNER_CONFIG names another folder. What belongs to a workspace is a row of it instead (`ops.settings`).
"""

import logging
import os
import tomllib
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

from xhsplanner.core.files import write_whole
from xhsplanner.core.options import options
from xhsplanner.store.workspace import is_workspace

FOLDER = "XHSPLANNER_CONFIG"
RECENT_KEPT = 8
MOST_BYTES = 1 << 20
"""A file of a few hundred choices; one that is larger was written by somebody else."""


def config_folder() -> Path:
    """Where personal settings are kept."""
    return Path(os.environ.get(FOLDER) or platformdirs.user_config_dir("xhsplanner", appauthor=False))


def _read(file: Path) -> dict[str, Any]:
    """What a file holds. Raises OSError, ValueError or RecursionError where it is none of ours."""
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(file.name)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _put_aside(file: Path) -> Path:
    """An unreadable file must not stop the window; it is kept for the curious, where it can be moved."""
    aside = file.with_suffix(".broken")
    try:
        file.replace(aside)
    except OSError:
        return file
    return aside


def _still_there(folder: Path) -> bool:
    """Whether there is a workspace, as far as this user may look; what is no name of a folder has none."""
    try:
        return is_workspace(folder)
    except OSError:
        return False


class Settings:
    """A small table of personal choices, written at once when one changes.

    With `file` None nothing is read or written (tests, shots). What the file holds and this version does not
    know is kept as it is.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._values: dict[str, Any] = {}
        self._listeners: list[Callable[[str], object]] = []
        self.damaged: Path | None = None
        """Where the file is kept that could not be read."""
        if file is not None and file.is_file():
            try:
                self._values = _read(file)
            except (OSError, ValueError, RecursionError):
                self.damaged = _put_aside(file)

    @classmethod
    def of_user(cls) -> "Settings":
        """The settings of the user at the keyboard."""
        return cls(config_folder() / "settings.toml")

    def get(self, name: str) -> Any:
        """A value by its name in settings.toml; what that table does not accept counts as not set.

        Raises KeyError for an unknown name.
        """
        option = options()[name]
        value = self._values.get(name)
        return value if option.accepts(value) else deepcopy(option.default)

    def set(self, name: str, value: Any) -> None:
        """Keep a value and tell who listens. Where it cannot be written, it lasts until a later change can.

        Raises KeyError for an unknown name, ValueError for what the table does not accept.
        """
        option = options()[name]
        if not option.accepts(value):
            raise ValueError(f"{name} = {value!r}")
        if self._values.get(name, option.default) == value:
            return
        self._values[name] = value
        self._write()
        for listener in tuple(self._listeners):
            listener(name)

    def at(self, folder: Path, name: str) -> Any:
        """A value that is set for one workspace only. Raises KeyError for an unknown name."""
        option = options()[name]
        kept = self.get("places").get(str(folder.resolve()), {})
        value = kept.get(name) if isinstance(kept, dict) else None
        return value if option.accepts(value) else deepcopy(option.default)

    def set_at(self, folder: Path, name: str, value: Any) -> None:
        """Keep a value for one workspace only. Raises KeyError for an unknown name."""
        if self.at(folder, name) == value:
            return
        places, place = self.get("places"), str(folder.resolve())
        self.set("places", {**places, place: {**places.get(place, {}), name: value}})
        for listener in tuple(self._listeners):
            listener(name)

    def listen(self, listener: Callable[[str], object]) -> Callable[[], None]:
        """Call `listener(name)` after each change; returns what ends that."""
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def _write(self) -> None:
        if self.file is None:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.file, tomli_w.dumps(self._values).encode())
        except OSError as error:  # the next change tries again, with all of them
            logging.getLogger(__name__).warning("settings not written: %s", error.strerror)

    # --- workspaces -------------------------------------------------------------------------------

    def recent(self) -> list[Path]:
        """The last workspaces that still exist, newest first."""
        return [path for name in self.get("recent") if _still_there(path := Path(str(name)))]

    def remember(self, folder: Path) -> None:
        """Put a workspace at the head of the recent ones."""
        name = str(folder.resolve())
        others = [str(entry) for entry in self.get("recent") if str(entry) != name]
        self.set("recent", [name, *others][:RECENT_KEPT])

    def actor(self, folder: Path) -> str:
        """The uid of the member this user said to be in a workspace, or ""."""
        return str(self.get("actors").get(str(folder.resolve()), ""))

    def set_actor(self, folder: Path, uid: str) -> None:
        """Remember who this user is in a workspace."""
        self.set("actors", self.get("actors") | {str(folder.resolve()): uid})
