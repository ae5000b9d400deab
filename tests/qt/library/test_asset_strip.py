"""The drawer of pictures under the week board, its chips, and what is told of an import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from xhsplanner.core.words import t
from xhsplanner.ops import assets, notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.library.chips import Filter
from xhsplanner.ui.library.importer import told
from xhsplanner.ui.library.strip import AssetStrip

Shown = Callable[..., Any]
Pictures = Callable[..., list[Path]]
Drop = Callable[[Any, list[Path]], bool]
Fill = Callable[[int], list[int]]


def test_the_strip_filters_imports_marks_and_opens(
    qtbot: Any,
    ctx: Context,
    note_id: int,
    fill: Fill,
    shown: Shown,
    tmp_path: Path,
    pictures: Pictures,
    drop_files: Drop,
) -> None:
    ids = fill(4)
    assets.tag(ctx.store, ids[:1], add=["卡面"])
    notes.attach(ctx.store, note_id, ids[:2])
    strip = shown(AssetStrip(ctx), 960, 150)
    assert [button.text() for button in strip.chips.buttons] == ["全部 4", "卡面 1", "未使用 2"]
    assert strip.view.ids == ids
    ctx.select(note_id)
    assert strip.view.marked == set(ids[:2])
    strip.chips.pick(Filter("unused"))
    assert strip.view.ids == ids[2:]
    strip.view.setFocus()
    qtbot.keyClick(strip.view, Qt.Key.Key_Right)
    qtbot.keyClick(strip.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: strip.view.ids == ids[3:])
    assert [asset.id for asset in ctx.store.notes.pictures(note_id)] == ids[:3]
    with qtbot.waitSignal(strip.importer.finished, timeout=10_000):
        assert drop_files(strip, pictures(tmp_path / "新", 1, first=90))
    qtbot.waitUntil(lambda: len(strip.view.ids) == 2)


def test_many_tags_hide_behind_more_and_the_chosen_one_stays(ctx: Context, fill: Fill, shown: Shown) -> None:
    ids = fill(1)
    assets.tag(ctx.store, ids, add=[f"很长的标签名字第{n}个" for n in range(12)])
    strip = shown(AssetStrip(ctx), 760, 150)
    hidden = [button for button in strip.chips.buttons if button.isHidden()]
    assert hidden
    assert strip.chips.more.isVisible()
    assert strip.chips.more.geometry().right() <= strip.chips.width()
    last = strip.chips._chips[-2].filter
    strip.chips.pick(last)
    chosen = [button for button in strip.chips.buttons if button.isChecked()]
    assert len(chosen) == 1
    assert chosen[0].isVisible()
    assert strip.chips.more.geometry().right() <= strip.chips.width()


def test_what_came_of_a_batch_is_one_sentence(tmp_path: Path) -> None:
    result = assets.Added(duplicates=[(tmp_path / "a.png", 1)], refused=[(tmp_path / "b<b>.png", "坏了")])
    message = told(result)
    assert message.text == "1 张已经有了，“b<b>.png”未导入：坏了"
    assert (message.kind, message.undo) == ("error", False)
    result.refused *= 5
    assert "5 个文件没有导入" in told(result).text
    assert told(assets.Added()).text == t("library.told_nothing")
