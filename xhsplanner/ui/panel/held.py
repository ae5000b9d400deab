"""What was typed while the disk would not take it: held here when its field is needed for something else."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused, Trouble
from xhsplanner.ops.weight import LARGE, weight
from xhsplanner.ui.context import Context

RETRY_MS = 3000
Write = Callable[[int, str, str, int | None], Change | None]
"""(row id, field, text, group to join) → the committed change, or None where it was refused."""


def typed(ctx: Context, operation: Any, *args: Any, **kwargs: Any) -> Change | None:
    """Like `ctx.quietly`, but trouble with the disk is raised: a field keeps its text then and tries again."""
    if not ctx.writing and weight(ctx.store, operation, args, kwargs) <= LARGE:
        try:
            return operation(ctx.store, *args, **kwargs)  # type: ignore[no-any-return]
        except Trouble:
            raise
        except Refused as refusal:
            ctx.toast(str(refusal), kind="error")
            return None
    return ctx.quietly(operation, *args, **kwargs)


class Held(QObject):
    """Texts by row and field; each is tried again every few seconds until it is written."""

    def __init__(self, write: Write, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self._texts: dict[tuple[int, str], str] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.retry)

    def __len__(self) -> int:
        return len(self._texts)

    def keep(self, row_id: int, field: str, text: str) -> None:
        """Hold a text."""
        self._texts[row_id, field] = text
        self._timer.start()

    def take(self, row_id: int, field: str) -> str | None:
        """Give a text back to its field; None where none is held."""
        return self._texts.pop((row_id, field), None)

    def retry(self) -> None:
        """Write what is held, as far as the disk takes it; what is refused for another reason is let go."""
        for (row_id, field), text in list(self._texts.items()):
            try:
                self._write(row_id, field, text, None)
            except Trouble:
                return
            self._texts.pop((row_id, field), None)
        self._timer.stop()
