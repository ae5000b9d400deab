"""The first three steps: told from the data, done by a click, gone when done or put away."""

from typing import Any

import pytest

from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.widgets import checklist
from xhsplanner.ui.widgets.checklist import Checklist, done


def states(store: Store) -> list[bool]:
    return list(done(store).values())


@pytest.fixture
def window(ctx: Context, qtbot: Any) -> MainWindow:
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.show()
    return window


def test_steps_follow_the_data_and_the_bar_goes_when_all_are_done(
    ctx: Context, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = Checklist(ctx)
    qtbot.addWidget(bar)
    assert not bar.isHidden()
    assert states(ctx.store) == [False, False, False]
    catalog.add_account(ctx.store, name="主账号")
    account = ctx.store.catalog.accounts()[0].id
    qtbot.waitUntil(lambda: bar.buttons["accounts"].accessibleDescription() == "已完成")
    notes.create(ctx.store, account, "甲")
    assert states(ctx.store) == [True, True, False]
    notes.create(ctx.store, account, "乙", source="排期表.xlsx:3")
    assert states(ctx.store) == [True, True, True]
    qtbot.waitUntil(bar.isHidden)
    ctx.undo()
    qtbot.waitUntil(lambda: not bar.isHidden())
    assert ctx.settings.get("checklist_done") == []
    ctx.redo()
    qtbot.waitUntil(bar.isHidden)
    bar.again()
    assert not bar.isHidden()


def test_a_click_begins_a_step(ctx: Context, qtbot: Any) -> None:
    catalog.add_account(ctx.store, name="主账号")
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.checklist.buttons["note"].click()
    assert ctx.store.notes.count() == 1
    window.checklist.buttons["material"].click()
    assert "import" in window.dialogs


def test_put_away_it_stays_away_until_asked_for(window: MainWindow, ctx: Context) -> None:
    window.checklist.closer.click()
    assert window.checklist.isHidden()
    again = Checklist(ctx)
    assert again.isHidden()
    again.deleteLater()
    window.actions_["checklist"].trigger()
    assert not window.checklist.isHidden()
    assert checklist.STEPS.keys() == window.checklist.buttons.keys()
