"""Outlines: round rectangles, ellipses, rays, grids and the named figures of shapes.toml. Qt-free."""

import re
from functools import cache
from math import cos, pi, radians, sin

from xhsplanner.core import resources
from xhsplanner.covers.fonts import Op
from xhsplanner.covers.model import Box, Grid, Notch, Point

_K = 0.5522847498
_TOKEN = re.compile(r"([MLHVCQZAmlhvcqza])|(-?\d*\.?\d+(?:e-?\d+)?)")
_ARITY = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}

Path = tuple[Op, ...]


def ellipse(box: Box) -> Path:
    """An ellipse in a box."""
    x, y, w, h = box
    return rounded(box, min(w, h) / 2) if abs(w - h) < 1e-6 else _ellipse(x + w / 2, y + h / 2, w / 2, h / 2)


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> Path:
    kx, ky = rx * _K, ry * _K
    return (
        ("M", (cx, cy - ry)),
        ("C", (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy)),
        ("C", (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry)),
        ("C", (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy)),
        ("C", (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry)),
        ("Z", ()),
    )


def rounded(box: Box, radius: float, notch: Notch | None = None) -> Path:
    """A rectangle with round corners and, for coupons, a half circle bitten out of each side."""
    x, y, w, h = box
    r = max(0.0, min(radius, w / 2, h / 2))
    k = r * (1 - _K)
    path: list[Op] = [("M", (x + r, y)), ("L", (x + w - r, y))]
    path.append(("C", (x + w - k, y, x + w, y + k, x + w, y + r)))
    if notch:
        path += _bite(x + w, y + notch.y, notch.radius, down=True)
    path.append(("L", (x + w, y + h - r)))
    path.append(("C", (x + w, y + h - k, x + w - k, y + h, x + w - r, y + h)))
    path.append(("L", (x + r, y + h)))
    path.append(("C", (x + k, y + h, x, y + h - k, x, y + h - r)))
    if notch:
        path += _bite(x, y + notch.y, notch.radius, down=False)
    path.append(("L", (x, y + r)))
    path.append(("C", (x, y + k, x + k, y, x + r, y)))
    return (*path, ("Z", ()))


def _bite(x: float, y: float, r: float, *, down: bool) -> list[Op]:
    """A half circle into the body: on the right edge going down, on the left edge going up."""
    s = 1.0 if down else -1.0
    k = r * _K
    return [
        ("L", (x, y - s * r)),
        ("C", (x - s * k, y - s * r, x - s * r, y - s * k, x - s * r, y)),
        ("C", (x - s * r, y + s * k, x - s * k, y + s * r, x, y + s * r)),
    ]


def rays(center: Point, count: int, turn: float, reach: float, share: float) -> Path:
    """`count` wedges around a point, each `share` of its sector wide."""
    cx, cy = center
    path: list[Op] = []
    for n in range(count):
        begin = radians(turn) + 2 * pi * n / count
        end = begin + 2 * pi / count * share
        path.append(("M", (cx, cy)))
        path.append(("L", (cx + reach * cos(begin), cy + reach * sin(begin))))
        path.append(("L", (cx + reach * cos(end), cy + reach * sin(end))))
        path.append(("Z", ()))
    return tuple(path)


def grid(box: Box, layer: Grid) -> Path:
    """Lines (to be lined) or dots (to be filled) of a paper."""
    x, y, w, h = box
    step, path = layer.step, []
    columns, rows = int(w / step) + 1, int(h / step) + 1
    if layer.style == "dots":
        r = layer.width
        for row in range(rows):
            for column in range(columns):
                shift = step / 2 if row % 2 else 0.0
                path += list(_ellipse(x + shift + column * step, y + row * step, r, r))
        return tuple(path)
    if layer.style == "slant":
        for n in range(-int(h / step) - 1, columns + 1):
            path += [("M", (x + n * step, y + h)), ("L", (x + n * step + h, y))]
        return tuple(path)
    for row in range(rows):
        path += [("M", (x, y + (row + 0.5) * step)), ("L", (x + w, y + (row + 0.5) * step))]
    if layer.style == "grid":
        for column in range(columns):
            path += [("M", (x + (column + 0.5) * step, y)), ("L", (x + (column + 0.5) * step, y + h))]
    return tuple(path)


def parse(data: str) -> Path:
    """An outline from SVG path data (M L H V C Q Z, absolute or relative). Raises ValueError for anything else."""
    tokens = _TOKEN.findall(data)
    if "".join(c or n for c, n in tokens) != re.sub(r"[\s,]", "", data):
        raise ValueError(f"not a path: {data!r}")
    path: list[Op] = []
    at, x, y, command, start = 0, 0.0, 0.0, "", (0.0, 0.0)
    while at < len(tokens):
        if tokens[at][0]:
            command = tokens[at][0]
            at += 1
        kind, relative = command.upper(), command.islower()
        if kind not in _ARITY:
            raise ValueError(f"path command {command!r} is not supported")
        numbers = [float(n) for _, n in tokens[at : at + _ARITY[kind]]]
        at += _ARITY[kind]
        if kind in "HV":
            base = (x if kind == "H" else y) if relative else 0.0
            numbers = [base + numbers[0], y] if kind == "H" else [x, base + numbers[0]]
            kind = "L"
        elif relative:
            numbers = [n + (x if i % 2 == 0 else y) for i, n in enumerate(numbers)]
        path.append((kind, tuple(numbers)))
        x, y = start if kind == "Z" else (numbers[-2], numbers[-1])
        if kind == "M":
            start = (x, y)
            command = "l" if relative else "L"
        elif kind == "Z" and at < len(tokens) and not tokens[at][0]:
            raise ValueError(f"numbers after Z: {data!r}")
    return tuple(path)


@cache
def figures() -> dict[str, tuple[float, Path]]:
    """The named figures: the side of the square they are drawn in, and their outline."""
    found = {}
    for name, figure in resources.toml("covers", "shapes.toml").items():
        path = parse(figure["d"])
        copies = int(figure.get("spin", 1))
        centre = figure["size"] / 2
        turned = [spin(path, 360.0 * n / copies, (centre, centre)) for n in range(copies)]
        found[name] = (float(figure["size"]), tuple(op for one in turned for op in one))
    return found


def spin(path: Path, degrees: float, center: Point) -> Path:
    """The outline turned clockwise around a point."""
    if not degrees:
        return path
    c, s, (cx, cy) = cos(radians(degrees)), sin(radians(degrees)), center
    return tuple(
        (op, tuple(
            round(cx + (v[i] - cx) * c - (v[i + 1] - cy) * s, 6) if i % 2 == 0
            else round(cy + (v[i - 1] - cx) * s + (v[i] - cy) * c, 6)
            for i in range(len(v))
        ))
        for op, v in path
    )  # fmt: skip


def figure(name: str, box: Box) -> Path:
    """A named figure stretched into a box. Raises KeyError for an unknown name."""
    size, path = figures()[name]
    x, y, w, h = box
    sx, sy = w / size, h / size
    return tuple(
        (op, tuple(x + v * sx if i % 2 == 0 else y + v * sy for i, v in enumerate(values))) for op, values in path
    )
