"""The tray under cards in the hand: a drag of our own ends at the edge of its room; what is beside it is asked."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

TAKES = "takes_notes"
"""The property of a widget that takes the day of notes which are let go over it."""


@runtime_checkable
class Takes(Protocol):
    """Shows whether notes are held over it."""

    def held(self, over: bool) -> None: ...


def below(view: QAbstractScrollArea, at: QPoint) -> QWidget | None:
    """The widget of the window at a point of a viewport that lies outside of it."""
    if view.viewport().rect().contains(at):
        return None
    window = view.window()
    return window.childAt(window.mapFromGlobal(view.viewport().mapToGlobal(at)))


class Taker:
    """What would take the cards that one view has in the hand."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        self._view = view
        self.widget: QWidget | None = None

    def point_at(self, at: QPoint) -> None:
        """The mouse has moved; `at` in the viewport."""
        found = below(self._view, at)
        while found is not None and not found.property(TAKES):
            found = found.parentWidget()
        self._hold(found)

    def leave(self) -> None:
        """The cards are in the hand no longer."""
        self._hold(None)

    def _hold(self, found: QWidget | None) -> None:
        if found is self.widget:
            return
        for one, over in ((self.widget, False), (found, True)):
            if isinstance(one, Takes):
                one.held(over)
        self.widget = found
