"""Posters as files people choose the place of: whole or not at all, refused in words."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
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
    """Write a picture a page, the second as `name-2.png`; the files, all or none. Raises Refused as above.

    Who lets `path` be replaced lets its further pages be replaced; else a file in the way is refused.
    """
    from xhsplanner.posters.render import png

    files = picture_files(path, len(pages))
    in_the_way = [file for file in files[1:] if file.exists()]
    if in_the_way and not path.exists():
        raise Refused(t("posters.in_the_way", name=in_the_way[0].name))
    drawn = []
    for number, page in enumerate(pages, 1):
        drawn.append(png(page))
        if progress is not None:
            progress(number, len(pages))
    new = [file for file in files if not file.exists()]
    try:
        for file, picture in zip(files, drawn, strict=True):
            with exported(file, partial, REFUSAL) as fresh:
                fresh.write_bytes(picture)
    except Refused:
        for file in new:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        raise
    return files


def picture_files(path: Path, pages: int) -> list[Path]:
    """What the pictures of so many pages are called."""
    rest = [path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, pages + 1)]
    return [path, *rest]
