"""What is plain on a screen, and how every screen is brought up."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QTextEdit, QToolTip, QWidget

from xhsplanner.ui import menus, shots
from xhsplanner.ui.dialogs.help import Paper
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms import available


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


def show(window: MainWindow, target: str) -> QWidget:
    """Bring up one of the shots' targets in a window that stands; what is to be looked at."""
    kind, _, name = target.partition(":")
    if kind in {row.id for row in available()}:
        window.show_room(kind)
        for setting, value in shots.LOOKS.get(kind, {}).get(name, {}).items():
            window.ctx.settings.set(setting, value)
        if kind == "catalogue":
            window.room.show_subject(name)  # type: ignore[union-attr]
        return window
    if kind == "panel":
        window.show_room("week")
        window.panel.ask(shots.PANEL_PARTS[name])  # type: ignore[union-attr]
        return window
    if kind == "popup":
        room, action = shots.POPUPS[name]
        window.show_room(room)
        window.verbs.callbacks()[action]()
        return QApplication.activePopupWidget() or window
    if kind == "menu":
        make = menus.settings_menu if name == "settings" else menus.me_menu
        menu = make(window.ctx, window.actions_, window)
        menu.popup(QPoint(40, 40))
        return menu
    name, _, tab = name.partition(":")
    dialog: Any = window.open_dialog(name)
    if tab:
        dialog.show_tab(tab)
    return dialog
