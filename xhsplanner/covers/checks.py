"""What is wrong with a cover, measured on its layout and on the very pixels under its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QTransform

from xhsplanner.core.words import t
from xhsplanner.covers.model import Disclaimer, Group, Layer, Repeat, Template, Variant
from xhsplanner.covers.paint import crop
from xhsplanner.covers.placed import Blend, Color, Fill, Layout, Mark, Photo, Words

Severity = Literal["block", "warn", "info"]

FEED_WIDTH = 178
"""Pixels a cover is wide in the platform's feed."""

SHARP = 0.9
"""A picture may be stretched by 1 / SHARP before it counts as too small."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to look at. `kind` is stable, `message` is for people.

    Kinds: overflow, missing_glyph, contrast, unsafe, low_res, missing_value, missing_disclaimer, feed_size,
    small_text.
    """

    kind: str
    severity: Severity
    layer: str
    message: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What lay under a mark of words: relative luminances of sampled pixels, dark to light."""

    mark: Words
    lights: tuple[float, ...]


def luminance(red: int, green: int, blue: int) -> float:
    """WCAG relative luminance of an sRGB colour."""
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


_LINEAR = tuple(v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in range(256))


def contrast(a: float, b: float) -> float:
    """WCAG contrast of two luminances, 1–21."""
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)


class Watcher:
    """Collects the ground under every mark of words while a cover is painted."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.grounds: list[Ground] = []

    def __call__(self, mark: Mark, image: QImage) -> None:
        if not isinstance(mark, Words):
            return
        turned = QTransform.fromScale(self.scale, self.scale)
        for degrees, x, y in mark.turns:
            turned.translate(x, y)
            turned.rotate(degrees)
            turned.translate(-x, -y)
        area = turned.mapRect(QRectF(*mark.box)).toAlignedRect() & image.rect()
        if not area.isEmpty():
            self.grounds.append(Ground(mark, _lights(image, area)))


def _lights(image: QImage, area: QRect) -> tuple[float, ...]:
    """Luminances of up to 20 × 8 pixels spread over an area, sorted."""
    fast, stretch = Qt.TransformationMode.FastTransformation, Qt.AspectRatioMode.IgnoreAspectRatio
    small = image.copy(area).scaled(min(20, area.width()), min(8, area.height()), stretch, fast)
    data = bytes(small.constBits())
    row = small.bytesPerLine()
    return tuple(sorted(
        luminance(data[at + 2], data[at + 1], data[at])
        for y in range(small.height()) for at in range(y * row, y * row + small.width() * 4, 4)
    ))  # fmt: skip


def _ink(fill: Fill) -> list[Color]:
    return [c for _, c in fill.stops] if isinstance(fill, Blend) else [fill]


def inspect(
    template: Template, values: Mapping[str, str], variant: Variant, layout: Layout,
    grounds: Sequence[Ground], picture: QImage | None,
) -> tuple[Issue, ...]:  # fmt: skip
    """Every issue of a cover, worst first."""
    found = [*_values(template, values), *_troubles(layout), *_disclaimer(template, layout)]
    found += _places(layout, variant)
    found += _sizes(template, variant, layout)
    found += _contrasts(template, grounds)
    found += _pictures(layout, picture)
    order = {"block": 0, "warn": 1, "info": 2}
    return tuple(sorted(dict.fromkeys(found), key=lambda issue: order[issue.severity]))


def _values(template: Template, values: Mapping[str, str]) -> list[Issue]:
    found = []
    for name, var in template.vars.items():
        if var.required and not values.get(name, "").strip():
            label = var.label or name
            found.append(Issue("missing_value", "block", name, t("cover.missing_value", name=label)))
    return found


def _troubles(layout: Layout) -> list[Issue]:
    roles = {mark.layer: mark.role for mark in layout.marks if mark.role != "plate"}
    found = []
    for trouble in layout.troubles:
        worst = trouble.kind == "missing_glyph" or roles.get(trouble.layer) in ("title", "fine")
        message = t(f"cover.{trouble.kind}", text=trouble.detail)
        found.append(Issue(trouble.kind, "block" if worst else "warn", trouble.layer, message))
    return found


def _ids(layers: Sequence[Layer], cls: type[Layer]) -> set[str]:
    found = {layer.id for layer in layers if isinstance(layer, cls)}
    for layer in layers:
        if isinstance(layer, Group | Repeat):
            found |= _ids(layer.layer, cls)
    return found


def _disclaimer(template: Template, layout: Layout) -> list[Issue]:
    wanted = _ids(template.layers, Disclaimer)
    shown = any(isinstance(mark, Words) and mark.layer in wanted for mark in layout.marks)
    if not template.check.disclaimer or shown:
        return []
    layer = min(wanted, default="disclaimer")
    return [Issue("missing_disclaimer", "block", layer, t("cover.missing_disclaimer"))]


def _extent(mark: Mark) -> QRectF:
    turned = QTransform()
    for degrees, x, y in mark.turns:
        turned.translate(x, y)
        turned.rotate(degrees)
        turned.translate(-x, -y)
    return turned.mapRect(QRectF(*mark.box))


def _places(layout: Layout, variant: Variant) -> list[Issue]:
    top, right, bottom, left = variant.safe
    width, height = layout.size
    safe = QRectF(left, top, width - left - right, height - top - bottom).adjusted(-1, -1, 1, 1)
    corner = QRectF(width - variant.keep[0], 0, *variant.keep)
    found = []
    for mark in layout.marks:
        if not isinstance(mark, Words) or mark.role == "decor":
            continue
        ink = _extent(mark)
        if not safe.contains(ink) or (mark.role == "title" and ink.intersects(corner)):
            worst: Severity = "warn" if mark.role in ("title", "fine") else "info"
            found.append(Issue("unsafe", worst, mark.layer, t("cover.unsafe", text=_short(mark.text))))
    return found


def _sizes(template: Template, variant: Variant, layout: Layout) -> list[Issue]:
    check, found = template.check, []
    unit = layout.size[0] / variant.size[0]
    for mark in layout.marks:
        if not isinstance(mark, Words) or mark.role == "decor":
            continue
        size, text = mark.size / unit, _short(mark.text)
        if size + 0.01 < check.min_px:
            found.append(Issue("small_text", "block", mark.layer, t("cover.small_text", text=text, px=round(size))))
        elif mark.role == "title" and size + 0.01 < check.feed_px:
            message = t("cover.feed_size", text=text, px=round(size * FEED_WIDTH / variant.size[0], 1))
            found.append(Issue("feed_size", "warn", mark.layer, message))
        elif mark.role == "title" and size + 0.01 < check.title_min_px:
            message = t("cover.title_small", text=text, px=round(size), wanted=round(check.title_min_px))
            found.append(Issue("feed_size", "info", mark.layer, message))
    return found


def _contrasts(template: Template, grounds: Sequence[Ground]) -> list[Issue]:
    found = []
    for ground in grounds:
        mark, lights = ground.mark, ground.lights
        if mark.role == "decor" or not mark.spots:
            continue
        n = len(lights)
        edges = (lights[int((n - 1) * 0.05)], lights[int((n - 1) * 0.95)])
        inner = min(mark.strokes, key=lambda s: s[1], default=None)
        inks = [c for used, fill in ((False, mark.fill), (True, mark.accent)) for c in _ink(fill)
                if any(spot[3] is used for spot in mark.spots)]  # fmt: skip
        behind = (luminance(*inner[0][:3]),) if inner else edges
        worst = min(contrast(luminance(*ink[:3]), other) for ink in inks for other in behind)
        gate = template.check.large if mark.size >= 56 else template.check.min_contrast
        if worst < gate:
            severity: Severity = "block" if worst < gate * 0.66 else "warn"
            message = t("cover.contrast", text=_short(mark.text), ratio=f"{worst:.1f}", gate=f"{gate:g}")
            found.append(Issue("contrast", severity, mark.layer, message))
    return found


def _pictures(layout: Layout, picture: QImage | None) -> list[Issue]:
    found = []
    for mark in layout.marks:
        if isinstance(mark, Photo) and picture is not None and not picture.isNull():
            part, place = crop(mark, picture.width(), picture.height())
            share = part[2] / place[2]
            if share < SHARP:
                severity: Severity = "block" if share < 0.4 else "warn"
                message = t("cover.low_res", have=round(part[2]), want=round(place[2]))
                found.append(Issue("low_res", severity, mark.layer, message))
    return found


def whole_picture(width: int, wanted: int = 1080) -> tuple[Issue, ...]:
    """What is wrong with a picture that is the whole cover and `width` pixels wide."""
    if width >= wanted * SHARP:
        return ()
    severity: Severity = "block" if width < wanted * 0.4 else "warn"
    return (Issue("low_res", severity, "picture", t("cover.low_res", have=width, want=wanted)),)


def _short(text: str) -> str:
    return text if len(text) <= 12 else text[:11] + "…"
