"""Bringing back a note as it was. One op, one step of undo, like every other."""

from collections.abc import Collection, Mapping
from typing import Any

from xhsplanner.core.change import Change
from xhsplanner.core.clock import minute_of
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState
from xhsplanner.core.versions import ON_NOTE, ON_TEXT, PARTS, Snapshot, differing
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store


@steady
def restore(store: Store, note_id: int, version: int, parts: Collection[str] = PARTS) -> Change | None:
    """Make the chosen parts of a note what they were right after `version` (a Version.id).

    Parts are those of `core.versions.PARTS`. Pictures that left the library are left out. None where nothing
    differs. Raises Refused for a published note, an unknown part, and a version that is not the note's.
    """
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    if note.locked:
        raise Refused(t("notes.locked", title=note.title or note.code))
    if set(parts) - set(PARTS):
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(set(parts) - set(PARTS)))))
    history = store.versions.of(note_id)
    wanted = history.version(version)
    then = history.at(wanted) if wanted is not None else None
    if wanted is None or then is None or then.note is None:
        raise Refused(t("versions.gone"))
    chosen = [part for part in differing(history.now(), then) if part in parts]
    with store.op("note.restore", title=note.title or note.code, at=minute_of(wanted.at)) as op:
        for part in chosen:
            _put_back(store, op, note_id, part, then)
    return op.change


def _put_back(store: Store, op: Op, note_id: int, part: str, then: Snapshot) -> None:
    if part in ON_NOTE:
        assert then.note is not None
        op.update("note", {note_id: {name: then.note[name] for name in ON_NOTE[part]}})
    elif part in ON_TEXT:
        _put_text(store, op, note_id, {name: then.text[name] for name in ON_TEXT[part] if name in then.text})
    elif part == "pictures":
        _put_pictures(store, op, note_id, then.pictures)
    elif part == "cover":
        _put_covers(store, op, note_id, then.covers)
    else:
        op.delete_where("shot", "note_id", [note_id])
        for position, (seconds, scene, words) in enumerate(then.shots):
            row = {"position": position, "seconds": seconds, "scene": scene, "words": words}
            op.insert("shot", {"note_id": note_id, **row})


def _put_text(store: Store, op: Op, note_id: int, values: Mapping[str, Any]) -> None:
    row = store.notes.text_row(note_id)
    if row is None:
        op.insert("note_text", {"note_id": note_id, **values})
    else:
        op.update("note_text", {row: values})


def _put_pictures(store: Store, op: Op, note_id: int, wanted: Collection[int]) -> None:
    order = [asset for asset in wanted if store.assets.get(asset) is not None]
    links = store.notes.picture_links(note_id)
    op.delete("note_asset", [link for asset, link in links.items() if asset not in order])
    for position, asset in enumerate(order):
        if asset in links:
            op.update("note_asset", {links[asset]: {"position": position}})
        else:
            op.insert("note_asset", {"note_id": note_id, "asset_id": asset, "position": position})


def _put_covers(store: Store, op: Op, note_id: int, wanted: Mapping[str, tuple[str, str, int | None]]) -> None:
    """Covers as they were chosen; what was rendered of the present ones no longer stands for them."""
    there = store.versions.cover_rows(note_id)
    op.delete("cover", [row for variant, row in there.items() if variant not in wanted])
    for variant, (template, values, picture) in wanted.items():
        known = picture if picture is None or store.assets.get(picture) is not None else None
        row = {"template": template, "values": values, "picture_id": known, "rendered_id": None}
        if variant in there:
            op.update("cover", {there[variant]: row})
        else:
            op.insert("cover", {"note_id": note_id, "variant": variant, **row})
    state = CoverState.IN_PROGRESS if wanted else CoverState.NONE
    op.update("note", {note_id: {"cover_state": state.value}})
