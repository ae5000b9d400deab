"""The designer's form: words, colours and picture of one cover, and what is done with it at the end."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.model import CoverState
from xhsplanner.core.words import t
from xhsplanner.covers import template as library
from xhsplanner.covers.model import Template
from xhsplanner.ui.context import Context
from xhsplanner.ui.covers_room import model
from xhsplanner.ui.covers_room.fields import Fields
from xhsplanner.ui.covers_room.model import Bound
from xhsplanner.ui.covers_room.pictures import PicturePick
from xhsplanner.ui.library.drop import DropVeil
from xhsplanner.ui.panel.pictures import dropped_assets, dropped_files
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import Swatch, TextButton, label, line
from xhsplanner.ui.widgets.parts import Flow, Notice

SPARE_MS = 250
"""How long after the first note the fields of the other templates are made, one template at a time."""
Write = Callable[[int, str, str, int | None], Change | None]
"""Writes one own word of a note's cover: (note id, variable, text, group to join)."""


class Palettes(QWidget):
    """The colour sets of the theme in rows; `picked(name)` when the user chooses one."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        flow = Flow(2)
        self.setLayout(flow)
        self.buttons = [
            Swatch(theme, name, theme.series(name).solid, t(f"catalogue.palette.{name}"))
            for name in theme.palettes()
        ]
        for button in self.buttons:
            button.clicked.connect(self._pick)
            flow.addWidget(button)

    def show_value(self, name: str) -> None:
        """Mark the chosen set."""
        for button in self.buttons:
            button.setChecked(button.value == name)

    def _pick(self) -> None:
        button = self.sender()
        if isinstance(button, Swatch):
            self.picked.emit(button.value)


class Form(QFrame):
    """Shows one note; asks for every change but typing, which it writes through `write`."""

    edited = Signal()
    """Something is typed that is not written yet."""
    valued = Signal(str, str)
    """A variable, or palette, was set to a value; "" follows the note."""
    escaped = Signal()
    """Esc was pressed in a field."""
    picture_picked = Signal(object)
    done_asked = Signal()
    export_asked = Signal()

    def __init__(self, ctx: Context, write: Write) -> None:
        super().__init__()
        self._ctx, self._write = ctx, write
        self._bound: Bound | None = None
        self._pages: dict[str, Fields] = {}
        self.page: Fields | None = None
        self._spare = QTimer(self)
        self._spare.setSingleShot(True)
        self._spare.setInterval(SPARE_MS)
        self._spare.timeout.connect(self._make_next)
        self.setProperty("look", "panel")
        self.setAcceptDrops(True)
        self._build()

    def _build(self) -> None:
        theme = self._ctx.theme
        self.title = label("", "subheading", wrap=True)
        self.meta = label("", "faint")
        self.notice = Notice(theme, "lock")
        self.pictures = PicturePick(self._ctx)
        self.no_slot = label(t("covers_room.no_slot"), "faint", wrap=True)
        self.swatches = Palettes(theme)
        self.palette_label = label("", "faint")
        self.bare = label(t("covers_room.bare"), "soft", wrap=True)
        self.fields = QWidget()
        self._fields = QVBoxLayout(self.fields)
        self._fields.setContentsMargins(0, 0, 0, 0)
        self._fields.setSpacing(6)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 14, 12, 12)
        column.setSpacing(6)
        for widget in (self.title, self.meta, self.notice, self.bare):
            column.addWidget(widget)
        self._sections(column)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to what is in it
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self.area.viewport().setAutoFillBackground(False)
        page.setAutoFillBackground(False)  # setWidget turns it on; the panel behind shall show through
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addWidget(line())
        whole.addLayout(self._footer())
        self.swatches.picked.connect(self._pick_palette)
        self.pictures.picked.connect(self.picture_picked)

    def _sections(self, column: QVBoxLayout) -> None:
        self.palette_head = self._heading(t("covers_room.palette"), self.palette_label)
        self.picture_head = self._heading(t("covers_room.picture"))
        self.words_head = self._heading(t("covers_room.words"))
        for widget in (self.palette_head, self.swatches, self.picture_head, self.pictures, self.no_slot):
            column.addWidget(widget)
        column.addWidget(self.words_head)
        column.addWidget(self.fields)

    @staticmethod
    def _heading(words: str, beside: QWidget | None = None) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(label(words, "strong"))
        row.addStretch(1)
        if beside is not None:
            row.addWidget(beside)
        return head

    def _footer(self) -> QHBoxLayout:
        theme = self._ctx.theme
        self.export = TextButton(theme, t("covers_room.export"), "download")
        self.finish = TextButton(theme, t("covers_room.finish"), "check", "primary")
        self.reopen = TextButton(theme, t("covers_room.reopen"), "undo-2")
        self.export.clicked.connect(self.export_asked)
        self.reopen.clicked.connect(self.done_asked)
        self.finish.clicked.connect(self.done_asked)
        row = QHBoxLayout()
        row.setContentsMargins(15, 12, 15, 12)
        row.setSpacing(8)
        row.addWidget(self.export)
        row.addWidget(self.finish, 1)
        row.addWidget(self.reopen, 1)
        return row

    # --- showing ----------------------------------------------------------------------------------

    def show_bound(self, bound: Bound, template: Template | None, own_step: bool = False) -> None:
        """Show a note, or what changed of it. `template` None: the first picture is the cover."""
        other = self._bound is None or self._bound.note.id != bound.note.id
        if other:
            self.write_typed()  # while the fields still belong to the note before
        self._bound = bound
        self._show_head(bound)
        if template is not (self.page.template if self.page else None):
            self._turn(template)
            other = True
        locked = bool(bound.locked)
        if self.page is not None:
            self.page.show_bound(bound, other, own_step)
        self._show_palette(bound, template, locked)
        slot = template is not None and model.has_slot(template)
        self.pictures.setVisible(slot)
        self.no_slot.setVisible(template is not None and not slot)
        self.pictures.show_pictures(bound.note.id, bound.pictures, bound.photo, locked)
        for widget in (self.palette_head, self.swatches, self.picture_head, self.words_head, self.fields):
            widget.setVisible(template is not None)
        self.bare.setVisible(template is None)
        self.bare.setText(t("covers_room.nothing_chosen" if bound.spec.empty else "covers_room.bare"))
        if not self._pages.keys() >= {one.id for one in library.templates()} and not self._spare.isActive():
            self._spare.start()
        for button in (self.finish, self.reopen, self.export):
            button.setEnabled(not bound.spec.empty and (button is self.export or not bound.locked))

    def _show_head(self, bound: Bound) -> None:
        row = bound.row
        self.title.setText(row.title)
        self.meta.setText(" · ".join(part for part in (bound.note.code, row.when, row.account) if part))
        self.notice.say(bound.locked)
        done = bound.note.cover_state is CoverState.DONE
        self.finish.setVisible(not done)
        self.reopen.setVisible(done)

    def _show_palette(self, bound: Bound, template: Template | None, locked: bool) -> None:
        fallback = template.head.palette if template else ""
        self.swatches.show_value(bound.own.get("palette") or bound.series_palette or fallback)
        self.swatches.setEnabled(not locked)
        typed = bool(bound.own.get("palette"))
        self.palette_label.setText(t("covers_room.palette_own" if typed else "covers_room.palette_series"))

    def _turn(self, template: Template | None) -> None:
        """Show the fields of a template, those shown before keep what was typed in them."""
        self.write_typed()
        if self.page is not None:
            self.page.hide()
        self.page = self._page(template) if template else None
        if self.page is not None:
            self.page.show()

    def _page(self, template: Template) -> Fields:
        if template.id not in self._pages:
            page = self._pages[template.id] = Fields(self._ctx.theme, template, self._write)
            for field in page.texts.values():
                field.visit.wait = lambda: self._ctx.writing
                field.visit.troubled.connect(self._troubled)
            page.hide()
            page.edited.connect(self.edited)
            page.valued.connect(self.valued)
            page.escaped.connect(self.escaped)
            page.overruled.connect(self._overruled)
            self._fields.addWidget(page)
        return self._pages[template.id]

    def _make_next(self) -> None:
        """Make the fields of one more template while nothing else is to do."""
        missing = [one for one in library.templates() if one.id not in self._pages]
        if missing:
            self._page(missing[0])
        if len(missing) > 1:
            self._spare.start()

    def draft(self) -> dict[str, str]:
        """The own words with all that is typed and not written yet."""
        own = dict(self._bound.own) if self._bound else {}
        own |= self.page.typed() if self.page else {}
        return {name: value for name, value in own.items() if value}

    def hint(self, given: Mapping[str, str]) -> None:
        """What the note gives while its title is being typed over."""
        if self.page is not None:
            self.page.hint(given)

    def write_typed(self) -> None:
        """Write what is typed now."""
        if self.page is not None:
            self.page.finish()

    # --- asking -----------------------------------------------------------------------------------

    def _pick_palette(self, value: str) -> None:
        follows = self._bound is not None and value == self._bound.series_palette
        self.valued.emit("palette", "" if follows else value)

    def _overruled(self, words: str, text: str) -> None:
        self._ctx.toast(t("covers_room.overruled", field=words, text=text or t("covers_room.nothing_given")))

    def _troubled(self, why: str) -> None:
        self._ctx.toast(t("panel.typing_kept", why=why), kind="error")

    # --- drops ------------------------------------------------------------------------------------

    def _takes(self, event: QDropEvent) -> bool:
        mime = event.mimeData()
        able = self._bound is not None and not self._bound.locked and self.pictures.isVisibleTo(self)
        if not able or not (dropped_assets(mime) or dropped_files(mime)):
            event.ignore()
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes(event):
            DropVeil.over(self._ctx, self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._takes(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        DropVeil.away(self)

    def dropEvent(self, event: QDropEvent) -> None:
        DropVeil.away(self)
        if not self._takes(event):
            return
        ids = dropped_assets(event.mimeData())
        if ids:
            self.picture_picked.emit(ids[0])
        else:
            self.pictures.take_files(dropped_files(event.mimeData()))
