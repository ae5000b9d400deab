"""What leaves the program as a picture says nothing about who made it, where and with what."""

import random
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bombs import chunk, encoded, segment
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from xhsplanner.core.errors import Refused
from xhsplanner.exchange.pictures_out import Picture, save_pictures
from xhsplanner.media.bare import bare

SECRET = b"SECRET-31.2304N-121.4737E"
TEXT = SECRET.decode()
HARMLESS = {
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "dpi",
    "loop",
    "background",
    "timestamp",
    "duration",
}


def scene(mode: str = "RGB") -> Image.Image:
    """Every pixel another."""
    return Image.frombytes(mode, (61, 43), random.Random(3).randbytes(61 * 43 * len(mode)))


def exif(turn: int = 1) -> Image.Exif:
    said = Image.Exif()
    said[0x010F] = said[0x0131] = said[0x013B] = said[0x010E] = TEXT
    said[0x0112] = turn
    said.get_ifd(0x8825)[1] = "N"
    said.get_ifd(0x8825)[29] = TEXT
    said.get_ifd(0x8769)[0x9286] = SECRET
    return said


@cache
def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def full(kind: str, turn: int = 1, **options: Any) -> bytes:
    """A picture with all the metadata its format can carry."""
    said = exif(turn)
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        data = encoded(
            scene(), kind, exif=said, icc_profile=profile(), xmp=xmp, comment=SECRET, quality=95, **options
        )
        more = segment(0xED, b"Photoshop 3.0\x008BIM" + SECRET) + segment(0xE0, b"JFXX\x00\x10" + SECRET)
        return (
            data[:2] + more + segment(0xE5, SECRET) + data[2:] + SECRET + encoded(scene(), "JPEG", comment=SECRET)
        )
    if kind == "PNG":
        info = PngInfo()
        info.add_text("Author", TEXT)
        info.add_text("Comment", TEXT * 9, zip=True)
        info.add_itxt("XML:com.adobe.xmp", TEXT)
        data = encoded(scene("RGBA"), kind, exif=said, icc_profile=profile(), pnginfo=info, **options)
        return data[:33] + chunk(b"prVt", SECRET) + data[33:] + SECRET
    data = encoded(scene("RGBA"), kind, exif=said, icc_profile=profile(), xmp=xmp, lossless=True, **options)
    body = data[8:] + b"prVt" + len(SECRET).to_bytes(4, "little") + SECRET + b"\0"
    return b"RIFF" + len(body).to_bytes(4, "little") + body + SECRET


def shown(data: bytes) -> tuple[bytes, tuple[int, int]]:
    """Pixels as they are seen."""
    with Image.open(BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGBA")
        return upright.tobytes(), upright.size


@pytest.mark.parametrize("turn", [1, 3, 6])
@pytest.mark.parametrize(
    ("kind", "options"), [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {})], ids=str
)
def test_pictures_that_are_saved_say_no_place_camera_or_name(
    kind: str, options: dict[str, Any], turn: int, tmp_path: Path
) -> None:
    data = full(kind, turn, **options)
    assert data.count(SECRET) >= 4
    source = tmp_path / f"photo.{kind.lower().replace('jpeg', 'jpg')}"
    source.write_bytes(data)
    (saved,) = save_pictures([Picture(source, "照片")], tmp_path, "A-1").iterdir()
    out = saved.read_bytes()
    assert SECRET not in out
    assert TEXT.encode("utf-16-le") not in out
    with Image.open(BytesIO(out)) as image:
        left = {key: value for key, value in image.getexif().items() if key != 0x0112}
        assert left == {}
        assert not set(image.info) & {"comment", "xmp", "photoshop", "XML:com.adobe.xmp", "Author", "Comment"}
        assert image.info["icc_profile"] == profile(), "colours stay as they were meant"
    assert shown(out) == shown(data), "not one pixel changes, and it stands upright"
    assert source.read_bytes() == data


def test_a_file_that_falls_apart_is_refused_and_never_saved_as_it_is(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG"):
        data = full(kind)
        for length in range(4, len(data) - 3000, max(1, len(data) // 40)):
            try:
                out = bare(data[:length])
            except ValueError:
                continue
            assert SECRET not in out, (kind, length)
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe1\xff\xff" + SECRET)
    with pytest.raises(Refused, match="坏图"):
        save_pictures([Picture(broken, "坏图")], tmp_path, "A-1")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.jpg"]


@pytest.mark.qt
def test_covers_and_their_backgrounds_say_nothing(tmp_path: Path, qapp: Any) -> None:
    from xhsplanner.covers import encode
    from xhsplanner.covers.render import photo

    source = tmp_path / "photo.jpg"
    source.write_bytes(full("JPEG", 6))
    image = photo(source, 270).image
    for ending in (".png", ".jpg", ".webp"):
        out = tmp_path / f"cover{ending}"
        encode.save(image, out)
        assert SECRET not in out.read_bytes()
        with Image.open(out) as found:
            assert dict(found.getexif()) == {}
            assert set(found.info) <= HARMLESS
    assert SECRET not in encode.to_jpeg(image)
