"""What the cells of the list say, and how they and the heads of groups are painted."""

from collections.abc import Sequence
from datetime import date, timedelta
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
CHIP_H = 22
MANY = {"tags": "tag", "keywords": "keyword", "offers": "offer"}


class Words:
    """The text of a cell, and of a group's head."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.now = clock.now()

    def ring(self, note: Note) -> str:
        """Which ring a note wears."""
        return ring_state(note, self.now)

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
        """A row as one sentence: each cell that says something, after the name of its column."""
        cells = ((t(f"list.column.{one}"), self.text(line, one)) for one in columns)
        return t("list.semicolon").join(t("list.cell", column=name, text=text) for name, text in cells if text)

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

    def cell(self, painter: QPainter, ink: Ink, rect: QRect, line: Line, column: str) -> None:
        """One cell."""
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
