"""Encrypting a workspace that is there, and decrypting it: file by file, each written whole beside the old one,
compared with it row by row, and only then put in its place.

The folder counts as encrypted as long as it holds the lock (`cipher.toml`). It comes first and goes last: after
whatever was cut off in between, the next opening finds an encrypted workspace with plain files: it encrypts them.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import narrow, sha256_of, sync_file, written_whole
from xhsplanner.core.words import t
from xhsplanner.store import driver, snapshots
from xhsplanner.store.encryption import cipher
from xhsplanner.store.layout import DAMAGED, DATABASE
from xhsplanner.store.recovery.presence import Presence
from xhsplanner.store.trouble import telling

PARTIAL = "workspace.part"
DUE = "cipher.due"
"""A mark: snapshots are being encrypted or decrypted."""
ROWS = 1000
"""Rows compared at once."""
MAGIC = b"SQLite format 3\0"

Converted = Callable[[Path, Path, str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done. `plain`: files of the workspace that hold text of the plan and anybody can read."""

    snapshots: int
    plain: tuple[Path, ...]


def encrypt(folder: Path, password: str) -> Done:
    """Encrypt a whole workspace of this version and its snapshots; nobody may have it open. Seconds per gigabyte.

    Raises Refused where it is encrypted already, the password is too short, somebody has it open, or the disk is in
    the way: then it is as it was.
    """
    if cipher.of(folder) is not None:
        raise Refused(t("cipher.already", folder=folder))
    cipher.need_driver()
    lock, key = cipher.new(password)
    presence = _alone(folder)
    try:
        (folder / DUE).touch()
        narrow(folder / DUE)
        cipher.put(folder, lock, key)
        try:
            return Done(finish(folder), plain_left(folder))
        except BaseException:
            if driver.plain(folder / DATABASE):  # nothing was replaced yet
                cipher.remove(folder)
                (folder / DUE).unlink(missing_ok=True)
            raise
    except (OSError, sqlite3.Error) as error:
        raise Refused(t("cipher.failed", folder=folder, reason=error)) from error
    finally:
        presence.close()


def decrypt(folder: Path) -> Done:
    """Make a workspace, unlocked in this run, one that opens without a password. What is in `damaged/` stays as it
    is, with its lock beside it.

    Raises Refused as `encrypt` does.
    """
    if cipher.of(folder) is None:
        raise Refused(t("cipher.not_encrypted", folder=folder))
    cipher.need_password(folder)
    presence = _alone(folder)
    try:
        (folder / DUE).touch()
        done = sum(_snapshot(path, _to_plain) for path in snapshots.all_of(folder) if not _anybody_reads(path))
        _replace(folder / DATABASE, folder / PARTIAL, _to_plain)
        cipher.remove(folder)
        (folder / DUE).unlink(missing_ok=True)
        return Done(done, ())
    except (OSError, sqlite3.Error) as error:
        raise Refused(t("cipher.failed", folder=folder, reason=error)) from error
    finally:
        presence.close()


def change_password(folder: Path, old: str, new: str) -> None:
    """Lock the same key with another password. Copies elsewhere open with the old one until they are brought up to
    date. Raises WrongPassword, and Refused for a new one that is too short or where it cannot be written.
    """
    lock = cipher.of(folder)
    if lock is None:
        raise Refused(t("cipher.not_encrypted", folder=folder))
    key = lock.opened(old)
    try:
        cipher.put(folder, cipher.Lock.made(new, key, lock.id), key)
    except OSError as error:
        raise Refused(t("cipher.failed", folder=folder, reason=error)) from error


def settle(folder: Path, presence: Presence) -> None:
    """At an opening: finish what was cut off. Raises Refused where somebody else is about it, or the disk is in the
    way of it.
    """
    cipher.mend(folder)
    plain = driver.plain(folder / DATABASE)
    if not plain and not (folder / DUE).exists():
        return
    if not presence.alone():
        if not presence.join() or plain:
            raise Refused(t("cipher.in_use", folder=folder))
        return
    try:
        finish(folder)
    except (OSError, sqlite3.Error) as error:
        raise Refused(t("cipher.failed", folder=folder, reason=error)) from error
    finally:
        presence.join()


def finish(folder: Path) -> int:
    """Encrypt what is plain in a folder that holds a lock; how many snapshots were. Nobody else has it open."""
    if driver.plain(folder / DATABASE):
        _replace(folder / DATABASE, folder / PARTIAL, _to_cipher)
    done = finish_snapshots(folder)
    for half in (folder / PARTIAL, *snapshots.folder_of(folder).glob("*.part")):
        half.unlink(missing_ok=True)  # of a decrypting that was killed: plain
    (folder / DUE).unlink(missing_ok=True)
    return done


def finish_snapshots(folder: Path) -> int:
    """Encrypt the snapshots of a folder that are plain; how many. A damaged one stays as it is."""
    return sum(_snapshot(path, _to_cipher) for path in snapshots.all_of(folder) if _anybody_reads(path))


def plain_left(folder: Path) -> tuple[Path, ...]:
    """Databases of an encrypted workspace, but for thumbnails, that anybody can read: damaged ones, most likely."""
    places = (snapshots.folder_of(folder).glob("*"), (folder / DAMAGED).rglob("*"))
    return tuple(sorted(path for place in places for path in place if path.is_file() and _anybody_reads(path)))


def _anybody_reads(path: Path) -> bool:
    """Whether a file that no connection has open is a plain database, or SQLite's log of one."""
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError:
        return False
    logged = path.name.endswith("-wal") and bool(start) and _anybody_reads(Path(str(path)[: -len("-wal")]))
    return start == MAGIC or logged


def _alone(folder: Path) -> Presence:
    presence = Presence(folder)
    if not presence.alone():
        presence.close()
        raise Refused(t("cipher.in_use", folder=folder))
    return presence


def _to_cipher(source: Path, partial: Path, key: str) -> None:
    _convert(source, "", partial, key)


def _to_plain(source: Path, partial: Path, key: str) -> None:
    _convert(source, key, partial, "")


def _key(path: Path) -> str:
    key = cipher.key_for(path)
    assert key is not None
    return key


def _replace(database: Path, partial: Path, convert: Converted) -> None:
    """Put a converted copy in the place of a database that nobody has open."""
    _fold(database)
    snapshots.need_room(database.parent, database.stat().st_size)
    with written_whole(database, partial):
        convert(database, partial, _key(database))
        for ending in ("-wal", "-shm"):
            Path(f"{database}{ending}").unlink(missing_ok=True)  # empty: all of it stands in the file


def _fold(database: Path) -> None:
    """Bring SQLite's log into the file. Raises Refused where somebody keeps it from that."""
    with closing(driver.opened(database, "mode=rw")) as connection:
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise Refused(t("cipher.in_use", folder=database.parent))


def _snapshot(path: Path, convert: Converted) -> bool:
    """Convert one snapshot; False where it is damaged. Both hashes stand beside it until the new one is there."""
    if not snapshots.intact(path):
        return False
    partial = path.with_suffix(".part")
    snapshots.need_room(path.parent, path.stat().st_size)
    said = path.with_suffix(".sha256")
    with telling(path), written_whole(path, partial):
        convert(path, partial, _key(path))
        line = f"{sha256_of(partial)}  {path.name}\n"
        _write(said, line + said.read_text("ascii"))
    _write(said, line)
    return True


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.part")
    with written_whole(path, partial):
        partial.write_text(text, "ascii", newline="\n")


def _convert(source: Path, source_key: str, partial: Path, partial_key: str) -> None:
    """Write `partial`, the same database under another key ("" for none), and compare the two."""
    from xhsplanner.store.encryption import sqlcipher

    for ending in ("", "-journal"):
        Path(f"{partial}{ending}").unlink(missing_ok=True)
    partial.touch()
    narrow(partial)
    with closing(sqlcipher.connect(f"{source.absolute().as_uri()}?mode=ro", source_key)) as connection:
        connection.execute("ATTACH ? AS other KEY ?", (partial.absolute().as_uri(), sqlcipher.literal(partial_key)))
        for name in ("synchronous", "journal_mode"):
            connection.execute(f"PRAGMA other.{name} = OFF")  # synced at the end; a half one is thrown away
        connection.execute("SELECT sqlcipher_export('other')").fetchone()
        for name in ("application_id", "user_version"):
            value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
            connection.execute(f"PRAGMA other.{name} = {value}")
        connection.execute("DETACH other")
        with closing(sqlcipher.connect(f"{partial.absolute().as_uri()}?mode=ro", partial_key)) as copy:
            _compare(connection, copy, partial)
    with partial.open("rb+") as file:
        sync_file(file)


def _compare(one: sqlite3.Connection, other: sqlite3.Connection, file: Path) -> None:
    """Raises Refused where two databases do not hold the same, or the second is not sound."""
    for connection in (one, other):
        connection.text_factory = bytes
    tables = "SELECT name FROM sqlite_master WHERE rootpage > 0 AND type = 'table' ORDER BY name"
    entries = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    queries = [entries] + [f'SELECT * FROM "{name.decode()}"' for (name,) in one.execute(tables)]
    sound = other.execute("PRAGMA integrity_check(1)").fetchone()[0] == b"ok"
    if not sound or not all(_same(one, other, query) for query in queries):
        raise Refused(t("cipher.differs", file=file))


def _same(one: sqlite3.Connection, other: sqlite3.Connection, query: str) -> bool:
    left, right = one.execute(query), other.execute(query)
    while True:
        rows = left.fetchmany(ROWS)
        if rows != right.fetchmany(ROWS):
            return False
        if not rows:
            return True
