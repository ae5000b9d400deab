"""A value that means: leave this as it is."""

from enum import Enum


class Keep(Enum):
    """The type of KEEP, for arguments where None already means something."""

    KEEP = "keep"


KEEP = Keep.KEEP
