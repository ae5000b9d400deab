from datetime import date, timedelta
from pathlib import Path

from xhsplanner.core import ruled_days
from xhsplanner.core.slots import Policy
from xhsplanner.exchange.ics.read import read_file
from xhsplanner.ops import calendar_out, catalog, notes, slot_places
from xhsplanner.ops import slots as slot_ops
from xhsplanner.ops.calendar_out import Parts
from xhsplanner.ops.plan_export import Wanted, export_plan
from xhsplanner.store.store import Store

FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)
NOTHING = Parts(occasions=False, own_days=False, slots=False)


def read_back(store: Store, folder: Path, parts: Parts) -> list[tuple[date, int | None, str]]:
    """What another calendar would show in the window."""
    file = folder / "日历.ics"
    export_plan(store, file, Wanted("ics", FIRST, LAST, parts=parts))
    found = []
    for event in read_file(file).events:
        days = [event.first]
        if event.rule:
            rule = ruled_days.Ruled(event.rule, event.first, event.exdates, event.rdates).text
            days = [day for year in (2026, 2027) for day in ruled_days.in_year(rule, year, event.minute)]
        found += [(day, event.minute, event.summary) for day in days if FIRST <= day <= LAST]
    return sorted(found, key=lambda one: (one[0], one[1] or 0, one[2]))


def test_slots_stand_where_the_plan_has_them(team: Store, tmp_path: Path) -> None:
    account = team.catalog.accounts()[0].id
    for policy, rule, minute in (
        (Policy.AFTER, "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261224", 1200),
        (Policy.SKIP, "FREQ=MONTHLY;BYDAY=1FR", None),
        (Policy.NONE, "FREQ=DAILY;INTERVAL=9;COUNT=8", 600),
    ):
        slot_ops.add(
            team, account_id=account, rule=rule, since=date(2026, 9, 2), minute=minute, holiday_policy=policy
        )
    first, second = team.slots.places(date(2026, 11, 1), LAST)[:2]
    slot_places.skip(team, first.slot_id, first.original)
    slot_places.move(team, second.slot_id, second.original, second.day + timedelta(1), 570)
    expected = sorted(((one.day, one.minute) for one in team.slots.places(FIRST, LAST)), key=str)
    found = read_back(team, tmp_path, Parts(own_days=False))
    assert sorted(((day, minute) for day, minute, _ in found), key=str) == expected
    assert len(expected) > 20


def test_notes_with_and_without_their_texts(team: Store, tmp_path: Path) -> None:
    account = team.catalog.accounts()[0].id
    change = notes.create(team, account, title="双12，攻略；一", day=date(2026, 12, 12), minute=600)
    assert change is not None
    notes.create(team, account, title="没有日期")
    notes.edit(team, change.created["note"][0], body="正文第一行\n第二行")
    assert read_back(team, tmp_path, NOTHING) == [(date(2026, 12, 12), 600, "双12，攻略；一")]
    text = (tmp_path / "日历.ics").read_text(encoding="utf-8")
    assert "正文第一行" not in text
    read_back(team, tmp_path, Parts(False, False, False, body=True, alarm=15))
    text = (tmp_path / "日历.ics").read_text(encoding="utf-8")
    assert "正文第一行\\n第二行" in text
    assert "TRIGGER:-PT15M" in text


def test_own_days_and_occasions(team: Store, tmp_path: Path) -> None:
    catalog.add(team, "own_day", name="行庆日", rule="fixed 11-08", days=2)
    catalog.add(team, "own_day", name="会员日", rule="RRULE:FREQ=MONTHLY;BYDAY=-1FR since 2026-10-01", minute=600)
    catalog.add(team, "own_day", name="不再有", rule="fixed 11-09")
    catalog.archive(team, "own_day", [team.catalog.rows("own_day")[-1].id])
    own = read_back(team, tmp_path, Parts(slots=False))
    assert [(day.isoformat(), name) for day, _, name in own] == [
        ("2026-10-30", "会员日"), ("2026-11-08", "行庆日"), ("2026-11-27", "会员日"), ("2026-12-25", "会员日"),
    ]  # fmt: skip
    every = read_back(team, tmp_path, Parts(occasions=True, slots=False))
    assert (date(2026, 12, 13), None, "国家公祭日") in every
    assert len(every) == len(set(every))


def test_uids_are_the_same_in_every_file(team: Store) -> None:
    wanted = Parts(occasions=True)
    first = [one.uid for one in calendar_out.entries(team, [], wanted, FIRST, LAST)]
    again = [one.uid for one in calendar_out.entries(team, [], wanted, FIRST, LAST)]
    assert first == again
    assert len(first) == len(set(first)) > 30
