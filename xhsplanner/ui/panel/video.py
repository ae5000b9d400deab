"""What a video note has besides its texts: script, shots, length, still, and where its file lies."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from xhsplanner.core import shots as core
from xhsplanner.core.model import Asset, Kind, Note, NoteText
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel import add as adding
from xhsplanner.ui.panel.frames import FieldFrame
from xhsplanner.ui.panel.length import SecondsEdit, length_text
from xhsplanner.ui.panel.picture_paint import TilePainter
from xhsplanner.ui.panel.shot_list import ShotList
from xhsplanner.ui.panel.text import PlainEditor
from xhsplanner.ui.panel.video_file import VideoFile
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import TextButton, draw_focus, plain_tip
from xhsplanner.ui.widgets.parts import Line, Notice
from xhsplanner.ui.widgets.thumbs import Thumbs

INSET = 8
STILL = QSize(48, 64)


class StillButton(QAbstractButton):
    """The picture a video is shown with before it plays; a click chooses another."""

    def __init__(self, theme: Theme, thumbs: Thumbs) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._theme, self._thumbs = theme, thumbs
        self.asset: Asset | None = None
        self.setFixedSize(STILL)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(t("video.choose_still"))
        self.setToolTip(plain_tip(t("video.choose_still")))
        thumbs.loaded.connect(lambda _sha: self.update())

    def show_asset(self, asset: Asset | None) -> None:
        """Show a picture, or that there is none."""
        self.asset = asset
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme, box = QPainter(self), self._theme, QRect(QPoint(0, 0), STILL)
        ratio = self.devicePixelRatioF()
        paint = TilePainter(painter, theme, self._thumbs, ratio)
        if self.asset is not None:
            paint.picture(box, self.asset)
        else:
            pen = QPen(theme.color("text3" if self.underMouse() else "border2"), 1)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            painter.drawPixmap(box.center() - QPoint(8, 8), theme.pixmap("image-plus", "text3", 18, ratio))
        if self.hasFocus():
            draw_focus(painter, theme, QRectF(box), 6)


class VideoPart(QWidget):
    """Shown for a note whose kind is 视频, hidden for others."""

    escaped = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._text = NoteText()
        self.own_step = False
        """What is shown next is shown because this user undid or redid something (see Visit.refresh)."""
        theme = ctx.theme
        self._thumbs = Thumbs(ctx, self)
        self.script = PlainEditor(theme, 13, lines=(2, 10), name=t("panel.script"))
        self.script.setPlaceholderText(t("panel.script_hint"))
        self.seconds = SecondsEdit()
        self.conflict = Notice(theme, "users", "warn")
        self.shots = ShotList(ctx)
        self.shots.escaped.connect(self.escaped)
        self.total = Line(theme, "text3", 12)
        self.take_total = TextButton(theme, t("video.take_total"), "", "link")
        self.take_total.setStyleSheet("min-height: 20px; max-height: 20px; font-size: 12px; padding: 0;")
        self.take_total.clicked.connect(self._take_total)
        self.still = StillButton(theme, self._thumbs)
        self.still.clicked.connect(self.choose_still)
        self.popup: adding.LibraryPopup | None = None
        self.file = VideoFile(ctx)
        self.file.changed.connect(self._set_file)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(self._row(self._head(t("panel.script"))))
        column.addWidget(FieldFrame(self._ctx.theme, self.script, (8, 4, 4, 4)))
        column.addLayout(self._row(self.conflict))
        length = Line(self._ctx.theme, "text3", 12)
        length.setText(t("panel.seconds"))
        column.addLayout(self._row(self._head(t("video.shots")), None, length, self.seconds))
        column.addLayout(self._row(self.total, None, self.take_total))
        column.addWidget(self.shots)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._head(t("video.still")))
        self.still_words = Line(self._ctx.theme, "text3", 12)
        self.still_words.setWordWrap(True)
        words.addWidget(self.still_words)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 4, INSET, 0)
        row.setSpacing(10)
        row.addWidget(self.still)
        row.addLayout(words, 1)
        column.addLayout(row)
        column.addLayout(self._row(self.file))

    def _head(self, words: str) -> Line:
        line = Line(self._ctx.theme, "text", 13, bold=True)
        line.setText(words)
        return line

    def _row(self, *widgets: QWidget | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(INSET, 4, INSET, 0)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return row

    # --- what is shown ----------------------------------------------------------------------------

    def show_note(self, note: Note, text: NoteText, locked: bool) -> None:
        """Show everything but the script, which its visit fills."""
        own_step, self.own_step = self.own_step, False
        video = note.kind is Kind.VIDEO
        self._note, self._text = note, text
        self.setVisible(video)
        self.seconds.show_seconds(text.seconds)
        self.seconds.setReadOnly(locked)
        store = self._ctx.store
        self.shots.show_shots(
            note.id if video else None, store.shots.of(note.id) if video else [], locked, own_step
        )
        if not video:
            return
        self._show_total(locked)
        first = store.notes.first_pictures([note.id]).get(note.id)
        self.still.show_asset(first)
        self.still.setEnabled(not locked)
        self.still_words.setText(first.name if first else t("video.no_still"))
        self.file.show_file(text.video_file, locked)

    def _show_total(self, locked: bool) -> None:
        shots, seconds = self.shots.shots, self._text.seconds
        total = core.length(shots)
        self.total.setVisible(bool(shots))
        apart = total - seconds if seconds is not None else 0
        key = "video.total" if not apart else "video.total_longer" if apart > 0 else "video.total_shorter"
        words = t(key, n=len(shots), time=length_text(total), apart=length_text(abs(apart)))
        self.total.setText(words)
        self.total.restyle("warn" if apart else "text3")
        self.take_total.setVisible(bool(shots) and total > 0 and total != seconds and not locked)

    def flush(self) -> None:
        """Write what is typed in the shots and not written yet."""
        self.shots.flush()

    def restyle(self) -> None:
        """Take colours from the theme again."""
        self.shots.restyle()

    # --- doing ------------------------------------------------------------------------------------

    def _take_total(self) -> None:
        if self._note is not None:
            self._ctx.run(notes.edit, self._note.id, seconds=core.length(self.shots.shots))

    def _set_file(self, file: str) -> None:
        if self._note is not None:
            self._ctx.run(notes.edit, self._note.id, video_file=file)

    def choose_still(self) -> None:
        """Search the library for the still; it becomes the note's first picture."""
        if self._note is None:
            return
        used = [self.still.asset.id] if self.still.asset is not None else []
        self.popup = adding.LibraryPopup(self, self._ctx, self._thumbs, used)
        self.popup.picked.connect(self._take_still)
        self.popup.show_under(self.still)

    def _take_still(self, asset_id: int) -> None:
        if self.popup is not None:
            self.popup.close()
            self.popup = None
        if self._note is not None:
            adding.attach(self._ctx, self._note.id, [asset_id], 0)
