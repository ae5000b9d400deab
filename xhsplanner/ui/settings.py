"""Personal settings of this user on this machine: theme, language, last workspaces. No Qt in here.

They live in one TOML file in the system's configuration folder; XHSPLANNER_CONFIG names another folder.
What belongs to a workspace is a row of it instead.
"""

import os
import tomllib
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w

FOLDER = "XHSPLANNER_CONFIG"
RECENT_KEPT = 8

DEFAULTS: dict[str, Any] = {
    "theme": "system",
    "language": "zh_CN",
    "recent": [],
    "room": "week",
    "panel": True,
    "strip": True,
    "actors": {},
    "geometry": "",
    "board_density": "normal",
    "board_colours": "series",
    "board_days": "week",
    "board_view": "board",
    "board_hidden": {},
    "emoji_recent": [],
    "palette_recent": [],
    "shortcuts": {},
    "checklist_done": False,
}


def config_folder() -> Path:
    """Where personal settings are kept."""
    return Path(os.environ.get(FOLDER) or platformdirs.user_config_dir("xhsplanner", appauthor=False))


class Settings:
    """A small table of personal choices, written at once when one changes.

    With `file` None nothing is read or written (tests, shots).
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._values: dict[str, Any] = dict(DEFAULTS)
        if file is not None and file.is_file():
            try:
                self._values |= tomllib.loads(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
                # An unreadable file must not stop the window; it is kept aside for the curious.
                file.replace(file.with_suffix(".broken"))

    @classmethod
    def of_user(cls) -> "Settings":
        """The settings of the user at the keyboard."""
        return cls(config_folder() / "settings.toml")

    def get(self, name: str) -> Any:
        """A value by its name in DEFAULTS; what has another type than the default counts as not set."""
        value, default = self._values.get(name), DEFAULTS[name]
        return value if isinstance(value, type(default)) else default

    def set(self, name: str, value: Any) -> None:
        """Keep a value. Where the folder cannot be written, the choice lasts this session."""
        if name not in DEFAULTS:
            raise KeyError(name)
        self._values[name] = value
        if self.file is None:
            return
        fresh = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(tomli_w.dumps(self._values), encoding="utf-8")
            fresh.replace(self.file)
        except OSError:
            self.file = None

    # --- workspaces -------------------------------------------------------------------------------

    def recent(self) -> list[Path]:
        """The last workspaces that still exist, newest first."""
        return [path for name in self.get("recent") if (path := Path(str(name))).joinpath("workspace.db").is_file()]

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
