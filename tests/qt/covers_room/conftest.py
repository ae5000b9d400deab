"""A workspace with four notes and the covers room on it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

DAY = date(2026, 12, 9)
NASTY = '<img src=x>=1+1 "*^: 👨‍👩‍👧'
BODY = "1. 咖啡中杯 9积分\n2. 电影票 减30元"


class Desk:
    """The room on a workspace with four notes; `first` to `fourth` are their ids in time order."""

    def __init__(self, ctx: Any, qtbot: Any, folder: Path) -> None:
        from xhsplanner.ops import catalog

        self.ctx, self.store, self.qtbot, self.folder = ctx, ctx.store, qtbot, folder
        catalog.add_account(self.store, name="主账号", initial="主", color="#D42A45")
        catalog.add_series(self.store, name="羊毛天天捡", palette="wool")
        catalog.add_series(self.store, name="信用卡避坑指南", palette="pitfall")
        self.first = self.make("周末吃喝省一半", 1, 600)
        self.second = self.make("最低还款的坑", 2, 700)
        self.third = self.make(NASTY, 1, 800)
        self.fourth = self.make("下周的笔记", 2, 900, day=date(2026, 12, 16))
        self.toasts: list[Any] = []
        ctx.toasted.connect(self.toasts.append)

    def make(self, title: str, series: int, minute: int, day: date = DAY) -> int:
        from xhsplanner.ops import notes

        change = notes.create(self.store, 1, title, series_id=series, day=day, minute=minute, body=BODY)
        assert change is not None
        return int(change.created["note"][0])

    def open(self, size: tuple[int, int] = (1352, 804)) -> Any:
        from PySide6.QtWidgets import QApplication

        from xhsplanner.ui.rooms.covers import CoversRoom

        QApplication.processEvents()
        self.room = CoversRoom(self.ctx)
        self.qtbot.addWidget(self.room)
        self.room.resize(*size)
        with self.qtbot.waitExposed(self.room):
            self.room.show()
        self.room.focus_room()
        self.settle()
        return self.room

    def settle(self) -> None:
        """Until typing is taken up, every cover is drawn and every change has come round."""
        from PySide6.QtWidgets import QApplication

        room = self.room
        self.qtbot.waitUntil(
            lambda: not room._typing.isActive() and room.press.idle and not self.ctx.tasks.busy, timeout=20_000
        )
        QApplication.processEvents()

    def own(self, note_id: int) -> dict[str, str]:
        cover = self.store.notes.covers([note_id]).get(note_id)
        return dict(json.loads(cover.values)) if cover else {}

    def template(self, note_id: int) -> str:
        cover = self.store.notes.covers([note_id]).get(note_id)
        return cover.template if cover else ""

    def state(self, note_id: int) -> Any:
        note = self.store.notes.get(note_id)
        assert note is not None
        return note.cover_state

    def click(self, widget: Any) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        QApplication.processEvents()

    def pick(self, template: str) -> None:
        (tile,) = [tile for tile in self.room.gallery.tiles if tile.kind.id == template]
        self.click(tile)
        self.settle()

    def picture(self, name: str, color: str, size: tuple[int, int] = (1200, 1600)) -> Path:
        from PIL import Image

        path = self.folder / name
        Image.new("RGB", size, color).save(path)
        return path

    def add(self, name: str, color: str) -> int:
        from xhsplanner.ops import assets

        added = assets.add(self.store, [self.picture(name, color)]).added
        return added[0].id

    def pixels(self, widget: Any) -> Any:
        """What a widget paints, as a QImage."""
        return widget.grab().toImage()

    def differ(self, a: Any, b: Any) -> float:
        """The share of sampled pixels that differ."""
        assert a.size() == b.size()
        spots = [(x, y) for x in range(4, a.width(), 9) for y in range(4, a.height(), 9)]
        return sum(a.pixel(x, y) != b.pixel(x, y) for x, y in spots) / len(spots)

    def drop(self, mime: Any) -> None:
        """Drop something on the form."""
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QDragEnterEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        form, copy = self.room.form, Qt.DropAction.CopyAction
        held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        spot = QPoint(form.width() // 2, form.height() // 2)
        enter = QDragEnterEvent(spot, copy, mime, *held)
        QApplication.sendEvent(form, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(form, QDropEvent(QPointF(spot), copy, mime, *held))
        QApplication.processEvents()


@pytest.fixture
def desk(ctx: Any, qtbot: Any, tmp_path: Path) -> Desk:
    return Desk(ctx, qtbot, tmp_path)
