"""Undo and redo against a dictionary: after any steps, in any order, the tables hold what the dictionary says.

The dictionary knows nothing of the log. It compares the whole content before and after each step, and puts back row
by row what still is as the step left it.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from content import Content, Pair, Place, columns, content, differences
from hands import Hands, furnished

from xhsplanner.core.change import Change
from xhsplanner.store import schema
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

STEPS = 30
REOPEN = 0.1
"""How often the workspace is closed and opened again between two steps."""

Difference = dict[Place, Pair]


@dataclass
class Step:
    """What one member did as one step: the differences its ops made, and those of its last undo."""

    actor: int
    last: int
    ops: list[Difference] = field(default_factory=list)
    undone: Difference | None = None


class Model:
    """A workspace as a dictionary, with everybody's steps."""

    def __init__(self, store: Store) -> None:
        self.rows = content(store)
        self._columns = columns(store)
        self._unique = {table: unique(store, table) for table in schema.ALL_TABLES}
        self._steps: dict[int, Step] = {}
        self._redoable: dict[int, list[Step]] = {}
        self.seen: Counter[str] = Counter()

    def follow(self, store: Store, change: Change) -> None:
        """Do in the dictionary what was done, and compare."""
        now = content(store)
        self.seen[change.verb] += 1
        if change.verb == "do":
            self._done(change, differences(self.rows, now))
        else:
            self._taken_back(change, now)
        self.rows = now

    def _done(self, change: Change, difference: Difference) -> None:
        written = {(table, row) for table, ids in change.rows.items() for row in ids}
        assert difference.keys() <= written
        assert change.actor is not None
        step = self._steps.setdefault(change.group, Step(change.actor, change.id))
        step.ops.append(difference)
        step.last = change.id
        self._redoable[change.actor] = []

    def _taken_back(self, change: Change, now: Content) -> None:
        assert change.actor is not None
        redoable = self._redoable.setdefault(change.actor, [])
        if change.verb == "undo":
            mine = (step for step in self._steps.values() if step.actor == change.actor and step.undone is None)
            step = max(mine, key=lambda step: step.last)
            wanted = step.ops[::-1]
            redoable.append(step)
        else:
            step = redoable.pop()
            assert step.undone is not None
            wanted = [step.undone]
        assert self._steps[change.target or 0] is step
        expected = dict(self.rows)
        reported = {(one.table, one.row) for one in change.conflicts}
        self.seen["conflicts"] += len(reported)
        excused: set[Place] = set()
        for difference in wanted:
            excused |= self._put_back(expected, difference, reported)
        assert expected == now, differences(expected, now)
        assert reported <= excused, reported - excused
        step.undone = differences(self.rows, now) if change.verb == "undo" else None

    def _put_back(self, rows: Content, difference: Difference, reported: set[Place]) -> set[Place]:
        """Take one op back where the rows still are as it left them; those that rightly stay."""
        stay = {place for place, pair in difference.items() if not self._as_left(rows.get(place), pair, place[0])}
        missed = stay - reported
        assert not missed, f"changed by another and not reported: {missed}"
        taken = difference.keys() <= reported and self._taken(rows, difference)  # then a step stays as a whole
        for place, (before, after) in difference.items():
            if place in reported:
                if place not in stay and (taken or self._held(rows, place, before, reported)):
                    stay.add(place)
                continue
            now = rows.get(place)
            if before is None:
                del rows[place]
            elif after is None or now is None:
                rows[place] = before
            else:
                rows[place] = [b if b != a else n for b, a, n in zip(before, after, now, strict=True)]
        return stay

    def _as_left(self, now: list[object] | None, pair: Pair, table: str) -> bool:
        before, after = pair
        if now is None or after is None:
            return now is after
        if before is None:
            return now == after
        return all(n == a for n, a, b in zip(now, after, before, strict=True) if a != b)

    def _held(self, rows: Content, place: Place, before: object, reported: set[Place]) -> bool:
        """Whether a row that is as it was left has a reason to stay: something refers to it, or it belongs to what
        stays.
        """
        table, row_id = place
        for child, column in schema.REFERENCES.get(table, ()):
            at = self._columns[child].index(column)
            if any(name == child and row[at] == row_id for (name, _), row in rows.items()):
                return True
        owner = schema.OWNERS.get(table)
        if owner and before is None:
            return (owner[1], rows[place][self._columns[table].index(owner[0])]) in reported
        return False

    def _taken(self, rows: Content, difference: Difference) -> bool:
        """Whether a row as it was would have what only one may have, and another has now."""
        for (table, row_id), (before, _after) in difference.items():
            for key in self._unique[table]:
                values = [before[at] for at in key] if before else [None]
                if None not in values and any(
                    name == table and other != row_id and [row[at] for at in key] == values
                    for (name, other), row in rows.items()
                ):
                    return True
        return False


def unique(store: Store, table: str) -> list[list[int]]:
    """The places of the columns that no two rows of a table may share."""
    found = []
    for (index,) in store.engine.rows('SELECT name FROM pragma_index_list(?) WHERE "unique"', (table,)):
        found.append([row[0] for row in store.engine.rows("SELECT cid FROM pragma_index_info(?)", (index,))])
    return found


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small furnished workspace, to be copied."""
    folder = tmp_path_factory.mktemp("start") / "w"
    furnished(folder, Random(8))
    return folder


def opened(folder: Path, store: Store | None, actor: int) -> Store:
    if store is not None:
        store.close()
    return open_workspace(folder, actor=actor)


def play(folder: Path, chance: Random, people: int) -> Counter[str]:
    """One story of `STEPS` steps by so many people, checked after each."""
    store = opened(folder, None, 1)
    model = Model(store)
    hands = {actor: Hands(store, chance, undoing=0.4) for actor in range(1, people + 1)}
    done = 0
    while done < STEPS:
        store.actor = chance.randint(1, people)
        if chance.random() < REOPEN:
            store = opened(folder, store, store.actor)
            assert content(store) == model.rows
            for one in hands.values():
                one.store = store
        change = hands[store.actor].step()
        if change is not None:
            done += 1
            model.follow(store, change)
    store.close()
    return model.seen


@pytest.mark.parametrize("stories", [6, pytest.param(300, marks=pytest.mark.torture)])
@pytest.mark.parametrize("people", [1, 2])
def test_undo_and_redo_do_what_a_dictionary_does(people: int, stories: int, start: Path, tmp_path: Path) -> None:
    seen: Counter[str] = Counter()
    for number in range(stories):
        folder = shutil.copytree(start, tmp_path / f"{number}")
        seen += play(folder, Random(1000 * people + number), people)
        shutil.rmtree(folder)
    print(f"{stories} stories of {STEPS} steps by {people}: {dict(seen)}")
    assert min(seen["undo"], seen["redo"]) > stories
