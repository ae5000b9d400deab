"""What a row of a schedule says otherwise than a note, and how rows become notes inside one op."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from xhsplanner.core.model import Note, NoteText, Status
from xhsplanner.core.progress import Progress
from xhsplanner.core.text import hashtag_text
from xhsplanner.core.text import hashtags as tags_of
from xhsplanner.exchange.plan_model import PlanRow
from xhsplanner.exchange.plan_names import read_kind, split_covers
from xhsplanner.exchange.plan_words import tidy
from xhsplanner.ops.notes import insert_notes, stored
from xhsplanner.ops.plan_catalog import Catalogue
from xhsplanner.ops.plan_match import Entry
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

COVER_SEPARATOR = "；"
LINKED = ("picture", "poster")
"""Kinds of assets that a file name in a schedule can mean."""
BATCH = 250
"""New notes that are written at once; so often the progress moves."""

Verdict = Literal["new", "changed", "same", "locked"]


@dataclass(slots=True)
class Difference:
    """Columns of note and note_text that a row says otherwise."""

    note: dict[str, Any] = field(default_factory=dict)
    text: dict[str, Any] = field(default_factory=dict)
    covers: bool = False


def verdict(store: Store, entry: Entry, texts: dict[int, NoteText], topics: dict[int, str]) -> Verdict:
    """What importing would do with an entry. `texts` by note id, `topics` by topic id."""
    note = entry.note
    if note is None:
        return "new"
    catalog = store.catalog
    series = catalog.series_by_id(note.series_id)
    owner, designer = catalog.member(note.owner_id), catalog.member(note.designer_id)
    said = (entry.row.series, entry.row.owner, entry.row.designer)
    had = tuple(noun.name if noun else "" for noun in (series, owner, designer))
    names = any(new and new != old for new, old in zip(said, had, strict=True))
    found = difference(entry.row, note, texts.get(note.id, NoteText()))
    topic = entry.row.topic and entry.row.topic != tidy(topics.get(note.topic_id or 0, ""))
    joined = len(entry.row.accounts) > 1 and note.topic_id is None
    if names or topic or joined or found.note or found.text:
        return "locked" if note.locked else "changed"
    return "same"


def difference(row: PlanRow, note: Note, text: NoteText) -> Difference:
    """What the row says otherwise than the note; names of series and people are left to the caller."""
    found = Difference()
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
    if row.status != note.status and row.status_known:
        found.note["status"] = row.status.value
        found.note["held_from"] = note.status.value if row.status is Status.ON_HOLD else None
    if row.body and row.body != tidy(text.body):
        found.text["body"] = row.body
    if row.hashtags and list(row.hashtags) != tags_of(tidy(text.hashtags)):
        found.text["hashtags"] = hashtag_text(list(row.hashtags))
    return found


class Writer:
    """Writes entries inside one op. New notes wait for each other: together they are quick."""

    def __init__(self, store: Store, op: Op, catalogue: Catalogue, found: Sequence[Entry]) -> None:
        self._store = store
        self._op = op
        self._catalogue = catalogue
        self._texts = store.notes.texts([entry.note.id for entry in found if entry.note])
        self._text_rows = store.notes.text_rows([entry.note.id for entry in found if entry.note])
        self._topics = store.notes.topics()
        self._assets = {
            asset.name: asset.id for asset in store.assets.all() if asset.kind in LINKED and not asset.trashed
        }
        self._new: list[tuple[Entry, int | None]] = []

    def write(self, found: Sequence[Entry], progress: Progress) -> None:
        """All entries; those of one row of the file follow each other."""
        done = 0
        for _, of_row in groupby(found, key=lambda entry: id(entry.row)):
            row = list(of_row)
            topic_id = self._topic(row)
            for entry in row:
                if entry.note is None:
                    self._new.append((entry, topic_id))
                elif not entry.note.locked:
                    self._update(entry, entry.note, topic_id)
            done += len(row)
            if len(self._new) >= BATCH:
                self._insert()
                progress(done, len(found))
        self._insert()
        progress(done, len(found))

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

    def _insert(self) -> None:
        """Write the new notes that wait."""
        wanted = [
            (self._values(entry, topic_id), NoteText(entry.row.body, entry.row.hashtag_line))
            for entry, topic_id in self._new
        ]
        for note_id, (entry, _) in zip(insert_notes(self._op, wanted), self._new, strict=True):
            self._attach(note_id, entry.row.covers, [])
        self._new = []

    def _values(self, entry: Entry, topic_id: int | None) -> dict[str, Any]:
        row = entry.row
        return {
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

    def _update(self, entry: Entry, note: Note, topic_id: int | None) -> None:
        found = difference(entry.row, note, self._texts.get(note.id, NoteText()))
        changes = {**found.note, **self._names(entry.row)}
        if topic_id is not None and note.topic_id is None:
            changes["topic_id"] = topic_id
        self._op.update("note", {note.id: changes})
        if found.text:
            text_row = self._text_rows.get(note.id)
            if text_row is None:
                text_row = self._op.insert("note_text", {"note_id": note.id})
            self._op.update("note_text", {text_row: found.text})
        if found.covers:
            self._attach(note.id, entry.row.covers, [asset.id for asset in self._store.notes.pictures(note.id)])

    def _attach(self, note_id: int, names: Sequence[str], has: Sequence[int]) -> None:
        """Put pictures of the library that a row names behind those the note has."""
        position = len(has)
        for name in names:
            asset_id = self._assets.get(name)
            if asset_id is not None and asset_id not in has:
                self._op.insert("note_asset", {"note_id": note_id, "asset_id": asset_id, "position": position})
                position += 1
