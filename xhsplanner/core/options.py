"""The table of settings (`resources/settings.toml`): which there are, of which type, and what may be chosen."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from xhsplanner.core import resources
from xhsplanner.core.words import t, words

Kind = Literal["choice", "flag", "number", "time", "text", "folder", "list", "table"]
TYPES: dict[str, type] = {
    "choice": str, "flag": bool, "number": int, "time": int,
    "text": str, "folder": str, "list": list, "table": dict,
}  # fmt: skip
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Option:
    """One row of the table; see the head of settings.toml."""

    name: str
    kind: Kind
    default: Any
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    group: str = ""
    scope: Literal["personal", "workspace", "place"] = "personal"
    restart: bool = False

    def accepts(self, value: object) -> bool:
        """Whether a value is of the right type and within what may be chosen."""
        if type(value) is not TYPES[self.kind]:
            return False
        if self.kind == "choice":
            return value in self.choices
        if isinstance(value, int) and self.kind in ("number", "time"):
            low, high = (self.low, self.high) if self.kind == "number" else (-1, DAY_MINUTES - 1)
            return low <= value <= high
        return True

    @property
    def title(self) -> str:
        """What it is called, in the active language."""
        return t(f"setting.{self.name}")

    @property
    def hint(self) -> str:
        """One more sentence about it, or ""."""
        key = f"setting.{self.name}_hint"
        return t(key) if words.has(key) else ""

    def choice(self, value: str) -> str:
        """What one of its choices is called."""
        return t(f"setting.{self.name}_{value}")


@cache
def options() -> dict[str, Option]:
    """Every setting by name, in the order of the table."""
    table = resources.toml("settings.toml")
    rows = {name: {**row, "choices": tuple(row.get("choices", ()))} for name, row in table.items()}
    return {name: Option(name=name, **row) for name, row in rows.items()}


def shown() -> dict[str, list[Option]]:
    """What a person may set, by group, in the order of the table."""
    groups: dict[str, list[Option]] = {}
    for option in options().values():
        if option.group:
            groups.setdefault(option.group, []).append(option)
    return groups
