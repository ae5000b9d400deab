"""A workspace as most tests of damage and recovery want it."""

from pathlib import Path

import pytest

from xhsplanner.ops import notes, workspace
from xhsplanner.store.store import Store


@pytest.fixture
def put_away(team: Store) -> Path:
    """The folder of a closed workspace with a snapshot and three steps after it."""
    for number in range(3):
        notes.create(team, 1, f"备份里{number}")
    team.snapshot()
    notes.create(team, 1, "备份后")
    notes.edit(team, team.notes.backlog()[0].id, title="改过", body="羊毛")
    workspace.undo(team)
    team.close()
    return team.path
