"""Twelve other teams' schedules, field by field against what a careful person reads in them."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.exchange.plan_model import Known, PlanRow, Problem, Reading
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.exchange.plan_words import tidy

DATA = Path(__file__).resolve().parents[2] / "data" / "plan" / "foreign"
LAYOUTS = sorted(path.stem for path in (DATA / "truth").glob("*.json"))
ENOUGH = 0.99
OUR_CODE = {"no_such_day": "bad_date", "no_such_time": "bad_time"}
PLACE = {"sheet", "row", "column", "order"}

Place = tuple[str, int, int | None, int]
Scores = dict[str, Counter[str]]


def file_of(folder: Path, stem: str) -> Path:
    return next(path for path in sorted(folder.iterdir()) if path.stem == stem and path.is_file())


def said(row: PlanRow, problems: list[Problem]) -> dict[str, Any]:
    """A row of ours in the words of the truth."""
    return {
        "date": row.day.isoformat() if row.day else None,
        "time": row.clock,
        "accounts": list(row.accounts),
        "series": row.series,
        "topic": row.topic,
        "title": tidy(row.title),
        "body": row.body,
        "hashtags": list(row.hashtags),
        "cover": list(row.covers),
        "kind": row.kind.value,
        "owner": row.owner,
        "designer": row.designer,
        "status": row.status.value,
        "remark": row.remark,
        "problem": {OUR_CODE.get(problem.code, problem.code) for problem in problems},
    }


def find(truth: dict[str, Any], rows: list[PlanRow]) -> PlanRow | None:
    """The row at the place of the truth, among those not yet found."""
    for row in rows:
        at = row.sheet == truth["sheet"] and row.row == truth["row"] and row.order == truth.get("order", 0)
        if at and truth.get("column", row.column + 1) == row.column + 1:
            return row
    return None


def same(key: str, want: Any, got: Any) -> bool:
    if key == "problem":
        return want in got
    if isinstance(want, str):
        return tidy(want) == got
    return bool(want == got)


def score(path: Path, truth: dict[str, Any]) -> tuple[Counter[str], Counter[str], list[str]]:
    """Fields right and fields judged, by field, and what is wrong. A note missing or invented is wrong in all."""
    known = Known(*(tuple(truth["known"][kind]) for kind in ("accounts", "series", "members")))
    reading: Reading = read_plan(path, known=known, today=date.fromisoformat(truth["today"]))
    left = [*reading.rows, *reading.rejected]
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    wrong: list[str] = []
    for expected in truth["rows"]:
        fields = [key for key in expected if key not in PLACE]
        judged.update(fields)
        row = find(expected, left)
        if row is None:
            wrong.append(f"missing {expected}")
            continue
        left.remove(row)
        at = f"{row.sheet} {row.row}/{row.column + 1}/{row.order}"
        problems = [
            problem
            for problem in reading.problems
            if (problem.sheet, problem.row) == (row.sheet, row.row) and not problem.kept
        ]
        got = said(row, problems)
        for key in fields:
            if same(key, expected[key], got[key]):
                right[key] += 1
            else:
                wrong.append(f"{at} {key}: {expected[key]!r} != {got[key]!r}")
    each = sum(judged.values()) // max(1, len(truth["rows"]))
    for row in left:
        judged["invented"] += each
        wrong.append(f"invented {row}")
    return right, judged, wrong


@pytest.mark.parametrize("stem", LAYOUTS)
def test_a_layout_nobody_here_made(stem: str) -> None:
    truth = json.loads((DATA / "truth" / f"{stem}.json").read_text(encoding="utf-8"))
    right, judged, wrong = score(file_of(DATA, stem), truth)
    share = sum(right.values()) / sum(judged.values())
    table = "  ".join(f"{key} {right[key]}/{count}" for key, count in sorted(judged.items()))
    print(f"\n{stem}: {share:.2%} of {sum(judged.values())} fields, {len(truth['rows'])} notes\n  {table}")
    assert share >= ENOUGH, "\n".join(wrong[:40])
