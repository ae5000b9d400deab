"""`damaged/` in the workspace's folder: damaged files, never deleted, and beside them what was done about them."""

import filecmp
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from xhsplanner.core.clock import now
from xhsplanner.core.files import make_folders, narrow, sync_file, sync_folder, write_whole
from xhsplanner.core.words import t
from xhsplanner.store.chain import HEAD
from xhsplanner.store.encryption import cipher
from xhsplanner.store.layout import DAMAGED, DATABASE

RECORD = "what.json"
LINKED = ("", "-wal", "-journal")
"""Endings of the database's files; the index of the log (-shm) holds nothing of its own."""

GONE = "no file"
"""The reason where there was no database at all."""

How = Literal["snapshot", "log", "older"]
State = Literal["ready", "done", "told"]


@dataclass(frozen=True, slots=True)
class Recovery:
    """What happened to a workspace at an opening.

    `how`: restored from a snapshot, made again from its log alone, or `older`: whole, but not the newest.
    `snapshot` is the snapshot's name, `reason` what was wrong, in terse words; `saved` steps beyond the snapshot
    were found again. `lost` steps were not (None: nobody knows how many), between the moments `since` and `until`,
    '' where not known. `kept` is the folder with the damaged files.
    """

    how: How
    snapshot: str
    reason: str
    saved: int
    lost: int | None
    since: str
    until: str
    at: str = ""
    state: State = "ready"
    kept: Path = field(default_factory=Path)

    def sentences(self) -> tuple[str, ...]:
        """What to tell: what was done, what was saved, what is lost."""
        saved = [t("recovery.saved", n=self.saved)] if self.saved and self.how == "snapshot" else []
        return (self._done(), *saved, self._loss())

    def _done(self) -> str:
        if self.how == "older":
            return t("recovery.other", until=_moment(self.until)) if self._strange else t("recovery.older")
        harm = t("recovery.gone" if self.reason == GONE else "recovery.damaged")
        if self.how == "log":
            return t("recovery.from_log", harm=harm)
        return t("recovery.from_snapshot", harm=harm, when=_moment(self.snapshot))

    @property
    def _strange(self) -> bool:
        """Whether what is there now is newer than what was there: then it is not of the same log."""
        return bool(self.until) and self.since > self.until

    def _loss(self) -> str:
        since, until = _moment(self.since), _moment(self.until)
        if self.lost == 0:
            return t("recovery.nothing_lost")
        if self._strange:
            return t("recovery.lost_unknown")
        if self.lost is None:
            return t("recovery.lost_since", since=since) if since else t("recovery.lost_unknown")
        if not since:
            return t("recovery.lost_all", n=self.lost, until=until)
        return t("recovery.lost", n=self.lost, since=since, until=until)

    def sentence(self) -> str:
        """All of it in one line, and where the damaged files are."""
        kept = [t("recovery.kept", folder=self.kept)] if list(self.kept.glob(f"{DATABASE}*")) else []
        return t("recovery.between").join((*self.sentences(), *kept))


def _moment(text: str) -> str:
    """A moment or a snapshot's name, to the second, for people."""
    for form in ("%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H%M%S"):
        with suppress(ValueError):
            return f"{datetime.strptime(text, form):%Y-%m-%d %H:%M:%S}"
    return text


def put(folder: Path, recovery: Recovery) -> Recovery:
    """Give the files of the database a second name in `damaged/`, with a record; all of it appears at once."""
    place = _free(folder)
    partial = place.with_name(f"{place.name}.part")
    for left in partial.parent.glob("*.part"):
        shutil.rmtree(left)  # second names only, of files that still stand in their place
    make_folders(partial)
    whole = recovery.how == "older"  # its files go on being written
    for ending in LINKED[1:] if whole else LINKED:
        _second_name(folder / f"{DATABASE}{ending}", partial, linked=not whole)
    for name in (HEAD, cipher.NAME):
        _second_name(folder / name, partial, linked=False)
    recovery = replace(recovery, kept=place, at=now().isoformat(timespec="milliseconds"))
    _write(partial, recovery)
    os.replace(partial, place)
    sync_folder(place.parent)
    sync_folder(folder)
    return recovery


def take_away(folder: Path, kept: Path) -> None:
    """What stands in the place of the database or its log and is no file, as a folder, joins the damaged files."""
    for ending in (*LINKED, "-shm"):
        path = folder / f"{DATABASE}{ending}"
        if os.path.lexists(path) and not path.is_file():
            os.rename(path, kept / path.name)


def _free(folder: Path) -> Path:
    place = folder / DAMAGED / f"{now():%Y-%m-%dT%H%M%S}"
    further = 2
    while place.exists():
        place = place.with_name(f"{place.name.partition('_')[0]}_{further}")
        further += 1
    return place


def _second_name(file: Path, place: Path, *, linked: bool) -> None:
    if not file.is_file():
        return
    target = place / file.name
    if linked:
        with suppress(OSError):  # a file system without links: then a copy
            os.link(file, target)
            return
    shutil.copyfile(file, target)
    narrow(target)
    with target.open("rb+") as copy:
        sync_file(copy)


def again(kept: Path, recovery: Recovery) -> Recovery:
    """The record of a recovery that was cut off, and is done anew from the files it had put aside."""
    recovery = replace(recovery, kept=kept, at=now().isoformat(timespec="milliseconds"))
    _write(kept, recovery)
    return recovery


def mark(recovery: Recovery, state: State) -> Recovery:
    """Remember how far it is: done, told."""
    recovery = replace(recovery, state=state)
    _write(recovery.kept, recovery)
    return recovery


def told(recovery: Recovery) -> None:
    """Somebody has read it. Where that cannot be remembered, it is told once more."""
    with suppress(OSError):
        mark(recovery, "told")


def _write(place: Path, recovery: Recovery) -> None:
    values: dict[str, Any] = {name: value for name, value in asdict(recovery).items() if name != "kept"}
    write_whole(place / RECORD, json.dumps(values, ensure_ascii=False, indent=1).encode())


def all_of(folder: Path) -> list[Recovery]:
    """Everything that ever happened to a workspace, newest first."""
    try:
        places = [place for place in (folder / DAMAGED).iterdir() if place.suffix != ".part"]
    except OSError:
        return []
    found = (_read(place) for place in places)
    return sorted((one for one in found if one is not None), key=lambda one: (one.at, one.kept), reverse=True)


def _read(place: Path) -> Recovery | None:
    """What stands in one folder; None where it is no record of ours, whole and sayable."""
    try:
        found = Recovery(**json.loads((place / RECORD).read_text(encoding="utf-8")), kept=place)
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    texts = (found.snapshot, found.reason, found.since, found.until, found.at)
    whole = (
        found.how in get_args(How)
        and found.state in get_args(State)
        and all(isinstance(text, str) for text in texts)
        and isinstance(found.saved, int)
        and isinstance(found.lost, int | None)
    )
    return found if whole else None


def cut_off(folder: Path) -> Path | None:
    """Where a recovery that did not come to its end has put the very database that stands there now, or that stands
    there no more."""
    for one in all_of(folder):
        if one.state == "ready" and _same(one.kept / DATABASE, folder / DATABASE):
            return one.kept
    return None


def _same(kept: Path, now_there: Path) -> bool:
    if not now_there.exists():
        return True
    try:
        return os.path.samefile(kept, now_there) or filecmp.cmp(kept, now_there, shallow=False)
    except OSError:
        return False
