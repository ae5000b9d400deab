"""The brief of a series as questions to the writer."""

from xhsplanner.core.outline import Question, outline, questions
from xhsplanner.core.words import words


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
