"""The key of an encrypted workspace: made once, kept in `cipher.toml` locked by the password, held for the run.

The database has a random key of its own and the password only locks that key. So the slow derivation runs once, not
for the connection of every thread; another password is one small file written whole; and one key fits snapshots,
the second copy and what recovery puts aside. SQLCipher's salt belongs to the key too: with the same one in every
file, its log (-wal) can be read above a snapshot.
"""

import hashlib
import hmac
import secrets
import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import written_whole
from xhsplanner.core.words import t
from xhsplanner.store.layout import DAMAGED, SNAPSHOTS, THUMBS

NAME = "cipher.toml"
"""In the workspace's folder, and once more beside the snapshots: without it the best password opens nothing."""
PLAIN = frozenset({THUMBS})
"""Databases that are never encrypted: thumbnails, as the pictures they are of."""
KEY, SALT, MAC = 48, 16, 32
"""Bytes: key and salt of SQLCipher; salt of the password; key of the check."""
COST = (1 << 16, 8, 1)
"""scrypt's n, r, p: 64 MB and some 0.2 s for each guess at a password."""
DEAREST = 1 << 30
"""Bytes that a file from elsewhere may ask of scrypt."""
SHORTEST = 12
"""Characters of a password. Whoever has copied the files can try without end, on many machines at once, and a
shorter one that somebody remembers is soon found."""
HEAD = (
    "# The key of this xhsplanner workspace, locked by its password. Keep it beside workspace.db: without this\n"
    "# file and the password nobody can open the workspace.\n"
    "# 这个工作区的密钥，由密码锁住。请让它和 workspace.db 放在一起：没有它和密码，谁也打不开工作区。\n"
)


class Locked(Refused):
    """The workspace is encrypted and its password has not been given."""


class WrongPassword(Refused):
    """Not the password of this workspace."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What stands in the file. `id` names the key, whatever the password; all but the numbers are hexadecimal."""

    id: str
    salt: str
    n: int
    r: int
    p: int
    locked: str
    check: str = ""

    def text(self) -> str:
        """The file; its last line shows a damaged file, which is not to be told as a wrong password."""
        lines = "".join(
            f"{name} = {value}\n" if isinstance(value, int) else f'{name} = "{value}"\n'
            for name, value in ((name, getattr(self, name)) for name in self.__slots__)
        )
        return f'{HEAD}{lines}sum = "{hashlib.sha256(lines.encode()).hexdigest()}"\n'

    def opened(self, password: str) -> str:
        """The key. Raises WrongPassword."""
        stream, mac = _derived(password, bytes.fromhex(self.salt), (self.n, self.r, self.p))
        if not hmac.compare_digest(self._check(mac), self.check):
            raise WrongPassword(t("cipher.wrong"))
        return _mixed(bytes.fromhex(self.locked), stream).hex()

    def _check(self, mac: bytes) -> str:
        return hmac.new(mac, replace(self, check="").text().encode(), "sha256").hexdigest()

    @staticmethod
    def made(password: str, key: str, id: str) -> "Lock":
        """A lock on this key. Raises Refused for a password that is too short."""
        if len(password) < SHORTEST:
            raise Refused(t("cipher.short", n=SHORTEST))
        salt = secrets.token_bytes(SALT)
        stream, mac = _derived(password, salt, COST)
        # `stream` is used for nothing else ever: the salt is new.
        lock = Lock(id, salt.hex(), *COST, locked=_mixed(bytes.fromhex(key), stream).hex())
        return replace(lock, check=lock._check(mac))


def _derived(password: str, salt: bytes, cost: tuple[int, int, int]) -> tuple[bytes, bytes]:
    """(what is mixed with the key, the key of the check). 0.2 s; other threads run meanwhile.

    The same letters in another form, as an input method or another system types them, are the same password.
    """
    n, r, p = cost
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    made = hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=DEAREST + (1 << 20), dklen=KEY + MAC)
    return made[:KEY], made[KEY:]


def _mixed(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


# --- the keys of this run ----------------------------------------------------------------------------

_KEYS: dict[str, str] = {}
"""By the id of a lock. In this process only, for as long as it runs."""


def unlock(folder: Path, password: str) -> None:
    """Open the lock of a workspace for the rest of this run; nothing where it is not encrypted. Takes 0.2 s.

    Raises WrongPassword, and Refused where the file is damaged or the extra is not installed.
    """
    lock = of(folder)
    if lock is not None:
        need_driver()
        _KEYS[lock.id] = lock.opened(password)


def locked(folder: Path) -> bool:
    """Whether a workspace is encrypted and its password has not been given in this run."""
    lock = of(folder)
    return lock is not None and lock.id not in _KEYS


def need_password(folder: Path) -> None:
    """Raises Locked where `locked`, Refused where it is encrypted and the extra is not installed."""
    if of(folder) is not None:
        need_driver()
        if locked(folder):
            raise Locked(t("cipher.locked", folder=folder))


def need_driver() -> None:
    """Raises Refused, telling what to install, where encrypted workspaces cannot be opened at all."""
    if not available():
        raise Refused(t("cipher.not_installed"))


def available() -> bool:
    """Whether the extra `encrypted` is installed."""
    from importlib.util import find_spec

    return find_spec("sqlcipher3") is not None


def lent(folder: Path) -> tuple[str, str] | None:
    """The key for a process of ours that is to read the workspace too; None where it is not encrypted."""
    lock = of(folder)
    return (lock.id, _KEYS[lock.id]) if lock is not None and lock.id in _KEYS else None


def borrow(key: tuple[str, str] | None) -> None:
    """Take what `lent` gave, in that process."""
    if key is not None:
        _KEYS.update([key])


def key_for(file: Path) -> str | None:
    """The key of a database file, by the workspace it lies in; None where that is not encrypted.

    Raises Locked where the password has not been given.
    """
    if file.name in PLAIN:
        return None
    lock = _first(_places(file.parent))
    if lock is None:
        return None
    if lock.id not in _KEYS:
        raise Locked(t("cipher.locked", folder=file.parent))
    return _KEYS[lock.id]


# --- the file ----------------------------------------------------------------------------------------


def of(folder: Path) -> Lock | None:
    """The lock of a workspace; None where it is not encrypted. Raises Refused where no copy of it can be read."""
    return _first([folder, folder / SNAPSHOTS])


def _places(folder: Path) -> list[Path]:
    """Where the lock of a file in `folder` may be: there, or above in the workspace that has its snapshots and what
    recovery put aside."""
    places = [folder, folder / SNAPSHOTS]
    if folder.name == SNAPSHOTS:
        places.append(folder.parent)
    if folder.parent.name in (SNAPSHOTS, DAMAGED):
        places += [folder.parent, folder.parent.parent, folder.parent.parent / SNAPSHOTS]
    return places


def _first(places: list[Path]) -> Lock | None:
    damaged: Path | None = None
    for place in places:
        try:
            lock = parsed((place / NAME).read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeDecodeError):
            lock = None
        if lock is not None:
            return lock
        damaged = place / NAME
    if damaged is not None:
        raise Refused(t("cipher.damaged", file=damaged))
    return None


def parsed(text: str) -> Lock | None:
    """The lock that a file holds; None where it is not just what `Lock.text` writes."""
    try:
        said = tomllib.loads(text)
        lock = Lock(**{name: said[name] for name in Lock.__slots__})
        same = lock.text().partition("id =")[2] == text.replace("\r\n", "\n").partition("id =")[2]
        bytes.fromhex(lock.locked + lock.salt)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        return None
    return lock if same and _sane(lock) else None


def _sane(lock: Lock) -> bool:
    """Whether its values are of the kinds they must be, and ask for no more than this computer has."""
    numbers, texts = (lock.n, lock.r, lock.p), (lock.id, lock.salt, lock.locked, lock.check)
    if not all(type(one) is int for one in numbers) or not all(isinstance(one, str) for one in texts):
        return False
    power = lock.n > 1 and lock.n & (lock.n - 1) == 0
    cheap = min(numbers) > 0 and 128 * lock.n * lock.r * lock.p < DEAREST
    return power and cheap and len(lock.locked) == 2 * KEY


def new(password: str) -> tuple[Lock, str]:
    """A lock on a new random key, and the key. Raises Refused for a password that is too short."""
    key = secrets.token_hex(KEY)
    return Lock.made(password, key, secrets.token_hex(8)), key


def put(folder: Path, lock: Lock, key: str) -> None:
    """Make a folder an encrypted workspace: both copies of the lock, and the key for this run. Raises OSError."""
    _KEYS[lock.id] = key
    write(folder, lock)


def write(folder: Path, lock: Lock) -> None:
    """Write the lock and its second copy, each whole. Raises OSError."""
    for place in (folder, folder / SNAPSHOTS):
        if place.is_dir():
            partial = place / f"{NAME}.part"
            with written_whole(place / NAME, partial):
                partial.write_bytes(lock.text().encode())


def mend(folder: Path) -> None:
    """Put back the copy of the lock that is missing or not the same. Where it cannot be written, the next time."""
    lock = of(folder)
    if lock is None:
        return
    places = [folder, folder / SNAPSHOTS]
    with suppress(OSError):
        if any(place.is_dir() and _text(place) != lock.text() for place in places):
            write(folder, lock)


def _text(place: Path) -> str:
    try:
        return (place / NAME).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def remove(folder: Path) -> None:
    """The workspace is not encrypted any more. The one beside the database goes last. Raises OSError."""
    for place in (folder / SNAPSHOTS, folder):
        for name in (f"{NAME}.part", NAME):
            (place / name).unlink(missing_ok=True)
