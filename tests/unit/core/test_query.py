"""What is typed into the search box is understood, or is plain text; nothing is an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.excerpt import BEFORE, WIDTH, cut, spans
from xhsplanner.core.query import Condition, Query, day_of, key_of, parse, quoted, said, typing, values
from xhsplanner.core.text import plain
from xhsplanner.core.words import LANGUAGES

TODAY = date(2026, 12, 9)
ANY = st.text(alphabet="ab羊毛:：\"“”-－ \t\n#*()'账号系列beforehas封面12\ud83d\x00😀", max_size=14)


def terms(text: str) -> tuple[str, ...]:
    query = parse(text, TODAY)
    assert not query.conditions
    assert not query.without
    return query.terms


@pytest.mark.parametrize(
    ("typed", "found"),
    [("羊毛  咖啡", ("羊毛", "咖啡")), ('"羊毛 咖啡"', ("羊毛 咖啡",)), ("“羊毛　咖啡” x", ("羊毛 咖啡", "x")),
     ('羊毛"', ("羊毛",)), ('"羊毛 咖啡', ("羊毛", "咖啡")), ('"*^:', ('"*^:',)), ("http://x.y", ("http://x.y",)),
     ("9:30", ("9:30",)), ("ＣＩＴＹ", ("city",)), ("羅馬", ("罗马",)), ("-", ("-",)), ("account:", ()),
     ("账号：", ()), ("before:13-45", ("before:13-45",)), ("has:什么", ("has:什么",)), ('foo:"a b"', ("foo:a b",)),
     ("羊毛 羊毛", ("羊毛",)), ("A-1500", ("a-1500",)), ("", ()), ('""', ())],
)  # fmt: skip
def test_words(typed: str, found: tuple[str, ...]) -> None:
    assert terms(typed) == found


@pytest.mark.parametrize(
    ("typed", "condition"),
    [("account:上海", Condition("account", "上海")), ("账号：上海", Condition("account", "上海")),
     ('SERIES:"羊毛 天天捡"', Condition("series", "羊毛 天天捡")), ("-负责人:林", Condition("owner", "林", False)),
     ("状态:已发布", Condition("status", "published")), ("status:in", Condition("status", "review")),
     ("is:待写", Condition("status", "todo")), ("is:late", Condition("is", "late")),
     ("有:封面", Condition("has", "cover")),
     ("-has:link", Condition("has", "link", False)),
     ("之前:12-24", Condition("before", "12-24", True, (date(2026, 12, 24),) * 2)),
     ("on:今天", Condition("on", "今天", True, (TODAY,) * 2)),
     ("after:2026年2月", Condition("after", "2026年2月", True, (date(2026, 2, 1), date(2026, 2, 28))))],
)  # fmt: skip
def test_conditions(typed: str, condition: Condition) -> None:
    assert parse(f"羊毛 {typed} -草稿", TODAY) == Query(("羊毛",), ("草稿",), (condition,))


@given(ANY)
def test_no_text_is_an_error_and_terms_are_as_search_compares(text: str) -> None:
    query = parse(text, TODAY)
    assert all(term == plain(term) != "" for term in (*query.terms, *query.without))
    typing(text)


@pytest.mark.parametrize(
    ("typed", "days"),
    [("2027-1-2", "2027-01-02 2027-01-02"), ("12月24日", "2026-12-24 2026-12-24"), ("3月", "2026-03-01 2026-03-31"),
     ("2026-12", "2026-12-01 2026-12-31"), ("昨天", "2026-12-08 2026-12-08"), ("2-30", ""), ("0月", ""), ("x", "")],
)  # fmt: skip
def test_days(typed: str, days: str) -> None:
    found = day_of(typed, TODAY)
    assert " ".join(day.isoformat() for day in found or ()) == days


def test_what_is_typed_behind_a_key_is_known() -> None:
    assert [(one.key, one.value, one.start) for one in [typing("羊毛 账号：上")] if one] == [("account", "上", 6)]
    assert typing('tag:"a b') is not None
    assert typing("account:上 ") is None
    assert typing("没有:x") is None
    assert quoted("羊毛 天天捡") == '"羊毛 天天捡"'


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_box_offers_is_understood(language: str) -> None:
    for key in ("status", "has", "is", "before"):
        assert key_of(said("keys", key, language)) == key
        for value in values(key, language):
            assert parse(f"{key}:{quoted(value)}", TODAY).conditions, value


def test_a_match_is_shown_where_it_stands() -> None:
    text = "前" * 30 + "ＣｉｔｙWalk 羅馬" + "后" * 80
    found = cut(text, ["walk 罗", "city"])
    assert found is not None
    assert found.text.startswith("…前")
    assert found.text.endswith("…")
    assert len(found.text) == WIDTH + 2
    assert [found.text[first:last] for first, last in found.spans] == ["ＣｉｔｙWalk 羅"]
    assert found.spans[0][0] == BEFORE + 1
    assert cut(text, ["没有"]) is None
    assert spans("羊毛羊毛 羊", ["羊毛", "羊"]) == ((0, 4), (5, 6))


@given(ANY, st.lists(ANY.map(plain), max_size=3))
def test_spans_lie_in_the_text_in_order(text: str, wanted: list[str]) -> None:
    before = 0
    for first, last in spans(text, wanted):
        assert before <= first < last <= len(text)
        before = last
