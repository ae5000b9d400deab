"""The shot list of a video note: what is seen and said, shot by shot."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 24 * 3600
"""Seconds that a shot, or a video, may last."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One shot: how many seconds it lasts (None: not said yet), what is seen, what is said."""

    id: int
    uid: str
    note_id: int
    position: int
    seconds: int | None = None
    scene: str = ""
    words: str = ""


def length(shots: Iterable[Shot]) -> int:
    """How many seconds the shots last together, as far as it is said."""
    return sum(shot.seconds or 0 for shot in shots)


def starts(shots: Iterable[Shot]) -> list[int]:
    """The second at which each shot begins."""
    found, now = [], 0
    for shot in shots:
        found.append(now)
        now += shot.seconds or 0
    return found
