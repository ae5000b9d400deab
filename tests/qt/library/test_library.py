"""The library room as a person uses it: drops, keys, drags, typing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QLabel

from xhsplanner.core.words import t
from xhsplanner.ops import assets, notes
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.library.chips import Filter
from xhsplanner.ui.library.preview import PicturePreview
from xhsplanner.ui.library.strip import AssetStrip
from xhsplanner.ui.notes.mime import ASSETS
from xhsplanner.ui.rooms.library import LibraryRoom

CANARY = '<img src="x" onerror=1>=1+1 ../../x "*^: 👩‍👩‍👧.png'
HELD = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
Shown = Callable[..., Any]
Pictures = Callable[..., list[Path]]
Drop = Callable[[Any, list[Path]], bool]
Fill = Callable[[int], list[int]]


@pytest.fixture
def room(shown: Shown, ctx: Context) -> Any:
    return shown(LibraryRoom(ctx))


@pytest.fixture
def toasts(ctx: Context) -> list[ToastText]:
    heard: list[ToastText] = []
    ctx.toasted.connect(heard.append)
    return heard


def click(qtbot: Any, view: Any, index: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, view.tile(index).center())


def test_an_empty_library_says_what_belongs_there(room: LibraryRoom) -> None:
    assert room.stack.currentWidget() is room.empty
    assert room.empty.title.text() == t("library.empty_title")
    assert room.empty.button.isVisible()
    assert room.heading() == (t("library.title"), t("library.subtitle_empty"))


def test_dropped_files_and_folders_are_imported_and_told(
    qtbot: Any,
    room: LibraryRoom,
    ctx: Context,
    tmp_path: Path,
    toasts: list[ToastText],
    pictures: Pictures,
    drop_files: Drop,
) -> None:
    one = pictures(tmp_path / "图", 3)[0]
    broken = tmp_path / "备忘.jpg"
    broken.write_text("不是图", encoding="utf-8")
    with qtbot.waitSignal(room.importer.finished, timeout=10_000):
        assert drop_files(room, [tmp_path / "图", broken, one])
    qtbot.waitUntil(lambda: len(room.grid.ids) == 3)
    assert room.stack.currentWidget() is room.grid
    assert room.grid.selected == set(room.grid.ids)
    assert room.report.isVisible()
    assert "备忘.jpg" in room.report.lines.text()
    assert t("media.text") in toasts[-1].text
    assert toasts[-1].undo
    qtbot.mouseClick(room.report.closer, Qt.MouseButton.LeftButton)
    assert not room.report.isVisible()
    assert not room.bar.isVisible()
    ctx.undo()
    qtbot.waitUntil(lambda: room.grid.ids == [])


def test_our_own_pictures_dropped_back_are_not_imported(room: LibraryRoom, fill: Fill) -> None:
    ids = fill(1)
    mime = QMimeData()
    mime.setData(ASSETS, json.dumps(ids).encode())
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, *HELD)
    room.dragEnterEvent(event)
    assert not event.isAccepted()


def test_a_read_only_workspace_takes_no_drop(
    room: LibraryRoom, ctx: Context, tmp_path: Path, pictures: Pictures, drop_files: Drop
) -> None:
    ctx.store.read_only = "只能查看"
    assert not drop_files(room, pictures(tmp_path / "图", 1))


def test_the_import_can_be_stopped(
    qtbot: Any, room: LibraryRoom, ctx: Context, tmp_path: Path, pictures: Pictures
) -> None:
    files = pictures(tmp_path / "图", 60)
    room.importer.progressed.connect(lambda *_: room.importer.cancel())
    with qtbot.waitSignal(room.importer.finished, timeout=20_000) as done:
        room.importer.start(files)
    result = done.args[0]
    assert result.cancelled
    assert len(ctx.store.assets.ids()) == len(result.added) < 60


def test_tiles_are_decoded_for_what_is_seen_only(qtbot: Any, room: LibraryRoom, fill: Fill) -> None:
    fill(120)
    qtbot.waitUntil(lambda: len(room.grid.ids) == 120)
    room.grid.viewport().repaint()
    visible = {room.grid.facts([i])[i].asset.sha256 for i in room.grid.ids[:10]}
    qtbot.waitUntil(lambda: visible <= {key[0] for key in room.grid.tiles._ready}, timeout=5000)
    qtbot.waitUntil(lambda: not room.grid.tiles._running)
    assert len(room.grid.tiles._ready) < 60


def test_clicks_keys_and_ranges_select(qtbot: Any, room: LibraryRoom, fill: Fill) -> None:
    ids = fill(30)
    qtbot.waitUntil(lambda: room.grid.ids == ids)
    grid = room.grid
    grid.setFocus()
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.chosen() == [ids[0]]
    columns = grid.layout_now().columns
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.chosen() == [ids[columns]]
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.chosen() == [ids[columns], ids[columns + 1]]
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.chosen() == [ids[-1]]
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    click(qtbot, grid, 2, Qt.KeyboardModifier.ShiftModifier)
    assert grid.chosen() == ids[:3]
    click(qtbot, grid, 1, Qt.KeyboardModifier.ControlModifier)
    assert grid.chosen() == [ids[0], ids[2]]
    click(qtbot, grid, 2)
    assert grid.chosen() == [ids[2]]
    qtbot.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert grid.chosen() == ids
    assert room.details.heading.text() == t("library.details_many", n=30)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.chosen() == []
    assert "1 / 30" in grid.accessibleName() or "/ 30" in grid.accessibleName()


def test_delete_trashes_undo_brings_back_and_the_trash_restores(
    qtbot: Any, room: LibraryRoom, ctx: Context, fill: Fill, toasts: list[ToastText]
) -> None:
    ids = fill(4)
    qtbot.waitUntil(lambda: room.grid.ids == ids)
    room.grid.setFocus()
    click(qtbot, room.grid, 0)
    click(qtbot, room.grid, 1, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(room.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: room.grid.ids == ids[2:])
    assert toasts[-1].undo
    ctx.undo()
    qtbot.waitUntil(lambda: room.grid.ids == ids)
    assets.trash(ctx.store, ids[:1])
    qtbot.waitUntil(lambda: room.grid.ids == ids[1:])
    room.chips.pick(Filter("trash"))
    assert room.grid.ids == ids[:1]
    click(qtbot, room.grid, 0)
    assert room.details.trash.accessibleName() == t("library.restore")
    qtbot.mouseClick(room.details.trash, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.chips.filter == Filter("all"))
    assert room.grid.ids == ids


def test_search_filters_and_the_way_back(qtbot: Any, room: LibraryRoom, ctx: Context, fill: Fill) -> None:
    ids = fill(12)
    assets.tag(ctx.store, ids[:2], add=["卡面"])
    qtbot.waitUntil(lambda: any(chip.words == "卡面" for chip in room.chips._chips))
    qtbot.keyClicks(room.search, "003")
    qtbot.waitUntil(lambda: len(room.grid.ids) == 1)
    room.search.setText("没有这张")
    qtbot.waitUntil(lambda: room.grid.ids == [])
    assert room.empty.title.text() == t("library.nothing_title")
    qtbot.mouseClick(room.empty.button, Qt.MouseButton.LeftButton)
    assert room.grid.ids == ids
    room.chips.pick(Filter("tag", "卡面"))
    assert room.grid.ids == ids[:2]
    room.search.setText("卡")
    qtbot.waitUntil(lambda: room.grid.ids == ids[:2])
    assets.tag(ctx.store, ids[:2], remove=["卡面"])
    qtbot.waitUntil(lambda: room.chips.filter == Filter("all"))


def test_used_and_unused_follow_the_notes(
    qtbot: Any, room: LibraryRoom, ctx: Context, note_id: int, fill: Fill
) -> None:
    ids = fill(3)
    notes.attach(ctx.store, note_id, ids[:1])
    room.chips.pick(Filter("used"))
    qtbot.waitUntil(lambda: room.grid.ids == ids[:1])
    assert room.grid.facts(ids)[ids[0]].used == 1
    room.chips.pick(Filter("unused"))
    assert room.grid.ids == ids[1:]
    ctx.select(note_id)
    assert room.grid.marked == {ids[0]}
    notes.delete(ctx.store, [note_id])
    qtbot.waitUntil(lambda: room.grid.ids == ids)


def test_details_rename_tag_and_lead_to_the_note(
    qtbot: Any, room: LibraryRoom, ctx: Context, note_id: int, fill: Fill
) -> None:
    (asset_id,) = fill(1)
    notes.attach(ctx.store, note_id, [asset_id])
    qtbot.waitUntil(lambda: room.grid.ids == [asset_id])
    click(qtbot, room.grid, 0)
    details = room.details
    assert "60 × 80" in details.facts.text()
    assert details.concerns.isVisible()
    details.name.setFocus()
    details.name.setText(CANARY)
    qtbot.keyClick(details.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ctx.store.assets.get(asset_id).name == CANARY)  # type: ignore[union-attr]
    details.tag_field.setText("IP 形象")
    qtbot.keyClick(details.tag_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: ctx.store.assets.tags([asset_id]) == {asset_id: ["IP 形象"]})
    qtbot.waitUntil(lambda: len(details.tags.buttons) == 1)
    qtbot.mouseClick(details.tags.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ctx.store.assets.tags([asset_id]) == {})
    item = details.notes.itemAt(0)
    assert item is not None
    qtbot.mouseClick(item.widget(), Qt.MouseButton.LeftButton)
    assert ctx.note_id == note_id
    plain = [one for one in room.findChildren(QLabel) if one.textFormat() is not Qt.TextFormat.PlainText]
    assert plain == []


def test_escape_takes_the_typing_back(qtbot: Any, room: LibraryRoom, ctx: Context, fill: Fill) -> None:
    (asset_id,) = fill(1)
    qtbot.waitUntil(lambda: room.grid.ids == [asset_id])
    click(qtbot, room.grid, 0)
    before = room.details.name.text()
    room.details.name.setFocus()
    qtbot.keyClicks(room.details.name, "xyz")
    qtbot.keyClick(room.details.name, Qt.Key.Key_Escape)
    assert room.details.name.text() == before
    found = ctx.store.assets.get(asset_id)
    assert found is not None
    assert found.name == before


def test_enter_adds_to_the_note_in_the_panel_or_shows_large(
    qtbot: Any, room: LibraryRoom, ctx: Context, note_id: int, fill: Fill
) -> None:
    ids = fill(2)
    qtbot.waitUntil(lambda: room.grid.ids == ids)
    room.grid.setFocus()
    click(qtbot, room.grid, 1)
    qtbot.keyClick(room.grid, Qt.Key.Key_Return)
    (large,) = room.findChildren(PicturePreview)
    qtbot.waitUntil(lambda: ctx.tasks.busy == 0)
    assert not large.grab().isNull()
    qtbot.keyClick(large, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.findChildren(PicturePreview) == [])
    ctx.select(note_id)
    assert room.details.attach.isVisible()
    qtbot.keyClick(room.grid, Qt.Key.Key_Return)
    assert [asset.id for asset in ctx.store.notes.pictures(note_id)] == [ids[1]]


def test_a_drag_carries_the_selection(
    qtbot: Any, room: LibraryRoom, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(5)
    qtbot.waitUntil(lambda: room.grid.ids == ids)
    carried: list[tuple[list[int], bool]] = []

    def exec_(drag: Any, *_args: Any) -> Qt.DropAction:
        data = json.loads(bytes(drag.mimeData().data(ASSETS).data()))
        carried.append((data, drag.pixmap().isNull()))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr("xhsplanner.ui.library.view.QDrag.exec", exec_)
    grid = room.grid
    click(qtbot, grid, 1)
    click(qtbot, grid, 3, Qt.KeyboardModifier.ControlModifier)
    for index in (3, 0):
        start = grid.tile(index).center()
        qtbot.mousePress(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(grid.viewport(), start + QPoint(3, 3))
        qtbot.mouseMove(grid.viewport(), start + QPoint(30, 30))
        qtbot.mouseRelease(grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert carried == [([ids[1], ids[3]], False), ([ids[0]], False)]


@pytest.mark.parametrize(("count", "mode"), [(0, "light"), (0, "dark"), (1, "dark"), (500, "light")])
def test_every_size_of_library_is_drawn(
    qtbot: Any, ctx: Context, fill: Fill, shown: Shown, count: int, mode: str
) -> None:
    ctx.theme.set_mode(mode)
    if count:
        ids = fill(count)
        assets.rename(ctx.store, ids[0], CANARY * 5)
    room = shown(LibraryRoom(ctx), 1280 - 90, 700)
    strip = shown(AssetStrip(ctx), 960, 150)
    for widget in (room, strip):
        view = room.grid if widget is room else strip.view
        qtbot.waitUntil(lambda view=view: not count or bool(view.tiles._ready))
        qtbot.waitUntil(lambda view=view: not view.tiles._running)
        assert not widget.grab().isNull()
        if count:
            pixels = widget.grab().toImage()
            spot = view.viewport().mapTo(widget, view.tile(0).center())
            red, _green, blue = pixels.pixelColor(spot).getRgb()[:3]
            number = count - 1
            assert (abs(red - number * 37 % 256) < 6, abs(blue - 90) < 6) == (True, True)


def test_a_hidden_room_reads_again_when_it_is_shown(
    qtbot: Any, room: LibraryRoom, ctx: Context, fill: Fill
) -> None:
    room.hide()
    ids = fill(2)
    qtbot.wait(20)
    assert room.grid.ids == []
    room.show()
    assert room.grid.ids == ids
