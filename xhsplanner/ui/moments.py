"""How days and moments are said on the screen. Qt-free."""

from datetime import date, datetime

from xhsplanner.core import clock
from xhsplanner.core.words import t


def day_text(day: date) -> str:
    """`12/10 周四`, with the year where it is not this one."""
    return f"{_short(day)} {t(f'days.weekday.{day.weekday()}')}"


def moment_text(at: datetime) -> str:
    """A time of today as `14:32`, of another day with its date."""
    return f"{at:%H:%M}" if at.date() == clock.today() else f"{_short(at.date())} {at:%H:%M}"


def exact_text(at: datetime) -> str:
    """A moment to the second: `14:32:05` of today, of another day with its whole date."""
    return f"{at:%H:%M:%S}" if at.date() == clock.today() else f"{at:%Y-%m-%d %H:%M:%S}"


def _short(day: date) -> str:
    short = f"{day.month}/{day.day}"
    return short if day.year == clock.today().year else f"{day.year}/{short}"
