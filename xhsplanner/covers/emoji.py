"""Emoji in texts: where they are, and which bundled picture draws them."""

from functools import cache
from pathlib import Path

from xhsplanner.core import resources

_JOINER, _TEXT, _PICTURE, _KEYCAP = 0x200D, 0xFE0E, 0xFE0F, 0x20E3
_BASES = (
    (0x231A, 0x231B),
    (0x23E9, 0x23F3),
    (0x25FD, 0x25FE),
    (0x2614, 0x2615),
    (0x2648, 0x2653),
    (0x26A1, 0x26A1),
    (0x26BD, 0x26BE),
    (0x26C4, 0x26C5),
    (0x26F2, 0x26F5),
    (0x26FA, 0x26FD),
    (0x2705, 0x2705),
    (0x270A, 0x270B),
    (0x2728, 0x2728),
    (0x274C, 0x274E),
    (0x2753, 0x2757),
    (0x2795, 0x2797),
    (0x27B0, 0x27BF),
    (0x2B1B, 0x2B1C),
    (0x2B50, 0x2B55),
    (0x1F004, 0x1F004),
    (0x1F0CF, 0x1F0CF),
    (0x1F18E, 0x1F19A),
    (0x1F1E6, 0x1F1FF),
    (0x1F201, 0x1F265),
    (0x1F300, 0x1FAFF),
)


def _base(code: int) -> bool:
    return any(low <= code <= high for low, high in _BASES)


def _skin(code: int) -> bool:
    return 0x1F3FB <= code <= 0x1F3FF


def end(text: str, start: int) -> int:
    """Where the emoji that begins at `start` ends; `start` itself where there is none.

    Joined families, skin tones, flags, keycaps and plain symbols followed by U+FE0F are one emoji each.
    """
    codes = [ord(c) for c in text[start : start + 24]]
    if not codes:
        return start
    if text[start] in "0123456789#*":
        size = 2 if len(codes) > 1 and codes[1] == _PICTURE else 1
        return start + size + 1 if len(codes) > size and codes[size] == _KEYCAP else start
    follows = codes[1] if len(codes) > 1 else 0
    if not _base(codes[0]) and not (follows == _PICTURE and codes[0] > 0x2000):
        return start
    if 0x1F1E6 <= codes[0] <= 0x1F1FF:
        return start + (2 if 0x1F1E6 <= follows <= 0x1F1FF else 1)
    at = 1
    while at < len(codes):
        if codes[at] == _PICTURE or codes[at] == _KEYCAP or _skin(codes[at]):
            at += 1
        elif codes[at] == _JOINER and at + 1 < len(codes):
            at += 2
        else:
            break
    return start + at


def split(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one emoji. Joined together they give the text again."""
    pieces: list[tuple[str, bool]] = []
    at = plain = 0
    while at < len(text):
        stop = end(text, at)
        if stop == at:
            at += 1
            continue
        if plain < at:
            pieces.append((text[plain:at], False))
        pieces.append((text[at:stop], True))
        at = plain = stop
    return [*pieces, (text[plain:], False)] if plain < len(text) else pieces


def strip(text: str) -> str:
    """The text without its emoji and without the blanks they leave at the ends."""
    return "".join(piece for piece, is_emoji in split(text) if not is_emoji).strip()


def first(text: str) -> str:
    """The first emoji of a text, or nothing."""
    return next((piece for piece, is_emoji in split(text) if is_emoji), "")


LONGEST = 32
"""Characters of one emoji; flags and families have up to fifteen."""


@cache
def _folder() -> Path:
    return resources.path("fonts", "emoji")


@cache
def picture(emoji: str) -> Path | None:
    """The bundled picture of one emoji; without skin tone, or its first part, where only that is there."""
    if len(emoji) > LONGEST:  # a whole text where an emoji belongs: no file has such a name
        return None
    codes = [ord(c) for c in emoji if ord(c) not in (_PICTURE, _TEXT)]
    plain = [c for c in codes if not _skin(c)]
    head = plain[: plain.index(_JOINER)] if _JOINER in plain else plain
    for attempt in (codes, plain, head):
        file = _folder() / ("-".join(f"{c:x}" for c in attempt) + ".png")
        if attempt and file.is_file():
            return file
    return None
