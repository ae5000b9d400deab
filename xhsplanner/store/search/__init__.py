"""Full text search of notes. The index is derived data: `entries` writes it in the transaction that changed a text,
`finding` asks it.
"""

from xhsplanner.store.search.entries import Health, add, below, corrupt, refresh, sharing
from xhsplanner.store.search.finding import COUNTED, NEWEST, Count, Found, Slow, among, count, excerpts, find
from xhsplanner.store.search.kept import Kept

__all__ = [
    "COUNTED", "NEWEST", "Count", "Found", "Health", "Kept", "Slow", "add", "among", "below", "corrupt", "count",
    "excerpts", "find", "refresh", "sharing",
]  # fmt: skip
