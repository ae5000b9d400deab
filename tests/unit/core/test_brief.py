"""A brief as questions: what is written comes back, and text of any hand stays whole."""

from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.brief import FREE, QUESTIONS, answers, composed
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
