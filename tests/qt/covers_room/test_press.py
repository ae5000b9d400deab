"""How many drawn covers the covers room keeps."""

from types import SimpleNamespace
from typing import Any

import pytest


@pytest.mark.parametrize(("width", "kept"), [(60, 120), (480, 40), (120, 120), (300, 52)])
def test_large_covers_are_kept_by_their_size(desk: Any, width: int, kept: int) -> None:
    """A cover has 3:4 and 4 bytes a pixel: 24 MB, but at least what shows at once and at most 120."""
    from PySide6.QtGui import QImage

    from xhsplanner.ops.covers import CoverSpec
    from xhsplanner.ui.covers_room.press import Order, Press

    def paint(order: Order) -> Any:
        image = QImage(order.width, order.width * 4 // 3, QImage.Format.Format_ARGB32_Premultiplied)
        return SimpleNamespace(image=image, issues=(), ms=0.0)

    press = Press(desk.ctx, desk.ctx, paint)
    orders = [Order(CoverSpec(n, "", ()), width) for n in range(130)]
    press.want(orders)
    desk.qtbot.waitUntil(lambda: press.idle, timeout=10_000)
    assert [one for one in orders if press.get(one)] == orders[-kept:], "the last ones"
