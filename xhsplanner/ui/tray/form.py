"""The small form of a topic: title, heat, last day, series, owner, remark."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.planning import Topic
from xhsplanner.core.words import t
from xhsplanner.ops import topics
from xhsplanner.ui.context import Context
from xhsplanner.ui.filtering.chooser import Popup
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.jump import typed_day


def _choice(rows: Sequence[Any], none: str, chosen: int | None) -> QComboBox:
    box = QComboBox()
    box.addItem(none, None)
    for row in rows:
        if not row.archived or row.id == chosen:
            box.addItem(" ".join(row.name.split()), row.id)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


class TopicForm(Popup):
    """Writes everything at once, as one step, with 保存 or Ctrl+Enter."""

    def __init__(self, ctx: Context, topic: Topic, parent: QWidget) -> None:
        super().__init__(t("tray.edit"), parent)
        self.ctx, self.topic = ctx, topic
        self.setFixedWidth(320)
        catalog = ctx.store.catalog
        self.title = QLineEdit(topic.title)
        self.title.setMaxLength(topics.LONGEST)
        self.heat = QSpinBox()
        self.heat.setRange(0, topics.HOTTEST)
        self.heat.setValue(topic.heat)
        self.until = QLineEdit(topic.until.isoformat() if topic.until else "")
        self.until.setPlaceholderText(t("tray.until_hint"))
        self.series = _choice(catalog.series(archived=True), t("filter.no_series"), topic.series_id)
        self.owner = _choice(catalog.members(archived=True), t("filter.nobody"), topic.owner_id)
        self.remark = QPlainTextEdit(topic.remark)
        self.remark.setFixedHeight(64)
        self.remark.setTabChangesFocus(True)
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        form.setHorizontalSpacing(10)
        form.setVerticalSpacing(6)
        names = ("title", "heat", "until", "series", "owner", "remark")
        for name in names:
            field: QWidget = getattr(self, name)
            words = t("tray.topic" if name == "title" else f"tray.{name}")
            field.setAccessibleName(words)
            form.addRow(label(words, "soft"), field)
        self.column.setContentsMargins(12, 12, 12, 10)
        self.column.addLayout(form)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        self.column.addWidget(self.error)
        self.save = TextButton(ctx.theme, t("tray.save"), "", "primary")
        self.save.clicked.connect(self.take)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        self.column.addLayout(row)
        if ctx.store.read_only:
            for name in names:
                getattr(self, name).setEnabled(False)
            self.save.hide()
        self.setFocusProxy(self.title)

    def _day(self) -> date | None:
        """The last day as typed. Raises ValueError where it is no day."""
        typed = self.until.text().strip()
        day = typed_day(typed, self.topic.until or clock.today()) if typed else None
        if typed and day is None:
            raise ValueError(typed)
        return day

    def take(self) -> None:
        """Write what is typed, and go; a day that is none is said."""
        try:
            until = self._day()
        except ValueError:
            self.error.setText(t("jump.unknown"))
            self.error.show()
            self.until.setFocus()
            self.adjustSize()
            return
        fields = {
            "title": self.title.text(),
            "heat": self.heat.value(),
            "until": until,
            "series_id": self.series.currentData(),
            "owner_id": self.owner.currentData(),
            "remark": self.remark.toPlainText().strip(),
        }
        changed = {name: value for name, value in fields.items() if value != getattr(self.topic, name)}
        if changed:
            self.ctx.run_then(self._taken, topics.edit, self.topic.id, **changed)
        else:
            self.close()

    def _taken(self, _change: Change) -> None:
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (held or not self.remark.hasFocus()):
            self.take()
        else:
            super().keyPressEvent(event)
