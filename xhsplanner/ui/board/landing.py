"""Where notes land that are moved, stepped or pasted together. Qt-free.

Together means: as many shown days and rows apart as before. Where there is no row for one, all of it is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Place


@dataclass(frozen=True, slots=True)
class Shown:
    """What distances are counted in: the account ids of the rows, and how many days of each week are shown."""

    accounts: Sequence[int]
    days: int = 7

    def _number(self, day: date) -> int:
        """Which of all shown days it is; a day that is not shown counts as the last one before it."""
        weeks, weekday = divmod(day.toordinal() - 1, 7)  # ordinal 1 is a Monday
        return weeks * self.days + min(weekday, self.days - 1)

    def apart(self, first: date, second: date) -> int:
        """How many shown days lie between two days."""
        return self._number(second) - self._number(first)

    def later(self, day: date, by: int) -> date:
        """So many shown days on: nothing lands on a weekend that is out of sight."""
        if not by:
            return day
        weeks, weekday = divmod(self._number(day) + by, self.days)
        return date.fromordinal(1 + 7 * weeks + weekday)

    def row(self, account_id: int) -> int | None:
        """The row of an account; None where it is hidden or archived."""
        return self.accounts.index(account_id) if account_id in self.accounts else None

    def lowered(self, notes: Sequence[Note], down: int) -> dict[int, int]:
        """The account of each note (by id) so many rows further down. Raises Refused where a row is missing."""
        rows = {note.id: row for note in notes if (row := self.row(note.account_id)) is not None}
        if any(not 0 <= row + down < len(self.accounts) for row in rows.values()):
            raise Refused(t("week.no_row", n=len(set(rows.values()))))
        return {n.id: self.accounts[rows[n.id] + down] if n.id in rows else n.account_id for n in notes}


def moved_to(notes: Sequence[Note], grabbed: Note, to: Place, shown: Shown) -> dict[int, Place]:
    """Where each of `notes` lands when `grabbed` is put at `to`. Raises Refused where there is no row for one.

    Notes without a day join the day; put into the drawer all keep their accounts.
    """
    if to.day is None:
        return {note.id: Place(None, note.account_id) for note in notes}
    further = shown.apart(grabbed.day, to.day) if grabbed.day is not None else None
    account = shown.lowered(notes, (shown.row(to.account_id) or 0) - (shown.row(grabbed.account_id) or 0))
    return {
        note.id: Place(
            to.day if note.day is None or further is None else shown.later(note.day, further),
            account[note.id],
        )
        for note in notes
    }


def stepped(notes: Sequence[Note], down: int, right: int, shown: Shown) -> dict[int, Place]:
    """Each note so many rows and shown days further. Raises Refused where there is no row for one."""
    account = shown.lowered(notes, down)
    return {
        note.id: Place(shown.later(note.day, right) if note.day is not None else None, account[note.id])
        for note in notes
    }


def pasted(notes: Sequence[Note], to: Place, shown: Shown) -> dict[int, Place]:
    """Where copied notes land: the first day and the topmost account at `to`. Raises Refused as a drag would.

    Notes without a day join the day, those of an account that is not shown its row.
    """
    if to.day is None:
        return {note.id: Place(None, note.account_id) for note in notes}
    first = min((note.day for note in notes if note.day is not None), default=to.day)
    rows = [row for note in notes if (row := shown.row(note.account_id)) is not None]
    account = shown.lowered(notes, (shown.row(to.account_id) or 0) - min(rows, default=0))
    return {
        note.id: Place(
            shown.later(to.day, shown.apart(first, note.day)) if note.day is not None else to.day,
            account[note.id] if shown.row(note.account_id) is not None else to.account_id,
        )
        for note in notes
    }
