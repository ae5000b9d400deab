"""What grows with the number of notes: pytest -m bench tests/bench/test_scale.py -s

Conditions: the shared workspaces of 1,000, 50,000 and 1,000,000 notes (see conftest), on the local disk, file cache
warm, synchronous=FULL, offscreen platform. Each number is the best of some rounds, a p95 or p99 that of the calmest
round. Ends by writing the table of README.md; what is promised is promised of the million.
"""

import gc
import json
import os
import platform
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt's system libraries are missing", exc_type=ImportError)

import PySide6

from xhsplanner.core import clock
from xhsplanner.core.month import month, page
from xhsplanner.ops import notes, workspace
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.verify.run import run as verify
from xhsplanner.store.workspace import create_workspace, open_workspace
from xhsplanner.ui.board import model
from xhsplanner.ui.context import Context
from xhsplanner.ui.matrix.model import Reader
from xhsplanner.ui.rooms.week import WeekRoom
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.theme import Theme

pytestmark = [pytest.mark.bench, pytest.mark.qt]
HERE = Path(__file__).parent
README, START = HERE / "README.md", HERE / "start_and_paint.py"
MARKS = ("<!-- table -->", "<!-- end of table -->")
SIZES = {"1k": "thousand", "50k": "fifty_thousand", "1M": "million"}
BULK, SHOWN, CHIPS, WEEKS, STARTS = 10_000, 3, 4, 40, 7
HAS_LOAD = hasattr(os, "getloadavg")
TABLE: dict[str, dict[str, str]] = {}
"""What was measured: row → size → words."""


@pytest.fixture(scope="module", params=SIZES)
def size(request: Any) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(size: str, request: Any) -> Path:
    found: Path = request.getfixturevalue(SIZES[size])
    return found


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    store = open_workspace(folder)
    store.actor = store.catalog.members()[0].id
    yield store
    store.close()


def ms(action: Callable[[], object]) -> float:
    """Milliseconds one call takes."""
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def best(action: Callable[[], object], rounds: int = 7) -> float:
    """The shortest of some calls; in the first ones pages of the file and of the program are still cold."""
    return min(ms(action) for _ in range(rounds))


def percentile(samples: list[float], share: float) -> float:
    return sorted(samples)[min(len(samples) - 1, int(len(samples) * share))]


def put(row: str, size: str, value: str) -> None:
    TABLE.setdefault(row, {})[size] = value
    print(f"\n{size:>4} {row}: {value}", end="")


def put_ms(row: str, size: str, value: float) -> float:
    put(row, size, f"{value:.2f} ms" if value < 10 else f"{value:.0f} ms")
    return value


def promise(size: str, value: float, limit: float) -> None:
    """A limit that holds for a million notes, and so for fewer."""
    assert value <= limit, f"{size}: {value:.2f}, promised {limit}"


def monday() -> date:
    return clock.today() - timedelta(days=clock.today().weekday())


def free(store: Store, most: int) -> list[int]:
    """Notes still to come that may be edited."""
    here = store.notes.between(clock.today(), clock.today() + timedelta(days=400))
    return [note.id for note in here if not note.locked][:most]


# Making and opening


def test_making(size: str, folder: Path) -> None:
    seconds = float(json.loads((folder / "making.json").read_text())["seconds"])
    put("making the workspace", size, f"{seconds:.0f} s")
    promise(size, seconds, 240)


def test_opening(size: str, folder: Path) -> None:
    put_ms("opening the workspace", size, best(lambda: open_workspace(folder).close()))


def test_sizes(size: str, store: Store, folder: Path) -> None:
    with sqlite3.connect(folder / "workspace.db") as database:
        text = database.execute("SELECT sum(length(CAST(body AS BLOB))) FROM note_text").fetchone()[0]
    put("workspace.db", size, f"{(folder / 'workspace.db').stat().st_size / 2**20:,.0f} MB")
    put("text of the bodies", size, f"{text / 2**20:,.0f} MB")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 notes over 30 days on 4 accounts: what a start is compared with."""
    folder = tmp_path_factory.mktemp("small") / "w"
    store = create_workspace(folder)
    synthetic(store, 500, days=30)
    store.close()
    return folder


def start(folder: Path, config: Path, rest: float = 0) -> dict[str, float]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XHSPLANNER_CONFIG", str(config))
        Settings.of_user().remember(folder)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XHSPLANNER_CONFIG": str(config)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [sys.executable, str(START), str(time.time()), str(rest)]
    done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=180)
    assert done.stdout, done.stderr
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_start_to_painted_week(size: str, folder: Path, small: Path, tmp_path: Path) -> None:
    both: dict[Path, list[float]] = {small: [], folder: []}
    for _ in range(STARTS):  # in turns: what else the machine does meets both alike
        for one, samples in both.items():
            samples.append(start(one, tmp_path / "config")["painted"])
    base, here = (min(samples) for samples in both.values())
    put("start to painted week, by that of 500 notes", size, f"{here:.2f} s, × {here / base:.2f}")
    promise(size, here / base, 1.3)


def test_memory_at_rest(size: str, folder: Path, tmp_path: Path) -> None:
    found = start(folder, tmp_path / "config", rest=3)
    put("memory of the window", size, f"{found['mb']:.0f} MB")
    promise(size, found["mb"], 250)


# Rooms


def some_accounts(store: Store) -> frozenset[str]:
    """All accounts but the first three: hidden, a week has some 300 notes of a million."""
    return frozenset(account.uid for account in store.catalog.accounts()[SHOWN:])


def test_week_is_read(size: str, store: Store) -> None:
    few = model.Choices(hidden=some_accounts(store))
    undated = store.notes.backlog()
    every = put_ms("week read, all accounts", size, best(lambda: model.load(store, monday(), undated)))
    put_ms("week read, 3 accounts", size, best(lambda: model.load(store, monday(), undated, few)))
    week = model.load(store, monday(), undated)
    put("notes in that week, all accounts", size, f"{len(week.notes):,}")
    put_ms("suggestions of that week", size, best(lambda: model.suggest(store, week)))
    promise(size, every, 100)


@pytest.fixture
def room(store: Store, qtbot: Any) -> Iterator[WeekRoom]:
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(store, theme)
    room = WeekRoom(ctx)
    room.resize(996, 642)
    room.show()
    qtbot.waitExposed(room)
    room.board.choose(hidden=some_accounts(store))
    room.settle()
    yield room
    room.close()
    ctx.close()
    theme.close()
    room.deleteLater()


def test_next_week_is_painted_cold(size: str, room: WeekRoom) -> None:
    board, rounds, cards = room.board, [], []
    gc.freeze()
    for first in range(0, 3 * WEEKS, WEEKS):  # every week is new: neither tiles nor titles are known yet
        samples = []
        for n in range(first, first + WEEKS):

            def show(n: int = n) -> None:
                board.show_week(monday() - timedelta(days=7 * n))
                board.viewport().repaint()

            board.tiles.clear()
            samples.append(ms(show))
            cards.append(len(board.week.notes))
        rounds.append(percentile(samples, 0.95))
    gc.unfreeze()
    put("notes in a week, 3 accounts", size, f"{statistics.mean(cards):,.0f}")
    promise(size, put_ms("next week painted cold, 3 accounts: p95", size, min(rounds)), 25)


def test_list_of_the_week(size: str, room: WeekRoom, store: Store) -> None:
    from xhsplanner.ui.board.listmodel import WeekListModel

    week = model.load(store, monday())
    shown = WeekListModel(week, room)

    def whole() -> None:
        shown.show_week(week)
        for row in range(shown.rowCount()):
            for below in range(shown.rowCount(shown.index(row, 0))):
                shown.data(shown.index(below, 0, shown.index(row, 0)))

    put_ms("week as a list, all accounts, every row asked for", size, best(whole))


def test_month(size: str, store: Store) -> None:
    accounts = [account.id for account in store.catalog.accounts()]
    start, end = page(clock.today())

    def read() -> object:
        chips = store.notes.first_of_days(start, end, accounts, CHIPS)
        return month(clock.today(), store.counts.days(start, end, accounts), chips)

    planned = month(clock.today(), store.counts.days(start, end, accounts), ()).planned
    put("planned notes in that month", size, f"{planned:,}")
    promise(size, put_ms("month: day counts and 4 chips a day", size, best(read)), 60)


def test_matrix_over_91_days(size: str, store: Store) -> None:
    today = clock.today()
    whole = best(lambda: Reader(store, today, today, weeks=13).matrix())
    promise(size, put_ms("matrix over 91 days", size, whole), 80)
    reader = Reader(store, today, today, weeks=13)
    put_ms("its clashes, on a worker", size, best(reader.find, 2))
    reader.know(reader.find())
    after = []
    for n, note_id in zip(range(40), free(store, 40), strict=False):
        change = notes.move(store, [note_id], day=today + timedelta(days=n % 4 - 3))
        if change:

            def follow(change: Any = change) -> None:
                reader.follow(change)
                reader.matrix()

            after.append(ms(follow))
            reader.follow(workspace.undo(store))
    # With few notes the clashes are looked for at once; where they are many, on a worker.
    promise(size, put_ms("matrix after one edit: median", size, statistics.median(after)), 16)


# Looking things up

READS: dict[str, Callable[[Store], object]] = {
    "search, 1 character (newest 50)": lambda store: store.notes.find("卡"),
    "search, 2 characters": lambda store: store.notes.find("咖啡"),
    "search, 4 characters": lambda store: store.notes.find("最低还款"),
    "search, a Latin word": lambda store: store.notes.find("citywalk"),
    "search, one Latin letter": lambda store: store.notes.find("a"),
    "search, a code": lambda store: store.notes.find("A-1500"),
    "palette's notes (newest 8)": lambda store: store.notes.find("养老金", limit=8),
    "notes without a day": lambda store: store.notes.backlog(),
    "undo and redo labels": lambda store: (store.undo_label(), store.redo_label()),
    "what other processes did, when nothing": lambda store: store.poll(),
    "overdue notes (status bar)": lambda store: store.notes.late(
        clock.now(), clock.today() - timedelta(30), ("published",)
    ),
    "last day of each account and series": lambda store: store.notes.last_days(clock.today()),
    "next episode": lambda store: store.notes.next_episode(1, 1),
    "last 20 notes of a series": lambda store: store.notes.using("series", 1, 20),
    "how often accounts are used": lambda store: store.catalog.uses("account"),
    "how often series are used": lambda store: store.catalog.uses("series"),
    "how often members are used": lambda store: store.catalog.uses("member"),
}


@pytest.mark.parametrize("what", READS)
def test_reads(size: str, store: Store, what: str) -> None:
    read = READS[what]
    read(store)
    rounds = 200 if ms(lambda: read(store)) < 1 else 7
    put_ms(what, size, best(lambda: read(store), rounds))


def test_versions(size: str, store: Store) -> None:
    sql = "SELECT row_id FROM op_row WHERE tbl = 'note' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    (row,) = store.engine.rows(sql)
    put_ms("versions of the note edited most", size, best(lambda: store.versions.of(row[0])))


# Writing


def test_one_edit(size: str, store: Store) -> None:
    ids, chance, number = free(store, 1000), random.Random(1), count()
    rounds = []
    for _ in range(3):
        samples = [
            ms(partial(notes.edit, store, chance.choice(ids), title=f"改过的标题第 {next(number)} 遍"))
            for _ in range(1000)
        ]
        rounds.append(samples)
    calm = min(rounds, key=lambda one: percentile(one, 0.99))
    put_ms("one edit: median", size, statistics.median(calm))
    promise(size, put_ms("one edit: p99", size, percentile(calm, 0.99)), 5)


def test_bulk_move_and_its_undo(size: str, store: Store) -> None:
    ids = free(store, BULK)
    there, back = [], []
    for n in range(3):
        there.append(ms(partial(notes.move, store, ids, day=clock.today() + timedelta(days=200 + n))))
        back.append(ms(partial(workspace.undo, store)))
    took = f"{min(there) / 1000:.2f} s, undone in {min(back) / 1000:.2f} s"
    put("moved at once", size, f"{len(ids):,} notes in {took}")
    promise(size, min(there), 1500)
    promise(size, min(back), 1500)


# The whole file


def test_snapshot(size: str, store: Store) -> None:
    took = []
    for _ in range(1 if size == "1M" else 3):
        began = time.perf_counter()
        made = store.snapshot()
        took.append(time.perf_counter() - began)
        made.unlink()
    put("snapshot, checked", size, f"{min(took):.1f} s")


def test_verify(size: str, folder: Path, store: Store) -> None:
    began = time.perf_counter()
    report = verify(folder)
    assert not [finding for finding in report.findings if finding.harm != "note"]
    put("verify", size, f"{time.perf_counter() - began:.1f} s")


def test_the_table_is_written() -> None:
    assert TABLE, "nothing was measured"
    if any(size not in values for values in TABLE.values() for size in SIZES):
        pytest.skip("not every row was measured for every size: the table stays as it is")
    lines = ["| | " + " | ".join(SIZES) + " |", "|---|" + "---:|" * len(SIZES)]
    lines += [f"| {row} | " + " | ".join(values[size] for size in SIZES) + " |" for row, values in TABLE.items()]
    head, _, rest = README.read_text("utf-8").partition(MARKS[0])
    _, _, tail = rest.partition(MARKS[1])
    assert tail is not None
    README.write_text(f"{head}{MARKS[0]}\n{conditions()}\n\n" + "\n".join(lines) + f"\n{MARKS[1]}{tail}", "utf-8")


def conditions() -> str:
    """The machine and what runs on it, as far as it matters."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    free_disk = shutil.disk_usage(HERE).total / 2**30
    load = f" Load of other programs and of this at the end: {os.getloadavg()[2]:.1f}." if HAS_LOAD else ""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB of memory, disk of {free_disk:.0f} GB,"
        f" {platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" Qt {PySide6.__version__}.{load}"
    )
