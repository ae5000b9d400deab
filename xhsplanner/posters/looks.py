"""Papers, sizes and colours of posters, out of `resources/posters` and the theme."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from xhsplanner.core import resources
from xhsplanner.posters.model import Look

MM = 72 / 25.4


@cache
def table() -> dict[str, Any]:
    """`look.toml`."""
    return resources.toml("posters", "look.toml")


@dataclass(frozen=True, slots=True)
class Paper:
    """A page in points and, as a picture, in pixels."""

    width: float
    height: float
    pixels: tuple[int, int]
    scale: float

    @property
    def upright(self) -> bool:
        """Whether it is higher than wide."""
        return self.height > self.width


def paper(look: Look) -> Paper:
    """The page a look asks for. Raises KeyError for a paper there is none of."""
    row = table()["paper"][look.paper]
    if "pixels" in row:
        wide, high = row["pixels"]
        return Paper(row["points"], row["points"] * high / wide, (wide, high), row["scale"])
    long, short = (side * MM for side in row["mm"])
    width, height = (short, long) if look.portrait else (long, short)
    dots = table()["picture"]["dpi"] / 72
    return Paper(width, height, (round(width * dots), round(height * dots)), row["scale"])


def is_picture(name: str) -> bool:
    """Whether a paper is one of a chat: a picture only, never printed."""
    return "pixels" in table()["paper"][name]


class Inks:
    """The colours of a poster by the names they have in the theme, and its sizes in points."""

    def __init__(self, look: Look) -> None:
        self._tokens = resources.toml("theme", "tokens.toml")
        self._mode = "dark" if look.dark else "light"
        self._tones = self._tokens[self._mode]
        self.scale = paper(look).scale

    def size(self, name: str, step: float = 1.0) -> float:
        """A size in points on this paper; text that shrinks never gets smaller than what can be read."""
        value: float = table()["size"][name] * step * self.scale
        return max(value, table()["size"]["least"]) if step != 1.0 else value

    def tone(self, name: str) -> str:
        """A colour of the theme."""
        return str(self._tones[name])

    def series(self, palette: str) -> tuple[str, str, str]:
        """Strip, background and text of a palette."""
        row = self._tokens["series"].get(palette) or self._tokens["series"]["neutral"]
        return row["solid"], row[self._mode][0], row[self._mode][1]

    def status(self, state: str) -> str:
        """The colour of a ring."""
        return str(self._tokens["status"][state][self._mode])

    def occasion(self, kind: str) -> tuple[str, str, str]:
        """The colours of a day's chip."""
        return self.series(table()["occasion"].get(kind, "neutral"))
