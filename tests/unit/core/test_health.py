"""Findings in words, in both languages; reports as values."""

import re
from pathlib import Path

import pytest

from xhsplanner.core.health import HARMS, Finding, Report
from xhsplanner.core.words import LANGUAGES, load, words

PACKAGE = Path(__file__).parents[3] / "xhsplanner" / "store" / "verify"
FILLED = {"n": 3, "name": "甲", "reason": "x", "op": 4, "at": "2026-12-09T10:00:00.000", "since": "12-08", "mb": 2}
ALL = {**FILLED, "table": "note", "field": "title", "part": "log"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_a_sentence_and_advice(language: str) -> None:
    words.use(language)
    known = load(language)
    keys = [key.removeprefix("health.found.") for key in known if key.startswith("health.found.")]
    assert {key for key in known if key.startswith("health.advice.")} == {f"health.advice.{key}" for key in keys}
    for key in keys:
        found = Finding("rows", "note:1", "data", key, ALL)
        assert "{" not in found.sentence
        assert found.advice


def test_every_finding_that_a_check_makes_has_words() -> None:
    code = "".join(path.read_text("utf-8") for path in PACKAGE.glob("*.py"))
    made = set(re.findall(r'"(?:data|copy|derived|note)", "(\w+)"', code)) | set(re.findall(r'"(row_\w+)"', code))
    made |= {"asset_missing", "asset_changed", "asset_unreadable"}
    made.discard("row_id")
    assert len(made) > 15
    assert {f"health.found.{key}" for key in made} <= set(load("zh_CN"))


def test_tables_columns_and_long_names_are_said_for_people() -> None:
    values = {"table": "note_text", "field": "body", "name": "长" * 80 + "IMG_0001.jpg"}
    said = Finding("rows", "note_text:1", "data", "row_changed", values).sentence
    assert "笔记“长" in said
    assert "正文" in said
    assert "IMG_0001.jpg" in said
    assert len(said) < 80
    other = Finding(
        "rows", "x:1", "data", "row_changed", {"table": "waiver", "field": "rule", "name": "乙"}
    ).sentence
    assert other.startswith("资料“乙”的内容")


def test_the_verdict_counts_by_harm() -> None:
    findings = tuple(Finding("x", f"x:{n}", harm, "no_head") for n, harm in enumerate((*HARMS, "data")))
    report = Report("2026-12-09T10:00:00.000", 1.0, False, {}, findings)
    assert report.verdict == "2 处内容受损，1 份备份受损，1 处可以自动修好"
    assert len(report.harmed) == 4
    assert Report("", 0, False, {}).verdict == "一切完好"


def test_a_finding_of_a_row_knows_its_place() -> None:
    assert Finding("rows", "note:12", "data", "row_lost").row == ("note", 12)
    assert Finding("thumbs", "thumbs.db", "derived", "thumbs").row is None
