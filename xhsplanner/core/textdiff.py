"""What changed between two texts, word by word: CJK character by character, other scripts by words.

No dictionary is asked: a reader sees at a glance which characters of a Chinese sentence were exchanged, and half
of an English word, of a number or of an emoji made of several code points says nothing to anybody.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "cut", "new"]

Step = tuple[Kind, str]

GRAM = 3
"""So many words in a row that stand once in both texts belong together."""
MOST_PAIRS = 10_000
"""Pairs of equal words up to which a stretch without such an anchor is compared word by word: some 10 ms."""

_JOINED = "\u200d"
_MARKS = "\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0300-\u036f"
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_WORD = "[A-Za-z0-9\u00c0-\u024f\u0370-\u052f]+(?:[.'’:%-][A-Za-z0-9\u00c0-\u024f\u0370-\u052f]+)*"
_TOKEN = re.compile(f"{_FLAG}|{_WORD}|\n|[^\\S\n]+|.[{_MARKS}]*(?:{_JOINED}.[{_MARKS}]*)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both (`same`), only in the old (`cut`) or only in the new one (`new`)."""

    kind: Kind
    text: str


def words(text: str) -> list[str]:
    """`text` cut into what is compared; joined again it is `text`."""
    return _TOKEN.findall(text)


def diff(before: str, after: str) -> list[Piece]:
    """The pieces that lead from one text to the other, in reading order; what was cut stands before what is new.

    The `same` and `cut` pieces joined are `before`, the `same` and `new` ones `after`; no piece is empty.
    """
    if before == after:
        return [Piece("same", before)] if before else []
    old, new = words(before), words(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare(old[head : len(old) - tail], new[head : len(new) - tail])
    steps: list[Step] = [("same", "".join(old[:head])), *middle, ("same", "".join(old[len(old) - tail :]))]
    return _joined(_readable(steps))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """Steps between two rows of words: first what surely belongs together, then what lies between."""
    i = j = 0
    for there, here in [*_anchors(old, new), (len(old), len(new))]:
        yield from _matched(old[i:there], new[j:here])
        if there < len(old):
            yield "same", old[there]
        i, j = there + 1, here + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places in both rows where the same words stand that stand nowhere else in either, in one order in both."""
    places = _unique(new)
    pairs = sorted((there, places[gram]) for gram, there in _unique(old).items() if gram in places)
    # The longest run of pairs in rising order: the last pair of the best run of each length, and what came before.
    ends: list[int] = []
    runs: list[int] = []
    before: list[int] = []
    for number, (_there, here) in enumerate(pairs):
        length = bisect_left(ends, here)
        before.append(runs[length - 1] if length else -1)
        ends[length:] = [here, *ends[length + 1 :]]
        runs[length:] = [number, *runs[length + 1 :]]
    found, number = [], runs[-1] if runs else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _unique(row: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Where each run of `GRAM` words begins that occurs once."""
    grams = list(zip(*(row[step:] for step in range(GRAM)), strict=False))
    counts = Counter(grams)
    return {gram: place for place, gram in enumerate(grams) if counts[gram] == 1}


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """Steps between two short rows; where too much in them is equal to too much, the one replaces the other."""
    counts = Counter(new)
    if not old or not new or sum(counts[word] for word in old) > MOST_PAIRS:
        yield "cut", "".join(old)
        yield "new", "".join(new)
        return
    for step, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[i:j]), "".join(new[k:m])
        if step == "equal":
            yield "same", gone
        else:
            yield "cut", gone
            yield "new", came


def _readable(steps: Sequence[Step]) -> list[Step]:
    """A lone character that happens to be in both between two longer changes belongs to them."""
    rows = [step for step in steps if step[1]]
    found: list[Step] = []
    for place, (kind, text) in enumerate(rows):
        inside = 0 < place < len(rows) - 1 and kind == "same" and len(text) == 1 and text != "\n"
        if inside and _long(rows[:place][::-1]) and _long(rows[place + 1 :]):
            found += [("cut", text), ("new", text)]
        else:
            found.append((kind, text))
    return found


def _long(rows: Sequence[Step]) -> bool:
    """Whether the change that `rows` begin with replaces at least two characters by at least two."""
    sizes = {"cut": 0, "new": 0}
    for kind, text in rows[:2]:
        if kind == "same":
            break
        sizes[kind] += len(text)
    return min(sizes.values()) >= 2


def _joined(steps: Sequence[Step]) -> list[Piece]:
    """Neighbours of one kind as one piece; within a change, what was cut first."""
    pieces: list[Piece] = []
    cut = new = ""
    end: Step = ("same", "")
    for kind, text in [*steps, end]:
        if kind == "cut":
            cut += text
        elif kind == "new":
            new += text
        else:
            pieces += [Piece("cut", cut)] * bool(cut) + [Piece("new", new)] * bool(new)
            cut = new = ""
            if text and pieces and pieces[-1].kind == "same":
                pieces[-1] = Piece("same", pieces[-1].text + text)
            elif text:
                pieces.append(Piece("same", text))
    return pieces


def grown(pieces: Sequence[Piece]) -> tuple[int, int]:
    """(characters that are new, characters that were cut)."""
    return (
        sum(len(piece.text) for piece in pieces if piece.kind == "new"),
        sum(len(piece.text) for piece in pieces if piece.kind == "cut"),
    )
