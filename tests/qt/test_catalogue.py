"""The catalogue dialog: add, rename, colour, order, archive, each one op that undo takes back."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QComboBox, QDoubleSpinBox, QLineEdit

from xhsplanner.core.words import t
from xhsplanner.ops import catalog, workspace
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.catalogue import NOUNS, CatalogueDialog
from xhsplanner.ui.dialogs.catalogue_form import FIELDS
from xhsplanner.ui.widgets.controls import Swatches


@pytest.fixture
def dialog(ctx: Context, qtbot: Any) -> CatalogueDialog:
    """The dialog over a workspace with three accounts, in front."""
    workspace.preset(ctx.store, "zhaohang")
    dialog = CatalogueDialog(ctx)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def names(dialog: CatalogueDialog) -> list[str]:
    return [account.name for account in dialog.ctx.store.catalog.accounts()]


def field(dialog: CatalogueDialog, name: str) -> Any:
    assert dialog.form is not None
    return dialog.form.editors[name]


def test_every_noun_has_a_page(dialog: CatalogueDialog) -> None:
    assert tuple(FIELDS) == NOUNS
    for noun in NOUNS:
        dialog.show_tab(noun)
        assert dialog.form is not None
        assert list(dialog.form.editors) == [f.name for f in FIELDS[noun]]
        assert all(editor.accessibleName() for editor in dialog.form.editors.values())


def test_rename_is_one_op_and_undone(dialog: CatalogueDialog, qtbot: Any) -> None:
    line = field(dialog, "name")
    assert isinstance(line, QLineEdit)
    line.setText("  招牌  主账号 ")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert names(dialog)[0] == "招牌 主账号"
    dialog.ctx.undo()
    qtbot.waitUntil(lambda: field(dialog, "name").text() == "主账号")


def test_a_taken_name_is_refused_and_put_back(dialog: CatalogueDialog) -> None:
    line = field(dialog, "name")
    line.setText("信用卡申请")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert names(dialog)[0] == "主账号"
    assert line.text() == "主账号"
    assert dialog.toasts.toasts[-1].message.kind == "error"


def test_colour_by_swatch(dialog: CatalogueDialog) -> None:
    swatches = field(dialog, "color")
    assert isinstance(swatches, Swatches)
    swatches.findChildren(type(swatches._buttons[0]))[4].click()
    assert dialog.ctx.store.catalog.accounts()[0].color == catalog.COLORS[4]


def test_any_other_colour(dialog: CatalogueDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QColorDialog, "getColor", lambda *_args: QColor("#123abc"))
    field(dialog, "color").other.click()
    assert dialog.ctx.store.catalog.accounts()[0].color == "#123ABC"
    dialog.rows.setCurrentRow(1)
    dialog.rows.setCurrentRow(0)
    assert field(dialog, "color")._own.isVisible()
    assert field(dialog, "color")._own.isChecked()


def test_order_by_buttons_and_by_dragging(dialog: CatalogueDialog, qtbot: Any) -> None:
    before = names(dialog)
    dialog.down.click()
    assert names(dialog) == [before[1], before[0], before[2]]
    qtbot.waitUntil(lambda: dialog.rows.currentRow() == 1)
    model = dialog.rows.model()
    model.moveRow(dialog.rows.rootIndex(), 2, dialog.rows.rootIndex(), 0)
    assert names(dialog) == [before[2], before[1], before[0]]
    dialog.ctx.undo()
    dialog.ctx.undo()
    assert names(dialog) == before


def test_archive_and_bring_back(dialog: CatalogueDialog, qtbot: Any) -> None:
    dialog.archive.click()
    assert len(names(dialog)) == 2
    qtbot.waitUntil(lambda: dialog.rows.count() == 2)
    dialog.archived.setChecked(True)
    assert dialog.rows.count() == 3
    row = next(n for n in range(3) if dialog.rows.item(n).data(Qt.ItemDataRole.UserRole).archived)
    dialog.rows.setCurrentRow(row)
    assert dialog.archive.accessibleName() == "恢复"
    dialog.archive.click()
    assert len(names(dialog)) == 3


def test_add_puts_the_cursor_into_a_fresh_name(dialog: CatalogueDialog, qtbot: Any) -> None:
    dialog.add.click()
    dialog.add.click()
    assert names(dialog)[-2:] == ["新账号", "新账号 2"]
    QTest.qWait(20)
    assert field(dialog, "name").selectedText() == "新账号 2"


def test_targets_are_added_edited_and_removed(dialog: CatalogueDialog) -> None:
    dialog.show_tab("target")
    many = len(dialog.ctx.store.catalog.targets())
    dialog.add.click()
    assert len(dialog.ctx.store.catalog.targets()) == many + 1
    spin, series = field(dialog, "per_week"), field(dialog, "series_id")
    assert isinstance(spin, QDoubleSpinBox)
    assert isinstance(series, QComboBox)
    spin.setValue(2)
    assert spin.text() == "2" + t("catalogue.per_week_unit")
    spin.setValue(2.5)
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert spin.text() == "2.5" + t("catalogue.per_week_unit")
    series.setCurrentIndex(1)
    series.activated.emit(1)
    field(dialog, "since").setText("2026-12-01")
    QTest.keyClick(field(dialog, "since"), Qt.Key.Key_Return)
    target = dialog.ctx.store.catalog.targets()[-1]
    assert (target.per_week, target.series_id, str(target.since)) == (
        2.5,
        dialog.ctx.store.catalog.series()[0].id,
        "2026-12-01",
    )
    field(dialog, "since").setText("soon")
    QTest.keyClick(field(dialog, "since"), Qt.Key.Key_Return)
    assert field(dialog, "since").text() == "2026-12-01"
    dialog.archive.click()
    assert len(dialog.ctx.store.catalog.targets()) == many


def test_canary_names_stay_plain(dialog: CatalogueDialog, qtbot: Any) -> None:
    line = field(dialog, "name")
    line.setText('<img src="x.png">&"*^:')
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert names(dialog)[0] == '<img src="x.png">&"*^:'
    assert not dialog.grab().isNull()
