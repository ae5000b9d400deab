"""A mark in the workspace's folder: the database was found damaged at work, so the next opening looks at all of it.

Opening looks at little, or it would take seconds per gigabyte; what it misses shows when somebody reads there.
"""

from contextlib import suppress
from pathlib import Path

from xhsplanner.core.files import narrow
from xhsplanner.store.layout import DATABASE

MARK = "check.due"


def suspect(database: Path) -> None:
    """Ask for a full look at the next opening. Where the mark cannot be made there will be none."""
    if database.name == DATABASE:  # a copy of it elsewhere is no workspace
        with suppress(OSError):
            database.with_name(MARK).touch()
            narrow(database.with_name(MARK))


def suspected(folder: Path) -> bool:
    """Whether a full look is due. Costs microseconds."""
    return (folder / MARK).exists()


def clear(folder: Path) -> None:
    """The database was looked at, or another took its place."""
    with suppress(OSError):
        (folder / MARK).unlink(missing_ok=True)
