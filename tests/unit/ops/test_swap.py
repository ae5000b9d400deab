"""Two notes that change their times, and why notes may not go to a status."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Role, Status
from xhsplanner.ops import bulk, catalog, notes, status, workspace
from xhsplanner.store.store import Store

FIRST, SECOND = date(2026, 12, 10), date(2026, 12, 12)


@pytest.fixture
def pair(store: Store) -> tuple[int, int]:
    change = catalog.add_account(store, name="主账号", initial="主", color="#D42A45")
    assert change is not None
    account = change.created["account"][0]
    made = [
        notes.create(store, account, "甲", day=FIRST, minute=600),
        notes.create(store, account, "乙", day=SECOND, minute=None),
    ]
    ids = [one.created["note"][0] for one in made if one is not None]
    return ids[0], ids[1]


def note(store: Store, note_id: int) -> Note:
    found = store.notes.get(note_id)
    assert found is not None
    return found


def times(store: Store, pair: tuple[int, int]) -> list[tuple[date | None, int | None]]:
    return [(note(store, one).day, note(store, one).minute) for one in pair]


def test_two_notes_change_day_and_time_in_one_step(store: Store, pair: tuple[int, int]) -> None:
    change = bulk.swap_times(store, *pair)
    assert change is not None
    assert change.label == "《甲》和《乙》换了时间"
    assert times(store, pair) == [(SECOND, None), (FIRST, 600)]
    workspace.undo(store)
    assert times(store, pair) == [(FIRST, 600), (SECOND, None)]


def test_a_published_note_or_one_that_is_gone_is_refused(store: Store, pair: tuple[int, int]) -> None:
    for step in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        if step is Status.REVIEW:
            notes.edit(store, pair[0], body="正文")
        status.set_status(store, [pair[0]], step)
    with pytest.raises(Refused, match="甲"):
        bulk.swap_times(store, *pair)
    with pytest.raises(Refused):
        bulk.swap_times(store, pair[1], 10_000)
    assert times(store, pair) == [(FIRST, 600), (SECOND, None)]


def test_notes_of_the_same_time_have_nothing_to_change(store: Store, pair: tuple[int, int]) -> None:
    notes.move(store, [pair[1]], day=FIRST)
    bulk.set_time(store, [pair[1]], 600)
    assert bulk.swap_times(store, *pair) is None


def test_reasons_are_those_of_the_change_itself(store: Store, pair: tuple[int, int]) -> None:
    member = catalog.add_member(store, name="编辑", role=Role.EDITOR, color="#334455")
    assert member is not None
    for actor in (None, member.created["member"][0]):
        store.actor = actor
        for state in (Status.TODO, Status.DRAFTING, Status.REVIEW):
            if state is not note(store, pair[0]).status:
                notes.edit(store, pair[0], body="正文")
                status.set_status(store, [pair[0]], state)
            why = status.refusals(store, [note(store, pair[0])])
            assert state not in why
            for target in set(Status) - {state}:
                said = ""
                try:
                    status.set_status(store, [pair[0]], target)
                    workspace.undo(store)
                except Refused as refused:
                    said = str(refused)
                assert why.get(target, "") == said
        store.actor = None
        status.set_status(store, [pair[0]], Status.DRAFTING)
        status.set_status(store, [pair[0]], Status.TODO)


def test_one_of_several_is_enough_to_refuse(store: Store, pair: tuple[int, int]) -> None:
    status.set_status(store, [pair[0]], Status.DRAFTING)
    both = [note(store, one) for one in pair]
    why = status.refusals(store, both)
    assert Status.DRAFTING not in why, "the one that is there already does not count"
    assert Status.REVIEW in why
    assert Status.ON_HOLD not in why
