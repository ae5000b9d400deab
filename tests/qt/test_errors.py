"""An error nobody handled is told, never swallowed, and never ends the program."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.ui import logs
from xhsplanner.ui.errors import Catcher, ErrorDialog, described, report, short
from xhsplanner.ui.theme import Theme


@pytest.fixture
def catcher(qapp: Any) -> Iterator[Catcher]:
    before, before_threads = sys.excepthook, threading.excepthook
    catcher = Catcher()
    catcher.install()
    yield catcher
    catcher.remove()
    sys.excepthook, threading.excepthook = before, before_threads


def raise_and_hook(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def test_an_error_is_told_with_its_place(catcher: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[Exception, str]] = []
    catcher.caught.connect(lambda error, details: seen.append((error, details)))
    raise_and_hook(ValueError("坏了"))
    assert str(seen[0][0]) == "坏了"
    assert "raise_and_hook" in seen[0][1]
    assert "坏了" not in seen[0][1]
    assert "坏了" in capsys.readouterr().err


def test_a_refusal_is_no_error_on_the_terminal(catcher: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[object] = []
    catcher.caught.connect(lambda error, _details: seen.append(error))
    raise_and_hook(Refused("不行"))
    assert isinstance(seen[0], Refused)
    assert capsys.readouterr().err == ""


def test_errors_of_threads_arrive_too(catcher: Catcher, qtbot: Any) -> None:
    def fail() -> None:
        raise ValueError("in a thread")

    with qtbot.waitSignal(catcher.caught) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert str(told.args[0]) == "in a thread"


def test_dialog_is_plain_and_gives_the_details(theme: Theme, qtbot: Any) -> None:
    dialog = ErrorDialog(theme, ValueError("<b>x</b>\nmore"), "Traceback: one")
    qtbot.addWidget(dialog)
    dialog.add("Traceback: two")
    assert any("<b>x</b>" in label.text() for label in dialog.findChildren(QLabel))
    copy = next(b for b in dialog.findChildren(QPushButton) if "复制" in b.accessibleName())
    copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback: one\n\nTraceback: two"


CANARY = "秘密选题 secret-plan"


def failing(kind: type[Exception]) -> Exception:
    """An error that was raised, from another one, with a note's text in its words."""
    try:
        try:
            {}[CANARY]
        except KeyError as first:
            raise kind(CANARY, "no such file", CANARY) from first
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("kind", [ValueError, OSError, LookupError])
def test_report_and_log_hold_no_text_of_notes(kind: type[Exception], catcher: Catcher, store: Any) -> None:
    catalog.add_account(store, name=CANARY)
    notes.create(store, store.catalog.accounts()[0].id, CANARY)
    stop = logs.start()
    try:
        error = failing(kind)
        catcher.handle(type(error), error, error.__traceback__)
        logs.qt_says(QtMsgType.QtWarningMsg, QMessageLogContext(), f'QFont: no such font "{CANARY}"')
        raise_in_thread()
    finally:
        stop()
    text = report(store, described(error))
    log = logs.file().read_text(encoding="utf-8")
    for said in (text, log):
        assert "秘密" not in said
        assert "secret" not in said
    assert "note.create" in text
    assert "1 notes" in text
    assert "test_errors.py" in text
    assert "KeyError" in text
    assert kind.__name__ in log
    assert "QFont: no such font …" in log
    assert "in_thread" in log


def raise_in_thread() -> None:
    def in_thread() -> None:
        raise LookupError(CANARY)

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()


def test_errors_of_the_program_itself_keep_their_words() -> None:
    with pytest.raises(AttributeError) as caught:
        None.nothing  # type: ignore[attr-defined]  # noqa: B018
    assert "has no attribute 'nothing'" in described(caught.value)


def test_the_log_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES", 2000)
    stop = logs.start()
    for number in range(200):
        logs.LOGGER.warning("line %s", number)
    stop()
    files = sorted(path.name for path in logs.folder().iterdir())
    assert files == ["xhsplanner.log", "xhsplanner.log.1", "xhsplanner.log.2"]
    assert sum(path.stat().st_size for path in logs.folder().iterdir()) < 8000


def test_a_folder_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.joinpath("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("XHSPLANNER_CONFIG", str(tmp_path / "taken"))
    stop = logs.start()
    logs.LOGGER.error("x")
    stop()


def test_short_is_one_line() -> None:
    assert short(ValueError("a\nb")) == "a"
    assert short(ValueError()) == "ValueError"
    assert len(short(ValueError("x" * 999))) == 200
