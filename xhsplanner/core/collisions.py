"""Notes that get in each other's way: too close together, saying the same, or selling on a quiet day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from xhsplanner.core import days, occasions, text
from xhsplanner.core.model import NOT_PLANNED, Account, Series, Status
from xhsplanner.core.words import t

SAME_DAYS = 3
"""Two accounts should not say the same within so many days."""

_same = lru_cache(maxsize=8192)(text.normalise)


def least_apart() -> int:
    """So many minutes should lie between two notes of an account."""
    return int(text.facts("spacing")["warn"])


def speaks_on_quiet_days(palette: str | None) -> bool:
    """Whether a series sells nothing, by its palette: a quiet day is for marketing only."""
    return palette in text.facts("quiet_days")["palettes"]


class Planned(Protocol):
    """What coverage needs of a note; `core.model.Note` has it, and so may a light tuple."""

    @property
    def id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def series_id(self) -> int | None: ...
    @property
    def topic_id(self) -> int | None: ...
    @property
    def day(self) -> date | None: ...
    @property
    def minute(self) -> int | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def title(self) -> str: ...
    @property
    def occasion(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Collision:
    """Notes that get in each other's way: `spacing`, `same_title`, `same_topic` or `quiet_day`.

    `key` and `values` name the sentence: put into words only where it is read, for there may be thousands.
    """

    kind: str
    notes: tuple[int, ...]
    key: str
    values: Mapping[str, object]

    @property
    def message(self) -> str:
        """What is wrong, in the user's language."""
        return t(self.key, **self.values)


def collisions(notes: Iterable[Planned], accounts: Iterable[Account], series: Iterable[Series]) -> list[Collision]:
    """What gets in each other's way among planned notes, by kind: spacing, same title or topic, quiet days."""
    planned = [note for note in notes if note.day is not None and note.status not in NOT_PLANNED]
    names = {account.id: account.name for account in accounts}
    palettes = {one.id: one.palette for one in series}
    found = [*_too_close(planned, names)]
    titles = [*_alike(planned, "same_title", lambda note: _same(note.title) or None)]
    seen = [set(collision.notes) for collision in titles]
    topics = _alike(planned, "same_topic", lambda note: note.topic_id)
    found += titles
    found += [one for one in topics if not any(set(one.notes) <= ids for ids in seen)]
    found += _on_quiet_days(planned, palettes)
    return found


def _too_close(planned: Iterable[Planned], names: Mapping[int, str]) -> Iterable[Collision]:
    least = least_apart()
    timed: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for note in planned:
        if note.minute is not None and note.day:
            timed.setdefault((note.account_id, note.day), []).append((note.minute, note.id))
    for (account, day), those in sorted(timed.items(), key=lambda item: (item[0][1], item[0][0])):
        those.sort()
        for (before, first), (after, second) in pairwise(those):
            if after - before < least:
                key = "coverage.same_time" if after == before else "coverage.spacing"
                values = {
                    "account": names.get(account, "?"),
                    "day": day,
                    "n": after - before,
                    "time": _clock(before),
                }
                yield Collision("spacing", (first, second), key, values)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _alike(planned: Iterable[Planned], kind: str, key: Callable[[Planned], object | None]) -> Iterable[Collision]:
    """Runs of notes with the same key, each within SAME_DAYS of the one before, on two accounts or more."""
    groups: dict[object, list[Planned]] = {}
    for note in planned:
        same = key(note)
        if same is not None:
            groups.setdefault(same, []).append(note)
    for those in groups.values():
        if len({note.account_id for note in those}) < 2:
            continue
        those.sort(key=lambda note: (note.day or date.min, note.id))
        run = [those[0]]
        for note in those[1:]:
            if ((note.day or date.min) - (run[-1].day or date.min)).days > SAME_DAYS:
                yield from _run(run, kind)
                run = []
            run.append(note)
        yield from _run(run, kind)


def _run(run: Sequence[Planned], kind: str) -> Iterable[Collision]:
    count_ = len({note.account_id for note in run})
    if count_ > 1:
        values = {"title": run[0].title, "n": count_, "days": SAME_DAYS}
        yield Collision(kind, tuple(note.id for note in run), f"coverage.{kind}", values)


def _on_quiet_days(planned: Iterable[Planned], palettes: Mapping[int, str]) -> Iterable[Collision]:
    for note in planned:
        if note.day is None or not days.is_quiet(note.day):
            continue
        quiet = [one for one in days.day_info(note.day).occasions if one.tone == occasions.QUIET]
        public = note.series_id is not None and speaks_on_quiet_days(palettes.get(note.series_id))
        if not public and note.occasion not in {one.id for one in quiet}:
            values = {"day": note.day, "name": quiet[0].name, "title": note.title}
            yield Collision("quiet_day", (note.id,), "coverage.quiet_day", values)
