"""What a template gets from a note: list lines, hooks, accents, seasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core import resources
from xhsplanner.covers import emoji, facts
from xhsplanner.covers.template import template


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("开头一句\n①先领券\n②再出门\n结尾", ["先领券", "再出门"]),
        ("👉第一步：签到\n👉第二步：看有效期", ["第一步：签到", "第二步：看有效期"]),
        ("· 满100减20\n· 自助收银", ["满100减20", "自助收银"]),
        ("1️⃣先看年费\n2️⃣再看权益", ["先看年费", "再看权益"]),
        ("✅首次有红包\n❌自动扣款不参加", ["首次有红包", "自动扣款不参加"]),
        ("1. 第一\n2、第二\n3）第三", ["第一", "第二", "第三"]),
        ("- Can I pay by card?\n- It was declined.", ["Can I pay by card?", "It was declined."]),
        ("🌱免货币转换费\n🌱返现有上限", ["免货币转换费", "返现有上限"]),
        ("只有一行\n①孤零零", []),
        ("1.5 倍积分是真的\n2.0 版上线", []),
        ("", []),
    ],
)
def test_points(body: str, lines: list[str]) -> None:
    assert facts.points(body) == lines


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("打工人午饭省钱地图，人均9块9", "9块9"),
        ("周末满30减10怎么叠", "满30减10"),
        ("最低还款的坑，很多人都踩过", "最低还款"),
        ("大雪｜把日子慢慢炖", "大雪"),
        ("小寒天，钱包也要保暖", "小寒"),
        ("青禾小满卡值不值得办", "小满卡"),
        ("分期「零利息」真的吗", "零利息"),
        ("9.9喝咖啡的正确姿势", "9.9"),
        ("征信修复？全是骗局", "征信修复"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_hook(title: str, word: str) -> None:
    assert facts.hook(title) == word


@given(st.text(alphabet="大雪年费到底怎么免满30减10，。！「」｜😀 aB的了一", max_size=24))
def test_a_hook_is_short_and_there_whenever_there_are_words(title: str) -> None:
    word = facts.hook(title)
    assert len(word) <= 12
    assert emoji.strip(word) == word
    if any(c in title for c in "年费底免"):
        assert word


def test_accents_are_a_few_words_of_the_title() -> None:
    assert facts.accents("周末吃喝省一半！「9分享兑」看这篇")[0] == "9分享兑"
    assert facts.accents("年货清单1000元搞定")[0] == "1000元"
    assert facts.accents("把日子慢慢炖") == []
    for title in ("刷单返利就是诈骗", "坐地铁逛完五个夜市", "先返你80，再骗你8000"):
        found = facts.accents(title)
        assert len(found) <= 2
        assert all(word in title and word != title for word in found)
        assert sum(map(len, found)) <= len(title) * 0.6


def test_an_item_is_taken_apart() -> None:
    one = facts.item("早餐档满15减5，名额先到先得")
    assert (one.icon, one.head, one.detail, one.figure) == ("🥐", "早餐档", "名额先到先得", "满15减5")
    assert facts.item("❌只看手续费，不看年化").mark == "❌"
    assert facts.item("🎬电影票|周五开抢|减¥30").figure == "减¥30"
    assert facts.item("10%只是门槛，利息照走").text == "10%只是门槛，利息照走"


def test_the_end_of_a_range_and_a_cap_are_no_figure() -> None:
    assert facts.price("随机2到10元") == ""
    assert facts.price("每月封顶50元") == ""
    assert facts.item("满200立减随机2到10元，看手气").figure == ""


@pytest.mark.parametrize(
    ("name", "day", "season"),
    [("大雪", "2026-06-01", "winter"), ("", "2026-11-25", "winter"), ("", "2026-11-01", "autumn"),
     ("立春", "", "spring"), ("", "2027-01-15", "winter"), ("", "2026-05-05", "summer"), ("", "", "spring")],
)  # fmt: skip
def test_season(name: str, day: str, season: str) -> None:
    assert facts.season(name, day) == season


def test_values_come_from_facts_and_overrides_win() -> None:
    wool = template("wool-coupon")
    given_ = {"note.title": "两个人看电影不到50｜攻略", "note.day": "2027-01-06", "series.name": "羊毛天天捡",
              "series.palette": "fans", "note.body": "①早场\n②周五"}  # fmt: skip
    values = facts.values_for(wool, given_, {"cta": "冲"})
    assert values["title"] == "两个人看电影不到50\n攻略"
    assert values["items"] == "早场\n周五"
    assert (values["day"], values["palette"], values["cta"]) == ("1.06", "fans", "冲")
    assert values["disclaimer"] == ""
    assert facts.values_for(wool, given_, {"title": "年费怎么免"})["accent"] == "年费"


def test_every_icon_has_a_picture() -> None:
    data = resources.toml("covers", "facts.toml")
    missing = [e for e in [*data["icons"].values(), *data["marks"]] if emoji.picture(e) is None]
    assert missing == []
