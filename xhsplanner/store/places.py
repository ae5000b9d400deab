"""What a folder stands on: a network file system breaks SQLite's locks, so nothing is written there."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")
"""Spaces and the like in mount points, e.g. \\040 (fstab(5))."""

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.davfs", "9p", "afs"}
    | {"sshfs", "fuse.sshfs", "fuse.rclone", "ncpfs", "glusterfs", "fuse.glusterfs", "ceph", "lustre"}
)
"""File system types that lie about locks or sync (https://sqlite.org/howtocorrupt.html, section 2.1)."""


def file_system(folder: Path) -> str:
    """The type of the file system `folder` is on, lower case, '' where the system does not say."""
    place = folder.resolve()
    best: tuple[int, str] = (-1, "")
    for mount, kind in _mounts():
        if place.is_relative_to(mount) and len(mount.parts) >= best[0]:
            best = (len(mount.parts), kind)
    if str(place).startswith("\\\\"):
        return "smb"
    return best[1]


def _mounts() -> Iterator[tuple[Path, str]]:
    """Mount points with their types, in the order of mounting."""
    if MOUNTS.exists():  # Linux says so in a file; psutil takes 30 ms to load, at every start
        for line in MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
            _device, mount, kind, *_ = line.split(" ")
            yield Path(_OCTAL.sub(lambda match: chr(int(match[1], 8)), mount)), kind.lower()
        return
    import psutil

    for part in psutil.disk_partitions(all=True):
        yield Path(part.mountpoint), "smb" if "remote" in part.opts.split(",") else part.fstype.lower()


def is_network(folder: Path) -> bool:
    """Whether `folder` lies on a network file system."""
    return file_system(folder) in NETWORK


def need_target(file: Path) -> None:
    """Raises Refused where a link leads to what is not there now: its disk may only be away."""
    if file.is_symlink() and not file.exists():
        raise Refused(t("store.link_away", file=file, target=os.readlink(file)))
