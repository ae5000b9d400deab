"""Finds plain text in plain text as people mean it: whatever the width, the case and the script of a character.

Spans are code points of the text searched: [start, end).
"""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from xhsplanner.core.text import fold

Span = tuple[int, int]


def find_all(text: str, wanted: str, *, exact: bool = False) -> list[Span]:
    """Where `wanted` stands in `text`, from left to right, without overlaps. Nothing is found for "".

    `exact` tells full from half width, capitals from small letters and traditional from simplified characters.
    """
    if exact:
        return _spans(text, wanted, list(range(len(text) + 1)))
    folded, places = _folded(text)
    return _spans(folded, fold_each(wanted), places)


def find_any(text: str, words: Iterable[str]) -> list[Span]:
    """Where any of `words` stands, from left to right; where two begin at one place, the longest."""
    folded, places = _folded(text)
    found = [span for word in words for span in _spans(folded, fold_each(word), places)]
    kept: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if end > start and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def fold_each(text: str) -> str:
    """`text` folded character by character, so that each keeps its place."""
    return _folded(text)[0]


@lru_cache(maxsize=32)
def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each place of it the place in `text` it comes from; one more for the end."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        same = fold(character)
        folded.append(same)
        places += [place] * len(same)
    return "".join(folded), [*places, len(text)]


def _spans(text: str, wanted: str, places: list[int]) -> list[Span]:
    spans: list[Span] = []
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        # The last character of the hit may have folded to several: it counts whole, and is hit once.
        end = places[start + len(wanted) - 1] + 1
        spans.append((places[start], end))
        start = text.find(wanted, max(bisect_left(places, end), start + len(wanted)))
    return spans
