"""The one clock of the program, so that tests, the demo and goldens can freeze it."""

import os
from datetime import date, datetime

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

FREEZE = "XHSPLANNER_NOW"


def now() -> datetime:
    """The local time without a zone, or the ISO time in the environment variable XHSPLANNER_NOW.

    Raises Refused where that variable is not an ISO date or time.
    """
    frozen = os.environ.get(FREEZE)
    if not frozen:
        return datetime.now()
    try:
        moment = datetime.fromisoformat(frozen)
    except ValueError as error:
        raise Refused(t("clock.bad_now", variable=FREEZE, value=frozen)) from error
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment


def today() -> date:
    """The local day of `now()`."""
    return now().date()


def minute_of(stamp: str) -> str:
    """A stamp as people read it: `2026-12-09 10:41`."""
    return stamp[:16].replace("T", " ")


def stamp() -> str:
    """`now()` as stored in the database: ISO to the millisecond."""
    return now().isoformat(timespec="milliseconds")
