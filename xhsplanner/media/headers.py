"""What a picture's header promises, read before any decoder sees the file, and what that would cost.

A file of a few kilobytes can keep a decoder busy for minutes or fill the memory: thousands of scans, markers or
chunks, a header full of padding, a block of EXIF whose entries all claim the same bytes. Here only lengths are
walked, so a hostile file costs no more than a good one.
"""

import struct
from collections.abc import Iterator

MEMORY = 190 << 20
"""Bytes a decoder may need for the pixels; the file itself and what is made of them come on top."""
SCANS = 64
"""A progressive JPEG has about ten; each is one more walk over all of the picture."""
MARKERS = 2_000
CHUNKS = 50_000
"""A PNG of 50 MB in pieces of a kilobyte."""
PADDING = 4_096
EXTRA = 32 << 20
"""Bytes of a file that are not picture: profiles, thumbnails, the history of an editor."""
ENTRIES = 1_000
ENTRY_BYTES = 1 << 20
WEBP_BYTES = 16
"""Bytes a pixel in a WebP decoder: two canvases, what it hands over, and the picture made of that."""
ORIENTATION = 0x0112
_TYPES = (1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_BARE = {0x01, *range(0xD0, 0xD9)}


class Overloaded(ValueError):  # noqa: N818 (what the header is)
    """A header that would keep a decoder busy for no good reason."""


def check(data: bytes) -> int:
    """The memory decoding needs, where the header says so; 0 where that is no more than its pixels.

    Raises Overloaded.
    """
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _png(data)
    return 0


def orientation(exif: bytes) -> int:
    """The EXIF orientation 1–8; 1 where there is none or it makes no sense, as browsers do.

    Only this one entry is read: what else the block claims costs nothing.
    """
    for tag, kind, count, value, order in _entries(exif):
        if tag == ORIENTATION:
            turn = int(struct.unpack(f"{order}H", value[:2])[0])
            return turn if kind == 3 and count == 1 and turn <= 8 and turn else 1
    return 1


def _entries(exif: bytes) -> Iterator[tuple[int, int, int, bytes, str]]:
    """Tag, type, count, value and byte order of the first directory of a block of EXIF, as far as it is there."""
    block = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II": "<", b"MM": ">"}.get(block[:2], "")
    if not order or len(block) < 10:
        return
    (start,) = struct.unpack(f"{order}L", block[4:8])
    if start + 2 > len(block):
        return
    (count,) = struct.unpack(f"{order}H", block[start : start + 2])
    for at in range(start + 2, min(start + 2 + 12 * count, len(block) - 11), 12):
        tag, kind, length, value = struct.unpack(f"{order}HHL4s", block[at : at + 12])
        yield tag, kind, length, value, order


def _check_entries(block: bytes) -> None:
    """Pillow copies what each entry claims, and the entries may all claim the same bytes."""
    number = claimed = 0
    for _tag, kind, count, _value, _order in _entries(block):
        number += 1
        claimed += min(count * (_TYPES[kind] if kind < len(_TYPES) else 0), len(block))
    if number > ENTRIES or claimed > ENTRY_BYTES:
        raise Overloaded


def _jpeg(data: bytes) -> int:
    """Walk the markers up to the first scan."""
    memory, progressive, extra, exif = 0, False, 0, b""
    for kind, start, end in _markers(data):
        if kind in _FRAMES:
            progressive = kind in _PROGRESSIVE
            memory = max(memory, _coefficients(data[start:end]))
        elif 0xE0 <= kind <= 0xEF or kind == 0xFE:
            extra += end - start
            if extra > EXTRA:
                raise Overloaded
            if data.startswith(b"Exif\x00", start):
                exif += data[start:end]
                if len(exif) > ENTRY_BYTES:
                    raise Overloaded
            elif data.startswith(b"MPF\x00", start):
                _check_entries(data[start + 4 : end])
        elif kind == 0xDA:
            break
    _check_entries(exif)
    scans = data.count(b"\xff\xda")
    if scans > SCANS:
        raise Overloaded
    return memory if progressive or scans > 1 else 0


def _markers(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind of each marker with the place of what it holds."""
    at = 2
    for _number in range(MARKERS):
        begin = at
        at = data.find(b"\xff", at)
        while 0 <= at < len(data) - 1 and data[at + 1] in (0x00, 0xFF):
            at += 1
            if data[at] == 0x00:
                at = data.find(b"\xff", at)
            if at - begin > PADDING:
                raise Overloaded
        if at < 0 or at + 4 > len(data):
            return
        if at - begin > PADDING:
            raise Overloaded
        kind = data[at + 1]
        if kind in _BARE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        yield kind, at + 4, end
        at = end
    raise Overloaded


def _coefficients(frame: bytes) -> int:
    """Bytes libjpeg keeps of a picture that comes in several scans: two for every sample of every part."""
    if len(frame) < 6:
        return 0
    height, width, parts = struct.unpack(">HHB", frame[1:6])
    shares = [(frame[at] >> 4, frame[at] & 15) for at in range(7, min(6 + 3 * parts, len(frame)), 3)]
    widest, tallest = (max((share[i] for share in shares), default=1) or 1 for i in (0, 1))
    return sum(2 * width * height * across * down // (widest * tallest) for across, down in shares)


def _png(data: bytes) -> None:
    """Walk the chunks to the last."""
    at, extra = 8, 0
    for _number in range(CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in (b"IEND", b""):
            return
        if kind != b"IDAT":
            extra += length
        if extra > EXTRA:
            raise Overloaded
        at += 12 + length
    raise Overloaded
