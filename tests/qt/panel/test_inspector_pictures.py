"""Pictures of a note: drags, keys, drops, limits."""

import json
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.notes.mime import ASSETS

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""
LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


def order(window: Window) -> list[int]:
    return [asset.id for asset in window.store.notes.pictures(window.note)]


def drop(widget: QWidget, mime: QMimeData, at: QPoint) -> bool:
    """A drag over a widget and its drop; whether it was taken."""
    enter = QDragEnterEvent(at, COPY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(widget, QDragMoveEvent(at, COPY, mime, LEFT, NONE))
    event = QDropEvent(QPointF(at), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def assets_mime(ids: object) -> QMimeData:
    mime = QMimeData()
    mime.setData(ASSETS, json.dumps(ids).encode())
    return mime


def with_pictures(window: Window, ids: list[int]) -> Any:
    notes.attach(window.store, window.note, ids)
    window.settle()
    return window.page.pictures


def test_a_drag_reorders(window: Window, library: list[int]) -> None:
    a, b, c, d = library
    row = with_pictures(window, library)
    start, end = row.tile(3).center(), row.tile(0).center() - QPoint(8, 0)
    QTest.mousePress(row, LEFT, NONE, start)
    for step in range(1, 6):
        QTest.mouseMove(row, start + (end - start) * step / 5)
    QTest.mouseRelease(row, LEFT, NONE, end)
    assert order(window) == [d, a, b, c]
    window.settle()
    start, end = row.tile(0).center(), row.tile(2).center() + QPoint(8, 0)
    QTest.mousePress(row, LEFT, NONE, start)
    QTest.mouseMove(row, end - QPoint(3, 0))
    QTest.mouseMove(row, end)
    QTest.mouseRelease(row, LEFT, NONE, end)
    assert order(window) == [a, b, d, c]
    window.ctx.undo()
    assert order(window) == [d, a, b, c]


def test_esc_cancels_a_drag(window: Window, library: list[int]) -> None:
    row = with_pictures(window, library)
    row.setFocus()
    QTest.mousePress(row, LEFT, NONE, row.tile(3).center())
    QTest.mouseMove(row, row.tile(0).center())
    QTest.keyClick(row, Qt.Key.Key_Escape)
    QTest.mouseRelease(row, LEFT, NONE, row.tile(0).center())
    assert order(window) == library
    assert row.hasFocus()


def test_keys_walk_move_and_remove(window: Window, library: list[int]) -> None:
    a, b, c, d = library
    row = with_pictures(window, library)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Right)
    QTest.keyClick(row, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert order(window) == [a, c, b, d]
    assert row.current == 2
    assert row.accessibleName() == t("panel.picture_n", n=3, total=4, name="p1.png")
    QTest.keyClick(row, Qt.Key.Key_Delete)
    window.settle()
    assert order(window) == [a, c, d]


def test_the_cross_removes(window: Window, library: list[int]) -> None:
    row = with_pictures(window, library[:2])
    QTest.mouseClick(row, LEFT, NONE, row.cross(0).center())
    assert order(window) == [library[1]]


def test_dropped_assets_go_where_they_are_dropped(window: Window, library: list[int]) -> None:
    a, b, c, d = library
    row = with_pictures(window, [a, b])
    at = row.tile(1).center() - QPoint(10, 0)
    assert drop(row, assets_mime([c]), at)
    assert order(window) == [a, c, b]
    window.settle()
    assert drop(window.panel, assets_mime([d]), QPoint(100, 300))
    assert order(window) == [a, c, b, d]


def test_nonsense_is_not_taken(window: Window) -> None:
    row = window.page.pictures
    mime = QMimeData()
    mime.setData(ASSETS, b"{not json")
    web = QMimeData()
    web.setUrls([QUrl("https://example.com/a.png")])
    for one in (mime, assets_mime({"a": 1}), assets_mime(["1"]), web):
        assert not drop(row, one, QPoint(10, 10))


def test_dropped_files_come_into_the_library_in_their_order(window: Window, tmp_path: Path) -> None:
    files = [tmp_path / "乙.png", tmp_path / "甲.png"]
    for number, file in enumerate(files):
        Image.new("RGB", (720, 960), (number * 90, 60, 120)).save(file)
    broken = tmp_path / "坏.png"
    broken.write_bytes(b"no picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in (*files, broken)])
    assert drop(window.page.pictures, mime, QPoint(10, 10))
    window.settle()
    assert [asset.name for asset in window.store.notes.pictures(window.note)] == ["乙.png", "甲.png"]
    assert any("坏.png" in toast for toast in window.toasts)
    assert drop(window.page.pictures, mime, QPoint(300, 10))  # known bytes are found again
    window.settle()
    assert len(order(window)) == 2
    window.ctx.undo()  # the second drop moved nothing anew: this takes the first one back, whole
    assert order(window) == []
    assert window.store.assets.all() == []


def test_eighteen_is_the_end(window: Window, tmp_path: Path) -> None:
    files = []
    for number in range(20):
        files.append(tmp_path / f"{number:02}.png")
        Image.new("RGB", (40 + number, 60), (number * 12, 0, 0)).save(files[-1])
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    drop(window.page.pictures, mime, QPoint(10, 10))
    window.settle()
    assert len(order(window)) == 18
    assert t("panel.pictures_full", n=18) in window.toasts
    assert window.page.pictures.full
    assert window.page.picture_part.count.text() == "18 / 18"


def test_a_published_note_takes_no_drop(window: Window, library: list[int]) -> None:
    window.ctx.select(window.make("发了", status="published"))
    assert not drop(window.panel, assets_mime(library), QPoint(100, 300))
    assert not drop(window.page.pictures, assets_mime(library), QPoint(5, 5))


def test_pictures_can_be_picked_from_the_library(window: Window, library: list[int]) -> None:
    row = with_pictures(window, library[:1])
    window.panel.pictures.open_library()
    popup = window.panel.pictures.popup
    assert popup.list.count() == 3
    QTest.keyClicks(popup.field, "p2")
    assert popup.list.count() == 1
    spot = popup.list.visualItemRect(popup.list.item(0)).center()
    QTest.mouseClick(popup.list.viewport(), LEFT, NONE, spot)
    assert order(window) == [library[0], library[2]]
    assert popup.isVisible()
    assert popup.list.count() == 0
    popup.close()
    assert row.isVisible()


def test_thumbnails_are_painted(window: Window, library: list[int]) -> None:
    row = with_pictures(window, library[:2])
    window.settle()
    image: QImage = row.grab().toImage()
    for index, color in enumerate(("#d42a45", "#2f6fed")):
        seen = image.pixelColor(row.tile(index).center())
        wanted = QImage(1, 1, QImage.Format.Format_RGB32)
        wanted.fill(color)
        want = wanted.pixelColor(0, 0)
        assert abs(seen.red() - want.red()) + abs(seen.green() - want.green()) + abs(seen.blue() - want.blue()) < 24


def test_pictures_dropped_on_a_text_field_are_pictures(window: Window, library: list[int]) -> None:
    mime = assets_mime(library[:1])
    mime.setText("1")
    assert drop(window.page.body.viewport(), mime, QPoint(5, 5))
    window.board.setFocus()
    assert order(window) == library[:1]
    assert window.text().body == "只还最低还款"


def many(window: Window, tmp_path: Path, number: int) -> Any:
    """The row of a note with more pictures than the platform takes, as an import brings them."""
    files = []
    for n in range(number):
        files.append(tmp_path / f"m{n:02}.png")
        Image.new("RGB", (40 + n, 60), (200, n * 9, 40)).save(files[-1])
    from xhsplanner.ops import assets

    notes.attach(window.store, window.note, [asset.id for asset in assets.add(window.store, files).added])
    window.settle()
    return window.page.pictures


def test_a_cover_of_its_own_is_one_of_the_eighteen(window: Window, tmp_path: Path) -> None:
    row = many(window, tmp_path, 18)
    part = window.page.picture_part
    assert row.reason(17) == ""
    notes.set_cover(window.store, window.note, template="pitfall")
    window.settle()
    assert part.count.text() == t("pictures.after_cover", count="18 / 17")
    assert part.beyond.text() == t("pictures.beyond_note_cover", n=17, more=1)
    assert row.reason(16) == ""
    assert row.reason(17) == t("pictures.beyond_cover", n=18)
    window.panel.show_detail()
    assert len(window.page.preview.detail.card.pages) == 18, "what the detail page shows is what the row says"


def test_pictures_beyond_the_eighteenth_are_greyed_with_the_reason(window: Window, tmp_path: Path) -> None:
    row = many(window, tmp_path, 25)
    part = window.page.picture_part
    assert part.beyond.text() == t("pictures.beyond_note", n=18, more=7)
    assert row.reason(17) == ""
    assert row.reason(18) == t("pictures.beyond", n=18)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_End)
    assert t("pictures.beyond", n=18) in row.accessibleName()
    window.qtbot.waitUntil(lambda: not window.ctx.tasks.busy)
    image: QImage = row.grab().toImage()

    def redness(index: int) -> int:
        pixel = image.pixelColor(row.tile(index).center() + QPoint(12, -22))
        return pixel.red() - pixel.blue()

    assert redness(2) > 2 * redness(20)
    QTest.keyClick(row, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    window.settle()
    assert window.store.notes.pictures(window.note)[0].name == "m24.png"
    assert row.current == 0


def test_a_menu_and_keys_for_every_picture(window: Window, library: list[int]) -> None:
    a, b, c, d = library
    row = with_pictures(window, library)
    shown: list[int] = []
    window.ctx.asset_shown.connect(shown.append)

    def choose(index: int, key: str) -> None:
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, row.tile(index).center(), row.mapToGlobal(row.tile(index).center())
        )
        QApplication.sendEvent(row, event)
        menu = window.panel.pictures.menu
        action = next(action for action in menu.actions() if action.text() == t(key))
        assert action.isEnabled()
        menu.close()
        action.trigger()
        window.settle()

    choose(2, "pictures.to_first")
    assert order(window) == [c, a, b, d]
    choose(0, "pictures.later")
    assert order(window) == [a, c, b, d]
    choose(3, "pictures.earlier")
    assert order(window) == [a, c, d, b]
    choose(1, "pictures.take_off")
    assert order(window) == [a, d, b]
    choose(1, "pictures.in_library")
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Home)
    QTest.keyClick(row, Qt.Key.Key_Return)
    QTest.mouseDClick(row, LEFT, NONE, row.tile(2).center())
    assert shown == [d, a, b]
    QTest.keyClick(row, Qt.Key.Key_End, Qt.KeyboardModifier.AltModifier)
    window.settle()
