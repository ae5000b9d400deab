"""How long work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], object]
"""Told how much of how much is done. What it raises ends the work."""


def silent(_done: int, _of: int) -> None:
    """Tells nobody."""
