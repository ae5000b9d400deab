"""Suggestions of a week look at that week and at the last days before, and say what reading every note would."""

from datetime import timedelta
from pathlib import Path

import pytest

from xhsplanner.core.clock import today
from xhsplanner.core.suggestions import suggestions
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.board import model
from xhsplanner.ui.board.choices import Choices


@pytest.mark.parametrize("span", ["week", "two_weeks"])
@pytest.mark.parametrize("notes", [40, 150])
def test_suggestions_are_those_of_all_notes(tmp_path: Path, span: str, notes: int) -> None:
    store = create_workspace(tmp_path / "w")
    synthetic(store, notes, accounts=3, series=8, days=160)
    monday = today() - timedelta(days=today().weekday())
    week = model.load(store, monday, choices=Choices(span=span))
    series, accounts = store.catalog.series(), store.catalog.accounts()
    every = [
        note
        for note in store.notes.all()
        if note.day and monday - timedelta(model.LOOK_BACK) <= note.day <= week.days[-1].day
    ]
    naive = [
        one
        for start in (head.day for head in week.days if head.day.weekday() == 0)
        for one in suggestions(every, accounts, series, store.catalog.targets(), start, today())
    ]
    found = model.suggest(store, week)
    assert found
    assert [(h.account_id, h.day, h.series_id, h.reason) for h in found] == [
        (s.account_id, s.day, s.series_id, s.reason) for s in naive
    ]
    store.close()
