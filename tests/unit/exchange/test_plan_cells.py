"""Days, times, names and headers one cell at a time."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.exchange.plan_catalogue import read_number
from xhsplanner.exchange.plan_dates import read_day, settle
from xhsplanner.exchange.plan_headers import guess_role
from xhsplanner.exchange.plan_hints import read_hint
from xhsplanner.exchange.plan_model import Column, UnreadableError
from xhsplanner.exchange.plan_names import (
    Names,
    read_episode,
    read_kind,
    read_status,
    split_accounts,
    split_covers,
    split_hashtags,
)
from xhsplanner.exchange.plan_times import read_minute
from xhsplanner.exchange.plan_words import shown

ANCHOR = date(2026, 12, 20)
CELLS = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789:：点半刻分晚早上午下中周一二三十月日年-/.~ APMapm", max_size=14),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([1.7e308, -1.7e308, float("inf"), float("nan"), 1e15, 0.999999999, 2400.0]),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-07", "2026/12/7", "2026.12.07", "2026年12月7日", "20261207",
        20261207, 20261207.0, "26年12月7日",
        "12月7日", "12月07号", "12-07", "12/7", "12.7", 12.7, "12.07", "1207", 1207.0, "12-07 周一",
        "周一 12/7",
        "12月7日（周一）", "12.7周一", "12月7日 星期一 大雪", "Dec 7", "7 Dec 2026", "Mon, Dec. 7th",
        "December 7, 2026",
        "12/7/2026", "07/12/2026 Mon", "十二月七日", "二〇二六年十二月七日", "１２月７日",
        46363, 46363.0, "46363",
        date(2026, 12, 7), datetime(2026, 12, 7), "2026-12-07T00:00:00",
    ],
)  # fmt: skip
def test_one_day_in_many_notations(cell: object) -> None:
    said = read_day(cell)  # type: ignore[arg-type]
    assert said is not None
    assert settle(said, ANCHOR) == date(2026, 12, 7)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月3日", date(2027, 1, 3)),
        ("01-01 周五", date(2027, 1, 1)),
        ("11-26", date(2026, 11, 26)),
        ("6-1 周日", date(2025, 6, 1)),  # 1 June 2026 is a Monday, so the year before is meant
        ("12.1", date(2026, 12, 10)),  # as a number 12.10 loses its 0; the 10th lies nearer
        ("3-14-27", date(2027, 3, 14)),
    ],
)
def test_year_and_order_come_from_weekday_and_neighbours(text: str, day: date) -> None:
    said = read_day(text)
    assert said is not None
    assert settle(said, ANCHOR) == day


@pytest.mark.parametrize("cell", ["", "待定", "-", " — ", "TBD", "？"])
def test_no_day_and_no_time_yet(cell: str) -> None:
    assert read_day(cell) is None
    assert read_minute(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("12月32日", "no_such_day"), ("2026-02-29", "no_such_day"), ("13月1日", "no_such_day"),
        ("下周", "bad_date"),
        ("20", "bad_date"), (True, "bad_date"), (1e300, "bad_date"), (float("nan"), "bad_date"),
        ("12-07 88", "bad_date"),
    ],
)  # fmt: skip
def test_what_is_no_day(cell: object, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_day(cell)  # type: ignore[arg-type]
    assert caught.value.reason == reason


def test_29_february_without_a_leap_year_near_is_no_day() -> None:
    said = read_day("2月29日")
    assert said is not None
    assert settle(said, date(2028, 1, 1)) == date(2028, 2, 29)
    with pytest.raises(UnreadableError, match="no_such_day"):
        settle(said, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("20:00", "20:00"), ("12：15", "12:15"), ("8:05", "08:05"), ("20:00:00", "20:00"),
        ("晚8点", "20:00"),
        ("晚上八点半", "20:30"), ("晚6点半", "18:30"), ("下午5点半", "17:30"), ("中午12点15分", "12:15"),
        ("中午1点", "13:00"),
        ("早7点半", "07:30"), ("上午10:30", "10:30"), ("上午11点", "11:00"), ("20点", "20:00"),
        ("十点一刻", "10:15"),
        ("八点三刻", "08:45"), ("凌晨12点", "00:00"), ("8:30 pm", "20:30"), ("12am", "00:00"),
        ("12 PM", "12:00"),
        ("8pm-9pm", "20:00"), ("8-9pm", "20:00"), ("19:00-20:00", "19:00"), ("12:00~13:00", "12:00"),
        ("20:00左右", "20:00"),
        ("约20点", "20:00"), ("2000", "20:00"), ("730", "07:30"), (730, "07:30"), ("20", "20:00"),
        (20.0, "20:00"),
        ("20.30", "20:30"), (20.3, "20:30"), ("十九时", "19:00"), ("0.8333", "20:00"), (0.8333, "20:00"),
        (0.875, "21:00"),
        (0.5104, "12:15"), (0.7292, "17:30"), (0.4583, "11:00"), (0.0, "00:00"), (0.99999, "23:59"),
        (time(20, 0), "20:00"), (time(19, 59, 59), "20:00"), (time(23, 59, 59), "23:59"),
        (timedelta(hours=18, minutes=30), "18:30"), (datetime(2026, 1, 1, 9, 5), "09:05"),
    ],
)  # fmt: skip
def test_times(cell: object, clock: str) -> None:
    minute = read_minute(cell)  # type: ignore[arg-type]
    assert minute is not None
    assert f"{minute // 60:02}:{minute % 60:02}" == clock


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("25:00", "no_such_time"), ("24:00", "no_such_time"), ("12:60", "no_such_time"),
        ("晚12点", "no_such_time"),
        ("上午20点", "no_such_time"), ("饭点", "bad_time"), ("20.5", "bad_time"), (2.71828, "bad_time"),
        (True, "bad_time"),
        (-1, "no_such_time"), (46363, "no_such_time"), (timedelta(days=2), "no_such_time"),
        (1.7e308, "no_such_time"), (float("inf"), "no_such_time"), (float("nan"), "no_such_time"),
    ],
)  # fmt: skip
def test_what_is_no_time(cell: object, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_minute(cell)  # type: ignore[arg-type]
    assert caught.value.reason == reason


@given(CELLS)
def test_any_cell_is_a_day_or_a_named_problem(cell: object) -> None:
    try:
        said = read_day(cell)  # type: ignore[arg-type]
        day = said and settle(said, ANCHOR)
    except UnreadableError as error:
        sentence = error.sentence
    else:
        sentence = "read"
        assert day is None or 1990 <= day.year < 2100
    assert sentence


@given(CELLS)
def test_any_cell_is_a_time_or_a_named_problem(cell: object) -> None:
    try:
        minute = read_minute(cell)  # type: ignore[arg-type]
    except UnreadableError as error:
        sentence = error.sentence
    else:
        sentence = "read"
        assert minute is None or 0 <= minute < 1440
    assert sentence


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(-170, 170))
def test_a_day_without_year_comes_back_near_its_neighbour(day: date, shift: int) -> None:
    anchor = day + timedelta(days=shift)
    for text in (
        f"{day.month}月{day.day}日",
        f"{day:%m-%d} 周{'一二三四五六日'[day.weekday()]}",
        f"{day:%b} {day.day}",
    ):
        said = read_day(text)
        assert said is not None
        assert settle(said, anchor) == day


@given(st.integers(0, 1439))
def test_a_fraction_cut_to_four_places_keeps_its_minute(minute: int) -> None:
    assert read_minute(round(minute / 1440, 4)) == minute


@pytest.mark.parametrize(
    ("texts", "anchor", "span"),
    [
        (["内容规划", "2026Q4"], (2026, 11, 15), None),
        (["2025 plan"], (2025, 7, 1), None),
        (["排期"], (2026, 12, 20), None),
        (["2026.13.45"], (2026, 7, 1), None),
        (["排期表 V3（2026.12.08更新）"], (2026, 12, 8), None),
        (["排期（2026.11.23—2027.2.14）"], None, ((2026, 11, 23), (2027, 2, 14))),
        (["2026年12月排期"], None, ((2026, 12, 1), (2026, 12, 31))),
        (["1月上旬"], None, ((2027, 1, 1), (2027, 1, 10))),
        (["周排期 第53周（12.28-1.3）"], None, ((2026, 12, 28), (2027, 1, 3))),
        (["12月7日-13日"], None, ((2026, 12, 7), (2026, 12, 13))),
        (["W53"], None, ((2026, 12, 28), (2027, 1, 3))),
        (["主账号周排期", "December 2026"], None, ((2026, 12, 1), (2026, 12, 31))),
    ],
)
def test_what_titles_say_of_days(
    texts: list[str],
    anchor: tuple[int, int, int] | None,
    span: tuple[tuple[int, int, int], tuple[int, int, int]] | None,
) -> None:
    hint = read_hint(texts, ANCHOR)
    assert hint.span == (span and (date(*span[0]), date(*span[1])))
    assert anchor is None or hint.anchor == date(*anchor)


ACCOUNTS = Names(["主账号", "信用卡申请", "青禾财富Office", "理财和你", "R&D/实验"])


@pytest.mark.parametrize(
    ("text", "found", "unknown"),
    [
        ("主账号、信用卡申请", ["主账号", "信用卡申请"], []),
        ("主账号/信用卡申请", ["主账号", "信用卡申请"], []),
        ("主账号\n青禾财富office", ["主账号", "青禾财富Office"], []),
        ("主账号和信用卡申请", ["主账号", "信用卡申请"], []),
        ("理财和你", ["理财和你"], []),
        ("别人和你", [], ["别人和你"]),
        ("R&D/实验、主账号", ["R&D/实验", "主账号"], []),
        ("小红书·主账号", ["主账号"], []),
        ("XHS - 信用卡申请；主账号", ["信用卡申请", "主账号"], []),
        ("主账号 信用卡申请", ["主账号", "信用卡申请"], []),
        ("主账号、生活号", ["主账号"], ["生活号"]),
        ("主账号、主账号", ["主账号"], []),
        ("", [], []),
        ("、", [], []),
    ],
)
def test_accounts(text: str, found: list[str], unknown: list[str]) -> None:
    assert split_accounts(text, ACCOUNTS) == (found, unknown)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#信用卡 #羊毛", ("信用卡", "羊毛")),
        ("#信用卡#羊毛#信用卡", ("信用卡", "羊毛")),
        ("＃信用卡\n#羊毛", ("信用卡", "羊毛")),
        ("#信用卡[话题]# #羊毛[话题]#", ("信用卡", "羊毛")),
        ("信用卡、羊毛", ("信用卡", "羊毛")),
        ("", ()),
    ],
)
def test_hashtags(text: str, tags: tuple[str, ...]) -> None:
    assert split_hashtags(text) == tags


def test_cover_files() -> None:
    assert split_covers("a.png；咖啡 封面 (1).jpg;a.png\n b.webp ") == ("a.png", "咖啡 封面 (1).jpg", "b.webp")
    assert split_covers("a.png、b.jpg") == ("a.png", "b.jpg")
    assert split_covers("红,蓝.jpg") == ("红,蓝.jpg",)


def test_statuses_and_kinds() -> None:
    said = ["待写", "撰写中", "待审核", "已过审", "已定时", "已发布", "取消", "In Review", "on_hold", "老板看过"]
    assert [status and status.value for status in map(read_status, said)] == [
        "todo", "drafting", "review", "approved", "handed_over", "published", "cancelled", "review",
        "on_hold", None,
    ]  # fmt: skip
    assert [read_kind(text) for text in ("图文", "Video", "直播")] == ["图文", "视频", None]


def test_episodes_and_numbers() -> None:
    assert [read_episode(text) for text in ("周五宠粉第18弹🎁", "第 7 期", "第一期", "2026")] == [18, 7, None, None]
    said = ["18.6万", 43210.0, "43,210", "1.2w", "按节点", "", True]
    assert [read_number(cell) for cell in said] == [186_000, 43_210, 43_210, 12_000, None, None, None]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("发布日期", "day"), ("发布时间（北京）", "time"), (" 标 题 *", "title"),
        ("预计发布时间", "time"), ("封面设计", "designer"),
        ("Publish Date:", "day"), ("HASHTAGS", "hashtags"), ("小红书账号", "accounts"), ("", ""),
        ("阅读量", ""), ("标题" * 20, ""),
    ],
)  # fmt: skip
def test_headers(text: str, role: str) -> None:
    assert guess_role(text, "note")[0] == role


@given(CELLS)
def test_any_cell_has_a_text_without_control_characters(cell: object) -> None:
    text = shown(cell)  # type: ignore[arg-type]
    assert all(sign in "\n\t" or ord(sign) >= 32 for sign in text)
    text.encode("utf-8")


def test_column_letters() -> None:
    assert [Column("", index, "").letter for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
