"""Looking for what other processes write goes on when the disk fails for a moment."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from xhsplanner.core.errors import Trouble
from xhsplanner.store.store import Store
from xhsplanner.ui import background
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.session import Session


def test_trouble_with_the_disk_does_not_end_the_looking(
    store: Store, make_context: Callable[..., Context], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = make_context(store)
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    looks: list[str] = []

    def fails_once() -> None:
        looks.append("look")
        if len(looks) == 1:
            raise Trouble("the disk is away")

    monkeypatch.setattr(ctx, "poll", fails_once)
    monkeypatch.setattr(background, "POLL_MS", 10)
    runs = background.Background(lambda: Session(window, ctx, store), window)
    runs.follow(Session(window, ctx, store))
    qtbot.waitUntil(lambda: len(looks) > 2, timeout=10_000)
    runs.close()
