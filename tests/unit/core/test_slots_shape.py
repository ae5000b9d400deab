"""A rule in the editor's fields, in words, and the next days; texts of templates."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core import slots
from xhsplanner.core.recurrence import WEEKDAYS
from xhsplanner.core.slots import Override, Policy, Slot, State
from xhsplanner.core.slots.coming import coming, spoken
from xhsplanner.core.slots.missed import gaps
from xhsplanner.core.slots.shape import Shape, late_days, shape_of
from xhsplanner.core.slots.words import sentence
from xhsplanner.core.templates import fill_template, filling
from xhsplanner.core.words import words

START = date(2026, 12, 2)
SHAPES = st.builds(
    Shape,
    st.just("WEEKLY"),
    st.integers(1, 99),
    st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
) | st.builds(
    Shape,
    st.sampled_from(["DAILY", "MONTHLY", "YEARLY"]),
    st.integers(1, 99),
    until=st.none() | st.dates(date(2026, 1, 1), date(2099, 1, 1)),
) | st.builds(
    Shape,
    st.just("MONTHLY"),
    st.integers(1, 99),
    month_days=st.lists(st.integers(1, 31), unique=True, max_size=4).map(tuple),
    count=st.none() | st.integers(1, 9999),
) | st.builds(
    Shape,
    st.just("MONTHLY"),
    nth=st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), st.integers(0, 6)),
)  # fmt: skip


@settings(max_examples=60)
@given(SHAPES)
def test_what_the_fields_say_is_read_back(shape: Shape) -> None:
    assert shape_of(shape.rule) == shape
    assert sentence(Slot(shape.rule, START))


@pytest.mark.parametrize(
    "rule",
    ["FREQ=YEARLY;BYDAY=MO", "FREQ=DAILY;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=MONTHLY;BYDAY=MO",
     "FREQ=MONTHLY;BYDAY=1MO,3MO", "FREQ=YEARLY;BYMONTHDAY=1", "FREQ=HOURLY", "FREQ=DAILY;UNTIL=20261203T160000Z"],
)  # fmt: skip
def test_what_the_fields_cannot_say_stays_text(rule: str) -> None:
    assert shape_of(rule) is None
    assert sentence(Slot(rule, START))


@pytest.mark.parametrize(
    ("rule", "policy", "chinese", "english"),
    [
        ("FREQ=WEEKLY;BYDAY=WE", Policy.AFTER, "每周三 20:00，遇节假日顺延",
         "every Wednesday at 20:00, moved after holidays"),
        ("FREQ=WEEKLY", Policy.NONE, "每周三 20:00", "every Wednesday at 20:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH,MO", Policy.SKIP, "每 2 周的周一、周四 20:00，遇节假日跳过",
         "every 2 weeks on Monday, Thursday at 20:00, skipped on holidays"),
        ("FREQ=MONTHLY;BYMONTHDAY=15,-1", Policy.NONE, "每月 15 日、最后一天 20:00",
         "every month on day 15, the last day at 20:00"),
        ("FREQ=MONTHLY;BYDAY=-1FR", Policy.BEFORE, "每月最后一个周五 20:00，遇节假日提前",
         "every month on the last Friday at 20:00, moved before holidays"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", Policy.NONE, "每 3 天 20:00，共 5 次", "every 3 days at 20:00, 5 times"),
        ("FREQ=YEARLY;UNTIL=20301231", Policy.NONE, "每年 12 月 2 日 20:00，到 2030-12-31 为止",
         "every year on 12/2 at 20:00, until 2030-12-31"),
        ("FREQ=DAILY;COUNT=1", Policy.NONE, "2026-12-02 一次 20:00", "once on 2026-12-02 at 20:00"),
        ("FREQ=YEARLY;BYWEEKNO=20", Policy.SKIP, "按原文保存的规则：FREQ=YEARLY;BYWEEKNO=20",
         "Rule kept as text: FREQ=YEARLY;BYWEEKNO=20"),
    ],
)  # fmt: skip
def test_a_rule_in_words(rule: str, policy: Policy, chinese: str, english: str) -> None:
    slot = Slot(rule, START, 1200, policy)
    assert sentence(slot) == chinese
    words.use("en")
    assert sentence(slot) == english


def test_the_next_places_however_far_apart() -> None:
    gone = Override(date(2026, 12, 9), State.CANCELLED)
    moved = Override(date(2026, 12, 16), State.MOVED, date(2026, 12, 17))
    weekly = Slot("FREQ=WEEKLY;BYDAY=WE", START)
    assert [spoken(one) for one in coming(weekly, date(2026, 12, 3), 2, (gone, moved))] == [
        "12 月 17 日 周四（原 12 月 16 日）",
        "12 月 23 日 周三",
    ]
    leap = Slot("FREQ=YEARLY", date(2024, 2, 29))
    assert [one.day.year for one in coming(leap, START, 3)] == [2028, 2032, 2036]
    assert coming(Slot("FREQ=DAILY;UNTIL=20261205", START), date(2027, 1, 1), 5) == []


def test_every_sentence_names_each_weekday() -> None:
    for day, short in enumerate(WEEKDAYS):
        assert sentence(Slot(f"FREQ=WEEKLY;BYDAY={short}", START)) == f"每周{'一二三四五六日'[day]}"


@given(st.text(max_size=40), st.text(max_size=20))
@settings(max_examples=60)
def test_a_template_fills_known_words_once_and_nothing_else(text: str, series: str) -> None:
    values = filling(date(2026, 12, 9), 7, series)
    assert fill_template("{series}", values) == series
    plain = text.replace("{", "(")
    assert fill_template(plain, values) == plain


def test_braces_that_mean_nothing_stay() -> None:
    values = filling(date(2026, 12, 9), 7, "{episode}", "主账号")
    text = "{date}·第{期数}期·{series}·{账号}·{title}·{0.__class__}·%s·{{episode}}"
    assert fill_template(text, values) == "12 月 9 日·第7期·{episode}·主账号·{title}·{0.__class__}·%s·{7}"
    assert fill_template("{date}{episode}|", filling(None)) == "|"


def test_left_out_numbers() -> None:
    assert [(gap.first, gap.last) for gap in gaps(1, 2, [9, 1, 2, 5, 5])] == [(3, 4), (6, 8)]
    assert gaps(1, 2, []) == []
    assert slots.supported("FREQ=DAILY")


@pytest.mark.parametrize(
    ("rule", "day"),
    [("FREQ=MONTHLY;BYMONTHDAY=31", 31), ("FREQ=MONTHLY;BYMONTHDAY=1,29,30", 30), ("FREQ=MONTHLY;BYMONTHDAY=-1", 0),
     ("FREQ=MONTHLY;BYMONTHDAY=28", 0), ("FREQ=WEEKLY", 0), ("bogus", 0)],
)  # fmt: skip
def test_days_that_some_months_lack(rule: str, day: int) -> None:
    assert late_days(rule) == day
