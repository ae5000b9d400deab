"""The emoji one can pick and how they are found."""

import pytest

from xhsplanner.core import emoji, resources


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("月饼", "🥮"),
        ("zhongqiu", "🥮"),
        ("xyk", "💳"),
        ("xinyongka", "💳"),
        ("moon cake", "🥮"),
        ("羊毛", "🐑"),
        ("🧧", "🧧"),
    ],
)
def test_found_by_chinese_pinyin_and_english(query: str, first: str) -> None:
    assert emoji.search(query)[0].text == first


def test_what_begins_with_the_query_comes_first_and_nothing_is_nothing() -> None:
    assert emoji.search("card")[0].text == "💳"
    assert emoji.search("没有这个表情") == []
    assert len(emoji.search("")) == len(emoji.table())


def test_every_emoji_has_names_once_and_can_be_drawn_on_covers() -> None:
    texts = [one.text for one in emoji.table()]
    assert len(texts) == len(set(texts)) > 450
    drawn = set(resources.text("fonts", "emoji.txt").replace("\ufe0f", "").split())
    assert {one.text for one in emoji.table() if one.text.replace("\ufe0f", "") not in drawn} == set()
    assert all(one.name and found_by for one, found_by in emoji.index())


def test_used_last_is_short_and_newest_first() -> None:
    recent: list[str] = []
    for one in emoji.table()[:40]:
        recent = emoji.used(recent, one.text)
    recent = emoji.used(recent, recent[3])
    assert len(recent) == len(set(recent)) == emoji.RECENT
    assert recent[:2] == [emoji.table()[36].text, emoji.table()[39].text]
