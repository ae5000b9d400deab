import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.coverage import Coverage, coverage, since
from xhsplanner.core.model import Account, Note, Series, Status, Target
from xhsplanner.core.suggestions import place, suggestions

MAIN, CARD = Account(1, "a1", "主账号", "主", "#D42A45"), Account(2, "a2", "信用卡申请", "卡", "#2F6FED")
WOOL = Series(1, "s1", "羊毛天天捡", "wool", cadence_days=7)
TERM = Series(2, "s2", "节日节气", "term", cadence_days=10)
FRAUD = Series(3, "s3", "防诈消保", "fraud")
TODAY, MONDAY = date(2026, 12, 9), date(2026, 12, 7)
TARGETS = [Target(1, "t1", 1, 1, None, 2), Target(2, "t2", 2, 2, None, 1)]


def note(
    id_: int, account: int, series: int | None, day: str | None, minute: int | None = None,
    status: Status = Status.APPROVED, title: str = "", topic: int | None = None, occasion: str = "",
) -> Note:  # fmt: skip
    when = date.fromisoformat(f"2026-{day}") if day else None
    return Note(
        id_, f"n{id_}", f"A-{id_}", account, title or f"标题{id_}", when, minute, series,
        topic_id=topic, status=status, occasion=occasion,
    )  # fmt: skip


def cover(*notes: Note, start: date = MONDAY, end: date = date(2026, 12, 13)) -> Coverage:
    return coverage(notes, [MAIN, CARD], [WOOL, TERM, FRAUD], TARGETS, start, end, TODAY)


def test_cells_count_what_is_planned() -> None:
    found = cover(
        note(1, 1, 1, "12-07", status=Status.PUBLISHED),
        note(2, 1, 1, "12-10"),
        note(3, 1, 1, "12-11", status=Status.CANCELLED),
        note(4, 1, 1, "12-11", status=Status.ON_HOLD),
        note(5, 1, 1, None),
        note(6, 1, 1, "11-20", status=Status.PUBLISHED),
        note(7, 2, None, "12-08"),
    )
    cell = found.cells[1, 1]
    assert (cell.planned, cell.published, cell.target, cell.gap, cell.last) == (2, 1, 2, 0, date(2026, 12, 7))
    assert found.cells[2, 2].gap == 1
    assert found.cells[2, None].planned == 1
    assert found.totals[1].planned == 2
    assert found.totals[2].last == date(2026, 12, 8)
    assert (1, None) not in found.cells


def test_last_reaches_before_the_range_and_not_past_today() -> None:
    found = cover(note(1, 2, 2, "11-20"), note(2, 2, 2, "12-12"))
    assert found.cells[2, 2].last == date(2026, 11, 20)
    told = coverage([], [MAIN], [WOOL], [], MONDAY, MONDAY, TODAY, last={(1, 1): date(2026, 10, 1)})
    assert told.cells[1, 1].last == told.totals[1].last == date(2026, 10, 1)
    assert [since(day, TODAY) for day in (TODAY, date(2026, 12, 1), None)] == ["今天", "8 天", "—"]


def test_missing_says_who_what_and_when() -> None:
    found = cover(note(1, 1, 1, "12-07"))
    assert [(one.account_id, one.series_id, one.empty) for one in found.missing] == [(1, 1, False), (2, 2, True)]
    assert found.missing[0].message == "主账号 × 羊毛天天捡：1/2，上次 2 天"
    assert found.missing[1].message == "信用卡申请 × 节日节气：0/1，上次 —"
    whole = coverage([], [MAIN], [WOOL], [replace(TARGETS[0], series_id=None)], MONDAY, TODAY, TODAY)
    assert [(one.series_id, one.target) for one in whole.missing] == [(None, 1)]


def test_rows_by_day_week_and_series() -> None:
    found = cover(note(1, 1, 1, "12-07"), note(2, 1, 1, "12-14"), end=date(2026, 12, 15))
    by_series = found.rows()
    assert [(row.account_id, row.key, row.planned) for row in by_series[:2]] == [
        (1, "羊毛天天捡", 2),
        (1, "节日节气", 0),
    ]
    weeks = found.rows("week")
    assert [(row.account_id, row.key, row.planned, row.target) for row in weeks] == [
        (1, "2026-W50", 1, 2), (1, "2026-W51", 1, 1), (2, "2026-W50", 0, 1), (2, "2026-W51", 0, 0),
    ]  # fmt: skip
    by_day = found.rows("day")
    assert len(by_day) == 18
    assert by_day[0].key == "2026-12-07"
    daily = coverage([], [MAIN], [WOOL], [replace(TARGETS[0], per_week=7)], MONDAY, date(2026, 12, 13), TODAY)
    assert [row.gap for row in daily.rows("day")] == [1, 1, 1, 1, 1, 1, 0], "a quiet day is no gap"
    assert daily.quiet_days == (date(2026, 12, 13),)


def kinds(*notes: Note) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.kind, one.notes) for one in cover(*notes).collisions]


def test_notes_too_close_together() -> None:
    assert kinds(note(1, 1, 1, "12-10", 600), note(2, 1, 2, "12-10", 659)) == [("spacing", (1, 2))]
    assert kinds(note(1, 1, 1, "12-10", 600), note(2, 1, 2, "12-10", 660)) == []
    assert kinds(note(1, 1, 1, "12-10", 600), note(2, 2, 2, "12-10", 600)) == []
    assert kinds(note(1, 1, 1, "12-10", 600), note(2, 1, 2, "12-10", 600, status=Status.CANCELLED)) == []
    assert kinds(note(1, 1, 1, "12-10"), note(2, 1, 2, "12-10")) == []
    (twice,) = cover(note(1, 1, 1, "12-10", 600), note(2, 1, 2, "12-10", 600)).collisions
    assert twice.message.startswith("主账号 2026-12-10 10:00 排了两篇")


def test_accounts_in_the_same_series_on_one_day() -> None:
    same = (note(1, 1, 1, "12-08"), note(2, 2, 1, "12-08"))
    assert kinds(*same) == [("same_series", (1, 2))]
    assert kinds(same[0], replace(same[1], day=date(2026, 12, 9))) == []
    assert kinds(same[0], replace(same[1], account_id=1)) == []


def test_marketing_on_a_quiet_day() -> None:
    assert kinds(note(1, 1, 1, "12-13")) == [("quiet_day", (1,))]
    assert kinds(note(1, 1, 3, "12-13")) == []
    assert kinds(note(1, 1, 2, "12-13")) == []
    assert kinds(note(1, 1, 1, "12-13", occasion="memorial/national")) == []
    assert kinds(note(1, 1, 1, "12-13", status=Status.CANCELLED)) == []


def test_occasions_nothing_is_planned_for() -> None:
    end = date(2026, 12, 25)
    assert [one.id for one in cover(end=end).unplanned] == ["solar-term/dongzhi"]
    assert cover(note(1, 1, 2, "12-22"), end=end).unplanned == ()
    assert cover(note(1, 1, None, "12-18", occasion="solar-term/dongzhi"), end=end).unplanned == ()


def test_archived_rows_count_only_with_notes() -> None:
    gone = replace(CARD, archived=True)
    assert {pair[0] for pair in coverage([], [MAIN, gone], [WOOL], [], MONDAY, TODAY, TODAY).cells} == {1}
    with_note = coverage([note(1, 2, 1, "12-08")], [MAIN, gone], [WOOL], [], MONDAY, TODAY, TODAY)
    assert with_note.totals[2].planned == 1
    ended = coverage([], [MAIN], [replace(WOOL, archived=True)], TARGETS, MONDAY, TODAY, TODAY)
    assert ended.totals[1].target == 0, "an archived series asks for nothing"


# Suggestions


def suggest(
    *notes: Note, wanted: list[Target] | None = None, week: date = MONDAY
) -> list[tuple[int, int | None, str, str]]:
    chosen = TARGETS if wanted is None else wanted
    found = suggestions(notes, [MAIN, CARD], [WOOL, TERM, FRAUD], chosen, week, TODAY)
    return [(one.account_id, one.series_id, f"{one.day:%m-%d}", one.reason) for one in found]


def test_a_gap_is_suggested_on_an_empty_day_from_today_on() -> None:
    assert suggest() == [(1, 1, "12-12", "本周 0 篇"), (2, 2, "12-09", "本周 0 篇")]
    busy = [note(n, 1, 2, f"12-{n:02d}") for n in (9, 11, 12)]
    assert (1, 1, "12-10", "本周 0 篇") in suggest(*busy)
    assert suggest(note(1, 1, 1, "12-08"), wanted=TARGETS[:1])[0][3] == "本周 1 篇"


def test_never_on_a_quiet_day_nor_in_the_past() -> None:
    all_week = [replace(TARGETS[0], weekday=6)]
    for _, _, day, _ in suggest(wanted=all_week):
        assert "12-09" <= day <= "12-12"
    assert suggest(week=date(2026, 11, 30)) == []


def test_an_old_series_is_suggested_with_its_days() -> None:
    assert suggest(note(1, 2, 2, "11-27"), wanted=[]) == [(2, 2, "12-09", "12 天未更")]
    assert suggest(note(1, 2, 2, "12-04"), wanted=[]) == []
    assert suggest(note(1, 2, 3, "10-01"), wanted=[]) == [], "without a cadence nothing is old"


def test_the_solar_term_draws_its_series() -> None:
    assert suggest(wanted=TARGETS[1:], week=date(2026, 12, 21)) == [(2, 2, "12-22", "本周 0 篇")]


def test_a_place_for_one_more_note() -> None:
    end = date(2026, 12, 27)
    busy = [note(n, 1, 3, f"12-{n:02d}") for n in (9, 10, 11)]
    assert place(busy, 1, WOOL, TARGETS, MONDAY, end, TODAY) == date(2026, 12, 12), "wool speaks on 双12"
    assert place(busy, 1, TERM, TARGETS, MONDAY, end, TODAY) == date(2026, 12, 22), "terms have their own day"
    assert place([], 1, WOOL, TARGETS, date(2026, 11, 16), date(2026, 12, 8), TODAY) is None
    assert place([], 1, WOOL, TARGETS, date(2026, 12, 13), date(2026, 12, 13), TODAY) is None, "a quiet day"


def test_an_account_short_as_a_whole() -> None:
    whole = [Target(1, "t", 1, None, None, 3)]
    history = note(1, 1, 3, "12-01")
    assert suggest(history, note(2, 1, 1, "12-08"), wanted=whole) == [(1, 3, "12-09", "账号本周 1/3 篇")]


@given(
    st.lists(
        st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(0, 20), st.integers(0, 1439)), max_size=30
    ),
    st.lists(st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(0, 5)), max_size=6),
)
def test_suggestions_keep_their_promises(
    plan: list[tuple[int, int, int, int]], wanted: list[tuple[int, int, int]]
) -> None:
    notes = [
        replace(note(n, account, series, "12-01"), day=date(2026, 11, 26) + timedelta(offset), minute=minute)
        for n, (account, series, offset, minute) in enumerate(plan)
    ]
    asked = [Target(n, "t", account, series, None, k) for n, (account, series, k) in enumerate(wanted)]
    found = suggestions(notes, [MAIN, CARD], [WOOL, TERM, FRAUD], asked, MONDAY, TODAY)
    assert len({(one.account_id, one.series_id) for one in found}) == len(found)
    assert len({(one.account_id, one.day) for one in found}) == len(found)
    for account in (1, 2):
        assert sum(one.account_id == account for one in found) <= 2
    for one in found:
        assert TODAY <= one.day <= date(2026, 12, 12)
        assert one.reason


@pytest.mark.bench
def test_two_thousand_notes_in_a_blink() -> None:
    notes = [
        replace(note(n, n % 2 + 1, n % 3 + 1, "12-07", n % 1440), day=date(2026, 9, 1) + timedelta(n % 120))
        for n in range(2000)
    ]
    begin = time.perf_counter()
    cover(*notes, start=date(2026, 11, 16))
    suggestions(notes, [MAIN, CARD], [WOOL, TERM, FRAUD], TARGETS, MONDAY, TODAY)
    assert time.perf_counter() - begin < 0.05
