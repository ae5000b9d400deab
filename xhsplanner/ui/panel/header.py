"""Head of the note panel: series and episode, the … menu, close."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QIntValidator, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.facts import mark_icon
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.widgets.controls import IconButton, menu_text
from xhsplanner.ui.widgets.parts import Chip, Line, Look


class Header(QWidget):
    """Series chip · episode, more, close."""

    closed = Signal()
    copy_code_asked = Signal()
    versions_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._locked = False
        self.menu: QMenu | None = None
        self.popup: EpisodePopup | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.series = Chip(ctx.theme, Look(""), t("panel.series"))
        self.series.clicked.connect(self.open_series)
        self.more = IconButton(ctx.theme, "ellipsis", t("panel.more"))
        self.more.clicked.connect(self.open_more)
        self.close_button = IconButton(ctx.theme, "x", t("panel.close"))
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.series, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.more)
        row.addWidget(self.close_button)

    def show_note(self, note: Note, locked: bool) -> None:
        """Show a note; `locked` keeps series and episode as they are."""
        self._note, self._locked = note, locked
        series = self._ctx.store.catalog.series_by_id(note.series_id)
        if series is None:
            self.series.show_look(Look(t("panel.no_series"), mark="layers", ghost=True))
        else:
            text = series.name
            if note.episode is not None:
                text = f"{series.name} · {t('panel.episode_n', n=note.episode)}"
            self.series.show_look(Look(text, palette=series.palette))
        self.series.setEnabled(not locked)

    def _pop(self, anchor: QWidget) -> QMenu:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.aboutToHide.connect(anchor.setFocus)
        return self.menu

    # --- series -----------------------------------------------------------------------------------

    def open_series(self) -> None:
        """The menu of all series, and the episode."""
        note = self._note
        if note is None:
            return
        menu = self._pop(self.series)
        theme = self._ctx.theme
        for series in self._ctx.store.catalog.series():
            solid = theme.series(series.palette).solid

            def dot(painter: QPainter, rect: object, solid: object = solid) -> None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(solid)
                painter.drawRoundedRect(3, 3, 10, 10, 3, 3)

            action = menu.addAction(mark_icon(dot), menu_text(" ".join(series.name.split())))
            action.setCheckable(True)
            action.setChecked(series.id == note.series_id)
            action.triggered.connect(lambda _c=False, i=series.id: self._set_series(i))
        menu.addSeparator()
        if note.series_id is not None:
            menu.addAction(t("panel.set_episode")).triggered.connect(lambda: self._ask_episode(note))
            menu.addAction(t("panel.leave_series")).triggered.connect(lambda: self._set_series(None))
        menu.addAction(t("panel.open_catalogue")).triggered.connect(lambda: self._ctx.ask("catalogue"))
        menu.popup(self.series.mapToGlobal(QPoint(0, self.series.height() + 4)))

    def _set_series(self, series_id: int | None) -> None:
        if self._note is not None and series_id != self._note.series_id:
            self._ctx.run(notes.edit, self._note.id, series_id=series_id)

    def _ask_episode(self, note: Note) -> None:
        self.popup = EpisodePopup(self, self._ctx, note.episode)
        self.popup.chosen.connect(lambda episode: self._ctx.run(notes.edit, note.id, episode=episode))
        self.popup.show_under(self.series)

    # --- more -------------------------------------------------------------------------------------

    def open_more(self) -> None:
        """Versions, duplicate, copy the code, delete."""
        note = self._note
        if note is None:
            return
        menu, theme = self._pop(self.more), self._ctx.theme
        writable = not self._ctx.store.read_only
        copies = menu.addMenu(theme.icon("copy", "text2", 16), t("panel.duplicate"))
        copies.setEnabled(writable)
        self._fill_copies(copies, note)
        code = menu.addAction(theme.icon("hash", "text2", 16), t("panel.copy_code", code=note.code))
        code.triggered.connect(self.copy_code_asked)
        versions = menu.addAction(theme.icon("history", "text2", 16), t("action.versions"))
        versions.triggered.connect(self.versions_asked)
        menu.addSeparator()
        delete = menu.addAction(theme.icon("trash-2", "danger", 16), t("panel.delete"))
        delete.setEnabled(not self._locked)
        delete.triggered.connect(lambda: self._ctx.run(notes.delete, [note.id]))
        right = self.more.mapToGlobal(QPoint(self.more.width(), self.more.height() + 4))
        menu.popup(right - QPoint(menu.sizeHint().width(), 0))

    def _fill_copies(self, menu: QMenu, note: Note) -> None:
        taken = {sibling.account_id for sibling in self._ctx.store.notes.siblings(note.id)}
        free: list[int] = []
        for account in self._ctx.store.catalog.accounts():
            if account.id == note.account_id:
                continue
            action = menu.addAction(menu_text(" ".join(account.name.split())))
            if account.id in taken:
                action.setText(t("panel.has_sibling", name=action.text()))
                action.setEnabled(False)
            else:
                free.append(account.id)
                action.triggered.connect(lambda _c=False, i=account.id: self._duplicate(note, [i]))
        if len(free) > 1:
            menu.addSeparator()
            menu.addAction(t("panel.all_others", n=len(free))).triggered.connect(
                lambda: self._duplicate(note, free)
            )
        if menu.isEmpty():
            menu.addAction(QIcon(), t("panel.no_other_account")).setEnabled(False)

    def _duplicate(self, note: Note, accounts: list[int]) -> None:
        self._ctx.run(notes.duplicate_to_accounts, note.id, accounts)


class EpisodePopup(Popup):
    """Asks for the number of the episode; empty means none."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, ctx: Context, episode: int | None) -> None:
        super().__init__(parent, ctx.theme)
        self.field = QLineEdit("" if episode is None else str(episode))
        self.field.setValidator(QIntValidator(1, 9999, self.field))
        self.field.setAccessibleName(t("panel.set_episode"))
        self.field.setFixedWidth(110)
        self.field.selectAll()
        self.field.returnPressed.connect(self._take)
        self.body.addWidget(_line(ctx, t("panel.set_episode")))
        self.body.addWidget(self.field)
        self.setFocusProxy(self.field)

    def _take(self) -> None:
        text = self.field.text()
        self.close()
        self.chosen.emit(int(text) if text else None)


def _line(ctx: Context, text: str) -> Line:
    line = Line(ctx.theme, "text2", 12)
    line.setText(text)
    return line
