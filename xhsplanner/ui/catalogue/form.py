"""The fields of one row of a noun, as nouns.NOUNS lists them.

Names, numbers, days and choices are written when their field is left, as one op each; long texts while they are
typed, a visit of a field being one step of undo (panel/visit).
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import TAG_GROUPS, Form, Kind, Role
from xhsplanner.core.words import t
from xhsplanner.ops import catalog
from xhsplanner.ops.catalog import COLORS, MOST_A_DAY, MOST_APART, product_code, product_name
from xhsplanner.ui.catalogue.editors import BriefEditor, Counted, LongText, Names, PlainLine
from xhsplanner.ui.catalogue.nouns import NOUNS, product_classes
from xhsplanner.ui.catalogue.own_day import OwnDayFields
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.held import typed
from xhsplanner.ui.panel.visit import Visit
from xhsplanner.ui.widgets.controls import Swatches, TextButton, label

LONGEST = 60
INSET = (8, 0, 0, 0)
"""Text of a number field stands where that of a line does; the style sheet cannot reach it."""


class RowForm(OwnDayFields, QWidget):
    """Edits one row of a noun where it stands; `renumber_asked` from the series' button."""

    renumber_asked = Signal()

    def __init__(self, ctx: Context, noun: str) -> None:
        super().__init__()
        self._ctx, self.noun = ctx, noun
        self._row: Any = None
        self._readers: dict[str, Callable[[], Any]] = {}
        self._writers: dict[str, Callable[[Any], None]] = {}
        self._visits: dict[str, Visit] = {}
        self.editors: dict[str, QWidget] = {}
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(12)
        layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in NOUNS[noun].fields:
            words = t(f"catalogue.{noun}.{field.name}")
            editor = getattr(self, f"_make_{field.kind}")(field.name)
            editor.setAccessibleName(words)
            self.editors[field.name] = editor
            layout.addRow(self._caption(words, editor), self._placed(field.name, editor))
        ctx.closing.connect(self.flush)

    @staticmethod
    def _caption(words: str, editor: QWidget) -> QLabel:
        caption = label(words, "soft")
        caption.setMinimumWidth(72)
        caption.setFixedHeight(34)  # stands on the line of the field's first line
        caption.setBuddy(editor)
        return caption

    def _placed(self, name: str, editor: QWidget) -> QWidget:
        """An editor as it stands in the form: the numbering of a series has its button beside it."""
        if name != "numbered":
            return editor
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.renumber = TextButton(self._ctx.theme, t("catalogue.renumber"), "repeat")
        self.renumber.clicked.connect(self.renumber_asked)
        row.addWidget(editor)
        row.addWidget(self.renumber)
        row.addStretch(1)
        return place

    # --- what is shown ------------------------------------------------------------------------------

    def show_row(self, row: Any, own_step: bool = False) -> None:
        """Fill the fields from a model value. A field of the same row in which the user is typing keeps its text.

        `own_step`: because this user undid or redid something.
        """
        same = self._row is not None and row.id == self._row.id
        self._row = row
        for name, visit in self._visits.items():
            if same:
                visit.refresh(getattr(row, name), own_step)
            else:
                visit.show(row.id, getattr(row, name))
        for name, write in self._writers.items():
            editor = self.editors[name]
            if same and editor.hasFocus() and (_typed(editor) or self._shows(name, row)):
                continue
            editor.blockSignals(True)
            write(getattr(row, name, None))
            editor.blockSignals(False)
        if self.noun == "series":
            self.renumber.setVisible(row.numbered)

    def _shows(self, name: str, row: Any) -> bool:
        """Whether a field already shows what `row` holds; filling it again would lose cursor and selection."""
        read = self._readers.get(name)
        try:
            return read is not None and bool(read() == getattr(row, name))
        except Refused:
            return False

    def focus_first(self) -> None:
        """Put the cursor into the first field, all marked."""
        editor = self.editors[NOUNS[self.noun].fields[0].name]
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def flush(self) -> None:
        """Write what is typed and not written yet."""
        for visit in self._visits.values():
            visit.finish()
        for name, read in list(self._readers.items()):
            if self.editors[name].hasFocus() and _typed(self.editors[name]) and read is not None:
                self._leave(name)

    # --- writing ------------------------------------------------------------------------------------

    def _leave(self, name: str) -> None:
        if self._row is None:
            return
        _typed(self.editors[name], forget=True)
        try:
            value = self._readers[name]()
        except Refused as refusal:
            self._ctx.toast(str(refusal), kind="error")
            self._writers[name](getattr(self._row, name))
            return
        if value != getattr(self._row, name):
            self._write(name, value)

    def _write(self, name: str, value: Any) -> None:
        """Write one field; what was refused is put back."""
        change = self._ctx.quietly(catalog.edit, self.noun, self._row.id, **{name: value})
        fresh = self._ctx.store.catalog.row(self.noun, self._row.id)
        if change is None and fresh is not None and name in self._writers:
            self._writers[name](getattr(fresh, name))
        elif fresh is not None:
            self._row = fresh

    def _visited(self, row_id: int, name: str, text: str, group: int | None) -> Change | None:
        return typed(self._ctx, catalog.edit, self.noun, row_id, visit=group, **{name: text})

    def _visit(self, name: str, editor: Any) -> None:
        visit = self._visits[name] = Visit(name, editor, self._visited, self)
        visit.wait = lambda: self._ctx.writing
        visit.troubled.connect(lambda why: self._ctx.toast(t("panel.typing_kept", why=why), kind="error"))

    # --- one maker per kind of field ------------------------------------------------------------------

    def _make_line(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setMaxLength(LONGEST)
        self._readers[name] = lambda: editor.text().strip()
        self._writers[name] = lambda value: editor.setText(value or "")
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_letter(self, name: str) -> QLineEdit:
        editor = self._make_line(name)
        editor.setMaxLength(2)
        editor.setMaximumWidth(72)
        return editor

    def _make_plain(self, name: str) -> PlainLine:
        editor = PlainLine()
        self._visit(name, editor)
        return editor

    def _make_text(self, name: str) -> LongText:
        editor = LongText()
        self._visit(name, editor)
        return editor

    def _make_holes(self, name: str) -> LongText:
        editor = LongText(5, 16)
        self._visit(name, editor)
        return editor

    def _make_media(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"kind.{kind.name.lower()}"), kind) for kind in Kind])

    def _make_counted(self, name: str) -> Counted:
        editor = Counted()
        self._visit(name, editor)
        return editor

    def _make_brief(self, name: str) -> BriefEditor:
        editor = BriefEditor()
        self._visit(name, editor)
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
        editor.picked.connect(lambda value: self._write(name, value))
        return editor

    def _make_count(self, name: str) -> QSpinBox:
        editor = self._spin(name, 1_000_000_000, t("catalogue.unknown"))
        editor.setMinimum(-1)
        self._readers[name] = lambda: None if editor.value() < 0 else editor.value()
        self._writers[name] = lambda value: editor.setValue(-1 if value is None else value)
        return editor

    def _make_apart(self, name: str) -> QSpinBox:
        editor = self._make_count(name)
        editor.setMaximum(MOST_APART)
        editor.setSpecialValueText(t("catalogue.usual_spacing", n=self._ctx.store.settings.get("note_spacing")))
        editor.setSuffix(t("catalogue.minutes"))
        return editor

    def _make_most(self, name: str) -> QSpinBox:
        editor = self._spin(name, MOST_A_DAY, t("catalogue.any_number"))
        editor.setSuffix(t("catalogue.a_day"))
        return editor

    def _make_days(self, name: str) -> QSpinBox:
        editor = self._spin(name, 366, t("catalogue.no_cadence"))
        editor.setSuffix(t("catalogue.days"))
        return editor

    def _make_share(self, name: str) -> QSpinBox:
        editor = self._spin(name, 100, t("catalogue.no_share"))
        editor.setSuffix(" %")
        self._readers[name] = lambda: editor.value() / 100 if editor.value() else None
        self._writers[name] = lambda value: editor.setValue(round((value or 0) * 100))
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

    def _make_date(self, name: str) -> QLineEdit:
        editor = QLineEdit()
        editor.setFixedWidth(180)
        editor.setPlaceholderText(t("catalogue.open_end"))
        self._readers[name] = partial(day_of, editor)
        self._writers[name] = lambda value: editor.setText(value.isoformat() if value else "")
        editor.editingFinished.connect(lambda: self._leave(name))
        return editor

    def _make_numbered(self, name: str) -> QCheckBox:
        editor = QCheckBox(t("catalogue.numbers_itself"))
        editor.setMinimumHeight(34)
        self._writers[name] = lambda value: editor.setChecked(bool(value))
        editor.clicked.connect(lambda on: self._write(name, on))
        return editor

    def _make_role(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"role.{role}"), role) for role in Role])

    def _make_form(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"catalog.form_{form}"), form) for form in Form])

    def _make_group(self, name: str) -> QComboBox:
        return self._choice(name, lambda: [(t(f"catalogue.group.{group}"), group) for group in TAG_GROUPS])

    def _make_parent(self, name: str) -> QComboBox:
        def rows() -> list[tuple[str, Any]]:
            own = self._row.id if self._row is not None else 0
            tags = [tag for tag in self._ctx.store.catalog.tags() if tag.id != own]
            return [(t("catalogue.no_parent"), None), *((tag.name, tag.id) for tag in tags)]

        return self._choice(name, rows)

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

    def _make_product_class(self, name: str) -> QComboBox:
        """One of the classes in use, or a new one typed."""
        editor = QComboBox()
        editor.setEditable(True)
        editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        editor.setFixedWidth(280)

        def write(value: Any) -> None:
            editor.clear()
            for known in product_classes(self._ctx.store):
                editor.addItem(product_name(known), known)
            editor.setCurrentText(product_name(value or ""))

        self._readers[name] = lambda: product_code(" ".join(editor.currentText().split()))
        self._writers[name] = write
        line = editor.lineEdit()
        assert line is not None
        line.setMaxLength(LONGEST)
        line.editingFinished.connect(lambda: self._leave(name))
        editor.activated.connect(lambda _index: self._leave(name))
        return editor

    def _make_collections(self, _name: str) -> Names:
        """What the series are called on this account, or this series on the accounts."""
        editor = Names()
        self._writers["collections"] = lambda _value: editor.show_names(self._names())
        editor.named.connect(self._name_collection)
        return editor

    def _names(self) -> list[tuple[int, str, str, str]]:
        store = self._ctx.store.catalog
        known = {(c.account_id, c.series_id): c.name for c in store.collections()}
        if self.noun == "account":
            return [
                (s.id, s.name, known.get((self._row.id, s.id), ""), s.collection or s.name) for s in store.series()
            ]
        without = self._row.collection or self._row.name
        return [(a.id, a.name, known.get((a.id, self._row.id), ""), without) for a in store.accounts()]

    def _name_collection(self, other: int, name: str) -> None:
        pair = (self._row.id, other) if self.noun == "account" else (other, self._row.id)
        self._ctx.quietly(catalog.set_collection, *pair, name)


def day_of(editor: QLineEdit) -> date | None:
    """The day typed into a line, None for an empty one. Raises Refused."""
    return parse_day(editor.text()) if editor.text().strip() else None


def _typed(editor: QWidget, forget: bool = False) -> bool:
    """Whether the user changed the text of a field since it was filled; `forget` takes it as filled now."""
    line = editor.lineEdit() if isinstance(editor, QAbstractSpinBox | QComboBox) else editor
    if not isinstance(line, QLineEdit):
        return False
    typed = line.isModified()
    line.setModified(typed and not forget)
    return typed
