"""Opens a bundle that somebody sent, after making sure that it is one and not a trap.

A zip from outside says what it likes: names, sizes and hashes are checked on what really comes out of it, in
pieces, before anything of it is used.
"""

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_check import checked
from xhsplanner.exchange.bundle_model import FORMAT, MANIFEST, ROWS, VERSION, Bundle
from xhsplanner.store import schema

ENTRIES = 50_000
MANIFEST_MB = 8
ROWS_MB = 128
PICTURE_MB = 50
"""What the library takes (`media.guards.MAX_BYTES`, without loading a decoder)."""
ALL_MB = 8 * 1024
RATIO = 400
"""How much smaller text may have become in the zip; JSON of real plans shrinks to a fifth or a tenth."""
ENCRYPTED = 0x1
ASSET = re.compile(r"assets/([0-9a-f]{64})\.(jpg|png|webp)\Z")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
    zlib.error,
    MemoryError,
)
_CHUNK = 1 << 20
_MB = 1 << 20


def read_bundle(path: Path, progress: Progress | None = None) -> Bundle:
    """Everything a bundle says, checked. `progress(n, of)` counts files of the zip. Nothing is written anywhere.

    Raises Refused with the file's name and what is wrong with it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(path, archive, progress)
    except FileNotFoundError:
        _refuse(path, "missing")
    except IsADirectoryError:
        _refuse(path, "not_zip")
    except PermissionError:
        _refuse(path, "unreadable")
    except BROKEN:
        _refuse(path, "not_zip")


def picture_bytes(archive: zipfile.ZipFile, name: str) -> bytes:
    """One picture of a bundle that was read before. Raises Refused where it is not the same any more."""
    found = ASSET.match(name)
    data = _drawn(Path(archive.filename or name), archive, name, PICTURE_MB * _MB)
    if found is None or hashlib.sha256(data).hexdigest() != found[1]:
        _refuse(Path(archive.filename or name), "wrong_hash", entry=name)
    return data


def _refuse(path: Path, reason: str, **values: object) -> NoReturn:
    raise Refused(t(f"bundle.refused.{reason}", name=path.name, **values)) from None


def _read(path: Path, archive: zipfile.ZipFile, progress: Progress | None) -> Bundle:
    names = _names(path, archive)
    manifest = _manifest(path, archive)
    files = manifest["files"]
    if set(files) != names - {MANIFEST}:
        _refuse(path, "not_listed", entry=min(set(files) ^ (names - {MANIFEST})))
    data = _drawn(path, archive, ROWS, ROWS_MB * _MB)
    if hashlib.sha256(data).hexdigest() != files[ROWS]:
        _refuse(path, "wrong_hash", entry=ROWS)
    assets = _pictures(path, archive, files, progress)
    try:
        records = checked(_json(path, ROWS, data), assets.keys())
    except ValueError as error:
        _refuse(path, "rows", why=error)
    return Bundle(
        manifest["workspace"], manifest["made_at"], manifest["by"], manifest["schema"], records, assets, path
    )


def _names(path: Path, archive: zipfile.ZipFile) -> set[str]:
    """The names in the zip, each of which is one of ours, an ordinary file, plain and there once."""
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        _refuse(path, "too_many", n=len(entries), limit=ENTRIES)
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        if entry.orig_filename != name or not (name in (MANIFEST, ROWS) or ASSET.match(name)):
            _refuse(path, "bad_name", entry=entry.orig_filename[:80])
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            _refuse(path, "not_a_file", entry=name)
        if entry.flag_bits & ENCRYPTED:
            _refuse(path, "encrypted")
        if entry.compress_type not in METHODS:
            _refuse(path, "not_zip")
        if name in seen:
            _refuse(path, "twice", entry=name)
        seen.add(name)
    if missing := {MANIFEST, ROWS} - seen:
        _refuse(path, "no_bundle", entry=min(missing))
    if sum(entry.file_size for entry in entries) > ALL_MB * _MB:
        _refuse(path, "bomb", limit=ALL_MB)
    return seen


def _drawn(path: Path, archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """What comes out of one entry. Raises Refused where it is more than `limit` or blown up beyond all reason."""
    packed = archive.getinfo(name).compress_size
    parts, size = [], 0
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit or (size > _MB and size > packed * RATIO):
                _refuse(path, "bomb", limit=limit // _MB)
            parts.append(chunk)
    return b"".join(parts)


def _manifest(path: Path, archive: zipfile.ZipFile) -> dict[str, Any]:
    found = _json(path, MANIFEST, _drawn(path, archive, MANIFEST, MANIFEST_MB * _MB))
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        _refuse(path, "no_bundle", entry=MANIFEST)
    version, tables = found.get("version"), found.get("schema")
    if type(version) is not int or type(tables) is not int:
        _refuse(path, "no_bundle", entry=MANIFEST)
    if version != VERSION or not 1 <= tables <= schema.VERSION:
        _refuse(path, "version", version=f"{version}.{tables}", ours=f"{VERSION}.{schema.VERSION}")
    if not all(isinstance(found.get(name), str) for name in ("workspace", "made_at", "by")):
        _refuse(path, "no_bundle", entry=MANIFEST)
    files = found.get("files")
    if not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
        _refuse(path, "no_bundle", entry=MANIFEST)
    return found


def _pictures(
    path: Path, archive: zipfile.ZipFile, files: Mapping[str, str], progress: Progress | None
) -> dict[str, str]:
    """Name by hash of the pictures, whose bytes were all looked at."""
    found: dict[str, str] = {}
    left = ALL_MB * _MB
    names = [name for name in files if name != ROWS]
    for number, name in enumerate(names, 1):
        digest, limit = hashlib.sha256(), min(left, PICTURE_MB * _MB)
        size = 0
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > limit:
                    _refuse(path, "bomb", limit=limit // _MB)
                digest.update(chunk)
        left -= size
        if digest.hexdigest() != files[name] or f"assets/{files[name]}." not in name:
            _refuse(path, "wrong_hash", entry=name)
        if files[name] in found:
            _refuse(path, "twice", entry=name)
        found[files[name]] = name
        if progress is not None:
            progress(number, len(names))
    return found


def _json(path: Path, name: str, data: bytes) -> Any:
    def odd(text: str) -> NoReturn:
        raise ValueError(text)

    try:
        return json.loads(data.decode("utf-8"), parse_constant=odd)
    except (ValueError, RecursionError):
        _refuse(path, "not_json", entry=name)
