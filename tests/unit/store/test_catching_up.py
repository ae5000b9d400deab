"""What others committed is read beside the work of our own threads, and never taken for it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from xhsplanner.core.change import Change
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Store]:
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    yield store
    store.close()


def test_an_op_of_another_thread_is_ours_from_its_commit_on(team: Store) -> None:
    """The GUI thread looks for news while the writer thread is between COMMIT and telling."""
    heard: list[Change] = []
    team.subscribe(heard.append)
    committed, looked = threading.Event(), threading.Event()
    write = team.head.write

    def slow(head: object) -> None:
        write(head)  # type: ignore[arg-type]
        committed.set()
        looked.wait(5)

    team.head.write = slow  # type: ignore[method-assign, assignment]
    writer = threading.Thread(target=lambda: notes.create(team, 1, "写作线程"))
    writer.start()
    assert committed.wait(5)
    assert team.poll() == []
    looked.set()
    writer.join()
    assert team.poll() == []
    assert [change.foreign for change in heard] == [False]


def test_news_are_told_once_however_often_they_are_read(team: Store) -> None:
    heard: list[Change] = []
    team.subscribe(heard.append)
    other = open_workspace(team.path)
    notes.create(other, 1, "别人的")
    other.close()
    assert team.stirred()
    assert not team.stirred()
    readers = [threading.Thread(target=team.catch_up) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert [change.foreign for change in heard] == [True]
