"""Fixtures for tests that draw: a context on a real workspace, one theme per test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt's system libraries are missing", exc_type=ImportError)

from xhsplanner.core.words import words
from xhsplanner.ui.context import Context
from xhsplanner.ui.theme import Theme


@pytest.fixture
def theme(qapp: Any) -> Iterator[Theme]:
    """The light theme with the bundled fonts."""
    theme = Theme("light", bundled_fonts=True)
    yield theme
    theme.close()


@pytest.fixture
def make_context(theme: Theme) -> Iterator[Callable[..., Context]]:
    """`make_context(store)` gives a Context; it is closed, with its workers, when the test ends."""
    made: list[Context] = []

    def make(store: Any, **options: Any) -> Context:
        made.append(Context(store, options.pop("theme", theme), **options))
        return made[-1]

    yield make
    for ctx in made:
        ctx.close()


@pytest.fixture
def store(tmp_path: Any) -> Iterator[Any]:
    """An empty new workspace, opened for writing."""
    from xhsplanner.store.workspace import create_workspace

    store = create_workspace(tmp_path / "workspace")
    yield store
    store.close()


@pytest.fixture
def ctx(make_context: Callable[..., Context], store: Any) -> Context:
    """A Context on an empty new workspace."""
    return make_context(store)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    words.use("zh_CN")
    yield
    words.use("zh_CN")
