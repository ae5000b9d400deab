from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import days, occasions, own_days
from xhsplanner.core.errors import Refused
from xhsplanner.exchange.ics.read import read
from xhsplanner.ops import catalog, workspace
from xhsplanner.ops import own_days as ops
from xhsplanner.store.store import Store

DATA = Path(__file__).parents[2] / "data" / "ics"


def test_an_own_day_stands_among_the_occasions_until_it_is_undone(store: Store) -> None:
    change = catalog.add(store, "own_day", name="行庆日", rule="fixed 03-09", series="fans", lead="brief=20")
    assert change is not None
    (found,) = [one for one in occasions.on(date(2027, 3, 9)) if one.kind == occasions.OWN]
    row = store.catalog.rows("own_day")[0]
    assert (found.id, found.name, found.due("brief")) == (f"own/{row.uid}", "行庆日", date(2027, 2, 17))
    assert found.due("cover") == date(2027, 3, 2), "what it does not say is as usual"
    assert any(one.id == found.id for one in days.day_info(date(2027, 3, 9)).occasions)
    catalog.edit(store, "own_day", row.id, rule="nth 3 mon 1", tone="quiet")
    assert days.is_quiet(date(2027, 3, 1))
    catalog.archive(store, "own_day", [row.id])
    assert not days.is_quiet(date(2027, 3, 1))
    known = occasions.by_id(found.id)
    assert known is not None
    assert known.name == "行庆日", "notes that name it still can"
    workspace.undo(store)
    assert days.is_quiet(date(2027, 3, 1))
    store.close()
    assert not days.is_quiet(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rule", ""), ("rule", "fixed 13-40"), ("rule", "dates"), ("rule", "dates 2026-02-30"), ("rule", "never"),
        ("rule", "RRULE:x"), ("rule", "RRULE:FREQ=DAILY"), ("rule", "RRULE:FREQ=DAILY since tomorrow"),
        ("tone", "loud"), ("days", 0), ("days", 61), ("minute", 1440), ("lead", "brief=-1"), ("lead", "soon=3"),
        ("series", "purple"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(store: Store, field: str, value: object) -> None:
    with pytest.raises(Refused):
        catalog.add(store, "own_day", **{"name": "某日", "rule": "fixed 03-09", field: value})
    assert store.catalog.rows("own_day") == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=TU since 2026-12-08 except 2026-12-15 also 2026-12-20", [8, 20, 22]),
        ("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1 since 2026-01-30", [31]),
        ("RRULE:FREQ=DAILY;COUNT=2 since 2026-12-30", [30, 31]),
        ("RRULE:FREQ=YEARLY;BYMONTH=12;BYDAY=2FR since 2020-12-11", [11]),
        ("RRULE:FREQ=SECONDLY since 1970-01-01", []),
        ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 since 2020-01-01", []),
        ("monthly 25", [25]),
        ("lunar 11-1", [9]),
    ],
)
def test_rules_of_own_days(rule: str, expected: list[int]) -> None:
    coming = own_days.coming(rule, date(2026, 12, 1))
    assert [day.day for day in coming if (day.year, day.month) == (2026, 12)][:3] == expected


@given(
    st.text(max_size=60)
    | st.from_regex(r"RRULE:FREQ=[A-Z]+(;[A-Z]+=[0-9A-Z,+-]{1,8}){0,3} since 20\d\d-0[1-9]-1\d")
)
def test_no_rule_makes_the_calendar_fail(rule: str) -> None:
    if own_days.sound_rule(rule):
        assert len(own_days.coming(rule, date(2026, 12, 1))) <= 3


def test_a_calendar_is_taken_in_once_and_then_updated(store: Store) -> None:
    text = (DATA / "feishu_rdates.ics").read_bytes()
    found = ops.preview(store, read(text))
    assert [item.state for item in found.items] == [ops.NEW] * 3
    assert ops.take_in(store, found.items) is not None
    names = {one.name for one in occasions.on(date(2027, 1, 6))}
    assert "每月5日权益更新" in names, "a day that was added to its rule"
    assert "每月5日权益更新" not in {one.name for one in occasions.on(date(2027, 1, 5))}
    row = next(row for row in store.catalog.rows("own_day") if row.name.startswith("每月5日"))
    catalog.edit(store, "own_day", row.id, tone="sober", remark="我们自己写的")
    assert {item.state for item in ops.preview(store, read(text)).items} == {ops.KNOWN}
    with pytest.raises(Refused):
        ops.take_in(store, ops.preview(store, read(text)).items)
    newer = text.replace("每月5日权益更新".encode(), "权益更新日".encode())
    again = ops.preview(store, read(newer))
    assert [item.fields["name"] for item in again.of(ops.CHANGED)] == ["权益更新日"]
    ops.take_in(store, again.of(ops.CHANGED))
    fresh = store.catalog.row("own_day", row.id)
    assert (fresh.name, fresh.tone, fresh.remark) == ("权益更新日", "sober", "我们自己写的")
    workspace.undo(store)
    assert store.catalog.row("own_day", row.id).name == "每月5日权益更新"


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("*.ics")))
def test_what_is_read_of_any_file_can_be_kept(store: Store, name: str) -> None:
    try:
        found = ops.preview(store, read((DATA / name).read_bytes()))
    except Refused:
        return
    for item in found.items:
        assert own_days.sound_rule(item.fields["rule"]), item
        catalog.check({key: value for key, value in item.fields.items() if key != "source"})
        assert item.event.first in own_days.coming(item.fields["rule"], item.event.first, 1) or item.event.exdates
