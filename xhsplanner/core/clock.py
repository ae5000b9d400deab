"""The one clock of the program, so that tests, the demo and goldens can freeze it."""

import os
from datetime import date, datetime

FREEZE = "XHSPLANNER_NOW"


def now() -> datetime:
    """The local time, or the ISO time in the environment variable XHSPLANNER_NOW.

    Raises ValueError where that variable is not an ISO date or time.
    """
    frozen = os.environ.get(FREEZE)
    return datetime.fromisoformat(frozen) if frozen else datetime.now()


def today() -> date:
    """The local day of `now()`."""
    return now().date()


def stamp() -> str:
    """`now()` as stored in the database: ISO to the millisecond."""
    return now().isoformat(timespec="milliseconds")
