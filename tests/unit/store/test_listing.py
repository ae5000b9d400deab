"""What the list reads: by a filter and a period, what columns hold, whole rows."""

from datetime import date
from typing import Any

import pytest

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, links, notes
from xhsplanner.store.listing import COUNTED, OWN, Period
from xhsplanner.store.store import Store

TITLES = ("羊毛\x1f攻略", "", "多行\n标题", "\x1e", "Abc")


@pytest.fixture
def ids(team: Store) -> list[int]:
    """Five notes of two accounts, the last of them undated."""
    found = []
    for number, title in enumerate(TITLES):
        day = date(2026, 12, 7 + number) if number < 4 else None
        made: Any = notes.create(team, 1 + number % 2, title, day=day, minute=600, hashtags="#a ＃b" * number)
        found.append(made.created["note"][0])
    return found


def keys(store: Store, column: str, wanted: Filter | None = None, period: Period = Period()) -> list[Any]:  # noqa: B008
    condition = store.listing.condition(wanted, period)
    return store.listing.keys(column, condition, store.listing.ids(condition))


def test_a_period_and_a_filter_say_which_notes(team: Store, ids: list[int]) -> None:
    def found(wanted: Filter | None, period: Period) -> list[int]:
        return team.listing.ids(team.listing.condition(wanted, period)).tolist()

    assert found(None, Period()) == ids
    assert found(None, Period(undated=True)) == ids[4:]
    assert found(None, Period(date(2026, 12, 8), date(2026, 12, 9))) == ids[1:3]
    one = Filter(accounts=frozenset({1}))
    assert found(one, Period()) == ids[0::2]
    assert found(one, Period(date(2026, 12, 8), date(2026, 12, 9))) == ids[2:3]
    assert team.listing.among(ids, team.listing.condition(one, Period())) == set(ids[0::2])


def test_texts_are_read_whole_whatever_is_in_them(team: Store, ids: list[int]) -> None:
    assert keys(team, "title") == list(TITLES)
    assert keys(team, "day") == ["2026-12-07", "2026-12-08", "2026-12-09", "2026-12-10", None]
    notes.edit(team, ids[0], title="没有分隔符")
    assert keys(team, "title") == ["没有分隔符", *TITLES[1:]]


def test_every_column_has_a_value_for_each_note(team: Store, ids: list[int]) -> None:
    for column in (*OWN, *COUNTED, "hashtags", "changed_at", "findings"):
        assert len(keys(team, column)) == len(ids), column
        assert keys(team, column, Filter(accounts=frozenset({99}))) == []
    with pytest.raises(KeyError):
        keys(team, "uid")


def test_counts_and_findings(team: Store, ids: list[int]) -> None:
    tag: Any = catalog.add(team, "tag", name="热点")
    links.set_tags(team, ids[1], tag.created["tag"])
    notes.edit(team, ids[2], title="字" * 21, body="长" * 990, hashtags=" ".join(f"#t{n}" for n in range(11)))
    assert keys(team, "tags")[1] == 1
    assert keys(team, "findings") == [None, None, 3, None, None]
    notes.edit(team, ids[2], title="😀" * 11, body="😀" * 501, hashtags="")
    assert keys(team, "findings")[2] == 2, "an emoji counts two"
    lines = team.listing.lines(ids)
    assert set(lines[ids[2]].findings) == {"title", "body"}
    assert lines[ids[1]].tags == tuple(tag.created["tag"])
    assert [line.note.id for line in lines.values()] == ids


def test_a_row_knows_when_note_or_text_was_written_last(
    team: Store, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-10T11:00:00")
    notes.edit(team, ids[0], title="改过")
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-11T12:00:00")
    notes.edit(team, ids[1], body="改过的正文")
    at = [line.changed_at[:10] for line in team.listing.lines(ids).values()]
    assert at[:3] == ["2026-12-10", "2026-12-11", "2026-12-09"]
    assert [one[:10] for one in keys(team, "changed_at")] == at


def test_published_ones(team: Store, ids: list[int]) -> None:
    assert team.listing.locked(ids) == []
    notes.create(team, 1, "已发", status=Status.PUBLISHED)
    everything = team.listing.ids(team.listing.condition(None, Period())).tolist()
    assert team.listing.locked(everything) == everything[-1:]
