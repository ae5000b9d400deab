"""What the power takes: a workspace is reopened as its files may be after a cut at any moment of recorded work."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from recorder import Event, Recorder, cut
from watched_vfs import library
from workload import digest, team, work

from xhsplanner.core.errors import Refused
from xhsplanner.ops import assets
from xhsplanner.store import chain, snapshots, sqlite
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, is_workspace, open_workspace

pytestmark = pytest.mark.skipif(library() is None, reason="the functions of this Python's SQLite cannot be reached")
EDITS = 60
FOLD_EVERY = 40
"""Pages after which the log is folded back, in every second recording: else 60 edits never get that far."""


@dataclass
class Story:
    """A recording. `states`: ops in the log → (its newest link, digest of the tables)."""

    root: Path
    events: list[Event] = field(default_factory=list)
    states: dict[int, tuple[str, str]] = field(default_factory=lambda: {0: ("", "")})


@dataclass
class Verdict:
    cuts: int = 0
    lost: int = 0
    corrupt: list[str] = field(default_factory=list)
    torn: int = 0


def tell(root: Path, seed: int, edits: int = EDITS) -> Story:
    """Record a workspace being made, worked in, snapshot, closed, opened and worked in again."""
    chance = Random(seed)
    pictures = root.with_name(f"{root.name}-pictures")
    pictures.mkdir(parents=True)
    root.mkdir()
    recorder = Recorder(root)
    story = Story(recorder.root, recorder.events)

    def done() -> None:
        head = chain.newest(store.engine)
        assert head is not None
        story.states[head.count] = (head.link, digest(store))
        recorder.say("acknowledged", head.count)

    with recorder.recording():
        store = create_workspace(root / "workspace")
        team(store)
        for part in range(2):
            if seed % 2:
                store.engine._writer.execute(f"PRAGMA wal_autocheckpoint = {FOLD_EVERY}")
            work(store, chance, pictures, edits // 2, done)
            if not part:
                recorder.say("snapshot", store.snapshot().name)
            store.close()
            store = open_workspace(root / "workspace")
        store.close()
    return story


def before(events: Sequence[Event], moment: int, kind: str) -> list[object]:
    return [event[1] for event in events[:moment] if event[0] == kind]


def reopened(story: Story, moment: int, chance: Random, verdict: Verdict) -> None:
    """Cut the power before `moment`, open what is left and compare it with what was promised until then."""
    folder = story.root.with_name(f"{story.root.name}-cut{verdict.cuts}")
    files = cut(story.events, moment, chance)
    for path, data in files.items():
        target = folder / Path(path).relative_to(story.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    verdict.cuts += 1
    promised = max(map(int, before(story.events, moment, "acknowledged")), default=0)
    here = folder / "workspace"
    if not is_workspace(here):
        verdict.lost += bool(promised)
        return
    for name in ("assets", "snapshots"):  # empty folders are not in the record
        (here / name).mkdir(exist_ok=True)
    try:
        store = open_workspace(here)
    except Refused as refusal:
        verdict.corrupt.append(str(refusal))
        return
    try:
        examine(store, story, promised, verdict)
        for name in before(story.events, moment, "snapshot"):
            if not snapshots.intact(here / "snapshots" / str(name)):
                verdict.corrupt.append(f"snapshot {name}")
    finally:
        store.close()


def examine(store: Store, story: Story, promised: int, verdict: Verdict) -> None:
    head = chain.newest(store.engine)
    count = head.count if head else 0
    verdict.lost += count < promised
    known = store.head.read()
    faults = [store.read_only] if store.read_only else []
    if known is not None and known.count > count:
        faults.append(f"the head leads: {known.count} > {count}")
    if store.engine.rows("PRAGMA integrity_check") != [("ok",)]:
        faults.append("integrity_check")
    if not all(link.whole for link in chain.walk(store.engine)):
        faults.append("chain")
    if count in story.states and count and story.states[count] != (head.link, digest(store)):
        faults.append(f"op {count} is another")
    faults += [problem.reason for problem in assets.verify(store)]
    store.thumbs.get("0" * 64)
    verdict.corrupt += faults


def cuts_of(tmp_path: Path, cuts: int, stories: int, first: int = 1) -> Verdict:
    verdict = Verdict()
    for seed in range(first, first + stories):
        story = tell(tmp_path / f"story{seed}", seed)
        chance = Random(seed)
        for _ in range(cuts // stories):
            reopened(story, chance.randrange(len(story.events)), chance, verdict)
    return verdict


@pytest.mark.parametrize(("cuts", "stories"), [(24, 1), pytest.param(500, 10, marks=pytest.mark.torture)])
def test_a_power_cut_loses_nothing_that_was_acknowledged(tmp_path: Path, cuts: int, stories: int) -> None:
    verdict = cuts_of(tmp_path, cuts, stories)
    assert (verdict.cuts, verdict.lost, verdict.corrupt) == (cuts, 0, [])


@pytest.mark.parametrize(("cuts", "stories"), [(16, 1), pytest.param(500, 10, marks=pytest.mark.torture)])
def test_the_same_cuts_show_what_less_syncing_loses(
    tmp_path: Path, cuts: int, stories: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were nothing lost here, the test above could not see loss."""
    less = tuple(pragma.replace("synchronous = FULL", "synchronous = NORMAL") for pragma in sqlite.PRAGMAS)
    assert less != sqlite.PRAGMAS
    monkeypatch.setattr(sqlite, "PRAGMAS", less)
    verdict = cuts_of(tmp_path, cuts, stories)
    assert verdict.lost > cuts // 10
