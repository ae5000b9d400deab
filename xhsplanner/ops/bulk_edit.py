"""Any field of any number of notes in one op: what the list and its dialog write."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.text import hashtag_text, hashtags
from xhsplanner.core.words import t
from xhsplanner.ops import status as steps
from xhsplanner.ops.bulk import Episodes
from xhsplanner.ops.notes import LINKED, RESULT_FIELDS, first_title, split, unlocked
from xhsplanner.ops.status import LINK, planned_moment
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

MANY = {"tags": "tag", "keywords": "keyword", "offers": "offer"}
"""Fields that hold rows of the catalogue, and the noun of each."""
HASHTAGS = "hashtags"
ONE_EACH = ("title", "body", "script", "video_file", "seconds", "link", "published_at", "source", "cover_files")
"""Fields that belong to one note alone: refused for several."""


class Edit(NamedTuple):
    """What is to become of many notes, taken apart."""

    main: Mapping[str, Any]
    text: Mapping[str, Any]
    status: Status | None
    links: Mapping[str, Sequence[int]]
    add: Mapping[str, Sequence[Any]]
    remove: Mapping[str, Sequence[Any]]

    @property
    def results_only(self) -> bool:
        """Whether a published note takes it too."""
        rest = self.text or self.links or self.add or self.remove
        return not rest and not self.main.keys() - RESULT_FIELDS


@steady
def edit(
    store: Store,
    ids: Sequence[int],
    *,
    add: Mapping[str, Sequence[Any]] | None = None,
    remove: Mapping[str, Sequence[Any]] | None = None,
    skip_locked: bool = False,
    **fields: Any,
) -> Change | None:
    """Give all these notes the same fields (of Note and NoteText, and `status`), one step of undo.

    `tags`, `keywords` and `offers` are lists of ids, `hashtags` a text: given as a field they take the place of
    what is there, in `add` and `remove` (hashtags there a list of words) they join it and leave it. In another
    series each note is the next episode of its account. `skip_locked` leaves published notes out; without it they,
    a step the transition table does not allow, and text of one note for several refuse the whole.
    """
    wanted = _taken_apart(len(set(ids)), fields, add or {}, remove or {})
    _exist(store, wanted)
    found = _reachable(store, ids, wanted, skip_locked)
    if wanted.status is not None:
        for note in found:
            if note.status is not wanted.status:
                steps.check(store, note, wanted.status)
    with store.op("note.bulk", n=len(found), title=first_title(found)) as op:
        op.update("note", _rows(store, found, wanted))
        _write_texts(store, op, found, wanted)
        for noun in LINKED:
            _write_links(store, op, found, wanted, noun)
    return op.change


def _taken_apart(
    n: int, fields: Mapping[str, Any], add: Mapping[str, Sequence[Any]], remove: Mapping[str, Sequence[Any]]
) -> Edit:
    plain = {name: value for name, value in fields.items() if name not in MANY and name != "status"}
    wrong = (add.keys() | remove.keys()) - MANY.keys() - {HASHTAGS}
    if wrong:
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(wrong))))
    main, text = split(plain)
    if n > 1 and any(plain.get(name) for name in ONE_EACH):
        raise Refused(t("notes.one_each"))
    if main.get("link") and not LINK.match(main["link"]):
        raise Refused(t("notes.bad_link"))
    to = Status(fields["status"]) if fields.get("status") is not None else None
    links = {name: tuple(fields[name]) for name in MANY if name in fields}
    return Edit(main, text, to, links, add, remove)


def _exist(store: Store, wanted: Edit) -> None:
    """Raise Refused where a tag, a keyword or an offer that is to be given is gone."""
    for name, noun in MANY.items():
        for row_id in (*wanted.links.get(name, ()), *wanted.add.get(name, ())):
            if store.catalog.row(noun, row_id) is None:
                raise Refused(t("store.gone"))


def _reachable(store: Store, ids: Sequence[int], wanted: Edit, skip_locked: bool) -> list[Note]:
    """The notes that are written. Raises Refused where one is locked that is not to be left out."""
    if wanted.results_only:  # a published note may also be taken back: the transition table says so
        found = store.notes.get_many(dict.fromkeys(ids))
    elif skip_locked:
        found = [note for note in store.notes.get_many(dict.fromkeys(ids)) if not note.locked]
    else:
        found = unlocked(store, ids)
    if not found:
        raise Refused(t("notes.all_locked") if ids else t("notes.gone"))
    return found


def _rows(store: Store, found: Iterable[Note], wanted: Edit) -> dict[int, dict[str, Any]]:
    """The columns of `note` by id."""
    episodes, rows = Episodes(store), {}
    for note in found:
        row = dict(wanted.main)
        series = row.get("series_id", note.series_id)
        if series != note.series_id and "episode" not in row:
            row["episode"] = episodes.next(row.get("account_id", note.account_id), series)
        if wanted.status is not None and wanted.status is not note.status:
            row |= steps.written(note, wanted.status)
            if wanted.status is Status.PUBLISHED and "published_at" not in wanted.main:
                row["published_at"] = planned_moment(note).isoformat(timespec="milliseconds")
        if row:
            rows[note.id] = row
    return rows


def _write_texts(store: Store, op: Op, found: Sequence[Note], wanted: Edit) -> None:
    changed = HASHTAGS in wanted.add or HASHTAGS in wanted.remove
    if not wanted.text and not changed:
        return
    ids = [note.id for note in found]
    at, texts = store.notes.text_rows(ids), store.notes.texts(ids) if changed else {}
    for missing in ids:
        if missing not in at:
            at[missing] = op.insert("note_text", {"note_id": missing})
    rows: dict[int, dict[str, Any]] = {}
    for note_id in ids:
        row = dict(wanted.text)
        if changed:
            before = row.get(HASHTAGS, texts[note_id].hashtags if note_id in texts else "")
            row[HASHTAGS] = _tagged(before, wanted.add.get(HASHTAGS, ()), wanted.remove.get(HASHTAGS, ()))
        rows[at[note_id]] = row
    op.update("note_text", rows)


def _tagged(before: str, add: Sequence[str], remove: Sequence[str]) -> str:
    """Hashtags with some more and some less; what is not touched stays as it was typed."""
    there = hashtags(before)
    gone = {tag.strip().lstrip("#＃") for tag in remove}
    new = [tag.strip().lstrip("#＃") for tag in add]
    wanted = [tag for tag in dict.fromkeys([*there, *new]) if tag and tag not in gone]
    return before if wanted == there else hashtag_text(wanted)


def _write_links(store: Store, op: Op, found: Sequence[Note], wanted: Edit, noun: str) -> None:
    name = f"{noun}s"
    exact, more = wanted.links.get(name), wanted.add.get(name, ())
    less = frozenset(wanted.remove.get(name, ()))
    if exact is None and not more and not less:
        return
    leave: list[int] = []
    join: list[dict[str, Any]] = []
    links = store.listing.links(noun, [note.id for note in found])
    for note in found:
        there = links.get(note.id, {})
        goal = (set(there) if exact is None else set(exact)) | set(more)
        goal -= less
        leave += [row for linked, row in there.items() if linked not in goal]
        join += [{"note_id": note.id, f"{noun}_id": one} for one in sorted(goal - there.keys())]
    op.delete(f"note_{noun}", leave)
    op.insert_many(f"note_{noun}", join)
