"""Bits that flip on the disk and hands that change the log: `verify` finds every one.

A flip in a page of the database may hit what nobody reads (the free part of a page). It counts only where it
changed something: where `verify` finds nothing, the test reads the log row by row, and it must be as before.
"""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tampers import TAMPERS, flip, pages_of

from xhsplanner.ops import assets, catalog, notes, workspace
from xhsplanner.store import verify
from xhsplanner.store.workspace import open_workspace

FLIPS = [10, pytest.param(400, marks=pytest.mark.torture)]
TAMPERED = [20, pytest.param(200, marks=pytest.mark.torture)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path) -> Path:
    """A closed workspace with 60 notes and their texts, three pictures, a snapshot."""
    from PIL import Image

    folder = shutil.copytree(empty_workspace, tmp_path_factory.mktemp("flips") / "workspace")
    pictures = [folder.parent / f"{colour}.png" for colour in ("red", "green", "blue")]
    for number, path in enumerate(pictures):
        Image.effect_noise((300, 400), 40 + number).save(path)
    store = open_workspace(folder)
    catalog.add_account(store, name="主账号")
    store.snapshot()
    chance = random.Random(1)
    for number in range(60):
        change = notes.create(store, 1, f"第{number}篇 地铁公交五折")
        assert change is not None
        body = "".join(chance.choice("早八人通勤地铁公交折起乘车码绑卡每日次") for _ in range(300))
        notes.edit(store, change.created["note"][0], body=body, remark=f"备注{number}")
    workspace.undo(store)
    assets.add(store, pictures)
    store.close()
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """A workspace of this test's own."""
    return shutil.copytree(whole, tmp_path / "workspace")


def harmed(folder: Path, *checks: str) -> bool:
    """Whether the whole check finds harm, told by one of these parts of it."""
    report = verify.run(folder)
    return any(found.check in checks for found in report.harmed)


def flips(files: list[Path], n: int) -> Iterator[tuple[Path, int, int]]:
    """`n` flipped bits all over these files, one at a time, each put back before the next."""
    chance = random.Random(n)
    for _ in range(n):
        path = chance.choice(files)
        place = (path, chance.randrange(path.stat().st_size), chance.randrange(8))
        flip(*place)
        yield place
        flip(*place)


def test_the_workspace_is_whole_before(whole: Path) -> None:
    report = verify.run(whole)
    assert report.harmed == []
    assert report.counts["rows"] > 120
    assert report.counts["log"] > 120
    assert (report.counts["assets"], report.counts["snapshots"]) == (3, 1)


@pytest.mark.parametrize("n", FLIPS)
def test_every_flip_in_a_snapshot_is_found(copy: Path, n: int) -> None:
    files = sorted((copy / "snapshots").glob("*.db"))
    missed = [place for place in flips(files, n) if not harmed(copy, "snapshots")]
    assert missed == []
    assert verify.run(copy).harmed == []


@pytest.mark.parametrize("n", FLIPS)
def test_every_flip_in_a_picture_is_found(copy: Path, n: int) -> None:
    files = sorted(path for path in (copy / "assets").rglob("*") if path.is_file())
    missed = [place for place in flips(files, n) if not harmed(copy, "assets")]
    assert missed == []
    assert verify.run(copy).harmed == []


@pytest.mark.parametrize("n", TAMPERED)
def test_every_change_of_the_log_is_found(whole: Path, tmp_path: Path, n: int) -> None:
    """All ways in turn; the next test flips as many bits in its pages."""
    missed = []
    for number in range(n // 2):
        folder = shutil.copytree(whole, tmp_path / "w")
        tamper = TAMPERS[number % len(TAMPERS)]
        before = contents(folder)
        with closing(sqlite3.connect(folder / "workspace.db")) as link:
            tamper(link, random.Random(number))
            link.commit()
        assert contents(folder) != before, f"{tamper.__name__} changed nothing"
        if not harmed(folder, "log", "database", "rows"):
            missed.append((number, tamper.__name__))
        shutil.rmtree(folder)
    assert missed == []


@pytest.mark.parametrize("n", TAMPERED)
def test_every_flip_in_the_pages_of_the_log_is_found(copy: Path, n: int) -> None:
    database = copy / "workspace.db"
    pages, size = pages_of(database, "op", "op_row"), 4096
    before = contents(copy)
    chance = random.Random(n)
    found = idle = 0
    while found < n // 2:
        offset = (chance.choice(pages) - 1) * size + chance.randrange(size)
        bit = chance.randrange(8)
        flip(database, offset, bit)
        if harmed(copy, "log", "database", "rows"):
            found += 1
        else:
            idle += 1
            assert contents(copy) == before, f"byte {offset}, bit {bit}"
        flip(database, offset, bit)
    assert idle < n, "most flips hit what is read"


def contents(folder: Path) -> list[object]:
    """The log as any reader sees it; the file may be damaged."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'workspace.db'}?mode=ro&immutable=1", uri=True)) as link:
            link.text_factory = bytes
            order = {"op": "id", "op_row": "op_id, seq"}
            return [link.execute(f"SELECT * FROM {name} ORDER BY {by}").fetchall() for name, by in order.items()]
    except sqlite3.DatabaseError as error:
        return [str(error)]


@pytest.mark.parametrize("n", FLIPS)
def test_flips_in_the_text_of_notes_are_found(copy: Path, n: int) -> None:
    """What SQLite's own check does not see: it is asked as well, and must miss most."""
    database = copy / "workspace.db"
    data = database.read_bytes()
    with closing(sqlite3.connect(database)) as link:
        bodies = [row[0].encode() for row in link.execute("SELECT body FROM note_text WHERE body <> ''")]
        pages = {(page - 1) * 4096 for page in pages_of(database, "note_text")}
    spots = [at for body in bodies if (at := in_pages(data, body, pages)) is not None]
    assert len(spots) > 50
    chance, missed, unseen = random.Random(n), [], 0
    for _ in range(n):
        place = (database, chance.choice(spots) + chance.randrange(600), chance.randrange(8))
        flip(*place)
        report = verify.run(copy)
        if not any(found.key == "row_changed" for found in report.findings):
            missed.append(place)
        unseen += not any(found.check == "database" for found in report.findings)
        flip(*place)
    assert missed == []
    assert unseen > n * 0.8


def in_pages(data: bytes, text: bytes, pages: set[int]) -> int | None:
    """Where a text stands within these pages of the database, and not in the log or the index."""
    at = data.find(text)
    while at >= 0 and at // 4096 * 4096 not in pages:
        at = data.find(text, at + 1)
    return at if at >= 0 else None
