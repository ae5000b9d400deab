"""A laid-out cover: marks with absolute design pixels and final colours, ready for any painter. Qt-free."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from xhsplanner.covers.fonts import Glyph, Op
from xhsplanner.covers.model import Box, Point

Color = tuple[int, int, int, int]
"""Red, green, blue, opacity, each 0–255."""

Turn = tuple[float, float, float]
"""Degrees clockwise around a point x, y."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Colours from `start` to `end`; radial ones reach `radius` around `start`."""

    stops: tuple[tuple[float, Color], ...]
    start: Point
    end: Point
    radius: float = 0.0


Fill = Color | Blend


@dataclass(frozen=True, slots=True)
class Line:
    """A line of `width` pixels; `dash` in pixels."""

    color: Color
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Soft:
    """A soft shadow."""

    color: Color
    dx: float
    dy: float
    blur: float


@dataclass(frozen=True, slots=True)
class Mark:
    """What all marks have: the layer's id and role, the box in design pixels, opacity, turns from outside in."""

    layer: str
    role: str
    box: Box
    opacity: float
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Figure(Mark):
    """An outline, filled and/or lined."""

    path: tuple[Op, ...]
    fill: Fill | None = None
    line: Line | None = None
    shadow: Soft | None = None
    clip: Box | None = None


@dataclass(frozen=True, slots=True)
class Words(Mark):
    """Glyphs of one size. `spots` are (glyph, x, y of its origin on the baseline, is accent)."""

    size: float
    spots: tuple[tuple[Glyph, float, float, bool], ...]
    fill: Fill
    accent: Fill
    strokes: tuple[tuple[Color, float], ...] = ()
    shadow: Soft | None = None
    text: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Sticker(Mark):
    """An emoji picture, by the bundled file's name."""

    file: str
    shadow: Soft | None = None


@dataclass(frozen=True, slots=True)
class Photo(Mark):
    """The picture slot."""

    fit: Literal["cover", "contain"]
    focus: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something layout noticed; `kind` as in checks."""

    kind: str
    layer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole cover of `size` design pixels."""

    size: Point
    marks: tuple[Mark, ...]
    troubles: tuple[Trouble, ...]


def _plain(value: Any) -> Any:
    if isinstance(value, Glyph):
        return value.font  # a glyph's number changes when its font is subset anew, its place does not
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **fields}
    if isinstance(value, float):
        return round(value, 2)
    return [_plain(v) for v in value] if isinstance(value, tuple | list) else value


def dump(layout: Layout) -> str:
    """The layout as JSON, numbers to 1/100 pixel; the same layout gives the same bytes everywhere."""
    return json.dumps(_plain(layout), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def bounds(path: Iterable[Op]) -> Box:
    """The box around an outline's points."""
    values = [op[1] for op in path if op[1]]
    xs = [v for numbers in values for v in numbers[0::2]]
    ys = [v for numbers in values for v in numbers[1::2]]
    return (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)) if xs else (0.0, 0.0, 0.0, 0.0)
