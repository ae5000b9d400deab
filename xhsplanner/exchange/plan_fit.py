"""How well the cells of a column fit a role: a column of days is the day, whatever its header says."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from xhsplanner.exchange.plan_dates import read_day, words_beside
from xhsplanner.exchange.plan_hints import read_week_number
from xhsplanner.exchange.plan_model import Cell, UnreadableError
from xhsplanner.exchange.plan_names import Names, is_platform, read_accounts_cell, read_kind, read_status
from xhsplanner.exchange.plan_times import is_slot, read_minute
from xhsplanner.exchange.plan_words import is_blank, plain, shown, words

SAMPLE = 40
"""So many cells of a column are looked at."""
_FILE = re.compile(r"\.(?:png|jpe?g|webp|gif|mp4|mov|psd|ai|heic)\b", re.IGNORECASE)
_CODE = re.compile(r"[#A-Za-z]{0,8}[-_]?\d{1,8}(?:[-_.]\d+)*")
_MONTH = re.compile(r"(?:20\d\d[年\-/.]?)?\s*(?:1[0-2]|0?[1-9])\s*月?(?:份)?")
_STRICT = {"day", "time", "week", "weekday", "month", "year", "status", "kind", "platform", "covers"}
_WEIGHT, _STRICT_WEIGHT = 0.5, 0.8
_ANY_DAY = date(2026, 1, 1)
_FEW = 3
_WORDS = 6
_CLOCK = re.compile(r"[:点时半]|[ap]\.?m|^\d{4}$|^0?\.\d+$|[早中晚午晨]")


def reads(reader: Callable[[Cell], object], cell: Cell) -> bool:
    """Whether a reader of cells understands the cell."""
    try:
        reader(cell)
    except UnreadableError:
        return False
    return True


def is_day(cell: Cell) -> bool:
    """Whether a cell says a day of a year or a month, and not only a number or a weekday."""
    if isinstance(cell, str):
        try:
            said = read_day(cell)
        except UnreadableError:
            return False
        return said is not None and bool(said.options) and (said.minute is not None or words_beside(cell) <= _WORDS)
    return isinstance(cell, date) or (
        isinstance(cell, int | float) and not isinstance(cell, bool) and cell > 30_000 and reads(read_day, cell)
    )


def is_time(cell: Cell) -> bool:
    """Whether a cell says a time of day, alone or behind a day."""
    if isinstance(cell, str):
        if is_blank(cell):
            return False
        if reads(read_minute, cell) or is_slot(cell):
            return bool(_CLOCK.search(plain(cell))) or not any(map(str.isdigit, cell))
        try:
            said = read_day(cell)
        except UnreadableError:
            return False
        return said is not None and said.minute is not None
    if isinstance(cell, datetime):
        return cell.time() != time()
    return isinstance(cell, time | timedelta) or (isinstance(cell, float) and 0 < cell < 1)


def _is_clock_number(cell: Cell) -> bool:
    """Whether a number may be a time of day without its colon: 730, 1215, 2030."""
    text = shown(cell)
    return text.isascii() and text.isdigit() and 600 <= int(text[:5]) <= 2359 and int(text[-2:]) in range(0, 60, 5)


class Column:
    """The cells of one column below a header, and how they fit."""

    def __init__(self, cells: Sequence[Cell], accounts: Names, series: Names, members: Names) -> None:
        said = [cell for cell in cells if shown(cell) and not (isinstance(cell, str) and is_blank(cell))]
        self._cells = said[:SAMPLE]
        self._texts = [shown(cell) for cell in self._cells]
        self._names = {"accounts": accounts, "series": series, "members": members}
        self._fits: dict[str, float | None] = {}

    def __len__(self) -> int:
        return len(self._cells)

    def gain(self, role: str) -> float:
        """What the cells add to (or take from) what the header says, -0.4 to 0.4."""
        fit = self.fit(role)
        if fit is None:
            return 0.0
        weight = _STRICT_WEIGHT if role in _STRICT else _WEIGHT
        return (fit - 0.5) * weight * (1.0 if len(self) >= _FEW else 0.4)

    def fit(self, role: str) -> float | None:
        """From 0 to 1; None where the cells say nothing about it."""
        if not self._cells:
            return None
        if role not in self._fits:
            self._fits[role] = self._measured(role)
        return self._fits[role]

    def _measured(self, role: str) -> float | None:  # one line for each role
        match role:
            case "day":
                return self._share_of_cells(is_day)
            case "time":
                return self._share_of_cells(is_time)
            case "clock":
                return self._share_of_cells(lambda cell: is_time(cell) or _is_clock_number(cell))
            case "week":
                return self._share(lambda text: read_week_number(text, _ANY_DAY) is not None)
            case "weekday":
                return self._share(_is_weekday)
            case "month":
                return self._share(lambda text: bool(_MONTH.fullmatch(plain(text))) or _is_month_name(text))
            case "year":
                return self._share(lambda text: bool(re.fullmatch(r"20\d\d年?", plain(text))))
            case "accounts":
                return self._known("accounts")
            case "series":
                return self._known("series")
            case "owner" | "designer":
                return max(self._known("members") or 0.0, 0.8 * self._share(_is_person))
            case "status":
                return self._share(lambda text: read_status(text) is not None)
            case "kind":
                return self._share(lambda text: read_kind(text) is not None)
            case "platform":
                return self._share(is_platform)
            case "hashtags":
                return max(self._share(lambda text: "#" in text or "＃" in text), 0.8 * self._share(_is_listed))
            case "covers":
                return 0.5 if not (found := self._share(lambda text: bool(_FILE.search(text)))) else found
            case "no":
                return self._share(lambda text: bool(_CODE.fullmatch(text)))
            case "body":
                return min(1.0, max(0.0, (self._length() - 12) / 25)) if self._length() else None
            case "title":
                return self._titled()
            case "topic":
                return self._share(lambda text: 2 <= len(text) <= 18 and not _is_listed(text) and "#" not in text)
        return None

    def share(self, test: Callable[[str], bool]) -> float:
        """The share of cells whose text passes; 0 where there are none."""
        return self._share(test) if self._texts else 0.0

    def _share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self._texts)) / len(self._texts)

    def _share_of_cells(self, test: Callable[[Cell], bool]) -> float:
        return sum(map(test, self._cells)) / len(self._cells)

    def _known(self, kind: str) -> float | None:
        names = self._names[kind]
        if not len(names):
            return None
        if kind == "accounts":
            return self._share(lambda text: bool(read_accounts_cell(text, names).found))
        return self._share(lambda text: names.find(text.split("\n")[0]) is not None)

    def _length(self) -> float:
        return sum(map(len, self._texts)) / len(self._texts)

    def _titled(self) -> float:
        long = self._share(lambda text: 4 <= len(text) <= 45 and "\n" not in text and not text.startswith("#"))
        words_only = self._share(lambda text: not _CODE.fullmatch(text) and not _is_clock_or_day(text))
        different = len(set(self._texts)) / len(self._texts)
        return long * words_only * (0.4 + 0.6 * different)


def _is_weekday(text: str) -> bool:
    try:
        said = read_day(text)
    except UnreadableError:
        return plain(text) in "一二三四五六日天1234567" and len(plain(text)) == 1
    return said is not None and said.weekday is not None and not said.options


def _is_month_name(text: str) -> bool:
    return any(plain(text) in listed for listed in words("months"))


def _is_person(text: str) -> bool:
    bare = text.strip("@ ")
    return 1 < len(bare) <= 12 and len(bare) <= (12 if bare.isascii() else 5) and not any(map(str.isdigit, bare))


def _is_listed(text: str) -> bool:
    return len([piece for piece in re.split(r"[,，、;；\s]+", text) if piece]) > 1 and len(text) < 80


def _is_clock_or_day(text: str) -> bool:
    return is_time(text) or is_day(text)
