"""Pictures in and covers out, through Pillow, so that every build decodes and encodes alike."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import written_whole
from xhsplanner.core.words import t
from xhsplanner.media.guards import BadPicture
from xhsplanner.media.images import within

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_OPTIONS: dict[str, dict[str, object]] = {
    "PNG": {"compress_level": 6},
    "JPEG": {"quality": 93, "subsampling": 0, "optimize": True},
    "WEBP": {"quality": 92, "method": 4},
}


LONGEST = 2400
"""Pixels a picture is loaded at, at most; a cover needs 1440."""


def load(picture: QImage | Path | None) -> QImage | None:
    """A picture upright, opaque and in sRGB, at most 2400 px wide or high; None where none can be read."""
    if picture is None or isinstance(picture, QImage):
        return None if picture is None or picture.isNull() else picture
    try:
        return from_pillow(within(picture, LONGEST))
    except BadPicture:
        return None


def from_pillow(image: Image.Image) -> QImage:
    """The same pixels as an RGB32 QImage that owns its memory."""
    data = image.convert("RGB").tobytes("raw", "BGRX")
    size = image.size
    return QImage(data, size[0], size[1], size[0] * 4, QImage.Format.Format_RGB32).copy()


def to_pillow(image: QImage) -> Image.Image:
    """The same pixels as an RGB Pillow image."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    size = (plain.width(), plain.height())
    return Image.frombytes("RGB", size, bytes(plain.constBits()), "raw", "BGRX", plain.bytesPerLine(), 1)


def check_out(out: Path) -> str:
    """The format a file name asks for. Raises Refused for anything but png, jpg and webp."""
    kind = FORMATS.get(out.suffix.lower())
    if kind is None:
        raise Refused(t("cover.format", name=out.name))
    return kind


def save(image: QImage, out: Path) -> None:
    """Writes png, jpg or webp by the file's ending; a half-written file never stands under that name.

    Raises Refused where the ending is unknown or the place cannot be written.
    """
    kind = check_out(out)
    try:
        with written_whole(out) as part:
            to_pillow(image).save(part, kind, **_OPTIONS[kind])
    except OSError as error:
        raise Refused(t("cover.unwritable", path=out, reason=error.strerror or error)) from error


def to_jpeg(image: QImage, quality: int = 82) -> bytes:
    """A small picture as JPEG bytes, for embedding in a document."""
    buffer = BytesIO()
    to_pillow(image).save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
