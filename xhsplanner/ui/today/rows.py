"""What stands in the lists of the room 今天, Qt-free: sections with a head and rows, each with its buttons."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from xhsplanner.core import agenda as core
from xhsplanner.core import days
from xhsplanner.core.agenda import Agenda, Gap, Uncovered, Waiting
from xhsplanner.core.leads import Task
from xhsplanner.core.model import Note, Status
from xhsplanner.core.planning import Place
from xhsplanner.core.words import t
from xhsplanner.store.agenda import MOST
from xhsplanner.store.store import Store
from xhsplanner.ui.widgets.states import clock_text, ring_state

SHOWN = 8
"""Rows of a section before it is opened up."""
Subject = Note | Waiting | Task | Uncovered | Place | Gap | None


@dataclass(frozen=True, slots=True)
class Button:
    """What can be done from a row: always there with its words, or as an icon where mouse or keyboard are."""

    id: str
    icon: str
    main: bool = False
    accent: bool = False

    @property
    def words(self) -> str:
        """What it is called."""
        return t(f"today.do.{self.id}")


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `kind` head, note, item or more. `tone` names the colours of its chip, `ticked` None: no box."""

    kind: str
    section: str
    key: str
    title: str
    detail: str = ""
    lead: str = ""
    ring: str = ""
    icon: str = ""
    icon_color: str = "text3"
    chip: str = ""
    tone: str = ""
    warn: str = ""
    buttons: tuple[Button, ...] = ()
    ticked: bool | None = None
    last: bool = False
    subject: Subject = None

    @property
    def note(self) -> Note | None:
        """The note it is about."""
        if isinstance(self.subject, Note):
            return self.subject
        if isinstance(self.subject, Waiting):
            return self.subject.note
        if isinstance(self.subject, Task) and self.subject.lead is not None:
            return self.subject.lead.note
        return None

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        state = "" if self.ticked is None else t("today.ticked" if self.ticked else "today.unticked")
        ring = t(f"status.{self.ring}") if self.ring else ""
        parts = [state, self.lead, self.title, ring, self.detail, self.chip, self.warn]
        parts += (
            [t("today.can", what=t("today.and").join(one.words for one in self.buttons))] if self.buttons else []
        )
        return t("today.comma").join(part for part in parts if part)


MARK = Button("publish", "check", main=True)
COPY = Button("copy", "clipboard-copy")
TODAY = Button("to_today", "calendar-check", main=True)
TOMORROW = Button("to_tomorrow", "arrow-right")
FREE = Button("to_free", "calendar-plus")
HOLD = Button("hold", "pause")
LINK = Button("link", "link")
DONE = Button("done", "check", main=True)
LATER = Button("later", "clock")
SKIP = Button("skip", "x")
MAKE = Button("make", "plus", main=True)
NOT_OURS = Button("not_ours", "x")
FILL = Button("fill", "plus", main=True)
OPEN_MORE = Button("more", "chevron-down", main=True)


class Page:
    """Makes the rows of an agenda. `opened` are the sections shown whole, `ticked` the notes said to be out."""

    def __init__(
        self, store: Store, told: Agenda, opened: Collection[str] = (), ticked: Collection[int] = ()
    ) -> None:
        self._told, self._opened, self._ticked = told, opened, ticked
        catalog = store.catalog
        self._accounts = {one.id: one.name for one in catalog.accounts(archived=True)}
        self._series = {one.id: one for one in catalog.series(archived=True)}
        self._members = {one.id: one.name for one in catalog.members()}
        self._write = not store.read_only
        self._today = told.day.date == told.now.date()
        self._quiet = told.day.quiet
        self._tomorrow = () if days.is_quiet(told.day.date + timedelta(1)) else (TOMORROW,)

    def left(self) -> list[Row]:
        """Notes: what goes out, what is late, what waits, what yesterday left, what the platform's timer takes."""
        told = self._told
        going = "going" if self._today else "of_day"
        return [
            *self._section(going, told.going, self._going, self._count_going()),
            *self._section("late", told.late, self._late),
            *self._section("yesterday", told.yesterday, self._yesterday, self._since(), self._tick_buttons()),
            *self._section("waiting", told.waiting, self._waiting, self._hint()),
            *self._section("entering", told.entering, self._entering, t("today.window", n=core.window_days())),
        ]

    def right(self) -> list[Row]:
        """What is to be prepared and filled: tasks, occasions, open places, rhythms."""
        told = self._told
        add = (Button("add_task", "plus"),) if self._write and self._today else ()
        return [
            *self._section("tasks", told.tasks, self._task, buttons=add, always=self._today),
            *self._section("places", told.places, self._place),
            *self._section("gaps", told.gaps, self._gap),
            *self._section("uncovered", told.uncovered, self._uncovered, t("today.ahead")),
        ]

    def _section(
        self,
        name: str,
        subjects: Sequence[Subject],
        make: Callable[..., Row],
        detail: str = "",
        buttons: tuple[Button, ...] = (),
        always: bool = False,
    ) -> Iterable[Row]:
        if not subjects and not always:
            return
        shown = subjects if name in self._opened else subjects[:SHOWN]
        count = f"{MOST}+" if len(subjects) >= MOST else str(len(subjects) or "")
        head = Row("head", name, f"{name}/", t(f"today.section.{name}"), detail, count, buttons=buttons)
        rows = [head, *(self._with(make(one), name, one) for one in shown)]
        if not subjects:
            rows.append(Row("empty", name, f"{name}/none", t(f"today.none.{name}")))
        if len(shown) < len(subjects):
            words = t("today.more", n=len(subjects) - len(shown))
            rows.append(Row("more", name, f"{name}/more", words, buttons=(OPEN_MORE,)))
        rows[-1] = replace(rows[-1], last=True)
        yield from rows

    def _with(self, row: Row, section: str, subject: Subject) -> Row:
        return replace(row, section=section, subject=subject, buttons=row.buttons if self._write else ())

    # --- notes ------------------------------------------------------------------------------------

    def _note(self, note: Note, lead: str, detail: str = "", **more: object) -> Row:
        series = self._series.get(note.series_id or 0)
        where = self._accounts.get(note.account_id, "")
        told = t("today.dot").join(part for part in (where, detail) if part)
        row = Row(
            "note",
            "",
            f"note/{note.id}",
            note.title.strip() or t("notes.untitled"),
            told,
            lead,
            ring_state(note, self._told.now),
            chip=series.name if series else "",
            tone=series.palette if series else "neutral",
        )
        return replace(row, **more)  # type: ignore[arg-type]

    def _going(self, note: Note) -> Row:
        lead = clock_text(note.minute) or t("today.no_time")
        if note.status is Status.PUBLISHED:
            return self._note(note, lead, t("status.published"), buttons=() if note.link else (LINK,))
        if not self._today:
            past = self._told.day.date < self._told.now.date()
            out = (COPY, MARK) if past and core.ready(note) else (COPY,)
            return self._note(note, lead, t(f"status.{note.status.value}"), buttons=out)
        if core.ready(note):
            return self._note(note, lead, t(f"status.{note.status.value}"), buttons=(COPY, MARK))
        warn = t("today.not_approved", status=t(f"status.{note.status.value}"))
        return self._note(note, lead, warn=warn, buttons=(COPY, *self._tomorrow, FREE, HOLD))

    def _late(self, note: Note) -> Row:
        day = note.day or self._told.day.date
        ago = (self._told.day.date - day).days
        said = t("today.late_days", n=ago) if ago else t("today.late_today")
        detail = t("today.dot").join((said, t(f"status.{note.status.value}")))
        out = (Button("publish", "check"),) if core.ready(note) else ()
        to = (*self._tomorrow, replace(FREE, main=True)) if self._quiet else (FREE, *self._tomorrow, TODAY)
        buttons = (*out, HOLD, *to)  # nothing is moved to a quiet day in passing
        return self._note(note, self._day(note.day, note.minute), detail, buttons=buttons)

    def _yesterday(self, note: Note) -> Row:
        detail = t(f"status.{note.status.value}")
        lead = clock_text(note.minute) or t("today.no_time")
        if note.day and (self._told.day.date - note.day).days > 1:
            lead = self._day(note.day, note.minute)
        ticked = note.id in self._ticked if self._write else None
        return self._note(note, lead, detail, ticked=ticked, buttons=(LINK, TODAY_ICON))

    def _waiting(self, waiting: Waiting) -> Row:
        note = waiting.note
        why = t(f"today.why.{waiting.why}")
        who = note.designer_id if waiting.why == "cover" else note.owner_id
        name = self._members.get(who or 0, "") if self._told.member is None else ""
        detail = t("today.dot").join(part for part in (why, name) if part)
        return self._note(note, self._day(note.day, note.minute), detail)

    def _entering(self, note: Note) -> Row:
        warn = "" if core.ready(note) else t("today.not_approved", status=t(f"status.{note.status.value}"))
        return self._note(note, self._day(note.day, note.minute), warn=warn)

    def _day(self, day: date | None, minute: int | None = None) -> str:
        if day is None:
            return t("today.undated")
        return t("today.short_day", m=day.month, d=day.day)

    # --- the rest ---------------------------------------------------------------------------------

    def _task(self, task: Task) -> Row:
        late = task.due is not None and task.due < self._told.day.date
        due = self._due(task.due)
        owner = self._members.get(task.owner_id or 0, "")
        buttons = (SKIP, LATER, DONE)
        if task.lead is None:
            title = task.row.title if task.row else ""
            detail = t("today.dot").join(part for part in (due, owner) if part)
            return Row("item", "", task.key, title, "" if late else detail, icon="circle", buttons=buttons,
                       warn=detail if late else "")  # fmt: skip
        lead = task.lead
        note = lead.note
        name = (note.title.strip() or t("notes.untitled")) if note else lead.occurrence.name
        icons = {"brief": "lightbulb", "cover": "image", "review": "send", "approved": "badge-check"}
        detail = t("today.dot").join(part for part in (due, lead.occurrence.name, owner) if part)
        return Row("item", "", task.key, t("tasks.line_lead", step=t(f"tasks.step.{lead.step}"), title=name),
                   "" if late else detail, icon=icons[lead.step], buttons=buttons,
                   warn=detail if late else "")  # fmt: skip

    def _due(self, due: date | None) -> str:
        if due is None:
            return t("tasks.no_day")
        n = (due - self._told.day.date).days
        if n < 0:
            return t("tasks.overdue", n=-n)
        return t("today.due_today") if n == 0 else t("today.due_in", n=n)

    def _uncovered(self, one: Uncovered) -> Row:
        occurrence = one.occurrence
        n = (occurrence.first - self._told.day.date).days
        when = t("today.days_left", n=n) if n else t("today.is_today")
        leading = occurrence.occasion.rank == 1
        sober = t("today.tone.sober") if occurrence.tone == "sober" else ""
        late = one.brief_due is not None and one.brief_due <= self._told.day.date
        detail = t("today.dot").join(
            part
            for part in (when, sober, t("days.estimated") if occurrence.confidence == "estimated" else "")
            if part
        )
        return Row("item", "", f"occasion/{occurrence.id}@{occurrence.first}", occurrence.name, detail,
                   self._day(occurrence.first), chip=t("today.leading") if leading else "", tone="wool",
                   warn=t("today.brief_due") if late else "", buttons=(NOT_OURS, MAKE))  # fmt: skip

    def _place(self, place: Place) -> Row:
        series = self._series.get(place.series_id or 0)
        title = series.name if series else place.title or t("today.open_place")  # a title may be a template
        account = self._accounts.get(place.account_id, "")
        lead = clock_text(place.minute) or t("today.no_time")
        buttons = (replace(FILL, main=False), replace(SKIP, main=True)) if self._quiet else (SKIP, FILL)
        return Row("item", "", f"place/{place.slot_id}@{place.original}", title, account, lead, buttons=buttons)

    def _gap(self, gap: Gap) -> Row:
        series = self._series[gap.series_id]
        detail = t("today.gap", n=gap.days, every=gap.cadence)
        account = self._accounts.get(gap.account_id, "")
        return Row("item", "", f"gap/{gap.account_id}/{gap.series_id}", series.name,
                   t("today.dot").join((account, detail)), icon="repeat", buttons=(MAKE,))  # fmt: skip

    # --- heads ------------------------------------------------------------------------------------

    def _count_going(self) -> str:
        out = self._told.published
        return t("today.out_of", n=out) if out else ""

    def _since(self) -> str:
        since, day = self._told.since, self._told.day.date
        if since is None or (day - since).days == 1:
            return t("today.since_yesterday")
        weekday = t(f"days.weekday.{since.weekday()}")
        return t("today.since", m=since.month, d=since.day, weekday=weekday)

    def _tick_buttons(self) -> tuple[Button, ...]:
        if not self._write:
            return ()
        rest = () if self._quiet else (Button("rest_today", "calendar-check", main=True),)
        return (*rest, Button("tick_out", "check", True, True))

    def _hint(self) -> str:
        return t("today.say_who") if self._told.member is None and self._members else ""


TODAY_ICON = Button("to_today", "calendar-check")
