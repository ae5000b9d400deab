"""Files the library refuses, each with its name and its own reason."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.media import guards
from xhsplanner.media.guards import BadPicture, webp_canvas
from xhsplanner.media.images import Picture, probe, probe_bytes


def picture(kind: str, width: int = 300, height: int = 400, **options: object) -> bytes:
    image = Image.new("RGB", (width, height), "#D42A45")
    draw = ImageDraw.Draw(image)
    for step in range(0, width, 7):
        draw.line((step, 0, width - step, height), fill=(step % 256, 255 - step % 256, step * 3 % 256))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def frames(kind: str) -> bytes:
    out = BytesIO()
    still = [Image.new("RGB", (40, 40), color) for color in ("red", "blue", "green")]
    still[0].save(out, kind, save_all=True, append_images=still[1:])
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A valid grey PNG of that size which packs to a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8 + 1)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def reason(data: bytes, name: str = "图.jpg") -> str:
    with pytest.raises(BadPicture) as caught:
        probe_bytes(data, name)
    assert isinstance(caught.value, Refused)
    assert name in str(caught.value)
    assert caught.value.reason in str(caught.value)
    assert caught.value.name == name
    return caught.value.reason


def refused_file(path: Path) -> str:
    with pytest.raises(BadPicture) as caught:
        probe(path)
    assert path.name in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.45, 0.9])
def test_a_cut_off_file(kind: str, share: float) -> None:
    whole = picture(kind, 1242, 1660)
    assert isinstance(probe_bytes(whole, "x"), Picture)
    assert reason(whole[: int(len(whole) * share)]) in (t("media.truncated"), t("media.broken"))


def test_a_cut_off_jpeg_is_called_incomplete() -> None:
    whole = picture("JPEG", 1242, 1660)
    assert reason(whole[: len(whole) // 2]) == t("media.truncated")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "empty"),
        ("下周三前交三张封面\n".encode(), "text"),
        ("下周三前交三张封面\r\n".encode("gb18030") * 60, "text"),
        (b"<?xml version='1.0'?><SVG xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "video"),
        (b"\x00\x01\x02\x03" * 50, "no_picture"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "broken"),
    ],
)
def test_what_is_no_picture_is_called_what_it_is(data: bytes, key: str) -> None:
    assert reason(data) == t(f"media.{key}")


@pytest.mark.parametrize(("kind", "shown"), [("GIF", "GIF"), ("BMP", "BMP"), ("TIFF", "TIFF")])
def test_other_picture_formats_are_named(kind: str, shown: str) -> None:
    assert reason(picture(kind)) == t("media.other_format", kind=shown)


def test_an_iphone_heic_is_named() -> None:
    assert "HEIC" in reason(b"\x00\x00\x00\x18ftypheic" + bytes(40))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animation(kind: str) -> None:
    assert reason(frames(kind)) == t("media.animated")


@pytest.mark.filterwarnings("error::PIL.Image.DecompressionBombWarning")  # as media.guards asks outside pytest
@pytest.mark.parametrize(("width", "height"), [(6400, 6400), (12_000, 12_000), (30_000, 30_000)])
def test_bombs_are_refused_before_they_are_unpacked(
    width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xhsplanner.media.images.decode", lambda *_: pytest.fail("decoded"))
    bomb = (
        png_of(width, height)
        if width < 20_000
        else png_of(64, 64).replace(struct.pack(">II", 64, 64), struct.pack(">II", width, height))
    )
    if width >= 20_000:  # the header's checksum belongs to its size
        head = bomb[12:29]
        bomb = bomb[:29] + struct.pack(">I", zlib.crc32(head)) + bomb[33:]
    assert "40" in reason(bomb)


def test_forty_megapixels_are_still_taken() -> None:
    assert probe_bytes(png_of(8000, 5000), "x").width == 8000


def test_a_webp_with_a_huge_canvas_is_refused_by_its_header() -> None:
    header = b"VP8X" + struct.pack("<I", 10) + bytes(4) + (16382).to_bytes(3, "little") * 2
    data = b"RIFF" + struct.pack("<I", 4 + len(header)) + b"WEBP" + header
    assert reason(data) == t("media.too_many_pixels", width=16383, height=16383, cap=40)


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"exif": b"Exif\x00\x00MM\x00*\x00\x00\x00\x08"}])
def test_webp_sizes_are_read_from_all_three_kinds_of_header(options: dict[str, object]) -> None:
    assert webp_canvas(picture("WEBP", 321, 123, **options)) == (321, 123)


def test_the_size_cap_is_judged_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "huge.png"
    with open(file, "wb") as out:
        out.truncate(guards.MAX_BYTES + 1)  # sparse
    monkeypatch.setattr("os.read", lambda *_: pytest.fail("read"))
    assert refused_file(file) == t("media.too_many_bytes", mb=50, cap=50)


def test_folders_missing_files_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "图片").mkdir()
    assert refused_file(tmp_path / "图片") == t("media.folder")
    assert refused_file(tmp_path / "nothing.jpg") == t("media.missing")
    assert refused_file(tmp_path / "nothing.jpg" / "below.jpg")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.jpg")
        assert refused_file(tmp_path / "pipe.jpg") == t("media.not_a_file")


def test_a_file_one_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locked.png"
    file.write_bytes(picture("PNG"))
    file.chmod(0)
    if os.access(file, os.R_OK):  # root reads everything: let the system's answer be given all the same

        def deny(path: str, flags: int) -> int:
            raise PermissionError(13, "Permission denied", path)

        monkeypatch.setattr(guards, "_open_without_waiting", deny)
    assert refused_file(file) == t("media.no_permission")


def test_reasons_are_told_in_english_too() -> None:
    from xhsplanner.core.words import words

    words.use("en")
    try:
        assert reason(b"") == "the file is empty (0 bytes)"
    finally:
        words.use("zh_CN")


WHOLE = [picture("JPEG"), picture("PNG"), picture("WEBP"), picture("WEBP", lossless=True)]


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0.05, 1),
)
def test_broken_bytes_are_refused_or_read_but_never_crash(
    data: bytes, flips: list[tuple[float, int]], keep: float
) -> None:
    broken = bytearray(data)
    for place, value in flips:
        broken[int(place * len(broken))] = value
    try:
        found = probe_bytes(bytes(broken[: max(1, int(len(broken) * keep))]), "图.jpg")
    except BadPicture:
        return
    assert found.width * found.height <= guards.MAX_PIXELS


def test_a_place_that_may_not_be_looked_at_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Path.is_dir raises for a link into another user's folder, /proc/1/cwd for one."""

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(guards, "open", forbidden, raising=False)
    t("media.folder")  # the words are read from files, too
    monkeypatch.setattr(Path, "is_dir", forbidden)
    with pytest.raises(BadPicture, match="closed"):
        guards.read_file(tmp_path / "closed.jpg")
