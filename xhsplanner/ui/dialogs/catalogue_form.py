"""The right half of the catalogue: the fields of one account, series, member, persona or target."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Role
from xhsplanner.core.words import t
from xhsplanner.ops.catalog import COLORS
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import Swatches, label

LONGEST = 60
INSET = (8, 0, 0, 0)
"""Text of a number field stands where that of a line does; the style sheet cannot reach it."""


class PerWeek(QDoubleSpinBox):
    """Notes a week, written as everywhere else: 2, but 0.5."""

    def textFromValue(self, value: float) -> str:
        return super().textFromValue(value).removesuffix(self.locale().decimalPoint() + "0")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the model and how it is edited."""

    name: str
    kind: str


FIELDS: dict[str, tuple[Field, ...]] = {
    "account": (
        Field("name", "line"),
        Field("initial", "letter"),
        Field("color", "color"),
        Field("followers", "count"),
        Field("bank", "line"),
        Field("remark", "text"),
    ),
    "series": (
        Field("name", "line"),
        Field("palette", "palette"),
        Field("cadence_days", "days"),
        Field("template", "template"),
        Field("hashtags", "line"),
        Field("brief", "text"),
    ),
    "member": (Field("name", "line"), Field("role", "role"), Field("color", "color")),
    "persona": (
        Field("name", "line"),
        Field("account_id", "account_or_none"),
        Field("phrases", "text"),
        Field("forbidden", "text"),
    ),
    "target": (
        Field("account_id", "account"),
        Field("series_id", "series"),
        Field("weekday", "weekday"),
        Field("per_week", "per_week"),
        Field("since", "date"),
        Field("until", "date"),
    ),
}
"""The fields of each noun in the order of the form."""


class LongText(QPlainTextEdit):
    """Some lines of text; `edited` when the focus leaves it."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(72)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.edited.emit()


class Form(QWidget):
    """Edits one row; `edited(field, value)` when a field was left with another value."""

    edited = Signal(str, object)
    refused = Signal(str)

    def __init__(self, ctx: Context, noun: str) -> None:
        super().__init__()
        self._ctx, self.noun = ctx, noun
        self._row: Any = None
        self._readers: dict[str, Callable[[], Any]] = {}
        self._writers: dict[str, Callable[[Any], None]] = {}
        self.editors: dict[str, QWidget] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(12)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in FIELDS[noun]:
            words = t(f"catalogue.{noun}.{field.name}")
            editor = getattr(self, f"_make_{field.kind}")(field.name)
            editor.setAccessibleName(words)
            self.editors[field.name] = editor
            layout.addRow(self._caption(words, editor), editor)

    @staticmethod
    def _caption(words: str, editor: QWidget) -> QLabel:
        caption = label(words, "soft")
        caption.setMinimumWidth(72)
        caption.setBuddy(editor)
        return caption

    def show_row(self, row: Any) -> None:
        """Fill the fields from a model value, or empty and lock them for None.

        A field of the same row in which the user is typing keeps what is typed.
        """
        same = row is not None and self._row is not None and row.id == self._row.id
        self._row = row
        self.setEnabled(row is not None)
        for name, write in self._writers.items():
            editor = self.editors[name]
            if same and editor.hasFocus() and (_typed(editor) or self._shows(name, row)):
                continue
            editor.blockSignals(True)
            write(getattr(row, name) if row is not None else None)
            editor.blockSignals(False)

    def _shows(self, name: str, row: Any) -> bool:
        """Whether a field already shows what `row` holds; filling it again would lose cursor and selection."""
        read = self._readers.get(name)
        try:
            return read is not None and bool(read() == getattr(row, name))
        except Refused:
            return False

    def focus_first(self) -> None:
        """Put the cursor into the first field, all marked."""
        editor = self.editors[FIELDS[self.noun][0].name]
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def _leave(self, name: str) -> None:
        if self._row is None:
            return
        _typed(self.editors[name], forget=True)
        try:
            value = self._readers[name]()
        except Refused as refusal:
            self.refused.emit(str(refusal))
            self._writers[name](getattr(self._row, name))
            return
        if value != getattr(self._row, name):
            self.edited.emit(name, value)

    # --- one maker per kind of field --------------------------------------------------------------

    def _make_line(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setMaxLength(LONGEST if name == "name" else 400)
        self._readers[name] = lambda: editor.text().strip()
        self._writers[name] = lambda value: editor.setText(value or "")
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_letter(self, name: str) -> QLineEdit:
        editor = self._make_line(name)
        editor.setMaxLength(2)
        editor.setMaximumWidth(72)
        return editor

    def _make_text(self, name: str) -> LongText:
        editor = LongText()
        self._readers[name] = editor.toPlainText
        self._writers[name] = lambda value: editor.setPlainText(value or "")
        editor.edited.connect(lambda: self._leave(name))
        return editor

    def _make_color(self, name: str) -> Swatches:
        choices = [(color, QColor(color), color) for color in COLORS]
        return self._make_swatches(name, choices, t("catalogue.other_color"))

    def _make_palette(self, name: str) -> Swatches:
        theme = self._ctx.theme
        choices = [(p, theme.series(p).solid, t(f"catalogue.palette.{p}")) for p in theme.palettes()]
        return self._make_swatches(name, choices)

    def _make_swatches(self, name: str, choices: list[tuple[str, QColor, str]], other: str = "") -> Swatches:
        editor = Swatches(self._ctx.theme, choices, other)
        self._writers[name] = lambda value: editor.show_value(value or "")
        editor.picked.connect(lambda value: self.edited.emit(name, value))
        return editor

    def _make_count(self, name: str) -> QSpinBox:
        return self._spin(name, 1_000_000_000, t("catalogue.unknown"))

    def _make_days(self, name: str) -> QSpinBox:
        editor = self._spin(name, 366, t("catalogue.no_cadence"))
        editor.setSuffix(t("catalogue.days"))
        return editor

    def _spin(self, name: str, highest: int, nothing: str) -> QSpinBox:
        editor = QSpinBox()
        editor.setRange(0, highest)
        editor.setGroupSeparatorShown(True)
        editor.lineEdit().setTextMargins(*INSET)
        editor.setSpecialValueText(nothing)
        editor.setFixedWidth(180)
        self._readers[name] = lambda: editor.value() or None
        self._writers[name] = lambda value: editor.setValue(value or 0)
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_per_week(self, name: str) -> PerWeek:
        editor = PerWeek()
        editor.setRange(0, 99)
        editor.setDecimals(1)
        editor.lineEdit().setTextMargins(*INSET)
        editor.setFixedWidth(180)
        editor.setSuffix(t("catalogue.per_week_unit"))
        self._readers[name] = editor.value
        self._writers[name] = lambda value: editor.setValue(value or 0)
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_date(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setFixedWidth(180)
        editor.setPlaceholderText(t("catalogue.open_end"))

        def read() -> date | None:
            return parse_day(editor.text()) if editor.text().strip() else None

        self._readers[name] = read
        self._writers[name] = lambda value: editor.setText(value.isoformat() if value else "")
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_role(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"role.{role}"), role) for role in Role])

    def _make_weekday(self, name: str) -> QComboBox:
        days = [(t(f"catalogue.weekday.{n}"), n) for n in range(7)]
        return self._choice(name, lambda: [(t("catalogue.any_day"), None), *days])

    def _make_account(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(a.name, a.id) for a in self._ctx.store.catalog.accounts(True)])

    def _make_account_or_none(self, name: str) -> QComboBox:
        accounts = self._ctx.store.catalog.accounts
        return self._choice(
            name, lambda: [(t("catalogue.any_account"), None), *((a.name, a.id) for a in accounts(True))]
        )

    def _make_series(self, name: str) -> QComboBox:
        series = self._ctx.store.catalog.series
        return self._choice(
            name, lambda: [(t("catalogue.any_series"), None), *((s.name, s.id) for s in series(True))]
        )

    def _make_template(self, name: str) -> QComboBox:
        from xhsplanner.covers.template import templates  # only where a form of series is opened

        found = [(template.name, template.id) for template in templates()]
        return self._choice(name, lambda: [(t("catalogue.no_template"), ""), *found])

    def _choice(self, name: str, rows: Callable[[], list[tuple[str, Any]]]) -> QComboBox:
        editor = QComboBox()
        editor.setFixedWidth(280)

        def write(value: Any) -> None:
            editor.clear()
            for words, data in rows():
                editor.addItem(words, data)
            editor.setCurrentIndex(max(0, next((i for i, row in enumerate(rows()) if row[1] == value), 0)))

        self._readers[name] = lambda: rows()[editor.currentIndex()][1]
        self._writers[name] = write
        editor.activated.connect(lambda _index: self._leave(name))
        return editor


def _typed(editor: QWidget, forget: bool = False) -> bool:
    """Whether the user changed the text of a field since it was filled; `forget` takes it as filled now."""
    line = editor.lineEdit() if isinstance(editor, QAbstractSpinBox) else editor
    if isinstance(line, QLineEdit):
        typed = line.isModified()
        line.setModified(typed and not forget)
        return typed
    if isinstance(editor, QPlainTextEdit):
        typed = editor.document().isModified()
        editor.document().setModified(typed and not forget)
        return typed
    return False
