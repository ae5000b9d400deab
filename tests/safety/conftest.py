"""Workspaces for the promises, and a child process in which one picture after the other is measured."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.ops import catalog
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


@pytest.fixture
def store(tmp_path: Path, empty_workspace: Path) -> Iterator[Store]:
    """A new workspace with one account, one series and one member."""
    store = open_workspace(shutil.copytree(empty_workspace, tmp_path / "workspace"))
    catalog.add_account(store, name="主账号")
    catalog.add_series(store, name="羊毛天天捡")
    catalog.add_member(store, name="林", role="editor")
    yield store
    store.close()


@pytest.fixture
def make_context(qapp: Any) -> Iterator[Callable[..., Any]]:
    """`make_context(store)` gives a Context, closed with its workers when the test ends."""
    from xhsplanner.ui.context import Context
    from xhsplanner.ui.settings import Settings
    from xhsplanner.ui.theme import Theme

    theme = Theme("light", bundled_fonts=True)
    made: list[Context] = []

    def make(store: Store) -> Context:
        made.append(Context(store, theme, Settings()))
        return made[-1]

    yield make
    for ctx in made:
        ctx.close()
    theme.close()
