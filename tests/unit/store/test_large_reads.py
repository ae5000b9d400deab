"""Reads that are shaped for a million notes say the same as the plain way of asking."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from xhsplanner.core.clock import today
from xhsplanner.core.model import NOT_PLANNED, Note, Status
from xhsplanner.core.month import DayCount, month, page
from xhsplanner.ops import notes as ops
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

DECEMBER = date(2026, 12, 9)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """400 notes, twenty of them without a time or a day, some with two people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XHSPLANNER_NOW", "2026-12-09T10:00:00")
        store = create_workspace(tmp_path_factory.mktemp("large") / "w")
        synthetic(store, 400, accounts=3, series=8, days=80)
        chance = random.Random(5)
        members = [one.id for one in store.catalog.members()]
        with store.op("note.edit") as op:
            for note in store.notes.all():
                if chance.random() < 0.5:
                    op.update("note", {note.id: {"designer_id": chance.choice(members)}})
                if chance.random() < 0.1:
                    op.update("note", {note.id: {"minute": None}})
                if chance.random() < 0.1:
                    op.update("note", {note.id: {"status": Status.ON_HOLD.value}})
                if chance.random() < 0.05:
                    op.update("note", {note.id: {"day": None, "minute": None}})
    yield store
    store.close()


def in_order(note: Note) -> tuple[date, bool, int, int]:
    return note.day or date.max, note.minute is None, note.minute or 0, note.id


@pytest.mark.parametrize("shown", [1, 2, 3])
def test_a_month_has_the_notes_of_its_days(store: Store, shown: int) -> None:
    accounts = [one.id for one in store.catalog.accounts()][:shown]
    start, end = page(DECEMBER)
    inside = [
        one for one in store.notes.all() if one.day and start <= one.day <= end and one.account_id in accounts
    ]
    planned = sorted((one for one in inside if one.status not in NOT_PLANNED), key=in_order)
    counts = store.counts.days(start, end, accounts)
    chips = store.notes.first_of_days(start, end, accounts, 2)
    for day in (start + timedelta(days=n) for n in range((end - start).days + 1)):
        own = [one for one in planned if one.day == day]
        published = sum(one.status is Status.PUBLISHED for one in own)
        assert counts.get(day, DayCount()) == DayCount(len(own), published)
        assert [one for one in chips if one.day == day] == own[:2]
    shown_month = month(DECEMBER, counts, chips)
    assert shown_month.planned == sum(one.day is not None and one.day.month == 12 for one in planned)
    assert sum(len(one.chips) + one.more for week in shown_month.weeks for one in week) == len(planned)
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in shown_month.weeks)


@pytest.mark.parametrize("day", [date(2026, 2, 10), date(2027, 1, 1), date(2027, 8, 31), date(2026, 12, 31)])
def test_a_page_is_whole_weeks_around_its_month(day: date) -> None:
    start, end = page(day)
    assert start.weekday() == 0
    assert end.weekday() == 6
    assert start <= day.replace(day=1)
    assert end >= day
    assert {start.month, (start + timedelta(days=6)).month} >= {day.month}
    assert (end - start).days == 41


def test_the_week_of_some_accounts(store: Store) -> None:
    accounts = [one.id for one in store.catalog.accounts()][1:]
    whole = store.notes.between(today(), today() + timedelta(days=20))
    assert [n for n in whole if n.account_id in accounts] == store.notes.between(
        today(), today() + timedelta(days=20), accounts
    )
    assert whole == sorted(whole, key=in_order)


def test_uses_count_every_note_once(store: Store) -> None:
    found = store.catalog.uses("member")
    owners: Counter[int] = Counter()
    both = 0
    for note in store.notes.all():
        owners.update({one for one in (note.owner_id, note.designer_id) if one is not None})
        both += note.owner_id == note.designer_id
    assert both
    assert {row: counted["note"] for row, counted in found.items()} == dict(owners)
    series = Counter(note.series_id for note in store.notes.all())
    assert {row: counted["note"] for row, counted in store.catalog.uses("series").items()} == dict(series)
    links = Counter(row[0] for row in store.engine.rows("SELECT keyword_id FROM note_keyword"))
    assert {row: counted["note"] for row, counted in store.catalog.uses("keyword").items()} == dict(links)


@pytest.mark.parametrize("noun", ["series", "account", "member", "keyword"])
def test_the_last_notes_that_use_a_row(store: Store, noun: str) -> None:
    row = store.catalog.rows(noun)[0].id
    linked = {r[0] for r in store.engine.rows("SELECT note_id FROM note_keyword WHERE keyword_id = ?", (row,))}
    users = [
        note
        for note in store.notes.all()
        if (noun == "keyword" and note.id in linked)
        or (noun == "member" and row in (note.owner_id, note.designer_id))
        or getattr(note, f"{noun}_id", None) == row
    ]
    users.sort(key=lambda n: (str(n.day or ""), -1 if n.minute is None else n.minute, n.id), reverse=True)
    assert store.notes.using(noun, row, 7) == users[:7]


def test_undated_notes_newest_first_and_the_span(store: Store) -> None:
    every = store.notes.all()
    undated = sorted((one for one in every if one.day is None), key=lambda one: -one.id)
    assert store.notes.backlog() == undated
    assert store.notes.backlog(3) == undated[:3]
    days = [one.day for one in every if one.day]
    assert store.notes.span() == (min(days), max(days))


def test_rows_a_note_lost_are_found_in_the_log(store: Store) -> None:
    note = next(one for one in store.notes.all() if not one.locked)
    with store.op("note.edit") as op:
        shots = [op.insert("shot", {"note_id": note.id, "words": '说"note_id":99吧'}) for _ in range(2)]
    with store.op("note.edit") as op:
        op.delete("shot", shots)
    history = store.versions.of(note.id)
    assert [len(history.at(one).shots) for one in history.versions[:2]] == [0, 2]
    other = next(one for one in store.notes.all() if not one.locked and one.id != note.id)
    ops.edit(store, other.id, title="别的")
    history = store.versions.of(other.id)
    assert all(not history.at(one).shots for one in history.versions)


def test_a_single_letter_finds_what_begins_with_it_and_a_code_its_note(store: Store) -> None:
    note = next(one for one in store.notes.all() if not one.locked)
    ops.edit(store, note.id, title="Zebra 去哪儿")
    assert [one.id for one in store.notes.find("z")] == [note.id], "no word is a bare z: words that begin with it"
    assert [one.code for one in store.notes.find(note.code)] == [note.code]
    assert [one.code for one in store.notes.find(note.code.lower())] == [note.code]
    assert len(store.notes.find("a")) == 50
    assert len(store.notes.find("a", limit=500)) == 400, "every code has an A"
