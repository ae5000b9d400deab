"""Finds the data files of the program: in a checkout, an installed wheel or a frozen bundle."""

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def root() -> Path:
    """The folder `resources/`. Raises FileNotFoundError where the installation is incomplete."""
    package = Path(__file__).resolve().parents[1]
    bundle = getattr(sys, "_MEIPASS", None)
    places = [package.parent / "resources", package / "resources"]
    if bundle:
        places.insert(0, Path(bundle) / "resources")
    for place in places:
        if (place / "text").is_dir():
            return place
    raise FileNotFoundError(f"resources/ not found; looked in {', '.join(map(str, places))}")


def path(*parts: str) -> Path:
    """The path of one resource, e.g. `path("icons", "plus.svg")`."""
    return root().joinpath(*parts)


def text(*parts: str) -> str:
    """One resource as UTF-8 text."""
    return path(*parts).read_text(encoding="utf-8")


@cache
def toml(*parts: str) -> dict[str, Any]:
    """One TOML resource, read once. Callers must not change what they get."""
    return tomllib.loads(text(*parts))
