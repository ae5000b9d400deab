"""Which snapshots are kept: the newest ones, one of each day, one of each week, within a budget of bytes.

Days and weeks count where there is a snapshot: an office that was closed for three weeks loses nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

RECENT, DAYS, WEEKS = 10, 7, 4
"""So many of the newest, of the last days and of the last weeks."""


class Kept(NamedTuple):
    """A snapshot as rotation sees it."""

    at: datetime
    bytes: int


def kept(snapshots: Iterable[Kept], budget: int) -> set[datetime]:
    """The moments of those to keep. The newest always is, however large.

    Over the budget go first the copies that another one of the same day stands for, then the oldest: so that ten
    copies of one morning never push out yesterday.
    """
    newest_first = sorted(snapshots, reverse=True)
    of_days = _first_of_each(newest_first, [one.at.date() for one in newest_first])
    of_weeks = _first_of_each(newest_first, [one.at.isocalendar()[:2] for one in newest_first])
    wanted = {one.at for one in (*newest_first[:RECENT], *of_days[:DAYS], *of_weeks[:WEEKS])}
    alone = {one.at for one in of_days}
    order = sorted(
        (one for one in newest_first if one.at in wanted), key=lambda one: (one.at in alone, one.at), reverse=True
    )
    found: set[datetime] = set()
    room = budget
    for one in order:
        room -= one.bytes
        if found and room < 0:
            break
        found.add(one.at)
    return found


def _first_of_each(snapshots: Sequence[Kept], groups: Sequence[date | tuple[int, int]]) -> list[Kept]:
    """The first of each group, in the order given."""
    first: dict[date | tuple[int, int], Kept] = {}
    for one, group in zip(snapshots, groups, strict=True):
        first.setdefault(group, one)
    return list(first.values())
