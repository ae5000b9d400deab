"""Draws covers on a worker, one at a time, the most wanted first; what is no longer wanted is never begun."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from xhsplanner.core.errors import Refused
from xhsplanner.ops import covers
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.ui.context import Context

if TYPE_CHECKING:
    from xhsplanner.covers.checks import Issue
    from xhsplanner.covers.render import Rendering

KEPT, SHOWN = 120, 40
"""So many covers are kept, and so many of them however large they are: what shows at once is never drawn twice."""
KEPT_BYTES = 24 << 20
"""The covers beyond `SHOWN` go where all are larger: one on the stage has a megabyte, a small one a twentieth."""


class Order(NamedTuple):
    """A cover to draw, `width` device pixels wide; `check` also looks for what is wrong with it."""

    spec: CoverSpec
    width: int
    check: bool = False


@dataclass(frozen=True)
class Print:
    """A drawn cover; `error` says why there is none."""

    pixmap: QPixmap
    issues: tuple["Issue", ...] = ()
    ms: float = 0.0
    error: str = ""


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * pixmap.depth() // 8


Draw = Callable[[Order], "Rendering"]


def draw(order: Order) -> "Rendering":
    """Draw one order. Runs on a worker."""
    return covers.paint(order.spec, order.width, check=order.check)


class Press(QObject):
    """Keeps what was drawn. One cover is drawn at a time: the engine is Python and would hold up the window."""

    printed = Signal(object)
    """An Order that can be had now."""

    def __init__(self, ctx: Context, parent: QObject, paint: Draw = draw) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._paint = paint
        self._waiting: list[Order] = []
        self._flying: Order | None = None
        self._kept: OrderedDict[Order, Print] = OrderedDict()

    @property
    def idle(self) -> bool:
        """Nothing is drawn and nothing waits."""
        return self._flying is None and not self._waiting

    def get(self, order: Order) -> Print | None:
        """What was drawn for an order, or None."""
        found = self._kept.get(order)
        if found is not None:
            self._kept.move_to_end(order)
        return found

    def best(self, spec: CoverSpec) -> QPixmap | None:
        """The largest picture there is of a cover."""
        found = [p.pixmap for order, p in self._kept.items() if order.spec == spec and not p.pixmap.isNull()]
        return max(found, key=QPixmap.width, default=None)

    def want(self, orders: Sequence[Order]) -> None:
        """What is wanted from now on, most wanted first; everything else that waits is dropped."""
        self._waiting = [one for one in dict.fromkeys(orders) if one not in self._kept and one != self._flying]
        self._next()

    def _next(self) -> None:
        if self._flying is not None or not self._waiting:
            return
        self._flying = order = self._waiting.pop(0)
        paint = self._paint
        self._ctx.tasks.start(lambda: paint(order), self._arrived, self._failed)

    def _arrived(self, done: "Rendering") -> None:
        self._keep(Print(QPixmap.fromImage(done.image), tuple(done.issues), done.ms))

    def _failed(self, error: Exception) -> None:
        self._keep(Print(QPixmap(), error=str(error)))
        if not isinstance(error, Refused):
            self._ctx.tasks.failed.emit(error)

    def _keep(self, result: Print) -> None:
        order, self._flying = self._flying, None
        assert order is not None
        self._kept[order] = result
        held = sum(_bytes(one.pixmap) for one in self._kept.values())
        while len(self._kept) > KEPT or (len(self._kept) > SHOWN and held > KEPT_BYTES):
            held -= _bytes(self._kept.popitem(last=False)[1].pixmap)
        self._next()
        self.printed.emit(order)
