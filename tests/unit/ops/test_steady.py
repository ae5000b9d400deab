"""What a verb looked at is still so when it writes, and whoever is refused keeps nobody waiting."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes, shots
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace


@pytest.fixture
def other(team: Store) -> Iterator[Store]:
    """Another window on the same workspace."""
    store = open_workspace(team.path)
    yield store
    store.close()


def meanwhile(store: Store, monkeypatch: pytest.MonkeyPatch, doing: Callable[[], object]) -> None:
    """Let somebody do something at the last moment before the next verb of `store` begins."""
    begin = store.engine.held

    @contextmanager
    def late() -> Iterator[None]:
        monkeypatch.undo()
        doing()
        with begin():
            yield

    monkeypatch.setattr(store.engine, "held", late)


def test_no_episode_is_given_twice(team: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    meanwhile(team, monkeypatch, lambda: notes.create(other, 1, "先", series_id=1))
    notes.create(team, 1, "后", series_id=1)
    assert sorted((note.title, note.episode) for note in team.notes.all()) == [("先", 1), ("后", 2)]


def test_shots_of_two_keep_one_order(team: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    change = notes.create(team, 1, "视频")
    assert change is not None
    note = change.created["note"][0]
    meanwhile(team, monkeypatch, lambda: shots.add(other, note, scene="先"))
    shots.add(team, note, scene="后")
    assert [(shot.position, shot.scene) for shot in team.shots.of(note)] == [(0, "先"), (1, "后")]


def test_the_catalogue_is_read_anew_where_others_wrote(team: Store, other: Store) -> None:
    assert team.catalog.series_by_id(1) is not None
    catalog.edit(other, "series", 1, hashtags="#新的")
    change = notes.create(team, 1, "题", series_id=1)  # nobody has polled in between
    assert change is not None
    assert team.notes.text(change.created["note"][0]).hashtags == "#新的"


def test_what_was_rolled_back_is_not_remembered(team: Store) -> None:
    def fail() -> None:
        with team.op("series.add", name="没写成") as op:
            op.insert("series", {"name": "没写成"})
            team.catalog.forget_all()
            assert "没写成" in {series.name for series in team.catalog.series()}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert "没写成" not in {series.name for series in team.catalog.series()}


def test_a_refused_verb_keeps_nobody_waiting(team: Store, other: Store) -> None:
    with pytest.raises(Refused):
        notes.move(team, [99], day=None)
    assert notes.create(other, 1, "接着") is not None
    thread = threading.Thread(target=notes.create, args=(team, 1, "别的线程"))
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert team.notes.count() == 2


def test_a_verb_may_write_twice_or_not_at_all(team: Store, other: Store) -> None:
    @steady
    def twice(store: Store) -> None:
        notes.create(store, 1, "一")
        notes.create(other, 1, "二")  # the first has ended: anybody may write
        notes.create(store, 1, "三")

    twice(team)
    assert steady(lambda store: store.notes.count())(team) == 3
    assert notes.create(other, 1, "四") is not None
