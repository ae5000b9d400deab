"""The search field: notes while typing, what else has that name, and what can stand behind `账号:`. Plain text."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from xhsplanner.core import clock, finding, query
from xhsplanner.core.excerpt import spans
from xhsplanner.core.model import Note
from xhsplanner.core.words import t, words
from xhsplanner.store import search
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, native_key
from xhsplanner.ui.widgets.found import Group, Results
from xhsplanner.ui.widgets.two_lines import Entry

SHOWN, BESIDE = 12, 5
"""Notes shown, alone and where other things have that name too."""
WIDTH = 264
WAIT_MS = 120
SUGGESTED = 6
PATIENCE = 0.03
"""Seconds that the window waits for a search; what takes longer is looked for by a worker."""


class Others(Protocol):
    """What else is found by a name, and where all notes can be shown; the window knows."""

    def groups(self, text: str) -> list[Group]:
        """Actions, accounts, series, pictures of that name."""
        ...

    def show_all(self, text: str) -> Callable[[], object] | None:
        """What shows every note found in the list, None where there is no list."""
        ...


class SearchField(QLineEdit):
    """Finds notes while typing; Enter takes the first, Down goes into the list, Esc puts it away."""

    done = Signal()
    """A note was taken or the search given up: the keyboard is free for the room."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self.setFixedWidth(WIDTH)
        self.setPlaceholderText(t("shell.search_hint"))
        self.setAccessibleName(t("shell.search"))
        self.setTextMargins(24, 0, 26, 0)
        self.clearer = IconButton(ctx.theme, "x", t("shell.search_clear"), "text3", 16)
        self.clearer.setParent(self)
        self.clearer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clearer.setCursor(Qt.CursorShape.ArrowCursor)
        self.clearer.clicked.connect(self.clear)
        self.clearer.hide()
        self.results: Results | None = None
        self.others: Others | None = None
        self._asked = 0
        self._take_when_found = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self.textEdited.connect(lambda _text: self._wait.start())
        self.textChanged.connect(self._maybe_clear)
        self.returnPressed.connect(self._take_first)
        ctx.theme.changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.clearer.setGeometry(self.width() - 34, 0, 34, 34)

    def look(self) -> None:
        """Look now and show what was found."""
        self._wait.stop()
        query_text = self.text().strip()
        self._ctx.set_query(query_text)
        if not query_text:
            self.put_away()
            return
        self._asked += 1
        suggested = self._suggested(query_text)
        try:
            found = self._ctx.store.notes.look(query_text, SHOWN, PATIENCE)
        except search.Slow:
            self._show(suggested, t("shell.search_looking"))
            work = partial(self._ctx.store.notes.look, query_text, SHOWN)
            self._ctx.tasks.start(work, partial(self._found, self._asked, query_text))
        else:
            self._found(self._asked, query_text, found)

    def _found(self, asked: int, text: str, found: search.Found) -> None:
        if asked != self._asked or text != self.text().strip():
            return  # typed on meanwhile
        others = self.others.groups(text) if self.others is not None else []
        beside = any(group.rows for group in others)
        notes = self._notes(text, found, BESIDE if beside else SHOWN)
        self._show([*self._suggested(text), notes, *others], t("shell.search_nothing"))
        if self._take_when_found:
            self._take_when_found = False
            self._take_shown()

    def _show(self, groups: list[Group], said: str) -> None:
        if self.results is None:
            self.results = Results(self._ctx.theme, self)
            self.results.taken.connect(self._taken)
        self.results.show_groups(groups, said)

    def _notes(self, text: str, found: search.Found, most: int) -> Group:
        terms = query.parse(text, clock.today()).terms
        rows: list[tuple[Entry, Callable[[], object]]] = []
        for note in found.notes[:most]:
            entry = entry_of(self._ctx, note)
            held = found.excerpts.get(note.id)
            title = " ".join(entry.title.split())
            shown = replace(entry, title=title, marked=spans(title, terms))
            if held:  # the place itself says more than the series; the day stays
                day = note.day.isoformat() if note.day else ""
                shown = replace(shown, detail=held.text, marked_detail=held.spans, number=day)
            rows.append((shown, partial(self._open, note)))
        count = counted(found.many)
        everything = self.others.show_all(text) if self.others is not None else None
        if len(rows) < found.many.n and everything is not None:
            entry = Entry(None, t("shell.search_all", n=count), icon="list")
            rows.append((entry, everything))
        return Group(t("shell.search_group.notes", n=count), rows)

    def _suggested(self, text: str) -> list[Group]:
        """What can stand behind a key that is being typed; taking it writes it."""
        typed = query.typing(text)
        if typed is None:
            return []
        names = self._values(typed.key)
        if any(name.casefold() == typed.value.casefold() for name in names):
            return []
        best = finding.best(typed.value, [finding.Findable.of(name) for name in names], SUGGESTED)
        shown = [names[place] for place in best] if typed.value else names[:SUGGESTED]
        rows = [
            (Entry(name, name, icon="search"), partial(self._complete, text[: typed.start] + query.quoted(name)))
            for name in shown
        ]
        return [Group(query.said("keys", typed.key, words.language), rows)]

    def _values(self, key: str) -> list[str]:
        if key not in query.NAMED:
            return query.values(key, words.language)
        noun = {"owner": "member"}.get(key, key)
        return [str(row.name) for row in self._ctx.store.catalog.rows(noun)]

    def _complete(self, text: str) -> None:
        self.setText(f"{text} ")
        self.setFocus()
        self.look()

    def _open(self, note: Note) -> None:
        """Show a note: in the panel, and the calendar at its day."""
        if note.day is not None:
            self._ctx.show_day(note.day)
        self._ctx.select(note.id)
        self._ctx.ask("note", note.id)

    def _taken(self) -> None:
        if self.results is not None:
            self.done.emit()  # before hiding: Qt would hand the focus of the list to the rail
            self.results.hide()

    def put_away(self) -> None:
        """Hide the list."""
        self._asked += 1
        self._take_when_found = False
        if self.results is not None:
            self.results.hide()

    def _maybe_clear(self, text: str) -> None:
        self.clearer.setVisible(bool(text))
        if not text:
            self.look()

    def _take_first(self) -> None:
        asked = self._asked
        self.look()
        waits = self.results is not None and self.results.isVisible() and self.results.first() < 0
        if self._asked > asked and waits and self.results is not None:
            self._take_when_found = self.results.said.text() == t("shell.search_looking")
        self._take_shown()

    def _take_shown(self) -> None:
        if self.results is not None and self.results.isVisible():
            self.results.take(self.results.first())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_ = self.results is not None and self.results.isVisible()
        if event.key() == Qt.Key.Key_Down and open_ and self.results is not None:
            self.results.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.results is not None and not self.results.list.hasFocus():
            self.put_away()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme = self._ctx.theme
        pixmap = theme.pixmap("search", "text3", 16, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(10, (self.height() - 16) // 2), pixmap)
        if not self.text() and not self.hasFocus():
            box = QRectF(self.width() - 52, (self.height() - 20) / 2, 44, 20)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(theme.color("text2"))
            painter.setFont(theme.font(11))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, native_key("Ctrl+F").replace("+", " "))


def counted(count: search.Count) -> str:
    """How many were found, as it is said: 12; 10,000+; about 5,200."""
    if count.more:
        return f"{count.n:,}+"
    return f"{count.n:,}" if count.exact else t("shell.search_about", n=f"{count.n:,}")


def entry_of(ctx: Context, note: Note) -> Entry:
    """How a note looks in a list."""
    account = ctx.store.catalog.account(note.account_id)
    avatar = (account.initial, account.color) if account else ("", "")
    return Entry(note, note.title or t("shell.untitled"), describe(ctx, note), avatar=avatar)


def describe(ctx: Context, note: Note) -> str:
    """Day, account and series of a note in one line."""
    account = ctx.store.catalog.account(note.account_id)
    series = ctx.store.catalog.series_by_id(note.series_id) if note.series_id is not None else None
    when = note.day.isoformat() if note.day else t("shell.no_day")
    if note.day and note.minute is not None:
        when += f" {note.minute // 60:02}:{note.minute % 60:02}"
    return " · ".join(part for part in (when, account and account.name, series and series.name) if part)
