"""Note templates: known words only, the series' default, notes kept as one, and the noun like any other."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note
from xhsplanner.core.templates import KNOWN, fill_template, filling
from xhsplanner.ops import catalog, catalog_book, merging, notes, slot_places, slots, templates, workspace
from xhsplanner.store.store import Store

DAY = date(2026, 12, 22)


def template(store: Store, **fields: object) -> int:
    change = catalog.add(store, "note_template", **fields)
    assert change is not None
    return change.created["note_template"][0]


def made(store: Store, change: object) -> Note:
    assert change is not None
    found = store.notes.get(change.created["note"][0])  # type: ignore[attr-defined]
    assert found is not None
    return found


def test_known_words_are_put_in_once_and_all_other_braces_stay() -> None:
    words = filling(DAY, 7, "羊毛{account}", "主账号", "冬至")
    text = "{date}{星期} {series} 第{期数}期 {account} {节点} {0} {__class__} {{date}} %s {date"
    assert fill_template(text, words) == (
        "12 月 22 日周二 羊毛{account} 第7期 主账号 冬至 {0} {__class__} {12 月 22 日} %s {date"
    )
    assert fill_template("{date}{episode}", filling(None)) == ""


@given(st.text())
def test_any_text_is_safe(text: str) -> None:
    if not any(f"{{{word}}}" in text for word in KNOWN):
        assert fill_template(text, filling(DAY, 1, "a", "b", "c")) == text


def test_a_new_note_of_a_template(team: Store) -> None:
    one = template(
        team, name="每周羊毛", series_id=1, title="羊毛第{期数}期", body="{日期}{星期}，{账号}为你整理。{祝福}",
        hashtags="#羊毛", remark="{节点}", kind="视频",
    )  # fmt: skip
    note = made(team, templates.new_note(team, one, 2, day=DAY, minute=1200))
    assert (note.title, note.kind, note.remark, note.series_id, note.episode) == (
        "羊毛第1期",
        Kind.VIDEO,
        "冬至",
        1,
        1,
    )
    text = team.notes.text(note.id)
    assert (text.hashtags, text.body.endswith("信用卡申请为你整理。{祝福}")) == ("#羊毛", True)
    workspace.undo(team)
    assert team.notes.count() == 0
    for args in ((99, 1), (one, 99)):
        with pytest.raises(Refused):
            templates.new_note(team, *args)


def test_the_first_template_of_a_series_is_its_default(team: Store) -> None:
    template(team, name="甲", series_id=1, title="甲{期数}", body="甲的正文")
    template(team, name="乙", series_id=1, title="乙", body="乙的正文")
    plain = made(team, notes.create(team, 1, series_id=1, day=DAY))
    assert (plain.title, team.notes.text(plain.id).body) == ("甲1", "甲的正文")
    assert team.notes.text(plain.id).hashtags == "#信用卡"
    titled = made(team, notes.create(team, 1, "自己的", series_id=1, remark="备"))
    assert (titled.title, titled.remark, team.notes.text(titled.id).body) == ("自己的", "备", "甲的正文")
    written = made(team, notes.create(team, 1, "写好的", series_id=1, body="写好"))
    assert team.notes.text(written.id).body == "写好"
    other = made(team, notes.create(team, 1, "别的", series_id=2))
    assert team.notes.text(other.id).body == ""
    change = slots.add(team, 1, "FREQ=WEEKLY;BYDAY=TU", DAY, series_id=1, minute=600, title="栏位{期数}")
    assert change is not None
    filled = made(team, slot_places.fill(team, change.created["slot"][0], DAY))
    assert (filled.title, team.notes.text(filled.id).body) == ("甲4", "甲的正文")


def test_a_note_is_kept_as_a_template(team: Store) -> None:
    note = made(team, notes.create(team, 1, "标题", series_id=2, body="正文", remark="备注"))
    change = templates.save_as(team, note.id, " 新  模板 ")
    assert change is not None
    row = team.catalog.row("note_template", change.created["note_template"][0])
    assert row is not None
    assert (row.name, row.series_id, row.title, row.body, row.hashtags) == ("新 模板", 2, "标题", "正文", "#信用卡")
    for wrong in ("新 模板", " "):
        with pytest.raises(Refused):
            templates.save_as(team, note.id, wrong)
    with pytest.raises(Refused):
        templates.save_as(team, 99, "x")


def test_the_noun_is_archived_merged_and_goes_through_a_workbook(team: Store, tmp_path: Path) -> None:
    one, two = template(team, name="甲", series_id=1, kind="视频", body="=1+1"), template(team, name="乙")
    catalog_book.export(team, tmp_path / "a.xlsx")
    catalog.edit(team, "note_template", one, body="别的", kind="图文", series_id=None)
    report = catalog_book.load(team, tmp_path / "a.xlsx")
    assert report.problems == ()
    row = team.catalog.row("note_template", one)
    assert row is not None
    assert (row.kind, row.body, row.series_id) == (Kind.VIDEO, "=1+1", 1)
    change = slots.add(team, 1, "FREQ=DAILY", DAY, template_id=two)
    assert change is not None
    with pytest.raises(Refused):
        catalog.remove(team, "note_template", [two])
    merging.merge(team, "note_template", one, [two])
    slot = team.slots.row(change.created["slot"][0])
    assert slot is not None
    assert slot.template_id == one
    catalog.archive(team, "note_template", [one])
    assert templates.of_series(team, 1) is None
    with pytest.raises(Refused):
        catalog.edit(team, "note_template", one, kind="音频")
