"""How alike two texts are: what the platform might take for the same note posted twice."""

from collections import Counter
from dataclasses import dataclass

from xhsplanner.core.text import facts, normalise


@dataclass(frozen=True, slots=True)
class Grams:
    """The pairs of neighbouring characters of a text, counted; kept to compare one text with many."""

    counts: Counter[str]
    size: int

    @classmethod
    def of(cls, text: str) -> "Grams":
        """Case, width, script, punctuation and emoji do not count; a lone character counts as a pair."""
        plain = normalise(text)
        pairs = [plain[place : place + 2] for place in range(max(len(plain) - 1, min(len(plain), 1)))]
        return cls(Counter(pairs), len(pairs))

    def likeness(self, other: "Grams") -> float:
        """Dice's measure: twice the pairs in both by the pairs of both, 0–1; 0 where one has none."""
        if not self.size or not other.size:
            return 0.0
        few, many = sorted((self.counts, other.counts), key=len)
        both = sum(min(n, many[pair]) for pair, n in few.items())
        return 2 * both / (self.size + other.size)


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0–1."""
    return Grams.of(one).likeness(Grams.of(other))


def too_alike(likeness: float) -> bool:
    """Whether two notes of the team are so alike that one should be rewritten."""
    return likeness > float(facts("alike")["warn"])
