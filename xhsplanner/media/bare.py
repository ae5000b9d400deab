"""A picture without what it says about its maker: place, camera, names, comments, thumbnails, what an editor noted.

The pixels are not touched, so nothing loses quality. What they need to look the same stays: the colour profile, and
which way is up.
"""

import re
import struct
import zlib

from xhsplanner.media.headers import orientation

_KEPT_CHUNKS = frozenset(b"IHDR PLTE tRNS IDAT IEND iCCP sRGB gAMA cHRM cICP sBIT pHYs bKGD".split())
_KEPT_PARTS = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ICCP"))
_PNG = b"\x89PNG\r\n\x1a\n"
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ICC, _ALPHA, _EXIF = 0x20, 0x10, 0x08


def bare(data: bytes) -> bytes:
    """The same picture without its metadata; what is neither JPEG, PNG nor WebP comes back as it is.

    Raises ValueError where the file is too broken to tell its parts apart.
    """
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(_PNG):
            return _png(data)
        if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError) as error:
        raise ValueError("cut off") from error
    return data


def _upright(turn: int) -> bytes:
    """EXIF that says which way is up and nothing else."""
    return b"MM\x00*\x00\x00\x00\x08\x00\x01" + struct.pack(">HHLHHL", 0x0112, 3, 1, turn, 0, 0)


def _jpeg(data: bytes) -> bytes:
    """Up to its own end: a phone puts a second picture or a video behind it."""
    parts, exif, at = [data[:2]], b"", 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        kind = data[at + 1]
        if kind == 0xFF:
            at += 1
            continue
        if kind == 0xD9:
            break
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if kind == 0xE1 and data.startswith(b"Exif\x00", at + 4):
            exif += data[at + 4 : end]
        if _kept(kind, data[at + 4 : at + 16]):
            parts.append(data[at:end])
        at = end
        if kind == 0xDA:
            found = _AFTER_SCAN.search(data, at)
            stop = found.start() if found else len(data)
            parts.append(data[at:stop])
            at = stop
            if not found:
                return b"".join(parts)  # cut off, as it was
    turned = orientation(exif)
    if turned != 1:
        body = b"Exif\x00\x00" + _upright(turned)
        parts.insert(1, b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body)
    return b"".join([*parts, b"\xff\xd9"])


def _kept(kind: int, start: bytes) -> bool:
    if kind == 0xE2:
        return start.startswith(b"ICC_PROFILE\x00")
    if kind == 0xE0:
        return start.startswith(b"JFIF\x00")  # JFXX holds a thumbnail
    return kind == 0xEE or not (0xE0 <= kind <= 0xEF or kind == 0xFE)


def _png(data: bytes) -> bytes:
    parts, exif, at = [_PNG], b"", 8
    while at < len(data):
        length, kind = struct.unpack(">L4s", data[at : at + 8])
        end = at + 12 + length
        if kind == b"eXIf":
            exif = data[at + 8 : end - 4]
        if kind in _KEPT_CHUNKS:
            parts.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    turned = orientation(exif)
    if turned != 1:
        body = b"eXIf" + _upright(turned)
        parts.insert(2, struct.pack(">L", len(body) - 4) + body + struct.pack(">L", zlib.crc32(body)))
    return b"".join(parts)


def _webp(data: bytes) -> bytes:
    parts, exif, canvas, at = [], b"", b"", 12
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        kind, length = struct.unpack("<4sL", data[at : at + 8])
        stop = at + 8 + length + length % 2
        if kind == b"EXIF":
            exif = data[at + 8 : at + 8 + length]
        elif kind == b"VP8X":
            canvas = data[at:stop]
        elif kind in _KEPT_PARTS:
            parts.append(data[at:stop])
        at = stop
    turned = orientation(exif)
    if turned != 1:
        parts.append(struct.pack("<4sL", b"EXIF", len(_upright(turned))) + _upright(turned))
    if canvas:
        flags = canvas[8] & (_ICC | _ALPHA) | (_EXIF if turned != 1 else 0)
        parts.insert(0, canvas[:8] + bytes((flags,)) + canvas[9:])
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<L", len(body)) + body
