"""Finds what is meant by a few typed letters: parts of words, pinyin in full or by initials, letters in order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xhsplanner.core.pinyin import spell

WHOLE, BEGINS, WORD, WITHIN, INITIALS, PINYIN, ALSO, LETTERS = range(8)
"""How well a text fits, best first."""
BREAK = re.compile(r"[\s·/,，、:：()（）“”\"'_-]+")


@dataclass(frozen=True, slots=True)
class Findable:
    """A text prepared for being found; `also` are other words for the same."""

    title: str
    words: str = field(repr=False)
    initials: tuple[str, ...] = field(repr=False)
    pinyin: tuple[str, ...] = field(repr=False)
    also: str = field(repr=False)
    letters: str = field(repr=False)

    @classmethod
    def of(cls, title: str, also: Iterable[str] = ()) -> "Findable":
        """Prepare a text: some 10 µs."""
        low = title.lower().rstrip("…")  # 固定栏位… is that name, whatever it asks for next
        ways = spell(title)
        others = [word.lower() for word in also]
        initials = ["".join(s[0] for s in way) for way in ways]
        full = ["".join(way) for way in ways]
        for other in others:
            for way in spell(other)[:1]:
                initials.append("".join(s[0] for s in way))
        words = "\n" + "\n".join(BREAK.split(low))
        return cls(low, words, tuple(initials), tuple(full), "\n".join(others), "\n".join((low, *full[:1])))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    text: str
    bare: str
    letters: re.Pattern[str] | None

    @classmethod
    def of(cls, typed: str) -> "Wanted":
        """Prepare what was typed: case, and spaces at its ends, mean nothing."""
        text = " ".join(typed.lower().split())
        bare = text.replace(" ", "").replace("'", "")
        pattern = None
        if 1 < len(bare) <= 24:
            pattern = re.compile("[^\n]*?".join(map(re.escape, bare)))
        return cls(text, bare, pattern)

    def fits(self, one: Findable) -> tuple[int, int] | None:
        """How well: (kind of fit, how much is left over), smaller is better; None where it does not."""
        text = self.text
        if text in one.title:
            if one.title == text:
                return WHOLE, 0
            if one.title.startswith(text):
                return BEGINS, len(one.title)
            return (WORD if "\n" + text in one.words else WITHIN), len(one.title)
        bare = self.bare
        for initials in one.initials:
            if bare in initials:
                return INITIALS, (0 if initials.startswith(bare) else 100) + len(initials)
        for full in one.pinyin:
            if bare in full:
                return PINYIN, (0 if full.startswith(bare) else 100) + len(full)
        if text in one.also:
            return ALSO, len(one.title)
        found = self.letters.search(one.letters) if self.letters is not None else None
        if found is not None and found.end() - found.start() <= 4 * len(bare):
            return LETTERS, found.end() - found.start()
        return None


def best(typed: str, among: Sequence[Findable], most: int) -> list[int]:
    """The places of what fits best, best first; of equals the earlier one. Nothing typed finds nothing."""
    wanted = Wanted.of(typed)
    if not wanted.text:
        return []
    fitting = [(fit, place) for place, one in enumerate(among) if (fit := wanted.fits(one)) is not None]
    return [place for _fit, place in sorted(fitting)[:most]]
