"""The relay of a note in its panel: whom it follows and who follows it; hidden where it stands alone."""

from PySide6.QtWidgets import QWidget

from xhsplanner.core.model import Note
from xhsplanner.core.planning import Relay
from xhsplanner.core.relays import distance_words
from xhsplanner.core.words import t
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.parts import Chip, Flow, Look


class RelayPart(QWidget):
    """Chips: the one before opens the dialog that changes it, each follower is gone to."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._flow = Flow()
        self.setLayout(self._flow)
        self.chips: list[Chip] = []
        self._key: object = None

    def show_note(self, note: Note, locked: bool) -> None:
        """Show the relays of a note."""
        store = self._ctx.store
        own, behind = store.relays.of(note.id), store.relays.followers(note.id)
        names = {one.id: one.title or one.code for one in store.notes.get_many(_others(own, behind))}
        key = (note.id, locked, own, *behind, *names.items())
        if key == self._key:
            return
        self._key = key
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = []
        if own is not None:
            said = {"title": names.get(own.after_id, ""), "distance": distance_words(own.minutes)}
            chip = self._chip(t("moves.relay_after", **said))
            chip.setEnabled(not locked)
            chip.clicked.connect(lambda: self._ctx.ask("relay", note.id))
        for one in behind:
            said = {"title": names.get(one.note_id, ""), "distance": distance_words(one.minutes)}
            chip = self._chip(t("moves.relay_before", **said))
            chip.clicked.connect(lambda _checked=False, to=one.note_id: self._ctx.select(to))
        self.setVisible(bool(self.chips))
        self._flow.invalidate()
        self.updateGeometry()

    def _chip(self, words: str) -> Chip:
        words = " ".join(words.split())
        chip = Chip(self._ctx.theme, Look(words, mark="link"), words)
        self._flow.addWidget(chip)
        self.chips.append(chip)
        chip.show()
        return chip


def _others(own: Relay | None, behind: list[Relay]) -> list[int]:
    return ([own.after_id] if own else []) + [one.note_id for one in behind]
