"""One page of a calendar as the month shows it: day heads, chips, open places, long occasions. Qt-free."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from xhsplanner.core import clock, days, month, occasions
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import NOT_PLANNED, Account, Note, Series, Status
from xhsplanner.core.month import DayCount
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.planning import Place
from xhsplanner.core.transitions import overdue
from xhsplanner.core.words import t
from xhsplanner.store.counts import Standing
from xhsplanner.ui.board.landing import Shown
from xhsplanner.ui.board.model import PLAIN, CardLook, DayHead, Looks, day_heads
from xhsplanner.ui.month.layout import NOTE, PLACE, Content, Entry
from xhsplanner.ui.moves.links import relay_words
from xhsplanner.ui.widgets.states import ring_state

if TYPE_CHECKING:
    from xhsplanner.store.store import Store
    from xhsplanner.ui.context import Context

PAGE = month.WEEKS * month.DAYS
MANY = 1500
"""A page with more notes than this is counted, and only the first of each day are read."""
FIRST = 12
"""How many of a day are read then: more have no room in any window."""


@dataclass(slots=True)
class Page:
    """Six weeks around a month, ready to be laid out and painted."""

    first: date
    heads: tuple[DayHead, ...]
    looks: Looks
    content: Content
    places: tuple[Place, ...] = ()
    accounts: Mapping[int, Account] = field(default_factory=dict)
    series: Mapping[int, Series] = field(default_factory=dict)
    whole: bool = True
    """Whether every note of the page is known, and not only the first of each day."""
    planned: int = 0
    published: int = 0
    overdue: int = 0
    every: int = 0
    """How many are planned in the month without the filter."""
    filtered: bool = False
    read_at: datetime = datetime.min

    def passed(self, place: Place) -> bool:
        """Whether an open place is one of a day that is over."""
        return place.day < self.read_at.date()

    def muted(self, place: Place) -> bool:
        """Whether an open place asks for nothing: its day is over, or quiet."""
        number = self.number(place.day)
        return self.passed(place) or (number is not None and self.heads[number].quiet)

    @property
    def start(self) -> date:
        """The first day of the page."""
        return self.heads[0].day

    @property
    def end(self) -> date:
        """Its last day."""
        return self.heads[-1].day

    def inside(self, day: int) -> bool:
        """Whether a day belongs to the month itself."""
        shown = self.heads[day].day
        return (shown.year, shown.month) == (self.first.year, self.first.month)

    def day_occasions(self, day: int) -> tuple[Occurrence, ...]:
        """The occasions of a day: what begins on it or lasts one day first, those under way after."""
        shown = self.heads[day].day
        return tuple(sorted(occasions.on(shown), key=lambda one: one.first != shown))

    def number(self, day: date) -> int | None:
        """Which day of the page it is, None where it is on none."""
        number = (day - self.start).days
        return number if 0 <= number < PAGE else None

    @property
    def shown(self) -> Shown:
        """What distances between notes are counted in."""
        return Shown(list(self.accounts))

    def place_names(self, place: Place) -> tuple[str, str]:
        """What an open place is called (its series, else its title, which may be a template), and its palette."""
        series = self.series.get(place.series_id or 0)
        return series.name if series else place.title, series.palette if series else ""

    def read(self, store: "Store", ids: Iterable[int]) -> None:
        """Read what is not known yet of notes that are going to be seen: of 500 on a page some 150 are."""
        new = [one for one in ids if one not in self.looks.notes]
        for note in store.notes.get_many(new) if new else ():
            self.looks.notes[note.id] = note

    def note(self, note_id: int | None) -> Note | None:
        """A note of the page that shows."""
        return self.looks.notes.get(note_id) if note_id is not None else None


def empty(day: date) -> Page:
    """The page of a month before it is read."""
    start, _ = month.page(day)
    return Page(day.replace(day=1), day_heads(start, PAGE), Looks(), Content())


def heads_of(start: date) -> tuple[DayHead, ...]:
    """The heads of a page. A long occasion has its bar: its first day says what else it is."""
    return tuple(map(_without_long, day_heads(start, PAGE)))


def _without_long(head: DayHead) -> DayHead:
    here = [one for one in occasions.on(head.day) if one.first == one.last]
    named = any(one.occasion.short == head.label for one in here)
    if head.kind == "lunar" or named or head.tone == occasions.QUIET:
        return head
    if here:
        return head._replace(label=here[0].occasion.short, kind=here[0].kind, tone=here[0].tone)
    moon = days.day_info(head.day).lunar
    return head._replace(label=moon.label() if moon else "", kind="lunar", tone="")


def load(store: "Store", day: date, wanted: Filter = EMPTY, colours: str = "series") -> Page:
    """Read the page of the month of `day`: the notes a filter wants, the open places, the occasions."""
    start, end = month.page(day)
    accounts = {one.id: one for one in store.catalog.accounts()}
    shown = [i for i in accounts if not wanted.accounts or i in wanted.accounts]
    every = store.counts.days(start, end, accounts)
    whole = sum(count.planned for count in every.values()) <= MANY
    counts = every
    notes: list[Note] = []
    also = store.notes.matching(wanted) if wanted else None
    if whole:
        rows = store.counts.standing(start, end, shown, also)
    else:
        if wanted:
            counts = store.counts.days(start, end, shown, also)
        notes = store.notes.first_of_days(start, end, shown, FIRST, wanted)
        rows = [Standing(one.id, one.day, one.minute, one.status) for one in notes if one.day is not None]
    now, relays = clock.now(), relay_words(store, [one.id for one in rows])
    heads = heads_of(start)
    places = tuple(_places(store, start, end, shown, wanted))
    entries = _entries(start, rows, places)
    content = Content(entries, {} if whole else _beyond(start, entries, counts), month.bars(start))
    looks = Looks(notes, lambda note: _look(store, note, now, colours)._replace(relay=relays.get(note.id, "")))
    page = Page(day.replace(day=1), heads, looks, content, places, accounts, whole=whole, read_at=now)
    page.series = {one.id: one for one in store.catalog.series(archived=True)}
    page.filtered = bool(wanted)
    page.every = sum(count.planned for one, count in every.items() if _same_month(one, day))
    _count(store, page, rows if whole else None, counts, shown, wanted)
    return page


def _places(store: "Store", start: date, end: date, shown: Sequence[int], wanted: Filter) -> list[Place]:
    """Open places have an account and perhaps a series: a filter that asks for more is about notes."""
    if not set(wanted.active()) <= {"accounts", "series"}:
        return []
    return [one for one in store.slots.places(start, end, shown) if one.admitted(wanted)]


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)


def _count(
    store: "Store",
    page: Page,
    rows: Sequence[Standing] | None,
    counts: Mapping[date, DayCount],
    accounts: Sequence[int],
    wanted: Filter,
) -> None:
    """How the month stands: counted from its notes where all were read, else by the database."""
    if rows is not None:
        first, last = page.first, month.shifted(page.first, 1)
        now = page.read_at.replace(tzinfo=None)
        today = now.date()
        for one in rows:
            if first <= one.day < last and one.status not in NOT_PLANNED:
                page.planned += 1
                page.published += one.status is Status.PUBLISHED
                page.overdue += one.day <= today and overdue(one, now)
        return
    inside = [count for one, count in counts.items() if _same_month(one, page.first)]
    page.planned, page.published = sum(one.planned for one in inside), sum(one.published for one in inside)
    last = month.shifted(page.first, 1) - timedelta(1)
    also = store.notes.matching(wanted) if wanted else None
    page.overdue = store.counts.late(page.first, last, page.read_at, accounts, also)


def _entries(start: date, rows: Iterable[Standing], places: Sequence[Place]) -> dict[int, tuple[Entry, ...]]:
    """What each day holds, by time: notes, and the open places between them."""
    number = {start + timedelta(n): n for n in range(PAGE)}
    found: dict[int, list[tuple[Entry, int | None]]] = {}
    for note_id, day, minute, _status in rows:  # by time already
        found.setdefault(number[day], []).append((Entry(NOTE, note_id), minute))
    for at, place in enumerate(places):
        found.setdefault(number[place.day], []).append((Entry(PLACE, at), place.minute))
    for mixed in {number[place.day] for place in places}:  # sorting keeps notes of a time before places
        found[mixed].sort(key=lambda one: (one[1] is None, one[1] or 0))
    return {day: tuple([entry for entry, _minute in there]) for day, there in found.items()}


def _beyond(start: date, entries: Mapping[int, Sequence[Entry]], counts: Mapping[date, DayCount]) -> dict[int, int]:
    """How many planned notes of each day were not read."""
    found = {}
    for one, count in counts.items():
        day = (one - start).days
        read = sum(entry.what == NOTE for entry in entries.get(day, ()))
        if count.planned > read:
            found[day] = count.planned - read
    return found


def _look(store: "Store", note: Note, now: datetime, colours: str) -> CardLook:
    """All that the picture of a chip depends on."""
    series = store.catalog.series_by_id(note.series_id)
    owner = store.catalog.member(note.owner_id)
    account = store.catalog.account(note.account_id)
    ring = ring_state(note, now)
    name, palette = (series.name, series.palette) if series else ("", "")
    tone = {"status": f"status:{ring}", "owner": owner.color if owner else ""}.get(colours, palette)
    initial, color = (account.initial, account.color) if account else ("", "")
    chip = account.name if account else ""
    # A chip wears its account where a card of the week, which lies in the account's row, wears its owner.
    return CardLook(note, ring, palette, name, initial, color, (), PLAIN, tone, chip, owner.name if owner else "")


def look_of(ctx: "Context", note: Note) -> CardLook:
    """The look of a note that the page may not have read."""
    return _look(ctx.store, note, clock.now(), ctx.settings.get("board_colours"))


def heading(page: Page) -> tuple[str, str]:
    """Title and subtitle of the top bar: the month, and what it amounts to."""
    title = t("month.title", y=page.first.year, name=t(f"month.name.{page.first.month}"))
    key = "month.planned_of" if page.filtered else "month.planned"
    parts = [t(key, n=page.planned, m=page.every)]
    places = sum(_same_month(one.day, page.first) and not page.muted(one) for one in page.places)
    counts = (("month.published", page.published), ("month.overdue", page.overdue), ("month.places", places))
    return title, " · ".join([*parts, *(t(key, n=n) for key, n in counts if n)])
