"""Relays in a workspace: whatever moves a note moves those behind it, in the same step, and undo is exact."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Status
from xhsplanner.core.shifting import Rules
from xhsplanner.ops import bulk, bulk_edit, moves, notes, relays, status, workspace
from xhsplanner.store.store import Store

DAY = date(2026, 12, 10)


def make(store: Store, title: str, day: date | None = DAY, minute: int | None = 1200, account: int = 1) -> int:
    change = notes.create(store, account, title, day=day, minute=minute)
    assert change is not None
    return change.created["note"][0]


def note(store: Store, note_id: int) -> Note:
    found = store.notes.get(note_id)
    assert found is not None
    return found


def when(store: Store, *ids: int) -> list[tuple[str | None, int | None]]:
    found = [note(store, one) for one in ids]
    return [(one.day.isoformat() if one.day else None, one.minute) for one in found]


@pytest.fixture
def chain(team: Store) -> tuple[Store, tuple[int, int, int]]:
    """预告 10 日 20:00, 正式 after 2 hours, 复盘 a day after that."""
    ids = make(team, "预告"), make(team, "正式", None, None), make(team, "复盘", None, None, 2)
    relays.follow(team, ids[1], ids[0], 120)
    relays.follow(team, ids[2], ids[1], 1440)
    return team, ids


def test_following_puts_it_there(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    assert when(store, *ids) == [("2026-12-10", 1200), ("2026-12-10", 1320), ("2026-12-11", 1320)]
    assert [one.note_id for one in store.relays.followers(ids[0])] == [ids[1]]
    assert store.relays.linked(ids) == set(ids)


MOVES: list[tuple[Any, list[Any], dict[str, Any]]] = [
    (notes.move, [], {"day": date(2026, 12, 14)}),
    (notes.move, [], {"day": None}),
    (notes.edit, [], {"day": date(2026, 12, 20), "minute": 30}),
    (bulk.set_time, [600], {}),
    (bulk.shift_time, [-60], {}),
    (bulk_edit.edit, [], {"day": date(2026, 12, 18)}),
    (moves.shift, [7], {}),
]


@pytest.mark.parametrize(("op", "args", "fields"), MOVES)
def test_every_way_of_moving_takes_the_chain_along(
    chain: tuple[Store, tuple[int, int, int]], op: Any, args: list[Any], fields: dict[str, Any]
) -> None:
    store, ids = chain
    before = when(store, *ids)
    first = ids[0] if op is notes.edit else [ids[0]]
    change = op(store, first, *args, **fields)
    assert change.rows["note"] == set(ids)
    assert distances(store) == {ids[1]: 120, ids[2]: 1440}
    after = when(store, *ids)
    assert after != before
    workspace.undo(store)
    assert when(store, *ids) == before
    workspace.redo(store)
    assert when(store, *ids) == after


def distances(store: Store) -> dict[int, int]:
    """Minutes between notes and those they follow, as they stand; what the rows say where they have no day."""
    found = {}
    for follower, after in store.relays.befores().items():
        one, other = note(store, follower), note(store, after)
        relay = store.relays.of(follower)
        assert relay is not None
        assert (one.day is None) == (other.day is None)
        found[follower] = relay.minutes
        if one.day and other.day and one.minute is not None and other.minute is not None:
            found[follower] = (one.day - other.day).days * 1440 + one.minute - other.minute
            assert found[follower] == relay.minutes
    return found


def test_swapping_times_moves_who_follows(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    other = make(store, "别的", date(2026, 12, 20), 540)
    bulk.swap_times(store, ids[0], other)
    assert when(store, *ids) == [("2026-12-20", 540), ("2026-12-20", 660), ("2026-12-21", 660)]


def test_moved_alone_the_distance_is_new(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    notes.move(store, [ids[1]], day=date(2026, 12, 12))
    assert distances(store) == {ids[1]: 2 * 1440 + 120, ids[2]: 1440}
    workspace.undo(store)
    assert distances(store) == {ids[1]: 120, ids[2]: 1440}


def test_put_before_the_other_it_ends_and_that_is_said(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    change = notes.move(store, [ids[1]], day=date(2026, 12, 1))
    assert change is not None
    assert "正式" in change.label
    assert store.relays.of(ids[1]) is None
    workspace.undo(store)
    assert distances(store) == {ids[1]: 120, ids[2]: 1440}


def test_a_published_one_stays_and_that_is_said(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    notes.edit(store, ids[1], body="正文")
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED):
        status.set_status(store, [ids[1]], to)
    status.publish(store, ids[1])
    change = notes.move(store, [ids[0]], day=date(2026, 12, 30))
    assert change is not None
    assert "正式" in change.label
    assert when(store, ids[1]) == [("2026-12-10", 1320)]


def test_rings_and_nonsense_are_refused(chain: tuple[Store, tuple[int, int, int]]) -> None:
    store, ids = chain
    bare = make(store, "没时间", DAY, None)
    for args in (
        (ids[0], ids[2], 60),
        (ids[0], ids[0], 60),
        (ids[0], bare, 60),
        (bare, ids[0], 0),
        (bare, 999, 60),
    ):
        with pytest.raises(Refused):
            relays.follow(store, *args)
    with pytest.raises(Refused):
        relays.end(store, ids[0])
    relays.end(store, ids[1])
    notes.move(store, [ids[0]], day=date(2026, 12, 14))
    assert when(store, ids[1]) == [("2026-12-10", 1320)]


def test_deleting_the_first_ends_the_relay_and_undo_brings_it_back(
    chain: tuple[Store, tuple[int, int, int]],
) -> None:
    store, ids = chain
    notes.delete(store, [ids[0]])
    assert store.relays.of(ids[1]) is None
    workspace.undo(store)
    assert distances(store) == {ids[1]: 120, ids[2]: 1440}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["move", "time", "shift", "unplan", "place"]),
            st.sets(st.integers(0, 5), min_size=1, max_size=3),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_random_moves_keep_all_distances_and_undo_is_exact(
    team: Store, steps: list[tuple[str, set[int], int]]
) -> None:
    ids = [make(team, f"第{n}篇") for n in range(6)]
    for follower, after, minutes in ((1, 0, 60), (2, 1, 1500), (4, 3, 45)):
        relays.follow(team, ids[follower], ids[after], minutes)
    seen = [(when(team, *ids), distances(team))]
    for what, which, n in steps:
        chosen = [ids[one] for one in sorted(which)]
        day = DAY + timedelta(n)
        try:
            change = {
                "move": lambda: notes.move(team, chosen, day=day),  # noqa: B023
                "time": lambda: bulk.set_time(team, chosen, n * 40),  # noqa: B023
                "shift": lambda: moves.shift(team, chosen, n - 15, Rules(rest=True)),  # noqa: B023
                "unplan": lambda: notes.move(team, chosen, day=None),  # noqa: B023
                "place": lambda: bulk.place(team, {one: bulk.Place(day, 1) for one in chosen}),  # noqa: B023
            }[what]()
        except Refused:
            continue
        if change is not None:
            seen.append((when(team, *ids), distances(team)))
    for expected in reversed(seen[:-1]):
        workspace.undo(team)
        assert (when(team, *ids), distances(team)) == expected
