"""Kill −9 while somebody edits: what was acknowledged is there, and the last thing is there whole or not at all."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from content import Content, Pair, Place, Row, columns, content, differences, logged, rows_of, sound
from hands import furnished
from killing import Forker, Said

from xhsplanner.store import chain
from xhsplanner.store.reverting import net
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
HOT = 32
"""Bytes of the header of a write-ahead log: a longer one holds pages that are in no other file."""


@pytest.fixture(scope="module")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    """Children that know the program."""
    forker = Forker("children", tmp_path_factory.mktemp("errors") / "errors.txt")
    yield forker
    forker.close()


@dataclass
class Book:
    """What an honest bookkeeper knows of a workspace by what children acknowledged."""

    rows: Content
    op: int
    link: str
    edits: int = 0
    kills: int = 0
    hot: int = 0
    whole: int = 0
    absent: int = 0
    faults: list[str] = field(default_factory=list)

    def hear(self, said: Said) -> None:
        """Enter what a child acknowledged."""
        for line in said.lines:
            self.op = line["op"]
            self.edits += 1
            for table, row_id, row in line["rows"]:
                if row is None:
                    self.rows.pop((table, row_id), None)
                else:
                    self.rows[table, row_id] = row


def opened(folder: Path) -> tuple[Store, Book]:
    store = open_workspace(folder)
    links = list(chain.walk(store.engine))
    assert all(link.whole for link in links)
    return store, Book(content(store), links[-1].op_id, links[-1].link)


@pytest.mark.parametrize(("kills", "edits"), [(5, 75), pytest.param(500, 30_000, marks=pytest.mark.torture)])
def test_a_kill_loses_nothing_that_was_acknowledged(kills: int, edits: int, forker: Forker, tmp_path: Path) -> None:
    chance = Random(4)
    folder = tmp_path / "w"
    furnished(folder, chance)
    store, book = opened(folder)
    store.close()
    usual = edits // kills
    while book.kills < kills or book.edits < edits:
        moment = (chance.randint(usual // 4, usual * 2), chance.uniform(0.0, 0.005))
        said = forker.run("edit", str(folder), chance.getrandbits(32), 1, 10**6, 0.2, kill=moment)
        assert said.code < 0
        book.kills += 1
        judge(folder, book, said)
    final(folder, book)
    print(
        f"{book.kills} kills, {book.edits} acknowledged edits, hot {book.hot}, of the edits under way"
        f" {book.whole} whole and {book.absent} absent, faults {len(book.faults)}"
    )
    assert book.faults == []
    assert book.hot >= 0.9 * book.kills


def judge(folder: Path, book: Book, said: Said) -> None:
    """Compare what is there with what was acknowledged; the book goes on from what is there."""
    log = folder / "workspace.db-wal"
    book.hot += log.exists() and log.stat().st_size > HOT
    head = chain.HeadFile(folder).read()
    previous = book.op
    book.hear(said)
    store = open_workspace(folder)
    try:
        if store.read_only:
            book.faults.append(f"kill {book.kills}: {store.read_only}")
        known = chain.newest(store.engine)
        assert known is not None
        links = list(chain.walk(store.engine, previous, book.link))
        if not all(link.whole for link in links):
            book.faults.append(f"kill {book.kills}: the chain is broken")
        if head is not None and (head.count, head.link) not in {(link.op_id, link.link) for link in links} | {
            (previous, book.link)
        }:
            book.faults.append(f"kill {book.kills}: the head leads: {head}, {known}")
        if not book.op <= known.count <= book.op + 1:
            book.faults.append(f"kill {book.kills}: op {known.count} after {book.op} was acknowledged")
        there = content(store)
        differing = differences(book.rows, there)
        if known.count == book.op + 1:
            book.whole += 1
            differing = torn(store, known.count, differing)
        else:
            book.absent += 1
        if differing:
            book.faults.append(f"kill {book.kills}: {differing}")
        book.rows, book.op, book.link = there, known.count, known.link
    finally:
        store.close()
    sound(folder)


def torn(store: Store, op_id: int, differing: dict[Place, Pair]) -> dict[Place, Pair]:
    """What differs although, or otherwise than, the one op that nobody acknowledged says it wrote it."""
    names = columns(store)
    left = dict(differing)
    for table, row_id, before, after in net(reversed(logged(store, op_id))):
        was, became = left.pop((table, row_id), (None, None))
        if became is None and after is not None:
            became = content_of(store, table, row_id)
        kept = dict(zip(names[table], was, strict=True)) if was and before else {}
        row = dict(zip(names[table], became, strict=True)) if became else None
        if row != (None if after is None else {**(row or {}), **kept, **after}):
            left[table, row_id] = (was, became)
    return left


def content_of(store: Store, table: str, row_id: int) -> Row | None:
    """One row as it is now."""
    ((_table, _id, row),) = rows_of(store, [(table, row_id)])
    return row


def final(folder: Path, book: Book) -> None:
    """The whole chain from its beginning."""
    store = open_workspace(folder)
    assert all(link.whole for link in chain.walk(store.engine))
    assert sum(1 for _ in chain.walk(store.engine)) == book.op
    store.close()
    assert not (folder / "workspace.db-wal").exists()
