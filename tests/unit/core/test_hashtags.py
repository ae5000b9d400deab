"""Which hashtags to offer and which are worn out; what a persona says."""

from xhsplanner.core.hashtags import Use, matching, overused, ranked, recent_notes
from xhsplanner.core.wording import forbidden_words, phrases

HISTORY = [
    Use(1, 7, "#信用卡 #避坑"),
    Use(1, None, "#信用卡 #咖啡"),
    Use(2, None, "#咖啡 #城市"),
    Use(2, 7, "#避坑"),
]


def test_the_series_counts_more_than_the_account_and_that_more_than_the_rest() -> None:
    assert ranked(HISTORY, 1, 7) == ["避坑", "信用卡", "咖啡", "城市"]
    assert ranked(HISTORY, 2, None) == ["避坑", "咖啡", "信用卡", "城市"]
    assert ranked([], 1, 7) == []


def test_typing_narrows_and_a_beginning_comes_first() -> None:
    tags = ["信用卡", "VISA信用", "城市", "visa"]
    assert matching(tags, "#信用") == ["信用卡", "VISA信用"]
    assert matching(tags, "ｖisa") == ["VISA信用", "visa"]
    assert matching(tags, "") == tags


def test_a_tag_of_nearly_every_recent_note_is_worn_out() -> None:
    recent = ["#信用卡 #避坑"] * 7 + ["#信用卡"] * 3
    assert overused(["信用卡", "避坑", "新"], recent) == {"信用卡": 10}
    assert overused(["信用卡"], ["#x"] * recent_notes() + recent) == {}


def test_phrases_and_forbidden_words() -> None:
    assert phrases("家人们，冲鸭\n\n 看清规则再下单 、我们评论区见、家人们，冲鸭") == [
        "家人们，冲鸭",
        "看清规则再下单",
        "我们评论区见",
    ]
    assert forbidden_words("稳赚、保本，全网最低;最|稳赚\n ") == ["稳赚", "保本", "全网最低", "最"]
