"""What a note is linked to in the catalogue: the offers it speaks of, its keywords, its tags. Each is one op."""

from collections.abc import Sequence

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


def set_offers(store: Store, note_id: int, ids: Sequence[int], *, group: int | None = None) -> Change | None:
    """Let a note speak of exactly these offers. Raises Refused where note or offer is gone, or the note locked."""
    return _set(store, "offer", note_id, ids, group)


def set_keywords(store: Store, note_id: int, ids: Sequence[int], *, group: int | None = None) -> Change | None:
    """Give a note exactly these keywords; refused as `set_offers`."""
    return _set(store, "keyword", note_id, ids, group)


def set_tags(store: Store, note_id: int, ids: Sequence[int], *, group: int | None = None) -> Change | None:
    """Give a note exactly these tags; refused as `set_offers`."""
    return _set(store, "tag", note_id, ids, group)


@steady
def _set(store: Store, noun: str, note_id: int, ids: Sequence[int], group: int | None) -> Change | None:
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    if note.locked:
        raise Refused(t("notes.locked", title=note.title or note.code))
    wanted = dict.fromkeys(ids)
    if any(store.catalog.row(noun, row_id) is None for row_id in wanted):
        raise Refused(t("store.gone"))
    with store.op(f"note.{noun}s", group=group, title=note.title or note.code) as op:
        links = store.notes.link_rows(note_id, noun)
        op.delete(f"note_{noun}", [row for linked, row in links.items() if linked not in wanted])
        for row_id in wanted:
            if row_id not in links:
                op.insert(f"note_{noun}", {"note_id": note_id, f"{noun}_id": row_id})
    return op.change
