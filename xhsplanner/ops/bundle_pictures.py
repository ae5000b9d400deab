"""Pictures of a bundle on their way into the library: all are judged before the first is kept.

Files come before rows: a picture that is kept and then not named by any row is harmless, and found by the next
merge.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import Bundle
from xhsplanner.exchange.bundle_read import picture_bytes
from xhsplanner.store.store import Store

if TYPE_CHECKING:  # Pillow is loaded when there is a picture
    from xhsplanner.media.images import Picture

THREADS = 2
AT_ONCE = 32
"""Pictures handed to the threads at a time: what a cancel waits for, and what stands in memory."""

Cancelled = Callable[[], bool]


def judge(
    bundle: Bundle, names: Mapping[str, str], progress: Progress | None = None, cancelled: Cancelled | None = None
) -> dict[str, "Picture"]:
    """What the library keeps of the pictures with these hashes (`names`: what people call them), by hash.

    Raises Refused naming the first that is no picture the library takes.
    """
    if not names:
        return {}
    from xhsplanner.media.images import probe_bytes

    found: dict[str, Picture] = {}
    with _opened(bundle) as archive, ThreadPoolExecutor(THREADS, thread_name_prefix="bundle") as pool:

        def look(digest: str) -> "Picture":
            entry = bundle.assets[digest]
            picture = probe_bytes(picture_bytes(archive, entry), names[digest], digest)
            if not entry.endswith(f".{picture.ext}"):
                raise Refused(t("bundle.refused.other_kind", entry=names[digest], ext=picture.ext))
            return picture

        for part in _parts(names, cancelled):
            found |= dict(zip(part, pool.map(look, part), strict=True))
            if progress is not None:
                progress(len(found), len(names))
    return found


def keep(
    store: Store, bundle: Bundle, pictures: Mapping[str, "Picture"], cancelled: Cancelled | None = None
) -> None:
    """Put judged pictures into the library's folder, with thumbnails. Raises Refused where the disk is full."""
    if not pictures:
        return
    with _opened(bundle) as archive, ThreadPoolExecutor(THREADS, thread_name_prefix="bundle") as pool:

        def put(digest: str) -> None:
            data = picture_bytes(archive, bundle.assets[digest])
            store.assets.blobs.put(data, digest, pictures[digest].ext)

        for part in _parts(pictures, cancelled):
            list(pool.map(put, part))
            store.thumbs.put_many([(digest, pictures[digest].thumb) for digest in part])


def _opened(bundle: Bundle) -> zipfile.ZipFile:
    assert bundle.file is not None
    try:
        return zipfile.ZipFile(bundle.file)
    except (OSError, zipfile.BadZipFile):
        raise Refused(t("bundle.refused.missing", name=bundle.file.name)) from None


def _parts(digests: Iterable[str], cancelled: Cancelled | None) -> Iterator[list[str]]:
    listed = list(digests)
    for start in range(0, len(listed), AT_ONCE):
        if cancelled is not None and cancelled():
            raise Refused(t("bundle.cancelled"))
        yield listed[start : start + AT_ONCE]
