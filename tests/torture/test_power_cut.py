"""What the power takes: a workspace is reopened as its files may be after a cut at any moment of recorded work."""

from collections.abc import Iterable, Iterator, Sequence
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
from xhsplanner.store.workspace import create_workspace, open_workspace

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
    told: int = 0
    """Openings that said something was missing or damaged."""


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
    if not (here / "workspace.db").is_file():
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
    verdict.told += store.recovery is not None
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


def cuts_of(stories: Iterable[Story], cuts: int) -> Verdict:
    """`cuts` cuts of each story."""
    verdict = Verdict()
    for number, story in enumerate(stories):
        chance = Random(number)
        for _ in range(cuts):
            reopened(story, chance.randrange(len(story.events)), chance, verdict)
    return verdict


def many(root: Path, count: int) -> Iterator[Story]:
    return (tell(root / f"story{seed}", seed) for seed in range(1, count + 1))


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return tell(tmp_path_factory.mktemp("power") / "story", 1)


def test_a_power_cut_loses_nothing_that_was_acknowledged(story: Story) -> None:
    verdict = cuts_of([story], 20)
    assert (verdict.lost, verdict.corrupt, verdict.told) == (0, [], 0)


@pytest.mark.torture
def test_no_power_cut_of_many_loses_anything(tmp_path: Path) -> None:
    verdict = cuts_of(many(tmp_path, 10), 50)
    assert (verdict.cuts, verdict.lost, verdict.corrupt, verdict.told) == (500, 0, [], 0)


@pytest.mark.parametrize(("stories", "cuts"), [(1, 12), pytest.param(10, 50, marks=pytest.mark.torture)])
def test_the_same_cuts_lose_edits_where_less_is_synced(
    tmp_path: Path, stories: int, cuts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: were nothing lost here, the tests above could not see it. Opening tells of what is missing."""
    less = tuple(pragma.replace("synchronous = FULL", "synchronous = NORMAL") for pragma in sqlite.PRAGMAS)
    assert less != sqlite.PRAGMAS
    monkeypatch.setattr(sqlite, "PRAGMAS", less)
    verdict = cuts_of(many(tmp_path, stories), cuts)
    print(f"{verdict.lost} of {verdict.cuts} cuts lost edits, {verdict.told} openings said so")
    assert verdict.lost > verdict.cuts // 10
    assert verdict.told


# --- the order of it, which is what all of the above rests on ---------------------------------------


def test_every_picture_is_on_the_disk_before_the_row_that_names_it(story: Story) -> None:
    logs = {event[1] for event in story.events if event[0] == "sync" and event[2].endswith("workspace.db-wal")}
    placed = [
        (at, event[-2], event[-1])
        for at, event in enumerate(story.events)
        if event[0] in ("linked", "renamed") and "/assets/" in Path(event[-2]).as_posix()
    ]
    assert placed
    for at, path, number in placed:
        row = next(i for i, event in enumerate(story.events) if i > at and event[0] == "write" and event[1] in logs)
        assert ("sync", number) in [event[:2] for event in story.events[:at]]
        assert ("sync_folder", str(Path(path).parent)) in story.events[at:row]


def test_a_snapshot_and_the_sum_of_it_are_on_the_disk_before_it_counts(story: Story) -> None:
    done = next(at for at, event in enumerate(story.events) if event[0] == "snapshot")
    name = str(story.events[done][1])
    at = next(at for at, event in enumerate(story.events) if event[0] == "renamed" and event[2].endswith(name))
    number = story.events[at][3]
    synced = [event[:3] for event in story.events[:at] if event[0] == "sync"]
    assert number in [event[1] for event in synced]
    assert any(str(event[2]).endswith(Path(name).with_suffix(".sha256").name) for event in synced)
    assert ("sync_folder", str(Path(story.events[at][2]).parent)) in story.events[at:done]


def test_the_head_never_leads(story: Story) -> None:
    """It is written only when nothing of the log waits to be synced."""
    log: dict[int, bool] = {}
    heads = 0
    for event in story.events:
        if event[0] == "write" and log.get(event[1]) is not None:
            log[event[1]] = False
        elif event[0] == "sync" and event[2].endswith("workspace.db-wal"):
            log[event[1]] = True
        elif event[0] == "head":
            heads += 1
            assert all(log.values()), f"head {event[1]} before its ops"
    assert heads > EDITS // 2
