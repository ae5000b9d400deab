"""Lets the cards of a board wear what collides: a mark and, in their tooltip, the sentences."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject

from xhsplanner.ui.board.model import Looks
from xhsplanner.ui.collisions.watch import Watch


class Marking(QObject):
    """Watches the days of a view with `loaded`, `tiles` and `viewport()`; `looks` are its cards as they are now."""

    def __init__(self, view: Any, looks: Callable[[], Looks], span: Callable[[], tuple[date, date]]) -> None:
        super().__init__(view)
        self._view, self._looks, self._span = view, looks, span
        self.watch = Watch(view.ctx, self, view.isVisible)
        self.watch.changed.connect(self._wear)
        view.loaded.connect(self._loaded)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.watch.wake()
        return super().eventFilter(watched, event)

    def _loaded(self) -> None:
        self._wear()  # what was known a moment ago, so that no mark comes and goes
        self.watch.show(*self._span())

    def _wear(self) -> None:
        if self._looks().tell(self.watch.told, self.watch.grave):
            self._view.tiles.changed()
            self._view.viewport().update()
