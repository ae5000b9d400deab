"""Messages with 撤销, and what happens to them when the work goes on."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets import toast as toasts
from xhsplanner.ui.widgets.toast import ToastHost


@pytest.fixture
def host(ctx: Context, qtbot: Any) -> ToastHost:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(800, 600)
    canvas.show()
    canvas.host = ToastHost(ctx, canvas)  # type: ignore[attr-defined]
    catalog.add_account(ctx.store, name="主账号")
    return canvas.host  # type: ignore[attr-defined,no-any-return]


def make(ctx: Context, title: str) -> int:
    change = ctx.run(notes.create, ctx.store.catalog.accounts()[0].id, title, day=date(2026, 12, 9))
    assert change is not None
    return change.created["note"][0]


def test_undo_takes_it_back(ctx: Context, host: ToastHost, qtbot: Any) -> None:
    make(ctx, "甲")
    button = host.toasts[-1].button
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ctx.store.notes.count() == 0
    assert len(host.toasts) == 1
    assert host.toasts[0].message.text.startswith("撤销")
    assert host.toasts[0].button is None


def test_only_the_newest_offers_undo(ctx: Context, host: ToastHost, qtbot: Any) -> None:
    make(ctx, "甲")
    make(ctx, "乙")
    assert [toast.message.text for toast in host.toasts if toast.message.undo] == ["新建《乙》"]


def test_later_quiet_work_withdraws_the_offer(ctx: Context, host: ToastHost, qtbot: Any) -> None:
    note = make(ctx, "甲")
    QTest.qWait(20)
    assert len(host.toasts) == 1
    ctx.quietly(notes.edit, note, title="丙")
    qtbot.waitUntil(lambda: not host.toasts)


def test_a_refusal_is_shown_and_nothing_happens(ctx: Context, host: ToastHost) -> None:
    def refuse(_store: object) -> None:
        raise Refused("<b>不行</b>")

    assert ctx.run(refuse) is None
    assert host.toasts[-1].message.kind == "error"
    assert host.toasts[-1].accessibleName() == "<b>不行</b>"
    assert not any(toast.button for toast in host.toasts)


def test_it_goes_after_its_time(ctx: Context, host: ToastHost, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toasts, "SECOND", 7)
    QCursor.setPos(-50, -50)
    ctx.toast("好了")
    assert len(host.toasts) == 1
    qtbot.waitUntil(lambda: not host.toasts)


def test_three_at_most_inside_the_window(ctx: Context, host: ToastHost) -> None:
    for number in range(5):
        ctx.toast(f"第 {number} 条")
    assert [toast.message.text for toast in host.toasts] == ["第 2 条", "第 3 条", "第 4 条"]
    box = host.toasts[-1].parentWidget().rect()
    assert all(box.contains(toast.geometry()) for toast in host.toasts)


def test_a_very_long_message_is_wrapped(ctx: Context, host: ToastHost) -> None:
    ctx.toast("很长的一句话，" * 30)
    toast = host.toasts[-1]
    assert toast.width() <= 720
    assert toast.height() > 60


def test_redo_says_what(ctx: Context, host: ToastHost) -> None:
    make(ctx, "甲")
    ctx.undo()
    ctx.redo()
    assert ctx.store.notes.count() == 1
    assert host.toasts[-1].message.text.startswith("重做")
    ctx.redo()
    assert host.toasts[-1].message.kind == "error"


def test_the_same_words_are_not_piled_up(ctx: Context, host: ToastHost) -> None:
    for _ in range(3):
        ctx.undo()
        ctx.undo()
    assert len([toast.message.text for toast in host.toasts]) == len({toast.message.text for toast in host.toasts})
    assert host.toasts


def test_a_dialog_in_front_shows_it_and_leaves_it_behind(ctx: Context, host: ToastHost, qtbot: Any) -> None:
    canvas = host.parent()
    dialog = QDialog(canvas)
    dialog.resize(500, 300)
    dialog.open()
    qtbot.waitExposed(dialog)
    make(ctx, "甲")
    (toast,) = host.toasts
    assert toast.parentWidget() is dialog
    assert toast.isVisible()
    assert dialog.rect().contains(toast.geometry())
    dialog.close()
    assert toast.parentWidget() is canvas
    assert toast.isVisible()
    assert canvas.rect().contains(toast.geometry())
    QTest.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert ctx.store.notes.count() == 0


def test_another_window_in_front_hears_nothing(ctx: Context, host: ToastHost, qtbot: Any) -> None:
    other = QDialog()
    qtbot.addWidget(other)
    other.setModal(True)
    other.show()
    qtbot.waitExposed(other)
    make(ctx, "甲")
    assert not host.toasts
