"""Painted rooms of notes to a screen reader: a child for each card that shows."""

from PySide6.QtCore import QRect

from xhsplanner.ui.notes.area import AreaView
from xhsplanner.ui.widgets.told import Told, tell


class AreaAccess(Told[AreaView, int]):
    """The cards in reading order."""

    def spots(self, view: AreaView) -> list[int]:
        return view.visible()

    def words(self, view: AreaView, spot: int) -> str:
        return view.words(spot)

    def box(self, view: AreaView, spot: int) -> QRect | None:
        box = view.rect_of(spot)
        return QRect(*box) if box is not None else None

    def at_keyboard(self, view: AreaView, spot: int) -> bool:
        return view.focus == spot

    def chosen(self, view: AreaView, spot: int) -> bool:
        return spot in view.ctx.selection


def install() -> None:
    """Tell Qt how these rooms are told."""
    tell(AreaView, AreaAccess)
