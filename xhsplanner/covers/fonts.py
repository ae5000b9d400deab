"""Bundled fonts through HarfBuzz: which glyphs a text needs, how wide they are, and their outlines.

Everything is in em (1.0 = font size), y grows downwards, so nothing here depends on a size or on Qt.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from xhsplanner.core import resources

FALLBACK = ("sans-700", "sans-400")
"""Faces asked, in this order, for a character the wanted face lacks."""

ASCENT = 0.88
"""Distance from the top of the Han square to the baseline."""

Op = tuple[str, tuple[float, ...]]
"""One step of an outline: M x y, L x y, Q cx cy x y, C ax ay bx by x y, Z."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face, `dx`, `dy` em from the cluster's origin on the baseline."""

    font: str
    gid: int
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """What belongs together: the glyphs of one character (or ligature).

    `left` and `right` are the blank em on either side of the ink. `missing` means no face has it.
    """

    text: str
    advance: float
    left: float
    right: float
    glyphs: tuple[Glyph, ...]
    missing: bool = False


class _Face:
    """One loaded face."""

    def __init__(self, file: str) -> None:
        import uharfbuzz as hb  # type: ignore[import-untyped]  # not before something is drawn

        blob = hb.Blob.from_file_path(str(resources.path("fonts", file)))
        self.face = hb.Face(blob)
        self.font = hb.Font(self.face)
        self.upem = float(self.face.upem)
        self.draw = hb.DrawFuncs()
        self.draw.set_move_to_func(lambda x, y, data: data.append(("M", (x, y))))
        self.draw.set_line_to_func(lambda x, y, data: data.append(("L", (x, y))))
        self.draw.set_quadratic_to_func(lambda a, b, x, y, data: data.append(("Q", (a, b, x, y))))
        self.draw.set_cubic_to_func(lambda a, b, c, d, x, y, data: data.append(("C", (a, b, c, d, x, y))))
        self.draw.set_close_path_func(lambda data: data.append(("Z", ())))


@cache
def table() -> dict[str, dict[str, Any]]:
    """The bundled faces by id (`sans-400`, `smiley`, …) with file, family and licence."""
    return resources.toml("fonts", "fonts.toml")


@cache
def _face(font: str) -> _Face:
    return _Face(table()[font]["file"])


@cache
def chain(font: str) -> tuple[str, ...]:
    """The face and those that stand in for it. Raises KeyError for an unknown face."""
    if font not in table():
        raise KeyError(font)
    return (font, *(f for f in FALLBACK if f != font))


@lru_cache(maxsize=8192)
def has(font: str, char: str) -> bool:
    """Whether a face has a glyph for one character."""
    return bool(_face(font).font.get_nominal_glyph(ord(char)))


def pick(font: str, char: str) -> str | None:
    """The first face of the chain that has the character, or None."""
    return next((f for f in chain(font) if has(f, char)), None)


def outline(font: str, gid: int) -> tuple[Op, ...]:
    """The outline of a glyph in em, y down. Not kept: who paints keeps its path, a tenth of the memory."""
    face = _face(font)
    raw: list[Op] = []
    face.font.draw_glyph(gid, face.draw, raw)
    scale = 1.0 / face.upem
    return tuple(
        (op, tuple(v * scale if i % 2 == 0 else -v * scale for i, v in enumerate(values))) for op, values in raw
    )


def _ink(font: str, gid: int) -> tuple[float, float]:
    """Left and right end of a glyph's ink in em; equal where it has none."""
    face = _face(font)
    extents = face.font.get_glyph_extents(gid)
    if extents is None:
        return 0.0, 0.0
    return extents.x_bearing / face.upem, (extents.x_bearing + extents.width) / face.upem


@lru_cache(maxsize=4096)
def shape(font: str, text: str) -> tuple[Cluster, ...]:
    """The clusters of a text, with kerning inside runs of one face. Missing characters are 1 em of nothing."""
    clusters: list[Cluster] = []
    run, face = "", None
    for char in text:
        chosen = pick(font, char)
        if chosen != face and run:
            clusters += _run(face, run)
            run = ""
        face = chosen
        run += char
    return tuple(clusters + _run(face, run)) if run else tuple(clusters)


def _run(font: str | None, text: str) -> list[Cluster]:
    if font is None:
        return [Cluster(char, 1.0, 0.0, 0.0, (), missing=True) for char in text]
    import uharfbuzz as hb

    face = _face(font)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(face.font, buffer, {"kern": True, "liga": False})
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    starts = [*sorted({info.cluster for info in infos}), len(text)]
    found = []
    for start, end in pairwise(starts):
        glyphs, pen, left, right = [], 0.0, 9.0, -9.0
        for info, place in zip(infos, places, strict=True):
            if info.cluster != start:
                continue
            dx, dy = pen + place.x_offset / face.upem, -place.y_offset / face.upem
            ink = _ink(font, info.codepoint)
            left, right = min(left, dx + ink[0]), max(right, dx + ink[1])
            glyphs.append(Glyph(font, info.codepoint, dx, dy))
            pen += place.x_advance / face.upem
        found.append(Cluster(text[start:end], pen, max(left, 0.0), max(pen - right, 0.0), tuple(glyphs)))
    return found
