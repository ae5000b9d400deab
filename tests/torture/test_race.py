"""Two processes on the same notes: no update is lost, and every conflict is reported to whoever caused it."""

import os
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from content import Place, logged, sound
from hands import FEW, furnished
from killing import Forker, Said

from xhsplanner.store import chain
from xhsplanner.store.reverting import net
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
EDITS = pytest.mark.parametrize("edits", [25, pytest.param(300, marks=pytest.mark.torture)])

SIBLINGS = 2
"""The account on which siblings are made: they keep the number of the note they are of."""

Ack = dict[str, Any]
State = dict[Place, dict[str, Any] | None]


def raced(tmp_path: Path, edits: int, freely: bool) -> tuple[Path, list[Said]]:
    """A workspace after two people worked in it at once, and what each of them was told."""
    folder = tmp_path / "w"
    furnished(folder, Random(3), pictures=12)
    forkers = [Forker("children", tmp_path / f"errors{actor}.txt") for actor in (1, 2)]
    start = time.time() + 0.3
    with ThreadPoolExecutor(2) as pool:
        said = list(
            pool.map(
                lambda actor: forkers[actor - 1].run("race", str(folder), actor, actor, edits, start, freely),
                (1, 2),
            )
        )
    for forker in forkers:
        forker.close()
    assert [one.code for one in said] == [0, 0]
    sound(folder)
    return folder, said


def acks(said: list[Said]) -> dict[int, Ack]:
    """Every op that somebody was told is done."""
    return {line["op"]: line for one in said for line in one.lines if "op" in line}


def retold(store: Store) -> State:
    """What the log says became of every row; each op must have found what the one before it left."""
    state: State = {}
    for (op_id,) in store.engine.rows("SELECT id FROM op ORDER BY id"):
        for table, row_id, before, after in logged(store, op_id):
            now = state.get((table, row_id))
            assert (before is None) == (now is None), (op_id, table, row_id)
            assert all(now[name] == value for name, value in (before or {}).items() if now and name in now)
            state[table, row_id] = None if after is None else {**(now or {}), **after}
    return state


def together(store: Store, told: dict[int, Ack], said: list[Said]) -> None:
    """Every op of the log was told to who did it, in turns; the rows are what the log says."""
    actors = [
        row[0] for row in store.engine.rows("SELECT actor_id FROM op WHERE id >= ? ORDER BY id", (min(told),))
    ]
    assert len(actors) == len(told) == sum("op" in line for one in said for line in one.lines)
    assert all(link.whole for link in chain.walk(store.engine))
    turns = sum(one != other for one, other in pairwise(actors))
    assert turns > len(actors) / 20
    for (table, row_id), row in retold(store).items():
        names = ", ".join(f'"{name}"' for name in row or {"id": 0})
        found = store.engine.rows(f"SELECT {names} FROM {table} WHERE id = ?", (row_id,))
        assert [list(one) for one in found] == ([] if row is None else [list(row.values())])
    refused = sum(line.get("refused", 0) for one in said for line in one.lines)
    conflicts = sum(len(ack["conflicts"]) for ack in told.values())
    print(f"{len(told)} ops in {turns} turns, {refused} refused, {conflicts} rows in conflict")


@EDITS
def test_what_each_saw_before_writing_was_still_so(edits: int, tmp_path: Path) -> None:
    folder, said = raced(tmp_path, edits, freely=False)
    told = acks(said)
    with closing(open_workspace(folder)) as store:
        together(store, told, said)
        alive = {note.id: note for note in store.notes.all()}
        assert all(note.code == f"A-{1000 + note.id}" for note in alive.values())
        numbered = Counter(
            (n.account_id, n.series_id, n.episode) for n in alive.values() if n.account_id != SIBLINGS
        )
        assert [place for place, times in numbered.items() if times > 1] == []
        for table in ("shot", "note_asset"):
            rows = store.engine.rows(f"SELECT note_id, position FROM {table} ORDER BY 1, 2")
            for note in {row[0] for row in rows}:
                places = [position for note_id, position in rows if note_id == note]
                assert places == list(range(len(places))), (table, note)
        listed = [row[0] for row in store.engine.rows("SELECT position FROM series")]
        assert len(set(listed)) == len(listed)
        wanted = [told[op]["about"] for op in sorted(told) if told[op]["about"]]
        wishes(store, told, wanted)


def wishes(store: Store, told: dict[int, Ack], wanted: list[list[Any]]) -> None:
    """What each did is there, also where the other did the like to the same note at the same time."""
    alive = {note.id: note for note in store.notes.all()}
    early = [one for one in wanted if one[0] != "name" and one[1] <= FEW and one[1] in alive]  # no copies of others
    shots = Counter(note for what, note, *_ in early if what == "shot")
    for note, times in shots.items():
        assert store.engine.rows("SELECT count(*) FROM shot WHERE note_id = ?", (note,)) == [(times,)]
    pictures = {(note, *rest): what == "has" for what, note, *rest in early if what in ("has", "has not")}
    for (note, picture), there in pictures.items():
        assert (picture in store.notes.picture_links(note)) is there
    for op, ack in told.items():
        if ack["about"] and ack["about"][0] == "sibling":
            made = [row for table, row, before, _ in logged(store, op) if table == "note" and before is None]
            source = ack["about"][1]
            if source in alive:
                topics = {alive[one].topic_id for one in (source, *made) if one in alive}
                assert len(topics) == 1, (source, made)
    names = [name for what, name in (one for one in wanted if one[0] == "name")]
    assert len(set(names)) == len(names)


@EDITS
def test_undo_beside_another_leaves_what_is_theirs_and_says_so(edits: int, tmp_path: Path) -> None:
    folder, said = raced(tmp_path, edits, freely=True)
    told = acks(said)
    with closing(open_workspace(folder)) as store:
        together(store, told, said)
        state: State = {}
        steps = conflicts = 0
        for op, verb, target in store.engine.rows("SELECT id, verb, target_id FROM op ORDER BY id"):
            wrote = logged(store, op)
            if verb != "do":
                steps += 1
                reported = {(table, row) for table, row in told[op]["conflicts"]}
                conflicts += len(reported)
                taken_back(state, aims(store, op, verb, target), wrote, reported)
            for table, row_id, _before, after in wrote:
                now = state.get((table, row_id))
                state[table, row_id] = None if after is None else {**(now or {}), **after}
        print(f"{steps} undone or redone, {conflicts} rows left to others")
        assert conflicts or edits < 100


def aims(store: Store, op: int, verb: str, target: int) -> list[list[Any]]:
    """What a step was to put back, op by op, last written first."""
    where = (
        "group_id = ? AND verb = 'do' AND id < ?"
        if verb == "undo"
        else "id = (SELECT max(id) FROM op WHERE target_id = ? AND verb = 'undo' AND id < ?)"
    )
    ops = store.engine.rows(f"SELECT id FROM op WHERE {where} ORDER BY id DESC", (target, op))
    return [net(reversed(logged(store, one))) for (one,) in ops]


def taken_back(state: State, wanted: list[list[Any]], wrote: list[Any], reported: set[Place]) -> None:
    """Each row is as it was before the step, or reported and untouched; what others changed since is reported."""
    written = {(table, row) for table, row, _before, _after in wrote}
    places = {(table, row) for entries in wanted for table, row, _before, _after in entries}
    assert written <= places
    if len(wanted) == 1:
        assert not written & reported
        assert written | reported == places
        for table, row, _before, after in wanted[0]:
            now = state.get((table, row))
            changed = now is None if after is not None else now is not None
            changed = changed or any((now or {}).get(name, value) != value for name, value in (after or {}).items())
            assert not changed or (table, row) in reported, (table, row)
    else:
        assert written | reported == places
