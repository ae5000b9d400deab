"""Bringing back what a snapshot holds: the whole plan, or some of its notes. One op, one step of undo."""

from collections.abc import Collection, Iterator
from pathlib import Path

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.store import schema, snapshots
from xhsplanner.store.comparison import differences
from xhsplanner.store.comparison.beside import Beside, beside
from xhsplanner.store.comparison.differences import Differences
from xhsplanner.store.comparison.some_notes import entries_of
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.reverting import WithRow
from xhsplanner.store.store import Store

STEPS = ("check", "keep", "compare", "write")
"""What a restore does in this order, as `progress` tells it: 1 of 4 is done when the second begins."""


def find(store: Store, name: str) -> Path:
    """A snapshot by its name, with or without its ending, or `latest`. Raises Refused naming those there are."""
    there = snapshots.all_of(store.path)
    found = [path for path in there if path.stem == name.removesuffix(".db")] or (
        there[:1] if name == "latest" else []
    )
    if not there:
        raise Refused(t("restore.none"))
    if not found:
        known = t("cli.comma").join(path.stem for path in there)
        raise Refused(t("restore.unknown", name=name, known=known))
    return found[0]


def preview(store: Store, snapshot: Path) -> Differences:
    """What differs from a snapshot now. For a worker. Raises Refused where it cannot be read."""
    with beside(store.path / DATABASE, snapshot) as both:
        return differences.compare(both)


def restore(
    store: Store, snapshot: Path, notes: Collection[int] | None = None, progress: Progress = silent
) -> Change | None:
    """Make the plan what a snapshot holds; or only these notes, with all that is part of them. None where nothing
    differs. A note that the snapshot does not know goes.

    A snapshot of now is made first; what `progress` raises ends it, and nothing was written. Raises Refused where
    the snapshot was changed since it was made or cannot be read, and where there is no room to keep what is now.
    """
    if store.read_only:
        raise Refused(store.read_only)
    progress(0, len(STEPS))
    if not snapshots.intact(snapshot):
        raise Refused(t("restore.damaged", name=snapshot.name))
    progress(1, len(STEPS))
    at = snapshots.moment_of(snapshot)
    when = f"{at:%Y-%m-%d %H:%M}" if at is not None else snapshot.stem
    with beside(store.path / DATABASE, snapshot) as ahead:
        if not any(True for _ in _wanted(ahead, notes)):
            return None
    store.snapshot("restore")
    progress(2, len(STEPS))
    kind, n = ("snapshot.restore", 0) if notes is None else ("snapshot.restore_notes", len(notes))
    # Nobody else writes inside the op, so a second connection sees what the op sees.
    with store.op(kind, at=when, n=n) as op, beside(store.path / DATABASE, snapshot) as both:
        entries = list(_wanted(both, notes))
        progress(3, len(STEPS))
        op.put(entries)
    progress(4, len(STEPS))
    return op.change


def _wanted(both: Beside, notes: Collection[int] | None) -> Iterator[WithRow]:
    """What is to be written, of everything or of some notes."""
    if notes is not None:
        yield from entries_of(both, notes)
        return
    for table in schema.ALL_TABLES:
        yield from differences.entries(both, table)
