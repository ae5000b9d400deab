"""Kill −9 at any moment of an import: all of it is there or nothing, and no row is without its file."""

import os
import shutil
import statistics
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from pathlib import Path
from random import Random

import pytest
from content import content, sound
from hands import MONDAY, furnished, picture
from killing import Forker

from xhsplanner.ops import assets
from xhsplanner.store import blobs, chain
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
PICTURES = 6
ROWS = 60
BEYOND = 1.5
"""Kills fall on the measured length of an import and half as long again: there everything is done."""
AGAIN = 10
"""Kills after which the length is measured again."""
SHARE = 0.2
"""Of the kills that must find nothing of the import yet, and of those that must find all of it."""


@pytest.fixture(scope="module")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    """Children that know the program."""
    forker = Forker("children", tmp_path_factory.mktemp("errors") / "errors.txt")
    yield forker
    forker.close()


@dataclass
class Tally:
    """What kills found."""

    before: int = 0
    after: int = 0
    half: int = 0
    missing: int = 0
    strays: int = 0
    partial: int = 0

    def show(self, what: str, length: float) -> None:
        kills = self.before + self.after + self.half
        print(
            f"{what}, {length * 1000:.0f} ms: {kills} kills, {self.before} before, {self.after} after, {self.half}"
            f" half, {self.missing} rows without file, {self.strays} files without row, {self.partial} half written"
        )


class Imports:
    """Imports of one kind into copies of one workspace, each killed."""

    def __init__(self, folder: Path, forker: Forker, *call: str) -> None:
        self.base = folder / "base"
        furnished(self.base, Random(7), pictures=2)
        self._folder = folder
        self._forker = forker
        self._call = call
        self._number = 0
        self._lengths = deque((self._length() for _ in range(3)), maxlen=7)

    def _fresh(self) -> Path:
        shutil.rmtree(self._folder / f"{self._number}", ignore_errors=True)
        self._number += 1
        return shutil.copytree(self.base, self._folder / f"{self._number}")

    @property
    def length(self) -> float:
        """Seconds from the beginning of an import until it says that it is done."""
        return statistics.median(self._lengths)

    def _length(self) -> float:
        return self._forker.run(self._call[0], str(self._fresh()), *self._call[1:], kill=(1, 0.0)).seconds

    def killed(self, moment: float) -> Path:
        """A workspace whose import was killed at a moment, as a share of its length; infinity: as it says so."""
        if self._number % AGAIN == 0:  # other programs come and go
            self._lengths.append(self._length())
        folder = self._fresh()
        kill = (1, 0.0) if moment == inf else (0, moment * self.length)
        said = self._forker.run(self._call[0], str(folder), *self._call[1:], kill=kill)
        assert said.code < 0
        return folder


def moments(kills: int, chance: Random) -> list[float]:
    """Moments of all parts of an import alike, in any order; one at its very beginning, one at its very end."""
    found = [(number + chance.random()) / kills * BEYOND for number in range(kills - 2)]
    chance.shuffle(found)
    return [0.0, *found, inf]


def whole(store: Store) -> None:
    """Nothing is wrong with the database, and no row is without its file."""
    assert store.read_only == ""
    assert all(link.whole for link in chain.walk(store.engine))
    assert assets.verify(store) == []


@pytest.mark.parametrize("kills", [4, pytest.param(150, marks=pytest.mark.torture)])
def test_pictures_are_all_there_or_none(kills: int, forker: Forker, tmp_path: Path) -> None:
    chance, tally = Random(5), Tally()
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(PICTURES):
        (pictures / f"{number}.png").write_bytes(picture(chance, 300))
    hashes = [sha256(path.read_bytes()).hexdigest() for path in pictures.iterdir()]
    imports = Imports(tmp_path, forker, "bring", str(pictures))
    for moment in moments(kills, chance):
        folder = imports.killed(moment)
        store = open_workspace(folder)
        known = store.assets.by_hash(hashes)
        assert len(store.notes.pictures(1)) == len(known)  # brought straight into a note, in the same op
        tally.missing += len(assets.verify(store))
        tally.before += not known
        tally.after += len(known) == PICTURES
        tally.half += 0 < len(known) < PICTURES
        named = {asset.sha256 for asset in store.assets.all()}
        tally.strays += sum(path.stem not in named for path in store.assets.blobs.files())
        tally.partial += len(left(folder))
        again(store, pictures, len(known))
        store.close()
        sound(folder)
    tally.show(f"{PICTURES} pictures", imports.length)
    judge(tally, kills)


def left(folder: Path) -> list[Path]:
    """Files that are half written."""
    return list(folder.glob(f"assets/**/*{blobs.PARTIAL}"))


def again(store: Store, pictures: Path, known: int) -> None:
    """The import once more brings what is missing; two days later nothing half written is left."""
    yesterday = time.time() - 2 * blobs.DAY
    for path in left(store.path):
        os.utime(path, (yesterday, yesterday))
    result = assets.add(store, [pictures])
    assert (len(result.added), len(result.duplicates)) == (PICTURES - known, known)
    assert left(store.path) == []
    whole(store)


@pytest.mark.parametrize("kills", [4, pytest.param(150, marks=pytest.mark.torture)])
def test_a_schedule_is_all_there_or_not_at_all(kills: int, forker: Forker, tmp_path: Path) -> None:
    chance, tally = Random(6), Tally()
    file = tmp_path / "排期.csv"
    rows = (f"主账号,{MONDAY},第{number}行,{'正文' * 40},林{number % 3}" for number in range(ROWS))
    file.write_text("\n".join(["账号,日期,标题,正文,负责人", *rows]), encoding="utf-8")
    imports = Imports(tmp_path, forker, "import_plan", str(file))
    store = open_workspace(imports.base, to_read="as it was")
    start, notes = content(store), store.notes.count()
    store.close()
    for moment in moments(kills, chance):
        folder = imports.killed(moment)
        store = open_workspace(folder)
        there = content(store)
        came = [row for (table, _id), row in there.items() if table == "note_text"]
        full = store.notes.count() == len(came) == notes + ROWS
        tally.before += there == start
        tally.after += full and store.history.log(1)[0].kind == "plan.import"
        tally.half += there != start and not full
        whole(store)
        store.close()
        sound(folder)
    tally.show(f"{ROWS} rows of a schedule", imports.length)
    judge(tally, kills)


def judge(tally: Tally, kills: int) -> None:
    assert tally.half == 0
    assert tally.missing == 0
    assert tally.before + tally.after == kills
    assert min(tally.before, tally.after) >= (SHARE * kills if kills >= 100 else 1)
