"""The piece of a text where what was looked for stands, and where in it: to be painted, never markup."""

from collections.abc import Sequence
from dataclasses import dataclass

from xhsplanner.core.text import fold

BEFORE, WIDTH = 10, 60
"""Characters shown before the first match, and in all."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line, and the (first, after last) of what was found in it."""

    text: str
    spans: tuple[Span, ...]


def spans(text: str, terms: Sequence[str]) -> tuple[Span, ...]:
    """Where `text` holds the terms (as text.plain has them), in order, none touching another."""
    folded, places = [], []
    for place, character in enumerate(text):
        for one in " " if character.isspace() else fold(character):
            folded.append(one)
            places.append(place)
    whole = "".join(folded)
    found = []
    for term in terms:
        at = whole.find(term) if term else -1
        while at >= 0:
            found.append((places[at], places[at + len(term) - 1] + 1))
            at = whole.find(term, at + len(term))
    return _joined(sorted(found))


def _joined(found: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def cut(text: str, terms: Sequence[str]) -> Excerpt | None:
    """The line around the first match in `text`, None where it holds none of the terms."""
    found = spans(text, terms)
    if not found:
        return None
    start = max(0, found[0][0] - BEFORE)
    line = "".join(" " if one.isspace() else one for one in text[start : start + WIDTH])
    ahead, behind = "…" if start else "", "…" if start + WIDTH < len(text) else ""
    shift = len(ahead) - start
    shown = [
        (first + shift, min(last + shift, len(ahead) + len(line))) for first, last in found if first < start + WIDTH
    ]
    return Excerpt(f"{ahead}{line}{behind}", tuple(shown))
