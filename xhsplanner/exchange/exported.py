"""Writing a file that people choose the place of: whole or not at all, and refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import NO_ROOM, written_whole
from xhsplanner.core.words import t


@contextmanager
def exported(path: Path, partial: Path | None = None, refusal: str = "plan.refused.not_written") -> Iterator[Path]:
    """Write what this yields within the block; it takes the place of `path` once it is whole.

    `partial` is that file, in the same folder, for who may have to take it away; else it gets a name of its own.
    Raises Refused where the disk is full, or with the words `refusal` and the system's own reason.
    """
    try:
        with written_whole(path, partial) as fresh:
            yield fresh
    except OSError as error:
        if error.errno in NO_ROOM:
            raise Refused(t("plan.refused.no_room", name=path.name)) from None
        raise Refused(t(refusal, name=path.name, why=error.strerror or error)) from None
