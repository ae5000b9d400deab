"""An error nobody handled is told, never swallowed, and never ends the program."""

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from xhsplanner.core.errors import Refused
from xhsplanner.ui.errors import Catcher, ErrorDialog, short
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


def test_short_is_one_line() -> None:
    assert short(ValueError("a\nb")) == "a"
    assert short(ValueError()) == "ValueError"
    assert len(short(ValueError("x" * 999))) == 200
