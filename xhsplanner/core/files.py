"""What it takes for a file to be there whole or not at all, and still there after a power cut."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def sync_file(file: IO[bytes]) -> None:
    """Put what was written to an open file on the disk. Raises OSError."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put a folder's entries on the disk. Windows has no such call and syncs names by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def written_whole(final: Path, partial: Path) -> Iterator[Path]:
    """Write `partial`, in the same folder, within this block; synced, it then takes the place of `final`.

    Where the block, the syncing or the renaming raises, `partial` is taken away and `final` stays as it was.
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
    with suppress(OSError):  # a share or a folder without the right to read: the new name may be late, never wrong
        sync_folder(final.parent)
