"""排期: the week board, accounts by days, and what it says while there is no account yet."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from xhsplanner.core import clock
from xhsplanner.core.change import Change
from xhsplanner.core.options import options
from xhsplanner.core.words import t
from xhsplanner.ops import notes
from xhsplanner.ui.board import access, model
from xhsplanner.ui.board.choices import COLOURS, NAMES, SPANS
from xhsplanner.ui.board.hands import WeekBoard
from xhsplanner.ui.board.lanes import Lanes
from xhsplanner.ui.board.legend import Legend
from xhsplanner.ui.board.listview import WeekList
from xhsplanner.ui.board.stacks import DENSITIES
from xhsplanner.ui.board.tools import WeekTools
from xhsplanner.ui.context import Context
from xhsplanner.ui.rooms import Room

MINUTE_MS = 60_000
COVERED = ("note_text", "disclaimer")
"""What only whole covers show."""
TABLES = (
    "note", "note_asset", "cover", "account", "series", "member", "target", "slot",
    "slot_override", "relay", "own_day", "arrangement",
)  # fmt: skip


class EmptyWeek(QFrame):
    """What stands here before the first account: one sentence and one button."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self.setProperty("look", "panel")
        self.picture = QLabel()
        self.button = QPushButton(t("week.empty_button"))
        self.button.setProperty("look", "primary")
        self.button.clicked.connect(lambda: ctx.ask("catalogue"))
        title = QLabel(t("week.empty_title"))
        self.text = text = QLabel(t("week.empty_text"))
        title.setProperty("look", "heading")
        text.setProperty("look", "soft")
        text.setWordWrap(True)
        text.setFixedWidth(380)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (self.picture, title, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.picture)
        column.addWidget(title)
        column.addLayout(_in_the_middle(text))  # an aligned label would not be asked how high its lines are
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        ctx.theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self.picture.setPixmap(self.ctx.theme.pixmap("calendar-range", "text3", 44, self.devicePixelRatioF()))


def _in_the_middle(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(widget)
    row.addStretch(1)
    return row


class WeekRoom(Room):
    """The week in the window: the board, or the same as a list."""

    room_id: ClassVar[str] = "week"
    uses_panel: ClassVar[bool] = True
    uses_strip: ClassVar[bool] = True
    uses_days: ClassVar[bool] = True
    edits_in_place: ClassVar[bool] = True

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        access.install()
        self.board = WeekBoard(ctx)
        self.empty = EmptyWeek(ctx)
        self.list: WeekList | None = None
        self.lanes = Lanes(self.board)
        self.legend = Legend(self.board)
        self.tools = self._tools = WeekTools(self.board)
        self._tools.shown.connect(lambda view: ctx.settings.set("board_view", view))
        inside = QWidget()
        self._stack = QStackedLayout(inside)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.legend)
        column.addWidget(inside, 1)
        self._stale: bool | None = None
        """Whether what is on the board is old, and if so, whether undated notes are as well."""
        self._shown_once = False
        self.board.sieve.reload = self._refresh
        self.board.loaded.connect(self._loaded)
        ctx.changed.connect(self._on_change)
        ctx.day_shown.connect(lambda _day: self.board.show_day())
        ctx.selected.connect(self.board.follow)
        self.destroyed.connect(ctx.settings.listen(self._settings_changed))
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._time_passed)
        self._minute.start()
        self.board.drawer_folded = bool(ctx.settings.get("tray_open"))
        self.board.reload()

    # Board or list

    @property
    def shown(self) -> QWidget:
        """The board, the list, or what stands there before the first account."""
        widget = self._stack.currentWidget()
        assert widget is not None
        return widget

    def _wanted(self) -> QWidget:
        if not self.board.week.lanes and not self.board.week.hidden:
            return self.empty
        return self.make_list() if self.ctx.settings.get("board_view") == "list" else self.board

    def make_list(self) -> WeekList:
        """The list; it is made when it is first wanted."""
        if self.list is None:
            self.list = WeekList(self.board)
            self.list.asked_new.connect(self._new_on)
            self._stack.addWidget(self.list)
        return self.list

    def _settings_changed(self, name: str) -> None:
        if name == "board_view":
            self._show_wanted()
        elif name == "tray_open":
            self.board.fold_drawer(bool(self.ctx.settings.get("tray_open")))  # the tray holds the same notes

    def _show_wanted(self) -> None:
        shown = self._wanted()
        self._tools.views.show_value(self.ctx.settings.get("board_view"))
        self.legend.setVisible(self.legend.wanted and shown is self.board)
        if shown is self.shown:
            return
        # The page that goes would hand its focus on to whatever comes next, which is the rail.
        old, focus = self.shown, self.window().focusWidget()
        focused = old.hasFocus() or (focus is not None and old.isAncestorOf(focus))
        self._stack.setCurrentWidget(shown)
        if self.list is not None and shown is self.list:
            self.list.reload()
        if focused:
            self.focus_room()

    def _new_on(self, day: date | None) -> None:
        """Make a note on a day of the list, for the account of the note in the panel, and type its title."""
        note = self.board.note(self.ctx.note_id)
        accounts = [lane.account.id for lane in self.board.week.lanes]
        if not accounts:
            return
        account = note.account_id if note is not None and note.account_id in accounts else accounts[0]
        given = {"account_id": account, **self.ctx.filter.given()}
        change = self.ctx.run(notes.create, day=day, **given)
        if change is not None:
            (made,) = change.created["note"]
            self.board.sieve.keep([made])
            self.board.reload()
            self.ctx.select(made)
            self.make_list().rename(made)

    # What the shell asks

    def verbs(self) -> dict[str, Callable[[], object]]:
        choose = self.board.choose
        found: dict[str, Callable[[], object]] = {
            f"board_days_{span}": partial(choose, span=span) for span in SPANS
        }
        found |= {f"board_colours_{colours}": partial(choose, colours=colours) for colours in COLOURS}
        return found | {
            "board_list": self._toggle_list,
            "board_larger": partial(self._resize_cards, 1),
            "board_smaller": partial(self._resize_cards, -1),
            "lane_up": partial(self.lanes.shift, -1),
            "lane_down": partial(self.lanes.shift, 1),
            "lane_hide": self.lanes.hide,
            "board_show_all": partial(choose, hidden=frozenset()),
            "board_look": self._tools.open_panel,
        }

    def _toggle_list(self) -> None:
        view = self.ctx.settings.get("board_view")
        self.ctx.settings.set("board_view", "board" if view == "list" else "list")

    def _resize_cards(self, by: int) -> None:
        ids = list(DENSITIES)
        at = ids.index(self.board.choices.density) + by
        self.board.choose(density=ids[min(max(0, at), len(ids) - 1)])

    def heading(self) -> tuple[str, str]:
        return model.heading(self.board.week)

    def shown_days(self) -> tuple[date, date]:
        return self.board.week.start, self.board.week.end

    def counted_days(self) -> tuple[date, date]:
        return self.shown_days()

    def step(self, by: int) -> None:
        self.board.turn(by)

    def today(self) -> None:
        self.ctx.show_day(clock.today())
        self.board.today()
        if self.list is not None and self.shown is self.list:
            self.list.today()

    def new_note(self) -> None:
        if self.list is not None and self.shown is self.list:
            self._new_on(self.ctx.day)
        else:
            self.board.new_note()

    def focus_room(self) -> None:
        shown = self.empty.button if self.shown is self.empty else self.shown
        shown.setFocus()

    def look(self) -> dict[str, Any]:
        """Days, density, colours, order, hidden accounts; board or list."""
        chosen = self.board.choices
        told = {name: getattr(chosen, name) for name in NAMES}
        return {**told, "hidden": sorted(chosen.hidden), "view": self.ctx.settings.get("board_view")}

    def wear(self, look: Mapping[str, Any]) -> None:
        wanted = {name: look[name] for name, key in NAMES.items() if options()[key].accepts(look.get(name))}
        known = {account.uid for account in self.ctx.store.catalog.accounts()}
        hidden = look.get("hidden")
        if isinstance(hidden, list):
            wanted["hidden"] = frozenset(uid for uid in hidden if isinstance(uid, str)) & known
        self.board.choose(**wanted)
        if options()["board_view"].accepts(look.get("view")):
            self.ctx.settings.set("board_view", look["view"])

    def settle(self) -> None:
        """Finish what would be painted a moment later; for pictures of the window."""
        self.board.settle()

    def _time_passed(self) -> None:
        """Notes become overdue and days become today while nobody touches anything."""
        if self.isVisible() and self.board.drag is None and self.board.editor is None:
            self.board.reload(undated=False)

    def _loaded(self) -> None:
        self._show_wanted()
        self.heading_changed.emit()

    def _refresh(self, undated: bool = False) -> None:
        """Read the week again; later where another room is shown: a step there must not wait for two."""
        if self._shown_once and not self.isVisible():
            self._stale = undated or bool(self._stale)
        else:
            self._stale = None
            self.board.reload(undated=undated)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._shown_once = True
        if self._stale is not None:
            self._refresh(self._stale)
            self.board.follow(self.ctx.note_id)

    def _on_change(self, change: Change) -> None:
        if change.touches(*TABLES):
            self._refresh(undated=change.touches("note"))
        if change.touches(*COVERED):
            self.board.covers.forget(change.rows.get("note", ()))
