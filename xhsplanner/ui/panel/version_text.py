"""Shows what two moments of a note differ in: what came in green, what went struck through in red."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from xhsplanner.core.shots import Shot, length
from xhsplanner.core.textdiff import Piece, diff
from xhsplanner.core.versions import PARTS, TEXTS, Snapshot
from xhsplanner.core.words import t
from xhsplanner.ui.panel.length import length_text
from xhsplanner.ui.theme import Theme

AROUND = 40
"""Characters that stay before and behind a change where a long text is shortened."""


class VersionText(QPlainTextEdit):
    """Read-only and plain; only the colours of its characters tell what came and went."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Snapshot, Snapshot, list[str], bool] | None = None
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(t("versions.preview"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(2)
        theme.changed.connect(self._render)

    def show_change(self, before: Snapshot, after: Snapshot, parts: list[str], *, short: bool) -> None:
        """Show how `parts` went from one moment to the other; `short` leaves out what stayed far from a change."""
        self._shown = (before, after, parts, short)
        self._render()

    def say(self, words: str) -> None:
        """Show a sentence instead."""
        self._shown = None
        self.clear()
        self.textCursor().insertText(words, self._look("text3"))

    def _render(self) -> None:
        if self._shown is None:
            return
        before, after, parts, short = self._shown
        looks = {
            "same": self._look("text"),
            "new": self._look("ok", "ok_soft"),
            "cut": self._look("danger", "danger_soft"),
        }
        looks["cut"].setFontStrikeOut(True)
        self.clear()
        cursor = self.textCursor()
        cursor.beginEditBlock()  # laid out once at its end, however many pieces there are
        for part in (name for name in PARTS if name in parts):
            self._heading(cursor, t(f"versions.part_{part}"))
            read = Snapshot.part if part in TEXTS else plain
            pieces = diff(read(before, part), read(after, part))
            for piece in shortened(pieces) if short else pieces:
                # A line break alone would be seen nowhere: it is shown by its sign.
                text = piece.text if piece.kind == "same" else piece.text.replace("\n", "↵\n")
                cursor.insertText(text, looks[piece.kind])
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _heading(self, cursor: QTextCursor, words: str) -> None:
        look = self._look("text3")
        look.setFont(self._theme.font(11, bold=True))
        above = "\n\n" if cursor.position() else ""
        cursor.insertText(f"{above}{words}\n", look)

    def _look(self, ink: str, paper: str = "") -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._theme.font(13))
        look.setForeground(self._theme.color(ink))
        if paper:
            look.setBackground(self._theme.color(paper))
        return look


def plain(moment: Snapshot, part: str) -> str:
    """A part that is no text of its own, in lines that compare well."""
    if part == "length":
        seconds, file = moment.part(part)
        return "\n".join(line for line in (length_text(seconds), str(file or "")) if line)
    if part == "pictures":
        return t("versions.n_pictures", n=len(moment.pictures))
    if part == "cover":
        return "\n".join(template or t("versions.first_picture") for template, _v, _p in moment.covers.values())
    shots = [Shot(0, "", 0, n, *row) for n, row in enumerate(moment.shots)]
    lines = [f"{length_text(shot.seconds) or '–'}  {shot.scene}  {shot.words}".rstrip() for shot in shots]
    return "\n".join([*lines, length_text(length(shots))]) if lines else ""


def shortened(pieces: list[Piece]) -> list[Piece]:
    """Long runs that stayed, cut down to what stands next to a change."""
    found = []
    for place, piece in enumerate(pieces):
        first, last = place == 0, place == len(pieces) - 1
        if piece.kind != "same" or len(piece.text) <= 2 * AROUND + 10:
            found.append(piece)
            continue
        head = "" if first else piece.text[:AROUND]
        tail = "" if last else piece.text[-AROUND:]
        found.append(Piece("same", f"{head} … {tail}".strip(" ") if first or last else f"{head} … {tail}"))
    return found
