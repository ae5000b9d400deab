"""What leaves the note panel: copies of the texts, pictures in a folder, and the mark that a note is published."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import clock
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.exchange.pictures_out import Picture, save_pictures
from xhsplanner.ops.status import LINK, publish
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import ElidedLabel, TextButton, label


def copy_text(ctx: Context, text: str, done: str) -> None:
    """Put plain text on the clipboard and say so; an empty text is said to be empty."""
    if not text:
        ctx.toast(t("panel.nothing_to_copy"))
        return
    QGuiApplication.clipboard().setText(text)
    ctx.toast(done)


def ask_folder(parent: QWidget) -> Path | None:
    """The folder the user chooses, None where they do not."""
    name = QFileDialog.getExistingDirectory(parent, t("panel.choose_folder"))
    return Path(name) if name else None


def ask_files(parent: QWidget) -> list[Path]:
    """The picture files the user chooses."""
    names, _filter = QFileDialog.getOpenFileNames(
        parent,
        t("panel.choose_pictures"),
        "",
        f"{t('panel.pictures')} (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif)",
    )
    return [Path(name) for name in names]


def save_to_folder(ctx: Context, note: Note, parent: QWidget) -> None:
    """Ask for a folder and save the note's pictures there in order, off the GUI thread."""
    pictures = ordered_pictures(ctx.store, note)
    folder = ask_folder(parent) if pictures else None
    if folder is None:
        return

    def done(saved: Path) -> None:
        ctx.toast(t("panel.saved_pictures", n=len(pictures), folder=saved))

    ctx.tasks.start(lambda: save_pictures(pictures, folder, f"{note.code} {note.title}"), done, ctx.say_refusal)


def ordered_pictures(store: Store, note: Note) -> list[Picture]:
    """The pictures a note is published with, in order."""
    return [Picture(store.assets.path(asset), asset.name) for asset in store.notes.pictures(note.id)]


class PublishDialog(QDialog):
    """Asks for the link and the real time of a published note and marks it."""

    def __init__(self, parent: QWidget, ctx: Context, note: Note) -> None:
        super().__init__(parent)
        self._ctx, self._note = ctx, note
        self.setWindowTitle(t("panel.mark_published"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(400)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(8)
        heading = ElidedLabel(note.title or note.code, "subheading")
        self.link = QLineEdit(note.link)
        self.link.setPlaceholderText("https://")
        self.link.setAccessibleName(t("panel.link"))
        self.link.textChanged.connect(self._check)
        guess = _first_guess(note)
        self.day = QDateEdit(QDate(guess.year, guess.month, guess.day))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.dateChanged.connect(self._check)
        self.time = QTimeEdit(QTime(guess.hour, guess.minute))
        self.time.setDisplayFormat("HH:mm")
        self.time.timeChanged.connect(self._check)
        self.problem = label("", "error", wrap=True)
        column.addWidget(heading)
        column.addSpacing(4)
        column.addWidget(label(t("panel.link"), "soft"))
        column.addWidget(self.link)
        column.addWidget(label(t("panel.real_time"), "soft"))
        column.addLayout(self._moment())
        column.addWidget(self.problem)
        column.addLayout(self._buttons())
        self._check()
        self.link.setFocus()

    def _moment(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for field in (self.day, self.time):
            # No setButtonSymbols(NoButtons): with the style sheet's buttons of no width that leaves 1 px for text.
            field.lineEdit().setTextMargins(8, 0, 0, 0)
            field.setAccessibleName(t("panel.real_time"))
            row.addWidget(field, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        cancel.clicked.connect(self.reject)
        self.ok = TextButton(self._ctx.theme, t("panel.mark_published"), look="primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        row.addWidget(cancel)
        row.addWidget(self.ok)
        return row

    def _check(self) -> None:
        link = self.link.text().strip()
        problem = ""
        if link and not LINK.match(link):
            problem = t("notes.bad_link")
        elif self._at() > clock.now():
            problem = t("panel.time_ahead")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.ok.setEnabled(not problem)

    def _at(self) -> datetime:
        day, time = self.day.date(), self.time.time()
        return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())

    def accept(self) -> None:
        """Mark the note; the dialog stays open where that is refused."""
        at = self._at().isoformat(timespec="milliseconds")
        if self._ctx.run(publish, self._note.id, link=self.link.text(), at=at) is not None:
            super().accept()


def _first_guess(note: Note) -> datetime:
    """When it was published as far as known: as stored, else as planned if that is past, else now."""
    if note.published_at:
        return datetime.fromisoformat(note.published_at)
    now = clock.now().replace(second=0, microsecond=0, tzinfo=None)
    if note.day is not None and note.minute is not None:
        planned = datetime(note.day.year, note.day.month, note.day.day, note.minute // 60, note.minute % 60)
        return min(planned, now)
    return now
