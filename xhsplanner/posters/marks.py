"""What is on a page, in points from its top left corner: plain values for any painter and any process."""

from pathlib import Path
from typing import NamedTuple


class Box(NamedTuple):
    """A filled and outlined rectangle, rounded by `radius`; colours "" for none. `hatched`: with slanted lines."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    line: str = ""
    width: float = 0.5
    radius: float = 0.0
    hatched: str = ""
    dashed: bool = False


class Words(NamedTuple):
    """One line of plain text from `x` on the baseline `y`."""

    x: float
    y: float
    text: str
    size: float
    color: str
    bold: bool = False


class Picture(NamedTuple):
    """A picture from a file of ours or from bytes, over the whole rectangle."""

    x: float
    y: float
    w: float
    h: float
    source: Path | bytes


class Ring(NamedTuple):
    """A status ring; `paper` is what it lies on."""

    x: float
    y: float
    d: float
    state: str
    color: str
    paper: str


Mark = Box | Words | Picture | Ring


class Page(NamedTuple):
    """A page of `width` × `height` points and, as a picture, of so many pixels."""

    width: float
    height: float
    pixels: tuple[int, int]
    paper: str
    marks: tuple[Mark, ...]

    def texts(self) -> list[str]:
        """All that can be read on it, line by line."""
        return [mark.text for mark in self.marks if isinstance(mark, Words)]
