"""Where on a card its ring, its chip and its owner are: each opens its own menu. Qt-free; painter.py draws them."""

from typing import TYPE_CHECKING

from xhsplanner.ui.board.stacks import Card, Style
from xhsplanner.ui.rect import Rect

if TYPE_CHECKING:
    from xhsplanner.ui.board.model import CardLook

LEFT = 11
RING = 13
AVATAR = 18
CHIP_H = 22
CHARACTER = 12  # pixels of a wide character on a chip; a narrow one takes 7


def parts_of(card: Card, look: "CardLook", rect: Rect, colours: str) -> dict[str, Rect]:
    """`status`, `series` and `owner` of a card at `rect`, as far as it shows them; a little larger than drawn.

    `colours` says what the chip names, see choices.COLOURS.
    """
    if card.style is Style.LINE:
        return {"status": Rect(rect.x + 5, rect.y + 3, 20, rect.h - 6)}
    top = rect.y + card.banner
    found = {"status": Rect(rect.x + LEFT - 4, top + 3, RING + 8, RING + 8)}
    if look.owner:
        found["owner"] = Rect(rect.right - 6 - AVATAR - 2, top + 2, AVATAR + 4, AVATAR + 4)
    if card.style is Style.BANNER and look.chip and colours == "series":
        wide = 16 + sum(CHARACTER if char > "\x7f" else 7 for char in look.chip)
        found["series"] = Rect(rect.x + LEFT, rect.bottom - 26, min(wide, rect.w - LEFT - 8), CHIP_H)
    return found


def drawer_parts(look: "CardLook", rect: Rect) -> dict[str, Rect]:
    """The same of a card in the drawer."""
    found = {"status": Rect(rect.x + 7, rect.y + 4, 21, 21)}
    if look.owner:
        found["owner"] = Rect(rect.right - 27, rect.y + 3, 22, 22)
    return found
