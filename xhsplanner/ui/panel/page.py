"""The page of the note panel: where its fields stand and how they show one note."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from xhsplanner.core import text as counts
from xhsplanner.core.model import Asset, Kind, Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.add import most_pictures
from xhsplanner.ui.panel.facts import FactChips
from xhsplanner.ui.panel.feed_preview import FeedPreview
from xhsplanner.ui.panel.frames import FieldFrame
from xhsplanner.ui.panel.header import Header
from xhsplanner.ui.panel.pictures import PictureRow
from xhsplanner.ui.panel.tags import HashtagField, read_tags
from xhsplanner.ui.panel.text import PlainEditor, TitleEditor
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import IconLabel, TextButton, plain_tip
from xhsplanner.ui.widgets.note_covers import FeedCovers
from xhsplanner.ui.widgets.parts import GlyphButton, Line, Notice
from xhsplanner.ui.widgets.thumbs import Thumbs

INSET = 8
LEVELS = {"ok": "text3", "warn": "warn", "over": "danger"}


class BudgetBar(QWidget):
    """How much of the platform's limit body and hashtags use."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.budget = counts.budget("")
        self.setFixedHeight(18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_budget(self, budget: counts.Budget) -> None:
        """Show what is used."""
        self.budget = budget
        self.setAccessibleName(t("panel.budget", used=budget.used, limit=budget.limit))
        words = t(f"panel.budget_{budget.level}", used=budget.used, limit=budget.limit, left=budget.left)
        self.setToolTip(plain_tip(words))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, budget = self._theme, self.budget
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11, bold=budget.level != "ok"))
        painter.setPen(theme.color(LEVELS[budget.level]))
        text = f"{budget.used} / {budget.limit}"
        wide = painter.fontMetrics().horizontalAdvance(text)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), 18), flags, text)
        room = self.width() - wide - 10
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(QRectF(0, 7.5, room, 3), 1.5, 1.5)
        if budget.used:
            painter.setBrush(theme.color({"ok": "ok", "warn": "warn", "over": "danger"}[budget.level]))
            full = max(3.0, room * min(1.0, budget.used / budget.limit))
            painter.drawRoundedRect(QRectF(0, 7.5, full, 3), 1.5, 1.5)
        painter.end()


class SecondsEdit(QLineEdit):
    """The length of a video: `95` or `1:35`; written when the field is left, wrong text goes back."""

    changed = Signal(object)
    """int | None: seconds."""
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._seconds: int | None = None
        self.setFixedWidth(84)
        self.setPlaceholderText("1:30")
        self.setAccessibleName(t("panel.seconds"))
        self.returnPressed.connect(self._commit)

    def show_seconds(self, seconds: int | None) -> None:
        """Show a stored length, unless the user is at it."""
        self._seconds = seconds
        if not self.hasFocus():
            self.setText(length_text(seconds))

    def _commit(self) -> None:
        try:
            seconds = read_length(self.text())
        except ValueError:
            seconds = self._seconds
        self.setText(length_text(seconds))
        if seconds != self._seconds:
            self._seconds = seconds
            self.changed.emit(seconds)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(length_text(self._seconds))
            self.escaped.emit()
        else:
            super().keyPressEvent(event)


def length_text(seconds: int | None) -> str:
    """`1:35` for 95; empty for none."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def read_length(text: str) -> int | None:
    """Seconds of `95`, `1:35` or `1：35`; None for nothing. Raises ValueError for anything else."""
    parts = text.replace("：", ":").strip().removesuffix("秒").split(":")
    if parts == [""]:
        return None
    if len(parts) > 2 or not all(part.strip().isdecimal() for part in parts):
        raise ValueError(f"not a length: {text!r}")
    numbers = [int(part) for part in parts]
    seconds = numbers[0] if len(numbers) == 1 else numbers[0] * 60 + numbers[1]
    if seconds > 24 * 3600:
        raise ValueError(f"longer than a day: {text!r}")
    return seconds


def _row(wide: QWidget, *rest: QWidget) -> QWidget:
    """Widgets in a row, at the top; the first takes the room."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(wide, 1, Qt.AlignmentFlag.AlignTop if wide.hasHeightForWidth() else Qt.AlignmentFlag(0))
    for widget in rest:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
    return holder


class NotePage(QWidget):
    """All fields of one note. The Tab key walks them top to bottom; the copy buttons come after the texts."""

    seconds_edited = Signal(object)
    template_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        theme = ctx.theme
        self.thumbs = Thumbs(ctx, self)
        self.header = Header(ctx)
        self.lock = Notice(theme, "lock", "warn")
        self.conflict = Notice(theme, "users", "warn")
        self.title = TitleEditor(theme, t("panel.title"))
        self.counter = Line(theme, "text3", 12)
        self.body = PlainEditor(theme, 13, lines=(3, 12), name=t("panel.body"))
        self.body.setPlaceholderText(t("panel.body_hint"))
        self.bar = BudgetBar(theme)
        self.tags = HashtagField(theme)
        self.facts = FactChips(ctx)
        self.script = PlainEditor(theme, 13, lines=(2, 10), name=t("panel.script"))
        self.script.setPlaceholderText(t("panel.script_hint"))
        self.seconds = SecondsEdit()
        self.remark = PlainEditor(theme, 12, lines=(1, 5), name=t("panel.remark"))
        self.pictures_head = Line(theme, "text", 13, bold=True)
        self.pictures_count = Line(theme, "text3", 12)
        self.pictures = PictureRow(theme, self.thumbs)
        self.copies = {
            part: GlyphButton(theme, "copy", t(f"panel.copy_{part}")) for part in ("title", "body", "hashtags")
        }
        self.save = GlyphButton(theme, "folder-down", t("panel.save_pictures"))
        self.feed = FeedPreview(theme, FeedCovers(ctx, self))
        self.template = TextButton(theme, "", "", "link")
        self.template.setStyleSheet("min-height: 22px; max-height: 22px; font-size: 12px;")
        self.code = Line(theme, "text3", 11)
        self._frames: list[FieldFrame] = []
        self._lay_out()
        self._order_tabs()
        self.seconds.changed.connect(self.seconds_edited)
        self.template.clicked.connect(self.template_asked)

    # --- layout -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 12, 0, 16)
        self._column.setSpacing(4)
        self._add(self.header, 2)
        self._add(self.lock)
        title = FieldFrame(self._ctx.theme, self.title, (8, 5, 8, 4))
        title.row.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTop)
        title.row.addWidget(self.copies["title"], 0, Qt.AlignmentFlag.AlignTop)
        title.row.setSpacing(2)
        self._column.addWidget(title)
        self._add(self.conflict)
        self._column.addWidget(FieldFrame(self._ctx.theme, self.body, (8, 4, 4, 4)))
        self._add(_row(self.bar, self.copies["body"]), 2)
        self._add(_row(self.tags, self.copies["hashtags"]), 6)
        self._add(self.facts, 6)
        self._column.addWidget(self._video())
        remark = FieldFrame(self._ctx.theme, self.remark, (8, 4, 8, 4))
        remark.row.insertWidget(
            0, IconLabel(self._ctx.theme, "pencil-line", "text3", 14), 0, Qt.AlignmentFlag.AlignTop
        )
        self._column.addWidget(remark)
        self.pictures_bar = self._head(self.pictures_head, self.pictures_count, self.save)
        self._add(self.pictures_bar, 2)
        self._add(self.pictures, 6)
        preview_head = Line(self._ctx.theme, "text", 13, bold=True)
        preview_head.setText(t("panel.preview"))
        self.preview_head = preview_head
        self._add(self._head(preview_head, self.template), 2)
        self._add(self.feed, 8)
        self._add(self.code)
        self._column.addStretch(1)

    def _add(self, widget: QWidget, below: int = 0) -> None:
        """A widget that is no text field starts where the text of the fields starts."""
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 0, INSET, below)
        row.addWidget(widget)
        self._column.addLayout(row)

    def _head(self, left: QWidget, *right: QWidget) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 4, 0, 0)
        row.addWidget(left)
        row.addStretch(1)
        row.setSpacing(2)
        for widget in right:
            row.addWidget(widget)
        return head

    def _video(self) -> QWidget:
        self.video = QWidget()
        column = QVBoxLayout(self.video)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        head = Line(self._ctx.theme, "text", 13, bold=True)
        head.setText(t("panel.script"))
        length = Line(self._ctx.theme, "text3", 12)
        length.setText(t("panel.seconds"))
        self.video_lines = (head, length)
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 4, INSET, 0)
        row.addWidget(head)
        row.addStretch(1)
        row.addWidget(length)
        row.addWidget(self.seconds)
        column.addLayout(row)
        column.addWidget(FieldFrame(self._ctx.theme, self.script, (8, 4, 4, 4)))
        return self.video

    def _order_tabs(self) -> None:
        # A title is followed by its body: on a copy button in between, N would make a note of what is typed next.
        before: QWidget = self.save
        for button in self.copies.values():
            QWidget.setTabOrder(before, button)
            before = button

    # --- fields -----------------------------------------------------------------------------------

    def text_fields(self) -> dict[str, PlainEditor | HashtagField]:
        """The editors by the field of Note or NoteText they write."""
        return {
            "title": self.title,
            "body": self.body,
            "hashtags": self.tags,
            "script": self.script,
            "remark": self.remark,
        }

    def escapable(self) -> Sequence[PlainEditor | HashtagField | PictureRow | SecondsEdit]:
        """What sends `escaped`."""
        return (*self.text_fields().values(), self.pictures, self.seconds)

    def clear_notices(self) -> None:
        """Forget who changed what elsewhere."""
        self.conflict.say("")

    def show_note(self, note: Note, text: NoteText, pictures: Sequence[Asset], lock: str) -> None:
        """Show everything but the text fields, which their visits fill. `lock` says why nothing may be edited."""
        locked = bool(lock)
        self.lock.say(lock)
        self.header.show_note(note, locked)
        self.facts.show_note(note, locked)
        for name, editor in self.text_fields().items():
            # What a published note keeps open: its remark.
            shut = locked and not (name == "remark" and note.locked and not self._ctx.store.read_only)
            if isinstance(editor, PlainEditor):
                editor.setReadOnly(shut)
                if name in ("script", "remark"):
                    editor.setPlaceholderText("" if shut else t(f"panel.{name}_hint"))
        self.tags.set_locked(locked)
        series = self._ctx.store.catalog.series_by_id(note.series_id)
        self.tags.set_offers(read_tags(series.hashtags) if series else [])
        self.video.setVisible(note.kind is Kind.VIDEO)
        self.seconds.show_seconds(text.seconds)
        self.seconds.setReadOnly(locked)
        self.pictures.show_pictures(pictures, locked, most_pictures())
        self.pictures_bar.setVisible(bool(pictures))
        self.pictures.setVisible(bool(pictures) or not locked)
        self.pictures_head.setText(t("panel.pictures"))
        over = len(pictures) > most_pictures()
        self.pictures_count.setText(f"{len(pictures)} / {most_pictures()}")
        self.pictures_count.restyle("danger" if over else "text3")
        self.code.setText(t("panel.code_line", code=note.code, day=note.created_at[:10]))

    def show_template(self, name: str, chosen: bool) -> None:
        """Say with which template the cover is made, or for now; the button leads to the covers."""
        key = "panel.template" if chosen else "panel.template_auto"
        words = t(key, name=name) if name else t("panel.choose_template")
        self.template.setText(words)
        self.template.setAccessibleName(words)

    def count(self) -> None:
        """Count the texts as they stand in the fields."""
        length, limit = counts.title_length(self.title.value()), counts.title_limit()
        self.counter.setText(f"{length}/{limit}")
        self.counter.setAccessibleName(t("panel.title_length", n=length, limit=limit))
        self.counter.restyle("danger" if length > limit else "text3")
        self.bar.show_budget(counts.budget(self.body.value(), self.tags.value()))

    def restyle(self) -> None:
        """Take colours from the theme again."""
        for editor in self.text_fields().values():
            editor.restyle()
        for line in self.findChildren(Line):
            line.restyle()

    def sizeHint(self) -> QSize:
        return QSize(360, super().sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.restyle()
