"""The wheel's notches as a short glide instead of a jump; touchpads move by pixels and need none."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QPropertyAnimation
from PySide6.QtWidgets import QScrollBar

GLIDE_MS = 120


class Glide(QPropertyAnimation):
    """Moves a scroll bar; notches that come during a glide add up."""

    def __init__(self, bar: QScrollBar) -> None:
        super().__init__(bar, b"value", bar)
        self._bar = bar
        self.setDuration(GLIDE_MS)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)

    def by(self, pixels: int) -> None:
        """Go `pixels` further, as far as the bar reaches."""
        moving = self.state() == QAbstractAnimation.State.Running
        start = int(self.endValue()) if moving else self._bar.value()
        target = max(self._bar.minimum(), min(start + pixels, self._bar.maximum()))
        self.stop()
        self.setStartValue(self._bar.value())
        self.setEndValue(target)
        self.start()
