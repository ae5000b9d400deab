"""Pictures the library takes: upright sizes, colours, hashes and thumbs, whatever mode the file is in."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageEnhance

from xhsplanner.media.images import THUMB_SIDE, main_colors, probe, probe_bytes
from xhsplanner.media.phash import distance, phash

RED, BLUE, GREEN = (212, 42, 69), (47, 111, 237), (30, 158, 106)


def quarters(width: int = 600, height: int = 800) -> Image.Image:
    """Top red, bottom left blue, bottom right green: tells every orientation apart."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height // 2, width // 2, height), fill=BLUE)
    draw.rectangle((width // 2, height // 2, width, height), fill=GREEN)
    return image


def scene(seed: int) -> Image.Image:
    """A picture with structure on several scales, different for each seed."""
    image = Image.new("RGB", (540, 720), (seed * 37 % 256, seed * 91 % 256, seed * 53 % 256))
    draw = ImageDraw.Draw(image)
    value = seed * 2654435761 % 2**32
    for _ in range(24):
        value = (value * 1664525 + 1013904223) % 2**32
        x, y, side = value % 540, value // 7 % 720, 20 + value // 11 % 200
        fill = (value % 256, value // 256 % 256, value // 65536 % 256)
        draw.rectangle((x, y, x + side, y + side // 2), fill=fill)
    return image


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def thumb(data: bytes) -> Image.Image:
    return Image.open(BytesIO(probe_bytes(data, "x").thumb)).convert("RGB")


def near(found: object, wanted: tuple[int, int, int], tolerance: int = 12) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= tolerance for a, b in zip(found, wanted, strict=True))


def test_a_plain_jpeg(tmp_path: Path) -> None:
    file = tmp_path / "封面 01 😀.JPEG"
    file.write_bytes(data := encoded(quarters(1080, 1440), "JPEG", quality=90))
    picture = probe(file)
    assert (picture.width, picture.height, picture.format, picture.ext) == (1080, 1440, "JPEG", "jpg")
    assert picture.size == len(data)
    assert picture.sha256 == sha256(data).hexdigest()
    small = Image.open(BytesIO(picture.thumb))
    assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (192, 256))
    assert -(2**63) <= picture.phash < 2**63
    assert len(picture.colors) == 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_every_exif_orientation_comes_out_upright(kind: str, turn: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = quarters().transpose(undo[turn]) if turn > 1 else quarters()
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded(stored, kind, exif=exif)
    picture = probe_bytes(data, "x")
    assert (picture.width, picture.height) == (600, 800)
    small = thumb(data)
    assert small.size == (192, 256)
    assert near(small.getpixel((96, 40)), RED)
    assert near(small.getpixel((40, 220)), BLUE)
    assert near(small.getpixel((150, 220)), GREEN)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_a_senseless_orientation_is_ignored(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    picture = probe_bytes(encoded(quarters(), "JPEG", exif=exif), "x")
    assert (picture.width, picture.height) == (600, 800)


def test_broken_exif_does_not_harm_the_picture() -> None:
    data = encoded(quarters(), "JPEG", exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01")
    assert probe_bytes(data, "x").width == 600


def test_cmyk_jpeg_looks_like_its_rgb() -> None:
    small = thumb(encoded(quarters().convert("CMYK"), "JPEG", quality=95))
    assert near(small.getpixel((96, 40)), RED, 20)
    assert near(small.getpixel((40, 220)), BLUE, 20)


def test_sixteen_bit_grey_is_scaled_not_clipped() -> None:
    wide = Image.new("I;16", (400, 400))
    wide.paste(Image.new("I;16", (400, 200), 0x4040), (0, 0))
    wide.paste(Image.new("I;16", (400, 200), 0xC0C0), (0, 200))
    small = thumb(encoded(wide))
    assert near(small.getpixel((128, 40)), (0x40,) * 3, 3)
    assert near(small.getpixel((128, 220)), (0xC0,) * 3, 3)


def test_transparency_is_shown_on_white_and_does_not_count_as_colour() -> None:
    sticker = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    sticker.paste((*RED, 255), (150, 150, 250, 250))
    data = encoded(sticker)
    small = thumb(data)
    assert near(small.getpixel((5, 5)), (255, 255, 255), 3)
    assert near(small.getpixel((128, 128)), RED)
    assert probe_bytes(data, "x").colors == ("#D42A45",)


def test_a_wholly_clear_picture_has_no_colours() -> None:
    assert probe_bytes(encoded(Image.new("RGBA", (50, 50), (9, 9, 9, 0))), "x").colors == ()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("side", [1, 100, 900])
def test_every_mode_and_small_sizes(mode: str, side: int) -> None:
    picture = probe_bytes(encoded(quarters(side, side).convert(mode)), "x")
    assert (picture.width, picture.height) == (side, side)
    assert max(Image.open(BytesIO(picture.thumb)).size) == min(side, THUMB_SIDE)


def test_a_palette_picture_with_a_transparent_colour() -> None:
    few = quarters().quantize(8)
    small = thumb(encoded(few, transparency=few.getpixel((10, 10))))
    assert near(small.getpixel((96, 40)), (255, 255, 255), 3)
    assert near(small.getpixel((40, 220)), BLUE)


def test_the_colour_profile_is_obeyed_and_a_broken_one_ignored() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, lab, b"not a profile at all"):
        small = thumb(encoded(quarters(), icc_profile=profile))
        assert near(small.getpixel((96, 40)), RED)


def test_a_phones_two_picture_jpeg_is_a_jpeg() -> None:
    data = encoded(quarters(), "MPO", save_all=True, append_images=[quarters(100, 100)])
    picture = probe_bytes(data, "x")
    assert (picture.format, picture.ext, picture.width) == ("JPEG", "jpg", 600)


def test_the_content_decides_the_extension_not_the_name(tmp_path: Path) -> None:
    file = tmp_path / "really_a_png.jpg"
    file.write_bytes(encoded(quarters()))
    assert probe(file).ext == "png"


def test_a_long_thin_picture_keeps_a_line_of_pixels() -> None:
    assert Image.open(BytesIO(probe_bytes(encoded(Image.new("RGB", (20000, 3))), "x").thumb)).size == (256, 1)


def test_main_colours_come_by_share() -> None:
    assert main_colors(quarters(96, 96))[0] == "#D42A45"
    assert set(main_colors(quarters(96, 96))) == {"#D42A45", "#2F6FED", "#1E9E6A"}


def test_the_hash_survives_rescaling_encoding_and_light_but_tells_pictures_apart() -> None:
    pictures = [scene(seed) for seed in range(12)]
    hashes = [phash(image) for image in pictures]
    for image, own in zip(pictures, hashes, strict=True):
        worse = ImageEnhance.Brightness(image.resize((459, 612))).enhance(1.06)
        assert distance(own, probe_bytes(encoded(worse, "JPEG", quality=70), "x").phash) <= 4
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = encoded(pictures[0].transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    assert distance(hashes[0], probe_bytes(lying, "x").phash) <= 4
    pairs = [distance(a, b) for i, a in enumerate(hashes) for b in hashes[:i]]
    assert min(pairs) > 4


def test_distance_counts_bits_of_signed_numbers() -> None:
    assert distance(-1, 0) == 64
    assert distance(-(2**63), 2**63 - 1) == 64
    assert distance(5, 4) == 1
