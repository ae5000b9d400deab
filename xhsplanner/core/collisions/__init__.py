"""Notes that get in each other's way, and what helps. `check` looks at all of them, `Index` answers for a place.

Kinds and how grave they are: resources/platform/collisions.toml. Sentences are made only where they are read.
"""

from collections.abc import Collection, Iterable

from xhsplanner.core.collisions.index import Index
from xhsplanner.core.collisions.kinds import check, clock
from xhsplanner.core.collisions.model import (
    IGNORED,
    KINDS,
    RANK,
    Collision,
    Entry,
    Planned,
    Rules,
    Severity,
    entry_of,
    least_apart,
    speaks_on_quiet_days,
)
from xhsplanner.core.collisions.texts import Alikes, Signature, signature
from xhsplanner.core.model import Account, Series

__all__ = [
    "IGNORED", "KINDS", "RANK", "Alikes", "Collision", "Entry", "Index", "Planned", "Rules", "Severity",
    "Signature", "check", "clock", "collisions", "entry_of", "least_apart", "signature", "speaks_on_quiet_days",
]  # fmt: skip


def collisions(
    notes: Iterable[Planned], accounts: Collection[Account], series: Collection[Series]
) -> list[Collision]:
    """What notes alone tell; store.colliding knows their keywords, offers, slots and texts besides."""
    return check(map(entry_of, notes), Rules.of(accounts, series))
