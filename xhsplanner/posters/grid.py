"""Rows of cells that hold blocks, spread over pages: rows grow, and a long one goes on overleaf."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xhsplanner.posters.marks import Mark


class Block(NamedTuple):
    """Something in a cell: how high, and what draws it at (x, y) within a width."""

    height: float
    draw: Callable[[float, float], list[Mark]]


Cells = list[Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side. `top` is kept free above the blocks, `least` is how high it is at least."""

    cells: Sequence[Sequence[Block]]
    top: float = 0.0
    least: float = 0.0
    grows: float = 1.0
    """How much of the room that is left over it takes, against the others."""


@dataclass(slots=True)
class Part:
    """A row, or as much of it as a page holds: the blocks of each cell, where it is, and how high."""

    row: int
    cells: Cells
    y: float = 0.0
    height: float = 0.0
    again: bool = False
    """Whether it began on an earlier page."""


def height(row: Row, gap: float) -> float:
    """How high a row is with all of its blocks."""
    most = max((sum(block.height + gap for block in cell) for cell in row.cells), default=0.0)
    return max(row.least, row.top + most + gap)


def fits(rows: Sequence[Row], room: float, gap: float) -> bool:
    """Whether all rows go on one page."""
    return sum(height(row, gap) for row in rows) <= room + 0.01


def pages(rows: Sequence[Row], room: float, gap: float) -> list[list[Part]]:
    """The rows over as many pages as they need, each page filled: what is left over is shared out."""
    found: list[list[Part]] = [[]]
    left = room
    for number, row in enumerate(rows):
        rest: Cells = [list(cell) for cell in row.cells]
        again = False
        while True:
            need = height(Row(rest, row.top, row.least), gap)
            if need <= left + 0.01:
                found[-1].append(Part(number, rest, height=need, again=again))
                left -= need
                break
            if found[-1] and left < room * (0.4 if need <= room else 0.25):
                found.append([])
                left = room
                continue
            taken, after = _cut(rest, left - row.top - gap, gap)
            if not any(taken) and found[-1]:
                found.append([])
                left = room
                continue
            if not any(taken):
                taken, after = _first(rest)  # a block higher than a page: it is drawn all the same
            rest = after
            found[-1].append(Part(number, taken, height=left, again=again))
            found.append([])
            left, again = room, True
    for page in found:
        _share_out(page, rows, room)
    return found


def _cut(cells: Cells, room: float, gap: float) -> tuple[Cells, Cells]:
    """What of each cell has room, and what is left."""
    taken: Cells = []
    for cell in cells:
        used, n = 0.0, 0
        while n < len(cell) and used + cell[n].height + gap <= room:
            used += cell[n].height + gap
            n += 1
        taken.append(cell[:n])
    return taken, [cell[len(part) :] for cell, part in zip(cells, taken, strict=True)]


def _first(cells: Cells) -> tuple[Cells, Cells]:
    """The first block of each cell, and the rest."""
    return [cell[:1] for cell in cells], [cell[1:] for cell in cells]


def _share_out(page: list[Part], rows: Sequence[Row], room: float) -> None:
    """Low rows grow first, so that all come out alike as far as what they hold allows."""
    growing = sorted((part for part in page if rows[part.row].grows), key=lambda p: p.height / rows[p.row].grows)
    room -= sum(part.height for part in page if not rows[part.row].grows)
    while growing:
        level = room / sum(rows[part.row].grows for part in growing)
        largest = growing[-1]
        if largest.height <= level * rows[largest.row].grows:
            for part in growing:
                part.height = level * rows[part.row].grows
            break
        room -= growing.pop().height
    y = 0.0
    for part in page:
        part.y = y
        y += part.height
