"""The list of a note's versions: who, when, what changed in words. Words are found as rows come into sight."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from xhsplanner.core.versions import Version
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.panel.version_words import VersionWords
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.cards import paint_avatar

HEIGHT = 46
INSET = 8
Index = QModelIndex | QPersistentModelIndex


class VersionModel(QAbstractListModel):
    """Versions, newest first. The display text is the whole line, for screen readers."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._words = VersionWords(store)
        self._lines: dict[int, tuple[str, str]] = {}
        self.versions: list[Version] = []

    def show(self, versions: Sequence[Version]) -> None:
        """List these."""
        self.beginResetModel()
        self.versions = list(versions)
        self._lines.clear()
        self.endResetModel()

    def lines(self, row: int) -> tuple[str, str]:
        """(what changed, who and when) of a row."""
        if row not in self._lines:
            version, words = self.versions[row], self._words
            self._lines[row] = (words.what(version), f"{words.who(version.actor)} · {words.when(version)}")
        return self._lines[row]

    def face(self, row: int) -> tuple[str, str]:
        """(initial, colour) of the member of a row."""
        actor = self.versions[row].actor
        member = self._store.catalog.member(actor) if actor else None
        return (member.name[:1], member.color) if member else ("", "")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (a null index is a value)
        return 0 if parent.isValid() else len(self.versions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(self.lines(index.row()))
        return None


class VersionDelegate(QStyledItemDelegate):
    """Paints one version: face, what changed, who and when."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, VersionModel)
        theme, row = self._theme, index.row()
        rect = QRectF(option.rect).adjusted(1, 1, -1, -1)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "surface2"))
            painter.drawRoundedRect(rect, 8, 8)
        initial, color = model.face(row)
        face = QRectF(rect.x() + INSET, rect.center().y() - 12, 24, 24)
        if initial:
            paint_avatar(painter, face, initial, QColor(color or "#64707F"), theme.font(11, bold=True))
        else:
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(face.topLeft() + QPointF(4, 4), theme.pixmap("history", "text3", 16, ratio))
        what, who = model.lines(row)
        left = face.right() + 10
        top = QRectF(left, rect.y() + 5, rect.right() - left - 6, 18)
        self._line(painter, top, what, 13, "text")
        self._line(painter, top.translated(0, 18), who, 11, "text2" if chosen else "text3")
        painter.restore()

    def _line(self, painter: QPainter, box: QRectF, words: str, px: int, token: str) -> None:
        painter.setFont(self._theme.font(px))
        painter.setPen(self._theme.color(token))
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, cut)


def version_view(theme: Theme, model: VersionModel) -> QListView:
    """The list as a widget."""
    view = QListView()
    view.setModel(model)
    view.setItemDelegate(VersionDelegate(theme))
    view.setUniformItemSizes(True)
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setAccessibleName(t("versions.list"))
    return view
