import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import text


@pytest.mark.parametrize(
    ("title", "length"),
    [
        ("00后办第一张银行卡,i人get E卡", 15), ("你好世界", 4), ("hello", 3), ("OOTD穿搭分享", 6), ("😀", 2),
        ("今天好开心😀", 7), ("！？", 2), ("abcdefghij" * 4, 20), ("", 0), ("a", 1), ("\x7f", 1), ("\x80", 1),
        ("👨‍👩‍👧", 8), ("最低还款的坑，很多人都踩过", 13),
    ],
)  # fmt: skip
def test_title_length(title: str, length: int) -> None:
    assert text.title_length(title) == length


@given(st.text())
def test_title_length_equals_its_definition(title: str) -> None:
    raw = title.encode("utf-16-le", "surrogatepass")
    codes = [int.from_bytes(raw[place : place + 2], "little") for place in range(0, len(raw), 2)]
    assert text.title_length(title) == -(-sum(2 if code > 127 else 1 for code in codes) // 2)
    assert text.units(title) == len(codes)


def test_budget_counts_utf16_units_with_newlines_and_hashes() -> None:
    assert text.budget("你好\n世界", "#a #b", "").used == 5 + 1 + 5
    assert text.budget("😀").used == 2
    assert [text.budget("x" * n).level for n in (899, 900, 1000, 1001)] == ["ok", "warn", "warn", "over"]
    assert text.budget("x" * 1001).left == -1
    assert text.budget("").used == 0
    assert text.title_limit() == 20


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("早八人通勤省钱攻略🚇", "早八人通勤省钱攻略！"),
        ("ＡＢＣ 卡", "abc卡"),
        ("羅馬假期", "罗马假期"),
        ("冒充快递理赔的套路", "冒充快遞理賠的套路。"),
        ("第①招", "第1招"),
        ("❤️爱吃", "爱吃"),
    ],
)
def test_titles_that_are_the_same(one: str, other: str) -> None:
    assert text.normalise(one) == text.normalise(other)


def test_titles_that_are_not() -> None:
    assert text.normalise("周一福利") != text.normalise("周二福利")
    assert text.normalise("😀") != text.normalise("🚇")
    assert text.normalise(" ！ ") == "!"
    assert text.normalise("") == ""


@given(st.text())
def test_normalise_and_fold_are_stable(value: str) -> None:
    assert text.normalise(text.normalise(value)) == text.normalise(value)
    assert text.fold(text.fold(value)) == text.fold(value)


MIXED = st.text(st.sampled_from("é́ÅÅßİǰΣςㄱㅏ각가ﾊﾟﾀﾞがが゚①ⅣＡ！，㈱︎️‍👨❤羅罗馬卡 ̈¨aA1_ﬁ") | st.characters())


@given(MIXED)
def test_folding_equals_its_definition(value: str) -> None:
    naive = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    assert text.fold(value) == naive.translate(text._simplify())


def test_no_character_that_folds_alone_joins_the_one_before_it() -> None:
    every = "".join(map(chr, range(0x32000)))  # beyond are no letters
    parts = [unicodedata.decomposition(character).split() for character in every]
    joining = {chr(int(two[1], 16)) for two in parts if len(two) == 2 and two[0][0] != "<"}
    joining |= {chr(code) for code in range(0x1161, 0x1200)}  # parts of Hangul, which no table lists
    alone = text._ALONE.findall(every)
    for character in "".join(alone):
        wide = unicodedata.normalize("NFKC", character)
        for first in {character, wide[0], wide.casefold()[0]}:
            assert unicodedata.combining(first) == 0
            assert first not in joining
    assert len("".join(alone)) > 90_000


@given(MIXED)
def test_grams_are_the_characters_and_pairs_of_what_is_compared(value: str) -> None:
    runs = text.plain(value).split()
    pairs = {"".join(two) for run in runs for two in pairwise(run)}
    assert text.grams(value) == pairs | set("".join(runs)) == text.grams(text.plain(value))


def test_the_script_table_is_sound() -> None:
    pairs = text._simplify()
    assert len(pairs) > 1000
    assert not set(map(chr, pairs)) & set(pairs.values()), "a simplified character must not be mapped again"


def test_grams() -> None:
    assert text.grams("羊毛 i人") == {"羊", "毛", "羊毛", "i", "人", "i人"}
    assert text.grams("羅馬") == {"罗", "马", "罗马"}
    assert text.grams("９.９元") == {"9", ".", "元", "9.", ".9", "9元"}
    assert text.grams(" \t\0") == set()


def test_what_is_compared_has_one_space_where_something_parts() -> None:
    assert text.plain("  羊毛\n\t咖啡\u3000Ａ\0b ") == "羊毛 咖啡 a b"


@given(MIXED, MIXED)
def test_what_a_text_holds_has_its_grams(around: str, wanted: str) -> None:
    whole = text.plain(f"{around} {wanted} {around}")
    assert text.grams(wanted) <= text.grams(whole)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("#信用卡 #避坑", ["信用卡", "避坑"]),
        ("#信用卡#避坑", ["信用卡", "避坑"]),
        ("#信用卡[话题]# #避坑[话题]#", ["信用卡", "避坑"]),
        ("＃羊毛、#羊毛，#a", ["羊毛", "a"]),
        ("没有 # 话题", []),
        ("", []),
        ("文末 #省钱 就这样", ["省钱"]),
    ],
)
def test_hashtags(typed: str, tags: list[str]) -> None:
    assert text.hashtags(typed) == tags


@given(st.lists(st.text(alphabet="信用卡羊毛abc123", min_size=1)))
def test_hashtags_survive_writing_and_reading(tags: list[str]) -> None:
    assert text.hashtags(text.hashtag_text(tags)) == list(dict.fromkeys(tags))


def test_facts_name_source_date_and_confidence() -> None:
    for name in ("title", "body", "hashtags", "pictures", "cover", "timer", "spacing", "links"):
        fact = text.facts(name)
        assert fact["source"]
        assert fact["date"].year >= 2026
        assert fact["confidence"] in {"high", "medium", "low"}
