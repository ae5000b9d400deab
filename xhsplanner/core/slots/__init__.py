"""Recurring places in the plan (固定栏位): `places` makes days of a rule (core/recurrence) and its overrides.

Beside it: the rule in one sentence (`words`) and in the editor's fields (`shape`), the `coming` places, what a
numbered series `missed`.
"""

from xhsplanner.core.slots.places import (
    DAY_MINUTES,
    Occurrence,
    Override,
    Policy,
    Slot,
    State,
    ended_before,
    following,
    observe,
    occurrence,
    occurrences,
    occurs,
    orphans,
    parts,
    reach,
    ruled,
    supported,
)

__all__ = [
    "DAY_MINUTES", "Occurrence", "Override", "Policy", "Slot", "State", "ended_before", "following", "observe",
    "occurrence", "occurrences", "occurs", "orphans", "parts", "reach", "ruled", "supported",
]  # fmt: skip
