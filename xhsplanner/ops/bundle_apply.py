"""Writes a plan of merging inside one op."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xhsplanner.exchange.bundle_model import TABLES
from xhsplanner.ops.bundle_plan import Planner
from xhsplanner.ops.notes import FIRST_CODE
from xhsplanner.store import parts
from xhsplanner.store.history import Op
from xhsplanner.store.parts import PARENTS, Values
from xhsplanner.store.store import Store

if TYPE_CHECKING:
    from xhsplanner.media.images import Picture

FARTHEST = 1_000_000
"""A code may carry the row ids of a workspace this far ahead, no farther."""
NUMBER = re.compile(r"A-(\d{1,9})\Z")


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A note that came with a code which another note has here, and got its own."""

    uid: str
    title: str
    code: str
    became: str


class Applier:
    """Turns uids into row ids and writes: new rows, changed columns, rows that go."""

    def __init__(self, store: Store, op: Op, planner: Planner, pictures: Mapping[str, "Picture"]) -> None:
        self._store = store
        self._op = op
        self._plan = planner.plan
        self._ids = dict(planner.mine.ids)
        self._pictures = pictures
        self.renumbered: list[Renumbered] = []

    def apply(self) -> None:
        """Write the whole plan. Raises RuleBroken where a rule of the schema stands against it."""
        self._store.engine.defer_references()
        self._delete()
        for place in self._plan.inserts:
            self._insert(place)
        for table in TABLES:
            changes = {
                self._ids[place]: self._with_ids(table, values)
                for place, values in self._plan.updates.items()
                if place[0] == table
            }
            self._op.update(table, changes)
        self._close_ranks()

    def _delete(self) -> None:
        gone = list(dict.fromkeys(self._plan.deletes))
        for table in reversed(TABLES):
            self._op.delete(table, [self._ids[place] for place in gone if place[0] == table])

    def _insert(self, place: tuple[str, str]) -> int:
        """Insert a row after what it refers to; its id."""
        if place in self._ids:
            return self._ids[place]
        table, uid = place
        values = self._with_ids(table, self._plan.inserts[place])
        if table == "asset":
            picture = self._pictures[values["sha256"]]
            seen = {"ext": picture.ext, "bytes": picture.size, "width": picture.width, "height": picture.height}
            values |= seen | {"phash": picture.phash, "colors": " ".join(picture.colors)}
        row = {"uid": uid, **values}
        if table == "note":
            row |= self._numbered(uid, values)
        self._ids[place] = self._op.insert(table, row)
        return self._ids[place]

    def _with_ids(self, table: str, values: Mapping[str, Any]) -> Values:
        parents = PARENTS[table]
        return {
            name: self._id(parents[name], value) if name in parents and value is not None else value
            for name, value in values.items()
        }

    def _id(self, table: str, uid: str) -> int:
        place = (table, uid)
        if place not in self._ids and place not in self._plan.inserts:
            found = parts.rows(self._store.engine, table, "uid", [uid])
            self._ids |= {(table, row["uid"]): row_id for row_id, row in found.items()}
        return self._insert(place)

    def _numbered(self, uid: str, values: Values) -> Values:
        """The code of a new note, and its row id where that must follow the code.

        A code of ours is never given twice because it follows the row id; so a code that is ahead of all row ids
        takes its row with it, and one that another note has here gives way to a new one.
        """
        code = str(values["code"])
        new_id = self._op.next_id("note")
        number = NUMBER.match(code)
        ahead = int(number[1]) - FIRST_CODE if number else 0
        if self._store.notes.resolve(code) is None and ahead < new_id + FARTHEST:
            return {"id": ahead} if ahead > new_id else {}
        became = f"A-{FIRST_CODE + new_id}"
        self.renumbered.append(Renumbered(uid, str(values["title"]), code, became))
        return {"code": became}

    def _close_ranks(self) -> None:
        """Pictures and shots of the notes that got or lost some stand one after the other again."""
        places = [
            place for place in (*self._plan.inserts, *self._plan.updates) if place[0] in ("note_asset", "shot")
        ]
        for table in ("note_asset", "shot"):
            ids = [self._ids[place] for place in places if place[0] == table]
            notes = {row["note_id"] for row in parts.rows(self._store.engine, table, "id", ids).values()}
            rows = parts.rows(self._store.engine, table, "note_id", list(notes))
            for note in notes:
                own = sorted((row["position"], row_id) for row_id, row in rows.items() if row["note_id"] == note)
                self._op.update(table, {row_id: {"position": n} for n, (_, row_id) in enumerate(own)})
