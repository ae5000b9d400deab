"""What a cover template says, as frozen values. Read from TOML by `template`; drawn nowhere here.

Lengths are design pixels of the variant (1080 wide for 3:4), angles degrees clockwise, stroke widths of text
and line heights in em. Colours are `#RRGGBB`, `#RRGGBBAA`, `$token` or `$token/40` (40 % opaque).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Box = tuple[float, float, float, float]
"""x, y, width, height. A width or height of 0 or less reaches to that distance from the far edge."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradient:
    """Colours along a line through the box (0° left to right, 90° top to bottom) or around its centre."""

    colors: tuple[str, ...]
    stops: tuple[float, ...] = ()
    angle: float = 90.0
    kind: Literal["linear", "radial"] = "linear"


Paint = str | Gradient


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """A soft copy behind a mark, `blur` design pixels wide."""

    color: str
    dx: float = 0.0
    dy: float = 8.0
    blur: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """A line along an outline; `dash` are lengths in line widths."""

    color: str
    width: float = 2.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """An outline around glyphs, `width` em on each side."""

    color: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """A plate behind a text, as wide as the text and `pad`."""

    fill: Paint
    pad: Point = (28.0, 10.0)
    radius: float = 999.0
    border: Border | None = None
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """A marker swipe under accent words or whole lines, from `top` to `bottom` em of the Han square."""

    fill: str
    top: float = 0.62
    bottom: float = 1.04
    on: Literal["accent", "all"] = "accent"
    radius: float = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Notch:
    """Half circles bitten out of the left and right edge of a coupon, `y` below its top."""

    y: float
    radius: float = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """What every layer has. `when` is a condition over variables, `below` follows the named layer's end.

    `anchor` counts x from the right, y from the bottom, or y from where the box would be centred (middle).
    """

    id: str
    box: Box = (0.0, 0.0, 0.0, 0.0)
    when: str = ""
    role: Literal["", "title", "text", "fine", "decor"] = ""
    opacity: float = 1.0
    rotate: float = 0.0
    anchor: Literal["", "right", "bottom", "right bottom", "middle"] = ""
    below: str = ""
    gap: float = 0.0
    lock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect(Layer):
    """A rectangle with round corners."""

    fill: Paint = ""
    radius: float = 0.0
    border: Border | None = None
    shadow: Shadow | None = None
    notch: Notch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse(Layer):
    """An ellipse filling its box."""

    fill: Paint = ""
    border: Border | None = None
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rays(Layer):
    """`count` wedges of light from `center` (design pixels), turned by `turn` degrees."""

    center: Point
    fill: Paint
    count: int = 16
    turn: float = 0.0
    reach: float = 1600.0
    share: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Layer):
    """Grid paper, ruled paper or dots, one line or dot every `step`."""

    color: str
    step: float = 60.0
    width: float = 2.0
    style: Literal["grid", "ruled", "dots", "slant"] = "grid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Layer):
    """A named figure of shapes.toml stretched into the box, filled and/or lined."""

    shape: str
    fill: Paint = ""
    border: Border | None = None
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Layer):
    """The picture slot. `focus` is "x,y" in 0–1 (text with variables); `scrim` lies over it."""

    fit: Literal["cover", "contain"] = "cover"
    focus: str = "{focus}"
    radius: float = 0.0
    border: Border | None = None
    shadow: Shadow | None = None
    scrim: Gradient | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Layer):
    """Words set as large as `size` = [min, max] allows in the box, at most `max_lines`.

    `few` prefers fewer lines to larger letters, `tight` squeezes punctuation inside lines, `vertical` sets columns
    from right to left, `letter` adds em between characters.
    """

    text: str
    font: str = "$font_body"
    size: Point = (24.0, 48.0)
    max_lines: int = 1
    line_height: float = 1.24
    letter: float = 0.0
    tight: bool = True
    few: bool = False
    align: Literal["left", "center", "right"] = "left"
    valign: Literal["top", "middle", "bottom"] = "top"
    fill: Paint = "$ink"
    accent: str = ""
    accent_fill: Paint = ""
    strokes: tuple[Stroke, ...] = ()
    shadow: Shadow | None = None
    highlight: Highlight | None = None
    pill: Pill | None = None
    overflow: Literal["ellipsis", "drop"] = "ellipsis"
    vertical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclaimer(Text):
    """The mandatory small print; its absence is an issue of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emoji(Layer):
    """An emoji drawn as a picture, as large as the box allows."""

    emoji: str
    shadow: Shadow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Layer):
    """Layers in a box of their own; their boxes count from its corner."""

    layer: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Layer):
    """Layers once per line of the variable `over`, or once per place of `at` ([x, y, width, degrees]).

    The box is shared out evenly; a cell is at most `pitch` high. Children read `{item}`, `{item.head}`,
    `{item.detail}`, `{item.figure}`, `{item.icon}`, `{item.mark}` and `{item.n}`.
    """

    layer: tuple[Layer, ...]
    over: str = ""
    max: int = 6
    pitch: float = 220.0
    columns: int = 1
    valign: Literal["top", "middle", "spread"] = "spread"
    at: tuple[tuple[float, float, float, float], ...] = ()


LAYERS: Mapping[str, type[Layer]] = {
    "rect": Rect,
    "ellipse": Ellipse,
    "rays": Rays,
    "grid": Grid,
    "shape": Shape,
    "image": Image,
    "text": Text,
    "disclaimer": Disclaimer,
    "emoji": Emoji,
    "group": Group,
    "repeat": Repeat,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Var:
    """What a note must or may give. `source` lists facts, first non-empty wins; `max` is in characters."""

    type: Literal["text", "list", "emoji", "choice"] = "text"
    source: tuple[str, ...] = ()
    required: bool = False
    max: int = 0
    sample: str = ""
    default: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The gates of a finished cover; pixel sizes at the variant's design width."""

    min_contrast: float = 4.5
    large: float = 3.0
    min_px: float = 24.0
    title_min_px: float = 96.0
    feed_px: float = 60.0
    disclaimer: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One shape of the cover. `safe` is top, right, bottom, left; `keep` stays free at the top right."""

    size: Point = (1080.0, 1440.0)
    safe: Box = (60.0, 48.0, 60.0, 48.0)
    keep: Point = (160.0, 110.0)
    use: str = ""
    hide: tuple[str, ...] = ()
    moves: Mapping[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The table `[template]`."""

    id: str
    name: str
    schema: int = 1
    series: tuple[str, ...] = ()
    kind: Literal["cover", "banner"] = "cover"
    palette: str = "neutral"
    about: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class Template:
    """A template as read. Palettes override tokens, values override palettes."""

    head: Head
    vars: Mapping[str, Var]
    tokens: Mapping[str, str]
    palettes: Mapping[str, Mapping[str, str]]
    check: Check
    variants: Mapping[str, Variant]
    layers: tuple[Layer, ...]
    path: Path

    @property
    def id(self) -> str:
        """The stable name, e.g. `wool-coupon`."""
        return self.head.id

    @property
    def name(self) -> str:
        """The name people read."""
        return self.head.name

    @property
    def series(self) -> tuple[str, ...]:
        """Series this template was made for, by name; empty means any."""
        return self.head.series

    @property
    def ratios(self) -> tuple[str, ...]:
        """Variants that are covers, e.g. `("3:4",)`."""
        return tuple(name for name in self.variants if name != "banner")
