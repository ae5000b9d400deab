"""The catalogue: accounts, series, members, personas and targets. Every change is one op, undone as usual."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.change import Change
from xhsplanner.core.model import Account, Member, Persona, Series, Target
from xhsplanner.core.words import t
from xhsplanner.ops import catalog
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.catalogue_form import Form
from xhsplanner.ui.widgets.controls import IconButton, TextButton, draw_avatar, label
from xhsplanner.ui.widgets.toast import ToastHost

NOUNS = ("account", "series", "member", "persona", "target")
ROW = 44


class Rows(QListWidget):
    """The rows of one noun; dragging one says the new order with `ordered`."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setItemDelegate(_RowPainter(ctx, self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def ids(self) -> list[int]:
        """The row ids from top to bottom."""
        return [self.item(row).data(Qt.ItemDataRole.UserRole).id for row in range(self.count())]


class _RowPainter(QStyledItemDelegate):
    def __init__(self, ctx: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._ctx = ctx

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        theme = self._ctx.theme
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self.parent()
        if isinstance(rows, QListWidget) and rows.currentRow() == index.row():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        if getattr(row, "archived", False):
            painter.setOpacity(0.5)
        mark = QRectF(box.x() + 8, box.center().y() - 12, 24, 24)
        self._mark(painter, mark, row)
        words = box.adjusted(42, 0, -8, 0)
        for text, font, color, place in (
            (title_of(self._ctx, row), theme.font(13, bold=True), "text", words.adjusted(0, 3, 0, -ROW / 2 + 2)),
            (detail_of(self._ctx, row), theme.font(11), "text2", words.adjusted(0, ROW / 2 - 3, 0, -4)),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(color))
            short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), short)
        painter.restore()

    def _mark(self, painter: QPainter, box: QRectF, row: Any) -> None:
        theme, catalog_ = self._ctx.theme, self._ctx.store.catalog
        if isinstance(row, Series):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.series(row.palette).solid)
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 5, 5)
            return
        if isinstance(row, Target):
            row = catalog_.account(row.account_id)
        if isinstance(row, Account):
            draw_avatar(painter, theme, box, row.initial, row.color)
        elif isinstance(row, Member):
            draw_avatar(painter, theme, box, row.name, row.color)
        elif isinstance(row, Persona):
            owner = catalog_.account(row.account_id)
            draw_avatar(painter, theme, box, row.name, owner.color if owner else "")


def title_of(ctx: Context, row: Any) -> str:
    """The first line of a row."""
    if not isinstance(row, Target):
        return " ".join(str(row.name).split())
    account = ctx.store.catalog.account(row.account_id)
    series = ctx.store.catalog.series_by_id(row.series_id)
    return f"{account.name if account else ''} · {series.name if series else t('catalogue.any_series')}"


def detail_of(ctx: Context, row: Any) -> str:
    """The second line of a row."""
    if isinstance(row, Target):
        text = t("catalogue.target_detail", n=f"{row.per_week:g}")
        return f"{text} · {t(f'catalogue.weekday.{row.weekday}')}" if row.weekday is not None else text
    if row.archived:
        return t("catalogue.archived")
    if isinstance(row, Account):
        return t("catalogue.followers", n=f"{row.followers:,}") if row.followers else row.bank
    if isinstance(row, Series):
        return t("catalogue.every", n=row.cadence_days) if row.cadence_days else t("catalogue.no_cadence")
    if isinstance(row, Member):
        return t(f"role.{row.role}")
    account = ctx.store.catalog.account(row.account_id)
    return account.name if account else t("catalogue.any_account")


class CatalogueDialog(QDialog):
    """One page per noun: the list at the left, the fields of the chosen row at the right."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.noun = NOUNS[0]
        self._filling = False
        self.setWindowTitle(t("catalogue.title"))
        self.resize(860, 600)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.setSpacing(12)
        outer.addLayout(self._tabs())
        self.hint = label("", "soft", wrap=True)
        outer.addWidget(self.hint)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(self._list(), 2)
        self.frame = QFrame()
        self.frame.setProperty("look", "panel")
        self._form_place = QVBoxLayout(self.frame)
        self._form_place.setContentsMargins(20, 20, 20, 20)
        self._form_place.addStretch(1)
        body.addWidget(self.frame, 3)
        outer.addLayout(body, 1)
        self.form: Form | None = None
        self.toasts = ToastHost(ctx, self, bottom=16)
        for keys, step in ((QKeySequence("Ctrl+Z"), ctx.undo), (QKeySequence("Ctrl+Shift+Z"), ctx.redo)):
            QShortcut(keys, self).activated.connect(step)
        ctx.changed.connect(self._on_change)
        self.show_tab(self.noun)
        self.rows.setFocus()

    # --- building ---------------------------------------------------------------------------------

    def _tabs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.tabs = QButtonGroup(self)
        for noun in NOUNS:
            tab = TextButton(self.ctx.theme, t(f"catalogue.tab.{noun}"), look="chip")
            tab.setCheckable(True)
            tab.setProperty("noun", noun)
            tab.clicked.connect(partial(self.show_tab, noun))
            self.tabs.addButton(tab)
            row.addWidget(tab)
        row.addStretch(1)
        self.archived = QCheckBox(t("catalogue.show_archived"))
        self.archived.toggled.connect(lambda _on: self.reload())
        row.addWidget(self.archived)
        return row

    def _list(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self.rows = Rows(self.ctx)
        self.rows.currentItemChanged.connect(lambda _new, _old: self._show_row())
        self.rows.model().rowsMoved.connect(lambda *_args: self._arrange())
        column.addWidget(self.rows, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self.add = TextButton(self.ctx.theme, t("catalogue.add"), "plus", "primary")
        self.add.clicked.connect(self._add)
        self.up = IconButton(self.ctx.theme, "arrow-up", t("catalogue.up"), look="")
        self.down = IconButton(self.ctx.theme, "arrow-down", t("catalogue.down"), look="")
        self.up.clicked.connect(partial(self._shift, -1))
        self.down.clicked.connect(partial(self._shift, 1))
        self.archive = TextButton(self.ctx.theme, t("catalogue.archive"), "archive")
        self.archive.clicked.connect(self._archive)
        for button in (self.add, self.up, self.down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.archive)
        column.addLayout(buttons)
        return column

    # --- showing ----------------------------------------------------------------------------------

    def show_tab(self, noun: str, _checked: bool = False) -> None:
        """Go to a noun: account, series, member, persona or target."""
        self.noun = noun
        for tab in self.tabs.buttons():
            tab.setChecked(tab.property("noun") == noun)
        if self.form is not None:
            self.form.deleteLater()
        self.form = Form(self.ctx, noun)
        self.form.edited.connect(self._edit)
        self.form.refused.connect(lambda text: self.ctx.toast(text, kind="error"))
        self._form_place.insertWidget(0, self.form)
        self.hint.setText(t(f"catalogue.hint.{noun}"))
        self.archived.setVisible(noun != "target")
        self.up.setVisible(noun != "target")
        self.down.setVisible(noun != "target")
        self.rows.setAccessibleName(t(f"catalogue.tab.{noun}"))
        self.rows.setDragEnabled(noun != "target")
        self.reload()
        self.rows.setCurrentRow(0)

    def _all(self) -> list[Any]:
        read = self.ctx.store.catalog
        shown = self.archived.isChecked()
        if self.noun == "target":
            return list(read.targets())
        lists: dict[str, Callable[[bool], Sequence[Any]]] = {
            "account": read.accounts,
            "series": read.series,
            "member": read.members,
            "persona": read.personas,
        }
        return list(lists[self.noun](shown))

    def reload(self, choose: int | None = None) -> None:
        """Read the rows again and keep the chosen one, or choose the one with this id."""
        wanted = choose if choose is not None else self.chosen_id()
        self._filling = True
        self.rows.clear()
        for row in self._all():
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, row)
            words = f"{title_of(self.ctx, row)} {detail_of(self.ctx, row)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            self.rows.addItem(item)
            if row.id == wanted:
                self.rows.setCurrentItem(item)
        self._filling = False
        if self.rows.currentItem() is None:
            self.rows.setCurrentRow(0)
        self._show_row()

    def chosen(self) -> Any:
        """The chosen row as a model value, or None."""
        item = self.rows.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item is not None else None

    def chosen_id(self) -> int | None:
        """The id of the chosen row, or None."""
        row = self.chosen()
        return row.id if row is not None else None

    def _show_row(self) -> None:
        if self._filling or self.form is None:
            return
        row = self.chosen()
        self.form.show_row(row)
        back = bool(row is not None and getattr(row, "archived", False))
        key = "remove" if self.noun == "target" else "unarchive" if back else "archive"
        self.archive.setText(t(f"catalogue.{key}"))
        self.archive.setAccessibleName(t(f"catalogue.{key}"))
        self.archive.set_icon("trash-2" if self.noun == "target" else "archive-restore" if back else "archive")
        self.archive.setEnabled(row is not None)
        self.up.setEnabled(self.rows.currentRow() > 0)
        self.down.setEnabled(0 <= self.rows.currentRow() < self.rows.count() - 1)

    # --- acting -----------------------------------------------------------------------------------

    def _edit(self, name: str, value: Any) -> None:
        row = self.chosen_id()
        if row is not None:
            self.ctx.quietly(catalog.edit, self.noun, row, **{name: value})
            self.reload()

    def _add(self) -> None:
        if self.noun == "target":
            change = self._add_target()
        else:
            add = getattr(catalog, f"add_{self.noun}")
            change = self.ctx.run(add, name=self._free_name())
        if change is not None and self.form is not None:
            self.reload(choose=change.created[self.noun][0])
            self.form.focus_first()

    def _add_target(self) -> Change | None:
        accounts = self.ctx.store.catalog.accounts()
        if not accounts:
            self.ctx.toast(t("catalogue.account_first"), kind="error")
            return None
        return self.ctx.run(catalog.add_target, accounts[0].id, None, per_week=1)

    def _free_name(self) -> str:
        taken = {row.name for row in self._all()}
        stem = t(f"catalogue.new.{self.noun}")
        names = (stem, *(f"{stem} {n}" for n in range(2, 1000)))
        return next(name for name in names if name not in taken)

    def _archive(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if self.noun == "target":
            self.ctx.run(catalog.remove_targets, [row.id])
        else:
            self.ctx.run(catalog.archive, self.noun, [row.id], not row.archived)

    def _shift(self, by: int, _checked: bool = False) -> None:
        ids, at = self.rows.ids(), self.rows.currentRow()
        if 0 <= at + by < len(ids):
            ids[at], ids[at + by] = ids[at + by], ids[at]
            self.ctx.run(catalog.arrange, self.noun, ids)

    def _arrange(self) -> None:
        if not self._filling:
            self.ctx.run(catalog.arrange, self.noun, self.rows.ids())

    def _on_change(self, change: Change) -> None:
        if change.touches(*NOUNS):
            self.reload()
