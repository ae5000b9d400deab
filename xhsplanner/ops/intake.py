"""How files get into the library: found, read, hashed, judged and written by several hands at once.

The calling thread walks, reads and hashes; two more decode and write. Nothing here touches a row: what comes
out is written to the database by one op.
"""

import os
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store.store import Store

if TYPE_CHECKING:  # Pillow is loaded when a file is taken in, not when the window opens
    from xhsplanner.media.images import Picture

THREADS = 2
IN_FLIGHT = 4
"""Files held in memory waiting for a decoder; bounds memory whatever the size of the batch."""
THUMBS_AT_ONCE = 64
MAX_NAME = 255
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the last one) on the thread that imports."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose bytes are in the library. `picture` is None where they were there before."""

    path: Path
    sha256: str
    picture: "Picture | None" = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file that was not taken. `reason` is in the user's language, without the file's name."""

    path: Path
    reason: str


def files_of(paths: Iterable[Path], stopped: Callable[[], bool]) -> Iterator[Path | Rejected]:
    """The files to import: `paths` themselves, folders by everything inside but hidden and system files."""
    seen: set[Path] = set()
    for path in paths:
        if not os.path.isdir(path):  # unlike Path.is_dir it has an answer for what may not be looked at
            found: Iterable[Path | Rejected] = (path,)
        else:
            found = _inside(path, stopped)
        for one in found:
            if isinstance(one, Rejected):
                yield one
            elif one not in seen:
                seen.add(one)
                yield one


def _inside(folder: Path, stopped: Callable[[], bool]) -> Iterator[Path | Rejected]:
    closed: list[Rejected] = []
    empty = True

    def note(error: OSError) -> None:
        closed.append(Rejected(Path(str(error.filename)), t("assets.folder_closed")))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(filter(_wanted, folders), key=_natural)
        for name in sorted(filter(_wanted, files), key=_natural):
            empty = False
            yield Path(place, name)
        if stopped():
            return
    yield from closed
    if empty and not closed:
        yield Rejected(folder, t("assets.empty_folder"))


def _natural(name: str) -> list[tuple[int, str]]:
    """Sorts 图2 before 图10, as people do."""
    return [(int(part) if part.isdecimal() else 0, part) for part in re.split(r"(\d+)", name.casefold())]


def _wanted(name: str) -> bool:
    return not name.startswith(".") and name.casefold() not in _SYSTEM_FILES


def file_name(path: Path) -> str:
    """A file's name as stored and shown: composed Unicode, no control characters, at most 255 of them."""
    name = unicodedata.normalize("NFC", path.name).encode("utf-8", "replace").decode("utf-8")
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in name)[:MAX_NAME]


def take(
    store: Store,
    paths: Iterable[Path],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[list[Taken], list[Rejected]]:
    """Bring files into the library folder; what was taken, in order, and what was not.

    `cancelled` is asked before each file; what was taken until then is returned.
    """
    stopped = cancelled or (lambda: False)
    store.assets.blobs.sweep_coming()
    files = list(files_of(paths, stopped))
    intake = _Intake(store, len(files), progress)
    with ThreadPoolExecutor(THREADS, thread_name_prefix="intake") as pool:
        for file in files:
            if stopped():
                break
            intake.accept(file, pool)
        intake.finish()
    return intake.taken, intake.rejected


class _Intake:
    """One batch on its way."""

    def __init__(self, store: Store, total: int, progress: Progress | None) -> None:
        self.taken: list[Taken] = []
        self.rejected: list[Rejected] = []
        self._store = store
        self._total = total
        self._progress = progress
        self._done = 0
        self._coming: dict[str, Future[Picture]] = {}
        self._waiting: deque[tuple[Path, str, Future[Picture]]] = deque()
        self._thumbed: set[str] = set()
        self._thumbs: list[tuple[str, bytes]] = []

    def accept(self, file: Path | Rejected, pool: ThreadPoolExecutor) -> None:
        """Read and hash one file here and hand it to a decoder, unless its bytes are known."""
        if isinstance(file, Rejected):
            self._settle(file)
            return
        from xhsplanner.media.guards import BadPicture, read_file

        try:
            data = read_file(file)
        except BadPicture as refusal:
            self._settle(Rejected(file, refusal.reason))
            return
        digest = sha256(data).hexdigest()
        coming = self._coming.get(digest)
        if coming is None and self._store.assets.by_hash([digest]):
            self._settle(Taken(file, digest))
            return
        if coming is None:
            coming = self._coming[digest] = pool.submit(self._judge, data, digest, file.name)
        self._waiting.append((file, digest, coming))
        while len(self._waiting) >= IN_FLIGHT:
            self._collect()

    def finish(self) -> None:
        """Wait for what is on its way."""
        while self._waiting:
            self._collect()
        self._store.thumbs.put_many(self._thumbs)
        self._thumbs.clear()

    def _judge(self, data: bytes, digest: str, name: str) -> "Picture":
        from xhsplanner.media.images import probe_bytes

        picture = probe_bytes(data, name, digest)
        self._store.assets.blobs.put(data, digest, picture.ext)
        return picture

    def _collect(self) -> None:
        file, digest, future = self._waiting.popleft()
        try:
            picture = future.result()
        except Refused as refusal:
            self._settle(Rejected(file, getattr(refusal, "reason", str(refusal))))
            return
        if digest not in self._thumbed:
            self._thumbed.add(digest)
            self._thumbs.append((digest, picture.thumb))
        if len(self._thumbs) >= THUMBS_AT_ONCE:
            self._store.thumbs.put_many(self._thumbs)
            self._thumbs.clear()
        self._settle(Taken(file, digest, picture))

    def _settle(self, outcome: Taken | Rejected) -> None:
        if isinstance(outcome, Taken):
            self.taken.append(outcome)
        else:
            self.rejected.append(outcome)
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total, outcome.path.name)
