import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from xhsplanner.core import days, occasions
from xhsplanner.ops import catalog
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.import_ics import ImportIcsDialog
from xhsplanner.ui.dialogs.occasions import OccasionsDialog

LEFT = Qt.MouseButton.LeftButton
DATA = Path(__file__).parents[1] / "data" / "ics"


@pytest.fixture
def dialog(ctx: Context, qtbot: Any) -> Iterator[OccasionsDialog]:
    made = OccasionsDialog(ctx)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.rows.count() > 100)
    yield made
    made.close()


def titles(dialog: OccasionsDialog) -> list[str]:
    found = (dialog.rows.entry(row) for row in range(dialog.rows.count()))
    return [entry.title for entry in found if entry is not None]


def spoken(dialog: OccasionsDialog) -> str:
    from PySide6.QtWidgets import QLabel

    return "\n".join(found.text() for found in dialog.detail.findChildren(QLabel))


def test_the_list_is_searched_and_each_occasion_told(dialog: OccasionsDialog) -> None:
    dialog.search.setText("公祭")
    (title,) = titles(dialog)
    assert "国家公祭日" in title
    assert "不排营销内容" in spoken(dialog)
    assert dialog.detail.make is None, "nothing is to be made for it"
    dialog.search.setText("双12")
    assert "可以说什么" in spoken(dialog)
    assert "出处" in spoken(dialog)
    dialog.search.setText("没有这个")
    assert titles(dialog) == []


def test_a_note_is_made_for_an_occasion_and_covers_it(dialog: OccasionsDialog, qtbot: Any) -> None:
    catalog.add_account(dialog._ctx.store, name="主账号")
    dialog.search.setText("冬至")
    dialog.bare.setChecked(True)
    before = titles(dialog)
    assert len(before) == 1
    assert dialog.detail.make is not None
    QTest.mouseClick(dialog.detail.make, LEFT)
    store = dialog._ctx.store
    qtbot.waitUntil(lambda: bool(store.notes.between(date(2026, 12, 22), date(2026, 12, 22))))
    note = store.notes.between(date(2026, 12, 22), date(2026, 12, 22))[-1]
    assert note.occasion == "solar-term/dongzhi"
    qtbot.waitUntil(lambda: titles(dialog) == [])


def test_days_off_are_taken_in_and_a_bad_file_says_why(dialog: OccasionsDialog, tmp_path: Path, qtbot: Any) -> None:
    file = tmp_path / "放假.json"
    file.write_text('{"2027": 3}', encoding="utf-8")
    dialog.take_in(file)
    assert "2027" in dialog.years.text()
    assert not days.day_info(date(2027, 1, 1)).published
    item = {"date": "2027-01-01", "name": "元旦", "off": True}
    file.write_text(json.dumps({"2027": {"papers": ["https://example.org"], "days": [item]}}), encoding="utf-8")
    dialog.take_in(file)
    assert days.is_rest(date(2027, 1, 1))
    qtbot.waitUntil(lambda: "2028 年未公布" in dialog.years.text())
    dialog._ctx.undo()
    qtbot.waitUntil(lambda: "2027 年未公布" in dialog.years.text())


def test_own_days_are_listed_like_the_rest(dialog: OccasionsDialog, qtbot: Any) -> None:
    catalog.add(dialog._ctx.store, "own_day", name="<b>行庆</b>", rule="fixed 12-20", series="fans")
    dialog.search.setText("行庆")
    qtbot.waitUntil(lambda: len(titles(dialog)) == 1)
    assert "<b>行庆</b>" in titles(dialog)[0]


@pytest.fixture
def reader(ctx: Context, qtbot: Any) -> Iterator[ImportIcsDialog]:
    made = ImportIcsDialog(ctx)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def test_a_calendar_is_looked_at_chosen_from_and_taken_in(reader: ImportIcsDialog, qtbot: Any) -> None:
    reader.load(DATA / "dingtalk_overrides.ics")
    qtbot.waitUntil(lambda: reader.rows.count() == 3, timeout=20_000)
    assert "2" in reader.aside.text(), "two were cancelled"
    row = next(n for n in range(3) if "改到周四" in reader.rows.item(n).text())
    reader.rows.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert len(reader.ticked()) == 2
    QTest.mouseClick(reader.ok, LEFT)
    qtbot.waitUntil(lambda: not reader.isVisible())
    assert {one.name for one in occasions.own()} == {"周三固定栏位", "待定的会"}
    assert [one.name for one in occasions.on(date(2026, 12, 9)) if one.kind == "own"] == []
    assert [one.name for one in occasions.on(date(2027, 1, 6)) if one.kind == "own"] == ["周三固定栏位"]
    reader._ctx.undo()
    assert occasions.own() == ()


def test_what_is_no_calendar_is_refused_in_words(reader: ImportIcsDialog, qtbot: Any) -> None:
    reader.load(DATA / "not_ics_html.ics")
    qtbot.waitUntil(lambda: "not_ics_html.ics" in reader.said.text(), timeout=20_000)
    assert not reader.ok.isEnabled()
    assert reader.rows.count() == 0
