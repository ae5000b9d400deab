"""A window with a board to come from and the note panel beside it, on a small real workspace."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

DAY = date(2026, 12, 10)


class Window:
    """What the panel tests act on. `note` is the id of the note they edit, `other` another one of the week."""

    def __init__(self, ctx: Any, qtbot: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

        from xhsplanner.ops import catalog
        from xhsplanner.ui.panel.inspector import Inspector

        self.ctx, self.store, self.qtbot = ctx, ctx.store, qtbot
        store = ctx.store
        for name, initial, color in (
            ("主账号", "主", "#D42A45"),
            ("信用卡申请", "卡", "#2F6FED"),
            ("城市", "城", ""),
        ):
            catalog.add_account(store, name=name, initial=initial, color=color)
        catalog.add_series(store, name="信用卡避坑指南", palette="pitfall", hashtags="#信用卡 #避坑 #最低还款")
        for name in ("许明", "何洁"):
            catalog.add_member(store, name=name, role="lead", color="#7C4DE0")
        store.actor = store.catalog.members()[0].id
        self.accounts = [account.id for account in store.catalog.accounts()]
        self.note = self.make("最低还款的坑", body="只还最低还款", hashtags="#信用卡 #避坑", minute=735)
        self.other = self.make("打工人午饭地图", minute=600)
        self.toasts: list[str] = []
        ctx.toasted.connect(lambda toast: self.toasts.append(toast.text))
        self.window = QWidget()
        self.board = QPushButton("board")
        self.panel = Inspector(ctx)
        row = QHBoxLayout(self.window)
        row.addWidget(self.board)
        row.addWidget(self.panel)
        self.window.resize(460, 1000)
        self.panel.setFixedWidth(360)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitExposed(self.window)
        self.board.setFocus(Qt.FocusReason.OtherFocusReason)
        ctx.select(self.note)

    @property
    def page(self) -> Any:
        """The page with the fields."""
        return self.panel.page

    def make(self, title: str, **fields: Any) -> int:
        """A note on the first account, on DAY unless told otherwise."""
        from xhsplanner.ops import notes

        change = notes.create(self.store, self.accounts[0] if self.store.catalog.accounts() else 0, title,
                              **{"day": DAY, **fields})  # fmt: skip
        assert change is not None
        return int(change.created["note"][0])

    def stored(self) -> Any:
        """The note as stored."""
        return self.store.notes.get(self.note)

    def text(self) -> Any:
        """Its text as stored."""
        return self.store.notes.text(self.note)

    def settle(self) -> None:
        """Let queued changes arrive and workers finish."""
        from PySide6.QtWidgets import QApplication

        QApplication.sendPostedEvents()
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.ctx.tasks.busy, timeout=20_000)
        QApplication.processEvents()

    def type(self, editor: Any, text: str) -> None:
        """Put the cursor at the end of an editor and type with real keys."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(editor, text)

    def elsewhere(self) -> Any:
        """The same workspace opened by another process, as its second member."""
        from xhsplanner.store.workspace import open_workspace

        return open_workspace(self.store.path, actor=self.store.catalog.members()[1].id)


@pytest.fixture
def window(ctx: Any, qtbot: Any) -> Iterator[Window]:
    """The panel with a note selected and the focus on the board."""
    from shiboken6 import isValid

    made = Window(ctx, qtbot)
    yield made
    if isValid(made.window):
        made.window.close()
    made.settle()


@pytest.fixture
def library(window: Window, tmp_path: Any) -> list[int]:
    """Ids of four plain pictures p0.png … p3.png in the library."""
    from PIL import Image

    from xhsplanner.ops import assets

    files = []
    for number, color in enumerate(("#d42a45", "#2f6fed", "#1e9e6a", "#d27f06")):
        files.append(tmp_path / f"p{number}.png")
        Image.new("RGB", (720, 960), color).save(files[-1])
    return [asset.id for asset in assets.add(window.store, files).added]
