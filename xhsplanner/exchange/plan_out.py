"""A plan on its way out, as values: what every format of the export is written from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from xhsplanner.core import resources
from xhsplanner.core.model import CoverState, Kind, Status
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import AccountRow, PlanRow, SeriesRow

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OutShot:
    """One shot of a video: seconds, what is seen, what is said."""

    seconds: int | None
    scene: str
    words: str


@dataclass(frozen=True, slots=True)
class OutPicture:
    """One picture of a note: its name, the SHA-256 of its bytes, and upright pixels."""

    name: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class OutNote:
    """Everything an export may say about a note. `minute` since midnight; `cover` a small JPEG, empty for none."""

    uid: str
    code: str
    account: str
    title: str
    day: date | None = None
    minute: int | None = None
    series: str = ""
    palette: str = "neutral"
    episode: int | None = None
    topic: str = ""
    persona: str = ""
    occasion: str = ""
    kind: Kind = Kind.PICTURES
    status: Status = Status.TODO
    owner: str = ""
    designer: str = ""
    cover_state: CoverState = CoverState.NONE
    body: str = ""
    hashtags: tuple[str, ...] = ()
    script: str = ""
    seconds: int | None = None
    video_file: str = ""
    remark: str = ""
    link: str = ""
    published_at: str | None = None
    cover_files: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    pictures: tuple[OutPicture, ...] = ()
    shots: tuple[OutShot, ...] = ()
    cover: bytes = b""
    collection: str = ""
    """What the account calls the series (合集) where that is not the series' own name."""

    @property
    def clock(self) -> str:
        """The time as HH:MM, '' for none."""
        return "" if self.minute is None else f"{self.minute // 60:02}:{self.minute % 60:02}"

    @property
    def tint(self) -> str:
        """The name of a colour set that there is: `palette`, or the neutral one."""
        return self.palette if self.palette in resources.toml("theme", "tokens.toml")["series"] else "neutral"

    @property
    def name(self) -> str:
        """The title, or what stands for it."""
        return self.title or t("notes.untitled")

    @property
    def line(self) -> str:
        """The note in one line: `12:15【羊毛天天捡】标题（待审）`."""
        series = t("export.in_series", series=self.series) if self.series else ""
        return t("export.line", time=self.clock, series=series, title=self.name, status=t(f"status.{self.status}"))


@dataclass(frozen=True, slots=True)
class OutPlan:
    """What an export writes. `rows` are the same notes as a schedule has them, `start` and `end` days asked for."""

    workspace: str
    made_at: str
    notes: tuple[OutNote, ...]
    rows: tuple[PlanRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    series: tuple[SeriesRow, ...] = ()
    start: date | None = None
    end: date | None = None
    colors: Mapping[str, str] = field(default_factory=dict)
    """Account → #RRGGBB."""

    @property
    def undated(self) -> list[OutNote]:
        """Notes without a day."""
        return [note for note in self.notes if note.day is None]


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `monday`, and the notes of each account on each of them, in time order."""

    monday: date
    accounts: tuple[str, ...]
    cells: Mapping[tuple[str, date], Sequence[OutNote]]

    @property
    def days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.monday + timedelta(days=n) for n in range(7)]

    @property
    def name(self) -> str:
        """`第 50 周 12月7日 – 12月13日`, in the user's language."""
        year, number, _ = self.monday.isocalendar()
        last = self.days[-1]
        return t("export.week_name", year=year, number=number, start=short_day(self.monday), end=short_day(last))

    def depth(self, account: str) -> int:
        """The most notes this account has on one of the days; at least 1."""
        return max(1, *(len(self.cells.get((account, day), ())) for day in self.days))


def weeks(plan: OutPlan) -> Iterator[Week]:
    """The weeks that have notes. Accounts stand in the order of the team; those without a note are left out."""
    order = {row.name: number for number, row in enumerate(plan.accounts)}
    dated = sorted((note for note in plan.notes if note.day), key=lambda note: note.day or date.min)
    for monday, notes in groupby(dated, key=lambda note: _monday(note.day or date.min)):
        cells: dict[tuple[str, date], list[OutNote]] = {}
        for note in notes:
            cells.setdefault((note.account, note.day or date.min), []).append(note)
        for those in cells.values():
            those.sort(key=lambda note: (note.minute is None, note.minute or 0))
        names = {account for account, _ in cells}
        yield Week(monday, tuple(sorted(names, key=lambda name: (order.get(name, len(order)), name))), cells)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def short_day(day: date) -> str:
    """`12月7日`, in the user's language."""
    return t("export.day", month=day.month, day=day.day)


def weekday(day: date) -> str:
    """`周一`, in the user's language."""
    return t(f"days.weekday.{day.weekday()}")
