"""A damaged workspace in the window: it is restored and said, and damage that shows at work is mended at once."""

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices

from xhsplanner import app as composition
from xhsplanner.app import Desktop
from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.store.recovery import check_due, inspection
from xhsplanner.store.workspace import open_workspace
from xhsplanner.ui import background
from xhsplanner.ui.dialogs.recovered import RecoveredDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.settings import Settings


@pytest.fixture
def desktop(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setattr(composition, "home_folder", lambda: tmp_path / "home")
    monkeypatch.setattr(background, "SNAPSHOT_FIRST_MS", 60_000)
    hooks = sys.excepthook
    desktop = Desktop(qapp, Settings(tmp_path / "settings.toml"))
    sys.excepthook = hooks
    yield desktop
    desktop.close()
    sys.excepthook = hooks


@pytest.fixture
def folder(tmp_path: Path, empty_workspace: Path) -> Path:
    """A workspace with a snapshot and a note after it."""
    store = open_workspace(shutil.copytree(empty_workspace, tmp_path / "团队"))
    catalog.add_account(store, name="主账号")
    store.snapshot()
    notes.create(store, 1, "备份之后")
    store.close()
    return tmp_path / "团队"


def dialog(desktop: Desktop) -> RecoveredDialog | None:
    window = desktop.window
    found = window.dialogs.get("recovered") if isinstance(window, MainWindow) else None
    assert found is None or isinstance(found, RecoveredDialog)
    return found


def test_what_was_restored_is_said_once(
    desktop: Desktop, folder: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (folder / "workspace.db").open("r+b") as file:
        file.write(bytes(100))
    desktop.open(folder)
    shown = dialog(desktop)
    assert shown is not None
    assert shown.lines == [
        "工作区的数据文件损坏了，已经用 2026-12-09 10:00:00 的备份恢复",
        "备份之后的 1 步也找回来了",
        "没有丢失任何内容",
    ]
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    shown.folder.click()
    assert (Path(opened[0]) / "workspace.db").is_file()
    shown.go_on.click()
    qtbot.waitUntil(lambda: dialog(desktop) is None)
    assert desktop.store is not None
    assert desktop.store.recovery is None
    desktop.show_welcome()
    desktop.open(folder)
    assert dialog(desktop) is None


def noise(folder: Path, name: str) -> None:
    """Over the inner page of an index or a table."""
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    with (folder / "workspace.db").open("r+b") as file:
        file.seek((found[0] - 1) * 4096)
        file.write(b"\x07" * 4096)


def test_damage_that_shows_at_work_is_mended_at_once(
    desktop: Desktop, folder: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever comes across a page of noise that no quick look reads leaves a mark."""
    noise(folder, "note_offer_by_offer")
    monkeypatch.setattr(inspection, "_probe", lambda *_found: None)
    desktop.open(folder)
    assert dialog(desktop) is None
    assert desktop.store is not None
    first = desktop.store
    with pytest.raises(Refused, match="重新打开工作区"):
        first.engine.rows("SELECT offer_id FROM note_offer ORDER BY offer_id")
    qtbot.waitUntil(lambda: dialog(desktop) is not None)
    assert desktop.store is not None
    assert desktop.store is not first
    assert [note.title for note in desktop.store.notes.all()] == ["备份之后"]
    assert not check_due.suspected(folder)
    notes.create(desktop.store, 1, "照常工作")


def test_damage_that_the_window_meets_first_is_mended_on_the_way_in(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise(folder, "note_by_source")
    monkeypatch.setattr(inspection, "_probe", lambda *_found: None)
    desktop.open(folder)
    assert dialog(desktop) is not None
    assert desktop.store is not None
    assert desktop.store.recovery is not None
    assert desktop.store.recovery.lost == 0


def test_a_mark_that_an_opening_does_not_mend_opens_nothing_twice(
    desktop: Desktop, folder: Path, qtbot: Any
) -> None:
    desktop.open(folder)
    check_due.suspect(folder / "workspace.db")
    qtbot.waitUntil(lambda: not check_due.suspected(folder))
    second = desktop.store
    assert second is not None
    check_due.suspect(folder / "workspace.db")
    qtbot.wait(3 * background.POLL_MS)
    assert desktop.store is second


def test_a_workspace_that_cannot_be_restored_says_so_on_the_first_page(desktop: Desktop, tmp_path: Path) -> None:
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "workspace.db").write_bytes(b"")
    desktop.begin(tmp_path / "旧")
    assert desktop.store is None
    assert desktop.window is not None


def test_a_recent_workspace_whose_database_is_gone_is_offered_and_restored(desktop: Desktop, folder: Path) -> None:
    desktop.open(folder)
    desktop.show_welcome()
    (folder / "workspace.db").unlink()
    assert desktop.settings.recent() == [folder]
    desktop.show_welcome()
    desktop.begin()
    assert dialog(desktop) is not None
    assert desktop.store is not None
    assert desktop.store.recovery is not None
    assert (desktop.store.recovery.saved, desktop.store.recovery.lost) == (0, 1)
