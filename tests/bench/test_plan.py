"""The sample schedule imported: at most 1 s. An empty new workspace on this disk, synchronous=FULL, best of 3."""

import time
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import plan
from xhsplanner.store.workspace import create_workspace

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "plan" / "排期表_2026Q4.xlsx"
LIMIT = 1.0

pytestmark = pytest.mark.bench


def test_the_sample_is_imported_within_a_second(tmp_path: Path) -> None:
    taken = []
    for run in range(3):
        store = create_workspace(tmp_path / f"workspace{run}")
        start = time.perf_counter()
        reading = read_plan(SAMPLE, known=plan.known(store), today=date(2026, 12, 9))
        plan.import_plan(store, reading)
        taken.append(time.perf_counter() - start)
        store.close()
    print(f"\nsample imported: {min(taken) * 1000:.0f} ms (limit {LIMIT * 1000:.0f})")
    assert min(taken) <= LIMIT
