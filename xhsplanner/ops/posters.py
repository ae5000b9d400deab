"""Posters of the plan for the wall and the chat group: read here, drawn by `posters`. Changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from xhsplanner.core import clock, days, month
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import Account, Note, Series, Status
from xhsplanner.core.progress import Progress
from xhsplanner.core.targets import account_target, week_start
from xhsplanner.core.transitions import overdue
from xhsplanner.core.words import t
from xhsplanner.exchange import posters_out
from xhsplanner.posters.looks import is_picture
from xhsplanner.posters.marks import Page
from xhsplanner.posters.model import Head, Item, Key, Lane, Look, Poster, Stretch
from xhsplanner.store.store import Store

KINDS = ("pdf", "png")
MOST = 60
"""Weeks or months that one file holds; a year of weeks has 53."""
MANY = 5000
"""Notes on one file."""
COVER_WIDTH = 240
WEEK = timedelta(days=6)
OPEN = frozenset({Status.TODO, Status.DRAFTING, Status.REVIEW, Status.CHANGES_REQUESTED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notes, on what and how. Weeks and months that `start`–`end` touch are shown whole, a list as asked.

    `by`: who prints; `internal` marks every page 内部资料; `covers` draws each note's cover; `undated`: a list has
    those, too.
    """

    view: str = "week"
    start: date = field(default_factory=clock.today)
    end: date | None = None
    filter: Filter = EMPTY
    look: Look = field(default_factory=Look)
    covers: bool = False
    internal: bool = False
    undated: bool = False
    by: str = ""

    @property
    def last(self) -> date:
        """The last day asked for."""
        return self.end or self.start


class Made(NamedTuple):
    """How many notes are on how many pages, and the files."""

    notes: int
    pages: int
    files: tuple[str, ...]


def posters(store: Store, wanted: Wanted, progress: Progress | None = None) -> list[Poster]:
    """The posters of what is wanted: one a week or month, or one list. Raises Refused for what is too much."""
    if wanted.last < wanted.start:
        raise Refused(t("posters.backwards"))
    spans = _spans(wanted)
    if len(spans) > MOST:
        raise Refused(t("posters.too_many", n=len(spans), most=MOST))
    reader = _Reader(store, wanted, progress)
    first, last = spans[0][0], spans[-1][1]
    if len(reader.read(first, last)) > MANY:
        raise Refused(t("posters.too_many_notes", most=MANY))
    reader.prepare(first, last)
    return [reader.poster(*span) for span in spans]


def pages(store: Store, wanted: Wanted, progress: Progress | None = None) -> tuple[list[Poster], list[Page]]:
    """The same, laid out."""
    from xhsplanner.posters.layout import pages as laid_out

    found = posters(store, wanted, progress)
    return found, laid_out(found)


def export_poster(
    store: Store, path: Path, wanted: Wanted, kind: str = "", *, partial: Path | None = None,
    progress: Progress | None = None,
) -> Made:  # fmt: skip
    """Write posters to `path`, as a PDF or (a page each) as pictures. Raises Refused where that cannot be."""
    kind = kind or path.suffix.lower().lstrip(".")
    if kind not in KINDS:
        raise Refused(t("posters.bad_kind", name=path.name))
    if kind == "pdf":
        wanted = on_paper(wanted)
    found, laid_out = pages(store, wanted, progress)
    if kind == "pdf":
        files = posters_out.write_pdf(path, laid_out, found[0].title, partial, progress)
    else:
        files = posters_out.write_png(path, laid_out, partial, progress)
    notes = sum(len(poster.items) for poster in found)
    return Made(notes, len(laid_out), tuple(str(file) for file in files))


def on_paper(wanted: Wanted) -> Wanted:
    """The same for a printer: never dark, never the shape of a chat."""
    paper = "a4" if is_picture(wanted.look.paper) else wanted.look.paper
    return replace(wanted, look=replace(wanted.look, paper=paper, dark=False))


# --- in a process of its own ------------------------------------------------------------------------


def export_elsewhere(
    folder: Path, path: Path, partial: Path, wanted: Wanted, kind: str, *, progress: Progress
) -> Made:
    """`export_poster` for a process of its own, which opens the workspace in `folder` for itself."""
    with _opened(folder) as store:
        return export_poster(store, path, wanted, kind, partial=partial, progress=progress)


def picture_elsewhere(
    folder: Path, wanted: Wanted, number: int, width: int, *, progress: Progress
) -> tuple[bytes, int]:
    """Page `number` as a PNG `width` pixels wide (0: its own), and how many pages there are."""
    from xhsplanner.posters.render import png

    with _opened(folder) as store:
        _, laid_out = pages(store, wanted, progress)
    return png(laid_out[min(number, len(laid_out) - 1)], width), len(laid_out)


def pages_elsewhere(folder: Path, wanted: Wanted, *, progress: Progress) -> list[Page]:
    """The pages as marks, for who paints them himself: a printer."""
    with _opened(folder) as store:
        return pages(store, on_paper(wanted), progress)[1]


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    from xhsplanner.store.workspace import open_workspace

    store = open_workspace(folder)
    try:
        yield store
    finally:
        store.close()


# --- reading --------------------------------------------------------------------------------------


def _spans(wanted: Wanted) -> list[tuple[date, date]]:
    """First and last day of each poster."""
    if wanted.view == "list":
        return [(wanted.start, wanted.last)]
    found: list[tuple[date, date]] = []
    if wanted.view == "week":
        at = week_start(wanted.start)
        while at <= wanted.last:
            found.append((at, at + WEEK))
            at += timedelta(days=7)
        return found
    at = wanted.start.replace(day=1)
    while at <= wanted.last:
        found.append(month.page(at))
        at = month.shifted(at, 1)
        if found[-1][1] >= date(2100, 12, 1):
            break
    return found


class _Reader:
    """Reads what posters show; each table once."""

    def __init__(self, store: Store, wanted: Wanted, progress: Progress | None) -> None:
        self._store, self._wanted, self._progress = store, wanted, progress
        self._now = clock.now()
        asked = wanted.filter.accounts
        self._accounts = [one for one in store.catalog.accounts() if not asked or one.id in asked]
        self._series = {one.id: one for one in store.catalog.series(archived=True)}
        self._members = {one.id: one for one in store.catalog.members(archived=True)}
        self._targets = store.catalog.targets()
        self._covers: dict[int, bytes] = {}
        self._notes: list[Note] = []

    def read(self, first: date, last: date) -> list[Note]:
        """The notes of these days that are wanted, in their order."""
        known = {one.id for one in self._accounts}
        if not known:
            return []
        wanted = self._wanted.filter or None
        self._notes = self._store.notes.between(first, last, known, wanted=wanted)
        if self._wanted.undated and self._wanted.view == "list":
            undated = self._store.notes.backlog(MANY, wanted)
            self._notes += [note for note in undated if note.account_id in known]
        return self._notes

    def prepare(self, first: date, last: date) -> None:
        """Draw the covers of what was read, where they are wanted."""
        if not self._wanted.covers:
            return
        from xhsplanner.covers.encode import to_jpeg
        from xhsplanner.ops.covers import paint, specs

        for number, (note_id, spec) in enumerate(specs(self._store, self._notes).items(), 1):
            if not spec.empty:
                with suppress(Refused):
                    self._covers[note_id] = to_jpeg(paint(spec, COVER_WIDTH, check=False).image)
            if self._progress is not None:
                self._progress(number, len(self._notes))

    def poster(self, first: date, last: date) -> Poster:
        """One poster."""
        wanted, view = self._wanted, self._wanted.view
        notes = [note for note in self._notes if note.day is None or first <= note.day <= last]
        items = tuple(self._item(note) for note in notes)
        heads = () if view == "list" else tuple(_head(first + timedelta(n)) for n in range((last - first).days + 1))
        middle = first + timedelta(days=14)
        lanes = tuple(self._lane(account, notes, first, last) for account in self._accounts)
        inside = [note for note in notes if view != "month" or (note.day and note.day.month == middle.month)]
        return Poster(
            view=view,
            title=_title(view, first, last, middle),
            subtitle=self._subtitle(inside, lanes),
            heads=_without_long(heads) if view == "month" else heads,
            lanes=lanes,
            items=items,
            stretches=_stretches(first) if view == "month" else (),
            series=self._series_keys(inside),
            statuses=() if wanted.look.outside else self._status_keys(inside),
            footer=self._footer(),
            month=middle.month if view == "month" else 0,
            look=wanted.look,
        )

    def _item(self, note: Note) -> Item:
        series, owner = self._series.get(note.series_id or 0), self._members.get(note.owner_id or 0)
        ring = self._ring(note)
        outside = self._wanted.look.outside
        minute = "" if note.minute is None else f"{note.minute // 60:02d}:{note.minute % 60:02d}"
        return Item(
            day=note.day,
            account=note.account_id,
            clock=minute,
            title=note.title or t("posters.untitled"),
            series=series.name if series else "",
            palette=series.palette if series else "",
            ring="" if outside else ring,
            status="" if outside else t(f"status.{ring}"),
            owner=owner.name if owner and not outside else "",
            owner_color=owner.color if owner and not outside else "",
            cover=self._covers.get(note.id, b""),
        )

    def _ring(self, note: Note) -> str:
        return "overdue" if overdue(note, self._now.replace(tzinfo=None)) else note.status.value

    def _lane(self, account: Account, notes: Iterable[Note], first: date, last: date) -> Lane:
        planned = sum(note.account_id == account.id and note.planned for note in notes)
        narrowed = set(self._wanted.filter.active()) - {"accounts"}  # what a filter hides is no gap
        asked = self._wanted.view == "week" and not narrowed and not self._wanted.look.outside
        target = account_target(self._targets, account.id, first, last) if asked else None
        return Lane(account.id, account.name, account.initial, account.color, planned, target or None)

    def _subtitle(self, notes: Sequence[Note], lanes: Sequence[Lane]) -> str:
        counted = [note for note in notes if note.planned or note.day is None]
        parts = [t("week.notes", n=len(counted))]
        if not self._wanted.look.outside:
            gaps = sum(max(0, lane.target - lane.planned) for lane in lanes if lane.target)
            counts = (
                ("week.done", sum(note.status is Status.PUBLISHED for note in counted)),
                ("week.open", sum(note.status in OPEN for note in counted)),
                ("week.overdue", sum(self._ring(note) == "overdue" for note in counted)),
                ("week.gaps", gaps),
            )
            parts += [t(key, n=n) for key, n in counts if n]
        if self._wanted.filter:
            parts.append(t("posters.filtered"))
        return " · ".join(parts)

    def _series_keys(self, notes: Iterable[Note]) -> tuple[Key, ...]:
        counts: dict[int, int] = {}
        for note in notes:
            if note.series_id in self._series:
                counts[note.series_id] = counts.get(note.series_id, 0) + 1
        order: list[Series] = sorted((self._series[one] for one in counts), key=lambda one: (one.position, one.id))
        return tuple(Key(one.palette, one.name, counts[one.id]) for one in order)

    def _status_keys(self, notes: Iterable[Note]) -> tuple[Key, ...]:
        counts: dict[str, int] = {}
        for note in notes:
            ring = self._ring(note)
            counts[ring] = counts.get(ring, 0) + 1
        order = [*(status.value for status in Status), "overdue"]
        return tuple(Key(ring, t(f"status.{ring}"), counts[ring]) for ring in order if ring in counts)

    def _footer(self) -> tuple[str, str, str]:
        at = clock.minute_of(clock.stamp())
        by = "" if self._wanted.look.outside else self._wanted.by
        said = t("posters.printed_by", at=at, by=by) if by else t("posters.printed", at=at)
        return self._store.path.name, t("posters.internal") if self._wanted.internal else "", said


def _title(view: str, first: date, last: date, middle: date) -> str:
    if view == "month":
        return t("posters.month", y=middle.year, m=middle.month)
    if view == "list" and first == last:
        return t("posters.one_day", y=first.year, m=first.month, d=first.day)
    key = "week.span" if first.month == last.month else "week.span_months"
    said = t(key, m1=first.month, d1=first.day, m2=last.month, d2=last.day, y=last.year)
    return f"{said} · {t('week.number', n=first.isocalendar().week)}" if view == "week" else said


def _head(day: date) -> Head:
    info, label = days.day_info(day), days.label(day)
    moon = info.lunar.label() if info.lunar else ""
    weekday = t(f"days.weekday.{day.weekday()}")
    return Head(day, weekday, moon, label.text, label.kind, info.badge(), info.quiet, info.rest)


def _without_long(heads: Iterable[Head]) -> tuple[Head, ...]:
    """A long occasion has its bar on a month: its first day says what else it is."""
    return tuple(_short(head) for head in heads)


def _short(head: Head) -> Head:
    here = [one for one in days.day_info(head.day).occasions if one.first == one.last]
    if head.kind == "lunar" or head.quiet or any(one.occasion.short == head.label for one in here):
        return head
    if here:
        return head._replace(label=here[0].occasion.short, kind=here[0].kind)
    return head._replace(label=head.lunar, kind="lunar")


def _stretches(first: date) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(bar.week, bar.first, bar.last, bar.lane, bar.occurrence.name, bar.occurrence.kind)
        for bar in month.bars(first)
    )
