"""The line at the foot: saved, snapshot, harm found, the last op with 撤销, quiet days, overdue notes, language."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from xhsplanner.core import clock, days
from xhsplanner.core.change import Change
from xhsplanner.core.health import Report
from xhsplanner.core.model import Status
from xhsplanner.core.words import LANGUAGES, t, words
from xhsplanner.ops import health
from xhsplanner.store import snapshots
from xhsplanner.ui.context import Context
from xhsplanner.ui.moments import moment_text
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, TextButton, label, native_key, plain_tip

COUNT_AFTER_MS = 100
"""Many changes in a row are counted once."""
SAY_EVERY_MS = 100
LOOK_BACK = timedelta(days=60)
"""How far back a note can be overdue; older ones are history."""
DONE = (Status.PUBLISHED, Status.CANCELLED, Status.ON_HOLD)


class StatusBar(QWidget):
    """`undo_asked`, `language_asked(code)`, `snapshot_asked`, `stop_asked` tell what was pressed."""

    undo_asked = Signal()
    language_asked = Signal(str)
    snapshot_asked = Signal()
    stop_asked = Signal()
    """While the workspace is copied to the backup folder."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setFixedHeight(ctx.theme.metric("statusbar"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(6)
        self._add_saved(row)
        row.addStretch(1)
        self._add_last(row)
        row.addStretch(1)
        self._add_counts(row)
        self._listen()
        last = ctx.store.history.log(1)
        self.show_saved(datetime.fromisoformat(last[0].at) if last else None)
        self.show_snapshot()
        self.show_last()
        self.show_harm(health.last(ctx.store.path))
        self.count()

    def _add_saved(self, row: QHBoxLayout) -> None:
        """What became of the work: saved when, copied when, found damaged."""
        self.saved_icon = IconLabel(self._ctx.theme, "cloud-check", "ok", 16)
        self.saved = label("", "soft")
        self.snapshot = self._small("", "database")
        self._copying = False
        self.snapshot.clicked.connect(lambda: (self.stop_asked if self._copying else self.snapshot_asked).emit())
        row.addWidget(self.saved_icon)
        row.addWidget(self.saved)
        row.addWidget(self.snapshot)
        self.harm = self._small(t("health.mark"), "triangle-alert")
        self.harm.setToolTip(plain_tip(t("health.mark_hint")))
        self.harm.clicked.connect(lambda: self._ctx.ask("health"))
        row.addWidget(self.harm)

    def _add_last(self, row: QHBoxLayout) -> None:
        """The last op, and what takes it back."""
        self.last_icon = IconLabel(self._ctx.theme, "undo-2", "text3", 14)
        self.last = ElidedLabel(look="soft")
        self.last.setMaximumWidth(420)
        self.undo = self._small(t("shell.undo_key", key=native_key("Ctrl+Z")), "")
        self.undo.clicked.connect(self.undo_asked)
        row.addWidget(self.last_icon)
        row.addWidget(self.last)
        row.addWidget(self.undo)

    def _add_counts(self, row: QHBoxLayout) -> None:
        """What is selected, what the calendar warns of, the language."""
        self.picked = label("", "strong")
        self.picked.hide()
        row.addWidget(self.picked)
        self.quiet = label("", "soft")
        self.late = label("", "soft")
        row.addWidget(self.quiet)
        row.addSpacing(6)
        row.addWidget(self.late)
        self.language = self._small(t(f"shell.language.{words.language}"), "")
        self.language.clicked.connect(self._languages)
        row.addWidget(self.language)

    def _listen(self) -> None:
        ctx = self._ctx
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self.count)
        self._writing = QTimer(self)
        self._writing.setInterval(SAY_EVERY_MS)
        self._writing.timeout.connect(self.show_writing)
        ctx.tasks.wrote.connect(self.show_writing)
        ctx.changed.connect(self._on_change)
        ctx.picked.connect(self.show_picked)
        ctx.day_shown.connect(lambda _day: self.count())
        ctx.checked.connect(self.show_harm)

    def _small(self, text: str, icon: str) -> TextButton:
        button = TextButton(self._ctx.theme, text, icon, "link")
        button.setStyleSheet("font-size: 12px; min-height: 22px; max-height: 22px;")
        return button

    def show_saved(self, at: datetime | None) -> None:
        """Everything is saved, last at `at`; or nothing can be."""
        self._saved = at
        if self._ctx.store.read_only:
            self.saved_icon.set_icon("lock", "warn")
            self.saved.setText(t("shell.read_only"))
        else:
            self.saved.setText(t("shell.saved_at", when=moment_text(at)) if at else t("shell.saved"))

    def show_writing(self) -> None:
        """What the writer thread is at, as long as it is; then when it was saved."""
        if self._ctx.tasks.writing:
            doing = self._ctx.store.doing if self._ctx.store.busy else ""
            self.saved.setText(t("shell.writing_what", what=doing) if doing else t("shell.writing"))
            self._writing.start()
        elif self._writing.isActive():
            self._writing.stop()
            self.show_saved(self._saved)

    def show_snapshot(self, running: bool = False) -> None:
        """When the workspace was last copied, or that it is being copied."""
        self._copying = False
        newest = snapshots.all_of(self._ctx.store.path)[:1]
        at = snapshots.moment_of(newest[0]) if newest else None
        if running:
            text = t("shell.snapshot_running")
        else:
            when = moment_text(at) if at else ""
            today = at is not None and at.date() == clock.today()
            when = t("shell.today_at", time=when) if today else when
            text = t("shell.snapshot_at", when=when) if when else t("shell.snapshot_none")
        self.snapshot.setText(text)
        self.snapshot.setAccessibleName(text)
        self.snapshot.setEnabled(not running and not self._ctx.store.read_only)

    def show_harm(self, report: Report | None) -> None:
        """A quiet mark while the last check of the workspace found content or a backup damaged."""
        self.harm.setVisible(report is not None and bool(report.of("data", "copy")))

    def show_copy(self, percent: int) -> None:
        """How far copying to the backup folder is; pressing stops it."""
        self._copying = True
        self.snapshot.setText(t("backup.running", percent=percent))
        self.snapshot.setAccessibleName(t("backup.running", percent=percent))
        self.snapshot.setEnabled(True)

    def show_picked(self, ids: tuple[int, ...]) -> None:
        """How many notes are selected, where it is more than the one in the panel."""
        self.picked.setText(t("week.picked", n=len(ids)))
        self.picked.setVisible(len(ids) > 1)

    def show_last(self) -> None:
        """What 撤销 would take back now."""
        text = self._ctx.store.undo_label() or ""
        self.last.setText(text)
        for widget in (self.last_icon, self.last, self.undo):
            widget.setVisible(bool(text))

    def count(self) -> None:
        """Count quiet days of the shown week, and overdue notes off the GUI thread (some ms at 50,000 notes)."""
        monday = self._ctx.day - timedelta(days=self._ctx.day.weekday())
        quiet = sum(days.is_quiet(monday + timedelta(days=n)) for n in range(7))
        self.quiet.setText(t("shell.quiet_days", n=quiet))
        self.quiet.setVisible(quiet > 0)
        read, now, since = self._ctx.store.notes.late, clock.now(), clock.today() - LOOK_BACK
        self._ctx.tasks.start(lambda: read(now, since, DONE), self._show_late)

    def _show_late(self, late: int) -> None:
        self.late.setText(t("shell.overdue", n=late))
        self.late.setVisible(late > 0)
        self.late.setProperty("look", "error" if late else "soft")
        self.late.style().polish(self.late)

    def _on_change(self, change: Change) -> None:
        self.show_saved(datetime.fromisoformat(change.at))
        self.show_last()
        if change.touches("note"):
            self._soon.start()

    def _languages(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in LANGUAGES:
            action = menu.addAction(t(f"shell.language.{code}"))
            action.setCheckable(True)
            action.setChecked(code == words.language)
            action.triggered.connect(lambda _checked=False, code=code: self.language_asked.emit(code))
        menu.popup(self.language.mapToGlobal(self.language.rect().topLeft()) - menu.rect().bottomLeft())
