"""Times of day as teams write them: 20:00, 12：15, 晚8点, 中午12点15分, 下午5点半, 0.8333, 8:30 pm, 19:00-20:00."""

import re
from datetime import datetime, time, timedelta
from functools import cache, lru_cache

from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_numerals import to_digits
from xhsplanner.exchange.plan_words import is_blank, plain, plain_words, shown, without_brackets, words

DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,2})(?:[:点时.](?:(\d{1,2})(?:分|:\d{1,2}(?:\.\d+)?)?|(半|[123一二三两]刻)?))?")
_WRITTEN = re.compile(
    r"(?:[早中晚上下午夜凌晨间傍清今里正]{1,3}\s*)?\d{1,2}\s*(?:[:点时]\s*(?:\d{1,2}分?|半|[123一二三两]刻)?|(?=\s*[ap]\.?m))"
    r"(?:\s*[ap]\.?m\.?)?(?:\s*(?:[-~–—]|至|到)\s*\d{1,2}[:点时](?:\d{1,2}分?|半)?(?:\s*[ap]\.?m\.?)?)?"
)
_HHMM = re.compile(r"(\d{1,2})(\d{2})")
_TWELVE = ("am", "a.m.", "pm", "p.m.")
_QUARTERS = {"半": 30, "1刻": 15, "一刻": 15, "2刻": 30, "二刻": 30, "两刻": 30, "3刻": 45, "三刻": 45}


def read_minute(cell: Cell) -> int | None:
    """Minutes since midnight (0–1439), or None for an empty cell or one that says "not decided".

    Raises UnreadableError.
    """
    match cell:
        case datetime():
            return cell.hour * 60 + cell.minute + (cell.second >= 30) if cell.time() < time(23, 59, 30) else DAY - 1
        case time():
            return min(cell.hour * 60 + cell.minute + (cell.second >= 30), DAY - 1)
        case timedelta():
            return _fraction(cell / timedelta(days=1), cell)
        case bool():
            raise UnreadableError("bad_time", shown(cell))
        case int() | float():
            return _number(float(cell), cell)
        case str():
            return None if is_blank(cell) else read_clock(cell)
    raise UnreadableError("bad_time", shown(cell))


def read_clock(text: str) -> int:
    """Minutes since midnight of a written time, the start of a written range. Raises UnreadableError.

    Words round the one time in a text are no matter: 早高峰 7:30, 20:00（首发）.
    """
    found = _tried(text)
    if isinstance(found, UnreadableError):
        raise UnreadableError(found.reason, found.value)
    return found


@lru_cache(maxsize=8192)
def _tried(text: str) -> int | UnreadableError:
    """The minute or what is wrong: a column asks the same texts again and again, also those that are no times."""
    try:
        return _read(text)
    except UnreadableError as error:
        return UnreadableError(error.reason, error.value)


def _read(text: str) -> int:
    try:
        return _range_or_single(_without_fillers(plain(text)), text)
    except UnreadableError as error:
        if error.reason != "bad_time":
            raise
        bare = plain(without_brackets(text))
        if not any(map(str.isdigit, bare)):
            bare = plain(text)  # 早高峰（7:30）
        found = list(_WRITTEN.finditer(bare))
        if len(found) == 1 and not any(
            sign.isdigit() for sign in bare[: found[0].start()] + bare[found[0].end() :]
        ):
            return _range_or_single(_without_fillers(found[0][0]), text)
        raise


def _range_or_single(said: str, text: str) -> int:
    for mark in words("ranges"):
        before, found, after = said.partition(mark)
        if found and is_clock(after) and is_clock(_with_part_of(after, before)):
            return _single(_with_part_of(after, before), text)
    return _single(said, text)


def is_slot(text: str) -> bool:
    """Whether a text names a part of the day and no hour: 晚间档, 随时."""
    return not any(map(str.isdigit, text)) and plain(without_brackets(text)) in plain_words("slots")


def is_clock(text: str) -> bool:
    """Whether the text is one time of day."""
    try:
        _single(_without_fillers(plain(text)), text)
    except UnreadableError:
        return False
    return True


def _single(said: str, text: str) -> int:
    said, part = _part_of_day(to_digits(said).replace(" ", ""))
    if not part and re.fullmatch(r"\d*\.\d+", said):
        return _number(float(said), text)
    found = _CLOCK.fullmatch(said)
    if found:
        hour, minute = int(found[1]), int(found[2] or _QUARTERS.get(found[3] or "", 0))
    elif (digits := _HHMM.fullmatch(said)) is not None:
        hour, minute = int(digits[1]), int(digits[2])
    else:
        raise UnreadableError("bad_time", text)
    hour = _in_part(hour, part, text)
    if hour > 23 or minute > 59:
        raise UnreadableError("no_such_time", text)
    return hour * 60 + minute


def _fraction(days: float, cell: Cell) -> int:
    """Excel keeps a time as a fraction of a day, often cut to four places: 0.8333 is 20:00."""
    if not 0 <= days < 1:
        raise UnreadableError("no_such_time", shown(cell))
    return min(round(days * DAY), DAY - 1)


def _number(number: float, cell: Cell) -> int:
    if not 0 <= number < 2400:  # also what is no number or endless
        raise UnreadableError("no_such_time", shown(cell))
    if number < 1:
        return _fraction(number, cell)
    if number.is_integer():
        hour, minute = (int(number), 0) if number < 24 else divmod(int(number), 100)
    else:
        hour, minute = int(number), round(number % 1 * 100)  # 12.15 stands for 12:15
        if abs(number * 100 - round(number * 100)) > 1e-6 or minute == 50:  # 20.5 may be 20:50 or half past
            raise UnreadableError("bad_time", shown(cell))
    if not (1 <= hour < 24 and minute < 60):
        raise UnreadableError("no_such_time", shown(cell))
    return hour * 60 + minute


@cache
def _parts() -> tuple[tuple[str, str], ...]:
    pairs = [(word, part) for part, listed in words("parts_of_day").items() for word in listed]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _part_of_day(text: str) -> tuple[str, str]:
    """The text without the word for the part of the day, and that part (`night`, `morning`, … or "")."""
    for word, part in _parts():
        if text.startswith(word) or text.endswith(word):
            name = f"12h_{part}" if word in _TWELVE else part
            return text.removeprefix(word) if text.startswith(word) else text.removesuffix(word), name
    return text, ""


def _in_part(hour: int, part: str, text: str) -> int:
    """The hour of the day for an hour said with a part of the day; 晚12点 is nobody's certain time."""
    wrong = UnreadableError("no_such_time", text)
    match part:
        case "12h_morning" if 1 <= hour <= 12:
            return hour % 12
        case "12h_afternoon" if 1 <= hour <= 23:
            return hour if hour >= 12 else hour + 12
        case "night" if hour <= 6 or hour == 12:
            return hour % 12
        case "morning" if hour <= 12:
            return hour
        case "noon" if 10 <= hour <= 15:
            return hour
        case "noon" if 1 <= hour <= 3:
            return hour + 12
        case "afternoon" if 12 <= hour <= 23 or 1 <= hour <= 8:
            return hour if hour >= 12 else hour + 12
        case "evening" if 17 <= hour <= 23 or 5 <= hour <= 11:
            return hour if hour >= 12 else hour + 12
        case "":
            return hour
    raise wrong


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(sorted(words("fillers"), key=len, reverse=True))


def _without_fillers(text: str) -> str:
    for word in _fillers():
        text = text.removeprefix(word).removesuffix(word).strip()
    return text


def _with_part_of(after: str, before: str) -> str:
    """`8-9pm` means 8 pm: an English part of the day after the range counts for its start."""
    half = re.compile(r"[ap]\.?m\.?$")
    tail = half.search(after.strip())
    return before + tail[0] if tail and not half.search(before.strip()) else before
