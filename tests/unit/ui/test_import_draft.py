"""Corrections to a schedule: each answer replaces the last one, and nothing else changes."""

from xhsplanner.exchange.plan_model import Column, Guess, Problem, Reading, Table
from xhsplanner.ui.importing.draft import Draft, Question, questions, roles

HEAD = Table(
    "排期", 0, "list", "abc", (Column("title", 0, "标题"), Column("", 1, "文案"), Column("body", 2, "内容")), ()
)
WOOL = Question("series", "羊毛", 3, guess="羊毛天天捡")


def test_a_role_has_one_column() -> None:
    draft = Draft().with_role(HEAD, 1, "body")
    assert draft.choices.layouts == {"abc": {0: "title", 1: "body", 2: ""}}
    assert draft.with_role(HEAD, 1, "").choices.layouts["abc"][1] == ""


def test_an_answer_replaces_the_last() -> None:
    unknown = Question("account", "青禾 生活号", 1)
    draft = Draft().answered(unknown, None, create=True)
    assert draft.answer(unknown) == (None, True)
    draft = draft.answered(unknown, "主账号")
    assert draft.choices.create == frozenset()
    assert draft.choices.names == {("account", "青禾生活号"): "主账号"}
    assert draft.answer(unknown) == ("主账号", False)
    assert draft.answered(unknown, None) == Draft()


def test_a_guess_that_is_really_new_is_not_guessed_again() -> None:
    draft = Draft().answered(WOOL, None, create=True)
    assert draft.choices.create == {"羊毛"}
    assert draft.choices.names == {("series", "羊毛"): "羊毛"}
    assert draft.answered(WOOL, "") == Draft().answered(WOOL, "")


def test_tables_cells_and_rows_are_kept() -> None:
    draft = Draft().with_table(HEAD, wanted=False).with_cell("排期", 3, 1, "改").decided(["a|排期|3"], "skip")
    assert draft.choices.left_out == {("排期", 0)}
    assert draft.with_table(HEAD, wanted=True).choices.left_out == frozenset()
    assert draft.choices.cells == {("排期", 3, 1): "改"}
    assert draft.decisions == {"a|排期|3": "skip"}


def test_what_is_left_to_ask() -> None:
    reading = Reading(
        "a.csv",
        problems=(Problem("s", 2, "状态", "老板看过", "…", code="unknown_status", kept=True),) * 2,
        unknown_accounts={"一": 1, "二": 5},
        guesses=(Guess("series", "羊毛", "羊毛天天捡", 3),),
    )
    assert questions(reading) == [
        Question("account", "二", 5),
        Question("account", "一", 1),
        Question("status", "老板看过", 2),
        WOOL,
    ]


def test_every_role_has_words() -> None:
    from xhsplanner.core.words import LANGUAGES, load

    for language in LANGUAGES:
        assert {f"plan.header.{role}" for role in roles()} <= load(language).keys()
