"""What a person can do to notes. Each function is one op: one transaction, one step of undo.

All return the Change, or None where nothing had to change, and raise Refused with a sentence to show.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from enum import Enum
from typing import Any

from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState, Note, NoteText, Status
from xhsplanner.core.siblings import minutes_for, persona_for
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.ops.keep import KEEP, Keep
from xhsplanner.ops.status import LINK
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

TEXT_FIELDS = frozenset(f.name for f in fields_of(NoteText))
FIELDS = frozenset(f.name for f in fields_of(Note)) - {"id", "uid", "code", "status", "held_from", "created_at"}
RESULT_FIELDS = frozenset({"link", "published_at", "remark"})
"""What may still be edited once a note is published."""
TEXTS = frozenset({"body", "script"})
"""Where one of these is given, the note is written already: no template fills it."""
COPIED = FIELDS - {"link", "published_at", "source", "cover_state"}
FIRST_CODE = 1000
LINKED = ("tag", "keyword", "offer")
"""What of the catalogue a note is linked to by `note_…` tables."""
CHILDREN = (
    "note_text",
    "note_asset",
    "note_tag",
    "note_keyword",
    "note_offer",
    "relay",
    "shot",
    "cover",
    "approval",
    "waiver",
    "result",
)
"""Tables whose rows belong to one note and go with it; a result only exists for a published, locked note."""


def stored(value: Any) -> Any:
    """A model value as the database keeps it. Half of a character, which a paste can bring, becomes `�`."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return whole(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def _note(store: Store, note_id: int) -> Note:
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    return note


def unlocked(store: Store, ids: Iterable[int]) -> list[Note]:
    """The notes, all of which may be edited. Raises Refused naming the first that may not."""
    wanted = list(dict.fromkeys(ids))
    notes = store.notes.get_many(wanted)
    if len(notes) < len(wanted):
        raise Refused(t("notes.gone"))
    for note in notes:
        if note.locked:
            raise Refused(t("notes.locked", title=note.title or note.code))
    return notes


def insert_note(op: Op, values: Mapping[str, Any], text: NoteText = NoteText()) -> int:  # noqa: B008 (frozen)
    """Insert a note with its text inside an op; returns its id."""
    return insert_notes(op, [(values, text)])[0]


def insert_notes(op: Op, wanted: Sequence[tuple[Mapping[str, Any], NoteText]]) -> range:
    """Insert notes with their texts inside an op; returns their ids.

    A code that is not given follows the row id, so it is never given twice.
    """
    new = {"status": Status.TODO.value, "created_at": stamp()}
    ids = op.insert_many(
        "note",
        [
            {"code": f"A-{FIRST_CODE + note_id}", **new, **{k: stored(v) for k, v in values.items()}}
            for note_id, (values, _) in enumerate(wanted, op.next_id("note"))
        ],
    )
    texts = ({f.name: getattr(text, f.name) for f in fields_of(text)} for _, text in wanted)
    op.insert_many("note_text", [{"note_id": i, **columns} for i, columns in zip(ids, texts, strict=True)])
    return ids


def split(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields of the note and of its text, as stored. Raises Refused on a field that does not exist."""
    unknown = fields.keys() - FIELDS - TEXT_FIELDS
    if unknown:
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(unknown))))
    main = {k: stored(v) for k, v in fields.items() if k in FIELDS}
    return main, {k: stored(v) for k, v in fields.items() if k in TEXT_FIELDS}


@steady
def create(store: Store, account_id: int, title: str = "", **fields: Any) -> Change | None:
    """Make a note; its id is `change.created["note"][0]`. Fields: any of Note or NoteText, and `status`.

    Takes the series' default hashtags where none are given, what its template says where there is no text yet, and
    the next episode.
    """
    status = Status(fields.pop("status", Status.TODO))
    main, text = split(fields)
    usual = store.settings.get("new_note_minute")
    if usual >= 0 and main.get("day") and main.get("minute") is None:
        main["minute"] = usual
    series = store.catalog.series_by_id(main.get("series_id"))
    if series and "hashtags" not in text:
        text["hashtags"] = series.hashtags
    if series and "episode" not in main:
        main["episode"] = store.notes.next_episode(account_id, series.id)
    if series and not TEXTS.intersection(text):
        main, text, title = _from_template(store, {"account_id": account_id, **main}, text, title)
    with store.op("note.create", title=title) as op:
        values = {"account_id": account_id, "title": title, "status": status.value, **main}
        insert_note(op, values, NoteText(**text))
    return op.change


@steady
def edit(store: Store, note_id: int, *, group: int | None = None, **fields: Any) -> Change | None:
    """Change fields of one note; `group` (Change.group of an earlier edit) joins a field visit to one step.

    In another series it is the next episode, where none is given.
    """
    note = _note(store, note_id)
    main, text = split(fields)
    if main.get("series_id", note.series_id) != note.series_id and "episode" not in main:
        series_id, account_id = main["series_id"], main.get("account_id", note.account_id)
        main["episode"] = None if series_id is None else store.notes.next_episode(account_id, series_id)
    if note.locked and (fields.keys() - RESULT_FIELDS):
        raise Refused(t("notes.locked", title=note.title or note.code))
    if main.get("link") and not LINK.match(main["link"]):
        raise Refused(t("notes.bad_link"))
    with store.op("note.edit", group=group, field=next(iter(fields), ""), title=note.title or note.code) as op:
        if main:
            op.update("note", {note_id: main})
        if text:
            op.update("note_text", {_text_row(store, op, note_id): text})
    return op.change


def _from_template(
    store: Store, main: dict[str, Any], text: dict[str, Any], title: str
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """A new note with what the template of its series gives, where it has one; what was given stays."""
    from xhsplanner.ops import templates  # which makes notes itself

    template = templates.of_series(store, main["series_id"])
    if template is None:
        return main, text, title
    columns, said = templates.filled(store, template, main)
    own = {"body": said.body, "hashtags": said.hashtags}
    given = {name: stored(value) for name, value in columns.items() if name != "title"}
    return {**given, **main}, {**text, **own}, title or columns["title"]


def _text_row(store: Store, op: Op, note_id: int) -> int:
    row = store.notes.text_row(note_id)
    return op.insert("note_text", {"note_id": note_id}) if row is None else row


def _placed(day: date | Keep | None, account_id: int | Keep, minute: int | Keep | None) -> dict[str, Any]:
    given = {"day": day, "account_id": account_id, "minute": minute}
    return {name: stored(value) for name, value in given.items() if not isinstance(value, Keep)}


@steady
def move(
    store: Store,
    ids: Sequence[int],
    *,
    day: date | Keep | None = KEEP,
    account_id: int | Keep = KEEP,
    minute: int | Keep | None = KEEP,
) -> Change | None:
    """Put notes on another day, account or time, keeping what is not given. `day=None` unplans."""
    notes = unlocked(store, ids)
    changes = _placed(day, account_id, minute)
    with store.op("note.move", n=len(notes), title=first_title(notes)) as op:
        op.update("note", {note.id: changes for note in notes})
    return op.change


def first_title(notes: Sequence[Note]) -> str:
    """The name of an op about several notes: the title of the first, or its code."""
    return (notes[0].title or notes[0].code) if notes else ""


@steady
def copy(
    store: Store,
    ids: Sequence[int],
    *,
    day: date | Keep | None = KEEP,
    account_id: int | Keep = KEEP,
) -> Change | None:
    """Copy notes with all that belongs to their content as fresh drafts; new ids in `change.created["note"]`.

    Text, pictures, cover, shots, tags, keywords and offers go along; never results, and a copy never fills a slot.
    In a series that numbers its notes a copy is the next episode.
    """
    notes = store.notes.get_many(ids)
    with store.op("note.copy", n=len(notes), title=first_title(notes)) as op:
        for note in notes:
            changes = _placed(day, account_id, KEEP)
            if note.series_id is not None and note.episode is not None:
                account = changes.get("account_id", note.account_id)
                changes["episode"] = store.notes.next_episode(account, note.series_id)
            copy_one(store, op, note, changes)
    return op.change


def copy_one(store: Store, op: Op, note: Note, changes: Mapping[str, Any], text: NoteText | None = None) -> int:
    """Copy a note with all that belongs to its content inside an op; the new id.

    Some columns are changed, and `text` is what it says where it is not the same.
    """
    values = {name: getattr(note, name) for name in COPIED}
    new_id = insert_note(op, values | dict(changes), store.notes.text(note.id) if text is None else text)
    for position, asset in enumerate(store.notes.pictures(note.id)):
        op.insert("note_asset", {"note_id": new_id, "asset_id": asset.id, "position": position})
    for cover in store.notes.covers([note.id]).values():
        row = {"variant": cover.variant, "template": cover.template, "values": cover.values}
        op.insert("cover", {"note_id": new_id, **row, "picture_id": cover.picture_id})
    for shot in store.shots.of(note.id):
        said = {"seconds": shot.seconds, "scene": shot.scene, "words": shot.words}
        op.insert("shot", {"note_id": new_id, "position": shot.position, **said})
    for noun in LINKED:
        for linked in store.notes.link_rows(note.id, noun):
            op.insert(f"note_{noun}", {"note_id": new_id, f"{noun}_id": linked})
    return new_id


@steady
def duplicate_to_accounts(
    store: Store,
    note_id: int,
    account_ids: Sequence[int],
    *,
    minutes: Sequence[int | None] | None = None,
    blank: Collection[int] = (),
) -> Change | None:
    """Make siblings of a note on other accounts; they share one topic from then on.

    Each has its own time (`minutes`, else core/siblings) and the persona of its account; accounts in `blank` get a
    body to be written.
    """
    note = _note(store, note_id)
    there = [one.minute for one in store.notes.siblings(note_id)] if note.topic_id is not None else []
    times = minutes_for(note.minute, len(account_ids), there) if minutes is None else minutes
    personas = store.catalog.personas()
    empty = NoteText(hashtags=store.notes.text(note_id).hashtags)
    with store.op("note.duplicate", n=len(account_ids), title=note.title or note.code) as op:
        topic_id = note.topic_id
        if topic_id is None and account_ids:
            topic_id = op.insert("topic", {"title": note.title, "series_id": note.series_id})
            op.update("note", {note_id: {"topic_id": topic_id}})
        for account_id, minute in zip(account_ids, times, strict=True):
            own = {"minute": minute, "persona_id": persona_for(personas, account_id, note.persona_id)}
            text = empty if account_id in blank else None
            copy_one(store, op, note, {"account_id": account_id, "topic_id": topic_id, **own}, text)
    return op.change


@steady
def delete(store: Store, ids: Sequence[int], *, skip_locked: bool = False) -> Change | None:
    """Delete notes with all that belongs to them; pictures stay in the library, a filled slot is free again.

    `skip_locked` leaves published ones where they are and says so; where nothing else is among them it refuses too.
    """
    locked = {note.id for note in store.notes.get_many(ids) if note.locked} if skip_locked else set()
    notes = unlocked(store, [one for one in ids if one not in locked] or ids)
    wanted, kept = [note.id for note in notes], len(locked)
    with store.op(
        "note.delete_rest" if kept else "note.delete", n=len(notes), title=first_title(notes), locked=kept
    ) as op:
        op.delete_where("slot_override", "note_id", wanted)
        op.delete_where("relay", "after_id", wanted)
        for table in CHILDREN:
            op.delete_where(table, "note_id", wanted)
        op.delete("note", wanted)
    return op.change


@steady
def attach(
    store: Store, note_id: int, asset_ids: Sequence[int], at: int | None = None, *, group: int | None = None
) -> Change | None:
    """Add pictures to a note before position `at` (0-based), or at the end; those it has already are moved.

    `group` (Change.group) joins the op that imported them.
    """
    (note,) = unlocked(store, [note_id])
    new = list(dict.fromkeys(asset_ids))
    with store.op("note.attach", group=group, n=len(new), title=note.title or note.code) as op:
        attach_in(store, op, note_id, new, at)
    return op.change


def attach_in(store: Store, op: Op, note_id: int, asset_ids: Sequence[int], at: int | None = None) -> None:
    """Add pictures, each named once, to a note inside an op; see `attach`."""
    order = [a.id for a in store.notes.pictures(note_id) if a.id not in set(asset_ids)]
    at = len(order) if at is None else at
    _write_order(store, op, note_id, order[:at] + list(asset_ids) + order[at:])


@steady
def detach(store: Store, note_id: int, asset_ids: Sequence[int]) -> Change | None:
    """Take pictures off a note; they stay in the library."""
    (note,) = unlocked(store, [note_id])
    order = [a.id for a in store.notes.pictures(note_id) if a.id not in set(asset_ids)]
    with store.op("note.detach", n=len(asset_ids), title=note.title or note.code) as op:
        _write_order(store, op, note_id, order)
    return op.change


@steady
def arrange(store: Store, note_id: int, asset_ids: Sequence[int]) -> Change | None:
    """Set the order of a note's pictures; `asset_ids` must be exactly the pictures it has."""
    (note,) = unlocked(store, [note_id])
    if sorted(asset_ids) != sorted(a.id for a in store.notes.pictures(note_id)):
        raise Refused(t("notes.pictures_changed"))
    with store.op("note.arrange", title=note.title or note.code) as op:
        _write_order(store, op, note_id, list(asset_ids))
    return op.change


def _write_order(store: Store, op: Op, note_id: int, order: Sequence[int]) -> None:
    links = store.notes.picture_links(note_id)
    op.delete("note_asset", [link for asset, link in links.items() if asset not in set(order)])
    op.update("note_asset", {links[a]: {"position": i} for i, a in enumerate(order) if a in links})
    for position, asset in enumerate(order):
        if asset not in links:
            op.insert("note_asset", {"note_id": note_id, "asset_id": asset, "position": position})


@steady
def set_cover(
    store: Store,
    note_id: int,
    *,
    template: str | Keep = KEEP,
    values: Mapping[str, str] | Keep = KEEP,
    picture_id: int | Keep | None = KEEP,
    variant: str = "3:4",
    group: int | None = None,
) -> Change | None:
    """Choose template, values (overrides of what the note gives) or picture of a note's cover.

    A cover that was done is in progress again, and the picture kept of it no longer stands for it.
    """
    (note,) = unlocked(store, [note_id])
    row: dict[str, Any] = {}
    if not isinstance(template, Keep):
        row["template"] = template
    if not isinstance(values, Keep):
        row["values"] = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    if not isinstance(picture_id, Keep):
        row["picture_id"] = picture_id
    cover = store.notes.covers([note_id], variant).get(note_id)
    fresh = cover is None or any(getattr(cover, name) != value for name, value in row.items())
    with store.op("note.cover", group=group, title=note.title or note.code) as op:
        if cover is None:
            op.insert("cover", {"note_id": note_id, "variant": variant, "template": "", **row})
        elif fresh:
            op.update("cover", {cover.id: {**row, "rendered_id": None}})
        if fresh and note.cover_state is not CoverState.IN_PROGRESS:
            op.update("note", {note_id: {"cover_state": CoverState.IN_PROGRESS.value}})
    return op.change


@steady
def set_cover_state(store: Store, note_id: int, state: CoverState) -> Change | None:
    """Say how far the cover is."""
    (note,) = unlocked(store, [note_id])
    with store.op("note.cover_state", title=note.title or note.code, state=state.value) as op:
        op.update("note", {note_id: {"cover_state": state.value}})
    return op.change
