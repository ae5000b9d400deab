"""The first page and the composition root: open, make, switch, lock, poll, back up."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from xhsplanner import app as composition
from xhsplanner.app import Desktop
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, workspace
from xhsplanner.store.layout import WINDOW_LOCK
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui import background
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.welcome import Welcome


@pytest.fixture
def desktop(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setattr(composition, "home_folder", lambda: tmp_path / "home")
    monkeypatch.setattr(background, "SNAPSHOT_FIRST_MS", 60_000)
    hooks = sys.excepthook
    desktop = Desktop(qapp, Settings(tmp_path / "settings.toml"))
    sys.excepthook = hooks  # pytest-qt's own hook reports errors in slots
    yield desktop
    desktop.close()
    sys.excepthook = hooks


def page(desktop: Desktop) -> Welcome:
    assert desktop.window is not None
    shown = desktop.window.centralWidget()
    assert isinstance(shown, Welcome)
    return shown


def errors(welcome: Welcome) -> list[str]:
    return [label.text() for label in welcome.findChildren(QLabel) if label.text()]


def test_first_start_shows_the_welcome_page(desktop: Desktop) -> None:
    desktop.begin()
    assert set(page(desktop).cards) >= {"open"}
    assert page(desktop).where.text().endswith("我的小红书排期")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_new_workspace_from_each_preset(desktop: Desktop, number: int, qtbot: Any) -> None:
    desktop.begin()
    welcome = page(desktop)
    welcome.presets.buttons()[number].click()
    welcome.name.setText("测试/工作区: ?")
    QTest.mouseClick(welcome.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(desktop.window, MainWindow))
    assert desktop.store is not None
    assert desktop.store.path.parent == (composition.home_folder()).resolve()
    assert "/" not in desktop.store.path.name
    assert "?" not in desktop.store.path.name
    assert len(desktop.store.catalog.accounts()) == (3, 4, 0)[number]
    assert desktop.settings.recent() == [desktop.store.path]
    assert (desktop.store.actor is not None) == (number < 2)


def test_a_name_is_needed(desktop: Desktop) -> None:
    desktop.begin()
    page(desktop).name.setText("  .. ")
    assert not page(desktop).make.isEnabled()
    assert "起个名字" in page(desktop).where.text()


def test_the_same_name_twice_is_refused_and_said(desktop: Desktop, qtbot: Any) -> None:
    create_workspace(composition.home_folder() / "我的小红书排期").close()
    desktop.begin()
    few = len(errors(page(desktop)))
    page(desktop).make.click()
    qtbot.waitUntil(lambda: len(errors(page(desktop))) > few)
    assert desktop.store is None
    assert any("我的小红书排期" in text and "已" in text for text in errors(page(desktop)))


def test_the_last_workspace_opens_again(desktop: Desktop, tmp_path: Path) -> None:
    create_workspace(tmp_path / "甲").close()
    desktop.settings.remember(tmp_path / "甲")
    desktop.begin()
    assert isinstance(desktop.window, MainWindow)
    assert desktop.window.windowTitle().startswith("甲")


def test_what_is_no_workspace_is_refused_on_the_page(desktop: Desktop, tmp_path: Path) -> None:
    desktop.begin(tmp_path)
    assert any(str(tmp_path) in text for text in errors(page(desktop)))


def test_recent_workspaces_open_with_a_click(desktop: Desktop, tmp_path: Path, qtbot: Any) -> None:
    for name in ("甲", "乙"):
        create_workspace(tmp_path / name).close()
        desktop.settings.remember(tmp_path / name)
    page_ = desktop.show_welcome()
    page_.opened.emit(tmp_path / "甲")
    qtbot.waitUntil(lambda: desktop.store is not None)
    assert desktop.store is not None
    assert desktop.store.path.name == "甲"
    assert [path.name for path in desktop.settings.recent()] == ["甲", "乙"]


def test_one_window_per_workspace(desktop: Desktop, tmp_path: Path) -> None:
    folder = tmp_path / "甲"
    create_workspace(folder).close()
    code = (
        "import sys; from PySide6.QtCore import QLockFile\n"
        "lock = QLockFile(sys.argv[1]); lock.setStaleLockTime(0)\n"
        "assert lock.tryLock(0); print('locked', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(folder / WINDOW_LOCK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == b"locked"
    with pytest.raises(Refused, match="另一个窗口"):
        desktop.open(folder)
    other.kill()
    other.communicate()
    desktop.open(folder)
    assert desktop.store is not None


def test_language_switch_builds_the_window_again_at_the_same_place(
    desktop: Desktop, tmp_path: Path, qtbot: Any
) -> None:
    store = create_workspace(tmp_path / "甲")
    workspace.preset(store, "ningbo")
    store.close()
    desktop.open(tmp_path / "甲")
    assert desktop.ctx is not None
    before, room = desktop.window, str(desktop.window.room.room_id)  # type: ignore[union-attr]
    desktop.ctx.ask("language", "en")
    qtbot.waitUntil(lambda: desktop.window is not before)
    assert isinstance(desktop.window, MainWindow)
    assert desktop.window.room is not None
    assert desktop.window.room.room_id == room
    assert desktop.window.topbar.today.text() == "Today"
    assert words.language == "en"
    assert Settings(tmp_path / "settings.toml").get("language") == "en"


def test_theme_and_actor_are_remembered(desktop: Desktop, tmp_path: Path, qtbot: Any) -> None:
    store = create_workspace(tmp_path / "甲")
    catalog.add_member(store, name="林夏", role="editor")
    catalog.add_member(store, name="何洁", role="designer")
    store.close()
    desktop.open(tmp_path / "甲")
    assert desktop.ctx is not None
    assert desktop.store is not None
    assert desktop.store.actor is None
    second = desktop.store.catalog.members()[1]
    desktop.ctx.ask("actor", second.id)
    desktop.ctx.ask("theme", "dark")
    qtbot.waitUntil(lambda: desktop.theme.dark)
    assert desktop.window.rail.me.text() == "何洁"  # type: ignore[union-attr]
    again = Settings(tmp_path / "settings.toml")
    assert (again.get("theme"), again.actor(tmp_path / "甲")) == ("dark", second.uid)
    desktop.show_welcome()
    desktop.open(tmp_path / "甲")
    assert desktop.store.actor == second.id


def test_another_process_is_seen_while_the_window_is_open(desktop: Desktop, tmp_path: Path, qtbot: Any) -> None:
    folder = tmp_path / "甲"
    create_workspace(folder).close()
    desktop.open(folder)
    assert desktop.ctx is not None
    seen: list[object] = []
    desktop.ctx.changed.connect(seen.append)
    code = (
        "import sys; from pathlib import Path; from xhsplanner.store.workspace import open_workspace\n"
        "from xhsplanner.ops import catalog; store = open_workspace(Path(sys.argv[1]))\n"
        "catalog.add_account(store, name='城市分行'); store.close()"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)
    qtbot.waitUntil(lambda: bool(seen), timeout=1000)
    assert [account.name for account in desktop.ctx.store.catalog.accounts()] == ["城市分行"]
    assert background.POLL_MS < 300


def test_a_snapshot_is_taken_once_a_day(desktop: Desktop, tmp_path: Path, qtbot: Any) -> None:
    create_workspace(tmp_path / "甲").close()
    desktop.open(tmp_path / "甲")
    window = desktop.window
    assert isinstance(window, MainWindow)
    assert "尚未" in window.statusbar.snapshot.text()
    desktop._background._snapshot_if_due()
    qtbot.waitUntil(lambda: "今天" in window.statusbar.snapshot.text())
    desktop._background._snapshot_if_due()
    assert len(list((tmp_path / "甲" / "snapshots").glob("*.db"))) == 1


def test_a_broken_settings_file_is_put_aside(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("theme = [", encoding="utf-8")
    settings = Settings(file)
    assert settings.get("theme") == "system"
    settings.set("theme", "dark")
    assert Settings(file).get("theme") == "dark"
    assert file.with_suffix(".broken").is_file()
    with pytest.raises(KeyError):
        settings.set("colour", 1)
