"""Chinese line breaking for headlines: 禁则, squeezed punctuation, balanced lines, no orphans.

Works on cells (one character or one unbreakable piece each) with widths in em; knows no fonts and no pixels.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf

from xhsplanner.core import resources

NEVER_FIRST = frozenset("，。、；：！？）」』】》〉”’…—·,.!?;:)]}%％℃°～~々ー›»⁉‼❗❓❕")
NEVER_LAST = frozenset("（「『【《〈“‘([{¥￥$＃#@‹«")
_OPEN = frozenset("（「『【《〈“‘")
_CLOSE = frozenset("，。、；：！？）」』】》〉”’")
_SOFT_FIRST = frozenset("的了吗呢吧着过们地得啦呀哦么啊嘛里上下中前后次张个元块点折天年月日期号")
_SOFT_LAST = frozenset("不很最第这那哪别没每各一两再先把被从在和与或给让就都也只我你他所")
_STOPS = frozenset("，。；：！？｜|,;:!? 　")
_LATIN = re.compile(r"[A-Za-z0-9À-ɏ.,:%％+\-–/'’&@#$¥￥℃°×]")

SIZE_COST = 2.2
"""What it costs to be smaller, against what a bad break costs."""

HAN_LATIN_GAP = 0.12
"""Em between a Han character and a Latin letter or digit."""

TIGHT_KEEP = 0.34
"""Blank em after a comma or stop inside a line of a headline."""

SQUEEZE_KEEP = 0.06
"""Blank em that squeezed punctuation keeps on its empty side."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece that is never split.

    `gap` is added before it unless it begins a line; `trim_start` and `trim_end` are saved where it begins or
    ends a line. `penalty` is the cost of a break before it, inf where forbidden; `forced` demands one.
    """

    text: str
    width: float
    gap: float = 0.0
    trim_start: float = 0.0
    trim_end: float = 0.0
    penalty: float = 0.0
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What the font says about a cluster: advance and blank em on both sides; `wide` for emoji."""

    text: str
    advance: float
    left: float = 0.0
    right: float = 0.0
    wide: bool = False


Lines = tuple[tuple[int, int], ...]
"""Half-open ranges of cells."""


def is_han(char: str) -> bool:
    """Whether a character is a Chinese character."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" or char in "〇々"


def is_latin(char: str) -> bool:
    """Whether a character belongs to Latin words, numbers and prices, which stay together."""
    return bool(_LATIN.match(char))


@cache
def lexicon() -> tuple[str, ...]:
    """Words of the trade that a line break should not cut, longest first."""
    words = resources.toml("covers", "lexicon.toml")["keep"]
    return tuple(sorted(words, key=len, reverse=True))


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where any of the words stands in the text, in order, without overlaps; earlier words win."""
    taken: list[tuple[int, int]] = []
    for word in words:
        at = text.find(word) if word else -1
        while at >= 0:
            end = at + len(word)
            if all(end <= s or at >= e for s, e in taken):
                taken.append((at, end))
            at = text.find(word, end)
    return sorted(taken)


def cells(pieces: Sequence[Piece], accents: Iterable[str] = (), tight: bool = True) -> tuple[Cell, ...]:
    """Cells of a shaped text. Newlines become forced breaks; breaks inside accents and known words cost."""
    text = "".join(p.text for p in pieces)
    inside: dict[int, float] = {}
    for words, cost in ((lexicon(), 1.2), (_quoted(text), 0.45), (tuple(accents), 1.2)):
        for start, stop in spans(text, words):
            inside.update({i: max(cost, inside.get(i, 0.0)) for i in range(start + 1, stop)})
    made: list[Cell] = []
    forced, offset = False, 0
    before: Piece | None = None
    for piece in pieces:
        if piece.text == "\n":
            forced, before = True, None
        else:
            penalty = inside.get(offset, 0.0) + _penalty(before, piece)
            made.append(_cell(before, piece, 0.0 if forced else penalty, forced, tight))
            forced, before = False, piece
        offset += len(piece.text)
    return tuple(made)


def _quoted(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"「[^「」]{1,8}」|“[^“”]{1,8}”|《[^《》]{1,8}》", text))


def _cell(before: Piece | None, piece: Piece, penalty: float, forced: bool, tight: bool) -> Cell:
    first, last = piece.text[0], piece.text[-1]
    start = max(piece.left - SQUEEZE_KEEP, 0.0) if first in _OPEN else 0.0
    end = max(piece.right - SQUEEZE_KEEP, 0.0) if last in _CLOSE else 0.0
    if piece.text.isspace():
        start = end = piece.advance
    return Cell(piece.text, piece.advance, _gap(before, piece, tight), start, end, penalty, forced)


def _gap(before: Piece | None, piece: Piece, tight: bool) -> float:
    """Blank between two pieces: 0.12 em between Han and Latin, squeezed between two punctuation marks."""
    if before is None:
        return 0.0
    a, b = before.text[-1], piece.text[0]
    if (is_han(a) and is_latin(b)) or (is_latin(a) and is_han(b)):
        return HAN_LATIN_GAP
    if before.wide != piece.wide and not a.isspace() and not b.isspace():
        return HAN_LATIN_GAP - (max(before.right - SQUEEZE_KEEP, 0.0) if a in _CLOSE else 0.0)
    squeeze = 0.0
    if a in _CLOSE and (b in _CLOSE or b in _OPEN or tight):
        squeeze += max(before.right - (SQUEEZE_KEEP if b in _CLOSE or b in _OPEN else TIGHT_KEEP), 0.0)
    if b in _OPEN and (a in _OPEN or a in _CLOSE or tight):
        squeeze += max(piece.left - (SQUEEZE_KEEP if a in _CLOSE or a in _OPEN else 0.2), 0.0)
    return -squeeze


def _penalty(before: Piece | None, piece: Piece) -> float:
    if before is None:
        return inf
    a, b = before.text[-1], piece.text[0]
    if b in NEVER_FIRST or a in NEVER_LAST or b.isspace():
        return inf
    if is_latin(a) and is_latin(b):
        return inf
    cost = 0.5 if piece.wide else 0.0
    if is_latin(a) and is_han(b) and a.isdigit():
        cost += 0.5
    if b in _SOFT_FIRST:
        cost += 0.25
    if a in _SOFT_LAST:
        cost += 0.45
    if a.isspace() and is_latin(b):
        cost += 0.7
    elif a in _STOPS:
        cost -= 0.6
    elif b in _OPEN or a in _CLOSE:
        cost -= 0.15
    return cost


def width(row: Sequence[Cell], letter: float = 0.0) -> float:
    """Width in em of cells set as one line; `letter` em are added between them."""
    if not row:
        return 0.0
    total = sum(c.width for c in row) + sum(c.gap + letter for c in row[1:])
    return total - row[0].trim_start - row[-1].trim_end


class _Row:
    """Prefix sums, so that the width of any range is three look-ups."""

    def __init__(self, row: Sequence[Cell], letter: float) -> None:
        self.row, self.letter = row, letter
        self.sums = [0.0]
        for cell in row:
            self.sums.append(self.sums[-1] + cell.width + cell.gap + letter)

    def width(self, i: int, j: int) -> float:
        first, last = self.row[i], self.row[j - 1]
        whole = self.sums[j] - self.sums[i] - first.gap - self.letter
        return whole - first.trim_start - last.trim_end


def greedy(row: Sequence[Cell], limit: float, letter: float = 0.0) -> int | None:
    """The fewest lines of at most `limit` em, or None where one piece alone is wider."""
    measure, start, lines, n = _Row(row, letter), 0, 0, len(row)
    while start < n:
        stop, at = None, start + 1
        while at <= n:
            if measure.width(start, at) > limit + 1e-6:
                break
            if at == n or row[at].forced or row[at].penalty < inf:
                stop = at
            if at < n and row[at].forced:
                break
            at += 1
        if stop is None:
            return None
        start, lines = stop, lines + 1
    return lines


def balance(row: Sequence[Cell], limit: float, lines: int, letter: float = 0.0) -> tuple[float, Lines] | None:
    """The best way into exactly `lines` lines of at most `limit` em, with its cost; None if there is none."""
    n = len(row)
    measure = _Row(row, letter)
    mean = max(measure.width(0, n) / lines, 0.1) if n else 1.0
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}] + [{} for _ in range(lines)]
    for k in range(1, lines + 1):
        ends = (n,) if k == lines else range(k, n)
        for j in ends:
            if j < n and row[j].penalty == inf and not row[j].forced:
                continue
            for i, (cost, _) in best[k - 1].items():
                if i >= j or any(c.forced for c in row[i + 1 : j]):
                    continue
                w = measure.width(i, j)
                if w > limit + 1e-6:
                    continue
                total = cost + ((w - mean) / mean) ** 2 + (row[j].penalty if j < n else 0.0)
                if k == lines and lines > 1 and w < 1.7:
                    total += 3.0
                if j not in best[k] or total < best[k][j][0]:
                    best[k][j] = (total, i)
    if n not in best[lines]:
        return None
    cost, found, j = best[lines][n][0], [], n
    for k in range(lines, 0, -1):
        i = best[k][j][1]
        found.append((i, j))
        j = i
    return cost, tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class Fit:
    """A text set into a box: font size in pixels and its lines. `whole` is False where it did not fit."""

    size: float
    lines: Lines
    whole: bool = True


def fit(
    row: Sequence[Cell], box: tuple[float, float], size: tuple[float, float], max_lines: int,
    line_height: float, letter: float = 0.0,
) -> Fit:  # fmt: skip
    """The largest size between `size` that fits, a little smaller where that breaks better.

    `box` is width and height in pixels (height 0 = free). Where even the smallest size does not fit, as many
    cells as do are kept at that size and `whole` is False.
    """
    low, high = size
    if not row:
        return Fit(high, ())
    if _lines_at(row, box, low, max_lines, line_height, letter) is None:
        return _cut(row, box[0] / low, low, _room(box[1], low, max_lines, line_height), letter)
    if _lines_at(row, box, high, max_lines, line_height, letter) is None:
        for _ in range(10):
            middle = (low + high) / 2
            if _lines_at(row, box, middle, max_lines, line_height, letter) is None:
                high = middle
            else:
                low = middle
        high = low
    best: tuple[float, float, Lines] | None = None
    for share in (1.0, 0.94, 0.87, 0.8):
        px = max(high * share, size[0])
        lines = _lines_at(row, box, px, max_lines, line_height, letter)
        laid = balance(row, box[0] / px, lines, letter) if lines else None
        if laid and (best is None or laid[0] + (1 - px / high) * SIZE_COST < best[0] - 1e-9):
            best = (laid[0] + (1 - px / high) * SIZE_COST, px, laid[1])
        if lines == 1:
            break
    if best is None:
        return _cut(row, box[0] / size[0], size[0], max_lines, letter)
    return Fit(round(best[1], 2), best[2])


def _room(height: float, px: float, max_lines: int, line_height: float) -> int:
    if height <= 0:
        return max_lines
    return max(1, min(max_lines, int((height / px - 1.0) / line_height + 1.0 + 1e-6)))


def _lines_at(
    row: Sequence[Cell], box: tuple[float, float], px: float, max_lines: int, line_height: float, letter: float
) -> int | None:
    if box[1] > 0 and px > box[1] + 1e-6:
        return None
    lines = greedy(row, box[0] / px, letter)
    return lines if lines is not None and lines <= _room(box[1], px, max_lines, line_height) else None


def _cut(row: Sequence[Cell], limit: float, px: float, max_lines: int, letter: float) -> Fit:
    """As many lines as there may be, filled from the front, with room for an ellipsis at the end."""
    measure, start = _Row(row, letter), 0
    found: list[tuple[int, int]] = []
    while start < len(row) and len(found) < max_lines:
        room = limit - (1.0 if len(found) == max_lines - 1 else 0.0)
        stop = start + 1
        while stop < len(row) and not row[stop].forced and measure.width(start, stop + 1) <= room:
            stop += 1
        found.append((start, stop))
        start = stop
    return Fit(px, tuple(found), whole=False)
