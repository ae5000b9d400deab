"""What a folder stands on: a network file system breaks SQLite's locks, so nothing is written there."""

from pathlib import Path

import psutil

NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.davfs", "9p", "afs"}
    | {"sshfs", "fuse.sshfs", "fuse.rclone", "ncpfs", "glusterfs", "fuse.glusterfs", "ceph", "lustre"}
)
"""File system types that lie about locks or sync (https://sqlite.org/howtocorrupt.html, section 2.1)."""


def file_system(folder: Path) -> str:
    """The type of the file system `folder` is on, lower case, '' where the system does not say."""
    place = folder.resolve()
    best: tuple[int, str] = (-1, "")
    for part in psutil.disk_partitions(all=True):
        mount = Path(part.mountpoint)
        if place.is_relative_to(mount) and len(mount.parts) >= best[0]:
            kind = "smb" if "remote" in part.opts.split(",") else part.fstype.lower()
            best = (len(mount.parts), kind)
    if str(place).startswith("\\\\"):
        return "smb"
    return best[1]


def is_network(folder: Path) -> bool:
    """Whether `folder` lies on a network file system."""
    return file_system(folder) in NETWORK
