"""Fixtures for tests that draw: a context on a real workspace, one theme per test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def theme(qapp: Any) -> Iterator[Any]:
    """The light theme with the bundled fonts, and nothing on the clipboard."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtGui import QGuiApplication

    from xhsplanner.ui.theme import Theme

    theme = Theme("light", bundled_fonts=True)
    QGuiApplication.clipboard().clear()
    yield theme
    theme.close()
    # Without an event loop nobody deletes what a test left to be deleted: every later theme would polish it again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_context(theme: Any) -> Iterator[Callable[..., Any]]:
    """`make_context(store)` gives a Context; it is closed, with its workers, when the test ends."""
    from xhsplanner.ui.context import Context

    made: list[Context] = []

    def make(store: Any, **options: Any) -> Context:
        made.append(Context(store, options.pop("theme", theme), **options))
        return made[-1]

    yield make
    for ctx in made:
        ctx.close()


@pytest.fixture
def store(tmp_path: Path, empty_workspace: Path) -> Iterator[Any]:
    """An empty new workspace, opened for writing."""
    from xhsplanner.store.workspace import open_workspace

    store = open_workspace(shutil.copytree(empty_workspace, tmp_path / "workspace"))
    yield store
    store.close()


@pytest.fixture
def ctx(store: Any, make_context: Callable[..., Any]) -> Any:
    """A Context on an empty new workspace; closed before its store."""
    return make_context(store)
