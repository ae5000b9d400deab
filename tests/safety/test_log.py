"""What is written about an error names places in the program, never a word that somebody wrote."""

import json
import re
import sqlite3
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core import model
from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store

pytestmark = pytest.mark.qt
CANARY = "秘密选题secretplan"
WORDS = ("秘密", "选题", "secretplan", CANARY.encode("unicode_escape").decode()[:12], repr(CANARY.encode())[2:14])


@pytest.fixture
def planned(store: Store) -> Store:
    """A workspace whose every text is the canary."""
    catalog.add_account(store, name=CANARY)
    catalog.add_series(store, name=CANARY, brief=CANARY)
    catalog.add_member(store, name=CANARY, role="editor")
    notes.create(store, 2, CANARY, body=CANARY, remark=CANARY, hashtags=f"#{CANARY}", script=CANARY)
    return store


def _sql(store: Store) -> None:
    with store.op("note.create") as op:
        op.insert("account", {"name": CANARY})


def _column(store: Store) -> None:
    with store.op("note.edit") as op:
        op.update("note", {1: {CANARY: CANARY}})


def _syntax(store: Store) -> None:
    store.engine.rows(f'SELECT "{CANARY}" FROM nowhere_{CANARY}')


def _fts(store: Store) -> None:
    store.engine.rows("SELECT rowid FROM note_search WHERE note_search MATCH ?", (f'"{CANARY}',))


def _check(store: Store) -> None:
    with store.op("note.edit") as op:
        op.update("note", {1: {"status": CANARY, "minute": CANARY}})


def _group(_store: Store) -> None:
    raise ExceptionGroup(CANARY, [ValueError(CANARY), KeyError(CANARY)])


def _noted(_store: Store) -> None:
    error = ValueError(CANARY)
    error.add_note(CANARY)
    raise error


def _named(_store: Store) -> None:
    raise type(CANARY, (ValueError,), {})(CANARY)


def _in_thread(_store: Store) -> None:
    thread = threading.Thread(target=lambda: {}[CANARY], name=CANARY)
    thread.start()
    thread.join()


FAILURES: list[Callable[[Store], object]] = [
    _sql, _column, _syntax, _fts, _check, _group, _noted, _in_thread,
    lambda store: store.notes.get(CANARY),
    lambda store: catalog.add_account(store, name=CANARY, nonsense=CANARY),
    lambda store: notes.edit(store, 1, day=CANARY),
    lambda store: notes.move(store, [1], day=CANARY),
    lambda _: model.Status(CANARY),
    lambda _: date.fromisoformat(CANARY),
    lambda _: int(CANARY),
    lambda _: float(CANARY),
    lambda _: json.loads(f'{{"{CANARY}'),
    lambda _: re.compile(f"({CANARY}"),
    lambda _: CANARY.encode("ascii"),
    lambda _: f"{CANARY}\ud800".encode(),
    lambda _: CANARY.encode()[:4].decode("utf-8"),
    lambda _: Path(f"/nowhere/{CANARY}").read_bytes(),
    lambda _: Path(CANARY).relative_to("/nowhere"),
    lambda _: {}[CANARY],
    lambda _: [].index(CANARY),
    lambda _: sum([CANARY]),
    lambda _: CANARY % 1,
    lambda _: f"{CANARY:d}",
    lambda _: "{x}".format(**{CANARY: CANARY}),
    lambda _: struct.unpack(">L", CANARY.encode()),
    lambda _: sqlite3.connect(":memory:").execute(f"SELECT {CANARY}"),
    lambda _: next(iter(())),
]  # fmt: skip


@pytest.fixture
def watched(qapp: Any) -> Iterator[Any]:
    """The handler of errors, with its log."""
    from xhsplanner.ui import logs
    from xhsplanner.ui.errors import Catcher

    before, before_threads = sys.excepthook, threading.excepthook
    catcher = Catcher()
    catcher.install()
    stop = logs.start()
    yield catcher
    stop()
    catcher.remove()
    sys.excepthook, threading.excepthook = before, before_threads


def test_log_terminal_and_report_hold_no_text_of_notes(
    planned: Store, watched: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every way of failing, with a note's text in the words of the error."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    from xhsplanner.ui import logs
    from xhsplanner.ui.errors import described, report

    reports = []
    failed = 0
    for fail in FAILURES:
        try:
            fail(planned)
        except Refused:
            continue
        except Exception as error:
            failed += 1
            sys.excepthook(type(error), error, error.__traceback__)
            reports.append(report(planned, described(error)))
    for text in (f'QFont: "{CANARY}" is unknown', f"QFile: '{CANARY}'", f"QIODevice (“{CANARY}”)"):
        logs.qt_says(QtMsgType.QtWarningMsg, QMessageLogContext(), text)
    assert failed >= len(FAILURES) - 8
    told = {
        "terminal": capsys.readouterr().err,
        "log": logs.file().read_text(encoding="utf-8"),
        "report": str(reports),
    }
    for where, text in told.items():
        assert len(text) > 1000
        assert [word for word in WORDS if word in text] == [], where


def test_who_sits_at_the_terminal_reads_all_of_an_error(
    watched: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    try:
        raise ValueError(CANARY)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert CANARY in capsys.readouterr().err


def test_a_program_without_a_terminal_survives_an_error(watched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    watched.handle(ValueError, ValueError(CANARY), None)
