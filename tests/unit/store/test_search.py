"""Search finds Chinese words, and no input is ever syntax."""

import pytest

from xhsplanner.ops import notes
from xhsplanner.store.sqlite import MERGING
from xhsplanner.store.store import Store


@pytest.mark.parametrize(
    ("query", "found"),
    [("羊毛", True), ("毛", True), ("羊毛 咖啡", True), ("Citywalk", True), ("city", True), ("９块９", True),
     ("省錢", True), ("羊绒", False), ("咖啡馆", False), ("#羊毛", True), ('羊毛"', True), ("羊毛 OR", False)],
)  # fmt: skip
def test_what_is_found(team: Store, query: str, found: bool) -> None:
    notes.create(team, 1, "羊毛天天捡：9块9 咖啡", body="CityWalk 省钱路线", hashtags="#羊毛")
    notes.create(team, 1, "另一篇")
    assert bool(team.notes.find(query)) is found


@pytest.mark.parametrize(
    "query", ['"*^:', "AND", "NEAR(", "grams:", "'; DROP TABLE note; --", "%", "", "  ", "\x00", "😀"]
)
def test_nasty_input_is_plain_text(team: Store, query: str) -> None:
    notes.create(team, 1, "普通的一篇")
    assert team.notes.find(query) == []
    assert team.notes.count() == 1


def test_symbols_alone_are_looked_up_in_titles(team: Store) -> None:
    notes.create(team, 1, '"*^: 和 😀')
    assert [n.title for n in team.notes.find('"*^:')] == ['"*^: 和 😀']
    assert [n.title for n in team.notes.find("😀")] == ['"*^: 和 😀']


def test_the_index_follows_edit_delete_and_undo(team: Store) -> None:
    change = notes.create(team, 1, "羊毛")
    assert change is not None
    note = change.created["note"][0]
    notes.edit(team, note, title="避坑", body="最低还款")
    assert not team.notes.find("羊毛")
    assert team.notes.find("最低还款")
    notes.delete(team, [note])
    assert not team.notes.find("避坑")
    team.step("undo")
    assert team.notes.find("最低还款")
    team.step("undo")
    assert team.notes.find("羊毛")


def test_latest_day_first(team: Store) -> None:
    from datetime import date

    for day in (3, 9, 5):
        notes.create(team, 1, f"羊毛 {day}", day=date(2026, 12, day))
    assert [n.title for n in team.notes.find("羊毛", limit=2)] == ["羊毛 9", "羊毛 5"]


def test_the_index_joins_its_pieces_rarely_and_still_finds_all(team: Store) -> None:
    """Left to itself the index joins them within every 64th COMMIT: 10–25 ms in a large workspace."""
    assert MERGING.items() <= dict(team.engine.rows("SELECT k, v FROM note_search_config")).items()
    change = notes.create(team, 1, "第 0 稿")
    assert change is not None
    (note_id,) = change.created["note"]
    pieces = "SELECT count(DISTINCT segid) FROM note_search_idx"
    most = 0
    for number in range(1, MERGING["crisismerge"] + 20):
        notes.edit(team, note_id, title=f"第 {number} 稿")
        most = max(most, team.engine.rows(pieces)[0][0])
    assert MERGING["crisismerge"] - 20 < most <= MERGING["crisismerge"] + 1
    assert team.engine.rows(pieces)[0][0] < 40
    assert [note.id for note in team.notes.find(f"第 {number} 稿")] == [note_id]
    assert team.notes.find("第 7 稿") == []
