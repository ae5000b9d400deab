"""What the matrix shows of four weeks: cells, totals and the gaps in words. Qt-free."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.core import days, suggestions, targets
from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Collision, Planned
from xhsplanner.core.coverage import Cell, Standing, since, standing, unplanned
from xhsplanner.core.model import NOT_PLANNED, Account, Note
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.words import t
from xhsplanner.ui.matrix.layout import Place

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

WEEKS = 4
INLINE = 150
"""Up to so many notes, clashes are looked for at once (some milliseconds); more of them on a worker."""
FOLLOWED = 200
"""Up to so many notes of one op, only their pairs are counted again."""
NAMED = 6
"""So many gaps are named one by one; the lead reads the rest in the cells."""
LISTED = 8
"""So many notes stand in a cell's tooltip."""


class State(Enum):
    """How a cell stands against its target."""

    MET = "met"
    SHORT = "short"
    MISSING = "missing"
    IDLE = "idle"  # neither planned nor wanted


@dataclass(frozen=True, slots=True)
class Column:
    """A series, or the notes that have none (`id` None)."""

    id: int | None
    name: str
    palette: str


class CellView(NamedTuple):
    """One account and series. `share` (0–1) is how full it is next to the fullest cell."""

    planned: int
    target: int
    state: State
    last: str
    share: float

    @property
    def gap(self) -> int:
        return max(0, self.target - self.planned)


@dataclass(frozen=True, slots=True)
class Total:
    """All notes of an account."""

    planned: int
    target: int


@dataclass(frozen=True, slots=True)
class Clashes:
    """What only reading every note of the weeks tells: the first collisions, how many, and bare occasions."""

    first: tuple[Collision, ...] = ()
    count: int = 0
    unplanned: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence below the grid; the first one is bold."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Four weeks, ready to be laid out and painted. `open` tells whether a day is left to plan in them."""

    start: date
    end: date
    accounts: tuple[Account, ...]
    columns: tuple[Column, ...]
    cells: Mapping[Place, CellView]
    totals: tuple[Total, ...]
    lines: tuple[Line, ...]
    good: bool
    wanted: bool
    open: bool
    now: bool
    read: Callable[[int, int | None], list[Note]] = field(compare=False, repr=False)
    """Reads the notes of an account and series; a cell holds none, there may be thousands."""

    def notes(self, place: Place) -> list[Note]:
        """The planned notes of a cell in time."""
        return self.read(self.accounts[place.row].id, self.columns[place.column].id)

    def cell(self, place: Place) -> CellView:
        """The cell at a place of the grid."""
        return self.cells[place]

    def fillable(self, place: Place) -> bool:
        """Whether a click fills a gap here."""
        return self.open and self.cells[place].state is State.MISSING

    def heading(self) -> tuple[str, str]:
        """Title and subtitle of the room."""
        real = sum(column.id is not None for column in self.columns)
        size = t("matrix.size", a=len(self.accounts), s=real)
        return t("matrix.title"), f"{_span(self.start, self.end)} · {size}"

    def spoken(self, place: Place) -> str:
        """A cell in words, for screen readers."""
        cell = self.cells[place]
        words = t(
            "matrix.spoken",
            account=self.accounts[place.row].name,
            series=self.columns[place.column].name,
            n=cell.planned,
            m=cell.target,
            ago=cell.last,
        )
        if cell.state is State.MISSING:
            words += t("matrix.comma") + t("matrix.spoken_fill" if self.open else "matrix.missing")
        elif cell.state is State.SHORT:
            words += t("matrix.comma") + t("matrix.spoken_short", n=cell.gap)
        return words

    def tip(self, place: Place) -> str:
        """A cell's tooltip, plain text: its words and the notes in it."""
        notes = self.notes(place) if self.cells[place].planned else []
        lines = [self.spoken(place)]
        for note in notes[:LISTED]:
            if note.day:
                title = note.title or t("matrix.untitled")
                lines.append(t("matrix.tip_notes", m=note.day.month, d=note.day.day, title=title))
        if len(notes) > LISTED:
            lines.append(t("matrix.tip_more", n=len(notes) - LISTED))
        return "\n".join(lines)


def span(day: date, weeks: int = WEEKS) -> tuple[date, date]:
    """The ISO weeks that end with the week of `day`."""
    last = targets.week_start(day) + timedelta(days=6)
    return last - timedelta(days=7 * weeks - 1), last


def _span(start: date, end: date) -> str:
    return t("matrix.span", m1=start.month, d1=start.day, m2=end.month, d2=end.day)


class Reader:
    """Counts the weeks once and then only what changed, so that an edit costs no full read."""

    def __init__(self, store: "Store", day: date, today: date, weeks: int = WEEKS) -> None:
        self.store = store
        self.weeks = weeks
        self.show(day, today)

    def show(self, day: date, today: date) -> None:
        """Go to the weeks of `day` and count them."""
        self.start, self.end = span(day, self.weeks)
        self.today = today
        self._tallies = self.store.counts.tallies(self.start, self.end, today)
        self._clashes = Clashes()
        self.sure = False
        """Whether clashes are known as they are now."""

    def follow(self, change: Change) -> None:
        """Take in what an op changed in notes."""
        written = change.rows["note"]
        # The log says which pairs a note left and came to; without it (a synthetic workspace) all are counted.
        pairs = self.store.counts.pairs_written(change.id) if len(written) <= FOLLOWED else set()
        if not pairs:
            self.show(self.end, self.today)
            return
        for pair in pairs:
            self._tallies.pop(pair, None)
        self._tallies.update(self.store.counts.tallies(self.start, self.end, self.today, pairs))
        self.sure = False

    @property
    def heavy(self) -> bool:
        """Whether looking for clashes would hold up the window."""
        return sum(tally.planned for tally in self._tallies.values()) > INLINE

    def find(self) -> Clashes:
        """Look for clashes in every note of the weeks; on any thread."""
        catalog = self.store.catalog
        notes = sorted(self.store.notes.planned(self.start, self.end), key=_in_time)
        inside = [note for note in notes if note.status not in NOT_PLANNED]
        series = catalog.series(archived=True)
        index = self.store.colliding.index(self.start, self.end)
        found = [one for one in index.inside(self.start, self.end) if one.rule_key not in index.ignored]
        bare = unplanned(inside, series, max(self.start, self.today), self.end)
        return Clashes(tuple(found[:NAMED]), len(found), tuple(bare))

    def know(self, clashes: Clashes) -> None:
        """What `find` found."""
        self._clashes, self.sure = clashes, True

    def matrix(self) -> "Matrix":
        """What the matrix shows now. Where there are many notes the clashes are those known so far; see `sure`."""
        if not self.sure and not self.heavy:
            self.know(self.find())
        catalog = self.store.catalog
        wanted = catalog.targets()
        found = standing(
            self._tallies, catalog.accounts(archived=True), catalog.series(archived=True), wanted,
            self.start, self.end, self.today,
        )  # fmt: skip
        return self._build(found, bool(wanted))

    def place(self, account_id: int, series_id: int | None) -> date | None:
        """The best day in these weeks for one more note; None where no day is left."""
        catalog = self.store.catalog
        series = catalog.series_by_id(series_id) if series_id is not None else None
        notes = self.store.notes.planned(self.start, self.end)
        return suggestions.place(notes, account_id, series, catalog.targets(), self.start, self.end, self.today)

    def _read(self, account_id: int, series_id: int | None) -> list[Note]:
        return self.store.notes.of_pair(account_id, series_id, self.start, self.end)

    def _build(self, found: Standing, wanted: bool) -> Matrix:
        columns = [Column(one.id, one.name, one.palette) for one in found.series]
        if any(series_id is None for _, series_id in found.cells):
            columns.append(Column(None, t("matrix.no_series"), "neutral"))
        most = max((cell.planned for cell in found.cells.values()), default=0)
        ago: dict[date | None, str] = {}
        cells: dict[Place, CellView] = {}
        for row, account in enumerate(found.accounts):
            for at, column in enumerate(columns):
                cell = found.cells.get((account.id, column.id), NO_CELL)
                if cell.last not in ago:
                    ago[cell.last] = since(cell.last, self.today)
                cells[Place(row, at)] = _view(cell, most, ago[cell.last])
        totals = tuple(Total(found.totals[one.id].planned, found.totals[one.id].target) for one in found.accounts)
        span = [self.start + timedelta(n) for n in range((self.end - self.start).days + 1)]
        quiet = [day for day in span if days.is_quiet(day)]
        clashes = self._clashes
        lines = _lines(found, columns, cells, clashes, quiet) if wanted or clashes.count else ()
        return Matrix(
            self.start, self.end, found.accounts, tuple(columns), cells, totals, tuple(lines),
            good=wanted and not found.missing and self.sure and not clashes.count, wanted=wanted,
            open=any(day >= self.today for day in span if day not in quiet),
            now=self.start <= self.today <= self.end, read=self._read,
        )  # fmt: skip


NO_CELL = Cell()


def _in_time(note: Planned) -> tuple[date, int, int]:
    return note.day or date.max, 1440 if note.minute is None else note.minute, note.id


def _view(cell: Cell, most: int, last: str) -> CellView:
    planned, target = cell.planned, cell.target
    if planned < target:
        state = State.SHORT if planned else State.MISSING
    else:
        state = State.MET if planned else State.IDLE
    return CellView(planned, target, state, last, planned / most if most else 0.0)


def _lines(
    found: Standing, columns: list[Column], cells: Mapping[Place, CellView], clashes: Clashes, quiet: list[date]
) -> Iterable[Line]:
    """Gaps first and bold, then what is below target, the rule, quiet days, bare occasions and collisions."""

    def name(place: Place) -> str:
        return t("coverage.pair", account=found.accounts[place.row].name, series=columns[place.column].name)

    gaps = [name(place) for place, cell in cells.items() if cell.state is State.MISSING]
    behind = [(place, cell) for place, cell in cells.items() if cell.state is State.SHORT]
    shorts = [t("matrix.short_pair", name=name(place), n=cell.gap) for place, cell in behind]
    whole = [one for one in found.missing if one.series_id is None]
    names = {account.id: account.name for account in found.accounts}
    shorts += [t("matrix.short_pair", name=names[one.account_id], n=one.target - one.planned) for one in whole]
    if gaps:
        yield Line(_listed("matrix.gaps", gaps, len(gaps)), strong=True)
    if shorts:
        yield Line(_listed("matrix.shorts", shorts, len(shorts)), strong=not gaps)
    if not gaps and not shorts and found.targets:
        yield Line(t("matrix.all_met"), strong=True)
    if clashes.count:
        told = [one.message for one in clashes.first]
        yield Line(_listed("matrix.collisions", told, clashes.count, t("matrix.stop")))
    if clashes.unplanned:
        yield Line(t("matrix.unplanned", names=t("matrix.and").join(
            t("matrix.quiet_one", day=_day(one.first), name=one.occasion.short) for one in clashes.unplanned
        )))  # fmt: skip
    if found.targets:
        yield Line(t("matrix.rule") + _quiet(quiet))


def _listed(key: str, names: list[str], n: int, between: str = "") -> str:
    shown = (between or t("matrix.and")).join(names[:NAMED])
    return t(key, n=n, names=shown + ("…" if n > NAMED else ""))


def _quiet(found: Iterable[date]) -> str:
    names = [t("matrix.quiet_one", day=_day(day), name=days.label(day).text) for day in found]
    return t("matrix.quiet", days=t("matrix.and").join(names)) if names else ""


def _day(day: date) -> str:
    return t("matrix.day", m=day.month, d=day.day)
