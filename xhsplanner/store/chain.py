"""The hash chain of the op-log, and its head outside the database.

Every op carries the hash of the op before it, of itself and of the rows it wrote: whoever changes, takes out or
puts in an old op breaks every later link. What a chain alone cannot show is that its end is missing, so the number
and hash of the newest op also stand in a small file beside the database. That file is written after COMMIT and not
synced: it may lag behind, so newer ops than it knows are fine; fewer ops than it knows were lost.
"""

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import narrow
from xhsplanner.core.words import t
from xhsplanner.store.engine import Reads

HEAD = "log.head"
"""The file in the workspace's folder."""
OP_COLUMNS = ("id", "group_id", "at", "actor_id", "kind", "values", "verb", "target_id", "logged")
"""What of an op its link covers, in this order."""
ROW_COLUMNS = ("seq", "tbl", "row_id", "before", "after")
START = ""
"""What stands before the first link."""
WIDTH = 192
"""Bytes of a head, always: it is written over the old one within one sector, so it is never torn."""
NEWEST = "SELECT id, chain, at, COALESCE((SELECT chain FROM op WHERE id = 1), '') FROM op ORDER BY id DESC LIMIT 1"
"""What `Head` says, of the database itself."""
PART = 500
"""Ops read at once when the chain is walked."""

LOWEST = -(1 << 63)
"""The least id SQLite knows: an op put in before the first is found too."""

LogRow = Sequence[int | str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest op: how many there are (ids have no gaps), its link, and when it was written (ISO).

    `origin` is the link of the first op: no other workspace has the same, and its snapshots do. "" where unknown.
    """

    count: int
    link: str
    at: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One op on the walk along the chain. `whole` says whether it still is what was written."""

    op_id: int
    at: str
    link: str
    whole: bool


Links = Iterator[Link]


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=repr)
"""What is neither text nor number (a flipped bit made it one) has no form in JSON and never fits: `repr`."""


def link(previous: str, op: LogRow, rows: Iterable[LogRow]) -> str:
    """The hash (64 hex digits) of one op: `op` as `OP_COLUMNS`, `rows` as `ROW_COLUMNS`, in order of seq."""
    digest = hashlib.sha256(previous.encode())
    for row in (op, *rows):
        digest.update(b"\n" + _encoder.encode(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def walk(engine: Reads, after: int = 0, previous: str = START) -> Links:
    """Every op after the op `after`, oldest first, each checked against the link before it (`previous` at first).

    A gap in the ids counts as a broken link. Goes on after a broken one from what that one says of itself.
    """
    names = ", ".join(f'"{name}"' for name in OP_COLUMNS)
    head = f"SELECT {names}, chain FROM op WHERE id > ? ORDER BY id LIMIT {PART}"
    below = f"SELECT op_id, {', '.join(ROW_COLUMNS)} FROM op_row WHERE op_id BETWEEN ? AND ? ORDER BY op_id, seq"
    expected, after = after + 1, after or LOWEST
    while ops := engine.rows(head, (after,)):
        rows: dict[int, list[LogRow]] = {}
        for op_id, *row in engine.rows(below, (ops[0][0], ops[-1][0])):
            rows.setdefault(op_id, []).append(row)
        for *op, said in ops:
            op_id = int(op[0])
            whole = op_id == expected and said == link(previous, op, rows.get(op_id, ()))
            yield Link(op_id, str(op[2]), str(said), whole)
            previous, expected = str(said), op_id + 1
        after = int(ops[-1][0])


def values(text: str) -> Any:
    """What a JSON text of the log says. Raises Refused where damage has made it something else."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise Refused(t("store.log_unreadable")) from error


def newest(engine: Reads) -> Head | None:
    """The head as the database itself tells it; None where nothing was ever written."""
    found = engine.rows(NEWEST)
    return Head(*found[0]) if found else None


class HeadFile:
    """`log.head` of one workspace. Never raises: the op is committed, and a head that lags is no harm."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / HEAD
        self._file: BinaryIO | None = None
        self._lock = threading.Lock()

    def read(self) -> Head | None:
        """What was last written; None where there is no file or it is not one of ours."""
        try:
            return parsed(self._path.read_bytes())
        except OSError:
            return None

    def write(self, head: Head) -> None:
        """Remember a newer head; an older one than another thread or process has written is dropped."""
        with self._lock, suppress(OSError):
            file = self._file or self._open()
            file.seek(0)
            known = parsed(file.read(WIDTH))
            if known is None or known.count < head.count:
                self._put(file, head)

    def reset(self, head: Head | None) -> None:
        """Begin anew with this head, whatever stood there: another database took the place of the old one."""
        with self._lock, suppress(OSError):
            self._put(self._file or self._open(), head or Head(0, START, ""))

    def _open(self) -> BinaryIO:
        with suppress(FileExistsError):
            self._path.open("xb").close()
            narrow(self._path)
        self._file = self._path.open("r+b", buffering=0)
        return self._file

    def _put(self, file: BinaryIO, head: Head) -> None:
        file.seek(0)
        file.write(line(head))

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None


def line(head: Head) -> bytes:
    """A head as `WIDTH` bytes that check themselves."""
    text = " ".join((str(head.count), *(said or "-" for said in (head.link, head.at, head.origin))))
    check = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text} {check}".ljust(WIDTH - 1).encode("ascii") + b"\n"


def parsed(data: bytes) -> Head | None:
    """A head out of its bytes; None where they are not exactly what `line` writes."""
    try:
        count, *said, _check = data.decode("ascii").split()
        head = Head(int(count), *("" if one == "-" else one for one in said))
    except (ValueError, TypeError):  # not a number, or not as many words
        return None
    return head if line(head) == data else None
