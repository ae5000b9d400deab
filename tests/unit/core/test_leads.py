"""Lead times: which steps are due when, when a step is behind, which occasions nobody planned for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from xhsplanner.core import leads, occasions
from xhsplanner.core.agenda import Gap, due_now, gaps, last_worked, waiting, waits, window_days
from xhsplanner.core.leads import STEPS, Lead, State, TaskRow
from xhsplanner.core.model import CoverState, Member, Note, Role, Series, Status
from xhsplanner.core.occasions import Occurrence

TODAY = date(2026, 12, 9)
TERM = Series(1, "s1", "节气里的钱", "term")
NEUTRAL = Series(2, "s2", "随手记", "neutral")


def solstice() -> Occurrence:
    (found,) = [one for one in occasions.between(TODAY, date(2026, 12, 31)) if one.id == "solar-term/dongzhi"]
    return found


def note(number: int = 1, **values: object) -> Note:
    fields = {"account_id": 1, "title": "冬至", "day": solstice().first, "occasion": "solar-term/dongzhi"} | values
    return Note(number, f"u{number}", f"A-{number}", **fields)  # type: ignore[arg-type]


def steps(one: Note) -> list[tuple[str, int]]:
    """Each open step of a note, with the days before the note it is due."""
    found = leads.leads([solstice()], [one], [TERM], TODAY)
    start = one.day or solstice().first
    return [(lead.step, (start - lead.due).days) for lead in found if lead.note]


def test_a_note_for_an_occasion_has_four_steps_before_its_own_day() -> None:
    assert steps(note()) == [("brief", 14), ("cover", 7), ("review", 5), ("approved", 3)]
    earlier = note(day=solstice().first - timedelta(2))
    assert steps(earlier) == steps(note())
    (first, *_rest) = leads.leads([solstice()], [earlier], [TERM], TODAY)
    assert first.due == solstice().first - timedelta(16)


@pytest.mark.parametrize(
    ("status", "left"),
    [
        (Status.TODO, list(STEPS)),
        (Status.DRAFTING, ["cover", "review", "approved"]),
        (Status.CHANGES_REQUESTED, ["cover", "review", "approved"]),
        (Status.REVIEW, ["cover", "approved"]),
        (Status.APPROVED, ["cover"]),
        (Status.HANDED_OVER, []),
        (Status.PUBLISHED, []),
        (Status.ON_HOLD, []),
        (Status.CANCELLED, []),
    ],
)
def test_a_step_is_behind_once_the_status_is_beyond_it(status: Status, left: list[str]) -> None:
    assert [step for step, _ in steps(note(status=status))] == left
    done = [step for step, _ in steps(note(status=status, cover_state=CoverState.DONE))]
    assert done == [step for step in left if step != "cover"]


def test_who_stands_on_the_day_in_a_fitting_series_is_for_it_too() -> None:
    assert steps(note(occasion="", series_id=1)) != []
    assert steps(note(occasion="", series_id=2)) == []
    assert steps(note(occasion="festival/spring", series_id=1)) == [], "it says what it is for"


def test_a_name_means_the_occasion_that_is_near() -> None:
    assert leads.means(note(day=solstice().first - timedelta(45)), solstice(), {})
    assert not leads.means(note(day=solstice().first - timedelta(46)), solstice(), {})
    assert leads.means(note(day=None), solstice(), {})


def test_an_occasion_without_a_note_asks_for_a_brief_where_the_team_has_the_series() -> None:
    (lead,) = leads.leads([solstice()], [], [TERM], TODAY)
    assert (lead.step, lead.note, lead.due) == ("brief", None, solstice().first - timedelta(14))
    assert lead.rule_key == f"lead/brief/solar-term/dongzhi@{solstice().first}"
    assert leads.leads([solstice()], [], [NEUTRAL], TODAY) == []
    assert leads.leads([solstice()], [], [replace(TERM, archived=True)], TODAY) == []


def test_an_occasion_without_lead_times_asks_for_nothing() -> None:
    own = replace(solstice(), occasion=replace(solstice().occasion, lead={}))
    assert leads.leads([own], [], [TERM], TODAY) == []
    assert leads.leads([own], [note()], [TERM], TODAY) == []


def test_a_note_whose_day_is_over_has_no_steps_left() -> None:
    assert leads.leads([solstice()], [note(day=TODAY - timedelta(1))], [TERM], TODAY) == []


def test_quiet_days_are_neither_led_up_to_nor_uncovered() -> None:
    quiet = [one for one in occasions.between(TODAY, date(2026, 12, 20)) if one.tone == occasions.QUIET]
    assert [one.first for one in quiet] == [date(2026, 12, 13)]
    assert leads.leads(quiet, [], [TERM], TODAY) == []
    assert leads.uncovered(quiet, [], [TERM]) == []


def test_uncovered_until_a_note_names_it_stands_on_it_or_it_is_not_ours() -> None:
    one = solstice()
    assert leads.uncovered([one], [], [TERM]) == [one]
    assert leads.uncovered([one], [note()], [TERM]) == []
    assert leads.uncovered([one], [note(occasion="", series_id=1)], [TERM]) == []
    assert leads.uncovered([one], [note(status=Status.CANCELLED)], [TERM]) == [one]
    assert leads.uncovered([one], [], [TERM], [leads.skip_key(one)]) == []


def test_what_was_said_of_a_step_is_laid_over_it() -> None:
    lead = Lead("cover", date(2026, 12, 14), solstice(), note(owner_id=4, designer_id=5))
    (plain,) = leads.laid([lead], {})
    assert (plain.due, plain.owner_id, plain.state) == (date(2026, 12, 14), 5, State.OPEN)
    row = TaskRow(1, "t", "lead", "u1", lead.rule_key, date(2026, 12, 16), 6, State.DONE)
    own = TaskRow(2, "o", "own", "", "own/x", None, None, State.OPEN, "买咖啡")
    first, last = leads.laid([lead], {one.rule_key: one for one in (row, own)})
    assert (first.due, first.owner_id, first.state) == (date(2026, 12, 16), 6, State.DONE)
    assert (last.kind, last.due) == ("own", None)
    assert due_now([first, last], TODAY) == [last], "what is done is not due"


def test_what_waits_for_whom() -> None:
    editor, lead = Member(1, "m", "林", Role.EDITOR, ""), Member(2, "n", "周", Role.LEAD, "")
    soon = TODAY + timedelta(3)
    mine = note(1, owner_id=1, day=soon)
    far = note(2, owner_id=1, day=TODAY + timedelta(20))
    back = note(3, owner_id=1, day=None, status=Status.CHANGES_REQUESTED)
    review = note(4, owner_id=1, day=soon, status=Status.REVIEW)
    drawn = note(5, owner_id=2, designer_id=1, day=soon, status=Status.APPROVED, cover_state=CoverState.REQUESTED)
    notes = [mine, far, back, review, drawn]
    assert [waits(one, editor, TODAY) for one in notes] == ["write", None, "changes", None, "cover"]
    assert [waits(one, lead, TODAY) for one in notes] == [None, None, None, "review", None]
    assert [waits(one, None, TODAY) for one in notes] == ["write", None, "changes", "review", "cover"]
    told = waiting(notes, None, TODAY, {1})
    assert [(one.note.id, one.why) for one in told] == [(3, "changes"), (4, "review"), (5, "cover")]


def test_the_day_before_is_a_working_day() -> None:
    assert last_worked(TODAY) == date(2026, 12, 8)
    assert last_worked(date(2026, 12, 14)) == date(2026, 12, 11), "a Monday asks since Friday"
    assert last_worked(date(2026, 10, 8)) == date(2026, 9, 30), "after 国庆 since before it"


def test_a_gap_is_a_rhythm_that_was_not_kept() -> None:
    weekly = replace(TERM, cadence_days=7)
    last = {(1, 1): TODAY - timedelta(8), (2, 1): TODAY - timedelta(7)}
    assert gaps(last, [1, 2, 3], [weekly, NEUTRAL], TODAY) == [Gap(1, 1, 8, 7)]
    assert window_days() == 14
