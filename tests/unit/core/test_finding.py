"""Finding by parts of words, by pinyin and by letters in order."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.finding import Findable, best
from xhsplanner.core.pinyin import readings, spell

TITLES = [
    "新建笔记",
    "重做",
    "去排期",
    "导出排期表…",
    "回到今天",
    "New note",
    "Back up now",
    "信用卡避坑指南",
    "E卡 R&D <b>",
]


def found(typed: str) -> list[str]:
    return [TITLES[place] for place in best(typed, [Findable.of(title) for title in TITLES], 9)]


def test_chinese_is_found_by_a_part_by_initials_and_by_pinyin() -> None:
    for typed in ("笔记", "xjbj", "xjb", "xinjian", "xin jian bi ji", "XJBJ", "biji"):
        assert found(typed)[0] == "新建笔记", typed


def test_characters_with_two_readings_are_found_by_either() -> None:
    assert found("chongzuo") == found("zhongzuo") == found("cz")[:1] == ["重做"]


def test_english_is_found_by_words_and_by_letters_in_order() -> None:
    assert found("note") == ["New note"]
    assert found("bun") == ["Back up now"]


def test_a_beginning_comes_before_a_middle() -> None:
    two = [Findable.of(title) for title in ("导出排期表", "排期表")]
    assert best("排期", two, 9) == [1, 0]


def test_other_words_find_it_too() -> None:
    one = [Findable.of("导入排期表…", ["excel", "读入"])]
    assert [best(typed, one, 9) for typed in ("exc", "读入", "dr", "zzz")] == [[0], [0], [0], []]


def test_nothing_typed_finds_nothing() -> None:
    assert found("") == found("  ") == []


@given(st.text(max_size=30), st.text(max_size=60))
def test_whatever_is_typed_breaks_nothing(typed: str, title: str) -> None:
    assert best(typed, [Findable.of(title, [title])], 9) in ([], [0])
    if typed.strip() and len(title.splitlines()) <= 1:  # a title of several lines is searched line by line
        assert best(title, [Findable.of(title)], 9) == ([0] if title.split() else [])


def test_every_character_of_gb2312_has_a_reading() -> None:
    assert len(readings()) >= 6760
    assert spell("青禾银行")[0] == ["qing", "he", "yin", "hang"] or ["qing", "he", "yin", "hang"] in spell(
        "青禾银行"
    )
    assert spell("no Chinese") == []


def test_an_action_that_asks_for_more_is_its_name() -> None:
    pages = [Findable.of("固定栏位…"), Findable.of("固定栏位")]
    assert best("固定栏位", pages, 2) == [0, 1]
