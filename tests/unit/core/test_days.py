import json
from datetime import date, timedelta

import pytest

from xhsplanner.core import days
from xhsplanner.core.days import Arrangement, Calendar
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import words


@pytest.mark.parametrize(
    ("day", "off", "rest", "work", "published"),
    [
        ("2026-10-01", True, True, False, True),
        ("2026-10-10", False, False, True, True),  # a Saturday made a workday
        ("2026-10-17", True, False, False, True),  # an ordinary Saturday
        ("2026-12-09", False, False, False, True),
        ("2022-12-31", True, True, False, True),  # named in the notice of 2023
        ("2018-12-29", False, False, True, True),
        ("2027-01-01", False, False, False, False),  # a Friday, and nothing is published
        ("2027-01-02", True, False, False, False),
        ("2006-12-30", True, False, False, False),  # before the first notice: weekends only
        ("2020-01-31", True, True, False, True),  # lengthened by the second notice of the year
    ],
)
def test_days_off(day: str, off: bool, rest: bool, work: bool, published: bool) -> None:
    found = days.day_info(date.fromisoformat(day))
    assert (found.off, found.rest, found.work, found.published) == (off, rest, work, published)


def test_every_published_year_has_its_sources_and_2027_has_none() -> None:
    for year in range(2007, 2027):
        assert all(paper.startswith("http") for paper in days.calendar.sources(year)), year
        assert days.calendar.sources(year)
    assert days.calendar.sources(2027) == ()
    assert not any(day.published for day in days.days(date(2027, 1, 1), date(2027, 12, 31)))


def test_the_week_of_the_picture() -> None:
    week = [date(2026, 12, 7) + timedelta(n) for n in range(7)]
    assert [days.label(day).text for day in week] == [
        "大雪", "十月三十", "冬月初一", "冬月初二", "冬月初三", "双十二", "公祭日",
    ]  # fmt: skip
    assert [days.label(day).kind for day in week[:2]] == ["solar_term", "lunar"]
    assert days.label(week[6]).tone == "quiet"
    assert [days.is_quiet(day) for day in week] == [False] * 6 + [True]


def test_a_month_long_occasion_is_a_chip_on_its_first_day_only() -> None:
    info = days.day_info(date(2025, 6, 2))
    assert any(one.id == "industry/illegal-finance-month" for one in info.occasions)
    assert days.label(date(2025, 6, 3)).kind == "lunar"
    assert info.sober
    assert days.day_info(date(2026, 10, 1)).badge() == "休"
    assert days.day_info(date(2026, 10, 10)).badge() == "班"
    assert days.is_rest(date(2026, 10, 1))
    assert not days.is_rest(date(2026, 10, 17))


def test_a_newer_notice_can_be_taken_in_and_replaced() -> None:
    text = json.dumps(
        {
            "2027": {
                "papers": ["https://example.org/2027"],
                "days": [
                    {"date": "2027-01-01", "name": "元旦", "off": True},
                    {"date": "2027-01-03", "name": "元旦", "off": False},
                ],
            },
            "2028": {"papers": [], "days": []},
        }
    )
    own = Calendar()
    assert not own.info(date(2027, 1, 1)).published
    (notice,) = days.read_arrangements(text)
    own.publish(notice)
    first = own.info(date(2027, 1, 1))
    assert (first.published, first.off, first.holiday) == (True, True, "元旦")
    assert own.info(date(2027, 1, 3)).work
    assert own.sources(2027) == ("https://example.org/2027",)
    own.publish(Arrangement(2027, ("x",), {date(2027, 1, 2): (True, "元旦")}))
    assert not own.info(date(2027, 1, 1)).rest
    assert not days.day_info(date(2027, 1, 1)).published, "another calendar is not changed"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"2027": {"papers": ["x"], "days": [{"date": "2027-13-01", "name": "", "off": true}]}}',
     '{"2027": {"papers": ["x"], "days": [{"date": "2027-01-01", "name": "元旦", "off": "yes"}]}}', '{"2027": 3}'],
)  # fmt: skip
def test_a_notice_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="放假安排"):
        days.read_arrangements(text)


def test_parse_and_order() -> None:
    assert days.parse_day(" 2026-12-07 ") == date(2026, 12, 7)
    for wrong in ("12月7日", "2026-02-30", "", "1900-12-31"):
        with pytest.raises(Refused):
            days.parse_day(wrong)
    with pytest.raises(Refused, match="晚于"):
        days.days(date(2026, 12, 8), date(2026, 12, 7))
    assert len(days.days(date(2026, 12, 7), date(2026, 12, 7))) == 1


def test_labels_follow_the_language_although_days_are_cached() -> None:
    assert days.label(date(2026, 12, 12)).text == "双十二"
    words.use("en")
    assert days.label(date(2026, 12, 12)).text == "Double 12"
    assert days.label(date(2026, 12, 9)).text == "Lunar 11/1"
