"""Shifting, copying a week and the next free place in a workspace; the story of a launch moved over a holiday."""

from datetime import date, datetime, timedelta

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note, Status
from xhsplanner.core.shifting import Rules, plan
from xhsplanner.ops import catalog, moves, notes, relays, slot_places, slots, workspace
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

NATIONAL = Rules(rest=True, quiet=True)


def make(store: Store, title: str, day: date | None, minute: int | None = 1200, **fields: object) -> int:
    change = notes.create(store, int(str(fields.pop("account", 1))), title, day=day, minute=minute, **fields)
    assert change is not None
    return change.created["note"][0]


def note(store: Store, note_id: int) -> Note:
    found = store.notes.get(note_id)
    assert found is not None
    return found


def days(store: Store, ids: list[int]) -> list[str]:
    return [f"{note(store, one).day:%m-%d}" for one in ids]


def test_a_launch_is_moved_by_a_week_over_national_day(team: Store) -> None:
    """预热 on 23 September, 正式 the day after, 福利 two hours later, 返场 on the 28th; a week on it is October."""
    launch = [
        make(team, "预热", date(2026, 9, 23)),
        make(team, "正式", date(2026, 9, 24)),
        make(team, "福利", None, None),
        make(team, "返场", date(2026, 9, 28)),
    ]
    bystander = make(team, "日常", date(2026, 9, 24), account=2)
    relays.follow(team, launch[2], launch[1], 120)
    change = moves.shift(team, [*launch[:2], launch[3]], 7, NATIONAL)
    assert change is not None
    assert "7 天" in change.label
    assert days(team, [*launch, bystander]) == ["09-30", "10-08", "10-08", "10-09", "09-24"]
    assert note(team, launch[2]).minute == 1320
    folder = team.path
    team.close()
    again = open_workspace(folder)
    try:
        assert days(again, launch) == ["09-30", "10-08", "10-08", "10-09"]
        workspace.undo(again)
        assert days(again, launch) == ["09-23", "09-24", "09-24", "09-28"]
        workspace.redo(again)
        assert days(again, launch) == ["09-30", "10-08", "10-08", "10-09"]
    finally:
        again.close()


def test_everything_from_a_day_on_that_a_filter_wants(team: Store) -> None:
    for day in (7, 8, 9):
        make(team, f"主{day}", date(2026, 12, day), series_id=1)
    make(team, "申请", date(2026, 12, 9), account=2)
    found = moves.from_day(team, date(2026, 12, 8), Filter(accounts=frozenset({1})))
    assert [one.title for one in found] == ["主8", "主9"]


def test_published_notes_stay_and_nothing_at_all_is_refused(team: Store) -> None:
    out = make(team, "已发", date(2026, 12, 1), status=Status.PUBLISHED)
    free = make(team, "待写", date(2026, 12, 1))
    moves.shift(team, [out, free], 1)
    assert days(team, [out, free]) == ["12-01", "12-02"]
    for ids, by in (([out], 1), ([free], 0), ([], 3), ([make(team, "待排", None)], 3)):
        with pytest.raises(Refused):
            moves.shift(team, ids, by)


def test_who_filled_a_place_fills_that_of_the_new_week(team: Store) -> None:
    change = slots.add(team, 1, "FREQ=WEEKLY;BYDAY=WE", date(2026, 12, 2), series_id=1, minute=1200)
    assert change is not None
    slot = change.created["slot"][0]
    filled = []
    for day in (2, 9):
        change = slot_places.fill(team, slot, date(2026, 12, day))
        assert change is not None
        filled.append(change.created["note"][0])
    moves.shift(team, filled, 7)
    assert team.slots.filled_by(filled) == {
        filled[0]: (slot, date(2026, 12, 9)), filled[1]: (slot, date(2026, 12, 16))
    }  # fmt: skip
    moves.shift(team, [filled[1]], 1)  # no place there: it stays the note of its place, wherever it stands
    assert team.slots.filled_by([filled[1]]) == {filled[1]: (slot, date(2026, 12, 16))}
    workspace.undo(team)
    workspace.undo(team)
    assert team.slots.filled_by(filled) == {
        filled[0]: (slot, date(2026, 12, 2)), filled[1]: (slot, date(2026, 12, 9))
    }  # fmt: skip


def test_what_a_shift_brings_is_known_before(team: Store) -> None:
    near = make(team, "甲", date(2026, 12, 9))
    make(team, "乙", date(2026, 12, 10), 1210)
    settled = moves.followed(team, plan([note(team, near)], 1))
    found = moves.brings(team, settled.places)
    assert [one.kind for one in found[near]] == ["spacing"]
    assert moves.brings(team, {}) == {}


def test_a_week_onto_another(team: Store) -> None:
    first = make(
        team, "羊毛", date(2026, 12, 8), series_id=1, body="正文", link="", occasion="solar-term/daxue",
        status=Status.PUBLISHED,
    )  # fmt: skip
    second = make(team, "羊毛二", date(2026, 12, 10), series_id=1)
    make(team, "搁置", date(2026, 12, 11), status=Status.ON_HOLD)
    week = moves.week_notes(team, date(2026, 12, 7))
    assert [one.id for one in week] == [first, second]
    change = moves.copy_week(team, [first, second], 1, Rules(quiet=True))
    assert change is not None
    made = [note(team, one) for one in change.created["note"]]
    assert [(one.title, one.day, one.minute, one.status, one.episode, one.occasion) for one in made] == [
        ("羊毛", date(2026, 12, 15), 1200, Status.TODO, 3, ""),
        ("羊毛二", date(2026, 12, 17), 1200, Status.TODO, 4, ""),
    ]
    assert team.notes.text(made[0].id).body == "正文"
    workspace.undo(team)
    assert team.notes.count() == 3
    change = moves.copy_week(team, [first, second], 2, texts=False)
    assert change is not None
    bare = note(team, change.created["note"][0])
    assert (bare.title, bare.day, bare.series_id, bare.episode) == ("", date(2026, 12, 22), 1, 3)
    assert team.notes.text(bare.id).hashtags == "#信用卡"
    for ids, weeks in (([first], 0), ([], 1)):
        with pytest.raises(Refused):
            moves.copy_week(team, ids, weeks)


def test_the_next_free_place_is_one_of_its_slot(team: Store) -> None:
    change = slots.add(team, 1, "FREQ=WEEKLY;BYDAY=WE", date(2026, 12, 2), series_id=1, minute=1140)
    assert change is not None
    slot = change.created["slot"][0]
    ids = [make(team, "甲", None, None, series_id=1), make(team, "乙", None, None, series_id=1)]
    moves.to_free(team, ids)
    assert days(team, ids) == ["12-09", "12-16"]
    assert [note(team, one).minute for one in ids] == [1140, 1140]
    assert team.slots.filled_by(ids) == {ids[0]: (slot, date(2026, 12, 9)), ids[1]: (slot, date(2026, 12, 16))}
    workspace.undo(team)
    assert [note(team, one).day for one in ids] == [None, None]
    assert team.slots.filled_by(ids) == {}


def test_else_it_is_a_usual_hour_of_a_day_with_room(team: Store) -> None:
    catalog.edit(team, "account", 1, per_day=1)
    for number in range(3):
        make(team, f"旧{number}", date(2026, 12, 1) + timedelta(number), 750)
    make(team, "今天", date(2026, 12, 9), 750)
    late = make(team, "后天", date(2026, 12, 11), 1000)
    ids = [make(team, "甲", None, None), make(team, "乙", None, None)]
    moves.to_free(team, ids)
    assert days(team, ids) == ["12-10", "12-12"]  # the 13th is 国家公祭日, today and the 11th are full
    assert {note(team, one).minute for one in ids} == {750}
    found = moves.free_places(team, [late], datetime(2026, 12, 13, 8, 0))
    assert found[late].day == date(2026, 12, 14)


def test_where_nothing_is_free_it_is_said(team: Store) -> None:
    catalog.edit(team, "account", 1, per_day=1)
    for number in range(29):
        make(team, f"满{number}", date(2026, 12, 9) + timedelta(number), 750)
    with pytest.raises(Refused, match="28"):
        moves.to_free(team, [make(team, "甲", None, None)])
