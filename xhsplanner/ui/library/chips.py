"""Filter chips over the library: all, used, unused, tags, trash. What does not fit goes into a menu."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from xhsplanner.core.words import t
from xhsplanner.store.assets import Counts
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, menu_text

GAP = 6
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Filter:
    """Which pictures to list: `kind` is all, used, unused, trash or tag; `tag` a tag's name."""

    kind: str = "all"
    tag: str = ""

    def ids(self, ctx: Context, text: str = "") -> list[int]:
        """Ids of the pictures, newest first."""
        used = {"used": True, "unused": False}.get(self.kind)
        tag = self.tag if self.kind == "tag" else None
        return ctx.store.assets.ids(text, tag=tag, used=used, trashed=self.kind == "trash")


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter to offer, with its words and how many pictures it leaves."""

    filter: Filter
    words: str
    count: int


def chips_of(counts: Counts, order: Sequence[str]) -> list[Chip]:
    """Chips in `order`, a sequence of kinds; `tag` stands for every tag in use, trash only where it holds any."""
    found = []
    totals = {"all": counts.all, "used": counts.used, "unused": counts.unused, "trash": counts.trashed}
    for kind in order:
        if kind == "tag":
            found += [Chip(Filter("tag", name), name, n) for _id, name, n in counts.tags]
        elif kind != "trash" or counts.trashed:
            found.append(Chip(Filter(kind), t(f"library.chip_{kind}"), totals[kind]))
    return found


class Chips(QWidget):
    """A row of chips, one of them chosen."""

    picked = Signal(object)
    """Filter."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.filter = Filter()
        self._chips: list[Chip] = []
        self.buttons: list[TextButton] = []
        self.more = TextButton(ctx.theme, t("library.chip_more"), "chevron-down", "chip")
        self.more.setParent(self)
        self.more.setCheckable(True)
        self.more.clicked.connect(self._open_more)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 28)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Offer these filters; the chosen one is kept where it still exists, else the first is taken."""
        chips = list(chips)
        gone = all(chip.filter != self.filter for chip in chips)
        if chips != self._chips:
            self._chips = chips
            for button in self.buttons:
                button.deleteLater()
            self.buttons = [self._button(chip) for chip in chips]
        if gone and chips:
            self.filter = chips[0].filter
            self.picked.emit(self.filter)
        self._arrange()

    def _button(self, chip: Chip) -> TextButton:
        words = chip.words if len(chip.words) <= LONGEST else chip.words[: LONGEST - 1] + "…"
        button = TextButton(self._ctx.theme, f"{words} {chip.count}", look="chip")
        button.setParent(self)
        button.setCheckable(True)
        button.setAccessibleName(t("library.chip_named", name=chip.words, n=chip.count))
        button.clicked.connect(lambda: self.pick(chip.filter))
        return button

    def pick(self, wanted: Filter) -> None:
        """Choose a filter."""
        changed = wanted != self.filter
        self.filter = wanted
        self._arrange()
        if changed:
            self.picked.emit(wanted)

    def _arrange(self) -> None:
        """Place what fits, the chosen one always, the rest behind 更多."""
        widths = [button.sizeHint().width() for button in self.buttons]
        room = self.width()
        if sum(widths) + GAP * max(0, len(widths) - 1) > room:
            room -= self.more.sizeHint().width() + GAP
        chosen = next((i for i, chip in enumerate(self._chips) if chip.filter == self.filter), None)
        kept = widths[chosen] + GAP if chosen is not None else 0
        x = 0
        for index, (button, width) in enumerate(zip(self.buttons, widths, strict=True)):
            spare = room if index == chosen or (chosen is not None and index > chosen) else room - kept
            fits = x + width <= spare
            button.setChecked(index == chosen)
            button.setGeometry(x, 1, width, 26)
            button.setVisible(fits or index == chosen)
            if fits or index == chosen:
                x += width + GAP
        hidden = [button for button in self.buttons if button.isHidden()]
        self.more.setVisible(bool(hidden))
        self.more.setChecked(False)
        self.more.setGeometry(x, 1, self.more.sizeHint().width(), 26)

    def _open_more(self) -> None:
        menu = QMenu(self)
        for chip, button in zip(self._chips, self.buttons, strict=True):
            if button.isHidden():
                action = menu.addAction(menu_text(f"{chip.words} {chip.count}"))
                action.triggered.connect(lambda _on=False, wanted=chip.filter: self.pick(wanted))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        self.more.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
