"""Fits a title into a few short lines: breaks between 汉字, keeps Latin words and emoji whole. Qt-free.

Qt's own text layout takes five times as long per card, which is what made a full week slow to paint.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

ELLIPSIS = "…"
NO_START = frozenset("，。、；：？！…—）》」』】〕”’％‰℃,.;:?!)]}%|｜/·~～")
NO_END = frozenset("（《「『【〔“‘([{#＃¥$")
JOINER, KEYCAP = "\u200d", "\u20e3"
MOST = 160  # characters looked at: three lines of a card hold far fewer

PLAIN = re.compile(r"[ -~\u2018-\u2026\u3001-\u3029\u3400-\u9fff\uff01-\uff5e]*")
"""Characters that stand for themselves: nearly every title is made of them."""

Advance = Callable[[str], float]


def _extends(char: str) -> bool:
    """Whether a character belongs to the one before it: marks, variation selectors, skin tones, tags."""
    return (
        char in (JOINER, KEYCAP)
        or "\ufe00" <= char <= "\ufe0f"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or unicodedata.combining(char) != 0
    )


def _flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


@lru_cache(maxsize=4096)
def clusters(text: str) -> tuple[str, ...]:
    """The characters of a text as a reader counts them; white space and control characters become one space."""
    if PLAIN.fullmatch(text, 0, MOST) and not text.startswith(" ") and "  " not in text:
        return tuple(text[:MOST])
    found: list[str] = []
    for char in text[:MOST]:
        if found and (
            _extends(char)
            or found[-1].endswith(JOINER)
            or (_flag(char) and len(found[-1]) == 1 and _flag(found[-1]))
        ):
            found[-1] += char
        elif char.isspace() or unicodedata.category(char) in ("Cc", "Cf"):
            if found and found[-1] != " ":
                found.append(" ")
        else:
            found.append(char)
    return tuple(found)


def _wide(cluster: str) -> bool:
    return ord(cluster[0]) >= 0x2E80


def _may_break(left: str, right: str) -> bool:
    if left == " ":
        return True
    if right == " " or right in NO_START or left in NO_END:
        return False
    return _wide(left) or _wide(right)


def _line_end(parts: tuple[str, ...], start: int, width: float, advance: Advance) -> int:
    """Where the line that begins at `start` ends: after the last place to break that fits, at least one on."""
    used, end = 0.0, start
    while end < len(parts):
        used += advance(parts[end])
        if used > width and parts[end] != " ":
            break
        end += 1
    if end == len(parts):
        return end
    for at in range(end, start, -1):
        if _may_break(parts[at - 1], parts[at]):
            return at
    return max(end, start + 1)


def shorten(parts: tuple[str, ...], width: float, advance: Advance) -> str:
    """As much of `parts` as fits, with an ellipsis where something was left off."""
    dots = advance(ELLIPSIS)
    used, kept = 0.0, 0
    for n, part in enumerate(parts):
        used += advance(part)
        if used > width:
            return "".join(parts[:kept]).rstrip("，、；：,;: ") + ELLIPSIS
        if used <= width - dots:
            kept = n + 1
    return "".join(parts).rstrip()


def fit(text: str, width: float, lines: int, advance: Advance) -> list[str]:
    """At most `lines` lines no wider than `width`, the last with an ellipsis where the text goes on.

    `advance` gives the width of one character in the same unit as `width`.
    """
    parts = clusters(text)
    result: list[str] = []
    start = 0
    while start < len(parts) and len(result) < lines:
        if parts[start] == " ":
            start += 1
            continue
        if len(result) == lines - 1:
            result.append(shorten(parts[start:], width, advance))
            break
        end = _line_end(parts, start, width, advance)
        result.append("".join(parts[start:end]).rstrip())
        start = end
    return result
