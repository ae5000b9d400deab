"""The plan and one of its snapshots side by side, in one reading connection: `main` and `past`.

A snapshot of an older schema is read through a copy of it that is brought up to date; the snapshot never changes.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store import driver, migrations, schema, snapshots
from xhsplanner.store.engine import Row
from xhsplanner.store.sqlite import connect
from xhsplanner.store.trouble import telling


class Beside:
    """Reads both. Names of tables and columns come from the schema only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query over `main` and `past`."""
        return self._connection.execute(sql, params).fetchall()


@contextmanager
def beside(database: Path, snapshot: Path) -> Iterator[Beside]:
    """Both as they are at this moment. Raises Refused where the snapshot cannot be read as one of this program, or
    is one of another workspace.
    """
    with telling(snapshot), _readable(snapshot) as then, closing(connect(database, read_only=True)) as connection:
        connection.execute("PRAGMA cache_size = -64000")
        driver.attach(connection, then, "past")
        connection.execute("BEGIN")
        try:
            _need_same_origin(connection, snapshot)
            yield Beside(connection)
        finally:
            connection.execute("ROLLBACK")


def _need_same_origin(connection: sqlite3.Connection, snapshot: Path) -> None:
    """Every workspace begins with an op of its own."""
    firsts = {
        connection.execute(f"SELECT chain FROM {side}.op WHERE id = 1").fetchone() for side in ("main", "past")
    }
    if len(firsts - {None}) > 1:
        raise Refused(t("restore.foreign", name=snapshot.name))


@contextmanager
def _readable(snapshot: Path) -> Iterator[Path]:
    """The snapshot, or for as long as this block lasts a copy of it in the present schema."""
    version = _version(snapshot)
    if version > schema.VERSION:
        raise Refused(t("restore.newer", name=snapshot.name))
    if version == schema.VERSION:
        yield snapshot
        return
    try:
        snapshots.need_room(snapshot.parent, 2 * snapshot.stat().st_size)
        with TemporaryDirectory(prefix=f"{os.getpid()}-", suffix=snapshots.LOOK, dir=snapshot.parent) as folder:
            copy = Path(shutil.copyfile(snapshot, Path(folder, "then.db")))
            with closing(connect(copy)) as connection:
                migrations.apply(connection)
            yield copy
    except OSError as error:
        raise Refused(t("restore.unreadable", name=snapshot.name, reason=error)) from error


def _version(snapshot: Path) -> int:
    """Its schema version. Raises Refused where it is none of this program."""
    try:
        with closing(connect(snapshot, read_only=True)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise Refused(t("restore.unreadable", name=snapshot.name, reason=error)) from error
    if application != schema.APPLICATION_ID:
        raise Refused(t("restore.unreadable", name=snapshot.name, reason=t("restore.not_ours")))
    return version
