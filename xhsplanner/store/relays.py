"""Relays (接力): reads, and what keeps their distances inside every op that moves notes."""

from collections.abc import Collection, Iterable, MutableMapping
from datetime import date
from typing import Any

from xhsplanner.core.model import Status
from xhsplanner.core.planning import Relay
from xhsplanner.core.relays import At, Link, Settled, settle
from xhsplanner.core.words import t
from xhsplanner.store.engine import Engine, chunks, marks
from xhsplanner.store.history import Op

WHEN = ("day", "minute")
NAMED = 3
"""So many notes are named."""


class Relays:
    """The relays of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, note_id: int) -> Relay | None:
        """The relay by which a note follows another."""
        return self.among([note_id]).get(note_id)

    def among(self, ids: Collection[int]) -> dict[int, Relay]:
        """The relays by which these notes follow others, by note."""
        sql = "SELECT id, uid, note_id, after_id, minutes FROM relay WHERE note_id IN ({})"
        return {
            row[2]: Relay(*row)
            for part in chunks(list(ids))
            for row in self._engine.rows(sql.format(marks(len(part))), part)
        }

    def followers(self, note_id: int) -> list[Relay]:
        """The relays by which others follow a note, the soonest first."""
        sql = "SELECT id, uid, note_id, after_id, minutes FROM relay WHERE after_id = ? ORDER BY minutes, id"
        return [Relay(*row) for row in self._engine.rows(sql, (note_id,))]

    def linked(self, ids: Collection[int]) -> set[int]:
        """Which of these notes follow another or are followed."""
        found: set[int] = set()
        if not self._engine.rows("SELECT 1 FROM relay LIMIT 1"):
            return found
        for part in chunks(list(ids)):
            for column in ("note_id", "after_id"):
                sql = f"SELECT {column} FROM relay WHERE {column} IN ({marks(len(part))})"
                found.update(row[0] for row in self._engine.rows(sql, part))
        return found

    def befores(self) -> dict[int, int]:
        """Every note that follows another → the one before it."""
        return dict(self._engine.rows("SELECT note_id, after_id FROM relay"))

    def settled(self, after: dict[int, At]) -> Settled:
        """What relays would make of moving notes (by id) there; nothing is written."""
        links = reached(self._engine, after)
        notes = {*after, *(one.note for one in links), *(one.after for one in links)}
        places, locked = _places(self._engine, notes)
        return settle(places, {note: at for note, at in after.items() if note in places}, links, locked)


def reached(engine: Engine, moved: Iterable[int]) -> list[Link]:
    """The relays that moving these notes touches: their own, and all that follow from them."""
    notes = list(moved)
    if not notes or not engine.rows("SELECT 1 FROM relay LIMIT 1"):
        return []
    found: dict[int, Link] = {}
    for column in ("note_id", "after_id"):
        wanted = notes
        while wanted:
            fresh: list[Link] = []
            for part in chunks(wanted):
                sql = f"SELECT id, note_id, after_id, minutes FROM relay WHERE {column} IN ({marks(len(part))})"
                fresh += [Link(*row) for row in engine.rows(sql, part)]
            wanted = [one.note for one in fresh if one.id not in found] if column == "after_id" else []
            found |= {one.id: one for one in fresh}
    return list(found.values())


def _places(engine: Engine, notes: Collection[int]) -> tuple[dict[int, At], set[int]]:
    """Where notes stand, and which of them are published."""
    places: dict[int, At] = {}
    locked: set[int] = set()
    for part in chunks(list(notes)):
        sql = f"SELECT id, day, minute, status FROM note WHERE id IN ({marks(len(part))})"
        for note, day, minute, status in engine.rows(sql, part):
            places[note] = At(date.fromisoformat(day) if day else None, minute)
            if status == Status.PUBLISHED.value:
                locked.add(note)
    return places, locked


def follow(engine: Engine, op: Op, values: MutableMapping[str, object]) -> None:
    """Let those that follow the notes an op moves go along, as part of it; whoever stays is named in `values`.

    Called for every op before it is committed: whatever writes a day or a time, no path is missed.
    """
    first: dict[int, dict[str, Any]] = {}
    for table, note, before, after in op.log:
        if table == "note" and before and after and ("day" in after or "minute" in after):
            first.setdefault(note, {})
            first[note] = {**{name: before[name] for name in WHEN if name in before}, **first[note]}
    links = reached(engine, first) if first else []
    if not links:
        return
    now, locked = _places(engine, {*first, *(one.note for one in links), *(one.after for one in links)})
    places = {note: _was(at, first.get(note, {})) for note, at in now.items()}
    links = [one for one in links if one.note in now and one.after in now]
    found = settle(places, {note: now[note] for note in first if note in now}, links, locked)
    moved = {note: at for note, at in found.places.items() if at != now[note]}
    rows = {n: _row(at) for n, at in moved.items()}
    op.update("note", rows)
    op.update("relay", {row: {"minutes": minutes} for row, minutes in found.minutes.items()})
    op.delete("relay", [one.id for one in found.ended])
    for key, notes in (("relay_stayed", found.stayed), ("relay_ended", [one.note for one in found.ended])):
        if notes:
            values[key] = _names(engine, notes)


def _row(at: At) -> dict[str, Any]:
    return {"day": at.day.isoformat() if at.day else None, "minute": at.minute}


def _was(now: At, before: dict[str, Any]) -> At:
    day = before.get("day", now.day)
    return At(date.fromisoformat(day) if isinstance(day, str) else day, before.get("minute", now.minute))


def _names(engine: Engine, notes: list[int]) -> str:
    some = notes[:NAMED]
    rows = engine.rows(f"SELECT title, code FROM note WHERE id IN ({marks(len(some))})", some)
    return t("catalog.comma").join(title or code for title, code in rows) + ("…" if len(notes) > NAMED else "")
