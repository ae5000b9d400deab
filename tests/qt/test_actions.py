"""Shortcuts and the table they come from; typing is never mistaken for a command."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from xhsplanner.core import resources
from xhsplanner.core.words import LANGUAGES, load
from xhsplanner.ui.actions import Actions, table
from xhsplanner.ui.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Desk(QWidget):
    """A window with a board, three kinds of text field, and the actions."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.done: list[str] = []
        column = QVBoxLayout(self)
        self.board = QFrame()
        self.board.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line, self.text, self.number = QLineEdit(), QPlainTextEdit(), QSpinBox()
        for widget in (self.board, self.line, self.text, self.number):
            column.addWidget(widget)
        self.actions_ = Actions(self, theme, {row.id: self._note(row.id) for row in table()})

    def _note(self, name: str) -> Callable[[], None]:
        return lambda: self.done.append(name)


@pytest.fixture
def desk(theme: Theme, qtbot: Any) -> Desk:
    desk = Desk(theme)
    qtbot.addWidget(desk)
    desk.show()
    desk.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk)
    return desk


@pytest.mark.parametrize(
    ("key", "held", "action"),
    [
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, "new_note"),
        (Qt.Key.Key_N, CTRL, "new_note"),
        (Qt.Key.Key_Z, CTRL, "undo"),
        (Qt.Key.Key_Z, CTRL | SHIFT, "redo"),
        (Qt.Key.Key_Y, CTRL, "redo"),
        (Qt.Key.Key_F, CTRL, "search"),
        (Qt.Key.Key_T, Qt.KeyboardModifier.NoModifier, "today"),
        (Qt.Key.Key_0, CTRL, "room_catalogue"),
    ],
)
def test_keys_act_on_the_board(desk: Desk, key: Qt.Key, held: Qt.KeyboardModifier, action: str) -> None:
    desk.board.setFocus()
    QTest.keyClick(desk.board, key, held)
    assert desk.done == [action]


@pytest.mark.parametrize("name", ["line", "text", "number"])
def test_typing_belongs_to_the_field(desk: Desk, name: str) -> None:
    field: QWidget = getattr(desk, name)
    field.setFocus()
    for key in (Qt.Key.Key_N, Qt.Key.Key_T):
        QTest.keyClick(field, key)
    for key, held in ((Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT), (Qt.Key.Key_Y, CTRL)):
        QTest.keyClick(field, key, held)
    assert desk.done == []


def test_undo_in_a_field_is_the_fields_own(desk: Desk) -> None:
    desk.line.setFocus()
    QTest.keyClicks(desk.line, "nt")
    assert desk.line.text() == "nt"
    QTest.keyClick(desk.line, Qt.Key.Key_Z, CTRL)
    assert desk.line.text() == ""
    assert desk.done == []


def test_search_works_from_a_field(desk: Desk) -> None:
    desk.line.setFocus()
    QTest.keyClick(desk.line, Qt.Key.Key_F, CTRL)
    assert desk.done == ["search"]


def test_preedit_triggers_nothing(desk: Desk) -> None:
    desk.line.setFocus()
    QApplication.sendEvent(desk.line, QInputMethodEvent("xin", []))
    QTest.keyClick(desk.line, Qt.Key.Key_F, CTRL)
    QTest.keyClick(desk.line, Qt.Key.Key_Comma, CTRL)
    assert desk.done == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("新")
    QApplication.sendEvent(desk.line, commit)
    assert desk.line.text() == "新"
    QTest.keyClick(desk.line, Qt.Key.Key_F, CTRL)
    assert desk.done == ["search"]


def test_preedit_ends_with_the_focus(desk: Desk) -> None:
    desk.line.setFocus()
    QApplication.sendEvent(desk.line, QInputMethodEvent("xin", []))
    desk.board.setFocus()
    QTest.keyClick(desk.board, Qt.Key.Key_T)
    assert desk.done == ["today"]


def test_a_deleted_field_leaves_the_keys_alone(desk: Desk, qtbot: Any) -> None:
    desk.line.setFocus()
    desk.line.deleteLater()
    qtbot.waitUntil(lambda: desk.findChild(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly) is None)
    desk.board.setFocus()
    QTest.keyClick(desk.board, Qt.Key.Key_N)
    assert desk.done == ["new_note"]


def test_table_is_complete_and_free_of_double_keys() -> None:
    rows = table()
    keys = [key for row in rows for key in row.keys]
    assert len(keys) == len(set(keys))
    for language in LANGUAGES:
        known = load(language)
        for row in rows:
            assert known[f"action.{row.id}"]
            assert known[f"action.group.{row.group}"]
    assert all(resources.path("icons", f"{row.icon}.svg").is_file() for row in rows)


def test_an_unknown_callback_is_refused(theme: Theme, qtbot: Any) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(LookupError, match="fly"):
        Actions(widget, theme, {"fly": lambda: None})


@pytest.mark.parametrize("kind", [QPushButton, QToolButton, QCheckBox])
def test_letters_act_on_a_button(desk: Desk, kind: type[QAbstractButton]) -> None:
    """A button knows only Space and Enter: where the mouse was last must not decide what N does."""
    button = kind(desk)
    button.show()
    button.setFocus()
    for key in ("n", "t", "?"):
        QTest.keyClick(button, key)
    assert desk.done == ["new_note", "today", "keys"]


@pytest.mark.parametrize("kind", [QListWidget, QTreeWidget, QComboBox])
def test_letters_belong_to_lists_that_jump_to_them(desk: Desk, kind: type[QWidget]) -> None:
    widget = kind(desk)
    widget.show()
    widget.setFocus()
    for key in ("n", "t"):
        QTest.keyClick(widget, key)
    assert desk.done == []
    QTest.keyClick(widget, Qt.Key.Key_F, CTRL)
    assert desk.done == ["search"]


def test_a_chosen_letter_is_no_shortcut_in_a_field(desk: Desk) -> None:
    desk.actions_.bind({"strip": ["X"], "new_note": []})
    desk.line.setFocus()
    QTest.keyClick(desk.line, "x")
    assert (desk.line.text(), desk.done) == ("x", [])
    desk.board.setFocus()
    for key in ("x", "n"):
        QTest.keyClick(desk.board, key)
    assert desk.done == ["strip"]
