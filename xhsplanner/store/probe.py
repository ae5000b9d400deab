"""Whether this Python's SQLite can hold a workspace."""

import sqlite3

from xhsplanner.core.words import t

NEEDED = (3, 37)
"""STRICT tables came with 3.37."""


def problem() -> str | None:
    """Why SQLite will not do, in the user's language, or None."""
    if sqlite3.sqlite_version_info < NEEDED:
        return t("doctor.sqlite_old", found=sqlite3.sqlite_version)
    link = sqlite3.connect(":memory:")
    try:
        link.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return t("doctor.sqlite_fts")
    finally:
        link.close()
    return None
