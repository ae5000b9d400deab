"""A file becomes a `Picture`: read once, decoded once, all that the library keeps made from those pixels."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from xhsplanner.media.guards import DECODER_ERRORS, FORMATS, BadPicture, decode, open_picture, read_file
from xhsplanner.media.headers import orientation
from xhsplanner.media.phash import phash

THUMB_SIDE = 256
THUMB_QUALITY = 82
COLORS = 5
_APART = 48  # two colours closer than this (sum over the channels, 0–765) are one to the eye
_COLOR_SIDE = 48
_BAND = 32
"""Rows of the small picture that are made at a time."""
_PROFILE_BYTES = 4 << 20
"""The largest profiles of printing presses have 3 MB."""
_OPAQUE = 128
_PAPER = "#ffffff"
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """What the library keeps of a picture besides its bytes.

    `width`, `height`: upright pixels (EXIF orientation applied). `format`: JPEG, PNG or WEBP by content, and
    `ext` its file extension. `size`: bytes of the file. `phash`: signed 64 bits. `colors`: up to 5,
    #RRGGBB, most frequent first. `thumb`: an upright sRGB JPEG within 256×256 px, transparency on white.
    """

    sha256: str
    width: int
    height: int
    format: str
    ext: str
    size: int
    phash: int
    colors: tuple[str, ...]
    thumb: bytes


def probe(path: Path) -> Picture:
    """Read and judge one file. Raises BadPicture (a Refused) naming the file and the reason."""
    return probe_bytes(read_file(path), path.name)


def probe_bytes(data: bytes, name: str, digest: str | None = None) -> Picture:
    """Judge a file's bytes; `digest` is their SHA-256 where the caller has it already.

    Raises BadPicture naming `name` and the reason.
    """
    image = open_picture(data, name)
    kind = image.format or ""
    width, height = image.size
    small = _shrunk(image, name, THUMB_SIDE, 2 * THUMB_SIDE)
    if _orientation(image) >= 5:
        width, height = height, width
    flat = _on_paper(small)
    return Picture(
        sha256=digest or sha256(data).hexdigest(),
        width=width,
        height=height,
        format="JPEG" if kind == "MPO" else kind,
        ext=FORMATS[kind],
        size=len(data),
        phash=phash(flat),
        colors=main_colors(small),
        thumb=_jpeg(flat),
    )


def within(path: Path, side: int) -> Image.Image:
    """A picture upright, in sRGB, on white, at most `side` wide and high. Raises BadPicture."""
    image = open_picture(read_file(path), path.name)
    return _on_paper(_shrunk(image, path.name, side, side))


def _shrunk(image: Image.Image, name: str, side: int, least: int) -> Image.Image:
    """Decode all of `image`; it upright within `side`×`side` px as RGB or RGBA in sRGB. Raises BadPicture.

    JPEGs are decoded straight to a fraction of their size, which still reads the file to its end and averages
    as well as scaling does.
    """
    image.draft(None, (side, side))
    decode(image, name)
    try:
        small = _in_bands(image, least)
        small.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        shown = _srgb(small, image.info.get("icc_profile"))
        turn = _orientation(image)
        return shown.transpose(_UPRIGHT[turn]) if turn in _UPRIGHT else shown
    except MemoryError:
        raise BadPicture(name, "memory") from None
    except DECODER_ERRORS as error:  # broken palettes surface only here
        raise BadPicture(name, "broken") from error


def _in_bands(image: Image.Image, least: int) -> Image.Image:
    """A copy at least `least` wide or high where the picture was, in a mode that scales well.

    Made band by band: turning all of a large picture into another mode would take its memory two or three times.
    """
    by = max(1, max(image.size) // least)
    if by == 1:
        turned = _eight_bit(image)
        return image.copy() if turned is image else turned
    width, height = image.size
    small: Image.Image | None = None
    for top in range(0, height, by * _BAND):
        band = _eight_bit(image.crop((0, top, width, min(top + by * _BAND, height)))).reduce(by)
        if small is None:
            small = Image.new(band.mode, (-(-width // by), -(-height // by)))
        small.paste(band, (0, top // by))
    assert small is not None
    return small


def _eight_bit(image: Image.Image) -> Image.Image:
    """The same picture in a mode that scales well: L, LA, RGB, RGBA or CMYK."""
    if image.mode.startswith("I"):
        # 16-bit grey: Pillow's own conversion clips at 255 instead of scaling.
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.mode in ("P", "PA", "1") or "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """`image` as RGB or RGBA, through its colour profile where it has a usable one."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    bare = image.convert("L" if image.mode == "LA" else "RGB") if alpha is not None else image
    usable = profile and len(profile) <= _PROFILE_BYTES and bare.mode in ("RGB", "CMYK")
    shown = _through_profile(bare, profile) if profile and usable else bare.convert("RGB")
    if alpha is not None:
        shown.putalpha(alpha)
    return shown


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    """`image` from its embedded profile to sRGB; plainly where the profile is broken or of another kind."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        shown = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        shown = None
    return shown or image.convert("RGB")


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation 1–8. Pillow's own reader takes all of the block for one number of it."""
    exif = image.info.get("exif")
    return orientation(exif) if isinstance(exif, bytes) else 1


def _on_paper(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, _PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=THUMB_QUALITY)
    return out.getvalue()


def main_colors(image: Image.Image) -> tuple[str, ...]:
    """Up to 5 main colours of an RGB(A) picture as #RRGGBB, most frequent first; none where all is clear."""
    small = image.copy()
    small.thumbnail((_COLOR_SIDE, _COLOR_SIDE), Image.Resampling.BOX)
    strip = small.convert("RGB") if small.mode != "RGBA" else _opaque(small)
    if strip is None:
        return ()
    few = strip.quantize(COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=2)
    palette = few.getpalette() or []
    counts = few.histogram()[:COLORS]
    found: list[tuple[int, int, int]] = []
    for index in sorted(range(COLORS), key=lambda one: -counts[one]):
        if not counts[index]:
            break
        red, green, blue = palette[index * 3 : index * 3 + 3]
        if all(abs(red - r) + abs(green - g) + abs(blue - b) >= _APART for r, g, b in found):
            found.append((red, green, blue))
    return tuple(f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in found)


def _opaque(image: Image.Image) -> Image.Image | None:
    """The opaque pixels of an RGBA picture in one row; None where there are none."""
    raw = image.tobytes()
    seen = b"".join(raw[i : i + 3] for i in range(0, len(raw), 4) if raw[i + 3] >= _OPAQUE)
    return Image.frombytes("RGB", (len(seen) // 3, 1), seen) if seen else None
