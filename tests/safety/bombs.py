"""Pictures that want to do harm: small files that unpack to much, keep a decoder busy, or are something else."""

import struct
import zlib
from io import BytesIO
from random import Random

from PIL import Image

SVG = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a0 "x">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + ']><svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><text>&a9;</text>'
    '<image href="file:///etc/hostname" width="400" height="300"/></svg>'
).encode()


def chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, depth: int, colour: int, *before: bytes, body: bytes | None = None) -> bytes:
    """A PNG of zeros; `before` stands between header and picture."""
    if body is None:
        samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
        packer = zlib.compressobj(1)
        row = bytes(1 + (width * samples * depth + 7) // 8)
        body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(before)
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """A picture as bytes."""
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def frames(kind: str, number: int) -> bytes:
    """An animation of that many frames, each another."""
    still = [Image.new("RGB", (64, 64), (n % 256, n // 256, 90)) for n in range(number)]
    return encoded(still[0], kind, save_all=True, append_images=still[1:])


def directory(entries: int, claim: int) -> bytes:
    """A block of EXIF whose entries all claim the same bytes."""
    listed = b"".join(struct.pack(">HHLL", 300 + n, 7, claim, 8) for n in range(entries))
    return b"MM\x00*\x00\x00\x00\x08" + struct.pack(">H", entries) + listed


def segment(kind: int, body: bytes) -> bytes:
    """One segment of a JPEG's header."""
    return bytes((0xFF, kind)) + struct.pack(">H", len(body) + 2) + body


def _bare(jpeg: bytes) -> bytes:
    """A JPEG without its JFIF segment: Pillow looks into the EXIF for the resolution then."""
    length = int.from_bytes(jpeg[4:6], "big")
    return jpeg[:2] + jpeg[4 + length :]


def _scans(number: int) -> bytes:
    """A grey progressive JPEG whose last scan comes again and again."""
    whole = encoded(Image.new("L", (8000, 5000), 128), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * number + b"\xff\xd9"


def _frame(jpeg: bytes, marker: int, width: int, height: int) -> bytes:
    """A JPEG whose header says another size and kind of coding, and no part of it smaller than another."""
    at = jpeg.index(b"\xff\xc0") if b"\xff\xc0" in jpeg else jpeg.index(b"\xff\xc2")
    frame = bytearray(jpeg)
    frame[at + 1] = marker
    frame[at + 5 : at + 9] = struct.pack(">HH", height, width)
    for part in range(frame[at + 9]):
        frame[at + 11 + 3 * part] = 0x11
    return bytes(frame)


def _webp_canvas(width: int, height: int) -> bytes:
    body = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + struct.pack("<I", width - 1)[:3]
    body += struct.pack("<I", height - 1)[:3]
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def jpegs() -> dict[str, bytes]:
    """Bombs that are JPEGs."""
    plain = encoded(Image.effect_noise((640, 480), 80).convert("RGB"), "JPEG", quality=90)
    bare, start = _bare(plain), plain[:2]
    exif = b"Exif\x00\x00" + directory(5000, 64_000)
    return {
        "exif_claims.jpg": start + segment(0xE1, exif.ljust(65_000, b"\0")) + bare[2:],
        "exif_in_many.jpg": start + segment(0xE1, exif.ljust(65_000, b"\0")) * 300 + bare[2:],
        "mpf_claims.jpg": start
        + segment(0xE2, (b"MPF\x00" + directory(5000, 64_000)).ljust(65_000, b"\0"))
        + plain[2:],
        "icc_of_14_mb.jpg": plain[:2]
        + b"".join(segment(0xE2, b"ICC_PROFILE\x00" + bytes((n, 220)) + bytes(65_000)) for n in range(1, 221))
        + plain[2:],
        "padding.jpg": start + b"\xff" * 6_000_000 + plain[2:],
        "junk.jpg": start + b"\x00" * 6_000_000 + plain[2:],
        "comments.jpg": start + b"\xff\xfe\x00\x02" * 1_500_000 + plain[2:],
        "text.jpg": start + segment(0xFE, b"x" * 65_000) * 700 + plain[2:],
        "scans.jpg": _scans(400),
        "progressive_40_mp.jpg": _frame(
            encoded(Image.new("RGB", (64, 64)), "JPEG", progressive=True), 0xC2, 8000, 5000
        ),
        "huge.jpg": _frame(plain, 0xC0, 65_500, 65_500),
        "cut.jpg": plain[: len(plain) // 2],
    }


def pngs() -> dict[str, bytes]:
    """Bombs that are PNGs."""
    whole, claims = png(640, 480, 8, 2), directory(65_000, 1_000_000)
    zeros = zlib.compress(bytes(100_000_000), 9)
    text = chunk(b"zTXt", b"key\x00\x00" + zeros)
    return {
        "huge.png": png(30_000, 30_000, 8, 6, body=b""),
        "packed.png": png(12_000, 12_000, 1, 0),
        "exif_claims.png": png(640, 480, 8, 2, chunk(b"eXIf", claims.ljust(1_100_000, b"\0"))),
        "profile_bomb.png": png(640, 480, 8, 2, chunk(b"iCCP", b"name\x00\x00" + zeros)),
        "text_bombs.png": png(640, 480, 8, 2, *[text] * 100),
        "chunks.png": png(640, 480, 8, 2, chunk(b"abCd", b"") * 2_000_000),
        "cut.png": whole[: len(whole) // 2],
        "frames.png": frames("PNG", 300),
    }


def allowed() -> dict[str, bytes]:
    """The heaviest that is taken: it has to stay within the promise as well."""
    noise = Random(7).randbytes(3 * 800 * 600)
    return {
        "rgba16_40_mp.png": png(8000, 5000, 16, 6),
        "palette_40_mp.png": png(8000, 5000, 8, 3, chunk(b"PLTE", bytes(768)), chunk(b"tRNS", bytes(range(256)))),
        "rgba_12_mp.webp": encoded(
            Image.frombytes("RGB", (800, 600), noise).resize((4032, 3024)).convert("RGBA"), "WEBP", method=0
        ),
    }


def others() -> dict[str, bytes]:
    """What is no picture of the library, under a name that says so."""
    return {
        "canvas.webp": _webp_canvas(16_383, 16_383),
        "frames.webp": frames("WEBP", 500),
        "frames_gif.png": frames("GIF", 1000),
        "pages_tiff.png": frames("TIFF", 200),
        "icon_ico.png": encoded(Image.new("RGBA", (256, 256)), "ICO"),
        "psd.png": b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 4, 30_000, 30_000, 8, 3) + bytes(60),
        "bmp.png": b"BM"
        + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0),
        "svg.png": SVG,
        "text.png": "下周三前交三张封面".encode(),
        "empty.png": b"",
        "zip.webp": b"PK\x03\x04" + bytes(200),
    }
