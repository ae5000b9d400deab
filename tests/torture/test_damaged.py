"""Damaged workspaces: every one opens restored or read-only within five seconds, or is refused and left as it was.

What was acknowledged is known after every step, so what is there after a recovery is compared cell by cell with the
plan as it was at that step, and what the program says is lost with what is lost.
"""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, health, notes, workspace
from xhsplanner.store import schema
from xhsplanner.store.chain import Head, newest
from xhsplanner.store.recovery.check_due import suspected
from xhsplanner.store.store import Store
from xhsplanner.store.verify import run as verify
from xhsplanner.store.workspace import create_workspace, open_workspace

DATABASE = "workspace.db"
LIMIT = 5.0
STEPS = 30
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@dataclass
class Plan:
    """Two copies of one workspace, closed in order and killed at work, and the whole plan after each step."""

    clean: Path
    killed: Path
    at: list[str] = field(default_factory=lambda: [""])
    content: list[str] = field(default_factory=lambda: [""])
    in_snapshot: int = 0

    @property
    def steps(self) -> int:
        return len(self.at) - 1

    def note(self, store: Store) -> None:
        """The last step is acknowledged."""
        head = store.head.read()
        assert head is not None
        assert head.count == len(self.at)
        self.at.append(head.at)
        self.content.append(content(store))


def content(store: Store) -> str:
    """All rows of the plan and its log."""
    digest = hashlib.sha256()
    for table in ("op", *schema.ALL_TABLES):
        digest.update(repr(store.engine.rows(f"SELECT * FROM {table} ORDER BY id")).encode())
    digest.update(repr(store.engine.rows("SELECT * FROM op_row ORDER BY op_id, seq")).encode())
    digest.update(repr(store.engine.rows("SELECT * FROM sqlite_sequence ORDER BY name")).encode())
    return digest.hexdigest()


def edit(store: Store, number: int) -> None:
    """One of what people do all day; texts long enough that the plan has many pages."""
    found = store.notes.backlog()
    if number % 5 == 4:
        workspace.undo(store)
    elif number % 7 == 3:
        notes.delete(store, [found[0].id])
    elif number % 3 == 2:
        notes.edit(store, found[-1].id, title=f"改过{number}", body="羊毛" * 400)
    else:
        notes.create(store, 1, f"第{number}篇", body=f"{number}年货" * 400)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    folder = tmp_path_factory.mktemp("plan")
    plan = Plan(folder / "clean", folder / "killed")
    with pytest.MonkeyPatch.context() as clock:
        clock.setenv("XHSPLANNER_NOW", "2026-12-09T08:00:00")
        store = create_workspace(plan.clean)
        catalog.add_account(store, name="主账号")
        plan.note(store)
        for number in range(STEPS):
            clock.setenv("XHSPLANNER_NOW", f"2026-12-09T09:{number:02}:00.250")
            if number == STEPS // 2:
                store.close()  # from here on all is in the log beside the database
                store = open_workspace(plan.clean)
                store.snapshot()
                plan.in_snapshot = plan.steps
            edit(store, number)
            plan.note(store)
        shutil.copytree(plan.clean, plan.killed)
        store.close()
    return plan


# --- damages: each takes the folder of a workspace ----------------------------------------


def overwrite(at: float, data: Callable[[random.Random], bytes], seed: int = 0) -> Callable[[Path], None]:
    """Write over a part of the database, `at` from 0 (its start) to 1."""

    def hurt(folder: Path) -> None:
        database = folder / DATABASE
        place = int(database.stat().st_size * at) // 4096 * 4096
        with database.open("r+b") as file:
            file.seek(place)
            file.write(data(random.Random(seed)))

    return hurt


def noise(pages: int) -> Callable[[random.Random], bytes]:
    return lambda chance: chance.randbytes(4096 * pages)


def scattered(pages: int, seed: int) -> Callable[[Path], None]:
    """Noise over single pages anywhere."""

    def hurt(folder: Path) -> None:
        chance = random.Random(seed)
        count = (folder / DATABASE).stat().st_size // 4096
        with (folder / DATABASE).open("r+b") as file:
            for page in chance.sample(range(count), pages):
                file.seek(page * 4096)
                file.write(chance.randbytes(4096))

    return hurt


def shortened(part: float) -> Callable[[Path], None]:
    def hurt(folder: Path) -> None:
        size = (folder / DATABASE).stat().st_size
        os.truncate(folder / DATABASE, int(size * part) if part < 1 else size - int(part))

    return hurt


def replaced(data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / DATABASE).write_bytes(data) and None


def foreign(folder: Path) -> None:
    (folder / DATABASE).unlink()
    sql(
        folder, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY, url TEXT); INSERT INTO moz_places VALUES (1, 'x')"
    )


def sql(folder: Path, script: str) -> None:
    """What another program writes into the file."""
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript(script)


def scripted(script: str) -> Callable[[Path], None]:
    return lambda folder: sql(folder, script)


def without_log(folder: Path) -> None:
    (folder / f"{DATABASE}-wal").unlink(missing_ok=True)


def noisy_log(folder: Path) -> None:
    log = folder / f"{DATABASE}-wal"
    if log.exists():
        size = log.stat().st_size
        with log.open("r+b") as file:
            file.seek(size // 2)
            file.write(random.Random(5).randbytes(8192))


def twice(*hurts: Callable[[Path], None]) -> Callable[[Path], None]:
    def hurt(folder: Path) -> None:
        for one in hurts:
            one(folder)

    return hurt


def without_head(folder: Path) -> None:
    (folder / "log.head").unlink()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "header zeroed": overwrite(0, lambda _: bytes(100)),
    "first page zeroed": overwrite(0, lambda _: bytes(4096)),
    "truncated to half": shortened(0.5),
    "empty": replaced(b""),
    "text file": replaced("我的排期\n".encode() * 100),
    "random page 1": scattered(1, 1),
    "random pages 1": scattered(6, 2),
    "newer schema": scripted("PRAGMA user_version = 99"),
    "missing wal": without_log,
    "foreign trigger": scripted("CREATE TRIGGER note AFTER INSERT ON note BEGIN DELETE FROM note_text; END"),
    "foreign view": scripted("CREATE VIEW extra AS SELECT * FROM note"),
    "gone": lambda folder: (folder / DATABASE).unlink(),
    "picture": replaced(PNG),
    "foreign database": foreign,
    "schema pages noisy": overwrite(0, noise(4), 3),
}
MORE: dict[str, Callable[[Path], None]] = {
    **{f"random page {seed}": scattered(1, seed) for seed in range(2, 22)},
    **{f"random pages {seed}": scattered(6, seed) for seed in range(3, 13)},
    "truncated to 100 bytes": lambda folder: os.truncate(folder / DATABASE, 100),
    "a page short": shortened(4096),
    "three bytes short": shortened(3),
    "all zeros": lambda folder: replaced(bytes((folder / DATABASE).stat().st_size))(folder),
    "middle third noisy": overwrite(0.33, noise(20)),
    "noisy log": noisy_log,
    "noisy log and header zeroed": twice(noisy_log, overwrite(0, lambda _: bytes(100))),
    "header zeroed, no head": twice(without_head, overwrite(0, lambda _: bytes(100))),
    "text file, no head": twice(without_head, replaced(b"hello")),
    "a table more": scripted("CREATE TABLE extra (a)"),
    "an index more": scripted("CREATE INDEX extra ON note(title)"),
    "a table less": scripted("DROP TABLE note_tag"),
    "an index less": scripted("DROP INDEX note_by_day"),
    "a rule less": scripted(
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, ' UNIQUE', '') WHERE name = 'tag'"
    ),
    "header of another page size": overwrite(0, lambda _: b"SQLite format 3\0\x02\0"),
    "application of another": scripted("PRAGMA application_id = 7"),
}
"""Only in the long form."""


def read_all(store: Store) -> None:
    """What the rooms, the panel and the export read."""
    for note in store.notes.all():
        store.notes.text(note.id)
        store.versions.of(note.id)
        store.notes.pictures(note.id)
    store.notes.find("年货")
    store.notes.find("羊毛")
    for noun in ("account", "series", "member", "persona", "offer", "keyword", "tag", "disclaimer"):
        store.catalog.rows(noun)
    store.history.log(1000)
    store.undo_label()
    content(store)


def files(folder: Path) -> dict[str, bytes]:
    """The database, its log and the head, byte for byte."""
    names = (DATABASE, f"{DATABASE}-wal", "log.head")
    found = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    return {name: data for name, data in found.items() if data}


def opened(folder: Path) -> tuple[Store, dict[str, bytes]]:
    """Open as the program does, and once more where reading everything or the whole check then shows damage.

    Returns the store and what the files held before that opening.
    """
    for last in (False, True):
        hurt = files(folder)
        began = time.perf_counter()
        store = open_workspace(folder)
        assert time.perf_counter() - began < LIMIT
        if store.recovery is not None or store.read_only:
            return store, hurt
        with suppress(Refused):
            read_all(store)
        report = verify(folder)
        health.remember(folder, report)
        if not suspected(folder):
            health.repair(store, report.findings)
            return store, hurt
        assert not last
        store.close()
    raise AssertionError


def check_saved(store: Store, plan: Plan, hurt: dict[str, bytes]) -> None:
    """What is there is the plan as it was at some step, what is said to be lost are the steps after."""
    head, recovery = newest(store.engine) or Head(0, "", ""), store.recovery
    if head.count > plan.steps:  # values that were not what the log says are put back
        assert [change.kind for change in store.history.log(head.count - plan.steps)] == ["health.put_back"]
        return
    assert content(store) == plan.content[head.count]
    if recovery is None:
        assert head.count == plan.steps
        return
    assert (recovery.since, recovery.state) == (plan.at[head.count], "done")
    if recovery.how == "snapshot":
        assert recovery.saved == head.count - plan.in_snapshot
    if recovery.lost is not None:
        assert recovery.lost == plan.steps - head.count
        assert recovery.until == (plan.at[plan.steps] if recovery.lost else "")
    if recovery.how != "older":
        assert {n: b for n, b in files(recovery.kept).items() if n in hurt} == hurt
    assert "\n" not in recovery.sentence()


def check_goes_on(store: Store) -> None:
    """Edits work and last; what happened is told until somebody has read it, then never again."""
    folder, recovery = store.path, store.recovery
    title = "恢复之后"
    if not store.catalog.accounts():
        catalog.add_account(store, name="主账号")
    notes.create(store, store.catalog.accounts()[0].id, title, body="照常工作")
    store.close()
    again = open_workspace(folder)
    assert again.recovery == recovery
    assert [note.title for note in again.notes.backlog() if note.title == title] == [title]
    assert [note.title for note in again.notes.find("照常工作")] == [title]
    again.recovery_told()
    again.close()
    last = open_workspace(folder)
    assert last.recovery is None
    last.close()
    assert [found for found in verify(folder).findings if found.harm == "data"] == []


def cases() -> Iterator[Any]:
    """Every damage, with and without snapshots, on a workspace that was closed and on one that was killed."""
    for snapshots in (True, False):
        for state in ("clean", "killed"):
            for what in (*DAMAGES, *MORE):
                name = f"{what}, {state}, {'with' if snapshots else 'without'} snapshots"
                short = what in DAMAGES and (snapshots or state == "clean")
                yield pytest.param(what, snapshots, state, id=name, marks=[] if short else pytest.mark.torture)


@pytest.mark.parametrize(("what", "snapshots", "state"), list(cases()))
def test_a_damaged_workspace(plan: Plan, tmp_path: Path, what: str, snapshots: bool, state: str) -> None:
    folder = shutil.copytree(plan.clean if state == "clean" else plan.killed, tmp_path / "w")
    if not snapshots:
        shutil.rmtree(folder / "snapshots")
    {**DAMAGES, **MORE}[what](folder)
    before = files(folder)
    try:
        store, hurt = opened(folder)
    except Refused:
        assert not snapshots
        assert files(folder) == before
        return
    try:
        if store.read_only:
            assert not snapshots or what == "newer schema"
            assert files(folder) == hurt
            with suppress(Refused):
                read_all(store)
            return
        check_saved(store, plan, hurt)
        if snapshots:
            assert store.history.last_id() >= plan.in_snapshot
        check_goes_on(store)
    finally:
        store.close()


def program(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program itself, as somebody at a terminal calls it."""
    command = [sys.executable, "-m", "xhsplanner", "--lang", "en", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "what", ["first page zeroed", "text file", pytest.param("gone", marks=pytest.mark.torture)]
)
def test_from_the_command_line(plan: Plan, tmp_path: Path, what: str) -> None:
    folder = shutil.copytree(plan.clean, tmp_path / "w")
    DAMAGES[what](folder)
    began = time.perf_counter()
    first = program("notes", "--workspace", folder, "--json")
    assert time.perf_counter() - began < LIMIT
    assert first.returncode == 0
    assert "was damaged and was restored from the backup of 2026-12-09 09:15:00" in first.stderr
    assert "Traceback" not in first.stderr
    assert len(json.loads(first.stdout)) > 3
    again = program("notes", "--workspace", folder, "--json")
    assert (again.returncode, again.stderr, again.stdout) == (0, "", first.stdout)


def test_a_refusal_at_the_command_line_is_one_sentence(plan: Plan, tmp_path: Path) -> None:
    folder = shutil.copytree(plan.clean, tmp_path / "w")
    shutil.rmtree(folder / "snapshots")
    DAMAGES["text file"](folder)
    said = program("notes", "--workspace", folder)
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1
    assert "is not a workspace file of xhsplanner" in said.stderr
