"""An encrypted workspace in the window: its password is asked for once a run, and chosen when it is made."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from xhsplanner import app as composition
from xhsplanner.app import Desktop
from xhsplanner.core.words import t
from xhsplanner.store.encryption import cipher
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui import background
from xhsplanner.ui.checking import Checking
from xhsplanner.ui.dialogs.health import HealthDialog
from xhsplanner.ui.dialogs.password import NewPasswordDialog, PasswordDialog, UnlockDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.welcome import Welcome

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
PASSWORD = "three tigers ride"


@pytest.fixture
def desktop(qapp: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    monkeypatch.setattr(cipher, "COST", (2, 8, 1))
    monkeypatch.setattr(cipher, "_KEYS", {})
    monkeypatch.setattr(composition, "home_folder", lambda: tmp_path / "home")
    monkeypatch.setattr(background, "SNAPSHOT_FIRST_MS", 60_000)
    hooks = sys.excepthook
    desktop = Desktop(qapp, Settings(tmp_path / "settings.toml"))
    sys.excepthook = hooks
    yield desktop
    desktop.close()
    sys.excepthook = hooks


@pytest.fixture
def folder(desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A closed encrypted workspace whose password nobody gave yet."""
    create_workspace(tmp_path / "密", password=PASSWORD).close()
    monkeypatch.setattr(cipher, "_KEYS", {})
    return tmp_path / "密"


def dialog(desktop: Desktop) -> PasswordDialog:
    assert desktop.unlocking.dialog is not None
    return desktop.unlocking.dialog


def give(desktop: Desktop, password: str) -> None:
    QTest.keyClicks(dialog(desktop).lines[0], password)
    QTest.keyClick(dialog(desktop).lines[0], Qt.Key.Key_Return)


def test_it_opens_with_its_password_and_a_wrong_one_is_said(desktop: Desktop, folder: Path, qtbot: Any) -> None:
    desktop.begin(folder)
    asked = dialog(desktop)
    assert isinstance(asked, UnlockDialog)
    assert desktop.window is not None
    assert isinstance(desktop.window.centralWidget(), Welcome)
    give(desktop, "wrong wrong wrong")
    qtbot.waitUntil(lambda: asked.said.text() == t("cipher.wrong"))
    assert asked.lines[0].hasSelectedText()
    assert desktop.store is None
    give(desktop, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(desktop.window, MainWindow))
    assert desktop.unlocking.dialog is None
    assert PASSWORD not in (folder.parent / "settings.toml").read_text("utf-8")


def test_it_is_not_asked_again_in_the_same_run(desktop: Desktop, folder: Path) -> None:
    cipher.unlock(folder, PASSWORD)
    desktop.open(folder)
    desktop.set_language("en")
    assert desktop.unlocking.dialog is None
    desktop.show_welcome()
    desktop.open(folder)
    assert isinstance(desktop.window, MainWindow)
    assert desktop.unlocking.dialog is None
    desktop.set_language("zh_CN")


def test_who_gives_none_stays_on_the_first_page(desktop: Desktop, folder: Path, qtbot: Any) -> None:
    desktop.begin(folder)
    dialog(desktop).reject()
    qtbot.waitUntil(lambda: desktop.unlocking.dialog is None)
    assert desktop.store is None
    assert desktop.window is not None
    assert isinstance(desktop.window.centralWidget(), Welcome)


def test_a_new_one_is_made_with_a_password_typed_twice(desktop: Desktop, qtbot: Any) -> None:
    page = desktop.show_welcome()
    page.encrypted.setChecked(True)
    page.make.click()
    qtbot.waitUntil(lambda: desktop.unlocking.dialog is not None)
    asked = dialog(desktop)
    assert isinstance(asked, NewPasswordDialog)
    words = [label.text() for label in asked.findChildren(QLabel)]
    assert t("cipher.no_recovery") in words
    for first, second, said in (
        ("short", "short", t("cipher.short", n=cipher.SHORTEST)),
        (PASSWORD, PASSWORD + "!", t("cipher.differ")),
    ):
        asked.lines[0].setText(first)
        asked.lines[1].setText(second)
        asked.enter.click()
        assert asked.said.text() == said
    asked.lines[1].setText(PASSWORD)
    asked.enter.click()
    qtbot.waitUntil(lambda: isinstance(desktop.window, MainWindow))
    assert desktop.store is not None
    assert cipher.of(desktop.store.path) is not None
    assert len(desktop.store.catalog.accounts()) == 3


def test_caps_lock_is_hinted_at_and_the_eye_shows_what_is_typed(desktop: Desktop, folder: Path) -> None:
    desktop.begin(folder)
    asked = dialog(desktop)
    line = asked.lines[0]
    for held, typed, hinted in ((SHIFT, "A", False), (NONE, "a", False), (NONE, "A", True), (SHIFT, "a", True)):
        QApplication.sendEvent(line, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, typed))
        assert asked.caps.isVisible() == hinted
    assert line.text() == "AaAa"
    assert line.displayText() != line.text()
    line.eye.trigger()
    assert line.displayText() == line.text()


def test_without_the_extra_the_page_offers_none_and_opening_says_what_to_install(
    desktop: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "available", lambda: False)
    monkeypatch.setattr(composition, "abilities", lambda: frozenset({"demo"}))
    desktop.begin(folder)
    assert desktop.unlocking.dialog is None
    assert desktop.window is not None
    page = desktop.window.centralWidget()
    assert isinstance(page, Welcome)
    assert not page.encrypted.isVisibleTo(page)
    assert any("xhsplanner[encrypted]" in label.text() for label in page.findChildren(QLabel))


def test_the_check_in_its_own_process_reads_it_and_the_page_says_what_is_encrypted(
    desktop: Desktop, folder: Path, qtbot: Any
) -> None:
    cipher.unlock(folder, PASSWORD)
    desktop.open(folder)
    checking = Checking()
    with qtbot.waitSignal(checking.finished, timeout=20_000) as done:
        checking.start(folder)
    assert not done.args[0].harmed
    checking.close()
    assert desktop.ctx is not None
    page = HealthDialog(desktop.ctx)
    assert t("cipher.health") in [label.text() for label in page.findChildren(QLabel)]
    page.checking.close()
    page.deleteLater()
