"""Files that are there whole or not at all, also after a power cut, and the hash they are known again by."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from uuid import uuid4

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a system says where no more can be written: the disk, the user's share of it or the file is full."""
PIECE = 1 << 20
"""Bytes read at once."""


def sha256_of(path: Path, told: Callable[[int], object] = lambda _read: None) -> str:
    """The SHA-256 of a file, in hex; `told` hears how many bytes each piece had, and may raise. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            told(len(piece))
    return digest.hexdigest()


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
    narrow(folder)
    sync_folder(folder.parent)


def narrow(path: Path) -> None:
    """Close a new file or folder to everybody its folder is closed to: nobody sees through a name that leaks.

    A folder that a team opened for its group on purpose stays open for it. Windows passes rights on by itself.
    """
    if os.name == "nt":
        return
    with suppress(OSError):  # somebody else's file in a shared folder keeps the rights it was given
        mode, allowed = stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode) | 0o700
        if mode & ~allowed & 0o777:
            path.chmod(mode & (allowed | 0o7000))


@contextmanager
def written_whole(final: Path, partial: Path | None = None) -> Iterator[Path]:
    """Write `partial`, in the same folder, within this block; synced, it then takes the place of `final`. It is
    yielded, and gets a name that nobody else writes where it has none.

    Where the block, the syncing or the renaming raises, `partial` is taken away and `final` stays as it was. Only
    what is raised for the folder afterwards (OSError) finds `final` new, though perhaps not for long.
    """
    partial = partial or final.with_name(f".{uuid4().hex}.part")  # short, however long the other is
    try:
        yield partial
        # A name may reach the disk before what the file holds: an empty file would stand there after a power cut.
        with partial.open("rb+") as file:
            sync_file(file)
        narrow(partial)
        os.replace(partial, final)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    sync_folder(final.parent)


def write_whole(final: Path, data: bytes) -> None:
    """Write a small file, whole or not at all. Raises OSError."""
    with written_whole(final) as partial:
        partial.write_bytes(data)
