"""What the cells of the list say, and how they and the heads of groups are painted."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from xhsplanner.core import clock, occasions
from xhsplanner.core.clock import minute_of
from xhsplanner.core.model import NOT_PLANNED, Member, Note
from xhsplanner.core.text import hashtags, title_length, title_limit
from xhsplanner.core.words import t
from xhsplanner.store.listing import Line
from xhsplanner.store.store import Store
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.table.columns import COLUMNS
from xhsplanner.ui.widgets.states import OVERDUE, clock_text, ring_state

PAD = 8
KEPT = 800
"""Pictures of cells that are kept, some MB."""
CHIP_H = 22
NAMED = {
    "account": "account_id",
    "series": "series_id",
    "owner": "owner_id",
    "designer": "designer_id",
    "persona": "persona_id",
    "cover": "cover_state",
    "kind": "kind",
    "occasion": "occasion",
}
"""Columns of which rows say few different things, and the field that tells them apart."""
MANY = {"tags": "tag", "keywords": "keyword", "offers": "offer"}


class Words:
    """The text of a cell, and of a group's head."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.told: Mapping[int, tuple[str, ...]] = {}
        """What collides, by note id."""
        self.now = clock.now()

    @property
    def now(self) -> datetime:
        """The moment that tells what is late."""
        return self._now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._now = moment
        self._rings: dict[tuple[object, ...], str] = {}

    def ring(self, note: Note) -> str:
        """Which ring a note wears."""
        key = (note.day, note.minute, note.status)
        found = self._rings.get(key)
        if found is None:
            if len(self._rings) > KEPT:
                self._rings.clear()
            found = self._rings[key] = ring_state(note, self._now)
        return found

    def _name(self, noun: str, row_id: int | None) -> str:
        row = self._store.catalog.row(noun, row_id)
        return str(row.name) if row is not None else ""

    def member(self, note: Note, column: str) -> Member | None:
        """Owner or designer of a note."""
        return self._store.catalog.member(note.owner_id if column == "owner" else note.designer_id)

    def text(self, line: Line, column: str) -> str:
        """What a cell says."""
        note = line.note
        if column == "title":
            return note.title.strip() or t("notes.untitled")
        if column == "status":
            return t(f"status.{self.ring(note)}")
        if column == "day":
            return note.day.isoformat() if note.day else ""
        if column == "weekday":
            return t(f"days.weekday.{note.day.weekday()}") if note.day else ""
        if column == "time":
            return clock_text(note.minute)
        if column in ("account", "series", "persona"):
            return self._name(column, getattr(note, f"{column}_id"))
        if column in ("owner", "designer"):
            return self._name("member", getattr(note, f"{column}_id"))
        if column in MANY:
            return t("list.comma").join(self._name(MANY[column], one) for one in getattr(line, column))
        return self._rest(line, column)

    def _rest(self, line: Line, column: str) -> str:
        note = line.note
        if column == "episode":
            return "" if note.episode is None else str(note.episode)
        if column == "length":
            return t("list.of", n=title_length(note.title), limit=title_limit())
        if column == "occasion":
            return occasion_name(note.occasion)
        if column == "kind":
            return t(f"kind.{note.kind.name.lower()}")
        if column == "cover":
            return t(f"board.cover.{note.cover_state.value}")
        if column == "pictures":
            return str(line.pictures) if line.pictures else ""
        if column == "hashtags":
            return " ".join(f"#{one}" for one in hashtags(line.hashtags))
        if column in ("created", "changed"):
            at = note.created_at if column == "created" else line.changed_at
            return minute_of(at) if at else ""
        if column == "findings":
            return t("board.semicolon").join(t(f"list.finding.{one}") for one in line.findings)
        return " ".join(line.topic.split()) if column == "topic" else " ".join(getattr(note, column).split())

    def spoken(self, line: Line, columns: Sequence[str]) -> str:
        """A row as one sentence: each cell that says something, after the name of its column; what collides."""
        cells = ((t(f"list.column.{one}"), self.text(line, one)) for one in columns)
        said = [t("list.cell", column=name, text=text) for name, text in cells if text]
        return t("list.semicolon").join([*said, *self.told.get(line.note.id, ())])

    def group(self, by: str, meaning: Any) -> str:
        """What a group's head says."""
        if meaning is None:
            return t(f"list.without.{by}")
        if by in ("account", "series"):
            return self._name(by, meaning)
        if by == "owner":
            return self._name("member", meaning)
        if by == "status":
            return t(f"status.{meaning.value}")
        if by == "occasion":
            return occasion_name(meaning)
        if by == "month":
            return t("list.month", y=int(meaning[:4]), m=int(meaning[5:7]))
        day = date.fromisoformat(meaning)
        if by == "week":
            last, iso = day + timedelta(6), day.isocalendar()
            values = {"m": day.month, "d": day.day, "m2": last.month, "d2": last.day}
            return t("list.week", n=iso.week, y=iso.year, **values)
        return t("list.day", y=day.year, m=day.month, d=day.day, weekday=t(f"days.weekday.{day.weekday()}"))


def occasion_name(name: str) -> str:
    """What an occasion is called; an own name as it is."""
    known = occasions.by_id(name) if name else None
    return known.name if known else name


def draw_cell(
    painter: QPainter,
    ink: Ink,
    rect: QRect,
    text: str,
    color: QColor,
    size: int = 12,
    mark: QPixmap | None = None,
    right: bool = False,
) -> None:
    """A mark and one line of text in the middle of a cell, ending in … where it does not fit."""
    left, middle = rect.x() + PAD, rect.y() + rect.height() / 2
    if mark is not None:
        side = mark.deviceIndependentSize()
        painter.drawPixmap(QPointF(left, round(middle - side.height() / 2)), mark)
        left += round(side.width()) + 6
    if not text:
        return
    face = ink.type(size)
    room = rect.right() - PAD - left
    lines = face.fit(text, room, 1) if room > 8 else []
    if lines:
        painter.setFont(face.font)
        painter.setPen(color)
        x = left + max(0, round(room - face.width(lines[0]))) if right else left
        painter.drawText(QPointF(x, face.baseline(rect.y(), rect.height())), lines[0])


class Painter:
    """Paints rows for one store in the colours of one ink."""

    def __init__(self, words: Words, store: Store) -> None:
        self.words, self._store = words, store
        self._cells: dict[tuple[object, ...], QPixmap] = {}
        self._ink: Ink | None = None

    def forget(self) -> None:
        """Draw all cells anew: names or colours have changed."""
        self._cells.clear()

    def cell(self, painter: QPainter, ink: Ink, rect: QRect, line: Line, column: str) -> None:
        """One cell. What many rows say is drawn once and kept: a text costs five times as much as a picture."""
        told = self._told(line, column)
        if told is None:
            self._draw(painter, ink, rect, line, column)
            return
        if ink is not self._ink:
            self._ink = ink
            self._cells.clear()
        key = (column, rect.width(), told)
        found = self._cells.get(key)
        if found is None:
            if len(self._cells) >= KEPT:
                self._cells.clear()
            found = self._cells[key] = ink.canvas(rect.width(), rect.height())
            inner = QPainter(found)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw(inner, ink, QRect(0, 0, rect.width(), rect.height()), line, column)
            inner.end()
        painter.drawPixmap(rect.topLeft(), found)

    def _told(self, line: Line, column: str) -> object:
        """What a cell of a column that says few things says; None for others."""
        note = line.note
        if column == "status":
            return self.words.ring(note)
        if column in NAMED:
            return getattr(note, NAMED[column]) or 0
        if column in ("time", "day"):
            return (note.minute if column == "time" else note.day, self.words.ring(note) == OVERDUE)
        if column == "weekday":
            return note.day.weekday() if note.day else 7
        return line.findings if column == "findings" else None

    def _draw(self, painter: QPainter, ink: Ink, rect: QRect, line: Line, column: str) -> None:
        note, words = line.note, self.words
        text = words.text(line, column)
        if column == "series" and text:
            series = self._store.catalog.series_by_id(note.series_id)
            chip = ink.chip(text, series.palette if series else "neutral", max(24, rect.width() - 2 * PAD), CHIP_H)
            painter.drawPixmap(QPointF(rect.x() + PAD, rect.y() + (rect.height() - CHIP_H) // 2), chip)
            return
        mark = None
        if column == "status":
            mark = ink.ring(words.ring(note), 14)
        elif column == "account":
            account = self._store.catalog.account(note.account_id)
            mark = ink.avatar(account.initial or account.name[:1], account.color, 20) if account else None
        elif column in ("owner", "designer"):
            member = words.member(note, column)
            mark = ink.avatar(member.name[:1], member.color, 20) if member else None
        elif column == "findings" and text:
            mark = ink.icon("triangle-alert", "warn", 15)
        size = 13 if column == "title" else 12
        draw_cell(painter, ink, rect, text, self._color(ink, line, column), size, mark, COLUMNS[column].right)

    def _color(self, ink: Ink, line: Line, column: str) -> QColor:
        note = line.note
        if column == "title":
            return ink.color("text3" if note.status in NOT_PLANNED or not note.title.strip() else "text")
        if column in ("day", "time", "status") and self.words.ring(note) == OVERDUE:
            return ink.color("danger")
        if column == "length" and "title" in line.findings:
            return ink.color("warn")
        return ink.color("text3" if column in ("code", "created", "changed", "length", "weekday") else "text2")

    def head(self, painter: QPainter, ink: Ink, rect: QRect, text: str, count: str, folded: bool) -> None:
        """The head of a group: an arrow, its name, how many."""
        painter.fillRect(rect, ink.color("surface2"))
        arrow = ink.icon("chevron-right" if folded else "chevron-down", "text2", 16)
        painter.drawPixmap(QPointF(rect.x() + PAD, rect.y() + (rect.height() - 16) // 2), arrow)
        face, soft = ink.type(13, bold=True), ink.type(12)
        left = rect.x() + PAD + 22
        line = "".join(face.fit(text, max(40, rect.right() - 120 - left), 1))
        painter.setFont(face.font)
        painter.setPen(ink.color("text"))
        painter.drawText(QPointF(left, face.baseline(rect.y(), rect.height())), line)
        painter.setFont(soft.font)
        painter.setPen(ink.color("text3"))
        at = left + face.width(line) + 10
        painter.drawText(QPointF(at, soft.baseline(rect.y(), rect.height())), count)
        painter.fillRect(QRectF(rect.x(), rect.bottom(), rect.width(), 1), ink.color("border"))
