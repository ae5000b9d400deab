"""Sets a text into a box: shaping, breaking, emoji and accents. Positions in design pixels, Qt-free."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from xhsplanner.covers import emoji, fonts
from xhsplanner.covers.breaking import Cell, Lines, Piece, cells, fit, spans, width
from xhsplanner.covers.fonts import ASCENT, Cluster, Glyph

EMOJI_ADVANCE = 1.16


@dataclass(frozen=True, slots=True)
class Block:
    """A text set at `size`. Coordinates start at the top left of the first line's box.

    `spots` are (glyph, x, baseline y, is accent), `stickers` (file, x, y, side), `lines` (x, y of the Han
    square's top, width) and `accents` the same per accent run. `width`, `height` are those of the whole block.
    """

    size: float
    width: float
    height: float
    spots: tuple[tuple[Glyph, float, float, bool], ...]
    stickers: tuple[tuple[str, float, float, float], ...]
    lines: tuple[tuple[float, float, float], ...]
    accents: tuple[tuple[float, float, float], ...]
    missing: str
    whole: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece with what draws it: glyphs of the font, or an emoji picture."""

    piece: Piece
    cluster: Cluster | None
    file: str
    missing: bool


def _parts(font: str, text: str) -> list[_Part]:
    parts: list[_Part] = []
    for words, is_emoji in emoji.split(text):
        if is_emoji:
            file = emoji.picture(words)
            parts.append(_Part(Piece(words, EMOJI_ADVANCE, 0.03, 0.03, wide=True), None,
                               file.name if file else "", file is None))  # fmt: skip
            continue
        for run in words.split("\n"):
            for cluster in fonts.shape(font, run):
                parts.append(_glyphs(cluster))
            parts.append(_Part(Piece("\n", 0.0), None, "", False))
        parts.pop()
    return parts


def _glyphs(cluster: Cluster) -> _Part:
    """A cluster as a part; a symbol no face has may still be a picture."""
    if cluster.missing:
        file = emoji.picture(cluster.text)
        if file:
            return _Part(Piece(cluster.text, EMOJI_ADVANCE, 0.03, 0.03, wide=True), None, file.name, False)
    piece = Piece(cluster.text, cluster.advance, cluster.left, cluster.right)
    return _Part(piece, cluster, "", cluster.missing)


@lru_cache(maxsize=512)
def block(
    text: str, font: str, box: tuple[float, float], size: tuple[float, float], max_lines: int,
    line_height: float, letter: float, tight: bool, few: bool, align: str, accent: tuple[str, ...],
) -> Block:  # fmt: skip
    """The text as large as fits `box` (width, height in pixels; height 0 = free) between the sizes given."""
    parts = _parts(font, text)
    row = cells([p.piece for p in parts], accent, tight)
    solid = [p for p in parts if p.piece.text != "\n"]
    for lines_allowed in range(1, max_lines + 1) if few else (max_lines,):
        laid = fit(row, box, size, lines_allowed, line_height, letter)
        if laid.whole:
            break
    lines = laid.lines
    if not laid.whole and lines:
        solid, row, lines = _ellipsis(font, solid, row, lines)
    marked = _marked("".join(p.piece.text for p in solid), solid, accent)
    return _place(solid, row, lines, laid.size, line_height, letter, align, box[0], marked, laid.whole)


def _ellipsis(
    font: str, parts: list[_Part], row: tuple[Cell, ...], lines: Lines
) -> tuple[list[_Part], tuple[Cell, ...], Lines]:
    """Cuts the parts after the last line and ends them with an ellipsis."""
    start, stop = lines[-1]
    dots = _glyphs(fonts.shape(font, "…")[0])
    cell = Cell("…", dots.piece.advance)
    return [*parts[:stop], dots], (*row[:stop], cell), (*lines[:-1], (start, stop + 1))


def _marked(text: str, parts: Sequence[_Part], accent: tuple[str, ...]) -> list[bool]:
    flags = [False] * len(text)
    for begin, end in spans(text, accent):
        flags[begin:end] = [True] * (end - begin)
    found, at = [], 0
    for part in parts:
        found.append(flags[at] if at < len(flags) else False)
        at += len(part.piece.text)
    return found


def _place(
    parts: Sequence[_Part], row: Sequence[Cell], lines: Lines, px: float, line_height: float, letter: float,
    align: str, room: float, marked: Sequence[bool], whole: bool,
) -> Block:  # fmt: skip
    widths = [width(row[i:j], letter) * px for i, j in lines]
    total = max(widths, default=0.0)
    spots: list[tuple[Glyph, float, float, bool]] = []
    stickers: list[tuple[str, float, float, float]] = []
    rows: list[tuple[float, float, float]] = []
    swipes: list[tuple[float, float, float]] = []
    for n, (i, j) in enumerate(lines):
        slack = room - widths[n]
        x = {"left": 0.0, "center": slack / 2, "right": slack}[align]
        top = n * line_height * px
        rows.append((x, top, widths[n]))
        pen, run = x - row[i].trim_start * px, None
        for k in range(i, j):
            if k > i:
                pen += (row[k].gap + letter) * px
            part = parts[k]
            if part.file:
                stickers.append((part.file, pen + 0.04 * px, top - 0.02 * px, 1.08 * px))
            elif part.cluster:
                for glyph in part.cluster.glyphs:
                    spots.append((glyph, pen + glyph.dx * px, top + (ASCENT + glyph.dy) * px, marked[k]))
            end = pen + row[k].width * px
            if marked[k] and run is not None:
                swipes[run] = (swipes[run][0], top, end - swipes[run][0])
            elif marked[k]:
                run = len(swipes)
                swipes.append((pen, top, end - pen))
            else:
                run = None
            pen = end
    height = px * (1 + (len(lines) - 1) * line_height) if lines else 0.0
    missing = "".join(dict.fromkeys(p.piece.text for p in parts if p.missing and not p.piece.text.isspace()))
    return Block(px, total, height, tuple(spots), tuple(stickers), tuple(rows), tuple(swipes), missing, whole)


@lru_cache(maxsize=256)
def columns(text: str, font: str, box: tuple[float, float], size: tuple[float, float], line_height: float) -> Block:
    """The text in columns from right to left, a new one at every comma or stop, as large as fits the box."""
    parts: list[list[_Part]] = [[]]
    for part in _parts(font, text):
        if part.piece.text in _COLUMN_BREAKS:
            parts.append([])
        elif not part.piece.text.isspace():
            parts[-1].append(part)
    parts = [column for column in parts if column] or [[]]
    longest = max(len(column) for column in parts) or 1
    room = min(size[1], box[1] / (1 + (longest - 1) * 1.08), box[0] / (1 + (len(parts) - 1) * line_height))
    px = max(room, size[0])
    width_px = px * (1 + (len(parts) - 1) * line_height)
    spots: list[tuple[Glyph, float, float, bool]] = []
    stickers: list[tuple[str, float, float, float]] = []
    for n, column in enumerate(parts):
        x = box[0] - px - n * line_height * px
        for k, part in enumerate(column):
            top = k * 1.08 * px
            if part.file:
                stickers.append((part.file, x, top, px))
            for glyph in part.cluster.glyphs if part.cluster else ():
                inset = (1.0 - part.piece.advance) / 2 * px
                spots.append((glyph, x + inset + glyph.dx * px, top + (ASCENT + glyph.dy) * px, False))
    missing = "".join(p.piece.text for column in parts for p in column if p.missing)
    lines = tuple((box[0] - px - n * line_height * px, 0.0, px) for n in range(len(parts)))
    height = px * (1 + (longest - 1) * 1.08)
    whole = px <= room + 1e-6
    return Block(px, width_px, height, tuple(spots), tuple(stickers), lines, (), missing, whole)


_COLUMN_BREAKS = frozenset("，。！？、；：,!?｜|\n")
