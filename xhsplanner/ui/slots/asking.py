"""With what the dialog of slots is opened."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """Show this slot; with `day`, a day of its rule, change it from there on."""

    slot_id: int
    day: date | None = None
