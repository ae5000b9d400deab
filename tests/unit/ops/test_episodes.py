"""Episodes of a series: given by themselves where it numbers them, and set anew in order of time."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes, workspace
from xhsplanner.ops.episodes import renumber, renumbering
from xhsplanner.store.store import Store


def numbers(store: Store) -> list[int | None]:
    return [note.episode for note in sorted(store.notes.of_series(1), key=lambda note: note.id)]


@pytest.fixture
def running(team: Store) -> Store:
    """Three dated notes of series 1 on account 1, the first planned last, and one without a day."""
    for day in (20, 10, 15, None):
        notes.create(team, 1, f"第 {day} 天", series_id=1, day=date(2026, 12, day) if day else None)
    return team


def test_a_series_numbers_its_notes_where_it_is_asked_to(team: Store) -> None:
    notes.create(team, 1, "一", series_id=1)
    notes.duplicate_to_accounts(team, 1, [2])
    notes.create(team, 2, "二", series_id=1)
    catalog.edit(team, "series", 1, numbered=False)
    notes.create(team, 2, "三", series_id=1)
    assert numbers(team) == [1, 1, 2, None]


def test_a_copy_and_a_note_that_joins_are_the_next_episode(team: Store) -> None:
    notes.create(team, 1, "一", series_id=1)
    notes.copy(team, [1])
    notes.copy(team, [1], account_id=2)
    notes.create(team, 1, "别的")
    notes.edit(team, 4, series_id=1)
    assert numbers(team) == [1, 2, 1, 3]
    notes.edit(team, 4, series_id=None)
    note = team.notes.get(4)
    assert note is not None
    assert note.episode is None


def test_renumbering_follows_time_and_is_undone(running: Store) -> None:
    assert numbers(running) == [1, 2, 3, 4]
    preview = renumbering(running, 1, 7)
    assert [(one.old, one.new) for one in preview] == [(2, 7), (3, 8), (1, 9), (4, 10)]
    change = renumber(running, 1, 7)
    assert change is not None
    assert change.label == "给“羊毛天天捡”重新编号：4 篇"
    assert numbers(running) == [9, 7, 8, 10]
    assert renumbering(running, 1, 7) == []
    workspace.undo(running)
    assert numbers(running) == [1, 2, 3, 4]


def test_published_ones_keep_their_number_and_siblings_share(running: Store) -> None:
    with running.op("note.status", n=1, title="") as op:
        op.update("note", {2: {"status": Status.PUBLISHED.value, "episode": 5}})
    notes.duplicate_to_accounts(running, 3, [2])
    renumber(running, 1)
    assert numbers(running) == [7, 5, 6, 8, 6]


def test_what_makes_no_sense_is_refused(running: Store) -> None:
    with pytest.raises(Refused, match="从 1"):
        renumber(running, 1, 0)
    catalog.edit(running, "series", 1, numbered=False)
    with pytest.raises(Refused, match="羊毛天天捡"):
        renumber(running, 1)
