"""A small workspace, everything one does with it that writes, and what must hold when the disk is in the way."""

import gc
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from workload import digest, picture, team, words

from xhsplanner.core import doctor
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import LANGUAGES
from xhsplanner.core.words import words as language
from xhsplanner.exchange.plan_model import PlanRow, Reading
from xhsplanner.exchange.plan_rejected import write_rejected
from xhsplanner.ops import (
    assets,
    bulk,
    bundle,
    catalog_book,
    cover_render,
    covers,
    notes,
    plan,
    posters,
    settings,
    workspace,
)
from xhsplanner.ops.plan_export import Wanted, export_plan
from xhsplanner.posters.model import Look
from xhsplanner.store import chain
from xhsplanner.store.workspace import open_workspace

DAY = date(2026, 12, 9)
CHINESE = re.compile("[一-鿿]")
NAMED = ("place", "disk", "plan.", "catalogue.", "rejected.", "part.", "xhsplanner-", "备份", "backup")
"""One of these is in every sentence: the workspace's folder, a file, where covers are drawn, the backup."""
LEFT = (".part", ".tmp")
"""Endings that nothing may leave behind."""


class Team:
    """A workspace in `place`, and the promises made in it."""

    def __init__(self, place: Path, folder: Path, seed: int = 7) -> None:
        self.chance = Random(seed)
        self.place, self.folder = place, folder
        self.out = place / "out"
        self.out.mkdir()
        self.pictures = place.parent / f"{place.name}-pictures"  # not on the disk that fills
        self.pictures.mkdir(exist_ok=True)
        self.store = open_workspace(folder)
        self.promised: dict[int, str] = {}
        self.faults: list[str] = []
        self.refused = self.points = 0
        self.unraisable: list[str] = []
        self.fresh: list[Path] = []
        self.notes = list(self._fill())

    def _fill(self) -> Iterator[int]:
        team(self.store)
        for number in range(12):
            change = notes.create(
                self.store, 1 + number % 2, f"第{number}篇", day=DAY, series_id=1, body="正文" * 40
            )
            assert change is not None
            yield change.created["note"][0]
        self.picture_ids = [one.id for one in assets.add(self.store, [picture(self.pictures, self.chance)]).added]
        notes.attach(self.store, 1, self.picture_ids)

    def reading(self) -> Reading:
        rows = tuple(
            PlanRow(
                sheet="排期", row=row, accounts=("主账号",), title=words(self.chance, 16), day=DAY, body="文" * 200
            )
            for row in range(2, 42)
        )
        return Reading(file="a.xlsx", rows_read=len(rows), rows=rows)

    def edit(self) -> object:
        body = words(self.chance, 3000)
        return notes.edit(self.store, self.chance.choice(self.notes), body=body)

    def take_pictures(self) -> object:
        added = assets.add(self.store, self.fresh)
        if added.refused:
            raise Refused(added.refused[0][1])
        return added

    def thumbnail(self) -> object:
        with suppress(sqlite3.Error):
            self.store.thumbs._connection.execute("DELETE FROM thumb")
        found = self.store.assets.get(self.picture_ids[0])
        assert found is not None
        if assets.thumb(self.store, found) is None:
            raise Refused(str(self.folder))
        return found

    def cover(self) -> object:
        note = self.store.notes.get(self.notes[0])
        assert note is not None
        spec = next(iter(covers.specs(self.store, [note]).values()))
        return cover_render.finish(self.store, note.id, spec)

    def jobs(self) -> dict[str, Callable[[], object]]:
        """Everything that writes, by name."""
        store, out, some = self.store, self.out, self.notes[:8]
        minute = self.chance.randrange(1440)
        made = {
            "edit": self.edit,
            "bulk": lambda: bulk.set_time(store, some, minute),
            "undo": lambda: workspace.undo(store),
            "import pictures": self.take_pictures,
            "import plan": lambda: plan.import_plan(store, self.reading()),
            "snapshot": store.snapshot,
            "setting": lambda: settings.change(store, "new_note_minute", minute),
            "thumbnail": self.thumbnail,
            "catalogue": lambda: catalog_book.export(store, out / "catalogue.xlsx"),
            "rejected": lambda: write_rejected(out / "rejected.xlsx", self.reading()),
            "bundle": lambda: bundle.export_bundle(store, out / "part.xhsbundle", bundle.Part()),
        }
        for kind in ("xlsx", "csv", "json", "html"):
            made[kind] = lambda kind=kind: export_plan(store, out / f"plan.{kind}", Wanted(kind=kind))
        if not doctor.missing_libraries("offscreen"):
            made["cover"] = self.cover
            for kind in posters.KINDS:
                shown = posters.Wanted(look=Look("chat"))
                made[kind] = lambda kind=kind, w=shown: posters.export_poster(store, out / f"poster.{kind}", w)
        return made

    # --- one point --------------------------------------------------------------------------------

    def suffer(self, job: str, trouble: AbstractContextManager[Any], what: str) -> bool:
        """Do one job in trouble, then an edit without: whether it was refused. Notes every broken promise."""
        self.points += 1
        language.use(LANGUAGES[self.points % 2])
        said = f"{job} under {what}"
        before, content = self._count(), digest(self.store)
        work, refusal = self.jobs()[job], ""
        if job == "import pictures":
            self.fresh = [picture(self.pictures, self.chance) for _ in range(2)]
        try:
            with trouble:
                work()
        except Refused as refused:
            refusal = str(refused)
            self._judge(said, refusal)
        except Exception as error:
            refusal = repr(error)
            self.faults.append(f"{said}: {error!r} is not a refusal")
        self.refused += bool(refusal)
        if refusal and (self._count(), digest(self.store)) != (before, content):
            self.faults.append(f"{said}: refused, and yet something was written")
        self._go_on(said)
        return bool(refusal)

    def _count(self) -> int:
        head = chain.newest(self.store.engine)
        return head.count if head else 0

    def _judge(self, said: str, words: str) -> None:
        if not any(part in words for part in NAMED):
            self.faults.append(f"{said}: names no file: {words}")
        if bool(CHINESE.search(words)) != (language.language == "zh_CN"):
            self.faults.append(f"{said}: another language: {words}")

    def _go_on(self, said: str) -> None:
        """The next edit works, without opening anything anew."""
        try:
            self.edit()
            head = chain.newest(self.store.engine)
        except Exception as error:
            self.faults.append(f"{said}: the next edit: {error!r}")
        else:
            assert head is not None
            self.promised[head.count] = head.link

    def check(self, said: str) -> None:
        """Close, open again and compare with what was promised."""
        last = digest(self.store)
        self.store.close()
        gc.collect()
        self.store = open_workspace(self.folder)
        engine = self.store.engine
        links = {link.op_id: link for link in chain.walk(engine)}
        lost = [count for count, link in self.promised.items() if count not in links or links[count].link != link]
        known, now = self.store.head.read(), chain.newest(engine)
        left = [str(file) for file in self.place.rglob("*") if file.suffix in LEFT]
        wrong = {
            "lost": lost,
            "chain": not all(link.whole for link in links.values()),
            "integrity": engine.rows("PRAGMA integrity_check") != [("ok",)],
            "content": digest(self.store) != last,
            "read-only": self.store.read_only,
            "recovered": self.store.recovery,
            "the head leads": known is not None and now is not None and known.count > now.count,
            "files": [problem.reason for problem in assets.verify(self.store)],
            "left behind": left,
            "unraisable": self.unraisable,
        }
        self.faults += [f"after {said}: {name}: {value}" for name, value in wrong.items() if value]


@contextmanager
def at_work(place: Path, folder: Path) -> Iterator[Team]:
    """A team at work; nothing may be raised where nobody hears it."""
    hook, team_ = sys.unraisablehook, Team(place, folder)
    sys.unraisablehook = lambda told: team_.unraisable.append(f"{told.exc_value!r} in {told.object!r}")
    try:
        yield team_
    finally:
        team_.store.close()
        gc.collect()
        sys.unraisablehook = hook


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """No file may be written beyond `size` bytes: that fails with EFBIG, as Python ignores SIGXFSZ."""
    import resource  # Windows has no such thing

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
