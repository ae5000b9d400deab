"""The look of a phone in the previews: light or dark by its own switch, whatever the window is."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPixmap

from xhsplanner.ui.theme import SeriesColors, Theme, tokens


class Phone(QObject):
    """Answers what painters ask of a theme, in the phone's own light or dark."""

    changed = Signal()

    def __init__(self, theme: Theme, own: str = "") -> None:
        """`own`: "light" or "dark"; "" as the window is."""
        super().__init__()
        self._theme = theme
        self._table = tokens()
        self._own: bool | None = {"light": False, "dark": True}.get(own)
        theme.changed.connect(self.changed)

    @property
    def dark(self) -> bool:
        """Whether the phone is dark."""
        return self._theme.dark if self._own is None else self._own

    @property
    def own(self) -> str:
        """Its own "light" or "dark" whatever the window is; "" while it is as the window."""
        return "" if self._own is None else "dark" if self._own else "light"

    def switch(self) -> None:
        """From light to dark or back. Switched to what the window is, it follows the window again."""
        dark = not self.dark
        self._own = None if dark == self._theme.dark else dark
        self.changed.emit()

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """A token in the phone's theme. Raises KeyError for an unknown name."""
        color = QColor(self._table["dark" if self.dark else "light"][name])
        if alpha < 1:
            color.setAlphaF(alpha)
        return color

    def series(self, palette: str | None) -> SeriesColors:
        """The colours of a series' palette; neutral for none or an unknown one."""
        row = self._table["series"].get(palette or "neutral") or self._table["series"]["neutral"]
        bg, fg = row["dark" if self.dark else "light"]
        return SeriesColors(QColor(row["solid"]), QColor(bg), QColor(fg))

    def font(self, px: int, bold: bool = False) -> QFont:
        """The window's font."""
        return self._theme.font(px, bold)

    def pixmap(self, name: str, color: str = "text", size: int = 18, ratio: float = 1.0) -> QPixmap:
        """A lucide icon in a token of the phone's theme, or in a `#RRGGBB` colour."""
        tint = color if color.startswith("#") else self.color(color).name()
        return self._theme.pixmap(name, tint, size, ratio)
