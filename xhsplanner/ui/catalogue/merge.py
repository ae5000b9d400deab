"""Merging rows: which of the chosen ones stays. All that uses the others uses it then, in one step."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops.catalog import used_in_words
from xhsplanner.ui.catalogue.nouns import title_of
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import TextButton, label, menu_text


class MergePane(QWidget):
    """Several rows of a noun: choose the one to keep. `merge_asked(keep, ids)`, `closed` for 取消."""

    merge_asked = Signal(int, list)
    archive_asked = Signal()
    closed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.noun = ""
        self.rows: list[Any] = []
        self._uses: dict[int, dict[str, int]] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(12)
        self.title = label("", "heading")
        self.text = label(t("catalogue.merge_hint"), "soft", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.text)
        area = QScrollArea()
        area.setWidgetResizable(True)
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(10)
        area.setWidget(inner)
        inner.setAutoFillBackground(False)
        column.addWidget(area, 1)
        self.other = QComboBox()
        self.other.setAccessibleName(t("catalogue.merge_other"))
        self.other.setMinimumWidth(280)
        self.other.activated.connect(self._join)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.merge = TextButton(ctx.theme, t("catalogue.merge_do"), "layers", "primary")
        self.archive = TextButton(ctx.theme, t("catalogue.archive_all"), "archive")
        self.cancel = TextButton(ctx.theme, t("catalogue.cancel"))
        self.merge.clicked.connect(self._ask)
        self.archive.clicked.connect(self.archive_asked)
        self.cancel.clicked.connect(self.closed)
        for button in (self.merge, self.archive, self.cancel):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)
        self.choices = QButtonGroup(self)

    def show_rows(self, noun: str, rows: list[Any], uses: dict[int, dict[str, int]]) -> None:
        """Offer to merge these; the most used one is the one to keep until another is chosen."""
        self.noun, self.rows, self._uses = noun, list(rows), uses
        chosen = self.choices.checkedId()
        for button in self.choices.buttons():
            self.choices.removeButton(button)
            button.hide()
            button.deleteLater()
        while self._list.takeAt(0) is not None:
            pass
        for row in rows:
            button = QRadioButton(menu_text(self._words(row)))
            button.setAccessibleName(t("catalogue.keep", name=self._words(row)))
            self.choices.addButton(button, row.id)
            self._list.addWidget(button)
        self._list.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.addStretch(1)
        most = max(rows, key=self._weight)
        keep = self.choices.button(chosen) or self.choices.button(most.id)
        keep.setChecked(True)
        self.title.setText(t("catalogue.merge_title", n=len(rows), noun=t(f"catalogue.tab.{noun}")))
        self.merge.setEnabled(len(rows) > 1)
        self.archive.setVisible(len(rows) > 1)
        self._fill_other()

    def focus_first(self) -> None:
        """Put the keyboard to what is to be decided: which one stays, or which other one to merge."""
        one = self.choices.checkedButton() if len(self.rows) > 1 else None
        (one or self.other).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _weight(self, row: Any) -> tuple[int, int]:
        used = self._uses.get(row.id, {})
        return used.get("note", 0), sum(used.values())

    def _words(self, row: Any) -> str:
        used = self._uses.get(row.id, {})
        said = used_in_words(used) if used else t("catalogue.unused")
        return f"{title_of(self.noun, row)}   {said}"

    def _fill_other(self) -> None:
        ids = {row.id for row in self.rows}
        self.other.clear()
        self.other.addItem(t("catalogue.merge_other"), None)
        for row in self._ctx.store.catalog.rows(self.noun):
            if row.id not in ids:
                self.other.addItem(title_of(self.noun, row), row.id)
        self.other.setVisible(self.other.count() > 1)

    def _join(self, at: int) -> None:
        row = self._ctx.store.catalog.row(self.noun, self.other.itemData(at))
        if row is not None:
            self.show_rows(self.noun, [*self.rows, row], self._uses)
            self.focus_first()

    def _ask(self) -> None:
        self.merge_asked.emit(self.choices.checkedId(), [row.id for row in self.rows])
