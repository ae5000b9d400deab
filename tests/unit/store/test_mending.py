"""What is derived mends itself, and stops nobody meanwhile: the search index, the thumbnails."""

import os
import sqlite3
import threading
import time
from contextlib import closing

import pytest

from xhsplanner.ops import notes
from xhsplanner.store import mending, verify
from xhsplanner.store.recovery import check_due
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


@pytest.fixture
def busy(team: Store) -> Store:
    for number in range(60):
        notes.create(team, 1, f"第{number}篇 羊毛", body="地铁公交五折" if number % 2 else "咖啡买一送一")
    return team


def damage(store: Store) -> None:
    """Every page of the inverted index is cut short; entries and texts stay."""
    with closing(sqlite3.connect(store.path / "workspace.db")) as link:
        link.execute("UPDATE note_search_data SET block = substr(block, 1, 3) WHERE id > 10")
        link.commit()


def titles(store: Store, text: str) -> list[str]:
    return [note.title for note in store.notes.find(text, 100)]


def test_a_search_over_a_damaged_index_finds_all_the_same(busy: Store) -> None:
    texts = ("羊毛", "公交五折", "咖", "买一送一 第2", "没有")
    before = {text: titles(busy, text) for text in texts}
    assert [len(found) for found in before.values()][:2] == [60, 30]
    damage(busy)
    assert {text: titles(busy, text) for text in texts} == before
    assert busy.notes.index.state == "damaged"
    assert not check_due.suspected(busy.path), "the workspace needs no restoring"


def test_an_edit_over_a_damaged_index_is_written_and_found(busy: Store) -> None:
    damage(busy)
    titles(busy, "羊毛")
    change = notes.create(busy, 1, "损坏之后写的")
    assert change is not None
    assert titles(busy, "损坏之后") == ["损坏之后写的"]
    assert mending.mend_search(busy) == 61
    assert busy.notes.index.state == "whole"
    assert titles(busy, "损坏之后") == ["损坏之后写的"]
    assert verify.run(busy.path).harmed == []


def test_editing_goes_on_while_the_index_is_built(busy: Store) -> None:
    """No edit waits for the whole; what is written meanwhile is in the new index."""
    damage(busy)
    building = threading.Thread(target=lambda: mending.renew_search(busy, rest=0.01))
    building.start()
    waited = []
    for number in range(8):
        began = time.perf_counter()
        notes.create(busy, 1, f"同时写的{number}")
        notes.edit(busy, number + 1, title=f"改名{number}")
        waited.append(time.perf_counter() - began)
    building.join()
    assert len(titles(busy, "同时写的")) == 8
    assert len(titles(busy, "改名")) == 8
    assert verify.run(busy.path).harmed == []


def test_a_filling_that_was_cut_off_goes_on_at_the_next_opening(busy: Store) -> None:
    class Ended(Exception):  # noqa: N818
        pass

    def end(_done: int, _of: int) -> None:
        raise Ended

    with pytest.raises(Ended):
        mending.renew_search(busy, end)
    assert len(titles(busy, "羊毛")) == 60
    busy.close()
    again = open_workspace(busy.path)
    assert mending.complete_search(again) == 60 - mending.AT_ONCE
    assert len(titles(again, "羊毛")) == 60
    assert mending.complete_search(again) == 0
    assert verify.run(again.path).harmed == []
    again.close()


@pytest.mark.parametrize("transactions", [1, 2, 3, 5])
def test_a_building_that_was_cut_off_while_clearing_is_done_again(busy: Store, transactions: int) -> None:
    damage(busy)
    for _ in range(transactions):
        with busy.engine.transaction():
            busy.engine.clear_search(20)
    busy.close()
    again = open_workspace(busy.path)
    mending.complete_search(again)
    assert len(titles(again, "羊毛")) == 60
    assert verify.run(again.path).harmed == []
    again.close()


def test_other_indexes_are_built_again(busy: Store) -> None:
    with closing(sqlite3.connect(busy.path / "workspace.db")) as link:
        sql = link.execute("SELECT sql FROM sqlite_master WHERE name = 'note_by_series'").fetchone()[0]
        turned = sql.replace("(series_id, day", "(code, uid")
        for change in (turned, sql):
            update = f"UPDATE sqlite_master SET sql = '{change}' WHERE name = 'note_by_series'"
            link.executescript(f"PRAGMA writable_schema = ON; {update}; PRAGMA writable_schema = RESET")
            if change == turned:
                link.executescript("REINDEX note_by_series")
    assert [found.key for found in verify.run(busy.path).harmed] == ["indexes"]
    mending.renew_indexes(busy)
    assert verify.run(busy.path).harmed == []


@pytest.mark.parametrize("when", ["before it is opened", "while it is open"])
def test_damaged_thumbnails_are_thrown_away_and_made_anew(busy: Store, when: str) -> None:
    jpegs = [(f"{number:064}", os.urandom(5000)) for number in range(40)]
    busy.thumbs.put_many(jpegs)
    busy.thumbs.close()
    path = busy.path / "thumbs.db"
    store = open_workspace(busy.path)
    if when == "while it is open":
        assert store.thumbs.count() == 40
    data = bytearray(path.read_bytes())
    start = 4096 if when == "while it is open" else 0
    data[start:] = os.urandom(len(data) - start)
    path.write_bytes(data)
    for _ in range(2):
        store.thumbs.get_many([sha for sha, _ in jpegs])
        store.thumbs.put_many(jpegs[:3])
    assert store.thumbs.get_many([sha for sha, _ in jpegs]) == dict(jpegs[:3])
    assert [found for found in verify.run(busy.path).findings if found.check == "thumbs"] == []
    store.close()
