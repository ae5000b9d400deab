"""Relays in words: whom a note follows, and who follows it. Qt-free."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from xhsplanner.core.relays import distance_words
from xhsplanner.core.words import t

if TYPE_CHECKING:
    from xhsplanner.store.store import Store


def relay_words(store: "Store", ids: Collection[int]) -> dict[int, str]:
    """By note: `接在《…》之后 2 小时`; only those of `ids` that follow another or are followed."""
    linked = store.relays.linked(ids)
    if not linked:
        return {}
    own = store.relays.among(linked)
    behind = {note: store.relays.followers(note) for note in linked}
    others = {one.after_id for one in own.values()} | {one.note_id for those in behind.values() for one in those}
    names = {note.id: note.title or note.code for note in store.notes.get_many(others)}
    found = {}
    for note in linked:
        parts = []
        if note in own:
            relay = own[note]
            said = {"title": names.get(relay.after_id, ""), "distance": distance_words(relay.minutes)}
            parts.append(t("moves.relay_after", **said))
        for relay in behind[note]:
            said = {"title": names.get(relay.note_id, ""), "distance": distance_words(relay.minutes)}
            parts.append(t("moves.relay_before", **said))
        found[note] = t("moves.joint").join(parts)
    return found
