"""The room 封面: a designer walks through the week's notes, chooses a template, adjusts it, hands it over."""

from datetime import date, timedelta
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState
from xhsplanner.core.words import t
from xhsplanner.covers import template as library
from xhsplanner.covers.model import Template
from xhsplanner.ops import covers as cover_ops
from xhsplanner.ops import notes as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.covers_room import model
from xhsplanner.ui.covers_room.deliver import Delivery
from xhsplanner.ui.covers_room.form import Form
from xhsplanner.ui.covers_room.gallery import Gallery, Kind
from xhsplanner.ui.covers_room.model import Bound, Row
from xhsplanner.ui.covers_room.notelist import THUMB, NoteList
from xhsplanner.ui.covers_room.press import Order, Press, Print
from xhsplanner.ui.covers_room.stage import Stage
from xhsplanner.ui.panel.held import typed
from xhsplanner.ui.rooms import Room
from xhsplanner.ui.widgets.controls import TextButton, icon_label, label

TABLES = ("note", "note_text", "note_asset", "cover", "account", "series", "asset", "disclaimer")
TYPING_MS = 120
SLIM = 1000
"""Below this width of the room, list and form give way to the cover."""


class Empty(QFrame):
    """What stands here while the week has no notes: one sentence and one button."""

    def __init__(self, room: "CoversRoom") -> None:
        super().__init__()
        self._room = room
        self.setProperty("look", "panel")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        self.title, self.text = label("", "heading"), label("", "soft", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setFixedWidth(380)
        self.button = TextButton(room.ctx.theme, t("covers_room.empty_button"), "plus", "primary")
        self.button.clicked.connect(lambda: room.new_note())
        mark = icon_label(room.ctx.theme, "layout-template", "text3", 44)
        column.addStretch(2)
        for widget in (mark, self.title, self.text, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self) -> None:
        """The words for a workspace with accounts, or without."""
        kind = "empty" if self._room.ctx.store.catalog.accounts() else "bare_workspace"
        self.title.setText(t(f"covers_room.{kind}_title"))
        self.text.setText(t(f"covers_room.{kind}_text"))
        self.button.setText(t(f"covers_room.{kind}_button"))
        self.text.setFixedHeight(self.text.heightForWidth(self.text.width()))


class CoversRoom(Room):
    """List of notes left, gallery and cover in the middle, form right."""

    room_id: ClassVar[str] = "covers"
    uses_panel: ClassVar[bool] = False

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.rows: list[Row] = []
        self.bound: Bound | None = None
        self._stale = True
        self._at: tuple[date, int | None] | None = None
        self._template: Template | None = None
        self._nothing = Print(QPixmap(), error=t("covers_room.nothing_chosen"))
        self.press = Press(ctx, self)
        self.delivery = Delivery(ctx, self)
        self._build()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._connect()

    def _build(self) -> None:
        theme = self.ctx.theme
        self.list = NoteList(theme, lambda row: self._thumb(row))
        self.gallery = Gallery(theme)
        self.stage = Stage(theme)
        self.form = Form(self.ctx, self._write)
        self.empty = Empty(self)
        self._left, left = panel(8, 8)
        left.addWidget(self.list)
        middle, centre = panel(16, 14)
        centre.setSpacing(10)
        centre.addWidget(self.gallery)
        centre.addWidget(self.stage, 1)
        self.work = QWidget()
        row = QHBoxLayout(self.work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._left)
        row.addWidget(middle, 1)
        row.addWidget(self.form)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.work)
        self._stack.addWidget(self.empty)

    def _connect(self) -> None:
        ctx = self.ctx
        self.list.walked.connect(ctx.select)
        self.list.verticalScrollBar().valueChanged.connect(lambda _at: self._order())
        self.gallery.picked.connect(self._pick_template)
        self.gallery.resized.connect(self._order)
        self.stage.cover.resized.connect(self._typing.start)
        self._typing.timeout.connect(self._order)
        self.form.edited.connect(self._typed)
        self.form.escaped.connect(self.list.setFocus)
        self.form.valued.connect(self._set_value)
        self.form.picture_picked.connect(self._pick_picture)
        self.form.done_asked.connect(self._toggle_done)
        self.form.export_asked.connect(self._export)
        self.press.printed.connect(self._printed)
        self.delivery.busy_changed.connect(self._busy)
        ctx.changed.connect(self._on_change)
        ctx.selected.connect(self._selected)
        ctx.day_shown.connect(self._day_shown)
        ctx.closing.connect(self.form.write_typed)

    # --- Room -------------------------------------------------------------------------------------

    def heading(self) -> tuple[str, str]:
        return model.heading(self.rows, self.ctx.day)

    def step(self, by: int) -> None:
        self.ctx.show_day(self.ctx.day + timedelta(weeks=by))

    def focus_room(self) -> None:
        """The list, or the one button of an empty week."""
        if self._stack.currentWidget() is self.empty:
            self.empty.button.setFocus()
        else:
            self.list.setFocus()

    def new_note(self) -> None:
        """A note on the shown day; the catalogue where there is no account yet."""
        if self.ctx.store.catalog.accounts():
            super().new_note()
        else:
            self.ctx.ask("catalogue")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.list.setFocus()  # out of a field; the room always shows a note, so nothing is deselected
        else:
            super().keyPressEvent(event)

    # --- data -------------------------------------------------------------------------------------

    def reload(self, own_step: bool = False) -> None:
        """Read the week and the note at hand again; later where nobody sees the room."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._at = (self.ctx.day, self.ctx.note_id)
        self.rows = model.rows(self.ctx.store, self.ctx.day, self.ctx.note_id)
        row = next((row for row in self.rows if row.note.id == self.ctx.note_id), None)
        if row is None and self.rows:
            self.ctx.select(model.next_open(self.rows))  # comes back here by `selected`
            return
        self._stack.setCurrentWidget(self.work if row else self.empty)
        self.list.show_rows(self.rows, self.ctx.note_id)
        if row is None:
            self.bound = None
            self.empty.say()
        else:
            self._bind(row, own_step)
        self.heading_changed.emit()

    def _bind(self, row: Row, own_step: bool) -> None:
        other = self.bound is None or self.bound.note.id != row.note.id
        self.bound = bound = model.bound(self.ctx.store, row)
        self._template = _template(bound.spec.template)
        if other:
            self.stage.show_row(row, self.press.best(bound.spec))
        else:
            self.stage.feed.show_row(row)
        self.form.show_bound(bound, self._template, own_step)
        self.gallery.show_kinds(self._kinds(bound), bound.spec.template, bool(bound.locked))
        self._order()

    def _kinds(self, bound: Bound) -> list[Kind]:
        found = [Kind(one.id, one.name, one.head.about) for one in library.templates()]
        if bound.pictures:
            found.append(Kind("", t("covers_room.first_picture"), t("covers_room.first_picture_about")))
        return found

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self.reload(own_step=change.verb in ("undo", "redo") and not change.foreign)

    def _selected(self, note_id: int | None) -> None:
        note = self.ctx.store.notes.get(note_id) if note_id is not None else None
        if self.isVisible() and note is not None and note.day is not None and not model.in_week(note, self.ctx.day):
            self.ctx.show_day(note.day)
            return
        self._go()

    def _day_shown(self, _day: object) -> None:
        self._go()

    def _go(self) -> None:
        """To the day and note at hand; a note of another day tells of both, and is read once."""
        if self._stale or self._at != (self.ctx.day, self.ctx.note_id):
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._selected(self.ctx.note_id)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.form.write_typed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width()
        self._left.setFixedWidth(168 if width < SLIM else 212 if width < 1300 else 252)
        self.form.setFixedWidth(300 if width < SLIM else 344)

    # --- drawing ----------------------------------------------------------------------------------

    def _big(self) -> Order | None:
        """The large cover; None while nothing is chosen that could be drawn."""
        if self.bound is None or self.bound.spec.empty:
            return None
        return Order(self.bound.draft(self.form.draft()), self.stage.cover.wanted_width(), check=True)

    def _small(self, width: int, spec: cover_ops.CoverSpec) -> Order:
        return Order(spec, round(width * self.devicePixelRatioF()))

    def _tile(self, bound: Bound, template: str) -> Order:
        return self._small(self.gallery.tile_width(), bound.with_template(template, self.form.draft()))

    def _order(self) -> None:
        """Show what is drawn, and ask for the rest: the large cover, then the gallery, then the list."""
        if self.bound is None or not self.isVisible():
            return
        big = self._big()
        self._show(big)
        orders = ([big] if big else []) + [self._tile(self.bound, tile.kind.id) for tile in self.gallery.tiles]
        orders += [self._small(THUMB.width(), row.spec) for row in self.list.visible_rows() if not row.spec.empty]
        self.press.want(orders)

    def _show(self, big: Order | None) -> None:
        if self.bound is None:
            return
        done = self.press.get(big) if big else self._nothing
        if done is not None:
            self.stage.show_print(done)
        for tile in self.gallery.tiles:
            drawn = self.press.get(self._tile(self.bound, tile.kind.id))
            if drawn is not None:
                tile.show_pixmap(drawn.pixmap)

    def _printed(self, order: Order) -> None:
        self._show(self._big())
        self.list.update_cover(order.spec)

    def _thumb(self, row: Row) -> QPixmap | None:
        done = self.press.get(self._small(THUMB.width(), row.spec))
        return done.pixmap if done else self.press.best(row.spec)

    # --- acting -----------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._typing.start()
        if self.bound is not None and self._template is not None:
            self.form.hint(model.given(self._template, self.bound.spec, self.form.draft()))

    def _write(self, note_id: int, name: str, text: str, group: int | None) -> Change | None:
        """Write one own word; an empty one gives way to what the note gives."""
        return typed(self.ctx, ops.set_cover, note_id, group=group, **self._with(note_id, name, text))

    def _with(self, note_id: int, name: str, text: str) -> dict[str, object]:
        """What `set_cover` takes to change one own word: all of them as stored now, and their template."""
        cover = self.ctx.store.notes.covers([note_id]).get(note_id)
        own = dict(cover_ops.overrides(cover.values)) if cover else {}
        own.pop(name, None)
        if text:
            own[name] = text
        shown = self.bound.spec.template if self.bound and self.bound.note.id == note_id else ""
        return {"values": own, **({"template": shown} if shown else {})}

    def _set_value(self, name: str, value: str) -> None:
        if self.bound is not None:
            note_id = self.bound.note.id
            self.form.write_typed()
            self.ctx.run(ops.set_cover, note_id, **self._with(note_id, name, value))
            self.reload()

    def _pick_template(self, template: str) -> None:
        if self.bound is not None:
            self.form.write_typed()
            self.ctx.run(ops.set_cover, self.bound.note.id, template=template)

    def _pick_picture(self, asset_id: int | None) -> None:
        if self.bound is not None:
            self.form.write_typed()
            shown = self.bound.spec.template
            self.ctx.run(ops.set_cover, self.bound.note.id, template=shown, picture_id=asset_id)

    def _toggle_done(self) -> None:
        if self.bound is None or self.delivery.busy:
            return
        self.form.write_typed()
        note = self.bound.note
        if note.cover_state is CoverState.DONE:
            self.ctx.run(ops.set_cover_state, note.id, CoverState.IN_PROGRESS)
        else:
            self.delivery.finish(note, self.bound.draft(self.form.draft()))

    def _export(self) -> None:
        if self.bound is not None and not self.delivery.busy:
            self.form.write_typed()
            self.delivery.export(self.bound.note, self.bound.draft(self.form.draft()), self)

    def _busy(self, busy: bool) -> None:
        locked = self.bound is None or bool(self.bound.locked) or self.bound.spec.empty
        self.form.finish.setEnabled(not busy and not locked)
        self.form.export.setEnabled(not busy)


def panel(side: int, top: int) -> tuple[QFrame, QVBoxLayout]:
    """A white panel and its column."""
    frame = QFrame()
    frame.setProperty("look", "panel")
    column = QVBoxLayout(frame)
    column.setContentsMargins(side, top, side, top)
    return frame, column


def _template(template_id: str) -> Template | None:
    """A template by id; None for none, or one this installation does not have."""
    try:
        return library.template(template_id) if template_id else None
    except Refused:
        return None
