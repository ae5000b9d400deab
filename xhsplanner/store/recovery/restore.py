"""Bringing a damaged workspace back: the newest whole snapshot, and on top of it what the damaged log still tells.

Every step leaves a state from which the next opening goes on. The new database is built beside the old one; then
the damaged files get a second name in `damaged/<moment>/`, with a record of what happened; then the new one takes
the old one's place, the head of the log follows, and the record is marked as done, later as told.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import narrow, sync_file, sync_folder
from xhsplanner.core.words import t
from xhsplanner.store import migrations, schema, snapshots
from xhsplanner.store.chain import START, Head, HeadFile
from xhsplanner.store.encryption import cipher
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.recovery import check_due, damaged
from xhsplanner.store.recovery.damaged import Recovery
from xhsplanner.store.recovery.inspection import Inspection, inspect
from xhsplanner.store.recovery.replay import onto
from xhsplanner.store.recovery.salvage import UNREADABLE, DamagedLog, grafted, schema_pages, under_log
from xhsplanner.store.sqlite import connect

PARTIAL = "workspace.part"
GRAFT, UNDER, EMPTY = "workspace.graft", "workspace.under", "workspace.empty"
SPARE = 1 << 20
"""Bytes of the disk that stay free beside a new database."""


def recover(folder: Path, look: Inspection) -> Recovery | None:
    """Put a whole database in the place of the damaged one; None where there is nothing to make it of: then
    nothing is touched.

    The caller has the workspace for himself. Raises Refused for trouble with the disk.
    """
    try:
        left = damaged.cut_off(folder)
        built = _built(left or folder, folder, look)
        for name in (GRAFT, UNDER, EMPTY):
            _clear(folder, name)
        if built is None:
            return None
        recovery, head = built
        recovery = damaged.put(folder, recovery) if left is None else damaged.again(left, recovery)
        damaged.take_away(folder, recovery.kept)
        _place(folder)
        return finish(folder, recovery, head)
    except OSError as error:
        raise Refused(t("recovery.failed", folder=folder, reason=error)) from error
    finally:
        for name in (PARTIAL, GRAFT, UNDER, EMPTY):
            _clear(folder, name)


def finish(folder: Path, recovery: Recovery, head: Head | None) -> Recovery:
    """The new database stands: the head outside follows it, and the record says so."""
    heads = HeadFile(folder)
    heads.reset(head)
    heads.close()
    check_due.clear(folder)
    return damaged.mark(recovery, "done")


def short_of(folder: Path, known: Head, look: Inspection) -> Recovery | None:
    """A whole database whose log ends before what the head outside knows: SQLite's log (-wal) was lost, or an older
    database put in place. A snapshot that goes on from there takes over; else what is missing is said, and the work
    goes on from here.

    The caller has the workspace for himself.
    """
    have = look.head or Head(0, START, "")
    for snapshot in filter(snapshots.intact, snapshots.all_of(folder)):
        if _goes_on(snapshot, have):
            return recover(folder, replace(look, damage=t("recovery.short")))
        break
    recovery = Recovery("older", "", "", 0, known.count - have.count, have.at, known.at)
    return finish(folder, damaged.put(folder, recovery), look.head)


def _goes_on(snapshot: Path, have: Head) -> bool:
    """Whether a snapshot holds this newest op and later ones."""
    found = DamagedLog(snapshot)
    try:
        newest = found.newest()
        return newest is not None and newest.count > have.count and found.link(have.count) == have.link
    finally:
        found.close()


def _built(source: Path, folder: Path, look: Inspection) -> tuple[Recovery, Head] | None:
    """Build `PARTIAL` from the newest snapshot that will do, else from the log alone."""
    known = HeadFile(source).read()
    origin = _origin(source / DATABASE, known)
    for snapshot in snapshots.all_of(folder):
        if snapshots.intact(snapshot) and _copied(folder, snapshot) and _of_here(folder / PARTIAL, origin):
            return _completed(source, folder, look, known, snapshot)
    _make_empty(folder)
    made = _completed(source, folder, look, known, None)
    if made[0].saved == 0:
        return None
    # A damaged file that can still be read is better than half of a log.
    return None if made[0].lost != 0 and _readable(source / DATABASE, look) else made


def _origin(database: Path, known: Head | None) -> str:
    """The link of the first op ever made here, "" where nothing tells it any more."""
    if known is not None and known.origin:
        return known.origin
    return _first_link(database) if database.is_file() else START


def _of_here(copy: Path, origin: str) -> bool:
    """Whether a snapshot is of this workspace, as far as that can be told: one of another may lie among ours."""
    return not origin or _first_link(copy) in (START, origin)


def _first_link(database: Path) -> str:
    with closing(DamagedLog(database)) as log:
        return log.link(1)


def _copied(folder: Path, snapshot: Path) -> bool:
    """Copy a snapshot to `PARTIAL`, in our schema; False where it is not one that we may write."""
    partial = folder / PARTIAL
    _clear(folder, PARTIAL)
    if shutil.disk_usage(folder).free < snapshot.stat().st_size + SPARE:
        raise Refused(t("store.trouble_full", file=folder / DATABASE))
    shutil.copyfile(snapshot, partial)
    narrow(partial)
    look = inspect(partial)
    if not look.whole or look.version > schema.VERSION:
        return False
    if look.version < schema.VERSION:
        _migrate(partial)
    return True


def _make_empty(folder: Path) -> None:
    """`PARTIAL` is a plan without anything in it."""
    _clear(folder, PARTIAL)
    (folder / PARTIAL).touch()
    narrow(folder / PARTIAL)
    _migrate(folder / PARTIAL)


def _migrate(database: Path) -> None:
    with closing(connect(database)) as connection:
        migrations.apply(connection)


def _completed(
    source: Path, folder: Path, look: Inspection, known: Head | None, snapshot: Path | None
) -> tuple[Recovery, Head]:
    """Add to `PARTIAL` what the damaged log tells beyond it, from one way of reading it after the other."""
    seen = [known] if known else []
    saved = 0
    ways = _ways(source / DATABASE, folder, snapshot)
    with onto(folder / PARTIAL) as replay:
        for found in filter(None, (way() for way in ways)):
            with closing(found):
                seen += filter(None, [found.newest()])
                saved += replay.add(found.steps(replay.head.count, replay.head.link))
            if seen and replay.head.count >= max(one.count for one in seen):
                break
        head = replay.head
    with (folder / PARTIAL).open("rb+") as file:
        sync_file(file)
    last = max(seen, key=lambda one: one.count, default=None)
    lost = max(0, last.count - head.count) if last else None
    until = last.at if last and lost else ""
    reason = look.damage or ", ".join(look.strangers)
    name = snapshot.stem if snapshot else ""
    return Recovery("snapshot" if snapshot else "log", name, reason, saved, lost, head.at, until), head


def _ways(database: Path, folder: Path, snapshot: Path | None) -> tuple[Callable[[], DamagedLog | None], ...]:
    """How to read the damaged database: as it stands; put together with the schema's pages of a whole one; and with
    all pages of a whole one under its own log. The later ones copy it.
    """
    # Pages of an encrypted file say nothing of where its schema stands.
    pages = {} if cipher.of(folder) else schema_pages(folder / PARTIAL)
    whole = snapshot or Path(shutil.copyfile(folder / PARTIAL, folder / EMPTY))

    def put_together(make: Callable[[], DamagedLog | None]) -> DamagedLog | None:
        with suppress(OSError):  # no room for a copy, or no file any more
            return make()
        return None

    return (
        lambda: DamagedLog(database) if database.is_file() else None,
        lambda: put_together(lambda: grafted(database, pages, folder / GRAFT)) if pages else None,
        lambda: put_together(lambda: under_log(whole, database, folder / UNDER)),
    )


def _readable(database: Path, look: Inspection) -> bool:
    """Whether every table of the damaged database can at least be begun."""
    if not look.ours:
        return False
    try:
        with closing(connect(database, read_only=True)) as connection:
            for table in ("op", *schema.ALL_TABLES):
                connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchall()
    except UNREADABLE:
        return False
    return True


def _place(folder: Path) -> None:
    """`PARTIAL` becomes the database. The log of the old one goes first: SQLite would apply it to the new one."""
    for ending in ("-wal", "-shm", "-journal"):
        (folder / f"{DATABASE}{ending}").unlink(missing_ok=True)
    sync_folder(folder)
    os.replace(folder / PARTIAL, folder / DATABASE)
    sync_folder(folder)


def _clear(folder: Path, name: str) -> None:
    """Take away what a recovery that was cut off left of a file of its own."""
    for ending in ("", "-wal", "-shm", "-journal"):
        (folder / f"{name}{ending}").unlink(missing_ok=True)
