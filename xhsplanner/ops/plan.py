"""Bringing a schedule that was read into the workspace: one op, and the same file again only what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from xhsplanner.core.change import Change
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Choices, Known, Reading
from xhsplanner.exchange.plan_read import read_pasted, read_plan
from xhsplanner.ops.plan_catalog import Catalogue
from xhsplanner.ops.plan_match import Entry, Matcher
from xhsplanner.ops.plan_memory import remember
from xhsplanner.ops.plan_rows import Verdict, Writer, verdict
from xhsplanner.store import snapshots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

Decision = Literal["update", "add", "skip"]
Decisions = Mapping[str, Decision]
"""`PlanRow.source` → what a person wants done with it. Unsaid: known notes are updated, others added."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What importing a reading would do, in notes; `locked` are published ones that differ and yet stay."""

    new: int = 0
    changed: int = 0
    same: int = 0
    locked: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A reading and what importing it would do, entry by entry."""

    reading: Reading
    forecast: Forecast
    entries: tuple[Entry, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A table from the clipboard, as the sheet program put it there: as html, as text, or both."""

    text: str
    html: str = ""

    @property
    def name(self) -> str:
        """What stands where a file has its name."""
        return t("plan.clipboard")


Source = Path | Pasted
"""Where a schedule comes from."""


def known(store: Store) -> Known:
    """The names of the workspace, for `read_plan`; archived ones count. And what earlier imports taught it."""
    catalog, foreign = store.catalog, store.foreign
    return Known(
        tuple(row.name for row in catalog.accounts(archived=True)),
        tuple(row.name for row in catalog.series(archived=True)),
        tuple(row.name for row in catalog.members(archived=True)),
        foreign.aliases(),
        foreign.layouts(),
    )


def entries(store: Store, reading: Reading, decisions: Decisions | None = None) -> list[Entry]:
    """Each row of the reading for each of its accounts, with the note it is about; skipped rows are left out."""
    said = decisions or {}
    names = {row.id: row.name for row in store.catalog.accounts(archived=True)}
    rows = [row for row in reading.rows if said.get(row.source) != "skip"]
    found = Matcher(store.notes.all(), names).entries(rows)
    return [Entry(entry.row, entry.account) if said.get(entry.row.source) == "add" else entry for entry in found]


def forecast(store: Store, reading: Reading) -> Forecast:
    """What `import_plan` would do now. Writes nothing."""
    return count(verdicts(store, entries(store, reading)))


def verdicts(store: Store, found: Sequence[Entry]) -> list[Verdict]:
    """What importing would do with each entry."""
    texts = store.notes.texts([entry.note.id for entry in found if entry.note])
    topics = store.notes.topics()
    return [verdict(store, entry, texts, topics) for entry in found]


def count(found: Sequence[Verdict]) -> Forecast:
    """How often each verdict was given."""
    return Forecast(*(found.count(verdict) for verdict in ("new", "changed", "same", "locked")))


def preview(
    folder: Path,
    source: Source,
    choices: Choices,
    decisions: Decisions,
    today: date,
    sheet: str | None = None,
    progress: Progress = silent,
) -> Preview:
    """Read a schedule for the workspace in `folder` and say what importing it would do. Writes nothing.

    Made for a process of its own (it opens the workspace to read). Raises Refused.
    """
    store = open_workspace(folder, to_read=source.name)
    try:
        names = known(store)
        if isinstance(source, Pasted):
            reading = read_pasted(
                source.html, source.text, known=names, today=today, choices=choices, progress=progress
            )
        else:
            reading = read_plan(source, known=names, today=today, sheet=sheet, choices=choices, progress=progress)
        found = entries(store, reading, decisions)
        said = verdicts(store, found)
        return Preview(reading, count(said), tuple(found), tuple(said))
    finally:
        store.close()


def import_plan(
    store: Store,
    reading: Reading,
    decisions: Decisions | None = None,
    choices: Choices | None = None,
    progress: Progress = silent,
) -> Change | None:
    """Write a reading as one op; new note ids are in `change.created["note"]`, None where nothing was new.

    A row with several accounts becomes siblings of one topic. Known notes take over what the file says; an empty
    cell erases nothing, and published notes stay as they are. What a person corrected (`choices`) is remembered
    for the next file. What `progress` raises ends the import, and nothing was written. Raises Refused when the
    workspace is read-only.
    """
    if len(reading.rows) > snapshots.LARGE and not store.read_only:
        store.snapshot("import")
    with store.held():  # else two imports of one file at the same time would both find its notes new
        found = entries(store, reading, decisions)
        ahead = count(verdicts(store, found))
        progress(0, len(found))
        with store.op("plan.import", file=reading.file, n=ahead.new, m=ahead.changed) as op:
            catalogue = Catalogue(store, op)
            catalogue.fill(reading)
            Writer(store, op, catalogue, found).write(found, progress)
            if choices is not None:
                remember(store, op, catalogue, choices)
    return op.change
