"""Workspaces of 1,000, 50,000 and 1,000,000 notes that benches share, made once a session when first asked for.

`thousand`, `fifty_thousand` and `million` are folders. A bench that only reads may open them where they are; one
that writes takes `copy_of(folder, tmp_path)`, or leaves a few edits behind that nobody else counts. Ten years that
end in half a year, 20 accounts, 60 series, bodies of 300 characters, and the log of 3,000 edits.

XHSPLANNER_BENCH_KEPT names a folder in which they stay from one run to the next; `making.json` beside each says
how long it took.
"""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.workspace import create_workspace

NOW = "2026-12-09T10:00:00"
"""The clock of all tests, which fixtures of a session are made before."""
YEARS, AHEAD, ACCOUNTS, SERIES, EDITS = 10, 180, 20, 60, 3000
KEPT = "XHSPLANNER_BENCH_KEPT"
SECONDS = "making.json"


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the large workspaces of this session stand."""
    kept = os.environ.get(KEPT)
    return Path(kept) if kept else tmp_path_factory.mktemp("scale")


@pytest.fixture(scope="session")
def thousand(workspaces: Path) -> Path:
    """1,000 notes."""
    return made(workspaces / "1k", 1000)


@pytest.fixture(scope="session")
def fifty_thousand(workspaces: Path) -> Path:
    """50,000 notes."""
    return made(workspaces / "50k", 50_000)


@pytest.fixture(scope="session")
def million(workspaces: Path) -> Path:
    """1,000,000 notes: some minutes and 6 GB."""
    return made(workspaces / "1M", 1_000_000)


def made(folder: Path, notes: int) -> Path:
    """A workspace of so many notes, as it was made before where it is whole."""
    if (folder / SECONDS).exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XHSPLANNER_NOW", NOW)
        began = time.perf_counter()
        store = create_workspace(folder)
        wanted = {"days": YEARS * 365, "ahead": AHEAD, "accounts": ACCOUNTS, "series": SERIES, "edits": EDITS}
        synthetic(store, notes, **wanted)
        store.close()
    (folder / SECONDS).write_text(json.dumps({"seconds": time.perf_counter() - began}))
    return folder


def seconds_of(folder: Path) -> float:
    """How long making it took."""
    return float(json.loads((folder / SECONDS).read_text())["seconds"])


def copy_of(folder: Path, into: Path) -> Path:
    """The workspace again, to be written in."""
    return Path(shutil.copytree(folder, into / folder.name))
