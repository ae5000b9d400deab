"""A note as it was: its versions in the op-log, and what of two of them differs.

A version is the note right after one step of somebody's work. Nothing is stored for it: the rows as they are now,
with every later op taken back in thought, are the rows as they were then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xhsplanner.core.change import Change, Verb

Values = dict[str, Any]
Place = tuple[str, int]
"""(table, row id)."""
Rows = Mapping[Place, Values]

PARTS = ("title", "body", "hashtags", "script", "shots", "length", "remark", "pictures", "cover")
"""What of a note can be brought back; day, account and status are the plan's, not the text's."""
TEXTS = ("title", "body", "hashtags", "script", "remark")
"""Parts that are one text."""
ON_NOTE = {"title": ("title",), "remark": ("remark",)}
ON_TEXT = {"body": ("body",), "hashtags": ("hashtags",), "script": ("script",), "length": ("seconds", "video_file")}
"""Parts that are columns of the note, and of its long text."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """What a step did to one row: of an update the changed columns, of an insert or delete the whole row."""

    table: str
    row: int
    before: Values | None
    after: Values | None

    def columns(self) -> set[str]:
        """The columns whose values differ."""
        before, after = self.before or {}, self.after or {}
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@dataclass(frozen=True, slots=True)
class Version:
    """A note right after one step. `id` is the last op of the step; `at` when that was, `since` when it began."""

    id: int
    group: int
    at: str
    since: str
    actor: int | None
    kind: str
    verb: Verb = "do"
    values: Mapping[str, object] = field(default_factory=dict)
    wrote: tuple[Wrote, ...] = ()

    @property
    def label(self) -> str:
        """The step in the user's language, as undo would name it."""
        return Change(self.id, self.kind, self.at, self.actor, self.group, self.verb, values=self.values).label

    def of(self, table: str) -> list[Wrote]:
        """What the step did to rows of one table."""
        return [one for one in self.wrote if one.table == table]


Logged = tuple[Version, Sequence[Wrote]]
"""One op and what it wrote, last written first."""


@dataclass(frozen=True)
class Snapshot:
    """All rows of a note at one moment, by (table, id); without the note itself where it did not exist."""

    rows: Rows

    @classmethod
    def of_texts(cls, **texts: str) -> "Snapshot":
        """A moment of which only some of `TEXTS` are known, e.g. of a note that is being written."""
        note = {name: text for name, text in texts.items() if name in ON_NOTE}
        long = {name: text for name, text in texts.items() if name not in ON_NOTE}
        return cls({("note", 0): note, ("note_text", 0): long})

    def _of(self, table: str) -> list[Values]:
        return [values for (name, _row), values in sorted(self.rows.items()) if name == table]

    @cached_property
    def note(self) -> Values | None:
        """The row of the note, None where there was none."""
        return next(iter(self._of("note")), None)

    @cached_property
    def text(self) -> Values:
        """The row of its long text."""
        return next(iter(self._of("note_text")), {})

    @cached_property
    def pictures(self) -> tuple[int, ...]:
        """Ids of its pictures in order."""
        links = sorted(self._of("note_asset"), key=lambda link: link["position"])
        return tuple(link["asset_id"] for link in links)

    @cached_property
    def covers(self) -> dict[str, tuple[str, str, int | None]]:
        """(template, values, picture id) by variant."""
        return {row["variant"]: (row["template"], row["values"], row["picture_id"]) for row in self._of("cover")}

    @cached_property
    def shots(self) -> tuple[tuple[int | None, str, str], ...]:
        """(seconds, scene, words) of its shots in order."""
        rows = sorted(self._of("shot"), key=lambda row: row["position"])
        return tuple((row["seconds"], row["scene"], row["words"]) for row in rows)

    def part(self, name: str) -> Any:
        """One of `PARTS` as a value that compares; a text as text."""
        if name in ON_NOTE:
            return (self.note or {}).get(name, "")
        if name in ("script", "body", "hashtags"):
            return self.text.get(name, "")
        if name == "length":
            return (self.text.get("seconds"), self.text.get("video_file", ""))
        return {"pictures": self.pictures, "cover": self.covers, "shots": self.shots}[name]


def differing(one: Snapshot, other: Snapshot) -> list[str]:
    """The parts in which two snapshots of a note differ, in the order of `PARTS`."""
    return [name for name in PARTS if one.part(name) != other.part(name)]


class NoteHistory:
    """The versions of one note, newest first, and the note as it was at each.

    Where the log does not know how the note began (a synthetic workspace, say), its beginning is version 0.
    """

    def __init__(self, now: Rows, ops: Sequence[Logged]) -> None:
        """`now`: its rows as they are; `ops`: every op about it with its rows, the newest first in both."""
        self._now = now
        self._ops = ops
        self.versions = list(_steps(ops))
        made = any(one.before is None for _op, wrote in ops for one in wrote if one.table == "note")
        if not made and (note := Snapshot(now).note):
            at = str(note["created_at"])
            self.versions.append(Version(0, 0, at, at, None, "note.create", values={"title": note["title"]}))

    def version(self, version: int) -> Version | None:
        """The version with this id, None where the note has none."""
        return next((one for one in self.versions if one.id == version), None)

    def now(self) -> Snapshot:
        """The note as it is."""
        return Snapshot(self._now)

    def at(self, version: Version) -> Snapshot:
        """The note right after a version."""
        return self._back(version.id)

    def before(self, version: Version) -> Snapshot:
        """The note at a version without what the version did: what others did meanwhile stays."""
        return self._back(version.id, version.group)

    def _back(self, last: int, without: int = 0) -> Snapshot:
        """The rows with every op after `last` taken back, and those of the step `without`."""
        rows = {place: dict(values) for place, values in self._now.items()}
        for op, wrote in self._ops:
            if op.id > last or op.group == without:
                for one in wrote:
                    take_back(rows, one)
        return Snapshot(rows)


def take_back(rows: dict[Place, Values], wrote: Wrote) -> None:
    """Undo one write in `rows`."""
    place = (wrote.table, wrote.row)
    if wrote.before is None:
        rows.pop(place, None)
    elif wrote.after is None:
        rows[place] = dict(wrote.before)
    else:
        rows.setdefault(place, {}).update(wrote.before)


def _steps(ops: Sequence[Logged]) -> Iterator[Version]:
    """One version for each step that in the end changed something, newest first."""
    groups: dict[int, list[Logged]] = {}
    for entry in ops:
        groups.setdefault(entry[0].group, []).append(entry)
    for entries in groups.values():
        op, oldest = entries[0][0], entries[-1][0]
        wrote = tuple(net(one for _op, rows in entries for one in rows))
        if wrote:
            yield Version(op.id, op.group, op.at, oldest.at, op.actor, op.kind, op.verb, op.values, wrote)


def net(rows: Iterator[Wrote]) -> Iterator[Wrote]:
    """What writes, given last written first, did to each row together; a row left as it was is left out."""
    found: dict[Place, Wrote] = {}
    for one in rows:
        later = found.get((one.table, one.row))
        found[one.table, one.row] = one if later is None else _together(one, later)
    return (one for one in found.values() if one.columns() or (one.before is None) != (one.after is None))


def _together(first: Wrote, then: Wrote) -> Wrote:
    before = (
        first.before if first.before is None or first.after is None else {**(then.before or {}), **first.before}
    )
    after = then.after if then.after is None or then.before is None else {**(first.after or {}), **then.after}
    return Wrote(first.table, first.row, before, after)
