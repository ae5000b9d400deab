"""Where the columns of the kanban and their cards lie. Qt-free; each column scrolls by itself, all go sideways.

With 500 cards one column may be twenty screens long while others are empty: scrolled as one, they would be lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from xhsplanner.ui.rect import Rect

HEAD_H = 46
GAP, PAD = 10, 8
CARD_H, CARD_GAP = 94, 7
FOLDED_W = 42
LEAST, MOST = 178, 300
NARROW = 0.8
BAR = 8


class Size(NamedTuple):
    """What of a column decides how wide and how long it is."""

    cards: int
    narrow: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns in a viewport. `scroll` of a column is how far its cards have moved up."""

    width: int
    height: int
    sizes: Sequence[Size] = ()
    lefts: tuple[int, ...] = field(init=False)
    widths: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        weights = [0.0 if one.folded else NARROW if one.narrow else 1.0 for one in self.sizes]
        free = self.width - GAP * (len(weights) - 1) - FOLDED_W * weights.count(0.0)
        unit = min(float(MOST), max(float(LEAST), free / sum(weights))) if sum(weights) else 0.0
        widths = [round(unit * weight) if weight else FOLDED_W for weight in weights]
        lefts, x = [], 0
        for width in widths:
            lefts.append(x)
            x += width + GAP
        object.__setattr__(self, "lefts", tuple(lefts))
        object.__setattr__(self, "widths", tuple(widths))

    @property
    def content_w(self) -> int:
        """How wide all columns are together."""
        return self.lefts[-1] + self.widths[-1] if self.sizes else 0

    @property
    def most_x(self) -> int:
        """How far they can go sideways."""
        return max(0, self.content_w - self.width)

    def column(self, number: int, x: int = 0) -> Rect:
        """A whole column; `x` is how far all have gone to the left."""
        return Rect(self.lefts[number] - x, 0, self.widths[number], self.height)

    def body(self, number: int, x: int = 0) -> Rect:
        """Where a column's cards can be seen."""
        whole = self.column(number, x)
        return Rect(whole.x, HEAD_H, whole.w, max(0, self.height - HEAD_H))

    def most(self, number: int) -> int:
        """How far the cards of a column can scroll."""
        size = self.sizes[number]
        if size.folded:
            return 0
        needed = size.cards * (CARD_H + CARD_GAP) - CARD_GAP + PAD
        return max(0, needed - max(0, self.height - HEAD_H))

    def card(self, number: int, index: int, x: int = 0, scroll: int = 0) -> Rect:
        """A card; in a folded column all lie on its strip."""
        whole = self.column(number, x)
        if self.sizes[number].folded:
            return Rect(whole.x, HEAD_H, whole.w, max(0, self.height - HEAD_H))
        top = HEAD_H + index * (CARD_H + CARD_GAP) - scroll
        return Rect(whole.x + PAD, top, whole.w - 2 * PAD, CARD_H)

    def shown(self, number: int, scroll: int) -> range:
        """The cards of a column that can be seen."""
        size, step = self.sizes[number], CARD_H + CARD_GAP
        if size.folded or not size.cards:
            return range(0)
        last = (scroll + max(0, self.height - HEAD_H) - 1) // step + 1
        return range(max(0, (scroll + CARD_GAP) // step), max(0, min(size.cards, last)))

    def at(self, x: int, offset: int = 0) -> int | None:
        """The column under a viewport x, the gap to its right counted in."""
        if x < 0 or x >= self.width:
            return None
        for number, left in enumerate(self.lefts):
            if left - offset <= x < left - offset + self.widths[number] + GAP:
                return number
        return None

    def seen(self, x: int) -> list[int]:
        """The columns that can be seen."""
        return [
            n for n in range(len(self.sizes)) if self.column(n, x).right > 0 and self.column(n, x).x < self.width
        ]
