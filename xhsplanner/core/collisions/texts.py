"""Near-identical texts among many notes. Every pair of texts is looked at, each by the bits of a number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from xhsplanner.core.collisions.model import Entry, limits
from xhsplanner.core.similarity import Grams, too_alike
from xhsplanner.core.text import normalise

BITS = 1024
LIKELY = 0.5
"""Texts whose bits have less in common are not counted pair by pair: 0.8 alike means two thirds of the bits."""
SIZES = 0.6
"""The shorter of two texts that are alike has at least so much of the longer one's length."""
MANY = 48
"""So many notes of alike texts are compared one with the other; of more, all are taken to be alike."""


class Signature:
    """A text ready to be compared: `plain` is what counts of it."""

    __slots__ = ("_grams", "bits", "plain", "size")

    def __init__(self, plain: str) -> None:
        self.plain, self.size = plain, len(plain)
        codes = [ord(one) for one in plain]
        bits = 0
        for place in {(one * 31 + other * 0x9E37) % BITS for one, other in pairwise(codes)}:
            bits |= 1 << place
        self.bits = bits
        self._grams: Grams | None = None

    @property
    def grams(self) -> Grams:
        """Its pairs of characters; counted when they are first needed."""
        if self._grams is None:
            self._grams = Grams.of(self.plain)
        return self._grams

    def like(self, other: "Signature") -> bool:
        """Whether two texts are so alike that one should be rewritten."""
        low, high = sorted((self.size, other.size))
        if low < high * SIZES:
            return False
        both, either = (self.bits & other.bits).bit_count(), (self.bits | other.bits).bit_count()
        return both > either * LIKELY and too_alike(self.grams.likeness(other.grams))


@lru_cache(maxsize=8192)
def _of_plain(plain: str) -> Signature:
    return Signature(plain)


@lru_cache(maxsize=8192)
def signature(body: str) -> Signature | None:
    """What a body is compared by, the same for the same text; None where it says next to nothing."""
    plain = normalise(body)
    telling = len(plain) >= int(limits("near_text")["least"]) and any(one.isalnum() for one in plain)
    return _of_plain(plain) if telling else None


class Alikes:
    """The texts of some notes, and which of them are alike; a text that changes is compared alone."""

    def __init__(self, marks: Mapping[int, Signature] | None = None) -> None:
        self.marks: Mapping[int, Signature] = {}
        self.links: dict[Signature, set[Signature]] = {}
        if marks:
            self.update(marks)

    def update(self, marks: Mapping[int, Signature]) -> None:
        """These are the texts now."""
        wanted = set(marks.values())
        for gone in self.links.keys() - wanted:
            for other in self.links.pop(gone):
                if other in self.links:
                    self.links[other].discard(gone)
        for new in sorted(wanted - self.links.keys(), key=lambda one: one.plain):
            found = {other for other in self.links if new.like(other)}
            for other in found:
                self.links[other].add(new)
            self.links[new] = found
        self.marks = marks

    def near(self, note: int) -> Iterable[Signature]:
        """The texts like that of a note, its own first."""
        mark = self.marks.get(note)
        return () if mark is None else (mark, *self.links.get(mark, ()))

    def groups(self, entries: Iterable[Entry]) -> Iterator[list[Entry]]:
        """Notes whose texts are alike on two accounts or more, each near in time to one that it is like."""
        marks = self.marks
        by_text: dict[Signature, list[Entry]] = {}
        for one in entries:
            mark = marks.get(one.id)
            if mark is not None:
                by_text.setdefault(mark, []).append(one)
        seen: set[Signature] = set()
        for mark, those in by_text.items():
            if mark in seen or (len(those) < 2 and not self.links.get(mark)):
                continue
            together: list[Entry] = []
            waiting = [mark]
            while waiting:
                next_one = waiting.pop()
                if next_one not in seen:
                    seen.add(next_one)
                    together += by_text.get(next_one, ())
                    waiting += self.links.get(next_one, ())
            touched = self._touched(together)
            if touched:
                yield touched

    def _touched(self, those: Sequence[Entry]) -> list[Entry]:
        """Those that are too like another one of another account within some days, by day."""
        if len({one.account_id for one in those}) < 2:
            return []
        ordered = sorted(those, key=lambda one: (one.day.toordinal() if one.day else 0, one.id))
        if len(ordered) > MANY:
            return ordered
        days = int(limits("near_text")["days"])
        found: set[int] = set()
        for one, other in combinations(ordered, 2):
            if one.account_id == other.account_id or one.day is None or other.day is None:
                continue
            if abs((other.day - one.day).days) <= days and self._linked(one.id, other.id):
                found |= {one.id, other.id}
        return [one for one in ordered if one.id in found]

    def _linked(self, one: int, other: int) -> bool:
        first, second = self.marks[one], self.marks[other]
        return first is second or second in self.links.get(first, ())

    def with_copies(self, copies: Mapping[int, int]) -> "Alikes":
        """The same with more notes: each new id has the text of another note."""
        found = Alikes()
        found.links = self.links
        found.marks = {**self.marks, **{new: self.marks[old] for new, old in copies.items() if old in self.marks}}
        return found


NO_TEXTS = Alikes()
