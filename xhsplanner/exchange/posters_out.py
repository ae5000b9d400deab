"""Posters as files people choose the place of: whole or not at all, refused in words."""

from collections.abc import Sequence
from pathlib import Path

from xhsplanner.core.progress import Progress
from xhsplanner.exchange.exported import exported
from xhsplanner.posters.marks import Page

REFUSAL = "posters.not_written"


def write_pdf(
    path: Path, pages: Sequence[Page], title: str, partial: Path | None = None, progress: Progress | None = None
) -> list[Path]:
    """Write the pages as one PDF; the file. Raises Refused where it cannot be written or the disk is full."""
    from xhsplanner.posters.render import pdf

    with exported(path, partial, REFUSAL) as fresh:
        fresh.write_bytes(pdf(pages, title, progress))
    return [path]


def write_png(
    path: Path, pages: Sequence[Page], partial: Path | None = None, progress: Progress | None = None
) -> list[Path]:
    """Write a picture a page, the second as `name-2.png`; the files. Raises Refused as `write_pdf`."""
    from xhsplanner.posters.render import png

    files = picture_files(path, len(pages))
    for number, (file, page) in enumerate(zip(files, pages, strict=True), 1):
        with exported(file, partial, REFUSAL) as fresh:
            fresh.write_bytes(png(page))
        if progress is not None:
            progress(number, len(pages))
    return files


def picture_files(path: Path, pages: int) -> list[Path]:
    """What the pictures of so many pages are called."""
    rest = [path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, pages + 1)]
    return [path, *rest]
