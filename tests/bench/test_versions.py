"""What the versions of a note promise: pytest -m bench tests/bench/test_versions.py -s

Conditions: a note with 500 edits of a body of 1,000 characters, among 2,000 notes with 16,000 pictures in the log.
"""

import random
import time
from pathlib import Path

import pytest

from xhsplanner.core.textdiff import diff
from xhsplanner.ops import catalog, notes
from xhsplanner.store.workspace import create_workspace

pytestmark = pytest.mark.bench
EDITS = 500
NOTES = 2_000
HAN = "一笔最低还款的账单里利息从入账日起算到还清为止信用卡避坑指南"


def test_the_list_and_a_preview_of_500_edits(tmp_path: Path) -> None:
    chance = random.Random(5)
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    with store.op("asset.add", n=8) as op:
        row = {"ext": "png", "bytes": 1, "width": 3, "height": 4, "added_at": ""}
        assets = [op.insert("asset", {"sha256": f"{n:064}", "name": f"{n}.png", **row}) for n in range(8)]
    with store.op("plan.import", file="x", n=NOTES, m=0) as op:
        for number in range(NOTES):
            made = notes.insert_note(op, {"account_id": 1, "title": f"笔记 {number}"})
            for position, asset in enumerate(assets):
                op.insert("note_asset", {"note_id": made, "asset_id": asset, "position": position})
    body = "".join(chance.choice(HAN) for _ in range(1000))
    for number in range(EDITS):
        place = chance.randrange(1000)
        body = body[:place] + chance.choice(HAN) + body[place + 1 :]
        notes.edit(store, 1, body=body, title=f"第 {number} 版")
    samples, previews = [], []
    for _ in range(10):
        started = time.perf_counter()
        history = store.versions.of(1)
        samples.append((time.perf_counter() - started) * 1000)
        assert len(history.versions) == EDITS + 1
        started = time.perf_counter()
        middle = history.versions[EDITS // 2]
        diff(history.at(middle).text["body"], history.now().text["body"])
        previews.append((time.perf_counter() - started) * 1000)
    store.close()
    print(f"\n{EDITS} edits: list {min(samples):.1f} ms (median {sorted(samples)[5]:.1f}),", end=" ")
    print(f"preview against now {min(previews):.1f} ms (median {sorted(previews)[5]:.1f})")
    assert min(samples) <= 50  # other programs only add time
    assert min(previews) <= 50
