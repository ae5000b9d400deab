"""Missing episodes: places of slots that passed empty, and numbers that a numbered series left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from xhsplanner.core.words import t


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a series that no note of this account has: `first` … `last`."""

    series_id: int
    account_id: int
    first: int
    last: int

    @property
    def numbers(self) -> str:
        """第 3 期, 第 3–5 期."""
        if self.first == self.last:
            return t("slots.episode", n=self.first)
        return t("slots.episodes", n=self.first, m=self.last)


def gaps(series_id: int, account_id: int, numbers: Iterable[int]) -> list[Gap]:
    """What is left out between the lowest and the highest of `numbers`."""
    found = sorted(set(numbers))
    return [Gap(series_id, account_id, low + 1, high - 1) for low, high in pairwise(found) if high - low > 1]
