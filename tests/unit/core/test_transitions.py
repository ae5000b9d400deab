from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import transitions
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Note, Role, Status
from xhsplanner.core.words import LANGUAGES, t, words

NOTE = Note(1, "u", "A-1", 1, "标题", day=date(2026, 12, 9), minute=12 * 60)


def test_the_whole_way() -> None:
    way = (Status.TODO, Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED)
    for source, target in pairwise(way):
        transitions.check(source, target, role=Role.LEAD)
        assert transitions.allowed(source)[0] is target
    assert transitions.allowed(Status.PUBLISHED) == ()


@given(st.sampled_from(Status), st.sampled_from([None, *Status]), st.sampled_from([None, *Role]))
def test_check_and_allowed_agree(source: Status, held: Status | None, role: Role | None) -> None:
    held_from = held if held in transitions.OPEN else None
    may = transitions.allowed(source, held_from, role)
    assert len(set(may)) == len(may)
    for target in Status:
        if target in may:
            transitions.check(source, target, held_from=held_from, role=role)
        else:
            with pytest.raises(Refused):
                transitions.check(source, target, held_from=held_from, role=role)


def test_on_hold_returns_to_where_it_was() -> None:
    for source in transitions.OPEN:
        assert Status.ON_HOLD in transitions.allowed(source)
        assert transitions.allowed(Status.ON_HOLD, source)[0] is source
        with pytest.raises(Refused):
            transitions.check(Status.ON_HOLD, Status.PUBLISHED, held_from=source)
    assert Status.ON_HOLD not in transitions.allowed(Status.PUBLISHED)


def test_who_and_what() -> None:
    with pytest.raises(Refused, match="组长"):
        transitions.check(Status.REVIEW, Status.APPROVED, role=Role.EDITOR)
    with pytest.raises(Refused, match="编辑或组长"):
        transitions.check(Status.TODO, Status.DRAFTING, role=Role.DESIGNER)
    with pytest.raises(Refused, match="还没有排日期"):
        transitions.check(Status.APPROVED, Status.HANDED_OVER, role=Role.LEAD, facts={"day": False})
    with pytest.raises(Refused, match="“待写”不能直接变成“已发”"):
        transitions.check(Status.TODO, Status.PUBLISHED)
    transitions.check(Status.APPROVED, Status.HANDED_OVER, facts={"day": True})


def test_every_need_and_status_has_words() -> None:
    needs = {need for row in transitions.table() for need in row.needs}
    for language in LANGUAGES:
        words.use(language)
        assert all(t(f"status.needs_{need}", to="x") for need in needs)
        assert len({t(f"status.{status}") for status in Status}) == len(Status)


@pytest.mark.parametrize(
    ("now", "minute", "late"),
    [
        ("2026-12-09T11:59", 720, False),
        ("2026-12-09T12:00", 720, False),
        ("2026-12-09T12:01", 720, True),
        ("2026-12-09T23:59", None, False),
        ("2026-12-10T00:00", None, True),
        ("2026-12-09T00:01", 0, True),
    ],
)
def test_overdue(now: str, minute: int | None, late: bool) -> None:
    assert transitions.overdue(replace(NOTE, minute=minute), datetime.fromisoformat(now)) is late


def test_what_can_be_overdue() -> None:
    late = datetime(2027, 1, 1)
    assert not transitions.overdue(replace(NOTE, day=None), late)
    for status in Status:
        open_ = status not in (Status.PUBLISHED, Status.ON_HOLD, Status.CANCELLED)
        assert transitions.overdue(replace(NOTE, status=status), late) is open_
