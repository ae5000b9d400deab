"""What the board paints with: colours, fonts and small ready-made pictures of one theme at one pixel ratio."""

from collections.abc import Callable
from functools import cached_property
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from xhsplanner.ui.board import lines
from xhsplanner.ui.board.parts import CHIP_H, CHIP_PAD, SMALL
from xhsplanner.ui.theme import SeriesColors, Theme
from xhsplanner.ui.widgets.cards import paint_avatar, paint_chip, paint_ring

CARD_RADIUS = 9
OVERHANG = 2  # how far a letter may reach out of its width
SHADOW = 2  # how far a card's shadow reaches out of its rectangle
READABLE = 4.5  # the least contrast of text and ground
KEPT = 1500  # ready-made pictures; a year's worth of banners must not fill the memory
WORDS = 3000  # and so many of short words, each a few KB


def mix(color: QColor, other: QColor, share: float) -> QColor:
    """`color` with `share` (0–1) of `other` in it."""
    return QColor.fromRgbF(
        color.redF() + (other.redF() - color.redF()) * share,
        color.greenF() + (other.greenF() - color.greenF()) * share,
        color.blueF() + (other.blueF() - color.blueF()) * share,
    )


def contrast(one: QColor, other: QColor) -> float:
    """How well one colour reads on the other, by WCAG: 1 to 21."""

    def light(color: QColor) -> float:
        parts = (color.redF(), color.greenF(), color.blueF())
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


class Type:
    """A font with its measures, remembered per character: measuring is what titles cost most."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        metrics = QFontMetricsF(font)
        self.ascent, self.height = metrics.ascent(), metrics.height()
        self._metrics = metrics
        self._known: dict[str, float] = {}
        self._widths: dict[str, float] = {}
        self._fitted: dict[tuple[str, int, int], list[str]] = {}

    def advance(self, cluster: str) -> float:
        """The width of one character."""
        width = self._known.get(cluster)
        if width is None:
            width = self._known[cluster] = self._metrics.horizontalAdvance(cluster)
        return width

    def width(self, text: str) -> float:
        """The width of a short text."""
        found = self._widths.get(text)
        if found is None:
            if len(self._widths) > KEPT:
                self._widths.clear()
            found = self._widths[text] = sum(self.advance(part) for part in lines.clusters(text))
        return found

    def fit(self, text: str, width: int, count: int) -> list[str]:
        """At most `count` lines of `width`; see lines.fit."""
        key = (text, width, count)
        found = self._fitted.get(key)
        if found is None:
            if len(self._fitted) > KEPT:
                self._fitted.clear()
            found = self._fitted[key] = lines.fit(text, width, count, self.advance)
        return found

    def baseline(self, top: float, height: float) -> float:
        """Where to put the baseline of a line `height` high that begins at `top`."""
        return round(top + (height - self.height) / 2 + self.ascent)


class Ink:
    """Made anew when the theme or the screen's pixel ratio changes."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme = theme
        self.ratio = ratio
        self._colors: dict[str, QColor] = {}
        self._types: dict[tuple[int, bool], Type] = {}
        self._tones: dict[str, SeriesColors] = {}
        self._stamps: dict[tuple[object, ...], QPixmap] = {}
        self._words: dict[tuple[str, int, bool, str], QPixmap] = {}

    def color(self, name: str) -> QColor:
        """A token of the theme."""
        found = self._colors.get(name)
        if found is None:
            found = self._colors[name] = self.theme.color(name)
        return found

    def tone(self, name: str) -> SeriesColors:
        """Strip, chip and its text in one colour: a series' palette, `status:review`, or a member's `#RRGGBB`."""
        found = self._tones.get(name)
        if found is None:
            kind, _, state = name.partition(":")
            if kind == "status":
                found = self._shades(self.theme.status(state))
            elif name.startswith("#"):
                found = self._shades(QColor(name))
            else:
                found = self.theme.series(name)
            self._tones[name] = found
        return found

    def _shades(self, solid: QColor) -> SeriesColors:
        """A tinted ground and a text on it that can be read, from one colour."""
        ground = mix(self.color("surface"), solid, 0.2 if self.theme.dark else 0.12)
        text, goal = solid, self.color("text")
        for _ in range(10):
            if contrast(text, ground) >= READABLE:
                break
            text = mix(text, goal, 0.2)
        return SeriesColors(solid, ground, text)

    def type(self, px: int, bold: bool = False) -> Type:
        """The window's font at `px` pixels."""
        found = self._types.get((px, bold))
        if found is None:
            found = self._types[px, bold] = Type(self.theme.font(px, bold))
        return found

    def width(self, text: str, px: int) -> float:
        """How wide a short text is at so many pixels."""
        return self.type(px).width(text)

    def canvas(self, width: float, height: float, fill: QColor | None = None) -> QPixmap:
        """An empty picture of a size in logical pixels."""
        pixmap = QPixmap(max(1, round(width * self.ratio)), max(1, round(height * self.ratio)))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(fill if fill is not None else Qt.GlobalColor.transparent)
        return pixmap

    def stamp(
        self, key: tuple[object, ...], width: float, height: float, draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """A small picture that is drawn once; `key` says what it shows."""
        found = self._stamps.get(key)
        if found is None:
            if len(self._stamps) >= KEPT:
                self._stamps.clear()
            found = self.canvas(width, height)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter)
            painter.end()
            self._stamps[key] = found
        return found

    def words(self, text: str, px: int, color: str, bold: bool = False) -> QPixmap:
        """A short text that is written often, in a token's colour; see `write`."""
        key = (text, px, bold, color)
        found = self._words.get(key)
        if found is None:
            if len(self._words) >= WORDS:
                self._words.clear()
            face = self.type(px, bold)
            found = self.canvas(ceil(face.width(text)) + 2 * OVERHANG, ceil(face.height) + 2)
            painter = QPainter(found)
            painter.setFont(face.font)
            painter.setPen(self.color(color))
            painter.drawText(QPointF(OVERHANG, round(face.ascent) + 1), text)
            painter.end()
            self._words[key] = found
        return found

    def write(
        self, painter: QPainter, at: tuple[float, float], text: str, px: int, color: str, bold: bool = False
    ) -> None:
        """Put down a short text with its baseline at `at`: a third of what drawing it takes."""
        face = self.type(px, bold)
        top = at[1] - round(face.ascent) - 1
        painter.drawPixmap(QPointF(round(at[0]) - OVERHANG, top), self.words(text, px, color, bold))

    def ring(self, state: str, size: int = 13) -> QPixmap:
        """A status ring."""
        paper = self.color("surface")
        color = self.theme.status(state)
        return self.stamp(
            ("ring", state, size),
            size,
            size,
            lambda p: paint_ring(p, QRectF(0, 0, size, size), state, color, paper),
        )

    def avatar(self, initial: str, color: str, size: int) -> QPixmap:
        """An account's or member's circle."""
        fill = QColor(color) if color else self.color("text3")
        font = self.type(max(11, round(size * 0.5)), bold=True).font
        return self.stamp(
            ("avatar", initial, color, size),
            size,
            size,
            lambda p: paint_avatar(p, QRectF(0, 0, size, size), initial, fill, font),
        )

    def chip(self, text: str, tone: str, most: int, height: int = CHIP_H) -> QPixmap:
        """A tinted label, no wider than `most`."""
        face, colors = self.type(SMALL), self.tone(tone)
        width = round(min(most, face.width(text) + CHIP_PAD))
        return self.stamp(
            ("chip", text, tone, width),
            width,
            height,
            lambda p: paint_chip(p, QRectF(0, 0, width, height), text, colors.bg, colors.fg, face.font),
        )

    def icon(self, name: str, color: str, size: int) -> QPixmap:
        """A line icon in a token's or `#RRGGBB` colour."""
        return self.theme.pixmap(name, color, size, self.ratio)

    def pill(self, text: str, icon: str, width: int, height: int) -> QPixmap:
        """A wide, quiet button with a word and an icon."""
        face = self.type(11, bold=True)
        fitting = "".join(face.fit(text, width - 24, 1))

        def draw(painter: QPainter) -> None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.color("sunken"))
            painter.drawRoundedRect(QRectF(0, 0, width, height), 6, 6)
            left = (width - face.width(fitting) - 16) / 2
            painter.setFont(face.font)
            painter.setPen(self.color("text2"))
            painter.drawText(QPointF(round(left), face.baseline(0, height)), fitting)
            right = round(left + face.width(fitting) + 3)
            painter.drawPixmap(QPointF(right, (height - 13) // 2), self.icon(icon, "text2", 13))

        return self.stamp(("pill", text, icon, width, height), width, height, draw)

    def frame(self, width: int, height: int, banner: int, tone: str) -> QPixmap:
        """An empty card with its shadow and its coloured strip; reaches SHADOW out on every side."""

        def draw(painter: QPainter) -> None:
            box = QRectF(SHADOW, SHADOW, width, height)
            self._shadow(painter, box)
            shape = QPainterPath()
            shape.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
            painter.fillPath(shape, self.color("surface"))
            painter.save()
            painter.setClipPath(shape)
            strip = QRectF(box.x(), box.y() + banner, 3.5, height - banner)
            painter.fillRect(strip, self.tone(tone).solid)
            painter.restore()
            painter.strokePath(shape, QPen(self.color("border"), 1))

        size = (width + 2 * SHADOW, height + 2 * SHADOW)
        return self.stamp(("frame", width, height, banner, tone), *size, draw)

    def _shadow(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        shade = QColor(self.color("shadow"))
        for spread, alpha in ((1.5, 0.03), (0.75, 0.05)):
            shade.setAlphaF(alpha * (3 if self.theme.dark else 1))
            painter.setBrush(shade)
            grown = box.adjusted(-spread / 2, 0, spread / 2, spread)
            painter.drawRoundedRect(grown, CARD_RADIUS, CARD_RADIUS)

    @cached_property
    def hatch(self) -> QBrush:
        """The stripes of quiet days, continuous over neighbouring cells when the brush origin is the grid's."""
        side = 16
        ground = self.color("quiet")
        pixmap = self.canvas(side, side, ground)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(mix(ground, self.color("text3"), 0.16), 1))
        for shift in (-side, 0, side):
            painter.drawLine(QPointF(shift, side), QPointF(shift + side, 0))
        painter.end()
        return QBrush(pixmap)
