"""How a workspace is: its last check, its sizes, and mending what can be mended."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.files import write_whole
from xhsplanner.core.health import Finding, Report
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.ops import backup
from xhsplanner.store import mending, schema, snapshots, undo_depth
from xhsplanner.store.layout import ASSETS, DAMAGED, DATABASE, SNAPSHOTS, THUMBS
from xhsplanner.store.recovery import damaged
from xhsplanner.store.recovery.check_due import suspect
from xhsplanner.store.snapshots import Snapshot
from xhsplanner.store.store import Store
from xhsplanner.store.verify.rows import logged, note_of

FILE = "health.json"
"""In the workspace's folder: the last whole check."""
EVERY = timedelta(days=7)
PARTS = {"database": DATABASE, "log": f"{DATABASE}-wal", "thumbs": THUMBS}
FOLDERS = (ASSETS, SNAPSHOTS, DAMAGED)


def last(folder: Path) -> Report | None:
    """The last whole check of a workspace, None where there was none or its file is not ours."""
    try:
        return Report.read(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def remember(folder: Path, report: Report) -> None:
    """Keep a whole check for the next time; a quick one is not kept. A folder that cannot be written keeps none.

    Where the database itself is damaged, the next opening looks at all of it and restores it.
    """
    if any(found.check == "database" and found.harm == "data" for found in report.findings):
        suspect(folder / DATABASE)
    if report.quick:
        return
    with suppress(OSError):
        write_whole(folder / FILE, json.dumps(report.document(), ensure_ascii=False).encode("utf-8", "replace"))


def due(folder: Path) -> bool:
    """Whether the last whole check is a week old."""
    report = last(folder)
    if report is None:
        return True
    try:
        return clock.now() - datetime.fromisoformat(report.at) > EVERY
    except (ValueError, TypeError):
        return True


def repair(store: Store, findings: Sequence[Finding], progress: Progress = silent) -> list[str]:
    """Mend what the program can mend of these findings; what was done, in words. Takes seconds: for a worker.

    Derived data is made again; a value that is not what was last saved is put back from the op-log, as one op that
    can be undone. Raises Refused where the workspace is read-only.
    """
    if store.read_only:
        raise Refused(store.read_only)
    done: list[str] = []
    keys = {found.key for found in findings}
    checks = {found.check for found in findings if found.harm == "derived"}
    if "thumbs" in checks:
        store.thumbs.renew()
        done.append(t("health.mended.thumbs"))
    if "indexes" in keys:
        mending.renew_indexes(store)
        done.append(t("health.mended.indexes"))
    if "search" in checks:
        mending.renew_search(store, progress)
        done.append(t("health.mended.search"))
    change = put_back(store, trusted(findings))
    if change is not None:
        done.append(t("health.mended.rows", n=sum(len(ids) for ids in change.rows.values())))
    return done


def repairable(findings: Sequence[Finding]) -> bool:
    """Whether `repair` has something to do."""
    return bool(trusted(findings)) or any(found.harm == "derived" for found in findings)


def trusted(findings: Sequence[Finding]) -> list[Finding]:
    """The values that can be put back from the op-log: none where the log itself is not as it was written."""
    if any(found.check == "log" and found.harm == "data" for found in findings):
        return []
    return [found for found in findings if found.key == "row_changed"]


def about(store: Store, finding: Finding) -> int | None:
    """The note that a finding is about, None where it is about none."""
    return note_of(store.engine, *finding.row) if finding.row is not None else None


def put_back(store: Store, findings: Sequence[Finding]) -> Change | None:
    """Give rows the values the op-log last wrote there, where they differ. None where there is nothing to do."""
    if not findings:
        return None
    with store.op("health.put_back", n=len(findings)) as op:
        for row in filter(None, (found.row for found in findings)):
            table, row_id = row
            known = logged(store.engine, table, row_id) if table in schema.ALL_TABLES else {}
            if known:
                op.update(table, {row_id: known})
    return op.change


@dataclass(frozen=True, slots=True)
class Facts:
    """How a workspace is now.

    `sizes`: bytes by part; `weekly`: bytes the database grew a week, None where nobody can say yet. `steps` can be
    undone by the acting member, the first of them done at `since` (ISO). `snapshot` is the newest of `copies`.
    `recovered`: what openings had to mend, in words, newest first.
    """

    sizes: dict[str, int]
    notes: int
    weekly: int | None
    steps: int
    since: str
    snapshot: Snapshot | None
    copies: int
    recovered: tuple[str, ...]


def facts(store: Store) -> Facts:
    """Sizes and depths. Walks the library's folder: for a worker."""
    folder = store.path
    sizes = {name: _bytes(folder / file) for name, file in PARTS.items()}
    sizes |= {name: sum(_bytes(path) for path in (folder / name).rglob("*")) for name in FOLDERS}
    steps, since = undo_depth.undoable(store.engine, store.actor)
    copies = snapshots.listed(folder)
    return Facts(
        sizes,
        store.notes.count(),
        _growth(copies, sizes["database"]),
        steps,
        since,
        copies[0] if copies else None,
        len(copies),
        tuple(found.sentence() for found in damaged.all_of(folder)),
    )


def second_copy(workspace: Path, folder: str) -> tuple[str, datetime | None]:
    """How the backup folder is: `none` is chosen, `away`, `never` used, or `there` and from when its copy is.

    Looks at another disk: for a worker.
    """
    if not folder:
        return "none", None
    try:
        copies = snapshots.all_of(backup.place(workspace, Path(folder)))
    except (Refused, OSError):
        return "away", None
    at = snapshots.moment_of(copies[0]) if copies else None
    return ("never", None) if at is None else ("there", at)


def _bytes(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def _growth(copies: Sequence[Snapshot], now: int) -> int | None:
    """Bytes a week since the oldest snapshot that is at least a day old."""
    for copy in reversed(copies):
        if (age := clock.now() - copy.at) >= timedelta(days=1):
            return round((now - copy.bytes) / (age / timedelta(days=7)))
    return None
