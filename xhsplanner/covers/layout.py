"""Template + values → marks with absolute design pixels. Qt-free, so it runs anywhere and is tested as JSON."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import cos, radians, sin
from typing import Any

from xhsplanner.covers import emoji, shapes, typeset
from xhsplanner.covers import model as m
from xhsplanner.covers.placed import Blend, Figure, Fill, Layout, Line, Mark, Photo, Soft, Sticker, Trouble, Turn
from xhsplanner.covers.placed import Words as WordsMark
from xhsplanner.covers.scope import Scope


@dataclass(frozen=True)
class Frame:
    """Where a layer lives: origin and size of what its box counts from, and what it inherits."""

    x: float
    y: float
    w: float
    h: float
    opacity: float = 1.0
    turns: tuple[Turn, ...] = ()

    def box(self, layer: m.Layer, shift: float | None = None) -> m.Box:
        """The layer's box in design pixels."""
        x, y, w, h = layer.box
        w = w if w > 0 else self.w - x + w
        h = h if h > 0 else self.h - y + h
        if "right" in layer.anchor:
            x = self.w - x - w
        if "bottom" in layer.anchor:
            y = self.h - y - h
        if layer.anchor == "middle":
            y = (self.h - h) / 2 + y
        return (self.x + x, shift if shift is not None else self.y + y, w, h)


@dataclass
class _Sheet:
    """What grows while layers are placed."""

    scope: Scope
    has_picture: bool
    moves: Mapping[str, m.Box]
    hidden: frozenset[str]
    marks: list[Mark] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    ends: dict[str, float] = field(default_factory=dict)


def layout(
    template: m.Template,
    values: Mapping[str, str],
    variant: str = "3:4",
    *,
    size: m.Point | None = None,
    has_picture: bool = False,
    layers: tuple[m.Layer, ...] | None = None,
) -> Layout:
    """All marks of a cover, back to front. `size` replaces the variant's (banners stretch).

    Raises KeyError for a variant the template does not have.
    """
    shape = template.variants[variant]
    width, height = size or shape.size
    extra = {"picture": "1" if has_picture else ""}
    sheet = _Sheet(Scope.of(template, values, extra), has_picture, shape.moves, frozenset(shape.hide))
    _place_all(sheet, layers or template.layers, Frame(0.0, 0.0, width, height))
    return Layout((width, height), tuple(sheet.marks), tuple(sheet.troubles))


def _place_all(sheet: _Sheet, layers: Iterable[m.Layer], frame: Frame) -> None:
    for layer in layers:
        if layer.id in sheet.hidden or not sheet.scope.holds(layer.when):
            continue
        if layer.id in sheet.moves:
            layer = replace(layer, box=sheet.moves[layer.id])
        end = sheet.ends.get(layer.below)
        box = frame.box(layer, end + layer.gap if end is not None else None)
        turns = frame.turns
        if layer.rotate:
            turns = (*turns, (layer.rotate, box[0] + box[2] / 2, box[1] + box[3] / 2))
        inner = replace(frame, opacity=frame.opacity * layer.opacity, turns=turns)
        sheet.ends[layer.id] = _PLACE[type(layer)](sheet, layer, box, inner) or box[1] + box[3]


def _mark(layer: m.Layer, box: m.Box, frame: Frame) -> tuple[str, str, m.Box, float, tuple[Turn, ...]]:
    return (layer.id, layer.role, box, frame.opacity, frame.turns)


def fill(scope: Scope, paint: m.Paint, box: m.Box) -> Fill | None:
    """A paint with its colours and, for gradients, its absolute end points; None for no paint."""
    if not paint:
        return None
    if isinstance(paint, str):
        return scope.color(paint)
    colors = [scope.color(c) for c in paint.colors]
    stops = paint.stops or tuple(i / max(len(colors) - 1, 1) for i in range(len(colors)))
    x, y, w, h = box
    cx, cy = x + w / 2, y + h / 2
    pairs = tuple(zip(stops, colors, strict=True))
    if paint.kind == "radial":
        return Blend(pairs, (cx, cy), (cx, cy), max(w, h) / 2)
    a = radians(paint.angle)
    reach = (abs(w * cos(a)) + abs(h * sin(a))) / 2
    return Blend(pairs, (cx - reach * cos(a), cy - reach * sin(a)), (cx + reach * cos(a), cy + reach * sin(a)))


def _line(scope: Scope, border: m.Border | None) -> Line | None:
    if not border:
        return None
    return Line(scope.color(border.color), border.width, tuple(d * border.width for d in border.dash))


def _soft(scope: Scope, shadow: m.Shadow | None) -> Soft | None:
    return Soft(scope.color(shadow.color), shadow.dx, shadow.dy, shadow.blur) if shadow else None


def _rect(sheet: _Sheet, layer: m.Rect, box: m.Box, frame: Frame) -> None:
    s = sheet.scope
    path = shapes.rounded(box, layer.radius, layer.notch)
    sheet.marks.append(Figure(*_mark(layer, box, frame), path, fill(s, layer.fill, box),
                              _line(s, layer.border), _soft(s, layer.shadow)))  # fmt: skip


def _ellipse(sheet: _Sheet, layer: m.Ellipse, box: m.Box, frame: Frame) -> None:
    s = sheet.scope
    sheet.marks.append(Figure(*_mark(layer, box, frame), shapes.ellipse(box), fill(s, layer.fill, box),
                              _line(s, layer.border), _soft(s, layer.shadow)))  # fmt: skip


def _rays(sheet: _Sheet, layer: m.Rays, box: m.Box, frame: Frame) -> None:
    center = (frame.x + layer.center[0], frame.y + layer.center[1])
    path = shapes.rays(center, layer.count, layer.turn, layer.reach, layer.share)
    around = (center[0] - layer.reach, center[1] - layer.reach, layer.reach * 2, layer.reach * 2)
    paint = fill(sheet.scope, layer.fill, around)
    sheet.marks.append(Figure(*_mark(layer, box, frame), path, paint, clip=box))


def _grid(sheet: _Sheet, layer: m.Grid, box: m.Box, frame: Frame) -> None:
    path, ink = shapes.grid(box, layer), sheet.scope.color(layer.color)
    dots = layer.style == "dots"
    line = None if dots else Line(ink, layer.width)
    sheet.marks.append(Figure(*_mark(layer, box, frame), path, ink if dots else None, line, clip=box))


def _shape(sheet: _Sheet, layer: m.Shape, box: m.Box, frame: Frame) -> None:
    s = sheet.scope
    path = shapes.figure(s.name(layer.shape), box)
    sheet.marks.append(Figure(*_mark(layer, box, frame), path, fill(s, layer.fill, box),
                              _line(s, layer.border), _soft(s, layer.shadow)))  # fmt: skip


def _image(sheet: _Sheet, layer: m.Image, box: m.Box, frame: Frame) -> None:
    if not sheet.has_picture:
        return
    s, path = sheet.scope, shapes.rounded(box, layer.radius)
    if layer.shadow:
        sheet.marks.append(Figure(*_mark(layer, box, frame), path, (0, 0, 0, 255), None, _soft(s, layer.shadow)))
    x, y = (float(v) for v in (s.text(layer.focus) or "0.5,0.5").split(","))
    sheet.marks.append(Photo(*_mark(layer, box, frame), layer.fit, (x, y), layer.radius))
    scrim, line = fill(s, layer.scrim, box) if layer.scrim else None, _line(s, layer.border)
    if scrim or line:
        sheet.marks.append(Figure(*_mark(layer, box, frame), path, scrim, line))


def _emoji(sheet: _Sheet, layer: m.Emoji, box: m.Box, frame: Frame) -> None:
    wanted = sheet.scope.text(layer.emoji)
    if not wanted:
        return
    file = emoji.picture(wanted)
    if file is None:
        sheet.troubles.append(Trouble("missing_glyph", layer.id, wanted))
        return
    side = min(box[2], box[3])
    square = (box[0] + (box[2] - side) / 2, box[1] + (box[3] - side) / 2, side, side)
    sheet.marks.append(Sticker(*_mark(layer, square, frame), file.name, _soft(sheet.scope, layer.shadow)))


def _group(sheet: _Sheet, layer: m.Group, box: m.Box, frame: Frame) -> None:
    _place_all(sheet, layer.layer, Frame(*box, frame.opacity, frame.turns))


def _repeat(sheet: _Sheet, layer: m.Repeat, box: m.Box, frame: Frame) -> None:
    outer = sheet.scope
    for x, y, width, degrees in layer.at:
        cell = (box[0] + x, box[1] + y, width, width)
        turns = (*frame.turns, (degrees, cell[0] + width / 2, cell[1] + width / 2)) if degrees else frame.turns
        _place_all(sheet, layer.layer, Frame(*cell, frame.opacity, turns))
    lines = outer.lines(layer.over)[: layer.max] if layer.over else []
    rows = -(-len(lines) // layer.columns)
    if not rows:
        return
    slot = box[3] / rows
    height = min(layer.pitch, slot)
    if layer.valign != "spread":
        slot = height
    top = box[1] + ((box[3] - slot * rows) / 2 if layer.valign == "middle" else 0.0)
    width = box[2] / layer.columns
    for n, line in enumerate(lines):
        row, column = divmod(n, layer.columns)
        sheet.scope = outer.item(line, n + 1)
        y = top + row * slot + (slot - height) / 2
        _place_all(sheet, layer.layer, Frame(box[0] + column * width, y, width, height, frame.opacity, frame.turns))
    sheet.scope = outer


def _text(sheet: _Sheet, layer: m.Text, box: m.Box, frame: Frame) -> float | None:
    s, words = sheet.scope, sheet.scope.text(layer.text)
    if not words:
        return box[1]
    pad = layer.pill.pad if layer.pill else (0.0, 0.0)
    room = (max(box[2] - 2 * pad[0], 1.0), max(box[3] - 2 * pad[1], 1.0))
    if layer.vertical:
        set_ = typeset.columns(words, s.name(layer.font), room, layer.size, layer.line_height)
    else:
        accent = tuple(w for w in s.text(layer.accent).splitlines() if w)
        set_ = typeset.block(words, s.name(layer.font), room, layer.size, layer.max_lines, layer.line_height,
                             layer.letter, layer.tight, layer.few, layer.align, accent)  # fmt: skip
    if set_.missing:
        sheet.troubles.append(Trouble("missing_glyph", layer.id, set_.missing))
    if not set_.whole:
        if layer.overflow == "drop":
            return box[1]
        sheet.troubles.append(Trouble("overflow", layer.id, words))
    left = box[0] + pad[0]
    spare = room[1] - set_.height
    top = box[1] + pad[1] + {"top": 0.0, "middle": spare / 2, "bottom": spare}[layer.valign]
    return _emit(sheet, layer, set_, (left, top), words, frame)


def _emit(sheet: _Sheet, layer: m.Text, set_: typeset.Block, at: m.Point, words: str, frame: Frame) -> float:
    """Adds plate, marker swipes, glyphs and emoji of a set text; returns where it ends."""
    s, (left, top) = sheet.scope, at
    start = min((x for x, _, _ in set_.lines), default=0.0)
    ink = (left + start, top, set_.width, set_.height)
    end = top + set_.height
    turns = frame.turns
    if layer.rotate:
        turns = (*turns[:-1], (layer.rotate, ink[0] + ink[2] / 2, ink[1] + ink[3] / 2))
    mark = (layer.id, layer.role, ink, frame.opacity, turns)
    if layer.pill:
        px, py = layer.pill.pad
        plate = (ink[0] - px, ink[1] - py, ink[2] + 2 * px, ink[3] + 2 * py)
        sheet.marks.append(Figure(layer.id, "plate", plate, frame.opacity, turns,
                                  shapes.rounded(plate, layer.pill.radius), fill(s, layer.pill.fill, plate),
                                  _line(s, layer.pill.border), _soft(s, layer.pill.shadow)))  # fmt: skip
        end = plate[1] + plate[3]
    if layer.highlight:
        _swipes(sheet, layer, layer.highlight, set_, at, mark[3:])
    main = fill(s, layer.fill, ink) or (0, 0, 0, 255)
    accent = fill(s, layer.accent_fill, ink) or main
    spots = tuple((g, left + x, top + y, is_accent) for g, x, y, is_accent in set_.spots)
    strokes = tuple((s.color(k.color), k.width) for k in layer.strokes)
    sheet.marks.append(WordsMark(*mark, set_.size, spots, main, accent, strokes, _soft(s, layer.shadow),
                                 words, len(set_.lines)))  # fmt: skip
    for file, x, y, side in set_.stickers:
        box = (left + x, top + y, side, side)
        sheet.marks.append(Sticker(layer.id, layer.role, box, frame.opacity, turns, file))
    return end


def _swipes(
    sheet: _Sheet, layer: m.Text, swipe: m.Highlight, set_: typeset.Block, at: m.Point,
    rest: tuple[float, tuple[Turn, ...]],
) -> None:  # fmt: skip
    px = set_.size
    for x, y, w in set_.accents if swipe.on == "accent" else set_.lines:
        box = (at[0] + x - 0.08 * px, at[1] + y + swipe.top * px, w + 0.16 * px, (swipe.bottom - swipe.top) * px)
        paint = sheet.scope.color(swipe.fill)
        path = shapes.rounded(box, swipe.radius * px)
        sheet.marks.append(Figure(layer.id, "plate", box, *rest, path, paint))


_PLACE: dict[type[m.Layer], Callable[[_Sheet, Any, m.Box, Frame], float | None]] = {
    m.Rect: _rect,
    m.Ellipse: _ellipse,
    m.Rays: _rays,
    m.Grid: _grid,
    m.Shape: _shape,
    m.Image: _image,
    m.Text: _text,
    m.Disclaimer: _text,
    m.Emoji: _emoji,
    m.Group: _group,
    m.Repeat: _repeat,
}
