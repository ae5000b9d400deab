import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.core import days, occasions, slots
from xhsplanner.core.errors import Refused
from xhsplanner.ops import arrangements
from xhsplanner.ops import workspace as undo
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

NEW_YEAR = date(2027, 1, 1)


def notice(year: int = 2027, **other: bool) -> str:
    rows = [{"date": day, "name": "元旦", "off": off} for day, off in ({f"{year}-01-01": True} | other).items()]
    return json.dumps({str(year): {"papers": [f"https://example.org/{year}"], "days": rows}}, ensure_ascii=False)


def put(folder: Path, text: str) -> Path:
    file = folder / "放假.json"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_notice_counts_at_once_and_undo_takes_it_back(store: Store, tmp_path: Path) -> None:
    assert not days.day_info(NEW_YEAR).published
    slot = slots.Slot("FREQ=WEEKLY;BYDAY=FR", NEW_YEAR, policy=slots.Policy.AFTER)
    assert slots.occurrences(slot, NEW_YEAR, NEW_YEAR)[0].day == NEW_YEAR
    arrangements.take_in(store, arrangements.read_file(put(tmp_path, notice())))
    info = days.day_info(NEW_YEAR)
    assert (info.published, info.rest, info.holiday) == (True, True, "元旦")
    moved = slots.occurrences(slot, NEW_YEAR, NEW_YEAR + timedelta(1))
    assert [one.day for one in moved] == [NEW_YEAR + timedelta(1)], "slots follow at once"
    undo.undo(store)
    assert not days.day_info(NEW_YEAR).published
    undo.redo(store)
    assert days.day_info(NEW_YEAR).rest
    arrangements.remove(store, [2027])
    assert not days.day_info(NEW_YEAR).published


def test_it_is_this_workspaces_alone_and_comes_back_with_it(store: Store, tmp_path: Path) -> None:
    arrangements.take_in(store, arrangements.read_file(put(tmp_path, notice())))
    folder = store.path
    store.close()
    assert not days.day_info(NEW_YEAR).published
    again = open_workspace(folder)
    try:
        assert days.calendar.sources(2027) == ("https://example.org/2027",)
    finally:
        again.close()
    assert days.calendar.sources(2027) == ()


def test_a_newer_notice_of_a_year_replaces_the_older_and_the_same_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    first = arrangements.read_file(put(tmp_path, notice()))
    assert arrangements.take_in(store, first) is not None
    assert arrangements.take_in(store, first) is None
    arrangements.take_in(store, arrangements.read_file(put(tmp_path, notice(**{"2027-01-02": True}))))
    assert days.is_rest(date(2027, 1, 2))
    assert len(store.knowledge.arrangements()) == 1


def test_a_year_the_program_knows_comes_back_when_its_notice_is_undone(store: Store, tmp_path: Path) -> None:
    arrangements.take_in(store, arrangements.read_file(put(tmp_path, notice(2026))))
    assert not days.is_rest(date(2026, 10, 1))
    undo.undo(store)
    assert days.is_rest(date(2026, 10, 1))
    assert days.day_info(date(2026, 10, 10)).work


ITEM = '{"date": "2027-01-01", "name": "元旦", "off": true}'


def of_2027(papers: str, *items: str) -> str:
    return f'{{"2027": {{"papers": [{papers}], "days": [{", ".join(items)}]}}}}'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x", "JSON"),
        ("[" * 100_000, "JSON"),
        ('{"2027": {"papers": ["x"]}}', "2027"),
        ('{"year": {"papers": ["x"], "days": []}}', "year"),
        ('{"1999": {"papers": ["x"], "days": []}}', "1999"),
        (of_2027('3', ITEM), "papers"),
        (of_2027('"x"', ITEM, ITEM), "第 2 项"),
        (of_2027('"x"', ITEM.replace("true", "1")), "第 1 项"),
        (of_2027('"x"', ITEM.replace("01-01", "02-30")), "第 1 项"),
        (of_2027('"x"', ITEM.replace("2027", "2031")), "第 1 项"),
        (of_2027('"x"', ITEM.replace("元旦", " ")), "第 1 项"),
        ('{"2027": {"papers": [], "days": []}}', "放假.json"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_right_is_refused_naming_the_item(
    store: Store, tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        arrangements.read_file(put(tmp_path, text))


def test_the_rest_of_the_calendar_is_as_before(store: Store, tmp_path: Path) -> None:
    before = [days.day_info(date(2020, 1, 1) + timedelta(n)) for n in range(2500)]
    arrangements.take_in(store, arrangements.read_file(put(tmp_path, notice())))
    undo.undo(store)
    assert [days.day_info(one.date) for one in before] == before
    assert occasions.own() == ()
