"""A brief as questions: what is written comes back, and text of any hand stays whole."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.brief import FREE, QUESTIONS, Question, answers, composed, outline, questions
from xhsplanner.core.words import words

SAID = st.text(alphabet="年费怎么收 abc，。\n", min_size=1, max_size=30).map(str.strip).filter(bool)


def test_headings_in_both_languages_and_widths() -> None:
    assert answers("先看规则\n痛点：年费\n说不清\nScene: 第一年\n動作:收藏") == {
        FREE: "先看规则",
        "pain": "年费\n说不清",
        "scene": "第一年",
        "action": "收藏",
    }


def test_a_free_text_with_colons_stays_free() -> None:
    text = "封面：大字\n时间 20:00"
    assert answers(text) == {FREE: text}
    assert composed(answers(text)) == text


@given(st.dictionaries(st.sampled_from((*QUESTIONS, FREE)), SAID))
def test_composed_and_read_again_is_the_same(said: dict[str, str]) -> None:
    for language in ("en", "zh_CN"):
        words.use(language)
        assert answers(composed(said)) == said


# --- asking the writer ---


def test_five_questions_where_a_series_has_no_brief() -> None:
    asked = questions("")
    assert [one.heading for one in asked] == ["痛点", "场景", "权益", "证据", "动作"]
    assert all(one.text.endswith("？") for one in asked)
    assert outline(asked) == "痛点：\n场景：\n权益：\n证据：\n动作："


def test_what_the_series_says_stands_in_the_place_of_the_question() -> None:
    asked = questions("先讲故事\n痛点：年费什么时候收\n动作: 收藏")
    assert asked[0] == Question("痛点", "年费什么时候收")
    assert asked[1].text.endswith("？")
    assert asked[4] == Question("动作", "收藏")
    assert asked[5] == Question("先讲故事", "")


def test_own_lines_alone_are_the_questions() -> None:
    assert questions("钩子：第一句写什么？\n\n结尾怎么收") == [
        Question("钩子", "第一句写什么？"),
        Question("结尾怎么收", ""),
    ]
    assert outline(questions("钩子：第一句写什么？\n结尾怎么收")) == "钩子：\n结尾怎么收："


def test_lines_read_well_in_both_languages() -> None:
    assert questions("痛点：年费")[0].line == "痛点：年费"
    words.use("en")
    asked = questions("痛点：年费")
    assert asked[0].line.endswith(": 年费")
    assert outline(asked).splitlines()[0] == f"{asked[0].heading}:"
