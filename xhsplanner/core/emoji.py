"""The emoji one can pick: groups, what they are called in Chinese (own table) and English (Unicode's names)."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from xhsplanner.core import resources
from xhsplanner.core.pinyin import spell
from xhsplanner.core.text import fold

RECENT = 24
"""How many emoji are remembered as used last."""


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji, its group, its Chinese words and its English name ("" for flags and keycaps)."""

    text: str
    group: str
    words: tuple[str, ...]
    english: str

    @property
    def name(self) -> str:
        """What it is called, in both languages."""
        return f"{self.words[0]} · {self.english}" if self.english else self.words[0]


@cache
def table() -> tuple[Emoji, ...]:
    """Every emoji in the order of resources/emoji.txt."""
    rows: list[Emoji] = []
    group = ""
    for line in resources.text("emoji.txt").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif line and not line.startswith("#"):
            text, *words = line.split()
            rows.append(Emoji(text, group, tuple(words), english_name(text)))
    return tuple(rows)


@cache
def index() -> tuple[tuple[Emoji, tuple[str, ...]], ...]:
    """Every emoji with all it is found by, folded: its words, their pinyin and its initials, its English name.

    Apart from `table`, so that looking at emoji does not wait for how Chinese is typed.
    """
    return tuple((one, tuple(dict.fromkeys(_found_by(one)))) for one in table())


def _found_by(one: Emoji) -> Iterator[str]:
    for word in (*one.words, *one.english.split()):
        yield fold(word)
    for word in one.words:
        yield from _typed(word)


def _typed(word: str) -> Iterator[str]:
    for syllables in spell(word):
        yield "".join(syllable[0] for syllable in syllables)
        yield "".join(syllables)


def groups() -> dict[str, list[Emoji]]:
    """The emoji of each group, in order."""
    found: dict[str, list[Emoji]] = {}
    for one in table():
        found.setdefault(one.group, []).append(one)
    return found


def english_name(text: str) -> str:
    """What Unicode calls an emoji, in small letters; the parts of a joined one, "" for a flag or a keycap."""
    if any("\U0001f1e6" <= character <= "\U0001f1ff" or character == "\u20e3" for character in text):
        return ""
    parts = (unicodedata.name(c, "") for c in text if c not in "\ufe0f\u200d")
    return " ".join(part.lower() for part in parts)


def search(query: str) -> list[Emoji]:
    """The emoji found by every word of `query`, in the order of the table; what is called just that comes first."""
    wanted = [fold(word) for word in query.split()]
    whole = fold(query.strip())
    hits: list[tuple[int, Emoji]] = []
    for one, found_by in index():
        if one.text == query.strip() or all(any(word in known for known in found_by) for word in wanted):
            starts = any(known.startswith(whole) for known in found_by)
            hits.append((0 if whole in found_by else 1 if starts else 2, one))
    return [one for _rank, one in sorted(hits, key=lambda hit: hit[0])]


def used(recent: Sequence[str], text: str) -> list[str]:
    """The list of emoji used last, newest first, after `text` was used."""
    return [text, *(one for one in recent if one != text)][:RECENT]
