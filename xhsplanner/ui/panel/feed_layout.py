"""Where everything of a 发现页 preview goes: two columns of cards under the tabs of a phone. No Qt in here."""

from collections.abc import Sequence
from dataclasses import dataclass

EDGE = 6.0
GUTTER = 5.0
PAD = 8.0
LINE = 18.0
FOOT = 20.0
LINES = 2
BAR = 38.0
"""Height of the phone's tab bar."""
NARROWEST, WIDEST = 3 / 4, 4 / 3
"""The platform shows no cover narrower or wider than this."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """One card: the whole, its picture, its title, its avatar, its name, its heart with number."""

    card: Box
    picture: Box
    title: Box
    avatar: Box
    name: Box
    heart: Box


def shown_ratio(ratio: float) -> float:
    """Width by height a cover is shown with."""
    return min(WIDEST, max(NARROWEST, ratio or NARROWEST))


def place(width: float, cards: Sequence[tuple[float, int]]) -> tuple[list[Placed], float]:
    """Place cards given as (width by height of the cover, lines of the title 0–2) into two columns.

    The first stands top left, each next one in the shorter column. Returns the cards and the height of all.
    """
    column = (width - 2 * EDGE - GUTTER) / 2
    bottoms = [BAR + EDGE, BAR + EDGE]
    placed = []
    for ratio, lines in cards:
        side = 0 if bottoms[0] <= bottoms[1] else 1
        x, y = EDGE + side * (column + GUTTER), bottoms[side]
        placed.append(_card(x, y, column, shown_ratio(ratio), min(LINES, lines)))
        bottoms[side] = placed[-1].card.bottom + GUTTER
    return placed, max(bottoms) - GUTTER + EDGE


def _card(x: float, y: float, width: float, ratio: float, lines: int) -> Placed:
    picture = Box(x, y, width, width / ratio)
    title = Box(x + PAD, picture.bottom + 7, width - 2 * PAD, lines * LINE)
    top = title.bottom + (6 if lines else 0)
    heart = Box(x + width - PAD - 44, top, 44, FOOT - 4)
    avatar = Box(x + PAD - 1, top, 16, 16)
    name = Box(avatar.right + 5, top, heart.x - avatar.right - 5, FOOT - 4)
    card = Box(x, y, width, top + FOOT + 1 - y)
    return Placed(card, picture, title, avatar, name, heart)


def cut_height(placed: Sequence[Placed], height: float) -> float:
    """How high the phone is drawn: the second row shows enough to be recognised, the rest is below its edge."""
    if len(placed) <= 2:
        return height
    first_row = max(one.card.bottom for one in placed[:2])
    return min(height, first_row + 0.8 * placed[0].picture.height)


def heart_text(count: int | None) -> str:
    """Likes as the platform writes them: 826, 1.2万; nothing where nobody knows."""
    if count is None:
        return ""
    if count < 10_000:
        return str(count)
    return f"{count // 1000 / 10:g}万"
