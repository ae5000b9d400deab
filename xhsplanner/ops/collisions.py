"""What a person does about collisions: one of the remedies, or saying that it is no problem. Each is one op."""

from collections.abc import Sequence

from xhsplanner.core.change import Change
from xhsplanner.core.collisions import Collision
from xhsplanner.core.collisions.remedies import Remedy
from xhsplanner.core.errors import Refused
from xhsplanner.core.leads import State
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, links, notes
from xhsplanner.ops.keep import KEEP
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store

KIND = "collision"
"""The kind of a task that says that a collision is none."""


def remedy(store: Store, wanted: Remedy, found: Collision) -> Change | None:
    """Do what helps against a collision. Raises Refused where a note is published or gone meanwhile."""
    if wanted.verb == "ignore":
        return ignore(store, [found])
    if wanted.verb == "retime":
        return notes.move(store, [wanted.note], minute=wanted.minute)
    if wanted.verb == "move":
        minute = KEEP if wanted.minute is None else wanted.minute
        return notes.move(store, [wanted.note], day=wanted.day, minute=minute)
    if wanted.verb == "unseries":
        return bulk.set_series(store, [wanted.note], None)
    if wanted.verb == "unkeyword":
        return _without(store, "keyword", wanted)
    if wanted.verb == "unoffer":
        return _without(store, "offer", wanted)
    raise ValueError(f"{wanted.verb} changes nothing")


@steady
def _without(store: Store, noun: str, wanted: Remedy) -> Change | None:
    rows = store.notes.link_rows(wanted.note, noun)
    write = links.set_keywords if noun == "keyword" else links.set_offers
    return write(store, wanted.note, [one for one in rows if one not in wanted.ids])


@steady
def ignore(store: Store, found: Sequence[Collision]) -> Change | None:
    """Say that collisions are no problem: they are not told again until another note joins them."""
    if not found:
        raise Refused(t("store.gone"))
    keys = {one.rule_key: one for one in found}
    known = store.tasks.by_key(list(keys))
    with store.op("collision.ignore", n=len(keys), what=t(f"collisions.kind.{found[0].kind}")) as op:
        op.update("task", {row.id: {"state": State.SKIPPED.value} for row in known.values()})
        for key, one in keys.items():
            if key not in known:
                row = {"kind": KIND, "subject": one.uids[0], "rule_key": key, "title": one.message}
                op.insert("task", {**row, "state": State.SKIPPED.value})
    return op.change


@steady
def restore(store: Store, found: Sequence[Collision]) -> Change | None:
    """Let ignored collisions be told again."""
    known = store.tasks.by_key([one.rule_key for one in found])
    if not known:
        raise Refused(t("store.gone"))
    with store.op("collision.restore", n=len(known), what=t(f"collisions.kind.{found[0].kind}")) as op:
        op.delete("task", [row.id for row in known.values()])
    return op.change
