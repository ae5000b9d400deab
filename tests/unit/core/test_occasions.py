from datetime import date, timedelta

import pytest

from xhsplanner.core import lunar, occasions
from xhsplanner.core.words import words


def days_of(id_: str, year: int) -> list[date]:
    return sorted({day for row in occasions.table() if row.id == id_ for day in occasions.starts(row, year)})


NEW_YEARS = {
    2024: "02-10", 2025: "01-29", 2026: "02-17", 2027: "02-06", 2028: "01-26", 2029: "02-13",
    2030: "02-03", 2031: "01-23", 2032: "02-11", 2033: "01-31", 2034: "02-19", 2035: "02-08",
}  # fmt: skip
MOTHERS_DAYS = {
    2024: 12, 2025: 11, 2026: 10, 2027: 9, 2028: 14, 2029: 13, 2030: 12,
    2031: 11, 2032: 9, 2033: 8, 2034: 14, 2035: 13,
}  # fmt: skip


@pytest.mark.parametrize("year", range(2024, 2036))
def test_the_eve_is_the_day_before_new_year_also_in_months_of_30_days(year: int) -> None:
    new_year = date.fromisoformat(f"{year}-{NEW_YEARS[year]}")
    assert days_of("festival/spring", year) == [new_year]
    assert days_of("festival/eve", year) == [new_year - timedelta(1)]
    eves = [
        day
        for day in (date(year, 1, 1) + timedelta(n) for n in range(365))
        if any(one.id == "festival/eve" for one in occasions.on(day))
    ]
    assert eves == [new_year - timedelta(1)]


@pytest.mark.parametrize("year", range(2024, 2036))
def test_mothers_day_is_the_second_sunday_of_may(year: int) -> None:
    assert days_of("festival/mothers-day", year) == [date(year, 5, MOTHERS_DAYS[year])]
    assert any(one.name == "母亲节" for one in occasions.on(date(year, 5, MOTHERS_DAYS[year])))


@pytest.mark.parametrize(
    ("id_", "year", "day"),
    [
        ("festival/fathers-day", 2026, "06-21"),
        ("festival/thanksgiving", 2026, "11-26"),
        ("shopping/black-friday", 2026, "11-27"),
        ("festival/qixi", 2025, "08-29"),
        ("festival/mid-autumn", 2025, "10-06"),
        ("festival/dragon-boat", 2026, "06-19"),
        ("festival/chongyang", 2026, "10-18"),
        ("festival/lantern", 2026, "03-03"),
        ("festival/qingming", 2026, "04-05"),
        ("solar-term/dongzhi", 2026, "12-22"),
        ("industry/spring-travel", 2026, "02-02"),
        ("industry/finance-week", 2025, "09-15"),
        ("industry/finance-week", 2026, "09-14"),
        ("industry/illegal-finance-month", 2025, "06-01"),
        ("memorial/national", 2026, "12-13"),
    ],
)
def test_floating_days_are_not_frozen(id_: str, year: int, day: str) -> None:
    assert days_of(id_, year) == [date.fromisoformat(f"{year}-{day}")]


def test_dated_rows_carry_their_confidence_and_name_of_the_year() -> None:
    in_2024 = {one.id: one for one in occasions.on(date(2024, 6, 10))}
    in_2025 = {one.id: one for one in occasions.on(date(2025, 6, 10))}
    in_2027 = {one.id: one for one in occasions.on(date(2027, 6, 10))}
    assert in_2024["industry/illegal-fundraising-month"].name == "防范非法集资宣传月"
    assert in_2025["industry/illegal-finance-month"].name == "防范非法金融活动宣传月"
    assert in_2025["industry/illegal-finance-month"].confidence == "announced"
    assert in_2027["industry/illegal-finance-month"].confidence == "estimated"
    assert "industry/illegal-fundraising-month" not in in_2025
    week = [one for one in occasions.on(date(2025, 9, 21)) if one.id == "industry/finance-week"]
    assert [(one.first, one.last, one.confidence) for one in week] == [
        (date(2025, 9, 15), date(2025, 9, 21), "announced")
    ]
    assert not [one for one in occasions.on(date(2025, 9, 22)) if one.id == "industry/finance-week"]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("nth 12 sun -1", [date(2026, 12, 27)]),
        ("nth 2 sat -4", [date(2026, 2, 7)]),
        ("nth 2 sat 5", []),
        ("nth 5 sun 2 +1", [date(2026, 5, 11)]),
        ("from 09-14 mon", [date(2026, 9, 14)]),
        ("from 09-15 mon", [date(2026, 9, 21)]),
        ("term 冬至 -1", [date(2026, 12, 21)]),
        ("lunar 12-30", []),
        ("dates 2025-01-01 2026-03-04", [date(2026, 3, 4)]),
    ],
)
def test_forms_of_rules(rule: str, days: list[date]) -> None:
    row = occasions.Occasion("own/x", "某日", "A day", "festival", rule)
    assert occasions.starts(row, 2026) == days


def test_tones() -> None:
    tone = {row.id: row.tone for row in occasions.table()}
    assert [id_ for id_, said in tone.items() if said == "quiet"] == ["memorial/national"], "silent by law"
    assert tone["memorial/sept-18"] == tone["memorial/july-7"] == "sober"
    assert tone["festival/qingming"] == tone["memorial/wenchuan"] == tone["industry/consumer-day"] == "sober"
    assert tone["shopping/618"] == "celebrate"
    assert not occasions.starts(next(r for r in occasions.table() if r.id == "memorial/national"), 2013)


def test_the_table_is_sound() -> None:
    ids = [row.id for row in occasions.table()]
    assert [row.zh for row in occasions.table() if row.kind == "solar_term"] == [lunar.TERMS[n] for n in range(24)]
    for row in occasions.table():
        assert row.kind in occasions.KINDS
        assert row.tone in {"celebrate", "sober", "quiet"}
        assert row.confidence in {"fixed", "announced", "estimated"}
        assert row.zh
        assert row.en
        assert row.days >= 1
        assert set(row.lead) == {"brief", "cover", "review", "approved"}
        assert row.angle_zh.endswith("。"), row.id
        assert row.angle_en.endswith("."), row.id
        assert row.source, row.id
        if row.tone == "celebrate":  # warnings may quote what swindlers promise
            assert not [word for word in ("保本", "稳赚", "零风险", "最高收益") if word in row.angle_zh], row.id
        assert set(row.series) <= {"wool", "pitfall", "worth", "term", "fans", "fraud"}
        assert all(day.year for year in (2024, 2025, 2026, 2030, 1901, 2100) for day in occasions.starts(row, year))
    again = [id_ for id_ in ids if ids.count(id_) > 1]
    assert set(again) == {"industry/illegal-finance-month", "industry/finance-week"}


def test_order_and_spans_over_new_year() -> None:
    assert [one.id for one in occasions.on(date(2026, 12, 12))] == ["shopping/double-12", "student/cet-december"]
    assert occasions.on(date(2026, 5, 12))[0].id == "memorial/wenchuan"
    travel = [one for one in occasions.on(date(2026, 3, 1)) if one.id == "industry/spring-travel"]
    assert travel
    assert travel[0].first == date(2026, 2, 2)
    assert occasions.on(date(1890, 1, 1)) == ()


def test_lead_times_and_lookup() -> None:
    winter = next(
        one for one in occasions.between(date(2026, 12, 20), date(2026, 12, 24)) if one.kind == "solar_term"
    )
    assert winter.id == "solar-term/dongzhi"
    assert winter.due("brief") == date(2026, 12, 8)
    assert winter.due("approved") == date(2026, 12, 19)
    found = occasions.by_id("festival/spring")
    assert found is not None
    assert (found.name, found.short) == ("春节", "春节")
    words.use("en")
    assert found.name == "Spring Festival"
    assert occasions.by_id("festival/none") is None


def test_there_are_enough_for_a_bank_and_each_is_dated() -> None:
    assert len({row.id for row in occasions.table()}) >= 120
    assert {row.kind for row in occasions.table()} == set(occasions.KINDS) - {"platform", occasions.OWN}
    assert occasions.checked() >= date(2026, 11, 1)


def test_a_monthly_rule_leaves_out_months_that_are_too_short() -> None:
    row = occasions.Occasion("own/x", "某日", "A day", "festival", "monthly 31 -1")
    assert [day.month for day in occasions.starts(row, 2026)] == [1, 3, 5, 7, 8, 10, 12]
    assert occasions.starts(row, 2026)[0] == date(2026, 1, 30)
