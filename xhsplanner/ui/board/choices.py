"""How a person wants to see the week: days, density, colours, order, hidden accounts. Qt-free.

Personal settings; only the order of the team is data of the workspace.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from xhsplanner.ui.settings import Settings

SPANS = {"workweek": 5, "week": 7, "two_weeks": 14}
"""How many days are shown, always from a Monday on."""
COLOURS = ("series", "status", "owner")
NAMES = {"span": "board_days", "density": "board_density", "colours": "board_colours", "order": "board_order"}
"""The setting of each choice."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen; `hidden` are uids of accounts."""

    span: str = "week"
    density: str = "normal"
    colours: str = "series"
    order: str = "team"
    hidden: frozenset[str] = frozenset()

    @property
    def days(self) -> int:
        """How many days are shown."""
        return SPANS[self.span]

    def page(self, start: date, by: int) -> date:
        """The first day `by` pages on; five days are a page of seven, too."""
        return start + timedelta(days=by * max(7, self.days))


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def read(settings: Settings, workspace: Path) -> Choices:
    """What a person chose the last time."""
    hidden = settings.get("board_hidden").get(str(workspace.resolve()), ())
    chosen: dict[str, Any] = {name: settings.get(key) for name, key in NAMES.items()}
    return Choices(**chosen, hidden=frozenset(map(str, hidden)))


def write(settings: Settings, workspace: Path, before: Choices, after: Choices) -> None:
    """Keep what has changed."""
    for name, key in NAMES.items():
        if getattr(before, name) != getattr(after, name):
            settings.set(key, getattr(after, name))
    if before.hidden != after.hidden:
        hidden = {**settings.get("board_hidden"), str(workspace.resolve()): sorted(after.hidden)}
        settings.set("board_hidden", {place: uids for place, uids in hidden.items() if uids})
