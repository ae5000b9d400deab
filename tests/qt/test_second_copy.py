"""The copy in the backup folder is made by itself, shown, and can be stopped."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from xhsplanner.ops import backup
from xhsplanner.store.store import Store
from xhsplanner.ui.background import Background
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.settings import Folder, SettingsDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.session import Session


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "移动硬盘"
    folder.mkdir()
    return folder


@pytest.fixture
def session(store: Store, make_context: Callable[..., Context], qtbot: QtBot) -> Session:
    ctx = make_context(store)
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    return Session(window, ctx, store)


@pytest.fixture
def background(session: Session) -> Background:
    return Background(lambda: session, session.window)


def said(session: Session) -> list[str]:
    heard: list[str] = []
    assert session.ctx is not None
    session.ctx.toasted.connect(lambda toast: heard.append(toast.text))
    return heard


def test_after_each_snapshot_the_copy_is_brought_up_to_date(
    session: Session, background: Background, stick: Path, qtbot: QtBot
) -> None:
    assert session.ctx is not None
    session.ctx.settings.set_at(session.ctx.store.path, "backup_folder", str(stick))
    background.snapshot()
    qtbot.waitUntil(lambda: (stick / session.ctx.store.path.name / "workspace.db").exists(), timeout=10_000)
    qtbot.waitUntil(lambda: not session.ctx.tasks.busy)
    bar = session.window.statusbar
    assert "备份" in bar.snapshot.text()
    assert "停止" not in bar.snapshot.text()


def test_without_a_folder_nothing_is_copied_and_who_asks_is_told(
    session: Session, background: Background, qtbot: QtBot
) -> None:
    heard = said(session)
    background.copy.start()
    assert heard == []
    background.copy.start(tell=True)
    assert "还没有选备份文件夹" in heard[0]


def test_a_folder_that_is_gone_is_a_sentence(
    session: Session, background: Background, stick: Path, qtbot: QtBot
) -> None:
    heard = said(session)
    assert session.ctx is not None
    session.ctx.settings.set_at(session.ctx.store.path, "backup_folder", str(stick / "拔掉了"))
    background.copy.start()
    qtbot.waitUntil(lambda: bool(heard))
    assert "现在找不到" in heard[0]
    background.copy.start()  # the one before has ended


def test_pressing_the_status_bar_stops_it(
    session: Session, background: Background, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = said(session)
    assert session.ctx is not None
    bar = session.window.statusbar

    def slow(_store: Store, _folder: Path, progress: Callable[[int, int], None]) -> None:
        for _ in range(10_000):
            progress(430, 1000)
            stopped.wait(0.005)

    import threading

    stopped = threading.Event()
    monkeypatch.setattr(backup, "backup", slow)
    session.ctx.settings.set_at(session.ctx.store.path, "backup_folder", str(stick))
    background.copy.start()
    qtbot.waitUntil(lambda: "43%" in bar.snapshot.text())
    bar.snapshot.click()
    qtbot.waitUntil(lambda: bool(heard))
    assert "已停止" in heard[0]
    assert "43%" not in bar.snapshot.text()


def test_the_setting_asks_for_a_folder_and_refuses_the_workspace_itself(
    session: Session, stick: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ctx = session.ctx
    assert ctx is not None
    heard = said(session)
    dialog = SettingsDialog(ctx)
    qtbot.addWidget(dialog)
    control = dialog.rows["backup_folder"].control
    assert isinstance(control, Folder)
    assert control.text() == "选择文件夹…"
    for folder in (ctx.store.path / "assets", stick):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_any, folder=folder: str(folder))
        control.click()
    assert len(heard) == 1
    assert "别的磁盘" in heard[0]
    assert ctx.settings.at(ctx.store.path, "backup_folder") == str(stick)
    assert ctx.settings.at(stick, "backup_folder") == ""
    assert control.text().endswith("移动硬盘")
    dialog.rows["backup_folder"].back.click()
    assert ctx.settings.at(ctx.store.path, "backup_folder") == ""
