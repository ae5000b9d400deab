"""Writing the workspace's plan as a schedule file that reads back as it is. Changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.text import hashtags
from xhsplanner.exchange.plan_model import AccountRow, PlanRow, SeriesRow
from xhsplanner.exchange.plan_names import Names, split_accounts, split_covers
from xhsplanner.exchange.plan_write import write_xlsx
from xhsplanner.ops.plan_catalog import per_week
from xhsplanner.store.store import Store


def export_xlsx(store: Store, path: Path, start: date | None = None, end: date | None = None) -> int:
    """Write the notes of the days `start`–`end`, or with neither all notes, to an xlsx; returns the rows written.

    Raises Refused where the file cannot be written.
    """
    if start is None and end is None:
        notes = store.notes.all()
    else:
        notes = store.notes.between(start or date.min, end or date.max)
    rows = plan_rows(store, notes)
    write_xlsx(path, rows, _accounts(store), _series(store))
    return len(rows)


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
