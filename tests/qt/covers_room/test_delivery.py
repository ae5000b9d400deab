"""What leaves the covers room: the finished cover and the exported file."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from xhsplanner.core.model import CoverState
from xhsplanner.ui.covers_room import deliver

Desk = Any
"""The fixture of conftest.py: the room, and what is done to it."""
LEFT = Qt.MouseButton.LeftButton


def test_done_keeps_the_picture_unseen_and_a_change_reopens(desk: Desk) -> None:
    room = desk.open()
    desk.click(room.form.finish)
    desk.settle()
    cover = desk.store.notes.covers([desk.first])[desk.first]
    assert desk.state(desk.first) is CoverState.DONE
    kept = desk.store.assets.get(cover.rendered_id or 0)
    assert kept is not None
    assert (kept.kind, kept.width, kept.height) == ("render", 1080, 1440)
    assert desk.store.assets.find() == [], "nobody looks for it in the library"
    with Image.open(desk.store.assets.path(kept)) as image:
        assert image.size == (1080, 1440)
    assert room.form.reopen.isVisible()
    desk.pick("card-ranking")
    assert desk.state(desk.first) is CoverState.IN_PROGRESS
    assert desk.store.notes.covers([desk.first])[desk.first].rendered_id is None
    desk.ctx.undo()
    assert desk.state(desk.first) is CoverState.DONE
    desk.ctx.undo()
    desk.settle()
    assert desk.state(desk.first) is CoverState.NONE


@pytest.mark.parametrize(("name", "kind"), [("c.png", "PNG"), ("c.jpg", "JPEG")])
def test_export_asks_once_and_writes_the_full_size(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str, kind: str
) -> None:
    asked: list[str] = []
    target = desk.folder / name

    def ask(_parent: Any, suggested: str) -> Path:
        asked.append(suggested)
        return target

    monkeypatch.setattr(deliver, "ask_file", ask)
    desk.ctx.select(desk.third)
    room = desk.open()
    desk.click(room.form.export)
    desk.settle()
    with Image.open(target) as image:
        assert (image.size, image.format) == ((1080, 1440), kind)
    assert len(asked) == 1
    assert not set('<>:"/\\|?*') & set(asked[0])
    assert [p.name for p in desk.folder.glob("*.part")] == []
    assert desk.toasts[-1].text == f"已导出 {name}"


def test_export_to_a_place_that_is_gone_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "ask_file", lambda *_: desk.folder / "gone" / "c.png")
    room = desk.open()
    desk.click(room.form.export)
    desk.settle()
    assert desk.toasts[-1].kind == "error"
    assert room.form.export.isEnabled()
