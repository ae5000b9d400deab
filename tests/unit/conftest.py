"""Fixtures for tests without Qt: an empty workspace, and a small filled one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from xhsplanner.ops import catalog
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


@pytest.fixture
def store(tmp_path: Path, empty_workspace: Path) -> Iterator[Store]:
    """An empty new workspace."""
    store = open_workspace(shutil.copytree(empty_workspace, tmp_path / "workspace"))
    yield store
    store.close()


@pytest.fixture
def team(store: Store) -> Store:
    """Two accounts (1, 2), two series (1, 2) and two members (1 林 editor, 2 周 lead)."""
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    for name in ("羊毛天天捡", "信用卡避坑指南"):
        catalog.add_series(store, name=name, hashtags="#信用卡")
    catalog.add_member(store, name="林", role="editor")
    catalog.add_member(store, name="周", role="lead")
    return store
