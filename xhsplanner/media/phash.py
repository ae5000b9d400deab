"""Perceptual hash: 64 bits that hardly change when a picture is rescaled, re-encoded or brightened.

The low 8×8 frequencies of a 32×32 grey picture, each bit saying whether it lies above their median. In plain
Python on purpose: about a millisecond, and no numpy in the installation.
"""

from math import cos, pi

from PIL import Image

_SIDE = 32
_LOW = 8
_COSINES = tuple(tuple(cos(pi * u * (2 * x + 1) / (2 * _SIDE)) for x in range(_SIDE)) for u in range(_LOW))


def phash(image: Image.Image) -> int:
    """The hash of an 8-bit grey or RGB picture as a signed 64-bit number (SQLite's INTEGER)."""
    grey = image.convert("L").resize((_SIDE, _SIDE), Image.Resampling.LANCZOS).tobytes()
    # Rows first, keeping 8 frequencies; then columns of what is left.
    rows = [
        [sum(map(float.__mul__, cosine, map(float, grey[y : y + _SIDE]))) for cosine in _COSINES]
        for y in range(0, _SIDE * _SIDE, _SIDE)
    ]
    columns = list(zip(*rows, strict=True))
    low = [sum(map(float.__mul__, cosine, column)) for cosine in _COSINES for column in columns]
    ordered = sorted(low)
    median = (ordered[31] + ordered[32]) / 2
    bits = 0
    for value in low:
        bits = bits << 1 | (value > median)
    return bits - (1 << 64) if bits >> 63 else bits


def distance(a: int, b: int) -> int:
    """How many of the 64 bits differ (0–64); up to 4 means the same picture."""
    return ((a ^ b) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
