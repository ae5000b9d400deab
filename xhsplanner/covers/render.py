"""The engine's front door: template and values in, picture and issues out. Safe on any thread."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.covers import checks, facts
from xhsplanner.covers import template as library
from xhsplanner.covers.encode import load
from xhsplanner.covers.layout import layout
from xhsplanner.covers.model import Image, Template
from xhsplanner.covers.paint import paint
from xhsplanner.covers.placed import Layout

BANNER_HEIGHT = 88.0
"""Design pixels a banner is high; its width follows from the shape asked for."""


@dataclass(frozen=True)
class Rendering:
    """A painted cover, what is wrong with it, and how long it took in milliseconds."""

    image: QImage
    issues: tuple[checks.Issue, ...]
    ms: float


def render(
    template: Template,
    values: Mapping[str, str],
    *,
    variant: str = "3:4",
    width: int = 1080,
    picture: QImage | Path | None = None,
    check: bool = True,
) -> Rendering:
    """Paints a cover `width` pixels wide (RGB32).

    `picture` fills the template's picture slot; a path that cannot be read counts as no picture. `check=False`
    skips the inspection for previews. Raises KeyError for a variant the template does not have.
    """
    started = time.perf_counter()
    shape = template.variants[variant]
    photo = load(picture)
    plan = arrange(template, values, variant=variant, has_picture=photo is not None)
    height = round(width * plan.size[1] / plan.size[0])
    watcher = checks.Watcher(width / plan.size[0]) if check else None
    image = paint(plan, width, height, photo, watcher)
    issues = checks.inspect(template, values, shape, plan, watcher.grounds, photo) if watcher else ()
    return Rendering(image, issues, (time.perf_counter() - started) * 1000)


def photo(picture: Path | None, width: int = 1080) -> Rendering:
    """A picture that is a cover by itself: its middle as 3:4, `width` pixels wide.

    Its one possible issue is low_res. Raises Refused where there is no picture or it cannot be read.
    """
    started = time.perf_counter()
    found = load(picture)
    if found is None:
        raise Refused(t("cover.picture", path=picture.name if picture else ""))
    height = round(width * 4 / 3)
    scale = min(found.width() / width, found.height() / height)
    part = QSize(round(width * scale), round(height * scale))
    middle = QPoint((found.width() - part.width()) // 2, (found.height() - part.height()) // 2)
    image = found.copy(QRect(middle, part)).scaled(
        width, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return Rendering(image, checks.whole_picture(part.width()), (time.perf_counter() - started) * 1000)


def arrange(
    template: Template, values: Mapping[str, str], *, variant: str = "3:4", has_picture: bool = False
) -> Layout:
    """Only the layout of a cover, without painting it."""
    return layout(template, values, variant, has_picture=has_picture)


def banner(
    template: Template,
    values: Mapping[str, str],
    width: int,
    height: int,
    *,
    picture: QImage | Path | None = None,
) -> QImage:
    """The strip on top of a week card: series colours, soft circles, the hook word and the series' icon.

    `values` are those of the cover (`title`, `hook`, `palette`); with a picture it is a crop of that instead,
    without words. The pastel ground serves light and dark themes alike. Sizes are device pixels, so pass them
    times the device pixel ratio.
    """
    used = library.template(template.variants["banner"].use) if "banner" in template.variants else template
    photo = load(picture)
    title = values.get("title", "")
    given = {**values, "hook": values.get("hook") or facts.hook(title)}
    size = (BANNER_HEIGHT * width / max(height, 1), BANNER_HEIGHT)
    layers = used.layers
    if photo is not None:
        layers = tuple(layer for layer in layers if isinstance(layer, Image))
    plan = layout(used, given, "banner", size=size, has_picture=photo is not None, layers=layers)
    return paint(plan, width, height, photo)


__all__ = ["Rendering", "arrange", "banner", "load", "photo", "render"]
