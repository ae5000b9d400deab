"""Making, checking and opening a workspace: a folder with workspace.db, assets/, thumbs.db, snapshots/."""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import written_whole
from xhsplanner.core.words import t
from xhsplanner.store import places, schema
from xhsplanner.store.sqlite import SqliteEngine, connect
from xhsplanner.store.store import Store

DATABASE = "workspace.db"
ROOM_TO_OPEN = 64 * 1024
"""Bytes SQLite needs beside an open database, for the index of its log."""


def is_workspace(folder: Path) -> bool:
    """Whether `folder` holds a workspace."""
    return (folder / DATABASE).is_file()


def create_workspace(folder: Path, *, actor: int | None = None) -> Store:
    """Make an empty workspace and open it. The folder may exist; raises Refused where it holds one already,
    cannot be written or lies on a network file system.
    """
    if is_workspace(folder):
        raise Refused(t("store.exists", folder=folder))
    try:
        _lay_out(folder)
    except (OSError, sqlite3.Error) as error:
        for place in (folder / "assets", folder / "snapshots", folder):
            with suppress(OSError):
                place.rmdir()  # only where it is empty: what was half made must not look like somebody's folder
        raise Refused(t("store.cannot_create", folder=folder, reason=error)) from error
    return open_workspace(folder, actor=actor)


def _lay_out(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if places.is_network(folder):
        raise Refused(t("store.network_new", folder=folder))
    for part in ("assets", "snapshots"):
        (folder / part).mkdir(exist_ok=True)
    _build(folder / DATABASE)


def _build(database: Path) -> None:
    """Build under another name and rename: a half-made database is never taken for a workspace."""
    partial = database.with_suffix(".part")
    partial.unlink(missing_ok=True)
    with written_whole(database, partial), closing(sqlite3.connect(partial, isolation_level=None)) as connection:
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    from xhsplanner.store import migrations  # sqlite-utils costs 76 ms: only when there is something to do

    migrations.apply(connection)


def open_workspace(folder: Path, *, actor: int | None = None, to_read: str = "") -> Store:
    """Open a workspace. Opens read-only, with `Store.read_only` saying why, where the schema is newer than
    this program, the folder cannot be written or lies on a network file system; and where the caller only wants
    `to_read`, for that reason.

    Raises Refused where the folder holds no workspace of ours or its database cannot be read.
    """
    database = folder / DATABASE
    if not database.is_file():
        raise Refused(t("store.missing", folder=folder))
    try:
        version = _inspect(database)
        reason = to_read or _why_read_only(folder, database, version)
        if not reason and version < schema.VERSION:
            _upgrade(folder, database)
        engine = SqliteEngine(database, read_only=bool(reason))
        return Store(folder, engine, actor=actor, read_only=reason)
    except sqlite3.Error as error:
        if shutil.disk_usage(folder).free < ROOM_TO_OPEN:  # SQLite says "disk I/O error" then
            raise Refused(t("store.trouble_full", file=database)) from error
        raise Refused(t("store.damaged", file=database, reason=error)) from error


def _inspect(database: Path) -> int:
    """The schema version. Raises Refused where the file is not a workspace of this program."""
    # Never by open() and read(): closing that handle drops the locks of every connection this process has on
    # the file (POSIX), and the next process would take away the WAL under them.
    try:
        connection = connect(database, read_only=not os.access(database, os.W_OK))
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise Refused(t("store.not_ours", file=database)) from error
        raise
    if application != schema.APPLICATION_ID:
        raise Refused(t("store.not_ours", file=database))
    return version


def _why_read_only(folder: Path, database: Path, version: int) -> str:
    if version > schema.VERSION:
        return t("store.newer", version=version, ours=schema.VERSION)
    if not os.access(database, os.W_OK) or not os.access(folder, os.W_OK):
        return t("store.no_permission", folder=folder)
    if places.is_network(folder):
        return t("store.network", folder=folder)
    return ""


def _upgrade(folder: Path, database: Path) -> None:
    """Bring an older schema up to date, after a snapshot of what it was."""
    from xhsplanner.store import snapshots

    engine = SqliteEngine(database)
    try:
        snapshots.take(folder, engine, "upgrade")
    finally:
        engine.close()
    connection = connect(database)
    try:
        _migrate(connection)
    finally:
        connection.close()
