"""Chinese numerals in dates and times: 十二月七日, 晚八点半."""

import re

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 1, "廿": 2, "卅": 3}
_BEFORE_UNIT = re.compile(r"[零〇一二两三四五六七八九十廿卅]+(?=[年月日号点时分])")
_AFTER_UNIT = re.compile(r"(?<=[点时])[零〇一二两三四五六七八九十廿卅]{2,}")


def value(text: str) -> int:
    """十二 → 12, 二〇二六 → 2026, 廿三 → 23. The text consists of numerals only."""
    if not any(sign in _TENS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    tens, ones = 0, 0
    for sign in text:
        if sign in _TENS:
            tens, ones = (ones or 1) * _TENS[sign] if sign == "十" else _TENS[sign], 0
        else:
            ones = _DIGITS[sign]
    return tens * 10 + ones


def to_digits(text: str) -> str:
    """The text with numerals before 年 月 日 号 点 时 分, and minutes after 点, as digits."""
    text = _BEFORE_UNIT.sub(lambda found: str(value(found[0])), text)
    return _AFTER_UNIT.sub(lambda found: str(value(found[0])), text)
