"""Writing the workspace's plan as a schedule file that reads back as it is. Changes nothing."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xhsplanner.core import clock
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, NoteText, Status
from xhsplanner.core.progress import Progress
from xhsplanner.core.text import hashtags
from xhsplanner.exchange.ics.write import write_ics
from xhsplanner.exchange.plan_csv import write_csv
from xhsplanner.exchange.plan_html import write_html
from xhsplanner.exchange.plan_json import write_json
from xhsplanner.exchange.plan_model import AccountRow, PlanRow, SeriesRow
from xhsplanner.exchange.plan_names import Names, split_accounts, split_covers
from xhsplanner.exchange.plan_out import OutPlan
from xhsplanner.exchange.plan_write import write_xlsx
from xhsplanner.ops.calendar_out import Parts, entries
from xhsplanner.ops.plan_catalog import per_week
from xhsplanner.ops.plan_outgoing import Outgoing
from xhsplanner.store import parts
from xhsplanner.store.store import Store

KINDS = ("xlsx", "csv", "json", "html", "ics")
"""What a plan can be written as; the kind is the ending of the file, too."""
COVER_WIDTH = 160
"""Pixels of an embedded cover: sharp at twice the size it is shown."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notes to write and how. Without days all notes, dated or not; an empty set means any.

    `accounts` and `series` are row ids. `covers` draws each note's cover, which needs Qt; `grid` adds the week view
    to an xlsx, `details` every note's text to an html; `encoding` is one of plan_csv.ENCODINGS. `parts` is what
    stands in an ics beside the notes.
    """

    kind: str = "xlsx"
    start: date | None = None
    end: date | None = None
    accounts: frozenset[int] = frozenset()
    series: frozenset[int] = frozenset()
    statuses: frozenset[Status] = frozenset()
    covers: bool = False
    grid: bool = True
    details: bool = True
    encoding: str = "utf-8"
    parts: Parts = field(default_factory=Parts)


def chosen(store: Store, wanted: Wanted) -> list[Note]:
    """The notes to write, by day (undated last), minute, id."""
    if wanted.start is None and wanted.end is None:
        notes = store.notes.all()
    else:
        notes = store.notes.between(wanted.start or date.min, wanted.end or date.max)
    return [
        note
        for note in notes
        if (not wanted.accounts or note.account_id in wanted.accounts)
        and (not wanted.series or note.series_id in wanted.series)
        and (not wanted.statuses or note.status in wanted.statuses)
    ]


def count(store: Store, wanted: Wanted) -> tuple[int, int, int]:
    """How many notes would be written, of how many accounts, and how many without a day. Quick."""
    days = None
    if wanted.start is not None or wanted.end is not None:
        days = ((wanted.start or date.min).isoformat(), (wanted.end or date.max).isoformat())
    columns = {"account_id": wanted.accounts, "series_id": wanted.series, "status": wanted.statuses}
    return parts.count_notes(store.engine, days, columns)


def export_xlsx(store: Store, path: Path, start: date | None = None, end: date | None = None) -> int:
    """Write the notes of the days `start`–`end`, or with neither all notes, to an xlsx; returns the rows written.

    Raises Refused where the file cannot be written.
    """
    return export_plan(store, path, Wanted(start=start, end=end)).rows


class Written(NamedTuple):
    """How many notes were written, in how many rows: siblings that say the same share one."""

    notes: int
    rows: int


def export_plan(
    store: Store, path: Path, wanted: Wanted, *, partial: Path | None = None, progress: Progress | None = None
) -> Written:
    """Write the plan to `path`, which is replaced only once all is written; `partial` is where it is written first.

    `progress(n, of)` counts covers drawn. Raises Refused where the file cannot be written.
    """
    notes = chosen(store, wanted)
    if wanted.kind == "ics":
        found = entries(store, notes, wanted.parts, wanted.start, wanted.end, wanted.accounts)
        write_ics(path, found, store.path.name, clock.now(), partial, progress)
        return Written(sum(note.day is not None for note in notes), len(found))
    plan = out_plan(store, notes, wanted, covers(store, notes, progress) if wanted.covers else {})
    match wanted.kind:
        case "csv":
            write_csv(path, plan.rows, wanted.encoding, partial)
        case "json":
            write_json(path, plan, partial)
        case "html":
            write_html(path, plan, details=wanted.details, partial=partial)
        case _:
            grid = plan if wanted.grid else None
            write_xlsx(path, plan.rows, plan.accounts, plan.series, plan=grid, partial=partial)
    return Written(len(notes), len(plan.rows))


def export_elsewhere(folder: Path, path: Path, partial: Path, wanted: Wanted, *, progress: Progress) -> Written:
    """`export_plan` for a process of its own, which opens the workspace in `folder` for itself."""
    from xhsplanner.store.workspace import open_workspace

    store = open_workspace(folder)
    try:
        return export_plan(store, path, wanted, partial=partial, progress=progress)
    finally:
        store.close()


def covers(store: Store, notes: Sequence[Note], progress: Progress | None = None) -> dict[int, bytes]:
    """Small JPEGs of the notes' covers by note id; a note whose cover cannot be drawn has none."""
    from xhsplanner.covers.encode import to_jpeg
    from xhsplanner.ops.covers import paint, specs

    found: dict[int, bytes] = {}
    for number, (note_id, spec) in enumerate(specs(store, notes).items(), 1):
        if not spec.empty:
            with suppress(Refused):
                found[note_id] = to_jpeg(paint(spec, COVER_WIDTH, check=False).image)
        if progress is not None:
            progress(number, len(notes))
    return found


def out_plan(store: Store, notes: Sequence[Note], wanted: Wanted, drawn: Mapping[int, bytes]) -> OutPlan:
    """The notes with everything an export may say about them."""
    return OutPlan(
        workspace=store.path.name,
        made_at=stamp(),
        notes=tuple(Outgoing(store, notes, drawn).notes()),
        rows=tuple(plan_rows(store, notes)),
        accounts=tuple(_accounts(store)),
        series=tuple(_series(store)),
        start=wanted.start,
        end=wanted.end,
        colors={account.name: account.color for account in store.catalog.accounts(archived=True)},
    )


def plan_rows(store: Store, notes: Sequence[Note]) -> list[PlanRow]:
    """Notes as rows of a schedule, in their order; siblings that say the same are one row of several accounts."""
    texts = store.notes.texts([note.id for note in notes])
    topics = store.notes.topics()
    names = Names(account.name for account in store.catalog.accounts(archived=True))
    rows: list[PlanRow] = []
    at: dict[tuple[int, PlanRow], int] = {}
    for note in notes:
        row = _row(store, note, texts.get(note.id, NoteText()), topics.get(note.topic_id or 0, ""))
        same = (note.topic_id or 0, replace(row, accounts=()))
        if note.topic_id and same in at and _joins(rows[at[same]], row, names):
            first = rows[at[same]]
            rows[at[same]] = replace(first, accounts=(*first.accounts, *row.accounts))
        else:
            at[same] = len(rows)
            rows.append(row)
    return rows


def _joins(first: PlanRow, row: PlanRow, names: Names) -> bool:
    """Whether the names of both rows in one cell are read as just these accounts."""
    joined = [*first.accounts, *row.accounts]
    return len(set(joined)) == len(joined) and split_accounts("、".join(joined), names) == (joined, [])


def _row(store: Store, note: Note, text: NoteText, topic: str) -> PlanRow:
    catalog = store.catalog
    account, series = catalog.account(note.account_id), catalog.series_by_id(note.series_id)
    owner, designer = catalog.member(note.owner_id), catalog.member(note.designer_id)
    return PlanRow(
        sheet="",
        row=0,
        accounts=(account.name,) if account else (),
        title=note.title,
        day=note.day,
        minute=note.minute,
        series=series.name if series else "",
        topic=topic,
        body=text.body,
        hashtags=tuple(hashtags(text.hashtags)),
        covers=split_covers(note.cover_files),
        kind=note.kind,
        owner=owner.name if owner else "",
        designer=designer.name if designer else "",
        status=note.status,
        remark=note.remark,
    )


def _accounts(store: Store) -> list[AccountRow]:
    targets = {
        target.account_id: target.per_week
        for target in reversed(store.catalog.targets())
        if target.series_id is None and target.weekday is None
    }
    profiles: dict[int, str] = store.catalog.profiles()
    return [
        AccountRow(account.name, profiles[account.id], account.remark, targets.get(account.id), account.followers)
        for account in store.catalog.accounts()
    ]


def _series(store: Store) -> list[SeriesRow]:
    return [
        SeriesRow(
            series.name,
            series.brief,
            per_week(series.cadence_days),
            tuple(hashtags(series.hashtags)),
            series.template,
        )
        for series in store.catalog.series()
    ]
