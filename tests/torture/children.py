"""What children of the forker do, most of them until they are killed. Each says what it did after it was done."""

import os
import signal
import sqlite3
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

from content import rows_of
from forker import say
from hands import MONDAY, Hands

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.ops import bulk, catalog, notes, plan, shots
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

PAUSE = 0.008
"""Seconds of thought between two edits of a race: who never pauses hardly lets the other in."""

LATE = ("media.guards", "media.images", "exchange.plan_text")
for _late in ("PIL.PngImagePlugin", "sqlite_utils.migrations", *(f"xhsplanner.{name}" for name in LATE)):
    import_module(_late)  # once, before any fork


def edit(folder: str, seed: int, actor: int, steps: int, undoing: float) -> None:
    """Do random things; of each says the op, its verb and conflicts, and every row it wrote as it then was."""
    store = open_workspace(Path(folder), actor=actor)
    hands = Hands(store, Random(seed), undoing)
    say("begin")
    for _ in range(steps):
        change = hands.step()
        if change is not None:
            rows = rows_of(store, {(table, row) for table, ids in change.rows.items() for row in ids})
            conflicts = [(one.table, one.row) for one in change.conflicts]
            say({"op": change.id, "rows": rows, "conflicts": conflicts})
    store.close()


def upgrade(folder: str, point: int) -> None:
    """Open a workspace of an older version; killed before one statement of its upgrade, or says how many."""
    connect, seen = sqlite3.connect, [0]

    class Dying(sqlite3.Connection):
        upgrading = False

        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            self.upgrading |= sql == "BEGIN IMMEDIATE"
            seen[0] += self.upgrading
            if self.upgrading and seen[0] == point:
                os.kill(os.getpid(), signal.SIGKILL)
            try:
                return super().execute(sql, *rest)
            finally:
                self.upgrading &= sql != "COMMIT"

    sqlite3.connect = lambda *args, **kwargs: connect(*args, **{"factory": Dying, **kwargs})  # type: ignore[assignment]
    open_workspace(Path(folder)).close()
    say(seen[0])


def bring(folder: str, pictures: str) -> None:
    """Import a folder of pictures, straight into a note."""
    store = open_workspace(Path(folder))
    say("begin")
    say(len(bulk.bring_pictures(store, 1, [Path(pictures)]).added))
    rest()


def import_plan(folder: str, file: str) -> None:
    """Import a schedule as the window does: read, then written in one op."""
    store = open_workspace(Path(folder))
    say("begin")
    reading = plan.read_plan(Path(file), known=plan.known(store), today=MONDAY)
    change = plan.import_plan(store, reading)
    say(len(change.created["note"]) if change else 0)
    rest()


def rest() -> None:
    """The program stays open after its work, until it is killed."""
    time.sleep(30)


def race(folder: str, actor: int, seed: int, edits: int, start: float, freely: bool) -> None:
    """One of two who work on the same notes at the same time; says each op, and what was refused."""
    store = open_workspace(Path(folder), actor=actor)
    chance = Random(seed)
    racer = Racer(store, chance)
    hands = Hands(store, chance, undoing=0.4)
    say("begin")
    time.sleep(max(0.0, start - time.time()))
    done = 0
    while done < edits:
        time.sleep(PAUSE * chance.random())
        if freely:
            change, about = hands.step(), None
        else:
            change, about = racer.step()
        if change is not None:
            done += 1
            conflicts = [(one.table, one.row) for one in change.conflicts]
            say({"op": change.id, "kind": change.kind, "about": about, "conflicts": conflicts})
    say({"refused": hands.refused + racer.refused})
    store.close()


class Racer:
    """Verbs that look before they write, on few notes; pictures only of one's own half of the library."""

    def __init__(self, store: Store, chance: Random) -> None:
        self.refused = 0
        self._store = store
        self._chance = chance
        self._pictures = [asset.id for asset in store.assets.all() if asset.id % 2 == store.actor % 2]
        self._names = iter(range(10**6))

    def step(self) -> tuple[Change | None, Any]:
        """One verb, and what it was about."""
        store, chance = self._store, self._chance
        note = chance.choice([row[0] for row in store.engine.rows("SELECT id FROM note ORDER BY id LIMIT 6")])
        picture = chance.choice(self._pictures)
        name = f"series {next(self._names)}"  # the other one has the same names
        verbs: list[tuple[Callable[[], Change | None], Any]] = [
            (lambda: notes.create(store, 1, "新的", series_id=1), None),
            (lambda: notes.copy(store, [note]), None),
            (lambda: bulk.set_series(store, [note], chance.choice((1, 2))), None),
            (lambda: shots.add(store, note, chance.choice((None, 0, 1)), scene=f"{store.actor}"), ["shot", note]),
            (lambda: shots.arrange(store, note, [s.id for s in store.shots.of(note)][::-1]), None),
            (lambda: notes.attach(store, note, [picture], chance.choice((None, 0))), ["has", note, picture]),
            (lambda: notes.detach(store, note, [picture]), ["has not", note, picture]),
            (lambda: notes.duplicate_to_accounts(store, note, [2]), ["sibling", note]),
            (lambda: catalog.add(store, "series", name=name), ["name", name]),
            (lambda: notes.edit(store, note, title=f"{store.actor} {chance.random()}"), None),
            (lambda: notes.delete(store, [note]) if chance.random() < 0.1 else None, None),
        ]
        verb, about = chance.choice(verbs)
        try:
            return verb(), about
        except Refused:
            self.refused += 1
            return None, None
