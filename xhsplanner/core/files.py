"""What it takes for a file to be there whole or not at all, and still there after a power cut."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where no more can be written: the disk, the user's share of it or the file is full."""


def sync_file(file: IO[bytes]) -> None:
    """Put what was written to an open file on the disk. Raises OSError."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk. Raises OSError, but not where the system offers no such thing.

    Windows syncs names by itself; some network shares know no syncing of folders, and a folder one may not read
    can still be written to.
    """
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def make_folders(folder: Path) -> None:
    """Make `folder` and what is missing above it, each entry synced into the one above. Raises OSError."""
    if folder.is_dir():
        return
    make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


@contextmanager
def written_whole(final: Path, partial: Path) -> Iterator[Path]:
    """Write `partial`, in the same folder, within this block; synced, it then takes the place of `final`.

    Where the block, the syncing or the renaming raises, `partial` is taken away and `final` stays as it was. Only
    what is raised for the folder afterwards (OSError) finds `final` new, though perhaps not for long.
    """
    try:
        yield partial
        # A name may reach the disk before what the file holds: an empty file would stand there after a power cut.
        with partial.open("rb+") as file:
            sync_file(file)
        os.replace(partial, final)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    sync_folder(final.parent)
