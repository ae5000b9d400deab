"""Lines of plain text: how wide, where they break, what fits. Measured with the bundled fonts, in points."""

import re
from collections.abc import Iterator
from functools import lru_cache

from xhsplanner.covers import emoji, fonts
from xhsplanner.covers.breaking import NEVER_FIRST, NEVER_LAST, is_latin
from xhsplanner.posters.marks import Mark, Picture, Words

EMOJI = 1.16
"""Em that a drawn emoji is wide, with its air."""
ASCENT = 0.88
"""Em from the top of a Han character to its baseline."""
LEADING = 1.32
ELLIPSIS = "…"
BLANKS = re.compile(r"\s+|[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What would break a line or turn it around."""


def plain(text: str) -> str:
    """The text on one line."""
    return BLANKS.sub(" ", text).strip()


@lru_cache(maxsize=16384)
def _em(text: str, bold: bool) -> float:
    return sum(cluster.advance for cluster in fonts.shape("sans-700" if bold else "sans-400", text))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a line is."""
    return size * sum(EMOJI if drawn else _em(piece, bold) for piece, drawn in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    for piece, is_emoji in emoji.split(text):
        yield piece, is_emoji and emoji.picture(piece) is not None


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    """What a line may be broken between: words, single characters, emoji."""
    found: list[str] = []
    for piece, is_emoji in emoji.split(plain(text)):
        if is_emoji:
            found.append(piece)
            continue
        for char in piece:
            if found and is_latin(char) and is_latin(found[-1][-1]):
                found[-1] += char
            else:
                found.append(char)
    return tuple(found)


def wrap(text: str, size: float, room: float, bold: bool = False, most: int = 99) -> list[str]:
    """The lines of a text within `room`, at most `most`: what is left out after that is told by an ellipsis."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for token in _split_long(_tokens(text), size, room, bold):
        wide = width(token, size, bold)
        if used + wide > room and lines[-1]:
            carried = _carried(lines[-1], token)
            lines.append(carried)
            used = sum(width(one, size, bold) for one in carried)
        if token == " " and not lines[-1]:
            continue
        lines[-1].append(token)
        used += wide
    said = ["".join(line).rstrip() for line in lines if line]
    if len(said) > most:
        said = [*said[: most - 1], fit("".join(said[most - 1 :]), size, room, bold, short=True)]
    return said


def _carried(line: list[str], token: str) -> list[str]:
    """What goes to the next line with a token that must not begin one, or that must not be left at an end."""
    carried: list[str] = []
    while (carried or [token])[0][0] in NEVER_FIRST and len(line) > 1:
        carried.insert(0, line.pop())
    while len(line) > 1 and line[-1][-1] in NEVER_LAST:
        carried.insert(0, line.pop())
    return carried


def _split_long(tokens: tuple[str, ...], size: float, room: float, bold: bool) -> Iterator[str]:
    for token in tokens:
        if len(token) > 1 and width(token, size, bold) > room and not emoji.end(token, 0):
            yield from token
        else:
            yield token


def fit(text: str, size: float, room: float, bold: bool = False, *, short: bool = False) -> str:
    """As much of one line as has room, with an ellipsis where something is left out (`short`: in any case)."""
    text = plain(text)
    if not short and width(text, size, bold) <= room:
        return text
    left, kept = room - width(ELLIPSIS, size, bold), ""
    for token in _split_long(_tokens(text), size, 0.0, bold):
        wide = width(token, size, bold)
        if wide > left:
            break
        left -= wide
        kept += token
    return kept.rstrip() + ELLIPSIS


def line(x: float, top: float, text: str, size: float, color: str, bold: bool = False) -> Iterator[Mark]:
    """The marks of one line whose em square begins at `top`; emoji are drawn as pictures."""
    y = top + size * ASCENT
    for piece, drawn in _pieces(plain(text)):
        file = emoji.picture(piece) if drawn else None
        if file is not None:
            yield Picture(x + size * 0.06, top + size * 0.02, size * 1.04, size * 1.04, file)
            x += size * EMOJI
        elif piece.strip():
            yield Words(x, y, piece, size, color, bold)
            x += size * _em(piece, bold)
        else:
            x += size * _em(piece, bold)


def right(x: float, top: float, text: str, size: float, color: str, bold: bool = False) -> Iterator[Mark]:
    """The same, ending at `x`."""
    return line(x - width(plain(text), size, bold), top, text, size, color, bold)


def centred(
    x: float, w: float, top: float, text: str, size: float, color: str, bold: bool = False
) -> Iterator[Mark]:
    """The same, in the middle of `x`–`x + w`."""
    return line(x + (w - width(plain(text), size, bold)) / 2, top, text, size, color, bold)
