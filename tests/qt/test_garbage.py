"""Whose thread deletes what a closed dialog left."""

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from xhsplanner.ui import garbage


class Left:
    """Something in a circle, as a dialog and its slots are."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def program(qapp: Any) -> Iterator[QObject]:
    """What lives as long as the program does."""
    before = gc.get_threshold()
    owner = QObject()
    yield owner
    owner.deleteLater()
    gc.set_threshold(*before)
    gc.disable()


def test_no_worker_deletes_what_was_left(program: QObject) -> None:
    gc.enable()
    garbage.Garbage(program)
    gone: list[int] = []
    weakref.finalize(Left(), lambda: gone.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: [[number] for number in range(200_000)])
    worker.start()
    worker.join()
    assert gone == []
    kept = [[number] for number in range(30_000)]
    garbage.tidy()
    assert gone == [threading.get_ident()]
    assert len(kept) == 30_000
