"""Saves pictures in order: numbered copies `01_…`, `02_…` in a folder that appears whole or not at all."""

import errno
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from xhsplanner.core.errors import Refused
from xhsplanner.core.files import NO_ROOM, sync_file, sync_folder
from xhsplanner.core.words import t
from xhsplanner.media.bare import bare

MAX_CHARS = 200
"""Windows shows and copies names of this length in any ordinary folder."""
MAX_BYTES = 240
"""Linux file systems allow 255 bytes a name; a Chinese character takes three of them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file to copy. `name` is what people call it, with or without its ending; the source's is kept."""

    source: Path
    name: str


def safe_name(text: str, fallback: str = "note", *, suffix: str = "") -> str:
    """A file or folder name that Windows, macOS and Linux all accept, made from any text.

    `suffix` (e.g. `.jpg`) is kept whole when the rest is cut to 200 characters and 240 bytes.
    """
    from pathvalidate import sanitize_filename  # 10 ms, and only saving needs it

    plain = "".join(c if unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c == "\u200d" else " " for c in text)
    plain = " ".join(plain.split())
    plain = sanitize_filename(plain, platform="universal", replacement_text="_").strip(" .")
    plain = _cut(plain, MAX_CHARS - len(suffix), MAX_BYTES - len(suffix.encode()))
    return sanitize_filename((plain or fallback) + suffix, platform="universal", replacement_text="_")


def _cut(text: str, chars: int, size: int) -> str:
    text = text[:chars]
    while len(text.encode()) > size:
        text = text[:-1]
    return text.strip(" .\u200d")


def numbered_names(pictures: Sequence[Picture]) -> list[str]:
    """The names the copies get, in order: `01_午饭地图.jpg`."""
    digits = max(2, len(str(len(pictures))))
    names = []
    for number, picture in enumerate(pictures, 1):
        ending = picture.source.suffix.lower()
        bare = picture.name
        if ending and bare.lower().endswith(ending):
            bare = bare[: -len(ending)]
        names.append(safe_name(f"{number:0{digits}}_{bare.strip() or number}", suffix=ending))
    return names


def copy_numbered(pictures: Sequence[Picture], folder: Path) -> list[Path]:
    """Copy `pictures` in order into `folder` without their metadata, synced to disk; the paths written.

    Raises Refused for a missing or damaged source, a name that is taken, a full disk or a folder that cannot be
    written. What was written before the failure is taken away again.
    """
    written: list[Path] = []
    try:
        for picture, name in zip(pictures, numbered_names(pictures), strict=True):
            target = folder / name
            if not picture.source.is_file():
                raise Refused(t("pictures_out.missing", name=picture.name))
            data = _without_metadata(picture)
            with target.open("xb") as copy:
                written.append(target)
                copy.write(data)
                sync_file(copy)
    except (OSError, Refused) as problem:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(problem, Refused):
            raise
        raise _refusal(problem, folder) from problem
    return written


def _without_metadata(picture: Picture) -> bytes:
    """Its pixels, colours and which way is up: not where it was taken, when and with what."""
    try:
        return bare(picture.source.read_bytes())
    except ValueError:
        raise Refused(t("pictures_out.damaged", name=picture.name)) from None


def _refusal(problem: OSError, folder: Path) -> Refused:
    if isinstance(problem, FileExistsError):
        return Refused(t("pictures_out.taken", name=Path(str(problem.filename)).name))
    if problem.errno in NO_ROOM:
        return Refused(t("pictures_out.full", folder=folder))
    return Refused(t("pictures_out.unwritable", folder=folder))


class Draft:
    """A folder in the making: write into `work`; `final` is where it stands once it is whole."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.final = work


@contextmanager
def fresh_folder(parent: Path, name: str) -> Iterator[Draft]:
    """A new folder `name` inside `parent` (` (2)`, ` (3)` … where that is taken), shown only when complete.

    Everything is written in a hidden neighbour first and then renamed, so nothing that exists is ever touched
    and a failure leaves nothing behind. Raises Refused where `parent` cannot be written.
    """
    try:
        draft = Draft(Path(mkdtemp(prefix=".xhsplanner-", dir=parent)))
    except OSError as problem:
        raise _refusal(problem, parent) from problem
    try:
        yield draft
        draft.work.chmod(0o755)
        draft.final = _claim(draft.work, parent, safe_name(name))
    except BaseException:
        shutil.rmtree(draft.work, ignore_errors=True)
        raise


def _claim(work: Path, parent: Path, name: str) -> Path:
    number = 1
    while True:
        # POSIX renames onto an empty folder without complaint, hence the look before.
        final = parent / (name if number == 1 else f"{_cut(name, MAX_CHARS - 6, MAX_BYTES - 6)} ({number})")
        number += 1
        if final.exists() or final.is_symlink():
            continue
        try:
            work.rename(final)
        except OSError as problem:
            if problem.errno in {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EACCES} and final.exists():
                continue
            raise _refusal(problem, parent) from problem
        with suppress(OSError):
            sync_folder(parent)
        return final


def save_pictures(pictures: Sequence[Picture], parent: Path, name: str) -> Path:
    """Save `pictures` in order in a new folder `name` inside `parent`; the folder made.

    Raises Refused with the reason; nothing is left behind then.
    """
    if not pictures:
        raise Refused(t("pictures_out.none"))
    with fresh_folder(parent, name) as draft:
        copy_numbered(pictures, draft.work)
    return draft.final
