"""The handbook in its dialog, and the sheet of shortcuts."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from xhsplanner.core.words import words
from xhsplanner.ops import catalog
from xhsplanner.ui import handbook
from xhsplanner.ui.actions import room_keys, table
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.help import HelpDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.rooms import available


@pytest.fixture
def window(ctx: Context, qtbot: Any) -> MainWindow:
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def opened(window: MainWindow, page: str | None = None) -> HelpDialog:
    dialog = window.open_dialog("help", page)
    assert isinstance(dialog, HelpDialog)
    return dialog


@pytest.mark.parametrize("room", [row.id for row in available()])
def test_f1_opens_the_page_of_the_room(window: MainWindow, room: str) -> None:
    window.show_room(room)
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.dialogs["help"]
    assert isinstance(dialog, HelpDialog)
    assert dialog.shown == handbook.page_of(room) != handbook.FIRST
    assert dialog.list.currentItem().text() == dialog._pages[dialog.shown].title
    assert dialog.list.currentItem().text() in dialog.paper.toPlainText()


def test_keys_and_settings_are_filled_in_as_they_are_now(window: MainWindow, ctx: Context) -> None:
    ctx.settings.set("shortcuts", {"palette": ["Ctrl+P"], "undo": []})
    dialog = opened(window, "start")
    text = dialog.paper.toPlainText()
    assert "{" not in text
    assert "Ctrl+P" in text
    assert "“撤销”（无快捷键）" in text


def test_links_back_and_forward(window: MainWindow, qtbot: Any) -> None:
    dialog = opened(window, "start")
    qtbot.waitUntil(dialog.isActiveWindow)
    assert not dialog.back.isEnabled()
    dialog.paper.anchorClicked.emit(QUrl("page:import"))
    assert dialog.shown == "import"
    dialog.paper.anchorClicked.emit(QUrl("https://example.com/"))
    assert dialog.shown == "import"
    QTest.keyClick(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.shown == "start"
    dialog.forward.click()
    assert dialog.shown == "import"
    dialog.list.setCurrentRow(0)
    assert dialog.shown == "start"
    assert not dialog.forward.isEnabled()


def test_search_narrows_the_contents(window: MainWindow) -> None:
    dialog = opened(window)
    dialog.search.setText("GB18030 周表")
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == ["导入排期表"]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.shown == "import"
    dialog.search.setText("没有这样的字")
    assert dialog.nothing.isVisible()


def test_it_loads_nothing_from_anywhere(window: MainWindow, tmp_path: Path) -> None:
    paper = opened(window).paper
    tmp_path.joinpath("a.png").write_bytes(b"x")
    where = QUrl.fromLocalFile(str(tmp_path / "a.png"))
    assert paper.loadResource(QTextDocument.ResourceType.ImageResource.value, where) is None
    paper.show_page("# A\n\n<b>raw</b> text")
    assert "<b>raw</b>" in paper.toPlainText()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_is_filled_and_drawn(window: MainWindow, language: str) -> None:
    words.use(language)
    dialog = opened(window)
    for page in handbook.pages():
        dialog.go(page.id)
        assert dialog.shown == page.id
        assert "{" not in dialog.paper.toPlainText()


def test_the_sheet_names_every_key_there_is(window: MainWindow, ctx: Context) -> None:
    ctx.settings.set("shortcuts", {"strip": ["Ctrl+Shift+B"]})
    QTest.keyClick(window, "?")
    said = {label.text() for label in window.dialogs["keys"].findChildren(QLabel)}
    assert {row.words.rstrip("…") for row in table() if row.keys} <= said
    assert {row.words for row in room_keys()} <= said
    assert "Ctrl+Shift+B" in said
