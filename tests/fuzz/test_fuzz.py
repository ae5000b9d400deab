"""Thousands of strange inputs for everything that reads from outside: taken, or refused in words; nothing else.

The short form always tries the same inputs. The long one (`pytest -m torture tests/fuzz -s`) tries others each time
and prints the seed; `XHSPLANNER_FUZZ_SEED` names one again. A found input goes to `corpus/<reader>/` for good.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import psutil
import pytest
import targets

SECONDS = 1.0
"""Processor time one input may take."""
MEGABYTES = 100
"""By how much a thousand inputs may let the process grow."""
EXAMPLES = {
    "plan_text": 1200, "plan_clip": 1000, "plan_book": 800, "template": 3000, "bundle": 1000, "bundle_rows": 1500,
    "bundle_manifest": 500, "catalog_book": 150, "settings": 200, "head": 300, "health": 300, "snapshot": 150,
    "recovery": 200, "calendar": 1200, "arrangement": 500,
}  # fmt: skip
LONG = 20
"""How many times as many the long form tries."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[targets.Ground]:
    made = targets.ground(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.store.close()


def contents(folder: Path) -> dict[str, str]:
    """Every file of the workspace by its hash; not the index of the write-ahead log, which readers mark."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("times", [1, pytest.param(LONG, marks=pytest.mark.torture)])
@pytest.mark.parametrize("name", EXAMPLES)
def test_strange_inputs_are_refused_in_words(
    ground: targets.Ground, name: str, times: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = int(os.environ.get("XHSPLANNER_FUZZ_SEED", 1 if times == 1 else time.time_ns() % 10**9))
    target = ground.targets()[name]
    chance = Random(f"{name} {seed}")
    before, grown = contents(ground.workspace), psutil.Process().memory_info().rss
    refusals: set[str] = set()
    refused = 0
    examples = EXAMPLES[name] * times
    for number in range(examples):
        data = (
            target.seeds[number]
            if number < len(target.seeds)
            else target.change(chance.choice(target.seeds), chance, target.words)
        )
        started = time.process_time()
        try:
            said = targets.run(target, data)
        except Exception as error:
            kept = tmp_path / f"{name}.bin"
            kept.write_bytes(data)
            raise AssertionError(f"{name}, seed {seed}, input {number} is kept as {kept}") from error
        taken = time.process_time() - started
        assert taken < SECONDS, f"{name}, seed {seed}: input {number} takes {taken:.1f} s"
        refused += bool(said)
        refusals.add(said)
    assert contents(ground.workspace) == before
    assert psutil.Process().memory_info().rss - grown < MEGABYTES * times**0.5 * 2**20
    if times > 1:
        with capsys.disabled():
            print(f"\n{name}, seed {seed}: {examples} inputs, {refused} refused in {len(refusals)} ways")
