"""Planned notes laid out so that one question (what would be wrong there?) costs no look at all of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from xhsplanner.core.collisions.kinds import check, near_text
from xhsplanner.core.collisions.model import Collision, Entry, Rules, Severity, limits, outside_timer
from xhsplanner.core.collisions.texts import NO_TEXTS, Alikes, Signature
from xhsplanner.core.model import NOT_PLANNED, Status

PLACED = ("near_text",)
"""Kinds that are there wherever a note stands: a move is to blame only where they are new."""
ONE = timedelta(1)


@dataclass
class Index:
    """The notes of some days, with their texts as far as they are known, as they stand at `now`."""

    entries: Mapping[int, Entry]
    rules: Rules
    texts: Alikes = NO_TEXTS
    now: datetime = datetime.max
    ignored: Collection[str] = ()
    """Rule keys of what the team says is no problem."""

    @cached_property
    def every(self) -> list[Collision]:
        """All collisions, the gravest first."""
        found = check(self.entries.values(), self.rules, self.texts, self._due(self.entries.values()), self.now)
        return sorted(found, key=lambda one: one.order)

    @cached_property
    def found(self) -> list[Collision]:
        """Those somebody can still do something about and has not ignored."""
        return [one for one in self.every if not one.settled and one.rule_key not in self.ignored]

    def inside(self, start: date, end: date) -> list[Collision]:
        """Those of `every` that touch some days, ignored and settled ones too."""
        days = {note: one.day for note, one in self.entries.items()}
        return [one for one in self.every if any(start <= (days[note] or date.min) <= end for note in one.notes)]

    @cached_property
    def by_note(self) -> dict[int, list[Collision]]:
        """`found` by note id."""
        told: dict[int, list[Collision]] = {}
        for one in self.found:
            for note in one.notes:
                told.setdefault(note, []).append(one)
        return told

    @cached_property
    def _days(self) -> dict[date, list[Entry]]:
        found: dict[date, list[Entry]] = {}
        for one in self.entries.values():
            if one.day is not None and one.status not in NOT_PLANNED:
                found.setdefault(one.day, []).append(one)
        return found

    @cached_property
    def _by_text(self) -> dict[Signature, list[Entry]]:
        found: dict[Signature, list[Entry]] = {}
        for note, mark in self.texts.marks.items():
            entry = self.entries.get(note)
            if entry is not None:
                found.setdefault(mark, []).append(entry)
        return found

    def on(self, day: date, account_id: int) -> list[Entry]:
        """The planned notes of an account on a day."""
        return [one for one in self._days.get(day, ()) if one.account_id == account_id]

    def _due(self, entries: Iterable[Entry]) -> list[int]:
        """Notes that would have to be handed over now: approved, and closer than the timer takes."""
        return [
            one.id
            for one in entries
            if one.status is Status.APPROVED and self._coming(one) and outside_timer(one, self.now) < 0
        ]

    def _coming(self, entry: Entry) -> bool:
        if entry.day is None or entry.minute is None:
            return False
        due = datetime.combine(entry.day, datetime.min.time()) + timedelta(minutes=entry.minute)
        return due >= self.now.replace(tzinfo=None)

    def would(self, entry: Entry, account_id: int, day: date | None, minute: int | None = None) -> list[Collision]:
        """What would be wrong with one note elsewhere; without `minute` it keeps its time."""
        at = entry.minute if minute is None else minute
        return self.would_all([entry._replace(account_id=account_id, day=day, minute=at)])

    def would_all(self, moved: Collection[Entry], copying: bool = False) -> list[Collision]:
        """What would be wrong with notes at the places they have here, the gravest first.

        Copies stand beside the notes they were made of; what holds anyway, wherever they stand, is left out.
        """
        texts = self.texts
        if copying:
            texts = texts.with_copies({-one.id: one.id for one in moved})
            moved = [one._replace(id=-one.id, uid="", slot=None) for one in moved]
        mine = {one.id: one for one in moved if one.day is not None}
        there: dict[int, Entry] = {}
        for one in mine.values():
            self._near(one, there, texts)
        small = [*(one for number, one in there.items() if number not in mine), *mine.values()]
        again = [one.id for one in mine.values() if one.status is Status.HANDED_OVER]
        hand_over = {*again, *self._due(mine.values())}
        found = [
            one
            for one in check(small, self.rules, texts, hand_over, self.now)
            if not mine.keys().isdisjoint(one.notes) and self._new(one)
        ]
        return sorted(found, key=lambda one: one.order)

    def _near(self, entry: Entry, there: dict[int, Entry], texts: Alikes) -> None:
        """The notes that could be in the way of one: those of its day, of its account around it, alike in text."""
        assert entry.day is not None
        for one in self._days.get(entry.day, ()):
            there[one.id] = one
        for day in (entry.day - ONE, entry.day + ONE):
            for one in self._days.get(day, ()):
                if one.account_id == entry.account_id:
                    there[one.id] = one
        days = int(limits("near_text")["days"])
        for mark in texts.near(entry.id):
            for one in self._by_text.get(mark, ()):
                if one.day is not None and abs((one.day - entry.day).days) <= days:
                    there[one.id] = one

    @cached_property
    def _before(self) -> set[str]:
        """What of PLACED there is already."""
        return {one.rule_key for one in near_text(self.entries.values(), self.texts, self.rules)}

    def _new(self, found: Collision) -> bool:
        if found.rule_key in self.ignored:
            return False
        return found.kind not in PLACED or found.rule_key not in self._before

    def worst(self, note_id: int) -> Severity | None:
        """The gravest of what a note is part of."""
        those = self.by_note.get(note_id)
        return those[0].severity if those else None
