"""Moving notes by days, forwards or backwards, around days on which nothing should go out.

Whole days are moved, not notes: what stood on one day stands on one day afterwards, in the same order, and where
days are left out, everything behind makes room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from xhsplanner.core import days
from xhsplanner.core.days import Day
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note
from xhsplanner.core.words import t

Kind = Literal["rest", "weekend", "quiet", "taken", "weekday"]
MOST_DAYS = 3660
"""No shift is longer."""
MOST_STEPS = 400
"""So many days in a row are left out before a shift is given up: no calendar has so many."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which days are left out. `rest`: 休 of the State Council's notice. `weekends`: Saturdays and Sundays, without
    make-up workdays (班) where `makeup`. `quiet`: days without marketing. `weekday`: notes keep their weekday,
    but for weekends that are left out.
    """

    rest: bool = False
    weekends: bool = False
    makeup: bool = True
    quiet: bool = False
    weekday: bool = False

    def against(self, day: Day) -> Kind | None:
        """Why nothing should stand on a day; None where it may."""
        if self.quiet and day.quiet:
            return "quiet"
        if self.rest and day.rest:
            return "rest"
        if self.weekends and day.date.weekday() >= 5 and not (self.makeup and day.work) and not day.rest:
            return "weekend"
        return None


class Why(NamedTuple):
    """A day that was left out, and why."""

    day: date
    kind: Kind

    @property
    def words(self) -> str:
        """In the user's language."""
        names = {"rest": days.day_info(self.day).holiday, "quiet": _quiet_name(self.day)}
        said = {"m": self.day.month, "d": self.day.day, "name": names.get(self.kind, "")}
        return t(f"moves.why_{self.kind}", **said)


def _quiet_name(day: date) -> str:
    found = days.day_info(day).occasions
    return next((one.name for one in found if one.tone == "quiet"), "")


class Move(NamedTuple):
    """Where one note goes, and what it went around."""

    note: Note
    day: date
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a shift does: `locked` are published and stay, `undated` have no day to be moved from."""

    moves: tuple[Move, ...]
    locked: tuple[Note, ...] = ()
    undated: tuple[Note, ...] = ()

    @property
    def days(self) -> dict[int, date]:
        """Note id → its new day, of those that get another one."""
        return {one.note.id: one.day for one in self.moves if one.day != one.note.day}


def plan(
    notes: Iterable[Note],
    by: int,
    rules: Rules = Rules(),
    info: Callable[[date], Day] = days.day_info,
) -> Plan:
    """Where each note goes when all are moved `by` days. Raises Refused beyond the calendar."""
    if abs(by) > MOST_DAYS:
        raise Refused(t("moves.too_far", n=MOST_DAYS))
    found = list(notes)
    movable = [note for note in found if note.day is not None and not note.locked]
    landing = _landings({note.day for note in movable if note.day is not None}, by, rules, info)
    moves = [Move(note, *landing[note.day]) for note in movable if note.day is not None]
    return Plan(
        tuple(moves),
        tuple(note for note in found if note.locked),
        tuple(note for note in found if note.day is None and not note.locked),
    )


def _landings(
    wanted: Iterable[date], by: int, rules: Rules, info: Callable[[date], Day]
) -> dict[date, tuple[date, tuple[Why, ...]]]:
    """Day → where it goes. Days that were apart stay apart and in order, seen in the direction of the shift."""
    step = 1 if by >= 0 else -1
    found: dict[date, tuple[date, tuple[Why, ...]]] = {}
    if not by:
        return {day: (day, ()) for day in wanted}
    before: date | None = None
    for day in sorted(wanted, reverse=step < 0):
        goal, why = _first(day, by, step, rules, info, before)
        found[day] = goal, why
        before = goal
    return found


def _first(
    day: date, by: int, step: int, rules: Rules, info: Callable[[date], Day], before: date | None
) -> tuple[date, tuple[Why, ...]]:
    """The first day that may be, from `by` days after `day` on and beyond what the days before it took."""
    ahead = by
    why: list[Why] = []
    weekday = rules.weekday and not (rules.weekends and day.weekday() >= 5)  # else there is no day at all
    if weekday and by % 7:
        ahead = (by // 7 + (step > 0)) * 7
        why.append(Why(day + timedelta(by), "weekday"))
    stride = 7 * step if weekday else step
    for turn in range(MOST_STEPS):
        try:
            goal = day + timedelta(ahead + turn * stride)
            against: Kind | None = rules.against(info(goal))
        except OverflowError:
            break
        if against is None and before is not None and (goal - before).days * step <= 0:
            against = "taken"
        if against is None:
            return goal, tuple(why)
        why.append(Why(goal, against))
    raise Refused(t("moves.nowhere", day=day.isoformat()))
