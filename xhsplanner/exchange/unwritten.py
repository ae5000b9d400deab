"""What is said where a file cannot be written."""

from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import NO_ROOM
from xhsplanner.core.words import t


def unwritten(path: Path, error: OSError) -> Refused:
    """The refusal for a file that people choose the place of: the disk is full, or the system's own reason."""
    if error.errno in NO_ROOM:
        return Refused(t("plan.refused.no_room", name=path.name))
    return Refused(t("plan.refused.not_written", name=path.name, why=error.strerror or error))
