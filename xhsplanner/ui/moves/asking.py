"""What the dialog of a new note from a template may be asked about."""

from datetime import date
from typing import NamedTuple


class Here(NamedTuple):
    """A place in a room: its day, and its account where the room has rows of accounts."""

    day: date
    account_id: int | None = None
