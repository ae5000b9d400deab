"""A person at the window: clicks, drags and keys go through the window system, as a real mouse's would.

Qt is imported inside, so that a machine without Qt's libraries can collect these tests and skip them.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 20_000
"""How long a busy machine may take, in ms."""
CALM_MS = 10
"""How long the window is given to show what was done."""
STEPS = 6
"""Mouse moves in a drag."""


class User:
    """Acts on one Desktop as a person does, and waits as a person would."""

    def __init__(self, desktop: Any, qtbot: Any) -> None:
        self.desktop, self.qtbot = desktop, qtbot
        self.left = False
        self.errors: list[str] = []
        desktop._catcher.caught.connect(lambda _error, details: self.errors.append(details))

    def leave(self) -> None:
        """Close the window with its button and end the program."""
        if not self.left:
            self.left = True
            self.window.close()
            self.desktop.close()

    # --- what is there ----------------------------------------------------------------------------

    @property
    def window(self) -> Any:
        """The window that is open."""
        return self.desktop.window

    @property
    def ctx(self) -> Any:
        """The context of the open workspace."""
        return self.desktop.ctx

    @property
    def store(self) -> Any:
        """The store of the open workspace."""
        return self.desktop.store

    @property
    def board(self) -> Any:
        """The week board."""
        return self.window.rooms["week"].board

    @property
    def page(self) -> Any:
        """The fields of the note panel."""
        return self.window.panel.content.page

    def note(self, title: str) -> Any:
        """The one note with this title."""
        (found,) = [note for note in self.store.notes.all() if note.title == title]
        return found

    def toasts(self) -> list[str]:
        """The messages on the screen, oldest first."""
        return [toast.message.text for toast in self.window.toasts.toasts]

    def words(self) -> list[str]:
        """Every text on the screen that stands in a label or on a button."""
        from PySide6.QtWidgets import QAbstractButton, QLabel

        found = [*self.window.findChildren(QLabel), *self.window.findChildren(QAbstractButton)]
        return [one.text() for one in found if one.isVisible() and one.text()]

    def picture(self, widget: Any = None) -> Any:
        """What is painted, as an image."""
        return (widget or self.window).grab().toImage()

    # --- acting -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until nothing is under way and everything is shown."""
        if self.ctx is not None:
            self.qtbot.wait(CALM_MS)
            self.qtbot.waitUntil(lambda: not self.ctx.tasks.busy, timeout=PATIENCE)
        self.qtbot.wait(CALM_MS)

    def active(self, widget: Any) -> Any:
        """The window of a widget, in front."""
        window = widget.window()
        window.activateWindow()
        self.qtbot.waitUntil(window.isVisible, timeout=PATIENCE)
        return window.windowHandle()

    def click(self, widget: Any, at: Any = None, *, double: bool = False, held: Any = None) -> None:
        """Click a widget in its middle or at a point of it; it must be there to be seen."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        assert widget.isVisible(), widget
        handle = self.active(widget)
        point = widget.mapTo(widget.window(), at if at is not None else widget.rect().center())
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        if double:
            QTest.mouseDClick(handle, left, none, point)
        else:
            QTest.mouseClick(handle, left, none if held is None else held, point)
        self.settle()

    def right_click(self, widget: Any, at: Any) -> None:
        """Open the menu of what is at a point of a widget."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        handle, point = self.active(widget), widget.mapTo(widget.window(), at)
        QTest.mouseClick(handle, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, point)
        self.settle()

    def drag(self, widget: Any, start: Any, end: Any, look: Callable[[], object] | None = None) -> None:
        """Press at one point of a widget, carry to another, let go. `look()` is called at every step."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        handle = self.active(widget)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        first, last = (widget.mapTo(widget.window(), point) for point in (start, end))
        QTest.mousePress(handle, left, none, first)
        for step in range(1, STEPS + 1):
            way = (last - first) * step / STEPS
            QTest.mouseMove(handle, first + QPoint(way.x(), way.y()))
            if look is not None:
                look()
        QTest.mouseRelease(handle, left, none, last)
        self.settle()

    def key(self, key: Any, *held: Any) -> None:
        """Press a key where the keyboard is."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= one
        front = QApplication.activeWindow()
        if front is None or not front.isVisible():  # without a window manager nobody gives the focus back
            self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=PATIENCE)
        focus = QApplication.focusWidget()
        QTest.keyClick(focus.window().windowHandle(), key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type Chinese with an input method where the keyboard is: it composes, then commits."""
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtWidgets import QApplication

        focus = QApplication.focusWidget()
        assert focus is not None, "the keyboard is nowhere"
        QApplication.sendEvent(focus, QInputMethodEvent("pin yin", []))
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(focus, event)

    def choose(self, *path: str) -> None:
        """Click an entry of the open menu, through its submenus."""
        from PySide6.QtWidgets import QApplication

        for name in path:
            menu = QApplication.activePopupWidget()
            assert menu is not None, f"no menu to choose {name} from"
            texts = [action.text() for action in menu.actions()]
            action = next((one for one in menu.actions() if name in one.text()), None)
            assert action is not None, f"{name} is not in {texts}"
            self.click(menu, menu.actionGeometry(action).center())

    def drop_files(self, widget: Any, at: Any, files: Sequence[Path]) -> None:
        """Drop files from a file manager on a point of a widget that takes them."""
        from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
        from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
        from PySide6.QtWidgets import QApplication

        copy, held = Qt.DropAction.CopyAction, (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        enter = QDragEnterEvent(at, copy, mime, *held)
        QApplication.sendEvent(widget, enter)
        over = QDragMoveEvent(at, copy, mime, *held)
        QApplication.sendEvent(widget, over)
        assert enter.isAccepted() or over.isAccepted(), "files may not be dropped here"
        QApplication.sendEvent(widget, QDropEvent(QPointF(at), copy, mime, *held))
        self.settle()

    # --- places on the board ----------------------------------------------------------------------

    def card(self, note: Any) -> Any:
        """A point on a note's card, in pixels of the board's viewport."""
        from PySide6.QtCore import QPoint

        from xhsplanner.ui.board import hits

        focus = hits.focus_of(self.board.board, note.id)
        assert focus is not None, f"{note.title} is not on the board"
        self.board.set_focus(focus)  # scrolls it into view
        rect = self.board.rect_of(focus)
        return QPoint(rect.x + rect.w // 2, rect.y + min(20, rect.h // 2))

    def cell(self, account: str, day: Any) -> Any:
        """The middle of an account's cell on a day, in pixels of the board's viewport."""
        from PySide6.QtCore import QPoint

        from xhsplanner.ui.board.layout import Cell

        row = [lane.account.name for lane in self.board.week.lanes].index(account)
        board = self.board.board
        rect = board.to_view(board.cell_rect(Cell(row, (day - self.board.start).days)), *self.board.scrolled)
        return QPoint(rect.x + rect.w // 2, rect.y + rect.h // 2)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The folder of the sample plan, without pictures."""
    from xhsplanner.ops import demo
    from xhsplanner.store.workspace import create_workspace

    store = create_workspace(tmp_path / "示例")
    demo.demo(store)
    store.close()
    return tmp_path / "示例"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where new workspaces and settings of the tested user go."""
    from xhsplanner import app

    monkeypatch.setattr(app, "home_folder", lambda: tmp_path / "文稿")
    return tmp_path


@pytest.fixture
def sit_down(qapp: Any, qtbot: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., User]]:
    """`sit_down(folder=None)` starts the program with this user's settings, as `xhsplanner` does.

    The window is closed when the test ends, and no error may have been shown meanwhile.
    """
    from xhsplanner.app import Desktop
    from xhsplanner.ui.settings import Settings

    hooks = sys.excepthook
    users: list[User] = []

    def start(folder: Path | None = None) -> User:
        desktop = Desktop(qapp, Settings(home / "settings.toml"))
        sys.excepthook = hooks  # pytest-qt's own hook reports errors in slots
        user = User(desktop, qtbot)
        users.append(user)
        desktop.begin(folder)
        user.window.activateWindow()
        qtbot.waitUntil(user.window.isActiveWindow, timeout=PATIENCE)
        user.settle()
        return user

    yield start
    for user in users:
        user.leave()
    sys.excepthook = hooks
    assert [error for user in users for error in user.errors] == []
