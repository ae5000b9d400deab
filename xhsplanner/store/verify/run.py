"""The table of checks, and the walk over it."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from xhsplanner.core import clock
from xhsplanner.core.errors import Refused
from xhsplanner.core.health import Finding, Harm, Report
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.store import places, schema, snapshots
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.recovery.inspection import speaks_of_damage
from xhsplanner.store.verify import database, files, index, log, rows
from xhsplanner.store.verify.scope import Counted, Pace, Reader, Scope


@dataclass(frozen=True, slots=True)
class Check:
    """One part of the whole: how much work it is, how it is done, what is hurt where it cannot be read at all."""

    name: str
    size: Callable[[Scope], int]
    run: Callable[[Scope], Counted]
    harm: Harm = "data"


CHECKS = (
    Check("database", database.size, database.check),
    Check("log", log.size, log.check),
    Check("rows", rows.size, rows.check),
    Check("assets", files.assets_size, files.assets),
    Check("snapshots", files.copies_size, files.copies, "copy"),
    Check("search", index.size, index.check, "derived"),
    Check("thumbs", files.thumbs_size, files.thumbs, "derived"),
)


def run(folder: Path, *, quick: bool = False, gentle: bool = False, progress: Progress = silent) -> Report:
    """Check a workspace without writing anything; others may edit meanwhile. Runs on any one thread.

    `quick` leaves out what reads every byte; `gentle` rests as long as it works. What `progress` raises ends it.
    Raises Refused where the folder holds no workspace of this version.
    """
    began, at = time.perf_counter(), clock.stamp()
    try:
        reader = _reader(folder)
    except sqlite3.DatabaseError as error:
        if not speaks_of_damage(error):
            raise Refused(t("health.unopened", file=folder / DATABASE, reason=error)) from error
        lost = Finding("database", DATABASE, "data", "database", {"n": 1, "reason": str(error)})
        return Report(at, time.perf_counter() - began, quick, {}, (lost,))
    try:
        pace = Pace(progress, gentle)
        scope = Scope(folder, reader, pace, quick)
        reader.interrupted_by(pace.step)
        counts, findings = _walk(scope)
    finally:
        reader.close()
    return Report(at, round(time.perf_counter() - began, 2), quick, counts, tuple(findings))


def _reader(folder: Path) -> Reader:
    database = folder / DATABASE
    places.need_target(database)
    if not database.is_file():
        known = "health.gone" if snapshots.all_of(folder) else "store.missing"
        raise Refused(t(known, folder=folder))
    reader = Reader(database)
    refusal = _refusal(folder, reader)
    if refusal:
        reader.close()
        raise Refused(refusal)
    return reader


def _refusal(folder: Path, reader: Reader) -> str:
    """Why this database cannot be checked, '' where it can."""
    if reader.rows("PRAGMA application_id")[0][0] != schema.APPLICATION_ID:
        return t("store.not_ours", file=folder / DATABASE)
    version = reader.rows("PRAGMA user_version")[0][0]
    if version == schema.VERSION:
        return ""
    return t("health.newer" if version > schema.VERSION else "health.older", folder=folder)


def _walk(scope: Scope) -> tuple[dict[str, int], list[Finding]]:
    sizes = {check.name: _size(check, scope) for check in CHECKS}
    scope.pace.of = max(1, sum(sizes.values()))
    counts: dict[str, int] = {}
    findings: list[Finding] = []
    for check in CHECKS:
        scope.pace.begin(sizes[check.name])
        counts[check.name] = 0
        try:
            for one in check.run(scope):
                if isinstance(one, int):
                    counts[check.name] += one
                else:
                    findings.append(one)
        except (sqlite3.DatabaseError, OSError) as error:
            values: dict[str, str | int] = {"part": check.name, "reason": str(error)}
            findings.append(Finding(check.name, check.name, check.harm, f"unreadable_{check.harm}", values))
    scope.pace.begin(0)
    return counts, _weighed(findings)


def _weighed(findings: list[Finding]) -> list[Finding]:
    """Nothing is put back from a log that is not as it was written: then the advice is another."""
    if not any(found.check == "log" and found.harm == "data" for found in findings):
        return findings
    return [replace(found, key="row_doubtful") if found.key == "row_changed" else found for found in findings]


def _size(check: Check, scope: Scope) -> int:
    try:
        return check.size(scope)
    except (sqlite3.DatabaseError, OSError):
        return 1  # the check itself will say so
