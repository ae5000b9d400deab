"""全部恢复默认, with its own way back: what was chosen by hand is not lost to one click."""

from collections.abc import Callable
from typing import Any

from xhsplanner.core.words import t
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton


class ResetAll(TextButton):
    """Pressed, everything is as it came; pressed once more, as it was – until something is chosen anew.

    `take()` gives what is chosen now, `put(chosen)` brings that back, `put(None)` the defaults.
    """

    def __init__(self, theme: Theme, take: Callable[[], Any], put: Callable[[Any], object]) -> None:
        super().__init__(theme, t("setting.reset_all"), "undo-2")
        self._take, self._put = take, put
        self._before: Any = None
        self._busy = False
        self.clicked.connect(self._press)

    def forget(self) -> None:
        """Something was chosen since: the next press is a reset again."""
        if not self._busy:
            self._keep(None)

    def _press(self) -> None:
        before, now = self._before, self._take()
        self._busy = True
        self._put(before)
        self._busy = False
        self._keep(now if before is None and now != self._take() else None)

    def _keep(self, before: Any) -> None:
        self._before = before
        words = t("setting.reset_all" if before is None else "setting.reset_back")
        self.setText(words)
        self.setAccessibleName(words)
        self.set_icon("undo-2" if before is None else "redo-2")
