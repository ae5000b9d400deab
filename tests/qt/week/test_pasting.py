"""The clipboard on the week board: cards cut and pasted, a text as a note, a picture on the selected note."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from xhsplanner.ui.board.layout import Focus

CTRL = Qt.KeyboardModifier.ControlModifier


def day(n: int) -> date:
    """The day `n` of December 2026."""
    return date(2026, 12, n)


@pytest.fixture(autouse=True)
def _empty_clipboard(qapp: Any) -> None:
    QGuiApplication.clipboard().clear()


def test_cut_cards_fade_and_move_when_pasted(more: Any) -> None:
    more.ctx.pick([more.ids["a"], more.ids["b"]])
    more.key(Qt.Key.Key_X, CTRL)
    assert more.board.cut == {more.ids["a"], more.ids["b"]}
    assert "note a" in QGuiApplication.clipboard().text()
    more.key(Qt.Key.Key_Escape)
    assert more.board.cut == frozenset()
    more.key(Qt.Key.Key_X, CTRL)
    more.board.set_focus(Focus(0, 4))
    more.key(Qt.Key.Key_V, CTRL)
    moved = [(more.note(name).day, more.note(name).account_id) for name in "ab"]
    assert moved == [(day(11), more.ids["main"]), (day(12), more.ids["card"])]
    assert more.store.notes.count() == 5
    more.board.set_focus(Focus(1, 5))  # both would not fit below each other: refused, as a drag would be
    more.key(Qt.Key.Key_V, CTRL)
    assert "放不下" in more.toasts[-1].text
    assert more.store.notes.count() == 5
    more.board.set_focus(Focus(0, 5))
    more.key(Qt.Key.Key_V, CTRL)
    assert more.store.notes.count() == 7
    assert len(more.store.notes.between(day(12), day(13), [more.ids["card"]])) == 2


def test_a_text_becomes_a_note_in_the_cell(more: Any) -> None:
    QGuiApplication.clipboard().setText("双12 避坑\n先看最低还款\n#信用卡 #避坑")
    more.board.set_focus(Focus(1, 4))
    more.key(Qt.Key.Key_V, CTRL)
    (made,) = more.store.notes.between(day(11), day(11), [more.ids["card"]])
    text = more.store.notes.text(made.id)
    assert (made.title, text.body, text.hashtags) == ("双12 避坑", "先看最低还款", "#信用卡 #避坑")
    assert more.ctx.note_id == made.id


def test_a_picture_is_attached_to_the_selected_note_in_one_step(more: Any, qtbot: Any, tmp_path: Path) -> None:
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#88aa33"))
    more.ctx.select(more.ids["c"])
    QGuiApplication.clipboard().setImage(image)
    more.key(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: len(more.store.notes.pictures(more.ids["c"])) == 1, timeout=5000)
    qtbot.waitUntil(lambda: not more.ctx.tasks.busy)
    more.ctx.undo()
    assert more.store.notes.pictures(more.ids["c"]) == []
    assert more.store.assets.ids() == []  # one step took back both
    file = tmp_path / "photo.png"
    image.fill(QColor("#3355aa"))
    assert image.save(str(file))
    mime = QMimeData()
    mime.setUrls([file.as_uri()])
    QGuiApplication.clipboard().setMimeData(mime)
    more.key(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: [one.name for one in more.store.notes.pictures(more.ids["c"])] == ["photo.png"])
