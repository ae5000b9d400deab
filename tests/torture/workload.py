"""A team at work for a while, through the real `ops`: what the recorder records."""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.ops import assets, bulk, catalog, notes, settings, workspace
from xhsplanner.store import schema
from xhsplanner.store.store import Store

START = date(2026, 12, 7)
WORDS = "羊毛天天捡信用卡避坑指南年终奖理财小课堂周末咖啡半价"


def digest(store: Store) -> str:
    """What all tables of the user hold, as one hash."""
    found = hashlib.sha256()
    for table in schema.ALL_TABLES:
        for row in store.engine.rows(f"SELECT * FROM {table} ORDER BY id"):
            found.update(repr((table, row)).encode())
    return found.hexdigest()


def team(store: Store) -> None:
    """Two accounts, a series."""
    for name in ("主账号", "信用卡"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡", hashtags="#信用卡")


def words(chance: Random, longest: int) -> str:
    return "".join(chance.choices(WORDS, k=chance.randint(1, longest)))


def picture(folder: Path, chance: Random) -> Path:
    """A new picture file outside the workspace."""
    path = folder / f"{chance.getrandbits(40):x}.png"
    Image.frombytes("RGB", (300, 400), chance.randbytes(60 * 80 * 3).ljust(300 * 400 * 3, b"\7")).save(path)
    return path


def one_edit(store: Store, chance: Random, pictures: Path) -> None:
    """Something a person may do next. Raises Refused where it cannot be done or the disk is in the way."""
    known = store.notes.all()
    note = chance.choice(known).id if known else 0
    some = [one.id for one in chance.sample(known, min(len(known), 8))]
    day = START + timedelta(chance.randrange(60))
    kinds: list[tuple[int, Callable[[], object]]] = [
        (30, lambda: notes.edit(store, note, body=words(chance, chance.choice((20, 300, 6000))))),
        (20, lambda: notes.edit(store, note, title=words(chance, 20))),
        (20, lambda: notes.create(store, chance.choice((1, 2)), words(chance, 18), day=day)),
        (8, lambda: notes.move(store, some, day=day)),
        (5, lambda: bulk.set_time(store, some, chance.randrange(1440))),
        (4, lambda: notes.delete(store, some[:2])),
        (6, lambda: workspace.undo(store)),
        (3, lambda: workspace.redo(store)),
        (2, lambda: settings.change(store, "snapshots_kept", chance.randint(3, 30))),
        (3, lambda: assets.add(store, [picture(pictures, chance)])),
    ]
    if not known:
        kinds = kinds[2:3]
    weights, verbs = zip(*kinds, strict=True)
    chance.choices(verbs, weights)[0]()


def work(store: Store, chance: Random, pictures: Path, edits: int, done: Callable[[], None]) -> None:
    """`edits` edits, `done` after each."""
    for _ in range(edits):
        try:
            one_edit(store, chance, pictures)
        except Refused:  # nothing to redo, say
            continue
        done()
