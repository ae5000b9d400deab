"""A second copy of the workspace in another folder: a stick, a network drive. It opens as a workspace itself.

What is copied is never changed once it is whole: pictures and snapshots keep what their names say. So a backup that
was killed goes on where it was, and workspace.db, which refers to them, is put in place last and at once.
"""

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import make_folders, narrow, sync_file, sync_folder, written_whole
from xhsplanner.core.progress import Progress, silent
from xhsplanner.core.words import t
from xhsplanner.store import second_copy, snapshots
from xhsplanner.store.blobs import PARTIAL
from xhsplanner.store.encryption import cipher, converting
from xhsplanner.store.layout import ASSETS, DATABASE
from xhsplanner.store.store import Store

CHUNK = 1 << 20
OF = 1000
"""Progress is told in thousandths of the bytes."""


@dataclass(frozen=True, slots=True)
class Backed:
    """What a backup brought up to date. `damaged`: what was not copied, as it is no more what it was."""

    folder: Path
    pictures: int
    snapshots: int
    bytes: int
    damaged: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """What is to be copied: (from, to, sha256)."""

    files: list[tuple[Path, Path, str]] = field(default_factory=list)
    bytes: int = 0

    def add(self, source: Path, there: Path, digest: str, size: int) -> None:
        self.files.append((source, there, digest))
        self.bytes += size


def place(workspace: Path, folder: Path) -> Path:
    """Where in `folder` the copy of a workspace stands. Raises Refused where that cannot be."""
    if not folder.is_dir():
        raise Refused(t("backup.missing", folder=folder))
    here, there = workspace.resolve(), folder.resolve() / workspace.resolve().name
    if there.is_relative_to(here) or here.is_relative_to(there):
        raise Refused(t("backup.inside", folder=folder))
    if there.exists() and not there.is_dir():
        raise Refused(t("backup.unwritable", folder=there, reason=t("backup.a_file")))
    return there


def backup(store: Store, folder: Path, progress: Progress = silent) -> Backed:
    """Bring the copy in `folder` up to date; a snapshot of now is made where there is none.

    What `progress` raises ends it; the copy is as good as before then. Raises Refused where the folder is missing,
    has no room, cannot be written, or holds work that is not in this plan.
    """
    there = place(store.path, folder)
    _ours(store, there)
    newest = _newest(store)
    try:
        _make(there, store.path)
        _same_lock(store, there)
        work = _missing(store, there)
        snapshots.need_room(there, work.bytes + newest.stat().st_size, "backup.no_room")
        done = _Copier(work.bytes + newest.stat().st_size, progress)
        damaged = tuple(source.name for source, to, digest in work.files if not done.copy(source, to, digest))
        _describe(store, there)
        _put_in_place(store, there, newest, done)
        damaged += _same_lock(store, there)
        snapshots.rotate(there, snapshots.budget_of(store.engine))
    except OSError as error:
        raise Refused(t("backup.unwritable", folder=there, reason=error.strerror or error)) from error
    copies = sum(to.suffix == ".db" for _source, to, _digest in work.files)
    return Backed(there, len(work.files) - copies - len(damaged), copies, done.bytes, damaged)


def _make(there: Path, workspace: Path) -> None:
    """Make the folder of the copy, with the rights of the workspace: who cannot read the plan reads no copy."""
    if there.is_dir():
        return  # somebody may have opened it for others on purpose
    there.mkdir()
    if os.name != "nt":
        with suppress(OSError):  # a stick whose file system knows no rights
            there.chmod(stat.S_IMODE(workspace.stat().st_mode))


def _ours(store: Store, there: Path) -> None:
    """Raises Refused where the copy holds what this plan does not have, or is in use."""
    state = second_copy.state_of(there / DATABASE, store.engine, cipher.of(store.path))
    if state in ("foreign", "ahead", "open", "locked"):
        raise Refused(t(f"backup.{state}", folder=there))


def _same_lock(store: Store, there: Path) -> tuple[str, ...]:
    """The copy of an encrypted workspace has its password, and no plain snapshots but damaged ones, whose names are
    returned.
    """
    lock = cipher.of(store.path)
    if lock is None:
        return ()
    cipher.write(there, lock)
    converting.finish_snapshots(there)
    return tuple(path.name for path in converting.plain_left(there))


def _newest(store: Store) -> Path:
    """The newest snapshot where it is of now; else one is made."""
    found = snapshots.listed(store.path)[:1]
    if found and (store.read_only or found[0].ops == store.history.last_id()):
        return found[0].path
    return store.snapshot("backup")


def _missing(store: Store, there: Path) -> _Work:
    """Pictures and snapshots that the copy does not have."""
    work = _Work()
    have = _sizes(there / ASSETS)
    for source in store.assets.blobs.files():
        size = source.stat().st_size
        name = source.relative_to(store.path / ASSETS)
        if have.get(name) != size:
            work.add(source, there / ASSETS / name, source.stem, size)
    for one in snapshots.listed(store.path):
        to = snapshots.folder_of(there) / one.path.name
        if not to.exists():
            work.add(one.path, to, _said(one.path), one.bytes)
    return work


def _sizes(folder: Path) -> dict[Path, int]:
    """Sizes of the files of a library by their path in it; what a killed backup left half-written is taken away."""
    found: dict[Path, int] = {}
    for path in folder.glob("??/??/*"):
        if path.suffix == PARTIAL:
            path.unlink(missing_ok=True)
        else:
            found[path.relative_to(folder)] = path.stat().st_size
    return found


def _said(snapshot: Path) -> str:
    """The hash that was written beside a snapshot, "" where there is none."""
    with suppress(OSError, UnicodeDecodeError, IndexError):
        return snapshot.with_suffix(".sha256").read_text("ascii").split()[0]
    return ""


def _describe(store: Store, there: Path) -> None:
    """Hashes and descriptions of the snapshots that are there now."""
    for copy in snapshots.all_of(there):
        for suffix in (".sha256", ".json"):
            said = snapshots.folder_of(store.path) / copy.with_suffix(suffix).name
            if said.exists() and not copy.with_suffix(suffix).exists():
                shutil.copyfile(said, copy.with_suffix(suffix))
                narrow(copy.with_suffix(suffix))


def _put_in_place(store: Store, there: Path, newest: Path, done: "_Copier") -> None:
    """The newest snapshot becomes the workspace.db of the copy. Looked at once more: it may have been opened."""
    database = there / DATABASE
    partial = database.with_suffix(PARTIAL)
    if not done.written(newest, partial, _said(newest)):
        partial.unlink(missing_ok=True)
        raise Refused(t("restore.damaged", name=newest.name))
    _ours(store, there)
    with written_whole(database, partial):
        for left in ("-wal", "-shm"):  # empty: a log of the old file must not be taken for one of the new
            Path(f"{database}{left}").unlink(missing_ok=True)
    sync_folder(there)


class _Copier:
    """Copies files, each hashed on the way and on the disk before it has its name."""

    def __init__(self, of: int, progress: Progress) -> None:
        self._of = max(of, 1)
        self._progress = progress
        self.bytes = 0

    def copy(self, source: Path, there: Path, digest: str) -> bool:
        """Whether the copy is there now: not where `source` is no more what its hash says."""
        make_folders(there.parent)
        partial = there.with_name(f".{uuid4().hex}{PARTIAL}")
        try:
            if not self.written(source, partial, digest):
                return False
            os.replace(partial, there)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(there.parent)
        return True

    def written(self, source: Path, partial: Path, digest: str) -> bool:
        """Write a file beside its place, on the disk; whether what was read has this hash."""
        seen = hashlib.sha256()
        with source.open("rb") as file, partial.open("wb") as out:
            narrow(partial)
            while part := file.read(CHUNK):
                seen.update(part)
                out.write(part)
                self.bytes += len(part)
                self._progress(min(OF, self.bytes * OF // self._of), OF)
            sync_file(out)
        return seen.hexdigest() == digest
