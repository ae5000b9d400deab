"""Making, checking and opening a workspace: a folder with workspace.db, assets/, thumbs.db, snapshots/."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import make_folders, written_whole
from xhsplanner.core.words import t
from xhsplanner.store import driver, migrations, places, schema, snapshots
from xhsplanner.store.chain import Head, HeadFile
from xhsplanner.store.encryption import cipher
from xhsplanner.store.layout import ASSETS, DATABASE, SNAPSHOTS
from xhsplanner.store.recovery import check_due, damaged
from xhsplanner.store.recovery.damaged import Recovery
from xhsplanner.store.recovery.inspection import Inspection, inspect, speaks_of_damage
from xhsplanner.store.recovery.presence import Presence
from xhsplanner.store.sqlite import SqliteEngine, connect
from xhsplanner.store.store import Store

READABLE = 3
"""The oldest schema version that has every column this program reads; an older one is upgraded or not opened."""
ROOM_TO_OPEN = 64 * 1024
"""Bytes SQLite needs beside an open database, for the index of its log."""


def is_workspace(folder: Path) -> bool:
    """Whether `folder` holds a workspace, or snapshots of one whose database is gone."""
    return (folder / DATABASE).is_file() or bool(snapshots.all_of(folder))


def create_workspace(folder: Path, *, actor: int | None = None, password: str = "") -> Store:
    """Make an empty workspace, with a password an encrypted one, and open it. The folder may exist; raises Refused
    where it holds one already, cannot be written or lies on a network file system, or the password is too short.
    """
    if is_workspace(folder):
        raise Refused(t("store.exists", folder=folder))
    if cipher.of(folder) is not None:
        raise Refused(t("cipher.orphan", folder=folder))  # with its key, what somebody took away would be lost
    if password:
        cipher.need_driver()
    lock = cipher.new(password) if password else None
    try:
        _lay_out(folder, lock)
    except (OSError, sqlite3.Error) as error:
        if lock is not None:
            cipher.remove(folder)
        for place in (folder / ASSETS, folder / SNAPSHOTS, folder):
            with suppress(OSError):
                place.rmdir()  # only where it is empty: what was half made must not look like somebody's folder
        raise Refused(t("store.cannot_create", folder=folder, reason=error)) from error
    return open_workspace(folder, actor=actor)


def _lay_out(folder: Path, lock: tuple[cipher.Lock, str] | None) -> None:
    """A folder made here is its owner's alone; one that was there already keeps the rights somebody gave it."""
    if not folder.exists():
        make_folders(folder)
        folder.chmod(0o700)
    if places.is_network(folder):
        raise Refused(t("store.network_new", folder=folder))
    for part in (ASSETS, SNAPSHOTS):
        make_folders(folder / part)
    if lock is not None:
        cipher.put(folder, *lock)
    _build(folder / DATABASE)


def _build(database: Path) -> None:
    """Build under another name and rename: a half-made database is never taken for a workspace."""
    partial = database.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with written_whole(database, partial), closing(driver.opened(partial)) as connection:
        migrations.apply(connection)


def open_workspace(folder: Path, *, actor: int | None = None, to_read: str = "") -> Store:
    """Open a workspace; a damaged one is restored first, and `Store.recovery` says what happened.

    Opens read-only, with `Store.read_only` saying why, where the schema is newer than this program, the folder
    cannot be written or lies on a network file system; where there is nothing to restore a damaged database from,
    but it can still be read; and where the caller only wants `to_read`, for that reason.

    Raises Refused where the folder holds no workspace of ours or its database cannot be read, Locked where it is
    encrypted and was not unlocked in this run (`cipher.unlock`).
    """
    if not is_workspace(folder):
        raise Refused(t("store.missing", folder=folder))
    cipher.need_password(folder)
    presence = Presence(folder)
    try:
        if not presence.join():
            raise Refused(t("store.trouble_busy", file=folder / DATABASE))
        return _opened_twice(folder, presence, actor, to_read)
    except BaseException:
        presence.close()
        raise


def _opened_twice(folder: Path, presence: Presence, actor: int | None, to_read: str) -> Store:
    """Open; where what is read on the way in shows damage, once more: then all of it is looked at first."""
    known = check_due.suspected(folder)
    try:
        return _opened(folder, presence, actor, to_read)
    except Refused:
        if known or not check_due.suspected(folder):
            raise
    return _opened(folder, presence, actor, to_read)


def _opened(folder: Path, presence: Presence, actor: int | None, to_read: str) -> Store:
    database = folder / DATABASE
    try:
        _settle(folder, presence, to_read)
        known = HeadFile(folder).read()  # before the database: then it can only know of fewer ops
        look = _look(folder)
        reason = to_read or _why_read_only(folder, look.version)
        recovery = None if reason else _restored(folder, presence, look, known)
        if not reason and not look.whole:
            _settle(folder, presence, to_read)
            look = _look(folder)
        if not look.whole:
            reason = _why_not_written(database, look, reason)
        if reason and look.version < READABLE:
            raise Refused(t("store.older", reason=reason))
        if not reason and look.version < schema.VERSION:
            _upgrade(folder, database)
        engine = SqliteEngine(database, read_only=bool(reason))
        try:
            return Store(folder, engine, actor=actor, read_only=reason, recovery=recovery, presence=presence)
        except Refused:
            engine.close()
            raise
    except sqlite3.Error as error:
        if speaks_of_damage(error):
            check_due.suspect(database)
        if shutil.disk_usage(folder).free < ROOM_TO_OPEN:  # SQLite says "disk I/O error" then
            raise Refused(t("store.trouble_full", file=database)) from error
        key = "store.damaged" if speaks_of_damage(error) else "store.unopened"
        raise Refused(t(key, file=database, reason=error)) from error


def _settle(folder: Path, presence: Presence, to_read: str) -> None:
    """Finish encrypting a workspace where that was cut off, or where it was restored from a plain snapshot."""
    if cipher.of(folder) is not None and not to_read and not _why_read_only(folder, 0):
        from xhsplanner.store.encryption import converting

        converting.settle(folder, presence)


def _look(folder: Path) -> Inspection:
    database = folder / DATABASE
    places.need_target(database)
    if not database.is_file():
        return Inspection(ours=False, damage=damaged.GONE)
    fully = check_due.suspected(folder)
    look = inspect(database, fully=fully)
    if fully and look.whole:
        check_due.clear(folder)
    return look


def _restored(folder: Path, presence: Presence, look: Inspection, known: Head | None) -> Recovery | None:
    """Bring a damaged workspace back where that can be done; what there is to tell, of this opening or an earlier
    one, or None.
    """
    newest = look.head or Head(0, "", "")
    short = look.whole and known is not None and newest.count < known.count
    last = next(iter(damaged.all_of(folder)), None)
    cut_off = last is not None and last.state == "ready"
    if look.whole and not short and not cut_off:
        return last if last is not None and last.state == "done" else None
    from xhsplanner.store.recovery import restore

    if not presence.alone():
        if not presence.join() or not look.whole:
            raise Refused(t("store.damaged_in_use", file=folder / DATABASE))
        return None  # who has it open was told
    try:
        look = _look(folder)  # another process may have brought it back meanwhile
        if not look.whole:
            return restore.recover(folder, look)
        if cut_off and last is not None:
            return restore.finish(folder, last, look.head)
        return restore.short_of(folder, known, look) if short and known is not None else None
    finally:
        presence.join()


def _why_not_written(database: Path, look: Inspection, reason: str) -> str:
    """Why a database that is not whole is only read. Raises Refused where not even that is worth trying."""
    if not look.ours:
        raise Refused(t("store.not_ours", file=database))
    if look.version < schema.VERSION:
        raise Refused(t("store.damaged", file=database, reason=look.damage or ", ".join(look.strangers)))
    if look.damage:
        return reason or t("store.damaged_look", reason=look.damage)
    return reason or t("store.strangers", what=", ".join(look.strangers))


def _why_read_only(folder: Path, version: int) -> str:
    database = folder / DATABASE
    if version > schema.VERSION:
        return t("store.newer", version=version, ours=schema.VERSION)
    if not os.access(folder, os.W_OK) or (database.exists() and not os.access(database, os.W_OK)):
        return t("store.no_permission", folder=folder)
    if places.is_network(folder):
        return t("store.network", folder=folder)
    return ""


def _upgrade(folder: Path, database: Path) -> None:
    """Bring an older schema up to date, after a snapshot of what it was."""
    engine = SqliteEngine(database, read_only=True)  # an engine that writes would write its own settings first
    try:
        snapshots.take(folder, engine, "upgrade")
    finally:
        engine.close()
    connection = connect(database)
    try:
        migrations.apply(connection)
    finally:
        connection.close()
