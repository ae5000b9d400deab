"""Slots: all of them, this and what follows, one place; and the one link to the note that fills it."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind
from xhsplanner.core.slots import Override, Policy, State
from xhsplanner.ops import catalog, notes, slot_places, slots
from xhsplanner.store.store import Store

RULE = "FREQ=WEEKLY;BYDAY=WE"
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
WEDNESDAYS = [date(2026, 12, day) for day in (2, 9, 16, 23, 30)]


@pytest.fixture
def weekly(team: Store) -> Store:
    """Slot 1: every Wednesday 20:00, series 1 on account 1, since September."""
    slots.add(team, 1, RULE, date(2026, 9, 2), minute=1200, series_id=1, holiday_policy=Policy.AFTER)
    return team


def open_days(store: Store, first: date = FIRST, last: date = LAST) -> list[date]:
    return [place.day for place in store.slots.places(first, last)]


def state(store: Store) -> object:
    return store.slots.rows(archived=True), store.slots.overrides(), store.notes.between(FIRST, LAST)


def test_places_of_a_new_slot(weekly: Store) -> None:
    assert open_days(weekly) == WEDNESDAYS
    place = weekly.slots.places(FIRST, LAST)[0]
    assert (place.slot_id, place.account_id, place.series_id, place.minute) == (1, 1, 1, 1200)
    assert weekly.slots.places(FIRST, LAST, [2]) == []
    assert weekly.undo_label() == "新增固定栏位“羊毛天天捡”"


def test_filling_makes_a_note_of_the_series(weekly: Store) -> None:
    change = slot_places.fill(weekly, 1, WEDNESDAYS[1])
    assert change is not None
    note = weekly.notes.get(change.created["note"][0])
    assert note is not None
    assert (note.day, note.minute, note.series_id, note.episode) == (WEDNESDAYS[1], 1200, 1, 1)
    assert weekly.notes.text(note.id).hashtags == "#信用卡"
    assert open_days(weekly) == [WEDNESDAYS[0], *WEDNESDAYS[2:]]
    with pytest.raises(Refused, match="已经有笔记"):
        slot_places.fill(weekly, 1, WEDNESDAYS[1])


def test_a_template_fills_in_its_known_words_only(weekly: Store) -> None:
    with weekly.op("note_template.add") as op:
        texts = {"title": "{series} {date} 第{episode}期 {0} {x}", "body": "{账号}见", "remark": "拍 {日期}"}
        op.insert("note_template", {"name": "羊毛", "kind": "视频", "hashtags": "#羊毛", **texts})
    slots.edit(weekly, 1, template_id=1)
    change = slot_places.fill(weekly, 1, WEDNESDAYS[1])
    assert change is not None
    note = weekly.notes.get(change.created["note"][0])
    assert note is not None
    assert (note.title, note.kind) == ("羊毛天天捡 12 月 9 日 第1期 {0} {x}", Kind.VIDEO)
    text = weekly.notes.text(note.id)
    assert (text.body, text.hashtags, note.remark) == ("主账号见", "#羊毛", "拍 12 月 9 日")


def test_a_moved_note_stays_in_its_place_a_deleted_one_frees_it(weekly: Store) -> None:
    change = slot_places.fill(weekly, 1, WEDNESDAYS[1])
    assert change is not None
    note_id = change.created["note"][0]
    notes.move(weekly, [note_id], day=date(2026, 12, 11))
    notes.copy(weekly, [note_id])
    assert WEDNESDAYS[1] not in open_days(weekly)
    notes.delete(weekly, [note_id])
    assert WEDNESDAYS[1] in open_days(weekly)
    weekly.step("undo")
    assert weekly.slots.overrides() == {1: [Override(WEDNESDAYS[1], State.FILLED, note_id=note_id)]}


def test_a_note_without_a_day_takes_the_place(weekly: Store) -> None:
    notes.create(weekly, 2, "待排")
    slot_places.fill(weekly, 1, WEDNESDAYS[1], 1)
    note = weekly.notes.get(1)
    assert note is not None
    assert (note.account_id, note.day, note.minute) == (1, WEDNESDAYS[1], 1200)
    with pytest.raises(Refused, match="另一个栏位"):
        slot_places.fill(weekly, 1, WEDNESDAYS[2], 1)
    with pytest.raises(Refused, match="笔记"):
        slot_places.fill(weekly, 1, WEDNESDAYS[2], 99)
    slot_places.detach(weekly, 1, WEDNESDAYS[1])
    assert WEDNESDAYS[1] in open_days(weekly)


def test_skipping_moving_and_restoring_one_place(weekly: Store) -> None:
    slot_places.skip(weekly, 1, WEDNESDAYS[0])
    slot_places.move(weekly, 1, WEDNESDAYS[1], date(2026, 12, 11), 600)
    assert open_days(weekly) == [date(2026, 12, 11), *WEDNESDAYS[2:]]
    assert [place.minute for place in weekly.slots.places(date(2026, 12, 11), date(2026, 12, 11))] == [600]
    change = slot_places.fill(weekly, 1, WEDNESDAYS[1])
    assert change is not None
    assert weekly.notes.between(FIRST, LAST)[0].day == date(2026, 12, 11)
    for verb in (slot_places.skip, slot_places.restore):
        with pytest.raises(Refused):
            verb(weekly, 1, WEDNESDAYS[1])
    with pytest.raises(Refused, match="直接移动笔记"):
        slot_places.move(weekly, 1, WEDNESDAYS[1], FIRST)
    slot_places.detach(weekly, 1, WEDNESDAYS[1])
    slot_places.restore(weekly, 1, WEDNESDAYS[1])
    slot_places.restore(weekly, 1, WEDNESDAYS[0])
    assert open_days(weekly) == WEDNESDAYS
    assert weekly.slots.overrides() == {}


@pytest.mark.parametrize("verb", [slot_places.fill, slot_places.skip, slot_places.restore, slot_places.detach])
def test_a_day_without_a_place_is_refused(weekly: Store, verb: object) -> None:
    before = state(weekly)
    with pytest.raises(Refused):
        verb(weekly, 1, FIRST)  # type: ignore[operator]
    with pytest.raises(Refused, match="已经不在了"):
        verb(weekly, 2, WEDNESDAYS[0])  # type: ignore[operator]
    assert state(weekly) == before


@pytest.fixture
def decided(weekly: Store) -> Store:
    """On 12-02 filled by note 1, on 12-09 moved to 12-11, on 12-16 skipped, on 12-23 filled by note 2."""
    slot_places.fill(weekly, 1, WEDNESDAYS[0])
    slot_places.move(weekly, 1, WEDNESDAYS[1], date(2026, 12, 11))
    slot_places.skip(weekly, 1, WEDNESDAYS[2])
    slot_places.fill(weekly, 1, WEDNESDAYS[3])
    return weekly


def test_this_and_following(decided: Store) -> None:
    before = state(decided)
    slots.split(decided, 1, WEDNESDAYS[2], minute=1080)
    old, new = decided.slots.rows()
    assert (old.rule, new.rule, new.since) == (f"{RULE};UNTIL=20261215", RULE, WEDNESDAYS[2])
    assert (new.origin_id, new.minute, new.policy, new.series_id) == (1, 1080, Policy.AFTER, 1)
    assert {slot: [one.original for one in those] for slot, those in decided.slots.overrides().items()} == {
        1: WEDNESDAYS[:2],
        2: WEDNESDAYS[2:4],
    }
    assert open_days(decided) == [date(2026, 12, 11), WEDNESDAYS[4]]
    after = state(decided)
    decided.step("undo")
    assert state(decided) == before
    decided.step("redo")
    assert state(decided) == after


def test_this_and_following_on_another_weekday(decided: Store) -> None:
    slots.split(decided, 1, WEDNESDAYS[2], rule="FREQ=WEEKLY;BYDAY=TH")
    assert open_days(decided) == [date(2026, 12, day) for day in (11, 17, 24, 31)]
    assert [one.original for one in decided.slots.overrides()[1]] == WEDNESDAYS[:2]
    assert decided.notes.get(2) is not None


def test_following_takes_what_is_left_of_a_count(team: Store) -> None:
    slots.add(team, 1, f"{RULE};COUNT=4", WEDNESDAYS[0])
    slots.split(team, 1, WEDNESDAYS[1], title="后三次")
    assert [row.rule for row in team.slots.rows()] == [f"{RULE};UNTIL=20261208", f"{RULE};COUNT=3"]
    assert open_days(team) == WEDNESDAYS[:4]


def test_from_the_first_on_is_all(weekly: Store) -> None:
    slots.split(weekly, 1, date(2026, 9, 2), minute=60)
    assert [row.minute for row in weekly.slots.rows()] == [60]


@pytest.mark.parametrize("keep", [True, False])
def test_all_keeps_what_still_occurs_and_settles_the_rest(decided: Store, keep: bool) -> None:
    fortnightly = "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"  # since 09-02: 12-09 and 12-23
    gone = slots.orphans(decided, 1, rule=fortnightly)
    assert [one.original for one in gone] == [WEDNESDAYS[0], WEDNESDAYS[2]]
    slots.edit(decided, 1, rule=fortnightly, keep=keep)
    assert [one.original for one in decided.slots.overrides()[1]] == [WEDNESDAYS[1], WEDNESDAYS[3]]
    slots.edit(decided, 1, rule="FREQ=WEEKLY;BYDAY=MO", since=date(2026, 12, 21), keep=keep)
    kept = [row for row in decided.slots.rows() if row.origin_id == 1]
    assert [(row.rule, row.since, row.minute) for row in kept] == [(slots.ONCE, date(2026, 12, 11), 1200)] * keep
    assert open_days(decided) == [date(2026, 12, 11)] * keep + [date(2026, 12, 21), date(2026, 12, 28)]
    assert len(decided.notes.between(FIRST, LAST)) == 2


def test_ending_archiving_and_removing(decided: Store) -> None:
    slots.end(decided, 1, WEDNESDAYS[2])
    assert [one.original for one in decided.slots.overrides()[1]] == WEDNESDAYS[:2]
    assert open_days(decided) == [date(2026, 12, 11)]
    slots.archive(decided, [1])
    assert open_days(decided) == []
    slots.archive(decided, [1], archived=False)
    slots.remove(decided, 1)
    assert (decided.slots.rows(), decided.slots.overrides()) == ([], {})
    assert len(decided.notes.between(FIRST, LAST)) == 2
    decided.step("undo")
    assert open_days(decided) == [date(2026, 12, 11)]


def test_an_opaque_rule_is_kept_byte_for_byte(team: Store) -> None:
    rule = "FREQ=YEARLY;BYWEEKNO=20;X-其他=1"
    slots.add(team, 1, rule, FIRST, title="老规则")
    row = team.slots.row(1)
    assert row is not None
    assert row.rule == rule
    assert open_days(team) == []
    slots.edit(team, 1, title="新名字")
    for verb in (slots.split, slots.end):
        with pytest.raises(Refused, match="按原文保存"):
            verb(team, 1, FIRST)
    assert [(one.rule, one.title) for one in team.slots.rows()] == [(rule, "新名字")]


@pytest.mark.parametrize(
    "fields",
    [{"rule": " "}, {"rule": "FREQ=DAILY\nX"}, {"rule": "x" * 3000}, {"minute": 1440}, {"holiday_policy": "later"},
     {"since": "昨天"}, {"account_id": 9}, {"colour": "red"}, {"series_id": 77}],
)  # fmt: skip
def test_values_that_make_no_sense_are_refused(weekly: Store, fields: dict[str, object]) -> None:
    before = weekly.slots.rows()
    with pytest.raises(Refused):
        slots.edit(weekly, 1, **fields)  # type: ignore[arg-type]
    assert weekly.slots.rows() == before


def test_missed_places_and_left_out_numbers(decided: Store) -> None:
    missed = decided.slots.missed(date(2026, 12, 15), 3)
    assert [(place.original, place.day) for place in missed] == [
        (date(2026, 11, 25), date(2026, 11, 25)),
        (WEDNESDAYS[1], date(2026, 12, 11)),
    ]
    for episode in (5, 6, 9):
        notes.create(decided, 1, "期", series_id=1, episode=episode)
    assert [(gap.first, gap.last, gap.numbers) for gap in decided.slots.episode_gaps()] == [
        (3, 4, "第 3–4 期"),
        (7, 8, "第 7–8 期"),
    ]


def test_what_is_archived_has_no_places(weekly: Store) -> None:
    for noun in ("account", "series"):
        catalog.archive(weekly, noun, [1])
        assert open_days(weekly) == []
        catalog.archive(weekly, noun, [1], archived=False)
        assert open_days(weekly) == WEDNESDAYS


@pytest.mark.parametrize(
    "rule", ["bogus", "BYDAY=WE", "FREQ=NEVER", "FREQ=WEEKLY;COUNT=0", "FREQ=DAILY;INTERVAL=0"]
)
def test_what_is_no_rule_is_refused(weekly: Store, rule: str) -> None:
    with pytest.raises(Refused, match="看不懂"):
        slots.add(weekly, 1, rule, FIRST)
    with pytest.raises(Refused, match="看不懂"):
        slots.edit(weekly, 1, rule=rule)
    assert open_days(weekly) == WEDNESDAYS
    assert slots.add(weekly, 1, "RRULE:FREQ=YEARLY;BYWEEKNO=20", FIRST) is not None


def test_a_place_put_where_it_stands_writes_nothing(weekly: Store) -> None:
    assert slot_places.move(weekly, 1, WEDNESDAYS[1], WEDNESDAYS[1]) is None
    assert slot_places.move(weekly, 1, WEDNESDAYS[1], WEDNESDAYS[1], 1200) is None
    assert weekly.slots.overrides() == {}
    assert slot_places.move(weekly, 1, WEDNESDAYS[1], WEDNESDAYS[1], 600) is not None


def test_a_planned_note_of_another_account_fills_no_place(weekly: Store) -> None:
    other = notes.create(weekly, 2, "别家的", day=WEDNESDAYS[0])
    assert other is not None
    with pytest.raises(Refused, match="另一个账号"):
        slot_places.fill(weekly, 1, WEDNESDAYS[1], other.created["note"][0])
    loose = notes.create(weekly, 2, "还没排")
    assert loose is not None
    assert slot_places.fill(weekly, 1, WEDNESDAYS[1], loose.created["note"][0]) is not None
