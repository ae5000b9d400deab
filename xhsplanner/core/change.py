"""What one committed op changed: the message from a writer to every screen and to the log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xhsplanner.core.words import t, words

Verb = Literal["do", "undo", "redo"]
ASIDES = ("relay_stayed", "relay_ended")
"""Values that any op may have, told after its own words: what moving notes did to those that follow them."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that undo or redo left alone, because somebody changed it after the op in question."""

    table: str
    row: int
    actor: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One op after COMMIT.

    `kind` names the user action ("note.move"), `rows` and `created` the row ids by table, `values` fill the
    words of the label. `group` is the id of the first op of a step; undo takes a whole group. `target` is the
    group that an undo or redo was about. `foreign` marks an op of another process.
    """

    id: int
    kind: str
    at: str
    actor: int | None
    group: int
    verb: Verb = "do"
    target: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    created: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    foreign: bool = False

    def touches(self, *tables: str) -> bool:
        """Whether a row of one of these tables was written."""
        return any(self.rows.get(table) for table in tables)

    @property
    def label(self) -> str:
        """The action in the user's language, e.g. 移动 2 篇笔记."""
        key = f"op.{self.kind}"
        named = {**self.values, "title": self.values.get("title") or t("notes.untitled")}
        plain = t(key, **named) if words.has(key) else self.kind
        if self.verb == "do":
            for aside in ASIDES:
                plain += f" · {t(f'moves.{aside}', names=self.values[aside])}" if self.values.get(aside) else ""
        return plain if self.verb == "do" else t(f"op.{self.verb}", label=plain)
