"""The length of a video or of a shot as people write it: `95`, `1:35`, `35秒`."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from xhsplanner.core.words import t

LONGEST = 24 * 3600


class SecondsEdit(QLineEdit):
    """The length of a video: `95` or `1:35`; written when the field is left, wrong text goes back."""

    changed = Signal(object)
    """int | None: seconds."""
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seconds: int | None = None
        self.setFixedWidth(84)
        self.setPlaceholderText("1:30")
        self.setAccessibleName(t("panel.seconds"))
        self.returnPressed.connect(self._commit)

    def show_seconds(self, seconds: int | None) -> None:
        """Show a stored length, unless the user is at it."""
        self._seconds = seconds
        if not self.hasFocus():
            self.setText(length_text(seconds))

    def _commit(self) -> None:
        try:
            seconds = read_length(self.text())
        except ValueError:
            seconds = self._seconds
        self.setText(length_text(seconds))
        if seconds != self._seconds:
            self._seconds = seconds
            self.changed.emit(seconds)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(length_text(self._seconds))
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def length_text(seconds: int | None) -> str:
    """`1:35` for 95; empty for none."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def read_length(text: str) -> int | None:
    """Seconds of `95`, `1:35` or `1：35`; None for nothing. Raises ValueError for anything else."""
    parts = text.replace("：", ":").strip().removesuffix("秒").split(":")
    if parts == [""]:
        return None
    if len(parts) > 2 or not all(part.strip().isdecimal() for part in parts):
        raise ValueError(f"not a length: {text!r}")
    numbers = [int(part) for part in parts]
    seconds = numbers[0] if len(numbers) == 1 else numbers[0] * 60 + numbers[1]
    if seconds > LONGEST:
        raise ValueError(f"longer than a day: {text!r}")
    return seconds
