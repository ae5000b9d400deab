"""Large ops go to the one writer thread; the window goes on, keeps the order and loses nothing."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject

from xhsplanner.core.change import Change
from xhsplanner.core.model import NoteText
from xhsplanner.core.words import t
from xhsplanner.ops import bulk, catalog, episodes, merging, notes
from xhsplanner.ops.weight import LARGE, weight
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.statusbar import StatusBar

DAY = date(2026, 12, 20)


@pytest.fixture
def ids(store: Store) -> list[int]:
    """More notes than are moved where it is called."""
    catalog.add_account(store, name="主账号")
    with store.op("note.create") as op:
        rows = [({"account_id": 1, "title": f"第 {n} 篇"}, NoteText()) for n in range(LARGE + 1)]
        made = notes.insert_notes(op, rows)
    return list(made)


@contextmanager
def slow_writing(store: Store) -> Iterator[threading.Event]:
    """Holds what the writer thread does until the event is set; a test that fails sets it too."""
    go, begin = threading.Event(), store.engine.transaction
    gui = threading.get_ident()

    @contextmanager
    def late() -> Iterator[None]:
        with begin():
            if threading.get_ident() != gui:
                assert go.wait(10)
            yield

    store.engine.transaction = late  # type: ignore[method-assign]
    try:
        yield go
    finally:
        go.set()
        store.engine.transaction = begin  # type: ignore[method-assign]


def test_what_counts_as_large(ctx: Context) -> None:
    some, heavy = list(range(30)), partial(weight, ctx.store)
    assert heavy(notes.move, (some,), {"day": None}) == 30
    assert heavy(notes.copy, (some,), {}) == heavy(bulk.copy_to, (dict.fromkeys(some),), {}) == 240
    assert heavy(notes.edit, (1,), {"body": "长" * 5000}) <= LARGE
    assert min(heavy(merging.merge, ("tag", 1, [2]), {}), heavy(episodes.renumber, (1,), {})) > LARGE


def test_a_keyword_that_many_notes_are_found_by_is_called_something_else_by_the_writer(
    ctx: Context, ids: list[int], qtbot: Any
) -> None:
    store = ctx.store
    made = catalog.add(store, "keyword", name="羊毛")
    assert made is not None
    (word,) = made.created["keyword"]
    with store.op("note.keywords", title="") as op:
        op.insert_many("note_keyword", [{"note_id": one, "keyword_id": word} for one in ids])
    assert ctx.run(catalog.edit, "keyword", word, heat=3) is not None
    with slow_writing(store) as go:
        assert ctx.run(catalog.edit, "keyword", word, name="薅羊毛") is None
        assert ctx.writing
        go.set()
        qtbot.waitUntil(lambda: not ctx.writing)
    assert len(store.notes.find("薅羊毛", 1000)) == LARGE + 1
    assert store.step_rows("undo") > LARGE


def test_a_large_move_leaves_the_window_free_and_tells_when_it_is_done(
    ctx: Context, ids: list[int], qtbot: Any
) -> None:
    store, told = ctx.store, []
    ctx.toasted.connect(lambda toast: told.append((toast.text, toast.undo)))
    done: list[Change] = []
    with slow_writing(store) as go:
        ctx.run_then(done.append, notes.move, ids, day=DAY)
        assert ctx.writing
        qtbot.waitUntil(lambda: store.busy)
        assert store.notes.get(ids[0]).day is None  # read meanwhile, as it was
        go.set()
        qtbot.waitUntil(lambda: not ctx.writing)
    assert {note.day for note in store.notes.get_many(ids)} == {DAY}
    assert done[0].rows["note"] == frozenset(ids)
    assert told == [(done[0].label, True)]
    assert ctx.undo() is None
    qtbot.waitUntil(lambda: not ctx.writing)
    assert {note.day for note in store.notes.get_many(ids)} == {None}


def test_small_ops_come_after_the_large_one_in_the_order_they_were_asked(
    ctx: Context, ids: list[int], qtbot: Any
) -> None:
    store, heard = ctx.store, []
    ctx.changed.connect(lambda change: heard.append((change.kind, change.verb)))
    with slow_writing(store) as go:
        assert ctx.run(notes.move, ids, day=DAY) is None
        assert ctx.run(notes.edit, ids[0], title="改名") is None
        assert ctx.undo() is None
        assert ctx.quietly(notes.edit, ids[1], title="") is None
        go.set()
        qtbot.waitUntil(lambda: not ctx.writing)
    assert heard == [("note.move", "do"), ("note.edit", "do"), ("note.edit", "undo"), ("note.edit", "do")]
    assert store.notes.get(ids[0]).title == "第 0 篇" != store.notes.get(ids[1]).title
    assert ctx.run(notes.edit, ids[0], title="又改") is not None


def test_an_import_that_writes_holds_no_edit_of_the_window_up(ctx: Context, ids: list[int], qtbot: Any) -> None:
    """Whoever writes in a thread: what is edited meanwhile waits on the writer thread, not in the window."""
    with slow_writing(ctx.store) as go:
        ctx.tasks.start(partial(notes.edit, ctx.store, ids[0], title="导入"), long=True)
        qtbot.waitUntil(lambda: ctx.store.busy)
        assert ctx.run(notes.edit, ids[0], title="后改") is None
        go.set()
        qtbot.waitUntil(lambda: not ctx.tasks.busy)
    assert ctx.store.notes.get(ids[0]).title == "后改"


def test_a_refused_large_op_says_so_and_nothing_follows(ctx: Context, ids: list[int], qtbot: Any) -> None:
    told, done = [], []
    ctx.toasted.connect(lambda toast: told.append(toast.kind))
    ctx.run_then(done.append, notes.move, [*ids, 10**6], day=DAY)
    qtbot.waitUntil(lambda: not ctx.writing)
    assert (told, done) == (["error"], [])
    assert {note.day for note in ctx.store.notes.get_many(ids)} == {None}


def test_closing_waits_until_everything_asked_for_is_written(ctx: Context, ids: list[int], qtbot: Any) -> None:
    with slow_writing(ctx.store) as go:
        ctx.run(notes.move, ids, day=DAY)
        ctx.run(notes.edit, ids[0], title="最后一句")
        ctx.closing.connect(lambda: ctx.quietly(notes.edit, ids[1], title="关窗时写的"))
        threading.Timer(0.2, go.set).start()
        assert ctx.close()
    assert {note.day for note in ctx.store.notes.get_many(ids)} == {DAY}
    assert [ctx.store.notes.get(i).title for i in ids[:2]] == ["最后一句", "关窗时写的"]


def test_what_follows_a_large_op_needs_its_widget(ctx: Context, ids: list[int], qtbot: Any) -> None:
    class Board(QObject):
        done: list[Change] = []  # noqa: RUF012

        def follow(self, change: Change) -> None:
            self.done.append(change)

    board = Board()
    with slow_writing(ctx.store) as go:
        ctx.run_then(board.follow, notes.move, ids, day=DAY)
        board.deleteLater()
        qtbot.wait(10)
        go.set()
        qtbot.waitUntil(lambda: not ctx.writing)
    assert Board.done == []


def test_the_foot_of_the_window_says_what_is_written(
    make_context: Callable[..., Context], store: Store, ids: list[int], qtbot: Any
) -> None:
    ctx = make_context(store)
    bar = StatusBar(ctx)
    qtbot.addWidget(bar)
    with slow_writing(store) as go:
        ctx.run(notes.move, ids, day=DAY)
        qtbot.waitUntil(lambda: f"移动 {len(ids)} 篇" in bar.saved.text())
        assert bar.saved.text().startswith("正在")
        go.set()
        qtbot.waitUntil(lambda: not ctx.writing)
    qtbot.waitUntil(lambda: bar.saved.text().startswith(t("shell.saved")))


UNCLOSED = """
import gc, os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from xhsplanner.ui.tasks import Tasks
for n in range(40):
    tasks = Tasks()
    for _ in range(100):
        tasks.start(lambda: time.sleep(0.0001))
    time.sleep(n % 5 / 1000)
    if n % 3 == 0:
        app.processEvents()
    del tasks
    gc.collect()
print("whole")
"""


def test_workers_outlive_who_began_them_without_harm() -> None:
    """A Tasks that was taken away under its workers broke the heap: they told their results to it."""
    done = subprocess.run([sys.executable, "-c", UNCLOSED], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")
