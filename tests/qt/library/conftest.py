"""What the tests of the library and the strip share: pictures, a filled workspace, shown widgets, drops.

Qt is imported inside, so that a machine without Qt's libraries can collect these tests and skip them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from xhsplanner.ops import assets, catalog, notes


@pytest.fixture
def pictures() -> Callable[..., list[Path]]:
    """`pictures(folder, count, first=0)` writes small pictures, each of another colour."""

    def write(folder: Path, count: int, first: int = 0) -> list[Path]:
        folder.mkdir(exist_ok=True)
        made = []
        for number in range(first, first + count):
            made.append(folder / f"封面{number:03}.png")
            color = ((number * 37) % 256, number % 256, 90 + number // 256)
            Image.new("RGB", (60, 80), color).save(made[-1])
        return made

    return write


@pytest.fixture
def fill(ctx: Any, tmp_path: Path, pictures: Callable[..., list[Path]]) -> Callable[[int], list[int]]:
    """`fill(n)` puts n pictures in the library and gives their ids, newest first."""

    def put(count: int) -> list[int]:
        assets.add(ctx.store, pictures(tmp_path / "source", count))
        ids: list[int] = ctx.store.assets.ids()
        return ids

    return put


@pytest.fixture
def note_id(ctx: Any) -> int:
    """A note on the only account."""
    catalog.add_account(ctx.store, name="主账号")
    change = notes.create(ctx.store, account_id=1, title="最低还款的坑")
    assert change is not None
    return change.created["note"][0]


@pytest.fixture
def shown(qtbot: Any) -> Callable[..., Any]:
    """`shown(widget, width, height)` shows it at that size."""

    def show(widget: Any, width: int = 1100, height: int = 700) -> Any:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show


@pytest.fixture
def drop_files() -> Callable[[Any, list[Path]], bool]:
    """`drop_files(target, paths)` drops files as a file manager would; whether the target took them."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    def drop(target: Any, paths: list[Path]) -> bool:
        copy, held = Qt.DropAction.CopyAction, (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        where = target.rect().center()
        enter = QDragEnterEvent(where, copy, mime, *held)
        enter.ignore()
        target.dragEnterEvent(enter)
        if enter.isAccepted():
            target.dropEvent(QDropEvent(QPointF(where), copy, mime, *held))
        return enter.isAccepted()

    return drop
