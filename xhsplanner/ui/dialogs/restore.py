"""Back to an earlier state: choose a backup, see how it differs from now, restore everything or some notes."""

import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import restoring
from xhsplanner.store import snapshots
from xhsplanner.store.comparison.differences import Differences, NoteDifference
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.dialogs.restore_list import Known, SnapshotList
from xhsplanner.ui.dialogs.restore_notes import FieldsTable, NotesModel, NotesView
from xhsplanner.ui.dialogs.restore_words import kind_text, moment, others_text, size_text
from xhsplanner.ui.widgets.controls import ElidedLabel, IconLabel, TextButton, label
from xhsplanner.ui.worker import Cancelled

SIZE = (1060, 700)
LIST = 280
TILES = ("removed", "changed", "added", "others")


def look(store: Store, path: Path) -> tuple[bool, Differences | None]:
    """Whether a backup still is whole, and how it differs from now. For a worker. Raises Refused."""
    sound = snapshots.intact(path)
    return sound, restoring.preview(store, path) if sound else None


class Tile(QFrame):
    """A number and what it counts."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("look", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        self.number = label("0", "heading")
        self.words = label(t(f"restore.tile_.{name}"), "soft", wrap=True)
        row.addWidget(self.number)
        row.addWidget(self.words, 1)

    def show_number(self, number: int) -> None:
        """Show a number; none at all is faint."""
        self.number.setText(f"{number:,}")
        self.setEnabled(bool(number))


class Said(QWidget):
    """A sentence in the middle, with a mark over it and perhaps a button below."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(8)
        self.mark = IconLabel(ctx.theme, "history", "text3", 32)
        self.words = label("", "subheading", wrap=True)
        self.more = label("", "soft", wrap=True)
        self.button = TextButton(ctx.theme, t("restore.make_now"), "database")
        column.addStretch(1)
        for widget in (self.mark, self.words, self.more, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        for words in (self.words, self.more):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setMinimumWidth(420)
        column.addStretch(1)

    def say(self, words: str, more: str = "", icon: str = "history", color: str = "text3") -> None:
        """Say something else."""
        self.mark.set_icon(icon, color)
        self.words.setText(words)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.button.hide()


class RestoreDialog(QDialog):
    """Reads on workers; the restore is one op on the writer thread. Closes when it is done."""

    progressed = Signal(int, int)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._asked = 0
        self._restoring = False
        self._stop = threading.Event()
        self.known: Known | None = None
        self.found: Differences | None = None
        self.setWindowTitle(t("restore.title"))
        self.resize(*SIZE)
        self.progressed.connect(self._progress)
        self.list = SnapshotList(ctx.theme)
        self.list.setFixedWidth(LIST)
        self.list.picked.connect(self._pick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(12)
        whole.addWidget(label(t("restore.intro"), "soft", wrap=True))
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list)
        middle.addLayout(self._right(), 1)
        whole.addLayout(middle, 1)
        whole.addLayout(self._foot())
        self.list.show_snapshots(snapshots.listed(ctx.store.path))
        if not self.list.known:
            self._show_none()
        self.list.setFocus()

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        self.name = ElidedLabel("", "subheading")
        self.detail = label("", "soft")
        column.addWidget(self.name)
        column.addWidget(self.detail)
        self.stack = QStackedWidget()
        self.said = Said(self._ctx)
        self.said.button.clicked.connect(lambda: self._ctx.ask("snapshot"))
        self.said.button.clicked.connect(self.reject)
        self.stack.addWidget(self.said)
        self.stack.addWidget(self._page())
        column.addWidget(self.stack, 1)
        return column

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        tiles = QHBoxLayout()
        tiles.setSpacing(8)
        self.tiles = {name: Tile(name) for name in TILES}
        for tile in self.tiles.values():
            tiles.addWidget(tile, 1)
        column.addLayout(tiles)
        self.others = ElidedLabel("", "soft")
        column.addWidget(self.others)
        self.model = NotesModel()
        self.model.ticks_changed.connect(self._name_button)
        self.view = NotesView(self._ctx.theme, self.model)
        self.view.picked.connect(self._show_note)
        column.addWidget(self.view, 3)
        self.note_stack = QStackedWidget()
        self.note_said = label("", "soft", wrap=True)
        self.note_said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fields = FieldsTable()
        self.note_stack.addWidget(self.note_said)
        self.note_stack.addWidget(self.fields)
        column.addWidget(self.note_stack, 2)
        return page

    def _foot(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("restore.title"))
        self.bar.hide()
        column.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.only = QCheckBox(t("restore.only_chosen"))
        self.only.toggled.connect(self._choose)
        self.every = TextButton(self._ctx.theme, t("restore.all"), look="link")
        self.every.clicked.connect(lambda: self.model.tick_all(True))
        self.nothing = TextButton(self._ctx.theme, t("restore.nothing"), look="link")
        self.nothing.clicked.connect(lambda: self.model.tick_all(False))
        self.foot = label(t("restore.one_step"), "faint", wrap=True)
        cancel = TextButton(self._ctx.theme, t("panel.cancel"))
        cancel.clicked.connect(self.reject)
        self.go = TextButton(self._ctx.theme, t("restore.whole"), "history", "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self.restore)
        for widget in (self.only, self.every, self.nothing):
            row.addWidget(widget)
        row.addWidget(self.foot, 1)
        row.addWidget(cancel)
        row.addWidget(self.go)
        column.addLayout(row)
        return column

    # --- what is shown ----------------------------------------------------------------------------

    def _pick(self, known: Known) -> None:
        self.known = known
        snapshot = known.snapshot
        self.name.setText(f"{moment(snapshot.at)} · {kind_text(snapshot)}")
        self.detail.setText(f"{size_text(snapshot)} · {t('restore.against_now')}")
        self._show(None)
        self.said.say(t("restore.reading"), icon="loader-circle")
        self._asked += 1
        work = partial(look, self._ctx.store, snapshot.path)
        self._ctx.tasks.start(work, partial(self._looked, self._asked), partial(self._refused, self._asked))

    def _looked(self, number: int, seen: tuple[bool, Differences | None]) -> None:
        if not isValid(self) or number != self._asked or self.known is None:
            return  # another one was chosen meanwhile
        sound, found = seen
        self.list.tell(self.known.snapshot.path, sound)
        if found is None:
            self.said.say(t("restore.unusable"), t("restore.bad"), "triangle-alert", "danger")
        elif not found:
            self.said.say(t("restore.same"), t("restore.same_more"), "circle-check", "ok")
        else:
            self._show(found)
        self._check_another()

    def _refused(self, number: int, error: Exception) -> None:
        if not isinstance(error, Refused):
            raise error
        if isValid(self) and number == self._asked:
            self.said.say(t("restore.unusable"), str(error), "triangle-alert", "danger")
            self._check_another()

    def _check_another(self) -> None:
        """Read the next backup that nobody has looked at yet, one at a time."""
        one = next((one for one in self.list.known if one.sound is None and one is not self.known), None)
        if one is not None:
            path = one.snapshot.path
            self._ctx.tasks.start(lambda: snapshots.intact(path), partial(self._checked, path))

    def _checked(self, path: Path, sound: bool) -> None:
        if isValid(self):
            self.list.tell(path, sound)
            self._check_another()

    def _show_none(self) -> None:
        self.name.hide()
        self.detail.hide()
        self.list.hide()
        self._show(None)
        self.said.say(t("restore.none"), t("restore.none_more"))
        self.said.button.setVisible(not self._ctx.store.read_only)

    def _show(self, found: Differences | None) -> None:
        self.found = found
        self.stack.setCurrentIndex(int(found is not None))
        self.only.setChecked(False)
        self._name_button()
        self.foot.setText(self._ctx.store.read_only or t("restore.one_step"))
        if found is None:
            return
        for what in ("removed", "changed", "added"):
            self.tiles[what].show_number(found.count(what))
        others = sum(count.removed + count.changed + count.added for count in found.others.values())
        self.tiles["others"].show_number(others)
        self.others.setText(t("restore.more_rows", said=others_text(found)))
        self.others.setVisible(bool(others))
        self.model.show_notes(found.notes)
        self.view.setVisible(bool(found.notes))
        self.note_stack.setVisible(bool(found.notes))
        if found.notes:
            self.view.setCurrentIndex(self.model.index(0, 0))

    def _show_note(self, note: NoteDifference) -> None:
        if note.what == "changed":
            self.fields.show_note(note)
        else:
            self.note_said.setText(t(f"restore.note_.{note.what}"))
        self.note_stack.setCurrentIndex(int(note.what == "changed"))

    def _choose(self, on: bool) -> None:
        self.model.choose(on)
        self._name_button()

    def _name_button(self) -> None:
        """The button says what it will do, and can be pressed where there is something to do."""
        some = self.only.isChecked()
        n = len(self.model.ticked)
        self.go.setText(t("restore.some", n=n) if some else t("restore.whole"))
        notes = self.found is not None and bool(self.found.notes)
        self.go.setEnabled(self.found is not None and not self._ctx.store.read_only and (n > 0 or not some))
        self.only.setVisible(notes)
        for widget in (self.every, self.nothing):
            widget.setVisible(notes and some)

    # --- restoring --------------------------------------------------------------------------------

    def restore(self) -> None:
        """Restore what is shown, as chosen."""
        if self.known is None or self.found is None:
            return
        self._restoring = True
        self._stop.clear()
        self._enable(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        notes = sorted(self.model.ticked) if self.only.isChecked() else None
        store, path = self._ctx.store, self.known.snapshot.path
        self._ctx.tasks.write(lambda: restoring.restore(store, path, notes, self._tell), self._done, self._failed)

    def _tell(self, done: int, of: int) -> None:
        """On the writer thread."""
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(done, of)

    def _progress(self, done: int, of: int) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        if done < of:
            self.foot.setText(t(f"restore.step_.{restoring.STEPS[done]}"))

    def _enable(self, on: bool) -> None:
        for widget in (self.list, self.view, self.only, self.every, self.nothing, self.go):
            widget.setEnabled(on)

    def _done(self, change: Change | None) -> None:
        self._restoring = False
        self.accept()  # first: while this dialog has the floor the window shows no message
        if change is not None:
            self._ctx.toasted.emit(ToastText(change.label, undo=True, op=change.id))

    def _failed(self, error: Exception) -> None:
        self._restoring = False
        self._enable(True)
        self.bar.hide()
        self._name_button()
        if isinstance(error, Cancelled):
            self.foot.setText(t("restore.one_step"))
            return
        if not isinstance(error, Refused):
            raise error
        self.foot.setText(str(error))

    def reject(self) -> None:
        """Stop a restore that has not begun to write; close where none is going on."""
        if self._restoring:
            self._stop.set()
        else:
            super().reject()
