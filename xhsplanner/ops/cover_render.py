"""A cover that is finished: drawn at full size, kept in the library where nobody has to look at it."""

import tempfile
from pathlib import Path

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState, Note
from xhsplanner.core.words import t
from xhsplanner.ops import covers
from xhsplanner.ops.assets import asset_row
from xhsplanner.ops.intake import Taken, take
from xhsplanner.ops.notes import unlocked
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store

RENDER = "render"
"""The kind of asset that the library does not show."""


def picture_name(note: Note, suffix: str = ".png") -> str:
    """The file name of a note's cover: its code and title, accepted by every system."""
    from xhsplanner.exchange.pictures_out import safe_name

    return safe_name(f"{note.code} {note.title}".strip(), suffix=suffix)


def finish(store: Store, note_id: int, spec: covers.CoverSpec) -> Change | None:
    """Draw the cover at full size, keep the picture, and say that the cover is done: one op, one step of undo.

    Takes some 300 ms, for a worker. Raises Refused where the note is gone or published, or nothing can be drawn.
    """
    (note,) = unlocked(store, [note_id])
    return _say_done(store, note_id, spec, _keep(store, note, spec))


@steady
def _say_done(store: Store, note_id: int, spec: covers.CoverSpec, taken: Taken) -> Change | None:
    (note,) = unlocked(store, [note_id])  # drawing took its time
    cover = store.notes.covers([note_id]).get(note_id)
    with store.op("note.cover_state", title=note.title or note.code, state=CoverState.DONE.value) as op:
        known = store.assets.by_hash([taken.sha256]).get(taken.sha256)
        if known is not None:
            asset_id = known.id
        elif taken.picture is not None:
            asset_id = op.insert("asset", {**asset_row(taken.path, taken.picture), "kind": RENDER})
        else:  # it was there a moment ago: another window took back what it kept
            raise Refused(t("assets.try_again"))
        if cover is not None:
            op.update("cover", {cover.id: {"rendered_id": asset_id}})
        else:
            values = {"note_id": note_id, "variant": "3:4", "template": spec.template, "rendered_id": asset_id}
            op.insert("cover", values)
        op.update("note", {note_id: {"cover_state": CoverState.DONE.value}})
    return op.change


def _keep(store: Store, note: Note, spec: covers.CoverSpec) -> Taken:
    """The drawn cover as a file of the library; no row yet."""
    from xhsplanner.covers import encode

    try:
        with tempfile.TemporaryDirectory(prefix="xhsplanner-") as folder:
            file = Path(folder, picture_name(note))
            encode.save(covers.paint(spec, check=False).image, file)
            taken, rejected = take(store, [file])
    except OSError as error:
        where = tempfile.gettempdir()
        raise Refused(t("cover.unwritable", path=where, reason=error.strerror or error)) from error
    if rejected:
        raise Refused(rejected[0].reason)
    return taken[0]
