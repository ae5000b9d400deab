"""What the matrix shows of four weeks: cells, totals and the gaps in words. Qt-free."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from xhsplanner.core import days, suggestions, targets
from xhsplanner.core.collisions import Planned
from xhsplanner.core.coverage import Cell, Coverage, coverage, since
from xhsplanner.core.model import NOT_PLANNED, Account, PlannedNote
from xhsplanner.core.words import t
from xhsplanner.ui.matrix.layout import Place

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

WEEKS = 4
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


@dataclass(frozen=True, slots=True)
class CellView:
    """One account and series. `share` (0–1) is how full it is next to the fullest cell."""

    planned: int
    target: int
    state: State
    last: str
    share: float
    notes: tuple[Planned, ...]

    @property
    def gap(self) -> int:
        return max(0, self.target - self.planned)


@dataclass(frozen=True, slots=True)
class Total:
    """All notes of an account."""

    planned: int
    target: int


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
        cell = self.cells[place]
        lines = [self.spoken(place)]
        for note in cell.notes[:LISTED]:
            if note.day:
                title = note.title or t("matrix.untitled")
                lines.append(t("matrix.tip_notes", m=note.day.month, d=note.day.day, title=title))
        if len(cell.notes) > LISTED:
            lines.append(t("matrix.tip_more", n=len(cell.notes) - LISTED))
        return "\n".join(lines)


def span(day: date) -> tuple[date, date]:
    """The four ISO weeks that end with the week of `day`."""
    last = targets.week_start(day) + timedelta(days=6)
    return last - timedelta(days=7 * WEEKS - 1), last


def _span(start: date, end: date) -> str:
    return t("matrix.span", m1=start.month, d1=start.day, m2=end.month, d2=end.day)


class Reader:
    """Reads the four weeks once and then only what changed, so that an edit costs no full read."""

    def __init__(self, store: "Store", day: date, today: date) -> None:
        self.store = store
        self.show(day, today)

    def show(self, day: date, today: date) -> None:
        """Go to the four weeks of `day` and read them."""
        self.start, self.end = span(day)
        self.today = today
        self._notes: dict[int, Planned] = {note.id: note for note in self.store.notes.planned(self.start, self.end)}
        # Only what lies before these weeks: inside them coverage sees for itself.
        self._before = self.store.notes.last_days(min(today, self.start - timedelta(days=1)))

    def follow(self, ids: Iterable[int], created: Iterable[int] = ()) -> None:
        """Take in what changed in these notes; `created` are those of them that are new."""
        wanted = set(ids)
        found = {note.id: note for note in self.store.notes.get_many(wanted)}
        known = wanted & self._notes.keys()
        inside = {key for key, note in found.items() if note.day and self.start <= note.day <= self.end}
        left = any(found[key].day is not None for key in found.keys() - inside)
        if left or wanted - known - (inside & set(created)):
            self.show(self.end, self.today)  # something before these weeks may have come or gone
            return
        for key in known - inside:
            del self._notes[key]
        self._notes.update((key, PlannedNote.of(found[key])) for key in inside)

    def matrix(self) -> "Matrix":
        """What the matrix shows now."""
        catalog, notes = self.store.catalog, sorted(self._notes.values(), key=_in_time)
        wanted = catalog.targets()
        found = coverage(
            notes, catalog.accounts(archived=True), catalog.series(archived=True), wanted,
            self.start, self.end, self.today, self._before,
        )  # fmt: skip
        return build(found, notes, bool(wanted))

    def place(self, account_id: int, series_id: int | None) -> date | None:
        """The best day in these weeks for one more note; None where no day is left."""
        catalog = self.store.catalog
        series = catalog.series_by_id(series_id) if series_id is not None else None
        return suggestions.place(
            self._notes.values(), account_id, series, catalog.targets(), self.start, self.end, self.today
        )


def _in_time(note: Planned) -> tuple[date, int, int]:
    return note.day or date.max, 1440 if note.minute is None else note.minute, note.id


def build(found: Coverage, notes: Iterable[Planned], wanted: bool) -> Matrix:
    """The matrix of a coverage; `notes` are those of its range, `wanted` whether there are targets at all."""
    columns = [Column(one.id, one.name, one.palette) for one in found.series]
    if any(series_id is None for _, series_id in found.cells):
        columns.append(Column(None, t("matrix.no_series"), "neutral"))
    by_pair: dict[tuple[int, int | None], list[Planned]] = {}
    for note in notes:
        if note.status not in NOT_PLANNED:
            by_pair.setdefault((note.account_id, note.series_id), []).append(note)
    most = max((cell.planned for cell in found.cells.values()), default=0)
    cells = {
        Place(row, at): _view(
            found.cells.get((account.id, column.id), Cell()),
            tuple(by_pair.get((account.id, column.id), ())),
            most,
            found.today,
        )
        for row, account in enumerate(found.accounts)
        for at, column in enumerate(columns)
    }
    totals = tuple(Total(found.totals[one.id].planned, found.totals[one.id].target) for one in found.accounts)
    open_days = (found.start + timedelta(n) for n in range((found.end - found.start).days + 1))
    good = wanted and not found.missing
    return Matrix(
        found.start, found.end, found.accounts, tuple(columns), cells, totals,
        tuple(_lines(found, columns, cells)) if wanted or found.collisions else (),
        good and not found.collisions, wanted,
        open=any(day >= found.today and not days.is_quiet(day) for day in open_days),
        now=found.start <= found.today <= found.end,
    )  # fmt: skip


def _view(cell: Cell, notes: tuple[Planned, ...], most: int, today: date) -> CellView:
    if cell.gap:
        state = State.SHORT if cell.planned else State.MISSING
    else:
        state = State.MET if cell.planned else State.IDLE
    share = cell.planned / most if most else 0.0
    return CellView(cell.planned, cell.target, state, since(cell.last, today), share, notes)


def _lines(found: Coverage, columns: list[Column], cells: Mapping[Place, CellView]) -> Iterable[Line]:
    """Gaps first and bold, then what is below target, the rule, quiet days, bare occasions and collisions."""
    gaps, shorts = [], []
    for place, cell in cells.items():
        name = t("coverage.pair", account=found.accounts[place.row].name, series=columns[place.column].name)
        if cell.state is State.MISSING:
            gaps.append(name)
        elif cell.state is State.SHORT:
            shorts.append(t("matrix.short_pair", name=name, n=cell.gap))
    whole = [one for one in found.missing if one.series_id is None]
    names = {account.id: account.name for account in found.accounts}
    shorts += [t("matrix.short_pair", name=names[one.account_id], n=one.target - one.planned) for one in whole]
    if gaps:
        yield Line(_listed("matrix.gaps", gaps, len(gaps)), strong=True)
    if shorts:
        yield Line(_listed("matrix.shorts", shorts, len(shorts)), strong=not gaps)
    if not gaps and not shorts and found.targets:
        yield Line(t("matrix.all_met"), strong=True)
    if found.collisions:
        told = [one.message for one in found.collisions[:NAMED]]
        yield Line(_listed("matrix.collisions", told, len(found.collisions), t("matrix.stop")))
    if found.unplanned:
        yield Line(t("matrix.unplanned", names=t("matrix.and").join(
            t("matrix.quiet_one", day=_day(one.first), name=one.occasion.short) for one in found.unplanned
        )))  # fmt: skip
    if found.targets:
        yield Line(t("matrix.rule") + _quiet(found.quiet_days))


def _listed(key: str, names: list[str], n: int, between: str = "") -> str:
    shown = (between or t("matrix.and")).join(names[:NAMED])
    return t(key, n=n, names=shown + ("…" if n > NAMED else ""))


def _quiet(found: Iterable[date]) -> str:
    names = [t("matrix.quiet_one", day=_day(day), name=days.label(day).text) for day in found]
    return t("matrix.quiet", days=t("matrix.and").join(names)) if names else ""


def _day(day: date) -> str:
    return t("matrix.day", m=day.month, d=day.day)
