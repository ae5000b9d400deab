"""What reaches a disk, in order: writes and syncs of SQLite's files and of Python's, names made and taken away.

A cut is what a disk may hold after the power went at one moment of that record. What was synced is there. Of what
was not, each sector is there or not, as chance has it; what a file grew by without being synced may read as zeros
or as rubbish. Names are the same: those of a folder last until it is synced only as far as chance has it, in order.
"""

import builtins
import io
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import watched_vfs

from xhsplanner.store import chain

Event = tuple[Any, ...]
ODDS = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How likely what was not synced is on the disk all the same: one of these for each cut and file."""
SECTORS = (512, 4096)


class Recorder:
    """The record: `events`, each beginning with its kind. Files are numbers, as names come and go."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.events: list[Event] = []
        self._numbers: dict[int, int] = {}
        self._paths: dict[int, Path] = {}
        self._made = 0

    def say(self, *event: Any) -> None:
        """Put something of the test's own into the record, at this moment."""
        self.events.append(event)

    def _number(self, path: Path) -> int:
        """The number of the file called `path` now; one that is new here is noted as made."""
        node = os.stat(path).st_ino
        if node not in self._numbers:
            self._made += 1
            self._numbers[node] = self._made
            self.events.append(("name", str(path), self._made))
        self._paths[node] = path
        return self._numbers[node]

    # --- SQLite -----------------------------------------------------------------------------------

    def opened(self, path: Path, flags: int) -> int:
        return 0

    def read(self, path: Path) -> int:
        return 0

    def write(self, path: Path, offset: int, data: bytes) -> int:
        self.events.append(("write", self._number(path), offset, data))
        return 0

    def truncate(self, path: Path, size: int) -> int:
        self.events.append(("truncate", self._number(path), size))
        return 0

    def sync(self, path: Path, with_folder: bool) -> int:
        self.events.append(("sync", self._number(path), str(path)))
        if with_folder:
            self.events.append(("sync_folder", str(path.parent)))
        return 0

    def delete(self, path: Path, with_folder: bool) -> int:
        self._gone(path)
        if with_folder:
            self.events.append(("sync_folder", str(path.parent)))
        return 0

    def shm(self, path: Path) -> int:
        return 0

    # --- Python -----------------------------------------------------------------------------------

    def _inside(self, path: Any) -> Path | None:
        if isinstance(path, int):
            return None
        found = Path(os.path.abspath(os.fspath(path)))
        return found if found.is_relative_to(self.root) else None

    def _gone(self, path: Path) -> None:
        self._numbers.pop(os.stat(path).st_ino, None)
        self.events.append(("gone", str(path)))

    def _open(self, file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        handle = self._real_open(file, mode, *args, **kwargs)
        path = self._inside(file)
        if path is not None and set(mode) & set("wxa+"):
            self._number(path)
        return handle

    def _sync(self, handle: int) -> None:
        found = os.fstat(handle)
        self._real_sync(handle)
        if stat.S_ISDIR(found.st_mode):
            folders = (Path(place) for place, _, _ in os.walk(self.root))
            here = next((str(one) for one in folders if os.path.samestat(os.stat(one), found)), None)
            if here is not None:
                self.events.append(("sync_folder", here))
        elif (path := self._paths.get(found.st_ino)) is not None:
            number = self._number(path)
            self.events += [("whole", number, path.read_bytes()), ("sync", number, str(path))]

    def _replace(self, source: Any, target: Any, **kwargs: Any) -> None:
        old, new = self._inside(source), self._inside(target)
        if old is not None and new is not None and old.is_file():
            number = self._number(old)
            self.events.append(("whole", number, old.read_bytes()))
            if new.exists():
                self._numbers.pop(os.stat(new).st_ino, None)
            self._paths[os.stat(old).st_ino] = new
            if old.parent == new.parent:
                self.events.append(("renamed", str(old), str(new), number))
            else:  # each folder has its own half of it
                self.events += [("linked", str(new), number), ("gone", str(old))]
        self._real_replace(source, target, **kwargs)

    def _unlink(self, path: Any, **kwargs: Any) -> None:
        here = self._inside(path) if not kwargs else None
        if here is not None and here.exists():
            self._gone(here)
        self._real_unlink(path, **kwargs)

    def _mkdir(self, path: Any, *args: Any, **kwargs: Any) -> None:
        self._real_mkdir(path, *args, **kwargs)
        if (here := self._inside(path)) is not None:
            self.events.append(("folder", str(here)))

    def _put_head(self, heads: Any, file: Any, head: chain.Head) -> None:
        path = Path(file.name)
        self.events.append(("write", self._number(path), 0, chain.line(head)))
        self.events.append(("head", head.count))
        self._real_put(heads, file, head)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Everything below the root within this block is recorded."""
        self._real_open, self._real_sync, self._real_mkdir = builtins.open, os.fsync, os.mkdir
        self._real_replace, self._real_unlink = os.replace, os.unlink
        self._real_put = chain.HeadFile._put
        put = lambda heads, file, head: self._put_head(heads, file, head)  # noqa: E731
        with ExitStack() as stack:
            for place, name, ours in (
                (builtins, "open", self._open),
                (io, "open", self._open),
                (os, "fsync", self._sync),
                (os, "replace", self._replace),
                (os, "rename", self._replace),
                (os, "unlink", self._unlink),
                (os, "remove", self._unlink),
                (os, "mkdir", self._mkdir),
                (chain.HeadFile, "_put", put),
            ):
                stack.enter_context(patch.object(place, name, ours))
            stack.enter_context(watched_vfs.watched(self.root, self))
            yield


class _File:
    """One file on the disk: what is surely there, and what was written since."""

    def __init__(self) -> None:
        self.durable = bytearray()
        self.pending: list[tuple[str, int, bytes]] = []

    def sync(self) -> None:
        for kind, offset, data in self.pending:
            _apply(self.durable, kind, offset, data, b"\0")
        self.pending.clear()

    def torn(self, chance: Random) -> bytes:
        """What may be there after the cut."""
        image, odds, sector = bytearray(self.durable), chance.choice(ODDS), chance.choice(SECTORS)
        rubbish = chance.choice((b"\0", b"\xa5"))
        for kind, offset, data in self.pending:
            if kind == "truncate":
                if chance.random() < odds:
                    _apply(image, kind, offset, data, rubbish)
                continue
            start = 0
            while start < len(data):
                end = min(len(data), start + sector - (offset + start) % sector)
                if chance.random() < odds:
                    _apply(image, kind, offset + start, data[start:end], rubbish)
                start = end
        return bytes(image)


def _apply(image: bytearray, kind: str, offset: int, data: bytes, fill: bytes) -> None:
    if kind == "truncate":
        del image[offset:]
    image.extend(fill * (offset - len(image)))
    if kind == "write":
        image[offset : offset + len(data)] = data


class _Disk:
    """The record played back up to a moment."""

    def __init__(self) -> None:
        self.files: dict[int, _File] = {}
        self.names: dict[str, int | None] = {}
        self.made: set[str] = set()
        self.waiting: dict[str, list[Event]] = {}

    def play(self, event: Event) -> None:
        kind = event[0]
        if kind in ("name", "linked", "gone", "renamed", "folder"):
            place = os.path.dirname(event[1])
            if os.name == "nt":  # names are written through there
                _name(self.names, event)
            else:
                self.waiting.setdefault(place, []).append(event)
        if kind == "folder":
            self.made.add(event[1])
        elif kind == "name":
            self.files[event[2]] = _File()
        elif kind in ("write", "truncate"):
            self.files[event[1]].pending.append((kind, event[2], event[3] if kind == "write" else b""))
        elif kind == "whole":
            file = self.files[event[1]]
            held = _File()
            held.durable, held.pending = bytearray(file.durable), list(file.pending)
            held.sync()
            if bytes(held.durable) != event[2]:
                file.pending += [("truncate", len(event[2]), b""), ("write", 0, event[2])]
        elif kind == "sync":
            self.files[event[1]].sync()
        elif kind == "sync_folder":
            for one in self.waiting.pop(event[1], ()):
                _name(self.names, one)

    def after_cut(self, chance: Random) -> dict[str, bytes]:
        """Path → bytes of what may be there now."""
        names = dict(self.names)
        for waiting in self.waiting.values():
            for event in waiting[: chance.randint(0, len(waiting))]:
                _name(names, event)
        lost = self.made - names.keys()
        return {
            path: self.files[number].torn(chance)
            for path, number in names.items()
            if number is not None and lost.isdisjoint(map(str, Path(path).parents))
        }


def _name(names: dict[str, int | None], event: Event) -> None:
    match event:
        case ("name" | "linked", path, number):
            names[path] = number
        case ("gone", path):
            names.pop(path, None)
        case ("renamed", old, new, number):
            names.pop(old, None)
            names[new] = number
        case ("folder", path):
            names[path] = None


def cut(events: list[Event], moment: int, chance: Random) -> dict[str, bytes]:
    """Path → bytes of every file as it may be after a power cut just before `events[moment]`."""
    disk = _Disk()
    for event in events[:moment]:
        disk.play(event)
    return disk.after_cut(chance)
