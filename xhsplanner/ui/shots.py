"""Draws what a user would see into a picture: a room, the welcome page, a dialog, a menu. Needs no screen."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import Status
from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui import menus
from xhsplanner.ui.catalogue.nouns import NOUNS
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import DIALOGS
from xhsplanner.ui.main_window import MainWindow, part
from xhsplanner.ui.rooms import available
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.welcome import Welcome

QUIET_MS = 60
"""How long nothing may be under way before a picture is taken."""
LIMIT_MS = 20_000
TITLE = 36
PANEL_PARTS = {
    "write": "write",
    "detail": "show_detail",
    "versions": "show_versions",
    "video": "show_video",
    "pictures": "show_pictures",
}
"""Parts of the note panel that are drawn by name, and the method of the panel that shows each."""
LOOKS: dict[str, dict[str, dict[str, object]]] = {
    "week": {
        "list": {"board_view": "list"},
        "compact": {"board_density": "compact"},
        "cover": {"board_density": "cover"},
        "workweek": {"board_days": "workweek"},
        "two_weeks": {"board_days": "two_weeks"},
        "two_weeks_compact": {"board_days": "two_weeks", "board_density": "compact"},
        "status": {"board_colours": "status"},
        "owner": {"board_colours": "owner"},
        "filtered": {"filter_bar": True},
        "tray": {"tray_open": True},
        "tray_notes": {"tray_open": True, "tray_tab": "notes"},
    },
    "list": {
        "grouped": {"list_look": {"group": "status"}},
        "by_week": {"list_look": {"group": "week", "sorts": ["-day"]}},
        "undated": {"list_look": {"period": "undated"}},
    },
    "month": {"status": {"board_colours": "status"}, "owner": {"board_colours": "owner"}},
    "board": {"owner": {"kanban_by": "owner"}, "series": {"kanban_by": "series"}},
    "wall": {"wide": {"wall_width": "wide"}},
}
"""Other looks of a room, by name: the settings that make them."""
FILTERED = "filtered"
"""The look with a filter: unfinished notes of the first account."""
POPUPS = {
    "columns": ("list", "list_columns"),
    "views": ("week", "views"),
    "bell": ("today", "reminders"),
    "task": ("today", "task_add"),
    "jump": ("week", "jump"),
    "look": ("week", "board_look"),
    "day": ("month", "day_about"),
    "day_notes": ("month", "day_notes"),
}
"""Popups over a room, by name: the room and the action that opens them."""


@dataclass(frozen=True, slots=True)
class View:
    """What to draw and how: target id, pixels, theme, and for rooms the day and the note in the panel."""

    target: str
    size: tuple[int, int] = (1440, 900)
    theme: str = "light"
    day: date | None = None
    note_id: int | None = None


def targets() -> list[str]:
    """Everything that can be drawn: room ids first, then the rest."""
    dialogs = [f"dialog:{name}" for name, (module, cls) in DIALOGS.items() if part(module, cls)]
    tabs = [f"catalogue:{noun}" for noun in NOUNS]
    panel = [f"panel:{name}" for name in PANEL_PARTS]
    panel += [f"{room}:{name}" for room, looks in LOOKS.items() for name in looks]
    panel += [f"popup:{name}" for name in POPUPS]
    return [*(row.id for row in available()), "welcome", *dialogs, *tabs, *panel, "menu:settings", "menu:me"]


def needs_workspace(target: str) -> bool:
    """Whether a target shows something of a workspace."""
    return target != "welcome"


def draw(store: Store | None, view: View) -> QImage:
    """The picture of one view, as many pixels as `view.size`. Needs a QApplication.

    Raises Refused for an unknown target, or where a room is not done after 20 s.
    """
    if view.target not in targets():
        raise Refused(t("shot.unknown", room=view.target, known=t("shot.comma").join(targets())))
    QApplication.setCursorFlashTime(0)
    theme = Theme(view.theme, bundled_fonts=True)
    try:
        if store is None:
            return _welcome(theme, view)
        return _window(store, theme, view)
    finally:
        theme.close()


def _welcome(theme: Theme, view: View) -> QImage:
    page = Welcome(theme, Settings(), Path.home() / "xhsplanner", frozenset({"demo", "import", "encrypted"}))
    page.resize(*view.size)
    page.show()
    _settle(None)
    image = page.grab().toImage()
    page.close()
    return image


def _window(store: Store, theme: Theme, view: View) -> QImage:
    ctx = Context(store, theme, Settings())
    window = MainWindow(ctx, view.target.partition(":")[0])
    try:
        window.resize(*view.size)
        window.show()
        if view.day is not None:
            ctx.show_day(view.day)
        ctx.select(view.note_id)
        shown = show(window, view.target)
        image = window.grab().toImage()
        if view.target.startswith("dialog:"):
            _add_dialog(image, shown, theme)
        elif shown is not window:
            _lay_on(image, shown, window.mapFromGlobal(shown.pos()), dim=False)
        if shown is not window:
            shown.close()
        return image
    finally:
        window.hide()
        ctx.close()
        window.deleteLater()


def show(window: MainWindow, target: str) -> QWidget:
    """Bring a target up and wait until it is drawn; the window, or what lies over it and is the caller's to close.

    `panel:write` lies over the whole window until another part of the panel is asked for.

    Raises Refused where it is not done after 20 s.
    """
    kind, _, name = target.partition(":")
    room = {"panel": "week", "popup": POPUPS.get(name, ("", ""))[0]}.get(kind, kind)
    if room in window.rows:
        _wear(window.ctx.settings, room, name)
        first = [account.id for account in window.ctx.store.catalog.accounts()[:1]]
        some = Filter(accounts=frozenset(first), statuses=frozenset({Status.TODO, Status.DRAFTING, Status.REVIEW}))
        window.ctx.set_filter(some if name == FILTERED else EMPTY)
        window.show_room(room)
        if room == "catalogue" and name and window.room is not None:
            window.room.show_subject(name)
    settle(window.ctx)
    if window.room is not None:
        window.room.settle()
    if kind == "panel" and window.panel is not None:
        window.panel.ask(PANEL_PARTS[name])
    shown = _over(window, kind, name)
    settle(window.ctx)
    return shown or window


def _wear(settings: Settings, room: str, look: str) -> None:
    """Give a room one of its looks; what that does not name is as in a new program."""
    looks = LOOKS.get(room, {})
    for setting in {setting for values in looks.values() for setting in values}:
        settings.set(setting, looks.get(look, {}).get(setting, options()[setting].default))


def _over(window: MainWindow, kind: str, name: str) -> QWidget | None:
    """What is opened over the window for a target, None where nothing is."""
    if kind == "dialog":
        return window.open_dialog(name)
    if kind == "popup":
        window.verbs.callbacks()[POPUPS[name][1]]()
        return QApplication.activePopupWidget()
    if kind == "menu":
        make, button = {
            "settings": (menus.settings_menu, window.rail.settings),
            "me": (menus.me_menu, window.rail.me),
        }[name]
        menu = make(window.ctx, window.actions_, window)
        menu.resize(menu.sizeHint())  # not popped up: without a screen it would be moved
        menu.move(button.mapToGlobal(QPoint(button.width() + 4, button.height() - menu.height())))
        return menu
    return None


def _add_dialog(image: QImage, dialog: QWidget, theme: Theme) -> None:
    middle = QPoint((image.width() - dialog.width()) // 2, (image.height() - dialog.height() + TITLE) // 2)
    _lay_on(image, dialog, middle)
    if not dialog.windowFlags() & Qt.WindowType.FramelessWindowHint:
        _add_title(image, theme, QRect(middle.x(), middle.y() - TITLE, dialog.width(), TITLE), dialog)


def _add_title(image: QImage, theme: Theme, box: QRect, dialog: QWidget) -> None:
    """The title bar that the system would draw."""
    painter = QPainter(image)
    painter.fillRect(box, theme.color("sunken"))
    painter.setFont(theme.font(13, bold=True))
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, dialog.windowTitle())
    painter.end()


def _lay_on(image: QImage, widget: QWidget, corner: QPoint, dim: bool = True) -> None:
    painter = QPainter(image)
    if dim:
        painter.fillRect(image.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(corner, widget.grab())
    painter.end()


def settle(ctx: Context) -> None:
    """Let the event loop run until no work is under way and what came of it is painted.

    Raises Refused after 20 s.
    """
    _settle(ctx)


def _settle(ctx: Context | None) -> None:
    loop = QEventLoop()
    state = {"calm": 0, "late": False}

    def look() -> None:
        state["calm"] = 0 if ctx is not None and ctx.tasks.busy else state["calm"] + 1
        if state["calm"] >= 3:
            loop.quit()

    def give_up() -> None:
        state["late"] = True
        loop.quit()

    ticker, limit = QTimer(), QTimer()
    ticker.timeout.connect(look)
    ticker.start(QUIET_MS // 3)
    limit.setSingleShot(True)
    limit.timeout.connect(give_up)
    limit.start(LIMIT_MS)
    loop.exec()
    if state["late"]:
        raise Refused(t("shot.late", seconds=LIMIT_MS // 1000))


def save(image: QImage, out: Path) -> None:
    """Write a picture; the file's ending says the format. Raises Refused where it cannot be written."""
    with suppress(OSError):
        out.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(out)):
        raise Refused(t("shot.cannot_write", file=out))
