"""What the overview of occasions shows: each of the next twelve months with the notes there are for it. Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xhsplanner.core import leads, lunar, occasions
from xhsplanner.core.model import NOT_PLANNED, Note
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.text import fold
from xhsplanner.core.words import t
from xhsplanner.store.store import Store

AHEAD = 365
AROUND = timedelta(days=leads.NEAR)


@dataclass(frozen=True, slots=True)
class Row:
    """One occasion to come and the notes for it; `wanted` says that none is, though one should be."""

    occurrence: Occurrence
    notes: tuple[Note, ...]
    wanted: bool

    @property
    def facts(self) -> str:
        """Kind, tone and how sure its day is, in words."""
        one = self.occurrence
        return " · ".join(
            t(key) for key in (f"month.kind.{one.kind}", f"month.tone.{one.tone}", f"days.{one.confidence}")
        )


def ahead(store: Store, today: date) -> list[Row]:
    """The occasions from `today` on, by day. Reads a year's notes: for a worker."""
    last = min(today + timedelta(days=AHEAD), lunar.LAST)
    found = [one for one in occasions.between(today, last) if one.kind != "lunar"]
    series = store.catalog.series()
    palettes = {one.id: one.palette for one in series}
    notes = [note for note in store.notes.between(today - AROUND, last + AROUND) if note.status not in NOT_PLANNED]
    named: dict[str, list[Note]] = {}
    by_day: dict[date, list[Note]] = {}
    for note in notes:
        if note.occasion:
            named.setdefault(note.occasion, []).append(note)
        elif note.day is not None:
            by_day.setdefault(note.day, []).append(note)
    rows = []
    for one in found:
        near = [*named.get(one.id, ()), *(note for day in _days(one) for note in by_day.get(day, ()))]
        own = tuple(note for note in near if leads.means(note, one, palettes))
        rows.append(Row(one, own, not own and bool(leads.uncovered([one], (), series))))
    return rows


def _days(one: Occurrence) -> list[date]:
    return [one.first + timedelta(days=n) for n in range((one.last - one.first).days + 1)]


def sought(rows: Sequence[Row], text: str, only_wanted: bool) -> list[Row]:
    """The rows whose names, kind or day hold every word of a text."""
    words = [fold(word) for word in text.split()]

    def holds(row: Row) -> bool:
        one = row.occurrence
        said = fold(f"{one.occasion.zh} {one.occasion.en} {one.occasion.short} {row.facts} {one.first.isoformat()}")
        return all(word in said for word in words)

    return [row for row in rows if (row.wanted or not only_wanted) and holds(row)]
