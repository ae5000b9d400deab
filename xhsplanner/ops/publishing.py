"""Saying of several notes at once that they are out: what a person ticks the morning after."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.words import t
from xhsplanner.ops.status import LINK, check, planned_moment, written
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


@steady
def publish_many(
    store: Store, ids: Sequence[int], links: Mapping[int, str] = MappingProxyType({})
) -> Change | None:
    """Mark notes published at the moment each was planned for, with the links that are known (by note id).

    Raises Refused, and nothing is changed, where one cannot be published or a link is none.
    """
    notes = store.notes.get_many(ids)
    if not notes or len(notes) < len(set(ids)):
        raise Refused(t("notes.gone"))
    told = {note_id: link.strip() for note_id, link in links.items() if link.strip()}
    if not all(LINK.match(link) for link in told.values()):
        raise Refused(t("notes.bad_link"))
    for note in notes:
        check(store, note, Status.PUBLISHED)
    with store.op("note.publish_many", n=len(notes), title=notes[0].title or notes[0].code) as op:
        op.update("note", {note.id: _row(note, told) for note in notes})
    return op.change


def _row(note: Note, links: Mapping[int, str]) -> dict[str, object]:
    moment = planned_moment(note).isoformat(timespec="milliseconds")
    row = {**written(note, Status.PUBLISHED), "published_at": moment}
    return row | ({"link": links[note.id]} if note.id in links else {})
