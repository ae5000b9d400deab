"""The list behind 视图: saved views, mine first, what can be done with each, and saving what is shown now."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.planning import View
from xhsplanner.core.words import t
from xhsplanner.exchange.views_file import LONGEST_NAME
from xhsplanner.ops import views as ops
from xhsplanner.ui.filtering.chooser import Popup
from xhsplanner.ui.views.opening import KEYS, NUMBERED, Views
from xhsplanner.ui.widgets.controls import (
    IconButton,
    TextButton,
    icon_label,
    label,
    line,
    menu_text,
    native_key,
    plain_tip,
)

WIDTH, ROW, MOST_ROWS = 340, 36, 10
NAME, BAR = 150, 10
"""Pixels of a name, and what a scroll bar needs."""


class ViewRow(QWidget):
    """One view: its name, its key, and a menu of what can be done with it."""

    def __init__(self, popup: "ViewsPopup", view: View, number: int) -> None:
        super().__init__()
        self.view = view
        ctx, rows = popup.ctx, popup.views.window.rows
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, BAR, 0)
        row.setSpacing(4)
        room = rows.get(view.room)
        row.addWidget(icon_label(ctx.theme, room.icon if room is not None else "bookmark", "text2"))
        shown = self.fontMetrics().elidedText(view.name, Qt.TextElideMode.ElideRight, NAME)
        self.open = TextButton(ctx.theme, shown, "", "link")
        self.open.setAccessibleName(t("views.open", name=view.name))
        self.open.setToolTip(plain_tip(view.name))
        self.open.clicked.connect(partial(popup.take, view))
        row.addWidget(self.open)
        row.addStretch(1)
        if number <= NUMBERED:
            row.addWidget(label(native_key(KEYS.format(n=number)), "faint"))
        self.more = IconButton(ctx.theme, "ellipsis", t("views.more", name=view.name), "text3", 16)
        self.more.clicked.connect(partial(popup.ask, view, self.more))
        row.addWidget(self.more)
        self.setFixedHeight(ROW)


class ViewsPopup(Popup):
    """Stays open while views are arranged; opening one closes it."""

    def __init__(self, views: Views, parent: QWidget) -> None:
        super().__init__(t("views.title"), parent)
        self.views, self.ctx = views, views.ctx
        self.setFixedWidth(WIDTH)
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self._area)
        self.column.addWidget(line())
        self.column.addLayout(self._below())
        self.rows: list[ViewRow] = []
        self._renamed: View | None = None
        self._reload()
        self.ctx.changed.connect(self._on_change)

    def _below(self) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(6)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(t("views.name_hint"))
        self.name.setAccessibleName(t("views.name"))
        self.name.returnPressed.connect(self._save)
        self.name.hide()
        column.addWidget(self.name)
        self.save = TextButton(self.ctx.theme, t("views.save"), "plus", "link")
        self.save.clicked.connect(lambda: self._ask_name(None))
        self.files = IconButton(self.ctx.theme, "ellipsis-vertical", t("views.import_file"), "text2", 16)
        self.files.clicked.connect(self._ask_files)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.files)
        column.addLayout(row)
        writable = not self.ctx.store.read_only
        self.save.setEnabled(writable and self.views.now() is not None)
        return column

    def _on_change(self, change: object) -> None:
        if change.touches("view", "member"):  # type: ignore[attr-defined]
            self._reload()

    def _reload(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        found, actor = self.views.listed(), self.ctx.store.actor
        self.rows = [ViewRow(self, view, number) for number, view in enumerate(found, 1)]
        mine = [row for row in self.rows if actor is not None and row.view.owner_id == actor]
        theirs = [row for row in self.rows if row not in mine]
        for words, rows in (("views.mine", mine), ("views.others", theirs)):
            if rows and mine:
                self._lines.addWidget(label(t(words), "faint"))
            for row in rows:
                self._lines.addWidget(row)
        if not found:
            none = label(t("views.none"), "soft", wrap=True)
            none.setContentsMargins(6, 6, 6, 6)
            self._lines.addWidget(none)
        self._lines.addStretch(1)
        heads = 20 * (bool(mine) + bool(mine and theirs))
        self._area.setFixedHeight(min(MOST_ROWS, len(found)) * ROW + heads + 4 if found else 68)
        self.adjustSize()

    def open_below(self, anchor: QWidget) -> None:
        """Open under a button with the keyboard at the first view."""
        self.show_below(anchor)
        first = self.rows[0].open if self.rows else self.save
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def take(self, view: View, _on: bool = False) -> None:
        """Go to a view."""
        self.close()
        self.views.open(view)

    # One view

    def ask(self, view: View, anchor: QWidget, _on: bool = False) -> QMenu:
        """What can be done with a view."""
        menu, store = QMenu(self), self.ctx.store
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        ids = [row.view.id for row in self.rows]
        at = ids.index(view.id)
        writable = not store.read_only
        acts = [
            (
                "views.update",
                "refresh-cw",
                writable and self.views.now() is not None,
                lambda: self.views.update(view),
            ),
            ("views.rename", "pencil-line", writable, lambda: self._ask_name(view)),
            ("views.up", "arrow-up", writable and at > 0, lambda: self._swap(ids, at, at - 1)),
            ("views.down", "arrow-down", writable and at < len(ids) - 1, lambda: self._swap(ids, at, at + 1)),
            ("views.export_one", "file-output", True, lambda: self._file([view.id], view.name)),
            ("views.archive", "archive", writable, lambda: self.ctx.run(ops.archive, view.id)),
            ("views.remove", "trash-2", writable, lambda: self.ctx.run(ops.remove, view.id)),
        ]
        for words, icon, can, act in acts:
            action = menu.addAction(self.ctx.theme.icon(icon, "text2", 16), t(words))
            action.setEnabled(can)
            action.triggered.connect(partial(_without_argument, act))
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))
        return menu

    def _swap(self, ids: list[int], one: int, other: int) -> None:
        ids[one], ids[other] = ids[other], ids[one]
        self.ctx.run(ops.arrange, ids)

    def _ask_name(self, view: View | None) -> None:
        self._renamed = view
        self.name.setText(view.name if view is not None else "")
        self.name.show()
        self.adjustSize()
        self.name.setFocus()
        self.name.selectAll()

    def _save(self) -> None:
        view, name = self._renamed, self.name.text()
        done = self.views.save(name) if view is None else self.ctx.run(ops.rename, view.id, name) is not None
        if done:
            self.name.hide()
            self._reload()
            self.save.setFocus()

    # Files and the archive

    def _ask_files(self) -> QMenu:
        menu, store = QMenu(self), self.ctx.store
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        some = menu.addAction(self.ctx.theme.icon("file-output", "text2", 16), t("views.export_all"))
        some.setEnabled(bool(self.rows))
        some.triggered.connect(lambda: self._file([row.view.id for row in self.rows], ""))
        taken = menu.addAction(self.ctx.theme.icon("file-input", "text2", 16), t("views.import_file"))
        taken.setEnabled(not store.read_only)
        taken.triggered.connect(lambda: self._file(None, ""))
        away = [view for view in store.catalog.rows("view") if view.archived]
        if away and not store.read_only:
            part = menu.addMenu(t("views.archived", n=len(away)))
            for view in away:
                act = partial(self.ctx.run, ops.archive, view.id, archived=False)
                part.addAction(menu_text(view.name)).triggered.connect(partial(_without_argument, act))
        menu.popup(self.files.mapToGlobal(QPoint(0, self.files.height())))
        return menu

    def _file(self, ids: list[int] | None, name: str) -> None:
        """Ask the window for a file to write views to, or to read; this list would not survive the question."""
        self.close()
        self.views.ask_file(ids, name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif event.key() == Qt.Key.Key_Escape and self.name.isVisible():
            self.name.hide()
            self.save.setFocus()
        else:
            super().keyPressEvent(event)


def _without_argument(act: object, _on: bool = False) -> None:
    act()  # type: ignore[operator]
