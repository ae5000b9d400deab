"""What is let into the library: every check that comes before and around decoding a picture.

The header is judged first, pixels are decoded only where their number is known to be bearable, and whatever
a decoder throws on broken bytes becomes one `BadPicture` that names the file and the reason.
"""

import os
import stat
import struct
import warnings
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.media import headers

MAX_PIXELS = 40_000_000
"""40 megapixels: a 12,000² PNG of 18 kB needs half a gigabyte once decoded."""
MAX_BYTES = 50 * 1024 * 1024
"""A file is held whole while it is judged; a noisy photograph of 40 megapixels takes as much."""
FORMATS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
"""Pillow's name of an accepted format → file extension. MPO is a phone's JPEG with a depth map behind it."""
DECODER_ERRORS = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError, TypeError, struct.error,
    zlib.error,
)  # fmt: skip
"""What Pillow's decoders were seen to throw on broken bytes (found by flipping bits, see the tests)."""
_OPENERS = ("JPEG", "PNG", "WEBP")  # Pillow's JPEG opener recognises MPO by itself
_HINT_BYTES = 512
_KNOWN_OTHERS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")

# What Pillow finds odd in a picture it can still read (a cut EXIF block) is no news to the person importing.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
# Pillow only warns between 89 and 178 megapixels; here it must never decode them.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class BadPicture(Refused):
    """A file that cannot become a picture of the library.

    `name` is the file's name, `reason` says in the user's language what is wrong, without the name.
    """

    def __init__(self, name: str, key: str, /, **values: object) -> None:
        self.name = name
        self.reason = t(f"media.{key}", **values)
        super().__init__(t("media.refused", name=name, reason=self.reason))


def read_file(path: Path) -> bytes:
    """All bytes of an ordinary file of bearable size. Raises BadPicture for anything else."""
    name = path.name or str(path)
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            info = os.fstat(file.fileno())
            if not stat.S_ISREG(info.st_mode):
                raise BadPicture(name, "not_a_file")
            if info.st_size > MAX_BYTES:
                raise BadPicture(name, "too_many_bytes", mb=info.st_size // 2**20, cap=MAX_BYTES // 2**20)
            data = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise BadPicture(name, "folder") from None
    except FileNotFoundError:
        raise BadPicture(name, "missing") from None
    except PermissionError:
        # Windows answers a folder with "permission denied".
        raise BadPicture(name, "folder" if os.path.isdir(path) else "no_permission") from None
    except (OSError, ValueError) as error:
        raise BadPicture(name, "unreadable", why=getattr(error, "strerror", None) or str(error)) from error
    if len(data) > MAX_BYTES:
        raise BadPicture(name, "too_many_bytes", mb=len(data) // 2**20, cap=MAX_BYTES // 2**20)
    return data


def _open_without_waiting(path: str, flags: int) -> int:
    """Opening a named pipe would wait for its writer for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def open_picture(data: bytes, name: str) -> Image.Image:
    """The picture of `data` with only its header read. Raises BadPicture for what the library does not take.

    Nothing is decoded yet: pixel count, format and animation are judged from the header.
    """
    if not data:
        raise BadPicture(name, "empty")
    judge_header(data, name)
    try:
        image = Image.open(BytesIO(data), formats=_OPENERS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPicture(name, "bomb", cap=MAX_PIXELS // 1_000_000) from None
    except UnidentifiedImageError:
        raise _unknown(data, name) from None
    except DECODER_ERRORS as error:
        raise BadPicture(name, "broken") from error
    _check_pixels(image.size, name)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise BadPicture(name, "animated")
    return image


def judge_header(data: bytes, name: str) -> None:
    """Raises BadPicture where the header alone says that decoding would take too long or too much memory."""
    canvas = webp_canvas(data)
    _check_pixels(canvas, name)
    try:
        memory = canvas[0] * canvas[1] * headers.WEBP_BYTES if canvas else headers.check(data)
    except headers.Overloaded:
        raise BadPicture(name, "overloaded") from None
    if memory > headers.MEMORY:
        raise BadPicture(name, "heavy", mb=memory >> 20, cap=headers.MEMORY >> 20)


def decode(image: Image.Image, name: str) -> None:
    """Decode every pixel of `image` in place. Raises BadPicture where the file is cut off or broken.

    A full load, because `Image.verify` does not notice a JPEG that ends too early.
    """
    try:
        image.load()
    except MemoryError:
        raise BadPicture(name, "memory") from None
    except DECODER_ERRORS as error:
        raise BadPicture(name, "truncated" if "truncated" in str(error) else "broken") from error


def webp_canvas(data: bytes) -> tuple[int, int] | None:
    """Width and height in a WebP header, or None where `data` is no WebP.

    Pillow's WebP decoder reserves the whole canvas twice just to open a file, so it is judged before that.
    """
    if len(data) < 30 or data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _check_pixels(size: tuple[int, int] | None, name: str) -> None:
    if size is not None and size[0] * size[1] > MAX_PIXELS:
        raise BadPicture(name, "too_many_pixels", width=size[0], height=size[1], cap=MAX_PIXELS // 1_000_000)


def _unknown(data: bytes, name: str) -> BadPicture:
    """Why Pillow did not recognise these bytes, as precisely as their beginning tells."""
    head = data[:_HINT_BYTES]
    if b"<svg" in head.lower():
        return BadPicture(name, "svg")
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIF_BRANDS:
            return BadPicture(name, "other_format", kind="HEIC/AVIF")
        return BadPicture(name, "video")
    for magic, kind in _KNOWN_OTHERS:
        if head.startswith(magic):
            return BadPicture(name, "other_format", kind=kind)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")):
        return BadPicture(name, "broken")
    return BadPicture(name, "text" if _looks_like_text(head) else "no_picture")


def _looks_like_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # The last character may be cut in two by the end of `head`.
            shown = head.decode(encoding, "strict" if len(head) < _HINT_BYTES else "ignore")
        except UnicodeDecodeError:
            continue
        return all(char.isprintable() or char in "\r\n\t\ufeff" for char in shown)
    return False
