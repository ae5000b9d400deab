"""Bringing a schedule that was read into the workspace: one op, and the same file again only what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from xhsplanner.core.change import Change
from xhsplanner.core.model import Note, NoteText, Status
from xhsplanner.core.text import hashtag_text
from xhsplanner.core.text import hashtags as tags_of
from xhsplanner.exchange.plan_model import Known, PlanRow, Reading
from xhsplanner.exchange.plan_names import read_kind, read_status, split_covers
from xhsplanner.exchange.plan_words import tidy
from xhsplanner.ops.notes import insert_note, stored
from xhsplanner.ops.plan_catalog import Catalogue
from xhsplanner.ops.plan_match import Entry, Matcher
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

SNAPSHOT_ROWS = 500
"""From so many rows on, a snapshot is taken first."""
COVER_SEPARATOR = "；"
LINKED = ("picture", "poster")
"""Kinds of assets that a file name in a schedule can mean."""


Verdict = Literal["new", "changed", "same", "locked"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What importing a reading would do, in notes; `locked` are published ones that differ and yet stay."""

    new: int = 0
    changed: int = 0
    same: int = 0
    locked: int = 0


@dataclass(slots=True)
class _Difference:
    """Columns of note and note_text that a row says otherwise."""

    note: dict[str, Any] = field(default_factory=dict)
    text: dict[str, Any] = field(default_factory=dict)
    covers: bool = False


def known(store: Store) -> Known:
    """The names of the workspace, for `read_plan`; archived ones count."""
    catalog = store.catalog
    return Known(
        tuple(row.name for row in catalog.accounts(archived=True)),
        tuple(row.name for row in catalog.series(archived=True)),
        tuple(row.name for row in catalog.members(archived=True)),
    )


def entries(store: Store, reading: Reading) -> list[Entry]:
    """Each row of the reading for each of its accounts, with the note it is about."""
    names = {row.id: row.name for row in store.catalog.accounts(archived=True)}
    return Matcher(store.notes.all(), names).entries(reading.rows)


def forecast(store: Store, reading: Reading) -> Forecast:
    """What `import_plan` would do now. Writes nothing."""
    return count(verdicts(store, entries(store, reading)))


def verdicts(store: Store, found: Sequence[Entry]) -> list[Verdict]:
    """What importing would do with each entry."""
    texts = _texts(store, found)
    topics = store.notes.topics()
    return [_verdict(store, entry, texts, topics) for entry in found]


def count(found: Sequence[Verdict]) -> Forecast:
    """How often each verdict was given."""
    return Forecast(*(found.count(verdict) for verdict in ("new", "changed", "same", "locked")))


def import_plan(store: Store, reading: Reading) -> Change | None:
    """Write a reading as one op; new note ids are in `change.created["note"]`, None where nothing was new.

    A row with several accounts becomes siblings of one topic. Known notes take over what the file says; an empty
    cell erases nothing, and published notes stay as they are. Raises Refused when the workspace is read-only.
    """
    if len(reading.rows) > SNAPSHOT_ROWS and not store.read_only:
        store.snapshot()
    found = entries(store, reading)
    ahead = count(verdicts(store, found))
    with store.op("plan.import", file=reading.file, n=ahead.new, m=ahead.changed) as op:
        catalogue = Catalogue(store, op)
        catalogue.fill(reading)
        writer = _Writer(store, op, catalogue, found)
        start = 0
        while start < len(found):
            end = start + len(found[start].row.accounts)
            writer.write(found[start:end])
            start = end
    return op.change


def _texts(store: Store, found: Sequence[Entry]) -> dict[int, NoteText]:
    return store.notes.texts([entry.note.id for entry in found if entry.note])


def _verdict(store: Store, entry: Entry, texts: dict[int, NoteText], topics: dict[int, str]) -> Verdict:
    note = entry.note
    if note is None:
        return "new"
    catalog = store.catalog
    series = catalog.series_by_id(note.series_id)
    owner, designer = catalog.member(note.owner_id), catalog.member(note.designer_id)
    said = (entry.row.series, entry.row.owner, entry.row.designer)
    had = tuple(noun.name if noun else "" for noun in (series, owner, designer))
    names = any(new and new != old for new, old in zip(said, had, strict=True))
    difference = _difference(entry.row, note, texts.get(note.id, NoteText()))
    topic = entry.row.topic and entry.row.topic != tidy(topics.get(note.topic_id or 0, ""))
    joined = len(entry.row.accounts) > 1 and note.topic_id is None
    if names or topic or joined or difference.note or difference.text:
        return "locked" if note.locked else "changed"
    return "same"


def _difference(row: PlanRow, note: Note, text: NoteText) -> _Difference:
    """What the row says otherwise than the note; names of series and people are left to the caller."""
    found = _Difference()
    if row.title != tidy(note.title):
        found.note["title"] = row.title
    if row.day is not None and row.day != note.day:
        found.note["day"] = row.day.isoformat()
    if row.minute is not None and row.minute != note.minute:
        found.note["minute"] = row.minute
    if row.kind != note.kind and read_kind(row.kind_text):
        found.note["kind"] = row.kind.value
    if row.remark and row.remark != tidy(note.remark):
        found.note["remark"] = row.remark
    if row.covers and row.covers != split_covers(note.cover_files):
        found.note["cover_files"] = COVER_SEPARATOR.join(row.covers)
        found.covers = True
    if row.status != note.status and read_status(row.status_text):
        found.note["status"] = row.status.value
        found.note["held_from"] = note.status.value if row.status is Status.ON_HOLD else None
    if row.body and row.body != tidy(text.body):
        found.text["body"] = row.body
    if row.hashtags and list(row.hashtags) != tags_of(tidy(text.hashtags)):
        found.text["hashtags"] = hashtag_text(list(row.hashtags))
    return found


class _Writer:
    """Writes rows inside one op."""

    def __init__(self, store: Store, op: Op, catalogue: Catalogue, found: Sequence[Entry]) -> None:
        self._store = store
        self._op = op
        self._catalogue = catalogue
        self._texts = _texts(store, found)
        self._text_rows: dict[int, int] = store.notes.text_rows()
        self._topics = store.notes.topics()
        self._assets = {
            asset.name: asset.id for asset in store.assets.all() if asset.kind in LINKED and not asset.trashed
        }

    def write(self, row: Sequence[Entry]) -> None:
        """One row of the file: its entries, one for each account."""
        topic_id = self._topic(row)
        for entry in row:
            if entry.note is None:
                self._insert(entry, topic_id)
            elif not entry.note.locked:
                self._update(entry, entry.note, topic_id)

    def _topic(self, row: Sequence[Entry]) -> int | None:
        """The topic of a row: what its notes share, made where they are siblings or the file names one."""
        first = row[0].row
        old = next((entry.note.topic_id for entry in row if entry.note and entry.note.topic_id), None)
        if old is not None:
            if (
                first.topic
                and tidy(self._topics.get(old, "")) != first.topic
                and not all(entry.note and entry.note.locked for entry in row)
            ):
                self._op.update("topic", {old: {"title": first.topic}})
            return old
        if not first.topic and len(row) == 1:
            return None
        if all(entry.note and entry.note.locked for entry in row):
            return None
        series_id = self._catalogue.series_id(first.series)
        return self._op.insert("topic", {"title": first.topic or first.title, "series_id": series_id})

    def _names(self, row: PlanRow) -> dict[str, Any]:
        """Series and people of a row as ids; those it does not name are left out."""
        ids = {
            "series_id": self._catalogue.series_id(row.series),
            "owner_id": self._catalogue.member_id(row.owner),
            "designer_id": self._catalogue.member_id(row.designer),
        }
        return {column: row_id for column, row_id in ids.items() if row_id is not None}

    def _insert(self, entry: Entry, topic_id: int | None) -> None:
        row = entry.row
        values: dict[str, Any] = {
            "account_id": self._catalogue.account_id(entry.account),
            "title": row.title,
            "day": stored(row.day),
            "minute": row.minute,
            "kind": row.kind.value,
            "status": row.status.value,
            "held_from": Status.TODO.value if row.status is Status.ON_HOLD else None,
            "topic_id": topic_id,
            "episode": row.episode,
            "remark": row.remark,
            "cover_files": COVER_SEPARATOR.join(row.covers),
            "source": row.source,
            **self._names(row),
        }
        text = NoteText(body=row.body, hashtags=hashtag_text(list(row.hashtags)))
        note_id = insert_note(self._op, values, text)
        self._attach(note_id, row.covers, [])

    def _update(self, entry: Entry, note: Note, topic_id: int | None) -> None:
        difference = _difference(entry.row, note, self._texts.get(note.id, NoteText()))
        changes = {**difference.note, **self._names(entry.row)}
        if topic_id is not None and note.topic_id is None:
            changes["topic_id"] = topic_id
        self._op.update("note", {note.id: changes})
        if difference.text:
            text_row = self._text_rows.get(note.id)
            if text_row is None:
                text_row = self._op.insert("note_text", {"note_id": note.id})
            self._op.update("note_text", {text_row: difference.text})
        if difference.covers:
            self._attach(note.id, entry.row.covers, [asset.id for asset in self._store.notes.pictures(note.id)])

    def _attach(self, note_id: int, names: Sequence[str], has: Sequence[int]) -> None:
        """Put pictures of the library that a row names behind those the note has."""
        position = len(has)
        for name in names:
            asset_id = self._assets.get(name)
            if asset_id is not None and asset_id not in has:
                self._op.insert("note_asset", {"note_id": note_id, "asset_id": asset_id, "position": position})
                position += 1
