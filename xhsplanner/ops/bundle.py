"""Sending what one person did to a plan, and taking over what another did. See exchange/bundle_model for the
format.

Exporting changes nothing in the plan. Merging is one op and one step of undo; nothing outside the bundle is
touched.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import Blob, Bundle, Record
from xhsplanner.exchange.bundle_write import write_bundle
from xhsplanner.ops.bundle_apply import Applier, Renumbered
from xhsplanner.ops.bundle_collect import MERGE, Collector, Part
from xhsplanner.ops.bundle_pictures import judge, keep
from xhsplanner.ops.bundle_plan import Clash, Key, Planner, Side
from xhsplanner.store import parts, schema, snapshots
from xhsplanner.store.history import PROGRAM
from xhsplanner.store.store import Store

SENT = "bundle.sent"
"""The setting that holds up to which op a member's changes were sent; in the workspace, for all programs."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a bundle holds: notes, other things of the catalogue, rows deleted, pictures."""

    notes: int
    others: int
    deleted: int
    pictures: int

    @property
    def empty(self) -> bool:
        """Nothing to send."""
        return not (self.notes or self.others or self.deleted)


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging did, or would do. `clashes` are open: mine stands there; `change` None: nothing was written."""

    added: int
    changed: int
    deleted: int
    pictures: int
    clashes: tuple[Clash, ...]
    renumbered: tuple[Renumbered, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """How conflicts are settled: each by its key, the rest `otherwise`; what neither says stays open and mine."""

    each: Mapping[Key, Side] = field(default_factory=dict)
    otherwise: Side | None = None


def collect(store: Store, part: Part) -> Bundle:
    """A part of the plan as a bundle that is not written yet."""
    records = Collector(store, part).records()
    member = store.catalog.member(part.member if part.member is not None else store.actor)
    origin = parts.origin(store.engine)
    return Bundle(origin, stamp(), member.name if member else "", schema.VERSION, records)


def count(bundle: Bundle) -> Sent:
    """What a bundle holds, for people."""
    alive = [record for record in bundle.records if record.values is not None]
    notes = {record.uid for record in alive if record.table == "note"}
    told = [record for record in alive if record.told and "note_id" not in (record.values or {})]
    others = sum(record.table not in ("note", "asset", "asset_tag", "comment") for record in told)
    gone = [record for record in bundle.records if record.values is None and "note_id" not in record.base]
    return Sent(len(notes), others, len(gone), sum(record.table == "asset" for record in alive))


def export_bundle(store: Store, path: Path, part: Part, progress: Progress | None = None) -> Sent:
    """Write a part of the plan to `path`, and remember that it was sent.

    Raises Refused where there is nothing to send, the place cannot be written or a picture is missing.
    """
    last = store.history.last_id()
    bundle = collect(store, part)
    sent = count(bundle)
    if sent.empty:
        raise Refused(t("bundle.nothing"))
    write_bundle(path, bundle, _blobs(store, bundle.records), progress)
    if part.notes is None and not store.read_only:
        _remember(store, part.member, last)
    return sent


def _blobs(store: Store, records: tuple[Record, ...]) -> list[Blob]:
    rows = [record.values for record in records if record.table == "asset" and record.values is not None]
    path = store.assets.blobs.path
    return [Blob(row["sha256"], row["ext"], path(row["sha256"], row["ext"])) for row in rows]


def last_sent(store: Store, member: int | None) -> int:
    """The op up to which this member's (None: everybody's) changes were sent before; 0 for never."""
    found = parts.rows(store.engine, "setting", "name", [_setting(store, member)])
    value = next((row["value"] for row in found.values()), "0")
    return int(value) if value.isdecimal() else 0


def _setting(store: Store, member: int | None) -> str:
    who = store.catalog.member(member)
    return f"{SENT}.{who.uid if who else 'all'}"


def _remember(store: Store, member: int | None, op_id: int) -> None:
    """As an op of the program, so that nobody's undo is about it."""
    actor, store.actor = store.actor, PROGRAM
    try:
        with store.op(SENT) as op:
            name = _setting(store, member)
            found = parts.rows(store.engine, "setting", "name", [name])
            for row_id in found:
                op.update("setting", {row_id: {"value": str(op_id)}})
            if not found:
                op.insert("setting", {"name": name, "value": str(op_id)})
    finally:
        store.actor = actor


def forecast(store: Store, bundle: Bundle, choices: Choices = Choices()) -> Merged:
    """What `merge` would do now. Writes nothing."""
    planner = Planner(store, bundle, choices.each, choices.otherwise)
    plan = planner.work()
    new = sum(table == "asset" for table, _ in plan.inserts)
    return Merged(plan.added, plan.changed, plan.deleted, new, tuple(plan.clashes))


def merge(
    store: Store,
    bundle: Bundle,
    choices: Choices = Choices(),
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Merged:
    """Take over what a bundle says, as one op. `progress(n, of)` counts pictures.

    Raises Refused where a picture is none, the disk is full, or the workspace is read-only; no row is written then.
    """
    if store.read_only:
        raise Refused(store.read_only)
    ahead = Planner(store, bundle, choices.each, choices.otherwise).work()
    if len(ahead.inserts) + len(ahead.updates) + len(ahead.deletes) > snapshots.LARGE:
        store.snapshot("merge")
    new = [values for (table, _), values in ahead.inserts.items() if table == "asset"]
    pictures = judge(bundle, {row["sha256"]: row["name"] for row in new}, progress, cancelled)
    keep(store, bundle, pictures, cancelled)
    with store.op(MERGE, by=bundle.by or t("bundle.somebody"), n=ahead.added, m=ahead.changed) as op:
        planner = Planner(store, bundle, choices.each, choices.otherwise)
        plan = planner.work()  # again: another process may have written meanwhile
        if any(table == "asset" and row["sha256"] not in pictures for (table, _), row in plan.inserts.items()):
            raise Refused(t("assets.try_again"))
        applier = Applier(store, op, planner, pictures)
        applier.apply()
    return Merged(
        plan.added,
        plan.changed,
        plan.deleted,
        len(pictures),
        tuple(plan.clashes),
        tuple(applier.renumbered),
        op.change,
    )
