"""Drawing what a user would see, without a screen."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage, QPainter

from xhsplanner.cli.shot import parse_size
from xhsplanner.core.errors import Refused
from xhsplanner.ops import demo, workspace
from xhsplanner.ui import shots
from xhsplanner.ui.board.hands import WeekBoard
from xhsplanner.ui.board.scene import paint_board
from xhsplanner.ui.rooms import available


@pytest.mark.parametrize("target", ["welcome", "catalogue:target", "menu:settings"])
def test_targets_are_drawn_in_both_themes(target: str, store: Any, qapp: Any) -> None:
    workspace.preset(store, "ningbo")
    images = []
    for theme in ("light", "dark"):
        view = shots.View(target, (1280, 800), theme)
        images.append(shots.draw(store if shots.needs_workspace(target) else None, view))
    assert [(image.width(), image.height()) for image in images] == [(1280, 800)] * 2
    assert images[0] != images[1]


def test_rooms_come_first_in_the_list() -> None:
    rooms = [row.id for row in available()]
    assert shots.targets()[: len(rooms)] == rooms


def test_no_picture_is_taken_before_the_banners_are_drawn(
    store: Any, qapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a busy machine they come later than everything else; here they would never come by themselves."""
    demo.demo(store)
    asked: list[WeekBoard] = []
    monkeypatch.setattr(WeekBoard, "paintEvent", lambda board, _event: (asked.append(board), painted(board))[1])
    shots.draw(store, shots.View("week", (1280, 800)))
    assert asked[-1].banners._ready
    assert not asked[-1].banners.wanted


def painted(board: WeekBoard) -> None:
    """What the board paints, without the timer that draws what is wanted."""
    painter = QPainter(board.viewport())
    paint_board(board, painter, board.viewport().rect())
    painter.end()


def test_unknown_target_names_the_known_ones(store: Any, qapp: Any) -> None:
    with pytest.raises(Refused, match="welcome"):
        shots.draw(store, shots.View("kitchen"))


def test_picture_is_saved_or_refused(tmp_path: Path) -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0)
    shots.save(image, tmp_path / "new" / "a.png")
    assert (tmp_path / "new" / "a.png").stat().st_size > 0
    with pytest.raises(Refused, match=r"a\.xyz"):
        shots.save(image, tmp_path / "a.xyz")


@pytest.mark.parametrize("text", ["1440x900", "1440X900", "1440×900"])
def test_sizes(text: str) -> None:
    assert parse_size(text.lower()) == (1440, 900)


@pytest.mark.parametrize("text", ["", "1440", "0x0", "99999x900", "320x200", "axb"])
def test_bad_sizes(text: str) -> None:
    with pytest.raises(Refused):
        parse_size(text)
