"""Reads of what collisions are found in: the notes of some days, light, with all that they are held against."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from xhsplanner.core import clock
from xhsplanner.core.collisions import IGNORED, Alikes, Entry, Index, Rules, Signature, signature
from xhsplanner.core.collisions.model import limits
from xhsplanner.core.leads import State
from xhsplanner.core.model import NOT_PLANNED, Note, Status
from xhsplanner.store.engine import Engine, marks

if TYPE_CHECKING:
    from xhsplanner.store.catalog import Catalog
    from xhsplanner.store.settings import WorkspaceSettings

FEW = 400
"""Up to so many notes the days around are looked at as far as texts are compared; of more only the days beside."""
MOST_TEXTS = 1200
"""Of more notes the texts are not compared: a month of a million would take a second."""
STATES = {one.value: one for one in Status}
_NOTE = "SELECT id, uid, account_id, series_id, day, minute, status, title, occasion, code FROM note"


class Colliding:
    """The collisions of one workspace."""

    def __init__(self, engine: Engine, catalog: "Catalog", settings: "WorkspaceSettings") -> None:
        self._engine, self._catalog, self._settings = engine, catalog, settings

    def rules(self) -> Rules:
        """What catalogue and settings say."""
        catalog = self._catalog
        keywords = {one.id: one.name for one in catalog.rows("keyword")}
        return Rules.of(
            catalog.accounts(archived=True),
            catalog.series(archived=True),
            catalog.rows("offer"),
            keywords,
            spacing=self._settings.get("note_spacing"),
        )

    def entries(self, start: date, end: date) -> dict[int, Entry]:
        """The planned notes of `start` … `end` by id."""
        days = (start.isoformat(), end.isoformat())
        where = f"WHERE day BETWEEN ? AND ? AND status NOT IN ({marks(len(NOT_PLANNED))}) ORDER BY day, minute, id"
        rows = self._engine.rows(f"{_NOTE} {where}", (*days, *sorted(NOT_PLANNED)))
        keywords, offers = self._links("keyword", days), self._links("offer", days)
        slots = self._slots(days)
        parsed: dict[str, date] = {}
        found: dict[int, Entry] = {}
        for row in rows:
            day = parsed.get(row[4])
            if day is None:
                day = parsed[row[4]] = date.fromisoformat(row[4])
            one = row[0]
            found[one] = Entry(
                one, row[1], row[2], row[3], day, row[5], STATES[row[6]], row[7], row[8], row[9],
                tuple(keywords.get(one, ())), tuple(offers.get(one, ())), slots.get(one),
            )  # fmt: skip
        if slots:
            _add_guests(found, self._places(days))
        return found

    def _count(self, start: date, end: date) -> int:
        days = (start.isoformat(), end.isoformat())
        return int(self._engine.rows("SELECT count(*) FROM note WHERE day BETWEEN ? AND ?", days)[0][0])

    def entry(self, note: Note) -> Entry:
        """One note, wherever it stands: it may have no day."""
        words = self._engine.rows("SELECT keyword_id FROM note_keyword WHERE note_id = ?", (note.id,))
        offers = self._engine.rows("SELECT offer_id FROM note_offer WHERE note_id = ?", (note.id,))
        slot = self._engine.rows("SELECT slot_id, original_day FROM slot_override WHERE note_id = ?", (note.id,))
        return Entry(
            note.id, note.uid, note.account_id, note.series_id, note.day, note.minute, note.status, note.title,
            note.occasion, note.code, tuple(row[0] for row in words), tuple(row[0] for row in offers),
            tuple(slot[0]) if slot else None,
        )  # fmt: skip

    def _links(self, noun: str, days: Sequence[str]) -> dict[int, list[int]]:
        sql = (
            f"SELECT l.note_id, l.{noun}_id FROM note n CROSS JOIN note_{noun} l ON l.note_id = n.id"
            " WHERE n.day BETWEEN ? AND ?"
        )
        found: dict[int, list[int]] = {}
        for note, linked in self._engine.rows(sql, days):
            found.setdefault(note, []).append(linked)
        return found

    def _slots(self, days: Sequence[str]) -> dict[int, tuple[int, str]]:
        """Note id → the slot and the day of its rule that it fills."""
        if not self._engine.rows("SELECT 1 FROM slot_override WHERE note_id IS NOT NULL LIMIT 1"):
            return {}
        sql = (
            "SELECT o.note_id, o.slot_id, o.original_day FROM note n CROSS JOIN slot_override o ON o.note_id = n.id"
            " WHERE n.day BETWEEN ? AND ?"
        )
        return {note: (slot, day) for note, slot, day in self._engine.rows(sql, days)}

    def _places(self, days: Sequence[str]) -> list[tuple[Any, ...]]:
        """Where filled occurrences stand: slot, day of the rule, account, series, day, minute."""
        sql = (
            "SELECT o.slot_id, o.original_day, s.account_id, s.series_id, COALESCE(o.day, o.original_day),"
            " COALESCE(o.minute, s.minute) FROM slot_override o JOIN slot s ON s.id = o.slot_id"
            " WHERE o.note_id IS NOT NULL AND COALESCE(o.day, o.original_day) BETWEEN ? AND ?"
        )
        return self._engine.rows(sql, days)

    def ignored(self) -> frozenset[str]:
        """The rule keys of what the team says is no problem."""
        sql = "SELECT rule_key FROM task WHERE rule_key >= ? AND rule_key < ? AND state = ?"
        after = IGNORED[:-1] + chr(ord(IGNORED[-1]) + 1)
        return frozenset(row[0] for row in self._engine.rows(sql, (IGNORED, after, State.SKIPPED.value)))

    def texts(self, ids: Sequence[int]) -> dict[int, Signature]:
        """What the bodies of notes are compared by; those that say next to nothing are left out."""
        found: dict[int, Signature] = {}
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            sql = f"SELECT note_id, body FROM note_text WHERE body <> '' AND note_id IN ({marks(len(part))})"
            for note, body in self._engine.rows(sql, part):
                mark = signature(body)
                if mark is not None:
                    found[note] = mark
        return found

    def index(self, start: date, end: date, *, texts: bool = True, margin: int | None = None) -> Index:
        """The notes of `start` … `end` and of some days around. With texts it is work for a worker."""
        if margin is None:
            margin = int(limits("near_text")["days"]) if texts and self._count(start, end) <= FEW else 1
        around = timedelta(margin)
        entries = self.entries(start - around, end + around)
        alikes = Alikes(self.texts(list(entries))) if texts and len(entries) <= MOST_TEXTS else Alikes()
        return Index(entries, self.rules(), alikes, clock.now(), self.ignored())


def _add_guests(found: dict[int, Entry], places: Sequence[tuple[Any, ...]]) -> None:
    """A note that stands where a filled occurrence stands sits in that place too."""
    there = {(account, day, minute): (slot, rule, series) for slot, rule, account, series, day, minute in places}
    for note, one in found.items():
        if one.slot is not None or one.day is None or one.minute is None:
            continue
        place = there.get((one.account_id, one.day.isoformat(), one.minute))
        if place is not None and place[2] in (None, one.series_id):
            found[note] = one._replace(slot=place[:2])
