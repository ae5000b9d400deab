"""Where notes land that are moved, stepped or pasted together, and what would be wrong there. Qt-free.

Together means: as many days and accounts apart as before. `accounts` are the account ids of the board's rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xhsplanner.core import collisions, days
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import NOT_PLANNED, Note, Series, Status
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Place

DONE = frozenset({*NOT_PLANNED, Status.PUBLISHED})


def moved_to(notes: Sequence[Note], grabbed: Note, to: Place, accounts: Sequence[int]) -> dict[int, Place]:
    """Where each of `notes` lands when `grabbed` is put at `to`. Raises Refused where there is no row for one.

    Notes without a day join the day; put into the drawer all keep their accounts.
    """
    if to.day is None:
        return {note.id: Place(None, note.account_id) for note in notes}
    down = _row(accounts, to.account_id) - _row(accounts, grabbed.account_id)
    further = to.day - grabbed.day if grabbed.day is not None else None
    return {
        note.id: Place(
            to.day if note.day is None or further is None else note.day + further, _down(note, down, accounts)
        )
        for note in notes
    }


def stepped(
    notes: Sequence[Note], down: int, right: int, accounts: Sequence[int], beside: Callable[[date, int], date]
) -> dict[int, Place]:
    """Each note one row and one shown day further; `beside(day, ±1)` is the next day that is shown."""

    def next_day(day: date | None) -> date | None:
        return beside(day, right) if day is not None and right else day

    return {note.id: Place(next_day(note.day), _down(note, down, accounts)) for note in notes}


def pasted(notes: Sequence[Note], to: Place, accounts: Sequence[int]) -> dict[int, Place]:
    """Where copied notes land: the first day and the topmost account at `to`.

    Where the rows below do not reach, all land in that row. Notes without a day join the day.
    """
    if to.day is None:
        return {note.id: Place(None, note.account_id) for note in notes}
    first = min((note.day for note in notes if note.day is not None), default=None)
    top = min(_row(accounts, note.account_id) for note in notes)
    start = _row(accounts, to.account_id)
    fits = max(_row(accounts, note.account_id) for note in notes) - top + start < len(accounts)
    return {
        note.id: Place(
            to.day + (note.day - first) if note.day is not None and first is not None else to.day,
            accounts[start + _row(accounts, note.account_id) - top] if fits else to.account_id,
        )
        for note in notes
    }


def _row(accounts: Sequence[int], account_id: int) -> int:
    return accounts.index(account_id) if account_id in accounts else 0


def _down(note: Note, down: int, accounts: Sequence[int]) -> int:
    """The account so many rows further down."""
    if not down or note.account_id not in accounts:
        return note.account_id
    row = accounts.index(note.account_id) + down
    if not 0 <= row < len(accounts):
        raise Refused(t("week.no_row"))
    return accounts[row]


def concerns(
    notes: Iterable[Note],
    places: Mapping[int, Place],
    there: Iterable[Note],
    series: Mapping[int, Series],
    copying: bool = False,
) -> str:
    """What would be wrong with `notes` at `places`, one line; empty for nothing. `there`: notes of those days."""
    least = collisions.least_apart()
    coming = [replace(n, day=places[n.id].day, account_id=places[n.id].account_id) for n in notes]
    coming = [note for note in coming if note.status not in DONE or copying]
    others = [n for n in there if n.status not in NOT_PLANNED and (copying or n.id not in places)]
    found: list[str] = []
    for note in coming:
        if note.day is None:
            continue
        column = series.get(note.series_id or 0)
        if days.is_quiet(note.day) and not collisions.speaks_on_quiet_days(column.palette if column else None):
            found.append(t("week.warn_quiet"))
        near = [
            (abs(other.minute - note.minute), other)
            for other in others
            if note.minute is not None
            and other.minute is not None
            and (other.account_id, other.day) == (note.account_id, note.day)
        ]
        if near and min(near, key=lambda pair: pair[0])[0] < least:
            apart, other = min(near, key=lambda pair: pair[0])
            found.append(t("week.would_be_close", n=apart, title=other.title or other.code))
    found = list(dict.fromkeys(found))
    return found[0] + (t("week.and_more", n=len(found) - 1) if len(found) > 1 else "") if found else ""
