"""The links of the op-log: whoever changes, takes out or puts in an op is found; so is a missing end."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.ops import notes, workspace
from xhsplanner.store import chain
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

ALTERED = {
    "text of a row": "UPDATE op_row SET after = replace(after, '第1篇', '第9篇') WHERE op_id = 8",
    "what was before": "UPDATE op_row SET before = NULL WHERE op_id = 10",
    "when": "UPDATE op SET at = '2020-01-01T00:00:00.000' WHERE id = 6",
    "who": "UPDATE op SET actor_id = 2 WHERE id = 6",
    "a row gone": "DELETE FROM op_row WHERE op_id = 8 AND seq = 0",
    "an op gone": "DELETE FROM op_row WHERE op_id = 6; DELETE FROM op WHERE id = 6",
    "the first gone": "DELETE FROM op_row WHERE op_id = 1; DELETE FROM op WHERE id = 1",
    "a row more": "INSERT INTO op_row VALUES (6, 99, 'note', 1, NULL, '{}')",
    "a link": "UPDATE op SET chain = upper(chain) WHERE id = 6",
}


@pytest.fixture
def busy(team: Store) -> Store:
    """A team with some edits, one of them undone."""
    for number in range(3):
        notes.create(team, 1, f"第{number}篇")
    note = team.notes.backlog()[0]
    notes.edit(team, note.id, title="改过")
    workspace.undo(team)
    return team


def broken(store: Store) -> list[int]:
    return [one.op_id for one in chain.walk(store.engine) if not one.whole]


def test_every_op_has_a_link_and_the_head_stands_outside(busy: Store) -> None:
    assert broken(busy) == []
    links = list(chain.walk(busy.engine))
    assert len(links) == busy.history.last_id() > 8
    head = chain.newest(busy.engine)
    assert (
        head
        == chain.HeadFile(busy.path).read()
        == chain.Head(len(links), links[-1].link, links[-1].at, links[0].link)
    )
    later = list(chain.walk(busy.engine, after=4, previous=links[3].link))
    assert later == links[4:]


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_log_shows(busy: Store, what: str) -> None:
    connection = sqlite3.connect(busy.path / "workspace.db")
    connection.executescript(ALTERED[what])
    connection.close()
    assert broken(busy)


def test_a_missing_end_shows_by_the_head(busy: Store) -> None:
    connection = sqlite3.connect(busy.path / "workspace.db")
    last = busy.history.last_id()
    connection.executescript(f"DELETE FROM op_row WHERE op_id = {last}; DELETE FROM op WHERE id = {last}")
    connection.close()
    assert broken(busy) == []
    head, known = chain.newest(busy.engine), busy.head.read()
    assert head is not None
    assert known is not None
    assert known.count == head.count + 1


def test_the_head_goes_on_after_reopening_and_never_goes_back(busy: Store) -> None:
    head = busy.head.read()
    assert head is not None
    busy.head.write(chain.Head(1, "a" * 64, head.at))
    assert busy.head.read() == head
    other = open_workspace(busy.path)
    notes.create(other, 1, "别的窗口")
    other.close()
    assert chain.HeadFile(busy.path).read() == chain.newest(busy.engine) != head
    busy.head.reset(None)
    assert busy.head.read() == chain.Head(0, "", "")


def test_a_head_that_cannot_be_written_is_no_harm(busy: Store, tmp_path: Path) -> None:
    lost = chain.HeadFile(tmp_path / "nowhere")
    lost.write(chain.Head(1, "a" * 64, "2026-12-09T10:00:00.000"))
    assert lost.read() is None


@given(st.binary(max_size=200))
def test_only_what_was_written_reads_as_a_head(data: bytes) -> None:
    head = chain.parsed(data)
    assert head is None or chain.line(head) == data


@given(st.integers(0, 10**12), st.integers(0, chain.WIDTH - 1), st.integers(0, 7))
def test_a_flipped_bit_in_the_head_shows(count: int, byte: int, bit: int) -> None:
    data = bytearray(chain.line(chain.Head(count, "0f" * 32, "2026-12-09T10:00:00.000", "a1" * 32)))
    assert len(data) == chain.WIDTH
    data[byte] ^= 1 << bit
    assert chain.parsed(bytes(data)) is None
