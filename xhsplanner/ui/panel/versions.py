"""The versions of the note in the panel: a list, what each changed, and bringing chosen parts of one back."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.versions import NoteHistory, Snapshot, Version, differing
from xhsplanner.core.words import t
from xhsplanner.ops import versions as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.pictures import PictureRow
from xhsplanner.ui.panel.preview import Tab
from xhsplanner.ui.panel.version_list import VersionModel, version_view
from xhsplanner.ui.panel.version_text import VersionText
from xhsplanner.ui.widgets.controls import ElidedLabel, IconButton, TextButton, label, plain_tip
from xhsplanner.ui.widgets.parts import Flow
from xhsplanner.ui.widgets.thumbs import Thumbs

WAYS = ("step", "now")
"""What a version is compared with: the note before its step, or the note as it is."""


MANY = 500
"""Rows of the log that are read at once, 15 ms; more on a worker: 5,000 edits held the window up for 170 ms."""


class VersionsPage(QWidget):
    """Stands in the place of the note's fields while it is open."""

    closed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._lock = ""
        self._history: NoteHistory | None = None
        self._left_out: set[str] = set()
        self.model = VersionModel(ctx.store)
        self.view = version_view(ctx.theme, self.model)
        self.view.selectionModel().currentChanged.connect(self._chosen)
        self.text = VersionText(ctx.theme)
        self.pictures = PictureRow(ctx.theme, Thumbs(ctx, self))
        self.pictures.escaped.connect(self.closed)
        self.back = IconButton(ctx.theme, "arrow-left", t("versions.close"))
        self.back.clicked.connect(self.closed)
        self.name = ElidedLabel("", "faint")
        self.ways = {way: Tab(t(f"versions.way_{way}")) for way in WAYS}
        self.parts = QWidget()
        self._flow = Flow(4)
        self.parts.setLayout(self._flow)
        self.ask = label("", "faint", wrap=True)
        self.button = TextButton(ctx.theme, t("versions.restore"), "history", "primary")
        self.button.clicked.connect(self.restore)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.back)
        head.addWidget(label(t("versions.title"), "subheading"))
        head.addWidget(self.name, 1)
        column.addLayout(head)
        ways = QHBoxLayout()
        ways.setSpacing(4)
        group = QButtonGroup(self)
        for tab in self.ways.values():
            group.addButton(tab)
            tab.clicked.connect(self._show)
            tab.stepped.connect(self._step)
            ways.addWidget(tab)
        ways.addStretch(1)
        self.ways["step"].setChecked(True)
        below = QWidget()
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(8)
        lower.addLayout(ways)
        lower.addWidget(self.text, 1)
        lower.addWidget(self.pictures)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        split.addWidget(self.view)
        split.addWidget(below)
        split.setSizes([300, 320])
        column.addWidget(split, 1)
        column.addWidget(self.ask)
        column.addWidget(self.parts)
        column.addWidget(self.button)

    # --- what is shown ----------------------------------------------------------------------------

    def show_note(self, note: Note, lock: str) -> None:
        """List the versions of a note; `lock` says why nothing may be brought back, '' where it may."""
        kept = self.version if self._note is not None and note.id == self._note.id else None
        self._note, self._lock = note, lock
        self.name.setText(f"{note.code} {note.title}")
        read = partial(self._ctx.store.versions.of, note.id)
        if self._ctx.store.versions.weight(note.id) <= MANY:
            self._list(note.id, kept, read())
            return
        if kept is None:
            self._history = None
            self.model.show([])
            self.ask.setText(t("versions.reading"))
        self._ctx.tasks.start(read, partial(self._list, note.id, kept))

    def _list(self, note_id: int, kept: Version | None, history: NoteHistory) -> None:
        if self._note is None or self._note.id != note_id:
            return  # read for a note that has gone from the panel meanwhile
        kept, self._history = self.version or kept, history
        self.model.show(history.versions)
        rows = [row for row, one in enumerate(self.model.versions) if kept is not None and one.id == kept.id]
        self.view.setCurrentIndex(self.model.index(rows[0] if rows else 0))
        self._show()

    @property
    def version(self) -> Version | None:
        """The version that is chosen in the list."""
        row = self.view.currentIndex().row()
        return self.model.versions[row] if 0 <= row < len(self.model.versions) else None

    @property
    def way(self) -> str:
        """What the version is compared with, one of `WAYS`."""
        return next(way for way, tab in self.ways.items() if tab.isChecked())

    def _chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._left_out.clear()
        self._show()

    def _step(self, _by: int) -> None:
        other = WAYS[1 - WAYS.index(self.way)]
        self.ways[other].setChecked(True)
        self.ways[other].setFocus()
        self._show()

    def _show(self) -> None:
        version, history = self.version, self._history
        if version is None or history is None:
            return
        then, now = history.at(version), history.now()
        if self.way == "now":
            parts = differing(now, then)
            self.text.show_change(now, then, parts, short=False)
            if not parts:
                self.text.say(t("versions.same"))
        else:
            self._show_step(history.before(version), then)
        pictures = self._ctx.store.assets.get_many(then.pictures)
        self.pictures.show_pictures(pictures, True, len(pictures))
        self.pictures.setVisible(bool(pictures))
        self._offer(then, now)

    def _show_step(self, before: Snapshot, then: Snapshot) -> None:
        if then.note is None:
            self.text.say(t("versions.was_deleted"))
            return
        parts = differing(before, then) if before.note is not None else [
            part for part in differing(Snapshot({}), then) if part != "remark" or then.part("remark")
        ]  # fmt: skip
        self.text.show_change(before, then, parts, short=True)
        if not parts:
            self.text.say(t("versions.only_plan"))

    # --- bringing back ----------------------------------------------------------------------------

    def _offer(self, then: Snapshot, now: Snapshot) -> None:
        """A chip for each part in which that moment differs from now, and the button."""
        self._flow.clear()
        self.chips: dict[str, Tab] = {}
        wanted = differing(now, then) if then.note is not None and not self._lock else []
        for part in wanted:
            chip = Tab(t(f"versions.part_{part}"))
            chip.setChecked(part not in self._left_out)
            chip.toggled.connect(lambda on, part=part: self._choose(part, on))
            self.chips[part] = chip
            self._flow.addWidget(chip)
        self.parts.setVisible(bool(wanted))
        if self._lock:
            self.ask.setText(self._lock)
        else:
            self.ask.setText(t("versions.which") if wanted else t("versions.nothing_to_restore"))
        self._enable()

    def _choose(self, part: str, on: bool) -> None:
        (self._left_out.discard if on else self._left_out.add)(part)
        self._enable()

    def _enable(self) -> None:
        chosen = [part for part, chip in self.chips.items() if chip.isChecked()]
        self.button.setEnabled(bool(chosen))
        self.button.setToolTip(plain_tip(self._lock))

    def restore(self) -> None:
        """Bring the chosen parts back; one step, which a toast offers to undo."""
        version = self.version
        if self._note is None or version is None:
            return
        chosen = [part for part, chip in self.chips.items() if chip.isChecked()]
        if chosen:
            self._ctx.run(ops.restore, self._note.id, version.id, chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
