"""Which note of the workspace a row of a schedule is about, when the schedule is read again.

First by account, title as people read it, and episode; then by the place in the file. A row must still be
recognisably the same note: a file of the same name with next month's rows must not overwrite this month's notes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from xhsplanner.core.model import Note, Status
from xhsplanner.core.text import normalise
from xhsplanner.exchange.plan_model import PlanRow
from xhsplanner.exchange.plan_words import tidy

ALIKE = 0.5
"""Share of a title that must be the same where a place in the file is all that joins row and note."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row for one of its accounts, and the note it is about: None for a new one."""

    row: PlanRow
    account: str
    note: Note | None = None


class Matcher:
    """Finds notes for the rows of one file; each note is found once."""

    def __init__(self, notes: Iterable[Note], accounts: dict[int, str]) -> None:
        """`accounts`: names by id."""
        self._by_title: dict[tuple[str, str], list[Note]] = {}
        self._by_source: dict[tuple[str, str], list[Note]] = {}
        self._used: set[int] = set()
        for note in notes:
            account = accounts[note.account_id]
            self._by_title.setdefault((account, _key(note.title)), []).append(note)
            if note.source:
                self._by_source.setdefault((account, note.source), []).append(note)

    def entries(self, rows: Sequence[PlanRow]) -> list[Entry]:
        """An entry for each account of each row, in the order of the file."""
        wanted = [(row, account) for row in rows for account in row.accounts]
        counts: dict[tuple[str, str], int] = {}
        for row, account in wanted:
            key = (account, _key(row.title))
            counts[key] = counts.get(key, 0) + 1
        found: dict[int, Note] = {}
        for sure in (True, False):
            for index, (row, account) in enumerate(wanted):
                if index not in found and (note := self._titled(row, account, counts, sure)):
                    found[index] = self._take(note)
        for index, (row, account) in enumerate(wanted):
            if index not in found and (note := self._placed(row, account)):
                found[index] = self._take(note)
        return [Entry(row, account, found.get(index)) for index, (row, account) in enumerate(wanted)]

    def _take(self, note: Note) -> Note:
        self._used.add(note.id)
        return note

    def _titled(self, row: PlanRow, account: str, counts: dict[tuple[str, str], int], sure: bool) -> Note | None:
        """The note with this title. `sure`: on this day or from this place; else the only one of its title."""
        key = (account, _key(row.title))
        same = [note for note in self._by_title.get(key, ()) if note.id not in self._used]
        notes = [note for note in same if None in (note.episode, row.episode) or note.episode == row.episode]
        if sure:
            at_place = [note for note in notes if note.source == row.source and row.source]
            # 第18弹 in a title need not be the number that this workspace counts
            on_day = [note for note in (*notes, *same) if note.day == row.day]
            return next(iter(at_place or on_day), None)
        if len(notes) != 1 or counts[key] != 1:
            return None  # a title used for many days says nothing about which of them is meant
        (note,) = notes
        done = note.status is Status.PUBLISHED and row.status is not Status.PUBLISHED
        return None if done else note  # a title used again after it was published is a new note

    def _placed(self, row: PlanRow, account: str) -> Note | None:
        """The note read from this place of this file before, if its day or most of its title is still the same."""
        for note in self._by_source.get((account, row.source), ()):
            same_day = note.day is not None and note.day == row.day
            if note.id not in self._used and (same_day or _alike(note.title, row.title)):
                return note
        return None


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, _key(one), _key(other)).ratio() >= ALIKE


def _key(title: str) -> str:
    """A title to compare by; control characters, which no file carries, do not count."""
    return normalise(tidy(title))
