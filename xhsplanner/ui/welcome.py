"""The first page: look at the demo, open or import what there is, or begin with a ready-made matrix."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t, words
from xhsplanner.ops import workspace
from xhsplanner.store.layout import DATABASE
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.banner import Banner
from xhsplanner.ui.widgets.controls import (
    ClickFrame,
    ElidedLabel,
    IconLabel,
    Logo,
    TextButton,
    label,
)

SHOWN_RECENT = 3


class Welcome(QWidget):
    """`demo_asked`, `opened(folder)`, `import_asked(file)`, `new_asked(folder, preset or "", encrypted)`."""

    demo_asked = Signal()
    opened = Signal(object)
    import_asked = Signal(object)
    new_asked = Signal(object, str, bool)
    language_asked = Signal(str)

    def __init__(self, theme: Theme, settings: Settings, home: Path, can: frozenset[str]) -> None:
        """`home` is the folder new workspaces go to; `can`: which of demo, import and encrypted this build has."""
        super().__init__()
        self.setObjectName("Canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.home = home
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Hero(theme), 5)
        right = QVBoxLayout()
        right.setContentsMargins(56, 32, 56, 24)
        right.setSpacing(0)
        self._errors = QVBoxLayout()
        right.addLayout(self._errors)
        right.addStretch(2)
        right.addLayout(self._start(can))
        right.addSpacing(24)
        right.addWidget(self._new("encrypted" in can))
        recent = settings.recent()[:SHOWN_RECENT]
        if recent:
            right.addSpacing(24)
            right.addLayout(self._recent(recent))
        right.addStretch(3)
        right.addLayout(self._foot())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("Canvas")
        page.setLayout(right)
        scroll.setWidget(page)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(scroll, 6)
        next(iter(self.cards.values())).setFocus()

    # --- parts ------------------------------------------------------------------------------------

    def _start(self, can: frozenset[str]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(t("welcome.title"), "title"))
        column.addWidget(label(t("welcome.subtitle"), "soft", wrap=True))
        column.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.cards: dict[str, ClickFrame] = {}
        for name, icon, tint in (
            ("demo", "sparkles", "worth"),
            ("open", "folder-open", "pitfall"),
            ("import", "file-spreadsheet", "term"),
        ):
            if name == "open" or name in can:
                self.cards[name] = self._card(name, icon, tint)
                row.addWidget(self.cards[name], 1)
        self.cards["open"].clicked.connect(self._open)
        if "demo" in self.cards:
            self.cards["demo"].clicked.connect(self.demo_asked)
        if "import" in self.cards:
            self.cards["import"].clicked.connect(self._import)
        column.addLayout(row)
        return column

    def _card(self, name: str, icon: str, tint: str) -> ClickFrame:
        title, hint = t(f"welcome.{name}"), t(f"welcome.{name}_hint")
        card = ClickFrame(self._theme, f"{title}。{hint}")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(6)
        column.addWidget(Tile(self._theme, icon, tint))
        column.addSpacing(4)
        column.addWidget(label(title, "subheading"))
        column.addWidget(label(hint, "soft", wrap=True))
        column.addStretch(1)
        return card

    def _new(self, encrypted: bool) -> QWidget:
        frame = QFrame()
        frame.setProperty("look", "panel")
        column = QVBoxLayout(frame)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(10)
        column.addWidget(label(t("welcome.new"), "subheading"))
        column.addWidget(label(t("welcome.new_hint"), "soft", wrap=True))
        chips = QHBoxLayout()
        chips.setSpacing(8)
        self.presets = QButtonGroup(self)
        for preset, text in [*_presets(), ("", t("welcome.blank"))]:
            chip = TextButton(self._theme, text, look="chip")
            chip.setCheckable(True)
            chip.setProperty("preset", preset)
            self.presets.addButton(chip)
            chips.addWidget(chip)
        self.presets.buttons()[0].setChecked(True)
        chips.addStretch(1)
        column.addLayout(chips)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.name = QLineEdit(t("welcome.new_name"))
        self.name.setAccessibleName(t("welcome.name"))
        self.name.setMaxLength(60)
        self.name.returnPressed.connect(self._make)
        self.make = TextButton(self._theme, t("welcome.make"), "plus", "primary")
        self.make.clicked.connect(self._make)
        row.addWidget(self.name, 1)
        row.addWidget(self.make)
        column.addLayout(row)
        where = QHBoxLayout()
        self.where = ElidedLabel(look="faint")
        change = TextButton(self._theme, t("welcome.change"), look="link")
        change.clicked.connect(self._change_home)
        where.addWidget(self.where, 1)
        where.addWidget(change)
        column.addLayout(where)
        self.encrypted = QCheckBox(t("cipher.option"))
        self.encrypted.setAccessibleDescription(t("cipher.option_hint"))
        if encrypted:
            column.addLayout(self._option())
        self.name.textChanged.connect(self._show_where)
        self._show_where()
        return frame

    def _option(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.encrypted, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(t("cipher.option_hint"), "faint", wrap=True), 1)
        return row

    def _recent(self, folders: list[Path]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(t("welcome.recent"), "soft"))
        for folder in folders:
            row = ClickFrame(self._theme, t("welcome.open_one", name=folder.name))
            inside = QHBoxLayout(row)
            inside.setContentsMargins(14, 9, 14, 9)
            inside.setSpacing(10)
            inside.addWidget(IconLabel(self._theme, "folder", "text2", 16))
            inside.addWidget(label(folder.name, "strong"))
            inside.addWidget(ElidedLabel(_place(folder), "faint"), 1)
            inside.addWidget(label(_used(folder), "faint"))
            row.clicked.connect(lambda folder=folder: self.opened.emit(folder))
            column.addWidget(row)
        return column

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(t("welcome.local"), "faint"), 1)
        other = "en" if words.language == "zh_CN" else "zh_CN"
        language = TextButton(self._theme, t(f"shell.language.{other}"), "languages", "link")
        language.clicked.connect(lambda: self.language_asked.emit(other))
        row.addWidget(language)
        return row

    # --- acting -----------------------------------------------------------------------------------

    def folder(self) -> Path:
        """Where 建立 would make the workspace. Raises Refused for a name that is no folder name."""
        from xhsplanner.exchange.pictures_out import safe_name

        name = safe_name(self.name.text(), fallback="")
        if not name:
            raise Refused(t("welcome.name_needed"))
        return self.home / name

    def show_error(self, text: str) -> None:
        """Say why something was refused, above everything else on the page."""
        self._show_banner("circle-alert", text)
        self.setEnabled(True)

    def show_busy(self, text: str) -> None:
        """Say what is being made, and take no clicks until it is done."""
        self._show_banner("loader-circle", text)
        self.setEnabled(False)

    def _show_banner(self, icon: str, text: str) -> None:
        while (item := self._errors.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._errors.addWidget(Banner(self._theme, icon, text, sides=(0, 0)))

    def _show_where(self) -> None:
        try:
            self.where.setText(_place(self.folder(), whole=True))
            self.make.setEnabled(True)
        except Refused as refusal:
            self.where.setText(str(refusal))
            self.make.setEnabled(False)

    def _make(self) -> None:
        chosen = self.presets.checkedButton()
        if self.make.isEnabled() and chosen is not None:
            preset = str(chosen.property("preset"))
            self.new_asked.emit(self.folder(), preset, self.encrypted.isChecked())

    def _change_home(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, t("welcome.choose_home"), str(self.home))
        if chosen:
            self.home = Path(chosen)
            self._show_where()

    def _open(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, t("welcome.choose_open"), str(self.home))
        if chosen:
            self.opened.emit(Path(chosen))

    def _import(self) -> None:
        title, pattern = t("welcome.choose_import"), t("importing.filter")
        chosen, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), pattern)
        if chosen:
            self.import_asked.emit(Path(chosen))


def _presets() -> list[tuple[str, str]]:
    key = "name" if words.language == "zh_CN" else "name_en"
    return [(name, str(table[key])) for name, table in workspace.presets().items()]


def _place(folder: Path, whole: bool = False) -> str:
    shown = folder if whole else folder.parent
    home = Path.home()
    return f"~/{shown.relative_to(home).as_posix()}" if shown.is_relative_to(home) else str(shown)


def _used(folder: Path) -> str:
    database = folder / DATABASE
    # Where the database is gone, the folder itself was last changed then.
    when = datetime.fromtimestamp((database if database.is_file() else folder).stat().st_mtime)
    return t("welcome.used", month=when.month, day=when.day)


class Tile(QWidget):
    """An icon on a tile in the colours of a series."""

    def __init__(self, theme: Theme, icon: str, palette: str) -> None:
        super().__init__()
        self._theme, self._icon, self._palette = theme, icon, palette
        self.setFixedSize(38, 38)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._theme.series(self._palette)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.bg)
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.drawPixmap(9, 9, self._theme.pixmap(self._icon, colors.fg.name(), 20, self.devicePixelRatioF()))


class Hero(QWidget):
    """The left half: the mark, a sentence, and a week drawn as cards."""

    CARDS = (
        (0, 0, "wool", 1.0), (1, 0, "pitfall", 0.8), (3, 0, "fans", 1.0),
        (0, 1, "worth", 0.8), (2, 1, "term", 1.0), (3, 1, "", 1.0),
        (1, 2, "fraud", 1.0), (2, 2, "wool", 0.8), (3, 2, "pitfall", 1.0),
    )  # fmt: skip

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)
        column = QVBoxLayout(self)
        column.setContentsMargins(56, 56, 40, 40)
        column.setSpacing(8)
        column.addWidget(Logo(56))
        column.addSpacing(12)
        name = label("xhsplanner")
        name.setFont(theme.font(22, bold=True))
        column.addWidget(name)
        slogan = label(t("welcome.slogan"), "heading", wrap=True)
        column.addWidget(slogan)
        column.addWidget(label(t("welcome.promise"), "soft", wrap=True))
        column.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.color("border"))
        left, top = 56.0, 260.0
        width = min(118.0, (self.width() - left - 40 - 36) / 4)
        height = min(width * 1.3, (self.height() - top - 40 - 24) / 3)
        for column, row, palette, part in self.CARDS:
            box = QRectF(left + column * (width + 12), top + row * (height + 12), width, height)
            if palette:
                self._card(painter, box.adjusted(0, 0, 0, -(1 - part) * height * 0.4), palette)
            else:
                self._gap(painter, box)

    def _card(self, painter: QPainter, box: QRectF, palette: str) -> None:
        theme, colors = self._theme, self._theme.series(palette)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, 10, 10)
        banner = QRectF(box.x() + 1, box.y() + 1, box.width() - 2, box.height() * 0.4)
        fill = QLinearGradient(banner.topLeft(), banner.bottomRight())
        fill.setColorAt(0, colors.bg)
        deep = QColor(colors.solid)
        deep.setAlphaF(0.55)
        fill.setColorAt(1, deep)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.save()
        painter.setClipRect(banner)
        painter.drawRoundedRect(banner.adjusted(0, 0, 0, 12), 9, 9)
        painter.restore()
        painter.setBrush(colors.solid)
        painter.drawRoundedRect(QRectF(box.x() + 10, box.y() + box.height() * 0.5, 10, 10), 5, 5)
        painter.setBrush(theme.color("border2"))
        for step, share in ((0.52, 0.42), (0.66, 0.78), (0.78, 0.6)):
            start = 26 if step == 0.52 else 10
            bar = QRectF(box.x() + start, box.y() + box.height() * step, (box.width() - 20) * share, 5)
            painter.drawRoundedRect(bar, 2.5, 2.5)

    def _gap(self, painter: QPainter, box: QRectF) -> None:
        theme = self._theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("border2"), 1.4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 10, 10)
        pixmap = theme.pixmap("plus", "text3", 20, self.devicePixelRatioF())
        painter.drawPixmap(round(box.center().x()) - 10, round(box.center().y()) - 10, pixmap)
