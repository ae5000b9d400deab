"""How the lists of the room 今天 are painted: white cards of sections, one row under the other."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ui.board.banners import ICONS, tint
from xhsplanner.ui.board.ink import Ink
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.today.rows import Button, Row
from xhsplanner.ui.widgets.controls import draw_focus

Index = QModelIndex | QPersistentModelIndex
HEAD, NOTE, ITEM, MORE = 46, 62, 52, 40
HEIGHTS = {"head": HEAD, "note": NOTE, "item": ITEM, "more": MORE, "empty": MORE}
GAP = 12
"""Between the cards of two sections."""
PAD = 16
BUTTON = 28
THUMB = (33, 44)
LEAD = 46
RADIUS = 14


@dataclass(slots=True)
class Spot:
    """Where mouse and keyboard are: a row, and a button of it (-1: the row itself)."""

    row: int = -1
    button: int = -1


Thumb = Callable[[Note, int], QPixmap | None]


class DayDelegate(QStyledItemDelegate):
    """Paints rows; `hover` and `at` are kept by the list. `thumb` gives the picture of a note in device pixels."""

    def __init__(self, theme: Theme, parent: QObject, thumb: Thumb) -> None:
        super().__init__(parent)
        self._theme, self._thumb = theme, thumb
        self.ink = Ink(theme, 1.0)
        self.hover, self.at = Spot(), Spot()
        self.focused = False

    def restyle(self, ratio: float) -> None:
        """Take colours and pixel ratio anew."""
        self.ink = Ink(self._theme, ratio)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        gap = GAP if row.kind == "head" and index.row() else 0
        return QSize(200, HEIGHTS[row.kind] + gap + (8 if row.last else 0))

    # --- where things are -------------------------------------------------------------------------

    def box(self, rect: QRectF, row: Row, number: int) -> QRectF:
        """The row itself, without the gap above a section and the padding at its end."""
        top = GAP if row.kind == "head" and number else 0
        return QRectF(rect.x(), rect.y() + top, rect.width(), HEIGHTS[row.kind])

    def buttons(self, rect: QRectF, row: Row, number: int) -> list[tuple[Button, QRectF]]:
        """The buttons that show, from left to right: the main ones always, icons where mouse or keyboard are."""
        box = self.box(rect, row, number)
        near = number in (self.hover.row, self.at.row if self.focused else -1) or row.kind in ("head", "more")
        found: list[tuple[Button, QRectF]] = []
        right = box.right() - PAD + 4
        for button in reversed(row.buttons):
            if not (button.main or near):
                continue
            width = self._width(button)
            found.insert(0, (button, QRectF(right - width, box.center().y() - BUTTON / 2, width, BUTTON)))
            right -= width + 4
        return found

    def _width(self, button: Button) -> float:
        return round(self.ink.type(12, button.accent).width(button.words)) + 34 if button.main else BUTTON

    def tick_box(self, rect: QRectF, row: Row, number: int) -> QRectF | None:
        """The box to tick, None where a row has none."""
        box = self.box(rect, row, number)
        return None if row.ticked is None else QRectF(box.x() + PAD, box.center().y() - 8, 16, 16)

    # --- painting ---------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        number, rect = index.row(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, rect, row, number)
        box = self.box(rect, row, number)
        chosen = bool(index.data(Qt.ItemDataRole.UserRole + 1))
        inner = box.adjusted(6, 1, -6, -1)
        if row.kind in ("note", "item") and (chosen or number == self.hover.row):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.ink.color("accent_soft" if chosen else "surface2"))
            painter.drawRoundedRect(inner, 9, 9)
        right = self._paint_buttons(painter, rect, row, number)
        if row.kind == "head":
            self._paint_head(painter, box, row, right)
        elif row.kind in ("more", "empty"):
            self._text(painter, row.title, QRectF(box.x() + PAD, box.y(), right - box.x() - PAD, box.height()),
                       12, "text3")  # fmt: skip
        else:
            self._paint_row(painter, rect, box, row, number, right)
        if self.focused and number == self.at.row and self.at.button < 0:
            draw_focus(painter, self._theme, inner, 9)
        painter.restore()

    def _paint_card(self, painter: QPainter, rect: QRectF, row: Row, number: int) -> None:
        """The piece of the section's card that lies under this row."""
        head = row.kind == "head"
        body = rect.adjusted(
            0.5, (GAP if number else 0) + 0.5 if head else -RADIUS, -0.5, -0.5 if row.last else RADIUS
        )
        path = QPainterPath()
        path.addRoundedRect(body, RADIUS, RADIUS)
        painter.save()
        painter.setClipRect(rect)
        painter.fillPath(path, self.ink.color("surface"))
        painter.strokePath(path, QPen(self.ink.color("border"), 1))
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, row: Row, right: float) -> None:
        color = "danger" if row.section == "late" else "text"
        face = self.ink.type(15, bold=True)
        x = box.x() + PAD
        painter.setFont(face.font)
        painter.setPen(self.ink.color(color))
        painter.drawText(QPointF(x, face.baseline(box.y() + 4, box.height() - 4)), row.title)
        x += face.width(row.title) + 8
        if row.lead:
            small = self.ink.type(12, bold=True)
            width = small.width(row.lead) + 14
            pill = QRectF(x, box.center().y() + 2 - 10, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.ink.color("accent_soft" if color == "danger" else "sunken"))
            painter.drawRoundedRect(pill, 10, 10)
            painter.setPen(self.ink.color("danger" if color == "danger" else "text2"))
            painter.setFont(small.font)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, row.lead)
            x += width + 10
        room = QRectF(x, box.y() + 4, right - x - 8, box.height() - 4)
        self._text(painter, row.detail, room, 12, "text3")

    def _paint_row(self, painter: QPainter, rect: QRectF, box: QRectF, row: Row, number: int, right: float) -> None:
        x = box.x() + PAD
        tick = self.tick_box(rect, row, number)
        if tick is not None:
            self._paint_tick(painter, tick, bool(row.ticked))
            x += 26
        x = self._paint_lead(painter, box, row, x)
        ink = self.ink
        title = ink.type(13, bold=row.kind == "note")
        top = box.y() + (box.height() - 40) / 2
        room = right - x - 8
        fitting = "".join(title.fit(row.title, int(max(20, room)), 1))
        painter.setFont(title.font)
        painter.setPen(ink.color("text3" if row.ring == "published" else "text"))
        painter.drawText(QPointF(x, title.baseline(top, 20)), fitting)
        self._paint_detail(painter, row, QRectF(x, top + 20, room, 20))

    def _paint_lead(self, painter: QPainter, box: QRectF, row: Row, x: float) -> float:
        """Time or day, ring, cover: returns where the words begin."""
        ink = self.ink
        if row.lead:
            face = ink.type(13 if ":" in row.lead else 12, bold=":" in row.lead)
            painter.setFont(face.font)
            painter.setPen(ink.color("text2"))
            painter.drawText(QPointF(x, face.baseline(box.y(), box.height())), row.lead)
            x += max(LEAD, face.width(row.lead) + 10)
        if row.icon:
            painter.drawPixmap(QPointF(x, box.center().y() - 9), ink.icon(row.icon, row.icon_color, 18))
            x += 28
        if row.note is not None and row.kind == "note":
            self._paint_thumb(painter, QRectF(x, box.center().y() - THUMB[1] / 2, *THUMB), row)
            x += THUMB[0] + 12
        return x

    def _paint_thumb(self, painter: QPainter, box: QRectF, row: Row) -> None:
        note = row.note
        ratio = self.ink.ratio
        picture = self._thumb(note, round(box.width() * ratio)) if note is not None else None
        path = QPainterPath()
        path.addRoundedRect(box, 5, 5)
        painter.save()
        painter.setClipPath(path)
        if picture is not None and not picture.isNull():
            high = box.width() * picture.height() / picture.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            top = box.center().y() - high / 2
            painter.drawPixmap(QRectF(box.x(), top, box.width(), high), picture, QRectF(picture.rect()))
        else:
            solid = self.ink.tone(row.tone or "neutral").solid
            painter.fillRect(box, self.ink.tone(row.tone).bg if self._theme.dark else tint(solid, 0.5))
            icon = self.ink.icon(ICONS.get(row.tone, "sparkles"), self.ink.tone(row.tone).fg.name(), 16)
            painter.drawPixmap(QPointF(box.center().x() - 8, box.center().y() - 8), icon)
        painter.restore()

    def _paint_detail(self, painter: QPainter, row: Row, room: QRectF) -> None:
        """Ring, series, account, and what is amiss."""
        ink, x = self.ink, room.x()
        if row.ring:
            painter.drawPixmap(QPointF(x, room.center().y() - 6.5), ink.ring(row.ring))
            x += 19
        if row.chip:
            most = int(max(30, min(130, room.right() - x - 60)))
            chip = ink.chip(row.chip, row.tone or "neutral", most, 18)
            painter.drawPixmap(QPointF(x, room.center().y() - 9), chip)
            x += chip.width() / ink.ratio + 7
        if row.warn:
            face = ink.type(12)
            words = "".join(face.fit(row.warn, int(max(20, room.right() - x - 17)), 1))
            painter.drawPixmap(QPointF(x, room.center().y() - 6.5), ink.icon("triangle-alert", "warn", 13))
            painter.setFont(face.font)
            painter.setPen(ink.color("warn"))
            painter.drawText(QPointF(x + 17, face.baseline(room.y(), room.height())), words)
            x += 17 + face.width(words) + 8
        self._text(painter, row.detail, QRectF(x, room.y(), room.right() - x, room.height()), 12, "text2")

    def _text(self, painter: QPainter, text: str, room: QRectF, px: int, color: str) -> None:
        if not text or room.width() < 16:
            return
        face = self.ink.type(px)
        painter.setFont(face.font)
        painter.setPen(self.ink.color(color))
        fitting = "".join(face.fit(text, int(room.width()), 1))
        painter.drawText(QPointF(room.x(), face.baseline(room.y(), room.height())), fitting)

    def _paint_tick(self, painter: QPainter, box: QRectF, ticked: bool) -> None:
        ink = self.ink
        painter.setPen(QPen(ink.color("accent" if ticked else "border2"), 1))
        painter.setBrush(ink.color("accent" if ticked else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if ticked:
            painter.drawPixmap(QPointF(box.x() + 2, box.y() + 2), ink.icon("check", "on_accent", 12))

    def _paint_buttons(self, painter: QPainter, rect: QRectF, row: Row, number: int) -> float:
        """Returns where the room for words ends."""
        right = self.box(rect, row, number).right() - PAD
        for button, box in self.buttons(rect, row, number):
            right = min(right, box.x())
            hot = number == self.hover.row and self._is(button, row, self.hover.button)
            held = self.focused and number == self.at.row and self._is(button, row, self.at.button)
            self._paint_button(painter, box, button, hot, held, row.kind == "more")
        return right

    @staticmethod
    def _is(button: Button, row: Row, number: int) -> bool:
        return 0 <= number < len(row.buttons) and row.buttons[number] is button

    def _paint_button(
        self, painter: QPainter, box: QRectF, button: Button, hot: bool, held: bool, bare: bool
    ) -> None:
        ink = self.ink
        color = "on_accent" if button.accent else "text" if hot else "text2"
        if button.main and not bare:
            fill = ("accent_hover" if hot else "accent") if button.accent else ("sunken" if hot else "surface")
            painter.setPen(
                Qt.PenStyle.NoPen if button.accent else QPen(ink.color("border2" if hot else "border"), 1)
            )
            painter.setBrush(ink.color(fill))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        elif hot or held:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink.color("sunken"))
            painter.drawRoundedRect(box, 7, 7)
        size = 14 if button.main else 15
        left = box.x() + 9 if button.main else box.center().x() - size / 2
        painter.drawPixmap(QPointF(left, box.center().y() - size / 2), ink.icon(button.icon, color, size))
        if button.main:
            face = ink.type(12, button.accent)
            painter.setFont(face.font)
            painter.setPen(ink.color(color))
            painter.drawText(QPointF(left + 18, face.baseline(box.y(), box.height())), button.words)
        if held:
            draw_focus(painter, self._theme, box, 7)


def tip(row: Row, button: Button | None) -> str:
    """What the mouse is over, in words: the button, or the whole of a row that may be cut."""
    if button is not None:
        return button.words
    if row.kind not in ("note", "item"):
        return ""
    return "\n".join(
        part for part in (row.title, t("today.dot").join(filter(None, (row.warn, row.detail)))) if part
    )
