"""The plan as entries of a calendar file: notes, occasions, own days and slots. Changes nothing."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xhsplanner.core import clock, lunar, occasions, ruled_days, slots
from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.slots import Policy, State
from xhsplanner.core.words import t
from xhsplanner.exchange.ics.write import Moved, OutEvent
from xhsplanner.ops.slots import called
from xhsplanner.store.slots import SlotRow
from xhsplanner.store.store import Store

HOST = "@xhsplanner"
AHEAD = 365
"""So many days ahead occasions and slots are written where no days were asked for."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a calendar file holds beside the notes. `body` adds their texts; `alarm`: minutes before each note."""

    occasions: bool = False
    own_days: bool = True
    slots: bool = True
    body: bool = False
    alarm: int | None = None


def entries(
    store: Store,
    notes: Sequence[Note],
    parts: Parts,
    start: date | None,
    end: date | None,
    accounts: Collection[int] = (),
) -> list[OutEvent]:
    """Everything that was asked for, by day; `accounts` are those whose slots are, none for all.

    Notes without a day have no place in a calendar.
    """
    first = max(start or clock.today(), lunar.FIRST)
    last = min(end or max(first, clock.today()) + timedelta(days=AHEAD), lunar.LAST)
    found = list(_notes(store, [note for note in notes if note.day is not None], parts))
    if parts.slots:
        found += _slots(store, first, last, accounts)
    if parts.own_days:
        found += _own(first, last)
    if parts.occasions:
        days = occasions.between(first, last)
        found += [_occasion(one) for one in days if one.kind != occasions.OWN]
    return sorted(found, key=lambda one: (one.first, one.minute or 0, one.uid))


def _notes(store: Store, notes: Sequence[Note], parts: Parts) -> Iterator[OutEvent]:
    texts = store.notes.texts([note.id for note in notes]) if parts.body else {}
    for note in notes:
        assert note.day is not None
        account, series = store.catalog.account(note.account_id), store.catalog.series_by_id(note.series_id)
        about = [account.name if account else "", series.name if series else "", t(f"status.{note.status}")]
        lines = [" · ".join(part for part in about if part)]
        if parts.body:
            text = texts.get(note.id, NoteText())
            lines += [part for part in (text.body, text.hashtags) if part]
        yield OutEvent(
            uid=f"note-{note.uid}{HOST}",
            summary=note.title or t("notes.untitled"),
            first=note.day,
            last=note.day,
            minute=note.minute,
            description="\n\n".join(lines),
            category=series.name if series else "",
            alarm=parts.alarm,
            busy=True,
        )


def _occasion(one: Occurrence, uid: str = "") -> OutEvent:
    return OutEvent(
        uid=uid or f"occasion-{one.id.replace('/', '-')}-{one.first:%Y%m%d}{HOST}",
        summary=one.name,
        first=one.first,
        last=one.last,
        minute=one.occasion.minute,
        description=one.occasion.angle,
        category=t(f"month.kind.{one.kind}"),
    )


def _own(first: date, last: date) -> Iterator[OutEvent]:
    """Own days: a recurring one as its rule, others day by day."""
    ruled = {one.id for one in occasions.own() if one.rule.startswith(ruled_days.MARK) and one.until}
    for occasion in occasions.own():
        if occasion.id not in ruled:
            continue
        rule = ruled_days.read(occasion.rule)
        begin = next((day for year in range(rule.since.year, last.year + 1)
                      for day in occasions.starts(occasion, year)), None)  # fmt: skip
        if begin is None:
            continue
        event = _occasion(Occurrence(occasion, begin, begin + timedelta(occasion.days - 1)), _own_uid(occasion.id))
        yield OutEvent(
            event.uid, event.summary, event.first, event.last, event.minute, event.description,
            rule=rule.rule, exdates=rule.without, rdates=rule.also, category=event.category,
        )  # fmt: skip
    for one in occasions.between(first, last):
        if one.kind == occasions.OWN and one.id not in ruled:
            yield _occasion(one)


def _own_uid(id_: str) -> str:
    return f"{id_.replace('/', '-')}{HOST}"


def _slots(store: Store, first: date, last: date, accounts: Collection[int]) -> Iterator[OutEvent]:
    """Slots as recurring entries: what is skipped, cancelled or filled is left out, what moved stands there.

    Holidays are known for published years, so that they count within the days asked for only.
    """
    rows = [row for row in store.slots.rows() if not accounts or row.account_id in accounts]
    decided = store.slots.overrides([row.id for row in rows])
    for row in rows:
        begin = next(slots.ruled(row.slot, row.since, last), None)
        if begin is None:
            continue
        without: list[date] = []
        moved: list[Moved] = []
        overrides = {one.original: one for one in decided.get(row.id, ())}
        earliest, latest = slots.reach(Policy.AFTER, first, last)
        standing = {one.original: one for one in slots.occurrences(row.slot, earliest, latest, overrides.values())}
        for original in sorted({*slots.ruled(row.slot, first, last), *overrides}):
            one = standing.get(original)
            if one is None and original in overrides:  # decided for a day beyond what was asked for
                one = slots.occurrence(row.slot, original, overrides[original])
            if one is None or one.state in (State.CANCELLED, State.FILLED):
                without.append(original)
            elif (one.day, one.minute) != (original, row.minute):
                moved.append(Moved(original, one.day, one.minute))
        yield _slot(store, row, begin, tuple(without), tuple(moved))


def _slot(store: Store, row: SlotRow, begin: date, without: tuple[date, ...], moved: tuple[Moved, ...]) -> OutEvent:
    account = store.catalog.account(row.account_id)
    return OutEvent(
        uid=f"slot-{row.uid}{HOST}",
        summary=t("ics.slot", name=called(store, row)),
        first=begin,
        last=begin,
        minute=row.minute,
        description=account.name if account else "",
        rule=row.rule.removeprefix("RRULE:"),
        exdates=without,
        moved=moved,
        category=t("ics.slots"),
    )
