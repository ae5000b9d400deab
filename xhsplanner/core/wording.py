"""What a persona says and never says, read from the text people keep it in."""

import re

_PHRASES = re.compile(r"[\n、]+")
_WORDS = re.compile(r"[\n、,，;；|]+")


def phrases(text: str) -> list[str]:
    """The phrases a persona likes, each once: one a line, or several parted by 、. Commas are part of a phrase."""
    return _parts(_PHRASES, text)


def forbidden_words(text: str) -> list[str]:
    """The words a persona never says, each once: one a line, or several parted by commas, 、 or semicolons."""
    return _parts(_WORDS, text)


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(part for piece in separator.split(text) if (part := piece.strip())))
