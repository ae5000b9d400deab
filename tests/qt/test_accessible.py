"""Every control a person can reach has a name for a screen reader: in every room, dialog and popup."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import DIALOGS
from xhsplanner.ui.main_window import MainWindow, part
from xhsplanner.ui.rooms import available
from xhsplanner.ui.sample import open_sample
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.shots import POPUPS
from xhsplanner.ui.theme import Theme


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, qapp: Any) -> Iterator[Store]:
    """The sample workspace, made once."""
    folder: Path = tmp_path_factory.mktemp("sample")
    store = open_sample(folder / "w")
    yield store
    store.close()


@pytest.fixture(scope="module")
def window(sample: Store) -> Iterator[MainWindow]:
    """One window for all: to make one takes longer than to look it through; what was opened before is no matter."""
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(sample, theme, Settings())
    window = MainWindow(ctx, "week")
    window.resize(1440, 900)
    window.show()
    first = next(note for note in sample.notes.all() if note.day is not None)
    ctx.show_day(first.day)
    ctx.select(first.id)
    yield window
    window.hide()
    ctx.close()
    theme.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def nameless(top: QWidget) -> list[str]:
    """Focusable widgets without a name, as paths that say where they are."""
    found = []
    for widget in (top, *top.findChildren(QWidget)):
        owner = widget.parentWidget()
        proxied = widget.focusProxy() is not None or (owner is not None and owner.focusProxy() is widget)
        inside = widget.objectName().startswith("qt_") or widget.windowFlags() & Qt.WindowType.Popup
        if widget.focusPolicy() is Qt.FocusPolicy.NoFocus or proxied or inside or not widget.isVisibleTo(top):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is not None and not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(owner).__name__} > {type(widget).__name__} {widget.objectName()}")
    return found


@pytest.mark.parametrize("room", [row.id for row in available()])
def test_every_control_of_a_room_has_a_name(window: MainWindow, room: str) -> None:
    window.show_room(room)
    assert window.room is not None
    window.room.settle()
    assert nameless(window) == []


def test_every_control_of_the_list_has_a_name(window: MainWindow) -> None:
    window.show_room("week")
    window.ctx.settings.set("board_view", "list")
    assert nameless(window) == []
    window.ctx.settings.set("board_view", "board")


@pytest.mark.parametrize("name", [name for name, place in DIALOGS.items() if part(*place)])
def test_every_control_of_a_dialog_has_a_name(window: MainWindow, name: str) -> None:
    dialog = window.open_dialog(name)
    assert dialog is not None
    assert nameless(dialog) == []
    dialog.close()


@pytest.mark.parametrize("name", list(POPUPS))
def test_every_control_of_a_popup_has_a_name(window: MainWindow, name: str) -> None:
    window.show_room(POPUPS[name][0])
    window.verbs.callbacks()[POPUPS[name][1]]()
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert nameless(popup) == []
    popup.close()


def test_the_painted_board_has_a_child_for_each_place_that_shows(window: MainWindow) -> None:
    """Asked again and again while the week turns: what was handed out must neither dangle nor lie."""
    window.show_room("week")
    board = window.room.board  # type: ignore[union-attr]
    found = QAccessible.queryAccessibleInterface(board)
    assert found.role() is QAccessible.Role.List
    handed = [found.child(n) for n in range(found.childCount())]
    titles = {note.title for note in board.week.notes}
    said = [one.text(QAccessible.Text.Name) for one in handed]
    assert all(said)
    assert sum(any(words.startswith(title) for title in titles) for words in said) >= len(titles) // 2
    for place in handed:
        middle = place.rect().center()
        under = found.childAt(middle.x(), middle.y())
        assert under is not None
        assert found.indexOfChild(under) >= 0
    board.focus_on(board.week.notes[0].id)
    assert board.week.notes[0].title in found.focusChild().text(QAccessible.Text.Name)
    board.turn(9)
    board.choose(hidden=frozenset(lane.account.uid for lane in board.week.lanes))
    assert not any(one.isValid() and one.text(QAccessible.Text.Name) in said for one in handed)
    board.choose(hidden=frozenset())
