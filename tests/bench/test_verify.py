"""What the check of a whole workspace costs: pytest -m bench tests/bench/test_verify.py -s

Conditions: 50,000 notes of 300 characters, every row in the op-log, 500 pictures of 1 MB, one snapshot, local disk.
The check runs in a process of its own, as in the window; edits meanwhile in this one.
"""

import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from xhsplanner.core.model import NoteText
from xhsplanner.ops import catalog, notes
from xhsplanner.store import mending
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

pytestmark = pytest.mark.bench
NOTES, PICTURES, MEGABYTE = 50_000, 500, 1 << 20
AT_ONCE = 5_000
SIGNS = "早八人通勤地铁公交折起乘车码绑卡每日次咖啡买一送一羊毛信用避坑指南节气海报"
CHECK = """
import json, re, resource, sys
from pathlib import Path
from xhsplanner.store import verify
report = verify.run(Path(sys.argv[1]), quick=sys.argv[2] == "quick", gentle=sys.argv[2] == "gentle")
used = resource.getrusage(resource.RUSAGE_SELF)
work = used.ru_utime + used.ru_stime
harmed = [found.sentence for found in report.harmed]
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps([report.seconds, work, int(peak[1]) / 1024, dict(report.counts), harmed]))
"""
"""Its peak is Linux's VmHWM: ru_maxrss begins with what the process weighed that started this one."""


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = create_workspace(tmp_path_factory.mktemp("big") / "w")
    catalog.add_account(store, name="主账号")
    chance = random.Random(1)
    for first in range(1, NOTES + 1, AT_ONCE):
        with store.op("plan.import", file="x", n=AT_ONCE, m=0) as op:
            wanted = [(row(number), NoteText(body=text(chance))) for number in range(first, first + AT_ONCE)]
            notes.insert_notes(op, wanted)
    with store.op("asset.add", n=PICTURES) as op:
        for number in range(PICTURES):
            data = os.urandom(MEGABYTE)
            digest = hashlib.sha256(data).hexdigest()
            store.assets.blobs.put(data, digest, "png")
            picture = {"sha256": digest, "name": f"{number}.png", "ext": "png", "bytes": len(data)}
            op.insert("asset", {**picture, "width": 1, "height": 1, "added_at": "2026-12-09T10:00:00.000"})
    store.snapshot()
    return store


def row(number: int) -> dict[str, object]:
    day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return {"code": f"Z-{number}", "account_id": 1, "title": f"第{number}篇", "day": day, "created_at": day}


def text(chance: random.Random) -> str:
    return "".join(chance.choices(SIGNS, k=300))


def check(folder: Path, how: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", CHECK, str(folder), how], stdout=subprocess.PIPE, text=True)


def result(process: "subprocess.Popen[str]") -> tuple[float, float, float, dict[str, int]]:
    """(seconds, seconds of the processor, MB, what it looked at)."""
    seconds, work, peak, counts, harmed = json.loads(process.communicate()[0])
    assert harmed == []
    return seconds, work, peak, counts


def edited(store: Store, going_on: Callable[[], bool], every: float = 0.01) -> list[float]:
    """Milliseconds that edits took, one after the other while something goes on."""
    samples: list[float] = []
    while going_on():
        began = time.perf_counter()
        notes.edit(store, len(samples) % NOTES + 1, title=f"改 {began}")
        samples.append((time.perf_counter() - began) * 1000)
        time.sleep(every)
    return samples


def p99(samples: list[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.99)]


def alone(store: Store) -> float:
    """The same edits with nothing beside them: other programs on this machine are in both."""
    until = time.perf_counter() + 5
    return p99(edited(store, lambda: time.perf_counter() < until))


def test_the_check_takes_seconds_and_little_memory(big: Store) -> None:
    seconds, work, peak, counts = result(check(big.path, "full"))
    quick, quick_work, _, _ = result(check(big.path, "quick"))
    print(f"\nverify: {seconds:.1f} s ({work:.1f} s of work), peak {peak:.0f} MB, {counts}")
    print(f"quick: {quick:.1f} s ({quick_work:.1f} s of work)")
    assert counts["rows"] > 2 * NOTES
    assert counts["assets"] == PICTURES
    assert work <= 25
    assert quick_work <= 4
    assert peak <= 200


@pytest.mark.parametrize("how", ["full", "gentle"])
def test_edits_beside_the_check_stay_fast(big: Store, how: str) -> None:
    before = alone(big)
    process = check(big.path, how)
    samples = edited(big, lambda: process.poll() is None)
    seconds = result(process)[0]
    typical, slow = statistics.median(samples), p99(samples)
    print(f"\n{how} check, {seconds:.1f} s, {len(samples)} edits: median {typical:.2f}, p99 {slow:.1f} ms")
    print(f"without it p99 {before:.1f} ms")
    assert slow <= 2 * before + 10


def test_edits_beside_building_the_index_stay_fast(big: Store) -> None:
    before = alone(big)
    built: list[int] = []
    began = time.perf_counter()
    building = threading.Thread(target=lambda: built.append(mending.renew_search(big)))
    building.start()
    samples = edited(big, building.is_alive, every=0.05)
    seconds, slow = time.perf_counter() - began, p99(samples)
    print(f"\nindex built in {seconds:.1f} s, {len(samples)} edits: p99 {slow:.1f}, worst {max(samples):.0f} ms")
    print(f"without it p99 {before:.1f} ms")
    assert built[0] + len(samples) >= NOTES
    assert slow <= 2 * before + 50
