"""Cards of rows under headings, narrowed by what is typed: settings, shortcuts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.finding import Findable, Wanted
from xhsplanner.ui.widgets.controls import label, line

MARGIN = 24


class FoundRow(QWidget):
    """A row that can be found by `findable`."""

    findable: Findable


class Groups(QWidget):
    """A search field over a page of cards."""

    def __init__(self, find: str, nothing: str) -> None:
        """`find` is the hint of the field, `nothing` what is said where no row fits."""
        super().__init__()
        self._parts: list[tuple[QWidget, QFrame, list[tuple[FoundRow, QFrame | None]]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(find)
        self.search.setAccessibleName(find)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.narrow)
        self.nothing = label(nothing, "soft")
        self.nothing.hide()
        page = QWidget()
        page.setObjectName("Canvas")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(MARGIN, 4, MARGIN, 12)
        self._column.setSpacing(8)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setWidget(page)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 0, MARGIN, 0)
        top.addWidget(self.search)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(top)
        outer.addWidget(scroller, 1)

    def add(self, heading: str, remark: str, rows: Sequence[FoundRow]) -> None:
        """Add a card of rows under a heading, with a remark beside it."""
        head, card = QWidget(), QFrame()
        said = QHBoxLayout(head)
        said.setContentsMargins(0, 10, 0, 0)
        said.setSpacing(8)
        said.addWidget(label(heading, "subheading"))
        said.addWidget(label(remark, "faint"))
        said.addStretch(1)
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        ruled: list[tuple[FoundRow, QFrame | None]] = []
        for row in rows:
            rule = line() if ruled else None
            if rule is not None:
                inside.addWidget(rule)
            inside.addWidget(row)
            ruled.append((row, rule))
        at = self._column.count() - 1  # before the stretch
        self._column.insertWidget(at, head)
        self._column.insertWidget(at + 1, card)
        self._parts.append((head, card, ruled))

    def narrow(self, typed: str) -> None:
        """Show only what fits the typed text."""
        wanted = Wanted.of(typed)
        for head, card, rows in self._parts:
            first = True
            for row, rule in rows:
                fits = not wanted.text or wanted.fits(row.findable) is not None
                row.setVisible(fits)
                if rule is not None:
                    rule.setVisible(fits and not first)
                first = first and not fits
            head.setVisible(not first)
            card.setVisible(not first)
        self.nothing.setVisible(all(head.isHidden() for head, _card, _rows in self._parts))
