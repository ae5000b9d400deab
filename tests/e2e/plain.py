"""What is plain on a screen."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit, QToolTip, QWidget

from xhsplanner.ui.dialogs.help import Paper


def rich(window: QWidget) -> list[str]:
    """Texts below a window that Qt would read as markup; what is not harmless is named.

    The handbook shows our own files, and none of the user's text.
    """
    edits = [edit for edit in window.findChildren(QTextEdit) if not isinstance(edit, Paper)]
    found = [f"QTextEdit {edit.objectName()}" for edit in edits]
    for label in window.findChildren(QLabel):
        is_tip = label.inherits("QTipLabel")  # the tooltip that is up: Qt reads it as markup, so it is escaped
        if "<img" in label.text() if is_tip else label.textFormat() is not Qt.TextFormat.PlainText:
            found.append(f"label: {label.text()[:60]}")
    for widget in [window, *window.findChildren(QWidget)]:
        if "<img" in widget.toolTip() or "<img" in widget.statusTip() or "<img" in widget.whatsThis():
            found.append(f"tip of {type(widget).__name__}: {widget.toolTip()[:60]}")
    for view in window.findChildren(QAbstractItemView):
        found += [f"tip in {type(view).__name__}: {tip[:60]}" for tip in tips(view) if "<img" in tip]
    return found


def tips(view: QAbstractItemView) -> Iterator[str]:
    """The tooltips of a list or table."""
    model = view.model()
    for row in range(min(20, model.rowCount()) if model is not None else 0):
        column = 0
        while (index := model.index(row, column)).isValid():
            yield str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            column += 1


def blank(image: QImage) -> bool:
    """Whether next to nothing is painted."""
    seen = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    return len(seen) < 6


def tip_at(view: Any, at: QPoint) -> str:
    """The tooltip that comes up at a point of a view's viewport."""
    viewport = view.viewport()
    QToolTip.hideText()
    help_ = QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at))
    QApplication.sendEvent(viewport, help_)
    return QToolTip.text()
