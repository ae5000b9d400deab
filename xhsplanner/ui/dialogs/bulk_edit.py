"""Several fields of the selected notes at once: set, cleared, joined or taken away, in one step of undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.text import hashtags
from xhsplanner.core.words import t
from xhsplanner.ops import bulk_edit
from xhsplanner.ops.notes import RESULT_FIELDS
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.context import Context
from xhsplanner.ui.table.columns import COLUMNS
from xhsplanner.ui.table.values import choices, meant
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.pick_many import PickMany
from xhsplanner.ui.widgets.still_box import StillBox

FIELDS = (
    "status", "account", "day", "time", "series", "persona", "occasion", "kind", "owner", "designer", "cover",
    "hashtags", "keywords", "tags", "offers", "remark",
)  # fmt: skip
NEEDED = frozenset({"status", "account", "kind", "cover"})
"""Fields that are never empty."""
TEXTS = frozenset({"hashtags", "remark", "occasion"})
"""Fields that are empty as a text."""
KEEP, SET, CLEAR, ADD, REMOVE = "keep", "set", "clear", "add", "remove"
NAMED = 3
"""So many titles of notes that are left out are said."""
TITLE_BAR = 40
"""Pixels that the system puts over a dialog."""
LOOKED_AT, AT_ONCE = 500, 2000
"""So many notes are looked at for what a field offers, and for being published where the dialog is made."""


class FieldRow:
    """One field: what to do with it, and the value."""

    def __init__(self, dialog: "BulkEditDialog", column: str) -> None:
        self._ctx, self.column = dialog.ctx, column
        self.what = COLUMNS[column]
        self.name = t(f"list.column.{column}")
        self.action = StillBox(t("list.bulk.action", field=self.name))
        for action in self._actions():
            self.action.addItem(t(f"list.bulk.{action}"), action)
        self.action.setFixedWidth(112)
        self.value = self._editor(dialog)
        self.value.setAccessibleName(t("list.bulk.value", field=self.name))
        self.action.currentIndexChanged.connect(lambda _at: self._changed(dialog))
        self._changed(None)

    def _actions(self) -> tuple[str, ...]:
        if self.what.editor in ("many", "hashtags"):
            return (KEEP, ADD, REMOVE, SET, CLEAR)
        return (KEEP, SET) if self.column in NEEDED else (KEEP, SET, CLEAR)

    def _editor(self, dialog: "BulkEditDialog") -> QWidget:
        if self.what.editor == "choice":
            box = StillBox(self.name)
            for choice in dialog.offered(self.column):
                if choice.value not in (None, ""):
                    box.addItem(choice.icon or QIcon(), " ".join(choice.words.split()), choice.value)
            box.currentIndexChanged.connect(lambda _at: dialog.refresh())
            return box
        if self.what.editor == "many":
            offered = [(choice.value, choice.words) for choice in dialog.offered(self.column)]
            many = PickMany(self._ctx.theme, t("list.bulk.pick"), offered)
            many.changed.connect(dialog.refresh)
            return many
        line = QLineEdit()
        hints = {
            "hashtags": t("list.bulk.hashtags_hint"),
            "time": t("panel.time_hint"),
            "day": t("jump.placeholder"),
        }
        line.setPlaceholderText(hints.get(self.column, ""))
        line.textChanged.connect(lambda _text: dialog.refresh())
        return line

    @property
    def chosen(self) -> str:
        """What is to be done."""
        return str(self.action.currentData())

    def _changed(self, dialog: "BulkEditDialog | None") -> None:
        self.value.setEnabled(self.chosen not in (KEEP, CLEAR))
        if dialog is not None:
            dialog.refresh()
            if self.value.isEnabled():
                self.value.setFocus()

    def given(self) -> Any:
        """The value that was chosen or typed. Raises ValueError where it means nothing, or there is none."""
        if isinstance(self.value, QComboBox):
            if self.value.currentIndex() < 0:
                raise ValueError(self.column)
            return self.value.currentData()
        if isinstance(self.value, PickMany):
            found: Any = self.value.picked()
        else:
            assert isinstance(self.value, QLineEdit)
            found = meant(self.column, self.value.text(), self._ctx.day)
            if self.column == "hashtags":
                found = hashtags(found) or found.split()
        if found in (None, "", []):
            raise ValueError(self.column)
        return found


class BulkEditDialog(QDialog):
    """About the notes that are selected when it opens; published ones are named and left out."""

    def __init__(self, ctx: Context, parent: QWidget | None = None, _subject: object = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.ids = ctx.selection or ((ctx.note_id,) if ctx.note_id is not None else ())
        self._notes = ctx.store.notes.get_many(self.ids[:LOOKED_AT])
        self._locked: list[int] | None = None
        """Those that are published; None while that is being asked."""
        if len(self.ids) <= AT_ONCE:
            self._locked = ctx.store.listing.locked(self.ids)
        self._ink = Ink(ctx.theme, self.devicePixelRatioF())
        self.setWindowTitle(t("list.bulk.title"))
        room = (parent.window() if parent is not None else self).screen().availableSize()
        self.resize(min(600, room.width()), min(660, room.height() - TITLE_BAR))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(label(t("list.bulk.hint"), "soft", wrap=True))
        column.addWidget(self._fields(), 1)
        self.said, self.left_out = label("", "strong", wrap=True), label("", "soft", wrap=True)
        column.addWidget(self.said)
        column.addWidget(self.left_out)
        column.addLayout(self._foot())
        self.refresh()
        self.rows["status"].action.setFocus()
        if self._locked is None:
            ctx.tasks.start(partial(ctx.store.listing.locked, self.ids), self._know, ctx.say_refusal)

    def _know(self, locked: list[int]) -> None:
        self._locked = locked
        self.refresh()

    def offered(self, column: str) -> list[Any]:
        """What a field offers; the status any step, and what does not allow it refuses."""
        return choices(self.ctx.store, self._ink, column, [] if column == "status" else self._notes)

    def _fields(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        self.rows: dict[str, FieldRow] = {}
        for at, name in enumerate(FIELDS):
            row = self.rows[name] = FieldRow(self, name)
            caption = label(row.name, "soft")
            caption.setBuddy(row.action)
            grid.addWidget(caption, at, 0)
            grid.addWidget(row.action, at, 1)
            grid.addWidget(row.value, at, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.do = TextButton(self.ctx.theme, "", "check", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.write)
        cancel = TextButton(self.ctx.theme, t("list.bulk.cancel"))
        cancel.clicked.connect(self.reject)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.do)
        return row

    # --- what was chosen -----------------------------------------------------------------------------

    def wanted(self) -> dict[str, Any]:
        """The arguments of bulk_edit.edit. Raises ValueError where a value is missing or means nothing."""
        fields: dict[str, Any] = {}
        add: dict[str, list[Any]] = {}
        remove: dict[str, list[Any]] = {}
        for row in self._touched():
            name = row.what.field
            if row.chosen == CLEAR:
                fields[name] = () if row.what.editor == "many" else "" if name in TEXTS else None
            elif row.chosen == SET:
                value = row.given()
                fields[name] = " ".join(f"#{one}" for one in value) if name == "hashtags" else value
            else:
                (add if row.chosen == ADD else remove)[name] = row.given()
        return {**fields, **({"add": add} if add else {}), **({"remove": remove} if remove else {})}

    def _touched(self) -> list[FieldRow]:
        return [row for row in self.rows.values() if row.chosen != KEEP]

    def refresh(self) -> None:
        """Say what would be written, and whether it can be."""
        touched = self._touched() if len(self.rows) == len(FIELDS) else []
        results = bool(touched) and all(row.what.field in RESULT_FIELDS for row in touched)
        locked = self._locked or []
        n = len(self.ids) if results else len(self.ids) - len(locked)
        ready = bool(touched) and n > 0 and self._locked is not None and not self.ctx.store.read_only
        if ready:
            try:
                self.wanted()
            except ValueError:
                ready = False
        if not hasattr(self, "do"):
            return
        self.do.setEnabled(ready)
        self.do.setText(t("list.bulk.apply", n=n))
        self.do.setAccessibleName(t("list.bulk.apply", n=n))
        names = t("list.comma").join(row.name for row in touched)
        said = t("list.bulk.count", n=n, fields=names) if touched else t("list.bulk.none")
        self.said.setText(said if self.ids else t("list.bulk.nobody"))
        self.left_out.setVisible(bool(locked) and not results)
        if locked:
            self.left_out.setText(t("list.bulk.locked", n=len(locked), titles=self._titles(locked)))

    def _titles(self, locked: list[int]) -> str:
        first = self.ctx.store.notes.get_many(locked[:NAMED])
        titles = t("list.comma").join(note.title or note.code for note in first)
        return t("list.bulk.more", titles=titles) if len(locked) > NAMED else titles

    def write(self) -> None:
        """Write it; the dialog closes once it is done, and stays where it is refused."""
        try:
            fields = self.wanted()
        except ValueError:
            return
        done: Callable[[Change], object] = self._done
        self.ctx.run_then(done, bulk_edit.edit, list(self.ids), skip_locked=bool(self._locked), **fields)

    def _done(self, _change: Change) -> None:
        self.accept()
