"""Tokens, fonts and icons of the look. Every colour of the window comes from here.

The data is `resources/theme/tokens.toml` and `app.qss`; icons are lucide line icons of `resources/icons`.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from xhsplanner.core import resources

MODES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class SeriesColors:
    """The colours of a series in the active theme: the solid strip, the label's background and text."""

    solid: QColor
    bg: QColor
    fg: QColor


def tokens() -> dict[str, Any]:
    """The table of tokens as read from resources."""
    return resources.toml("theme", "tokens.toml")


def load_fonts(bundled_only: bool = False) -> list[str]:
    """Register the bundled fonts that are needed and return the families to use, best first.

    The bundled Noto Sans SC is registered where none of the system's Chinese families is installed, or
    always with `bundled_only` (drawing shots that look the same on every machine).
    """
    table = tokens()["font"]
    installed = set(QFontDatabase.families())
    chinese = [] if bundled_only else [name for name in table["families"] if name in installed]
    emoji = [] if bundled_only else [name for name in table["emoji"] if name in installed]
    if not chinese:
        _register(table["bundled"])
    if not emoji:
        _register(table["bundled_emoji"])
    return [*chinese, table["bundled"], *emoji, table["bundled_emoji"]]


@cache
def _register(family: str) -> None:
    for face in resources.toml("fonts", "fonts.toml").values():
        if face["family"] == family and face["weight"] in (400, 700):
            QFontDatabase.addApplicationFont(str(resources.path("fonts", face["file"])))


class Theme(QObject):
    """The active look. `changed` is sent after the colours have changed; painted widgets then repaint.

    `mode` is one of `MODES`; `system` follows the system's colour scheme, light where it is not known.
    """

    changed = Signal()

    def __init__(self, mode: str = "system", bundled_fonts: bool | None = None) -> None:
        """`bundled_fonts` None means: the bundled ones when drawing offscreen, else the system's."""
        super().__init__()
        app = cast(QApplication, QApplication.instance())
        offscreen = QGuiApplication.platformName() in ("offscreen", "minimal")
        self.mode = mode if mode in MODES else "system"
        self.families = load_fonts(offscreen if bundled_fonts is None else bundled_fonts)
        self._table = tokens()
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self.dark = self._wants_dark()
        if not app.styleSheet():  # a theme before this one has done it; again would polish every widget anew
            app.setStyle("Fusion")
        app.setFont(self.font(13))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    # --- what widgets ask -------------------------------------------------------------------------

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A token of the active theme, e.g. `surface2`. Raises KeyError for an unknown name."""
        color = QColor(self._table["dark" if self.dark else "light"][name])
        if alpha < 1:
            color.setAlphaF(alpha)
        return color

    def series(self, palette: str | None) -> SeriesColors:
        """The colours of a series' palette; neutral for none or an unknown one."""
        row = self._table["series"].get(palette or "neutral") or self._table["series"]["neutral"]
        bg, fg = row["dark" if self.dark else "light"]
        return SeriesColors(QColor(row["solid"]), QColor(bg), QColor(fg))

    def palettes(self) -> list[str]:
        """The names of all series palettes, in the order to offer them."""
        return list(self._table["series"])

    def status(self, status: str) -> QColor:
        """The ring colour of a note's status; also of `compliance` and `overdue`."""
        return QColor(self._table["status"][str(status)]["dark" if self.dark else "light"])

    def status_shape(self, status: str) -> str:
        """How the ring of a status is drawn: dashed, quarter, half, three_quarters, full, dot, check…"""
        return str(self._table["status"][str(status)]["shape"])

    def metric(self, name: str) -> int:
        """A size in pixels, e.g. `rail`."""
        return int(self._table["metric"][name])

    def radius(self, name: str) -> int:
        """A corner radius in pixels: chip, control, card or panel."""
        return int(self._table["radius"][name])

    def font(self, px: int, bold: bool = False) -> QFont:
        """The window's font at `px` pixels, weight 400 or 700."""
        font = QFont()
        font.setFamilies(self.families)
        font.setPixelSize(px)
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        return font

    def pixmap(self, name: str, color: str = "text", size: int = 18, ratio: float = 1.0) -> QPixmap:
        """A lucide icon tinted with a token or a `#RRGGBB` colour, `size` logical pixels square.

        Raises FileNotFoundError for an unknown icon, KeyError for an unknown token.
        """
        tint = color if color.startswith("#") else self.color(color).name()
        key = (name, tint, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _draw_icon(name, tint, size, ratio)
        return self._pixmaps[key]

    def icon(self, name: str, color: str = "text", size: int = 18) -> QIcon:
        """A tinted icon for buttons and menus, crisp at 100 % and 200 %, faded where disabled."""
        icon = QIcon()
        for ratio in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, color, size, ratio))
            icon.addPixmap(self.pixmap(name, "border2", size, ratio), QIcon.Mode.Disabled)
        return icon

    def close(self) -> None:
        """Stop following the system, before another Theme takes over."""
        QGuiApplication.styleHints().colorSchemeChanged.disconnect(self._system_changed)

    # --- switching --------------------------------------------------------------------------------

    def set_mode(self, mode: str) -> None:
        """Switch to `system`, `light` or `dark` at once. Raises ValueError for another word."""
        if mode not in MODES:
            raise ValueError(f"unknown theme {mode!r}")
        self.mode = mode
        self._refresh()

    def _wants_dark(self) -> bool:
        if self.mode != "system":
            return self.mode == "dark"
        return system_is_dark()

    def _system_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._refresh()

    def _refresh(self) -> None:
        if self.mode == "system":
            QGuiApplication.styleHints().unsetColorScheme()
        dark = self._wants_dark()
        if dark != self.dark:
            self.dark = dark
            self._apply()
            self.changed.emit()

    def _apply(self) -> None:
        app = cast(QApplication, QApplication.instance())
        hints = app.styleHints()
        if self.mode == "system":
            hints.unsetColorScheme()
        else:  # the system's own title bars and file dialogs follow the choice
            hints.setColorScheme(Qt.ColorScheme.Dark if self.dark else Qt.ColorScheme.Light)
        app.setPalette(self.palette())
        sheet = self.style_sheet()
        if sheet != app.styleSheet():
            app.setStyleSheet(sheet)

    def palette(self) -> QPalette:
        """The tokens as a palette, for what the style sheet does not reach."""
        palette = QPalette()
        role = QPalette.ColorRole
        pairs = {
            role.Window: "canvas", role.WindowText: "text", role.Base: "surface",
            role.AlternateBase: "surface2",
            role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "on_accent",
            role.Highlight: "accent", role.HighlightedText: "on_accent", role.ToolTipBase: "toast",
            role.ToolTipText: "on_toast", role.PlaceholderText: "text3", role.Link: "focus",
            role.Mid: "border2", role.Midlight: "border", role.Light: "surface", role.Dark: "border2",
            role.Shadow: "border2", role.Accent: "accent",
        }  # fmt: skip
        for key, token in pairs.items():
            palette.setColor(key, self.color(token))
        for key in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, key, self.color("border2"))
        return palette

    def style_sheet(self) -> str:
        """`app.qss` with `@token`, `@radius-name`, `@metric-name` and `@file-name` filled in."""

        def fill(match: re.Match[str]) -> str:
            kind, _, name = match[1].partition("-")
            if kind in ("radius", "metric"):
                return f"{self._table[kind][name]}px"
            if kind == "file":
                file = f"{name}_{'dark' if self.dark else 'light'}.svg"
                return resources.path("theme", file).as_posix()
            return self.color(match[1]).name()

        return re.sub(r"@([a-z0-9_-]+)", fill, resources.text("theme", "app.qss"))


def system_is_dark() -> bool:
    """Whether the system asks for dark; not every system says."""
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _draw_icon(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    return QPixmap.fromImage(_icon_image(name, tint, size, ratio))


@cache
def _icon_image(name: str, tint: str, size: int, ratio: float) -> QImage:
    """Drawn once a process, whatever themes come and go: a window has some 270, at 0.2 ms each."""
    svg = resources.text("icons", f"{name}.svg").replace("currentColor", tint)
    side = round(size * ratio)
    image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image
