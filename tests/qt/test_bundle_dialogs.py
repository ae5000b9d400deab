"""Sending and merging from the window: counts, files, conflicts chosen by hand, one step of undo, a zip dropped."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from xhsplanner.ops import bundle, catalog, notes, workspace
from xhsplanner.ops.bundle import Part
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import export_bundle
from xhsplanner.ui.dialogs.export_bundle import ExportBundleDialog
from xhsplanner.ui.dialogs.merge_bundle import MergeBundleDialog
from xhsplanner.ui.dialogs.merge_clashes import FIELD, MINE, SUBJECT, THEIRS
from xhsplanner.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A workspace of two notes; a colleague's copy of it changed both, this one changed the first too."""
    mine = create_workspace(tmp_path / "mine")
    catalog.add_account(mine, name="主账号")
    catalog.add_member(mine, name="林", role="editor")
    for title in ("一", "二"):
        notes.create(mine, 1, title)
    mine.close()
    shutil.copytree(tmp_path / "mine", tmp_path / "theirs")
    theirs = open_workspace(tmp_path / "theirs", actor=1)
    start = theirs.history.last_id()
    notes.edit(theirs, 1, title="她的标题", body="她的正文")
    notes.edit(theirs, 2, title="只有她改了")
    bundle.export_bundle(theirs, tmp_path / "她的.zip", Part(after=start))
    theirs.close()
    mine = open_workspace(tmp_path / "mine", actor=1)
    notes.edit(mine, 1, title="<b>我的</b>", body="我的正文")
    yield mine
    mine.close()


@pytest.fixture
def merge(ctx: Context, tmp_path: Path, qtbot: Any) -> MergeBundleDialog:
    """The dialog with the colleague's bundle read."""
    dialog = MergeBundleDialog(ctx, None, tmp_path / "她的.zip")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(dialog.go.isEnabled, timeout=10_000)
    return dialog


def titles(store: Store) -> list[str]:
    return [note.title for note in store.notes.get_many([1, 2])]


def click_cell(dialog: MergeBundleDialog, row: int, column: int, qtbot: Any) -> None:
    table = dialog.clashes.table
    place = table.visualItemRect(table.item(row, column)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=place)


def test_conflicts_are_shown_and_chosen_field_by_field(merge: MergeBundleDialog, store: Store, qtbot: Any) -> None:
    table = merge.clashes.table
    rows = [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]
    assert rows == [
        ["A-1001 <b>我的</b>", "标题", "<b>我的</b>", "她的标题"],
        ["A-1001 <b>我的</b>", "正文", "我的正文", "她的正文"],
    ]
    assert "更新 1 项" in merge.said.text()
    click_cell(merge, 1, THEIRS, qtbot)
    assert table.item(1, MINE).checkState() == Qt.CheckState.Unchecked
    assert merge.clashes.texts["theirs"].toPlainText() == "她的正文"
    assert merge.clashes.texts["base"].toPlainText() == "（空）"
    with qtbot.waitSignal(merge._ctx.toasted, timeout=10_000) as said:
        qtbot.mouseClick(merge.go, LEFT)
    assert said.args[0].text == "合并林的改动包：新增 0 项，更新 2 项"
    assert said.args[0].undo
    assert titles(store) == ["<b>我的</b>", "只有她改了"]
    assert store.notes.text(1).body == "她的正文"
    assert not merge.isVisible()
    workspace.undo(store)
    assert (titles(store), store.notes.text(1).body) == (["<b>我的</b>", "二"], "我的正文")


def test_all_theirs_and_the_keyboard(merge: MergeBundleDialog, store: Store, qtbot: Any) -> None:
    qtbot.mouseClick(merge.clashes.buttons["theirs"], LEFT)
    assert set(merge.clashes.choices().values()) == {"theirs"}
    merge.clashes.table.setCurrentCell(0, MINE)
    qtbot.keyClick(merge.clashes.table, Qt.Key.Key_Space)
    assert list(merge.clashes.choices().values()) == ["mine", "theirs"]
    with qtbot.waitSignal(merge._ctx.toasted, timeout=10_000):
        qtbot.mouseClick(merge.go, LEFT)
    assert (titles(store)[0], store.notes.text(1).body) == ("<b>我的</b>", "她的正文")


def test_what_is_no_bundle_is_said_and_nothing_can_be_merged(ctx: Context, tmp_path: Path, qtbot: Any) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    dialog = MergeBundleDialog(ctx)
    qtbot.addWidget(dialog)
    dialog.read(tmp_path / "x.zip")
    qtbot.waitUntil(lambda: "不是完整的改动包" in dialog.said.text(), timeout=10_000)
    assert not dialog.go.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_bundle_that_is_merged_already_says_so(merge: MergeBundleDialog, tmp_path: Path, qtbot: Any) -> None:
    qtbot.mouseClick(merge.clashes.buttons["theirs"], LEFT)
    with qtbot.waitSignal(merge._ctx.toasted, timeout=10_000):
        qtbot.mouseClick(merge.go, LEFT)
    again = MergeBundleDialog(merge._ctx, None, tmp_path / "她的.zip")
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: "不需要合并" in again.said.text(), timeout=10_000)
    assert not again.go.isEnabled()


def test_a_zip_dropped_on_the_window_opens_the_merge(ctx: Context, tmp_path: Path, qtbot: Any) -> None:
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    window.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "她的.zip"))])
    args = (Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(window.rect().center(), *args)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(window.rect().center()), *args))
    dialog = window.dialogs["merge_bundle"]
    assert isinstance(dialog, MergeBundleDialog)
    qtbot.waitUntil(dialog.go.isEnabled, timeout=10_000)
    assert dialog.clashes.table.item(0, SUBJECT).text().startswith("A-1001")
    assert dialog.clashes.table.item(0, FIELD).text() == "标题"
    dialog.close()


@pytest.fixture
def send(ctx: Context, qtbot: Any) -> ExportBundleDialog:
    dialog = ExportBundleDialog(ctx)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_what_i_did_is_counted_written_and_remembered(
    send: ExportBundleDialog, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    assert send.member.currentText() == "林"
    qtbot.waitUntil(send.ok.isEnabled, timeout=10_000)
    assert send.count.text().startswith("包含 1 篇笔记")
    monkeypatch.setattr(export_bundle, "ask_file", lambda _parent, name: tmp_path / name)
    with qtbot.waitSignal(send._ctx.toasted, timeout=10_000) as said:
        qtbot.mouseClick(send.ok, LEFT)
    assert "改动包_林_1209.zip" in said.args[0].text
    assert (tmp_path / "改动包_林_1209.zip").is_file()
    again = ExportBundleDialog(send._ctx)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: "没有改动" in again.count.text(), timeout=10_000)
    assert not again.ok.isEnabled()
    again.choices["all"].click()
    qtbot.waitUntil(again.ok.isEnabled, timeout=10_000)


def test_a_place_that_cannot_be_written_is_said(
    send: ExportBundleDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    qtbot.waitUntil(send.ok.isEnabled, timeout=10_000)
    monkeypatch.setattr(export_bundle, "ask_file", lambda _parent, name: tmp_path / "没有" / name)
    with qtbot.waitSignal(send._ctx.toasted, timeout=10_000):
        qtbot.mouseClick(send.ok, LEFT)
    assert "写不了" in send.count.text()
    assert send.isVisible()
