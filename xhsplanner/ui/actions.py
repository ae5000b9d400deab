"""One table of actions (`resources/actions.toml`): menus, shortcuts, the palette and the sheet of shortcuts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from xhsplanner.core import resources
from xhsplanner.core.words import t
from xhsplanner.ui.keyguard import KeyGuard
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.controls import menu_text


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One row of the table; see the head of actions.toml."""

    id: str
    icon: str
    group: str
    keys: tuple[str, ...] = ()
    where: str = "anywhere"
    rooms: tuple[str, ...] = ()
    menu: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What it is called, in the active language."""
        return t(f"action.{self.id}")

    @property
    def outside_text(self) -> bool:
        """Whether its keys belong to whatever takes letters."""
        return self.where == "outside_text"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Keys that rooms hear themselves: listed, not bound. A key may be words: `@arrows` is t("keys.arrows")."""

    id: str
    keys: tuple[str, ...]
    rooms: tuple[str, ...]

    @property
    def words(self) -> str:
        """What they do, in the active language."""
        return t(f"keys.{self.id}")


@cache
def table() -> list[ActionRow]:
    """The actions of actions.toml in their order."""
    return [_row(dict(row)) for row in resources.toml("actions.toml")["action"]]


def _row(row: dict[str, object]) -> ActionRow:
    for name in ("menu", "needs"):
        row[name] = str(row.get(name, "")).split()
    return ActionRow(**{name: tuple(v) if isinstance(v, list) else v for name, v in row.items()})  # type: ignore[arg-type]


@cache
def room_keys() -> list[KeyRow]:
    """The keys that are no actions, in their order."""
    rows = resources.toml("actions.toml").get("key", [])
    return [KeyRow(row["id"], tuple(row["keys"]), tuple(row["rooms"])) for row in rows]


def say_key(key: str) -> str:
    """A shortcut as this system writes it; `@arrows` and the like in words."""
    if key.startswith("@"):
        return t(f"keys.{key[1:]}")
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def keys_of(row: ActionRow, chosen: Mapping[str, object]) -> tuple[str, ...]:
    """The keys of an action: those a person chose (setting `shortcuts`), else those of the table."""
    own = chosen.get(row.id)
    if row.where == "room" or not isinstance(own, list):
        return row.keys
    return tuple(str(key) for key in own)


class Actions(QObject):
    """The actions of one window: those of the table that have a callback, as QActions with shortcuts."""

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        callbacks: Mapping[str, Callable[[], object]],
        chosen: Mapping[str, object] | None = None,
    ) -> None:
        """`callbacks` by action id; a row without one is left out, a callback without a row is an error.

        `chosen` is the setting `shortcuts`.
        """
        super().__init__(window)
        self._theme = theme
        self.rows = [row for row in table() if row.id in callbacks]
        unknown = set(callbacks) - {row.id for row in self.rows}
        if unknown:
            raise LookupError(f"no such action: {sorted(unknown)}")
        self._by_id: dict[str, QAction] = {}
        for row in self.rows:
            action = QAction(row.words, window)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.triggered.connect(_without_argument(callbacks[row.id]))
            window.addAction(action)
            self._by_id[row.id] = action
        self._guard = KeyGuard(window)
        self.bind(chosen or {})
        theme.changed.connect(self._tint)
        self._tint()

    def __getitem__(self, action_id: str) -> QAction:
        return self._by_id[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._by_id

    def bind(self, chosen: Mapping[str, object]) -> None:
        """Take the shortcuts a person chose; the rest as the table has them."""
        guarded: list[str] = []
        for row in self.rows:
            if row.where != "room":
                keys = keys_of(row, chosen)
                self._by_id[row.id].setShortcuts([QKeySequence(key) for key in keys])
                guarded += keys if row.outside_text else ()
        self._guard.guard(guarded)

    def in_menu(self, menu: str) -> list[list[QAction]]:
        """The actions of one menu, group by group, in the order of the table."""
        rows = [row for row in self.rows if menu in row.menu]
        groups = dict.fromkeys(row.group for row in rows)
        return [[self._by_id[row.id] for row in rows if row.group == group] for group in groups]

    def set_text(self, action_id: str, text: str, enabled: bool = True) -> None:
        """Other words for an action, e.g. 撤销 with what it would take back."""
        action = self._by_id[action_id]
        action.setText(menu_text(text))
        action.setEnabled(enabled)

    def key_text(self, action_id: str) -> str:
        """The first shortcut as the user's system writes it, or ""."""
        keys = self._by_id[action_id].shortcuts()
        return keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""

    def _tint(self) -> None:
        for row in self.rows:
            self._by_id[row.id].setIcon(self._theme.icon(row.icon, "text2", 16))


def _without_argument(callback: Callable[[], object]) -> Callable[[bool], None]:
    def call(_checked: bool = False) -> None:
        callback()

    return call
