"""Where on a card its ring, its owner, its warning and its chip are. Qt-free.

painter.py and frame.py draw them there, and a click on ring, owner or chip opens a list of its own.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.ui.board.stacks import COMPACT_H, Card, Style
from xhsplanner.ui.rect import Rect
from xhsplanner.ui.widgets.states import clock_text

if TYPE_CHECKING:
    from xhsplanner.ui.board.model import CardLook

LEFT = 11  # from a card's edge to its text, past the strip
RING, LINE_RING = 13, 12
AVATAR = 18
WARNING = 15
COUNT = 8
"""Beside the sign, how many warnings there are, where it is more than one."""
CHIP_H, CHIP_PAD = 19, 13
META, SMALL = 12, 11  # pixels of the font of the line above the title, and of the chip

Width = Callable[[str, int], float]
"""How wide a text is in the window's font at so many pixels."""


class Parts(NamedTuple):
    """Rectangles as painted; None for what the card has not, or has no room for."""

    status: Rect
    owner: Rect | None = None
    warning: Rect | None = None
    chip: Rect | None = None

    def touched(self) -> dict[str, Rect]:
        """What can be clicked, by name, a little larger than it is painted."""
        grown = {"status": _grown(self.status, 4)}
        if self.owner is not None:
            grown["owner"] = _grown(self.owner, 2)
        if self.chip is not None:
            grown["chip"] = _grown(self.chip, 1)
        return grown


def _grown(rect: Rect, by: int) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by)


def meta_top(card: Card, rect: Rect) -> int:
    """Where the line with ring and time begins, on a card of more than one line."""
    return rect.y + card.banner + (3 if rect.h < COMPACT_H else 5)


def parts_of(card: Card, look: "CardLook", rect: Rect, width: Width) -> Parts:
    """The parts of a card that lies at `rect`."""
    if card.style is Style.LINE:
        return Parts(Rect(rect.x + LEFT - 2, rect.y + (rect.h - LINE_RING) // 2, LINE_RING, LINE_RING))
    top = meta_top(card, rect)
    status = Rect(rect.x + LEFT, top + 3, RING, RING)
    right, taken = rect.right - 6, status.right + width(clock_text(look.note.minute), META)
    owner = warning = chip = None
    if look.owner and right - AVATAR > taken + 7:
        owner = Rect(right - AVATAR, top, AVATAR, AVATAR)
        right -= AVATAR + 4
    wide = WARNING + (COUNT if len(look.warnings) > 1 else 0)
    if look.warnings and right - wide > taken + 5:
        warning = Rect(right - wide, top + 2, wide, WARNING)
    if card.style is Style.BANNER and look.chip:
        wide = round(min(rect.w - LEFT - 8, width(look.chip, SMALL) + CHIP_PAD))
        chip = Rect(rect.x + LEFT, rect.bottom - 25, wide, CHIP_H)
    return Parts(status, owner, warning, chip)


def drawer_parts(look: "CardLook", rect: Rect) -> Parts:
    """The parts of a card in the drawer."""
    owner = Rect(rect.right - 7 - AVATAR, rect.y + 5, AVATAR, AVATAR) if look.owner else None
    return Parts(Rect(rect.x + LEFT, rect.y + 8, RING, RING), owner)
