"""A file system of SQLite that is watched, and fails on demand, under Python's own `sqlite3`.

SQLite reaches its files through a table of functions (sqlite3_vfs). Here the table of the very library that the
program runs on is copied by ctypes, some of its functions are led through Python, and the copy is made the default.
So what is recorded is the real program: its connections, pragmas, threads and statements. Nothing is imitated.
"""

import _sqlite3
import ctypes
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from typing import Any, Protocol

KEPT: list[object] = []
"""Tables that were used: a connection that somebody forgot to close may still lead here."""
OK, FULL = sqlite3.SQLITE_OK, sqlite3.SQLITE_FULL
JOURNALS = 0x800 | 0x80000
"""SQLITE_OPEN_MAIN_JOURNAL and _WAL: with the first sync of these SQLite syncs their folder, too."""
MAIN = 0x100
"""SQLITE_OPEN_MAIN_DB."""

Close = CFUNCTYPE(c_int, c_void_p)
Transfer = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
Sync = CFUNCTYPE(c_int, c_void_p, c_int)
ShmMap = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, c_void_p)
Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
# Names are passed on as the pointers they are: SQLite keeps the one given to open for as long as the file is open.


class Methods(ctypes.Structure):
    """sqlite3_io_methods."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", c_void_p),
        ("truncate", c_void_p),
        ("sync", c_void_p),
        *((name, c_void_p) for name in ("size", "lock", "unlock", "reserved", "control", "sector", "device")),
        ("shm_map", c_void_p),
        *((name, c_void_p) for name in ("shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch")),
    )


class Vfs(ctypes.Structure):
    """sqlite3_vfs."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("path_size", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        *((f"more{n}", c_void_p) for n in range(13)),
    )


class Watcher(Protocol):
    """Hears each call before it is done; what it answers, if not 0, is SQLite's answer instead of doing it."""

    def opened(self, path: Path, flags: int) -> int: ...
    def read(self, path: Path) -> int: ...
    def write(self, path: Path, offset: int, data: bytes) -> int: ...
    def truncate(self, path: Path, size: int) -> int: ...
    def sync(self, path: Path, with_folder: bool) -> int: ...
    def delete(self, path: Path, with_folder: bool) -> int: ...
    def shm(self, path: Path) -> int: ...


def library() -> Any:
    """The SQLite library that Python's own module uses, or None where its functions cannot be reached."""
    names = [_sqlite3.__file__] if hasattr(_sqlite3, "__file__") else []
    if sys.platform == "win32":
        names = ["sqlite3.dll", *names]
    for name in (*names, None):
        try:
            found = ctypes.CDLL(name)
            find = found.sqlite3_vfs_find
            version = found.sqlite3_libversion
        except (OSError, AttributeError, TypeError):
            continue
        find.restype, find.argtypes = POINTER(Vfs), [c_char_p]
        found.sqlite3_vfs_register.argtypes = [POINTER(Vfs), c_int]
        found.sqlite3_vfs_unregister.argtypes = [POINTER(Vfs)]
        version.restype = c_char_p
        if version().decode() == sqlite3.sqlite_version:
            return found
    return None


class WatchedVfs:
    """The copy. What lies outside `root` and what SQLite keeps for itself (temporary files) is not watched."""

    def __init__(self, sqlite: Any, root: Path, watcher: Watcher) -> None:
        self._sqlite, self._watcher = sqlite, watcher
        self._root = os.fspath(root.resolve()) + os.sep
        self._files: dict[int, tuple[Path, int]] = {}
        self._unsynced: set[int] = set()
        self._tables: dict[int, tuple[Methods, Methods]] = {}
        self._kept: list[Any] = []  # ctypes callbacks live as long as SQLite may call them
        self._base = sqlite.sqlite3_vfs_find(None)
        self._vfs = Vfs.from_buffer_copy(self._base.contents)
        self._vfs.name, self._vfs.next = b"watched", None
        self._vfs.open = self._callback(Open, self._open)
        self._vfs.delete = self._callback(Delete, self._delete)

    def _callback(self, kind: Any, function: Callable[..., int]) -> int:
        made = kind(function)
        self._kept.append(made)
        return int(ctypes.cast(made, c_void_p).value or 0)

    @property
    def open_files(self) -> list[str]:
        return sorted(path.name for path, _flags in self._files.values())

    def register(self) -> None:
        assert self._sqlite.sqlite3_vfs_register(ctypes.byref(self._vfs), 1) == OK

    def unregister(self) -> None:
        """The default is what it was. Every connection made meanwhile must be closed by now."""
        self._sqlite.sqlite3_vfs_unregister(ctypes.byref(self._vfs))
        assert self._sqlite.sqlite3_vfs_register(self._base, 1) == OK

    def _watched(self, name: int | None) -> Path | None:
        text = os.fsdecode(ctypes.string_at(name)) if name else ""
        return Path(text) if text.startswith(self._root) else None

    def _open(self, _vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        path = self._watched(name)
        if path is not None and (answer := self._watcher.opened(path, flags)):
            ctypes.memset(file, 0, ctypes.sizeof(c_void_p))  # no methods: SQLite must not close it
            return answer
        answer = Open(self._base.contents.open)(ctypes.addressof(self._base.contents), name, file, flags, out)
        if answer == OK and path is not None:
            slot = c_void_p.from_address(file)
            slot.value = ctypes.addressof(self._table(slot.value or 0))
            self._files[file] = (path, flags)
            if flags & JOURNALS:
                self._unsynced.add(file)
        return int(answer)

    def _delete(self, _vfs: int, name: int, with_folder: int) -> int:
        path = self._watched(name)
        if path is not None and path.exists() and (answer := self._watcher.delete(path, bool(with_folder))):
            return answer
        return int(Delete(self._base.contents.delete)(ctypes.addressof(self._base.contents), name, with_folder))

    def _table(self, address: int) -> Methods:
        """The functions of an open file, ours before those at `address`."""
        if address not in self._tables:
            real = Methods.from_address(address)
            ours = Methods.from_buffer_copy(real)
            self._tables[address] = (ours, real)
            self._fill(ours, real)
        return self._tables[address][0]

    def _fill(self, ours: Methods, real: Methods) -> None:
        watcher, files = self._watcher, self._files
        close, transfer_in, transfer_out = Close(real.close), Transfer(real.read), Transfer(real.write)
        cut, sync = Truncate(real.truncate), Sync(real.sync)

        def on_close(file: int) -> int:
            del files[file]
            self._unsynced.discard(file)
            return int(close(file))

        def on_read(file: int, into: int, size: int, offset: int) -> int:
            return watcher.read(files[file][0]) or int(transfer_in(file, into, size, offset))

        def on_write(file: int, data: int, size: int, offset: int) -> int:
            answer = watcher.write(files[file][0], offset, ctypes.string_at(data, size))
            return answer or int(transfer_out(file, data, size, offset))

        def on_truncate(file: int, size: int) -> int:
            return watcher.truncate(files[file][0], size) or int(cut(file, size))

        def on_sync(file: int, flags: int) -> int:
            answer = watcher.sync(files[file][0], file in self._unsynced)
            if answer:
                return answer
            self._unsynced.discard(file)
            return int(sync(file, flags))

        ours.close, ours.read = self._callback(Close, on_close), self._callback(Transfer, on_read)
        ours.write, ours.truncate = self._callback(Transfer, on_write), self._callback(Truncate, on_truncate)
        ours.sync = self._callback(Sync, on_sync)
        if not real.shm_map:  # journals have none
            return
        shm = ShmMap(real.shm_map)

        def on_shm(file: int, page: int, size: int, extend: int, out: int) -> int:
            return watcher.shm(files[file][0]) or int(shm(file, page, size, extend, out))

        ours.shm_map = self._callback(ShmMap, on_shm)


@contextmanager
def watched(root: Path, watcher: Watcher) -> Iterator[None]:
    """Every connection opened within the block below `root` is watched; all of them must be closed at its end."""
    vfs = WatchedVfs(library(), root, watcher)
    vfs.register()
    try:
        yield
    finally:
        vfs.unregister()
        KEPT.append(vfs)
