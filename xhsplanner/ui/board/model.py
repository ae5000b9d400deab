"""One span of days as the board shows it: heads, lanes, cards, suggestions. Qt-free; read once per change."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.core import clock, days, targets
from xhsplanner.core.model import Account, Note, Status
from xhsplanner.core.text import title_length, title_limit
from xhsplanner.core.words import t
from xhsplanner.ui.board.choices import Choices
from xhsplanner.ui.board.landing import Shown
from xhsplanner.ui.board.layout import Cell, Content
from xhsplanner.ui.board.open_places import OpenPlace, counts, read
from xhsplanner.ui.board.stacks import DENSITIES, may_have_banner
from xhsplanner.ui.moves.links import relay_words
from xhsplanner.ui.widgets.states import OVERDUE, ring_state

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

DAYS = 7
LOOK_BACK = 70
"""Days before a week that suggestions look at."""
UNFINISHED = frozenset({Status.TODO, Status.DRAFTING, Status.REVIEW, Status.CHANGES_REQUESTED})


class Banner(NamedTuple):
    """What a cover banner is made of: the cover's template and values, and the SHA-256 of its picture."""

    template: str = ""
    values: str = "{}"
    picture: str = ""


PLAIN = Banner()


class CardLook(NamedTuple):
    """All that the picture of a card depends on; equal looks are painted once."""

    note: Note
    ring: str
    palette: str
    series: str
    owner: str
    owner_color: str
    warnings: tuple[str, ...]
    banner: Banner
    tone: str = ""
    """The colour of strip and chip, see Ink.tone."""
    chip: str = ""
    owner_name: str = ""
    grave: bool = False
    """Whether one of the warnings says that it should not go out like this."""
    relay: str = ""
    """Whom it follows, and who follows it, in words."""


class Looks(Mapping[int, CardLook]):
    """Cards by note id, each made when it is first asked for: of 300 notes of a week some 60 are seen."""

    def __init__(self, notes: Iterable[Note] = (), make: Callable[[Note], CardLook] | None = None) -> None:
        self.notes = {note.id: note for note in notes}
        self._make = make
        self._made: dict[int, CardLook] = {}
        self._told: Mapping[int, tuple[str, ...]] = {}
        self._grave: Collection[int] = ()

    def __getitem__(self, note_id: int) -> CardLook:
        look = self._made.get(note_id)
        if look is None:
            note = self.notes[note_id]
            assert self._make is not None
            look = self._make(note)
            if note_id in self._told:
                look = look._replace(warnings=look.warnings + self._told[note_id], grave=note_id in self._grave)
            self._made[note_id] = look
        return look

    def tell(self, told: Mapping[int, tuple[str, ...]], grave: Collection[int]) -> bool:
        """What else cards warn of, by note id, and which of it is grave; whether that is news."""
        changed = [one for one in self._made if told.get(one) != self._told.get(one)]  # of others nothing shows yet
        self._told, self._grave = told, grave
        for one in changed:
            self._made.pop(one, None)
        return bool(changed)

    def __contains__(self, note_id: object) -> bool:
        return note_id in self.notes

    def __iter__(self) -> Iterator[int]:
        return iter(self.notes)

    def __len__(self) -> int:
        return len(self.notes)


class DayHead(NamedTuple):
    """The head of a day. `kind` and `tone` are those of its label, see core/days."""

    day: date
    weekday: str
    label: str
    kind: str
    tone: str
    badge: str
    quiet: bool
    today: bool
    tip: str


class Lane(NamedTuple):
    """The head of an account: how many notes are planned and how many there should be."""

    account: Account
    planned: int
    target: int

    @property
    def short(self) -> int:
        """How many notes are missing."""
        return max(0, self.target - self.planned)


class Hint(NamedTuple):
    """A dashed suggestion: a draft of this series would fill a gap. `reason` is ready to show."""

    account_id: int
    day: date
    series_id: int | None
    series: str
    reason: str


@dataclass(slots=True)
class Week:
    """A week of the plan, its workdays or two weeks, ready to be laid out and painted."""

    start: date
    days: tuple[DayHead, ...]
    lanes: tuple[Lane, ...]
    looks: Looks
    content: Content
    hints: dict[Cell, Hint] = field(default_factory=dict)
    places: dict[Cell, tuple[OpenPlace, ...]] = field(default_factory=dict)
    read_at: datetime = datetime.min
    """The moment that tells what is overdue."""
    hidden: int = 0
    """How many accounts are hidden."""
    beside: int = 0
    """How many notes of the lanes lie on the weekend where only workdays are shown."""
    filtered: int = 0
    """How many cards the filter hides, see sieve."""
    under: frozenset[Cell] = frozenset()
    """Cells that are empty because of it."""

    @property
    def end(self) -> date:
        """The last day shown."""
        return self.days[-1].day

    @property
    def notes(self) -> list[Note]:
        """The dated notes of the week that show on the board."""
        return [self.looks.notes[i] for ids in self.content.cells.values() for i in ids]

    def signature(self, cell: Cell, shown: Iterable[int]) -> tuple[object, ...]:
        """What the tiles of a cell depend on besides its size and how many more there are; it shows these notes."""
        head = self.days[cell.column]
        looks = tuple(self.looks[i] for i in shown)
        first = cell.row == 0
        places = self.places.get(cell)
        shown_places = places and (places, self.muted(cell))
        return looks, self.hints.get(cell), shown_places, head.quiet, head.today, first and head.label

    def muted(self, cell: Cell) -> bool:
        """Whether the open places of a cell ask for nothing: its day is over, or quiet."""
        head = self.days[cell.column]
        return head.quiet or head.day < clock.today()

    def cell_of(self, account_id: int, day: date) -> Cell | None:
        """The cell of an account on a day, if the board shows it."""
        column = self.column_of(day)
        row = next((r for r, lane in enumerate(self.lanes) if lane.account.id == account_id), None)
        return Cell(row, column) if row is not None and column is not None else None

    def column_of(self, day: date) -> int | None:
        """The column of a day, if the board shows it."""
        column = (day - self.start).days
        return column if 0 <= column < len(self.days) else None

    def nearest_column(self, day: date) -> int:
        """The column of a day, or the one nearest to it: Friday for a Sunday that is not shown."""
        return min(max(0, (day - self.start).days), len(self.days) - 1)

    @property
    def shown(self) -> Shown:
        """What distances between notes are counted in."""
        return Shown([lane.account.id for lane in self.lanes], min(DAYS, len(self.days)))

    def place(self, cell: Cell) -> tuple[int, date]:
        """Account id and day of a cell."""
        return self.lanes[cell.row].account.id, self.days[cell.column].day


def day_heads(start: date, count: int = DAYS) -> tuple[DayHead, ...]:
    """The heads of `count` days from `start`."""
    today = clock.today()
    return tuple(_day_head(start + timedelta(n), today) for n in range(count))


def _day_head(day: date, today: date) -> DayHead:
    info, label = days.day_info(day), days.label(day)
    names = [occurrence.name for occurrence in info.occasions]
    lunar = info.lunar.label() if info.lunar else ""
    tip = " · ".join(part for part in (day.isoformat(), lunar, info.holiday, *names) if part)
    if info.quiet:
        tip += f"\n{t('days.quiet')} · {t('days.no_marketing')}"
    weekday = t("week.today") if day == today else t(f"days.weekday.{day.weekday()}")
    return DayHead(day, weekday, label.text, label.kind, label.tone, info.badge(), info.quiet, day == today, tip)


PLAINLY = Choices()


def load(store: "Store", start: date, undated: Sequence[Note] | None = None, choices: Choices = PLAINLY) -> Week:
    """Read the days from `start` on (a Monday): notes by account, lanes and warnings.

    `undated` is the backlog where the caller has it already.
    """
    catalog = store.catalog
    every = catalog.accounts()
    heads = day_heads(start, choices.days)
    end = start + timedelta(max(DAYS, choices.days) - 1)  # a lane counts its weekend, shown or not
    shown = [account for account in every if account.uid not in choices.hidden]
    known = {account.id for account in shown}
    dated = store.notes.between(start, end, known if len(shown) < len(every) else None)
    dated = [note for note in dated if note.account_id in known]  # not those of archived accounts
    lanes = _ordered(_lanes(store, shown, dated, start, end), choices.order)
    undated = store.notes.backlog() if undated is None else undated
    backlog = [note for note in undated if note.account_id in known]
    here = [note for note in dated if note.day is not None and note.day <= heads[-1].day]
    rows = {lane.account.id: row for row, lane in enumerate(lanes)}
    cells = _cells(here, rows, start)
    density = DENSITIES[choices.density]
    banners = _banners(store, [i for ids in cells.values() if may_have_banner(len(ids), density) for i in ids])
    warnings = _warnings(here)
    now, relays = clock.now(), relay_words(store, [note.id for note in (*here, *backlog)])

    def look(note: Note) -> CardLook:
        warned, banner = warnings.get(note.id, ()), banners.get(note.id, PLAIN)
        return _look(store, note, now, warned, banner, choices.colours)._replace(relay=relays.get(note.id, ""))

    looks = Looks((*here, *backlog), look)
    places = read(store, rows, start, heads[-1].day)
    undated_ids = tuple(note.id for note in backlog)
    content = Content(len(lanes), cells, backlog=undated_ids, columns=len(heads), places=counts(places))
    hidden, beside = len(every) - len(shown), len(dated) - len(here)
    return Week(start, heads, lanes, looks, content, places=places, read_at=now, hidden=hidden, beside=beside)


def _cells(dated: Iterable[Note], rows: Mapping[int, int], start: date) -> dict[Cell, tuple[int, ...]]:
    found: dict[tuple[int, date], list[int]] = {}
    for note in dated:
        assert note.day is not None
        found.setdefault((note.account_id, note.day), []).append(note.id)
    return {Cell(rows[account], (day - start).days): tuple(ids) for (account, day), ids in found.items()}


def _ordered(lanes: Sequence[Lane], order: str) -> tuple[Lane, ...]:
    """Lanes in the order of the team, by name, or those that lack most first."""
    if order == "name":
        return tuple(sorted(lanes, key=lambda lane: lane.account.name))
    if order == "gap":
        return tuple(sorted(lanes, key=lambda lane: -lane.short))
    return tuple(lanes)


def _look(
    store: "Store", note: Note, now: datetime, warnings: tuple[str, ...], banner: Banner, colours: str
) -> CardLook:
    series = store.catalog.series_by_id(note.series_id)
    owner = store.catalog.member(note.owner_id)
    ring = ring_state(note, now)
    name, palette = (series.name, series.palette) if series else ("", "")
    who, color = (owner.name, owner.color) if owner else ("", "")
    tone, chip = palette, name
    if colours == "status":
        tone, chip = f"status:{ring}", t(f"status.{ring}")
    elif colours == "owner":
        tone, chip = color, who
    return CardLook(note, ring, palette, name, who[:1], color, warnings, banner, tone, chip, who)


def _banners(store: "Store", ids: Sequence[int]) -> dict[int, Banner]:
    """What the banners of notes are made of: the cover's template and picture, else the first picture."""
    if not ids:
        return {}
    covers = store.notes.covers(ids)
    first = store.notes.first_pictures(ids)
    chosen = [cover.picture_id for cover in covers.values() if cover.picture_id is not None]
    hashes = {asset.id: asset.sha256 for asset in store.assets.get_many(chosen)} if chosen else {}
    found = {i: Banner(picture=asset.sha256) for i, asset in first.items()}
    for i, cover in covers.items():
        own = hashes.get(cover.picture_id or 0, "")
        if cover.template or own:
            found[i] = Banner(cover.template, cover.values, own)
    return found


def _lanes(
    store: "Store", accounts: Sequence[Account], dated: Iterable[Note], start: date, end: date
) -> tuple[Lane, ...]:
    planned: dict[int, int] = {}
    for note in dated:
        planned[note.account_id] = planned.get(note.account_id, 0) + note.planned
    wanted = store.catalog.targets()
    return tuple(Lane(a, planned.get(a.id, 0), targets.account_target(wanted, a.id, start, end)) for a in accounts)


def _warnings(dated: Sequence[Note]) -> dict[int, tuple[str, ...]]:
    """Why a note wears a warning sign by itself, by note id; what it collides with is told later."""
    limit, open_ = title_limit(), [one for one in dated if one.status not in (Status.PUBLISHED, Status.CANCELLED)]
    lengths = {note.id: title_length(note.title) for note in open_}
    return {one: (t("week.warn_title", n=n, limit=limit),) for one, n in lengths.items() if n > limit}


def with_hints(week: Week, hints: Iterable[Hint]) -> Week:
    """The same week with dashed suggestions in those of their cells that are empty."""
    placed: dict[Cell, Hint] = {}
    for hint in hints:
        cell = week.cell_of(hint.account_id, hint.day)
        taken = cell in week.content.cells or cell in week.places or cell in week.under
        if cell is not None and not taken and not week.days[cell.column].quiet:
            placed.setdefault(cell, hint)
    return replace(week, content=replace(week.content, hints=frozenset(placed)), hints=placed)


def heading(week: Week) -> tuple[str, str]:
    """Title and subtitle of the top bar: the days, and what the week amounts to."""
    first, last = week.days[0].day, week.days[-1].day
    key = "week.span" if first.month == last.month else "week.span_months"
    title = t(key, m1=first.month, d1=first.day, m2=last.month, d2=last.day, y=last.year)
    notes = [note for note in week.notes if note.planned]
    number = t("week.number", n=first.isocalendar().week)
    if len(week.days) > DAYS:
        number = t("week.numbers", n=first.isocalendar().week, m=last.isocalendar().week)
    parts = [number, t("week.notes", n=len(notes))]
    counts = (
        ("week.done", sum(note.status is Status.PUBLISHED for note in notes)),
        ("week.open", sum(note.status in UNFINISHED for note in notes)),
        ("week.overdue", sum(ring_state(note, week.read_at) == OVERDUE for note in notes)),
        ("week.gaps", sum(lane.short for lane in week.lanes)),
        ("week.beside", week.beside),
        ("filter.hidden", week.filtered),
    )
    return title, " · ".join([*parts, *(t(key, n=n) for key, n in counts if n)])


def followers(count: int | None) -> str:
    """`45.2 万粉` or `452k fans`; empty where it is not known."""
    if count is None:
        return ""
    unit = int(t("week.followers_unit"))
    if count < unit:
        return t("week.followers", n=count)
    return t("week.followers_big", n=f"{count / unit:.1f}".removesuffix(".0"))


def suggest(store: "Store", week: Week) -> list[Hint]:
    """Where a note is missing in this week, and why; what was planned before `LOOK_BACK` counts as never."""
    from xhsplanner.core.suggestions import suggestions

    today = clock.today()
    if week.end < today:
        return []
    catalog = store.catalog
    series = catalog.series()
    known = {lane.account.id for lane in week.lanes}
    accounts = [account for account in catalog.accounts() if account.id in known]
    end = week.start + timedelta(max(DAYS, len(week.days)) - 1)
    eve, oldest = week.start - timedelta(1), week.start - timedelta(LOOK_BACK)
    notes = store.notes.planned(eve, end)
    # Of the weeks before, only the last day of each account and series counts: not read note by note.
    last = {pair: day for pair, day in store.notes.last_days(eve).items() if day >= oldest}
    names = {one.id: one.name for one in series}
    mondays = [head.day for head in week.days if head.day.weekday() == 0]
    found = [
        one
        for monday in mondays
        for one in suggestions(notes, accounts, series, catalog.targets(), monday, today, last)
    ]
    return [Hint(s.account_id, s.day, s.series_id, names.get(s.series_id or 0, ""), s.reason) for s in found]
