"""Reads times of day as people type them: 8:30, 0830, 8点半, 晚8点, 8:30pm."""

import re
import unicodedata

_MORNING = ("凌晨", "清晨", "早上", "早晨", "早", "上午", "am")
_AFTERNOON = ("中午", "下午", "傍晚", "晚上", "晚", "pm")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{1,2})|[时点h](?:(\d{1,2})分?|(半)|整)?)?$")
_DIGITS = re.compile(r"(\d{1,2})(\d{2})$")


def parse_minute(text: str) -> int | None:
    """Minutes since midnight (0–1439) of a time as typed, None for an empty text.

    Raises ValueError where it is not a time of day.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    if not plain:
        return None
    half = ""
    for word in (*_MORNING, *_AFTERNOON):
        if plain.startswith(word) or plain.endswith(word):
            half = word
            plain = plain.removeprefix(word).removesuffix(word)
            break
    hour, minute = _numbers(plain)
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        raise ValueError(f"not a time of day: {text!r}")
    return hour * 60 + minute


def _numbers(plain: str) -> tuple[int, int]:
    if found := _DIGITS.match(plain):
        return int(found[1]), int(found[2])
    if found := _CLOCK.match(plain):
        return int(found[1]), 30 if found[4] else int(found[2] or found[3] or 0)
    raise ValueError(f"not a time of day: {plain!r}")
