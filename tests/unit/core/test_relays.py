"""Relays: who follows goes along, who is moved alone has another distance; rings are refused."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.relays import At, Link, check_ring, distance_words, ordered, place_after, settle

D = date(2026, 12, 9)
A, B, C = At(D, 1200), At(D, 1320), At(date(2026, 12, 10), 600)
LINKS = [Link(2, 3, 2, 720), Link(1, 2, 1, 120)]


def test_a_chain_moves_with_its_first() -> None:
    found = settle({1: A, 2: B, 3: C}, {1: At(date(2026, 12, 31), 1380)}, LINKS)
    assert found.places == {
        1: At(date(2026, 12, 31), 1380), 2: At(date(2027, 1, 1), 60), 3: At(date(2027, 1, 1), 780)
    }  # fmt: skip
    assert (found.minutes, found.ended, found.stayed) == ({}, [], [])


def test_the_one_before_decides_where_both_are_moved() -> None:
    found = settle({1: A, 2: B, 3: C}, {1: At(D, 600), 2: At(D, 600)}, LINKS)
    assert found.places[2] == At(D, 720)
    assert found.places[3] == At(date(2026, 12, 10), 0)


def test_moved_alone_it_has_another_distance_and_its_followers_go_along() -> None:
    found = settle({1: A, 2: B, 3: C}, {2: At(D, 1260)}, LINKS)
    assert found.minutes == {1: 60}
    assert found.places[3] == place_after(At(D, 1260), 720)


@pytest.mark.parametrize("to", [At(D, 1200), At(date(2026, 12, 8), 1320), At(None, 1320), At(D, None)])
def test_before_the_other_or_nowhere_it_ends(to: At) -> None:
    found = settle({1: A, 2: B}, {2: to}, LINKS[1:])
    assert ([one.note for one in found.ended], found.places[2]) == ([2], to)


def test_a_published_one_stays() -> None:
    found = settle({1: A, 2: B, 3: C}, {1: At(D, 600)}, LINKS, locked={2})
    assert (found.stayed, found.places[2], found.places[3]) == ([2], B, C)


def test_without_a_day_the_chain_has_none_and_comes_back() -> None:
    gone = settle({1: A, 2: B, 3: C}, {1: At(None, 1200)}, LINKS).places
    assert [gone[note].day for note in (1, 2, 3)] == [None] * 3
    back = settle(gone, {1: A}, LINKS).places
    assert back == {1: A, 2: B, 3: C}


def test_days_alone_move_days() -> None:
    found = settle({1: At(D, None), 2: B}, {1: At(date(2026, 12, 12), None)}, LINKS[1:])
    assert found.places[2] == At(date(2026, 12, 12), 1320)


def test_rings() -> None:
    ring = [Link(1, 2, 1, 60), Link(2, 1, 2, 60), Link(3, 9, 8, 60)]
    assert ordered(ring) == [ring[2]]
    with pytest.raises(Refused):
        check_ring(1, 3, {3: 2, 2: 1})
    with pytest.raises(Refused):
        check_ring(1, 1, {})
    check_ring(4, 3, {3: 2, 2: 1})


def test_distance_in_words() -> None:
    assert distance_words(2 * 1440 + 3 * 60 + 5) == "2 天 3 小时 5 分钟"
    assert distance_words(60) == "1 小时"
