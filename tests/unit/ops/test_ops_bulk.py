"""What a person can do to several notes at once: each is one step, exact to undo, and refuses as a whole."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note, Status
from xhsplanner.ops import bulk, catalog, notes, status, workspace
from xhsplanner.ops.bulk import Place
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

DAY = date(2026, 12, 7)


def make(store: Store, **fields: Any) -> int:
    change = notes.create(store, fields.pop("account_id", 1), **{"title": "最低还款的坑", "day": DAY, **fields})
    assert change is not None
    return change.created["note"][0]


def read(store: Store, *ids: int) -> list[Note]:
    return store.notes.get_many(ids)


def publish(store: Store, note_id: int) -> None:
    notes.edit(store, note_id, body="正文")
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(store, [note_id], to)


def test_each_note_goes_to_its_own_place_in_one_step(team: Store) -> None:
    ids = [make(team), make(team, day=DAY + timedelta(2), account_id=2), make(team, day=None)]
    before = read(team, *ids)
    bulk.place(team, {ids[0]: Place(DAY + timedelta(7), 2), ids[1]: Place(None, 1), ids[2]: Place(DAY, 1)})
    assert [(n.day, n.account_id) for n in read(team, *ids)] == [(DAY + timedelta(7), 2), (None, 1), (DAY, 1)]
    workspace.undo(team)
    assert read(team, *ids) == before


def test_a_published_note_keeps_all_of_them_where_they_are(team: Store) -> None:
    ids = [make(team), make(team, title="已经发了")]
    publish(team, ids[1])
    with pytest.raises(Refused, match="已经发了"):
        bulk.place(team, dict.fromkeys(ids, Place(None, 1)))
    assert [note.day for note in read(team, *ids)] == [DAY, DAY]


def test_several_notes_published_at_once_know_when(team: Store) -> None:
    ids = [make(team), make(team)]
    for note_id in ids:
        publish(team, note_id)
    assert all(note.published_at for note in read(team, *ids))


def test_several_published_in_one_step_went_out_as_planned(team: Store) -> None:
    ids = [make(team, body="正文", minute=510), make(team, body="正文", minute=None)]
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(team, ids, to)
    assert [note.published_at for note in read(team, *ids)] == [
        "2026-12-07T08:30:00.000",
        "2026-12-07T12:00:00.000",
    ]


def test_copies_come_in_the_order_of_the_notes(team: Store) -> None:
    ids = [make(team, title="一"), make(team, title="二")]
    change = bulk.copy_to(team, {ids[1]: Place(DAY, 2), ids[0]: Place(DAY + timedelta(1), 2)})
    assert change is not None
    made = read(team, *change.created["note"])
    assert [(note.title, note.day) for note in made] == [("二", DAY), ("一", DAY + timedelta(1))]
    workspace.undo(team)
    assert team.notes.count() == 2


def test_copies_in_a_series_are_its_next_episodes(team: Store) -> None:
    ids = [make(team, series_id=1), make(team, series_id=1)]
    change = bulk.copy_to(team, dict.fromkeys(ids, Place(DAY, 1)))
    assert change is not None
    assert [note.episode for note in read(team, *change.created["note"])] == [3, 4]


def test_a_new_time_keeps_the_distances_within_a_day(team: Store) -> None:
    ids = [make(team, minute=600), make(team, minute=690), make(team, minute=900, account_id=2), make(team)]
    bulk.set_time(team, ids, 1200)
    assert [note.minute for note in read(team, *ids)] == [1200, 1290, 1200, 1200]
    bulk.set_time(team, ids, None)
    assert {note.minute for note in read(team, *ids)} == {None}


def test_a_time_does_not_leave_its_day(team: Store) -> None:
    ids = [make(team, minute=600), make(team, minute=1400)]
    bulk.shift_time(team, ids, 15)
    with pytest.raises(Refused, match="跨到另一天"):
        bulk.shift_time(team, ids, 60)
    with pytest.raises(Refused, match="跨到另一天"):
        bulk.set_time(team, ids, 1300)
    assert [note.minute for note in read(team, *ids)] == [615, 1415]
    with pytest.raises(Refused, match="还没有时间"):
        bulk.shift_time(team, [make(team)], 15)


def test_series_count_episodes_on_each_account(team: Store) -> None:
    make(team, series_id=2)
    ids = [make(team), make(team), make(team, account_id=2)]
    bulk.set_series(team, ids, 2)
    assert [(note.series_id, note.episode) for note in read(team, *ids)] == [(2, 2), (2, 3), (2, 1)]
    bulk.set_series(team, ids, None)
    assert [(note.series_id, note.episode) for note in read(team, *ids)] == [(None, None)] * 3


def test_owner_designer_and_kind(team: Store) -> None:
    ids = [make(team), make(team)]
    bulk.set_owner(team, ids, 1)
    bulk.set_designer(team, ids, 2)
    bulk.set_kind(team, ids, Kind.VIDEO)
    assert {(n.owner_id, n.designer_id, n.kind) for n in read(team, *ids)} == {(1, 2, Kind.VIDEO)}
    assert bulk.set_owner(team, ids, 1) is None
    for _ in range(3):
        workspace.undo(team)
    assert {(n.owner_id, n.designer_id, n.kind) for n in read(team, *ids)} == {(None, None, Kind.PICTURES)}


OFFSETS = st.lists(st.tuples(st.integers(-400, 400), st.integers(1, 2), st.booleans()), min_size=6, max_size=6)


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Six notes on two accounts, for examples that leave the plan as it was."""
    store = create_workspace(tmp_path_factory.mktemp("six") / "workspace")
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    for n in range(6):
        make(store, day=DAY + timedelta(n), minute=600 + n, account_id=1 + n % 2)
    yield store
    store.close()


@settings(max_examples=25, deadline=None)
@given(OFFSETS)
def test_moving_many_and_undo_is_nothing(six: Store, offsets: list[tuple[int, int, bool]]) -> None:
    before = six.notes.all()
    places = {
        note.id: Place(None if undated else DAY + timedelta(days), account)
        for note, (days, account, undated) in zip(before, offsets, strict=True)
    }
    change = bulk.place(six, places)
    if change is not None:
        assert {n.id: Place(n.day, n.account_id) for n in six.notes.all()} == places
        workspace.undo(six)
    assert six.notes.all() == before


def test_pictures_brought_to_a_note_are_one_op(team: Store, tmp_path: Path) -> None:
    files = []
    for number, color in enumerate(("#D42A45", "#2F6FED")):
        files.append(tmp_path / f"{number}.png")
        Image.new("RGB", (900, 1200), color).save(files[-1])
    note, first = make(team), team.history.last_id()
    result = bulk.bring_pictures(team, note, files[::-1])
    assert [asset.name for asset in team.notes.pictures(note)] == ["1.png", "0.png"]
    assert team.history.last_id() == first + 1
    assert result.change is not None
    assert result.change.label == "给《最低还款的坑》加 2 张图"
    workspace.undo(team)
    assert (team.notes.pictures(note), team.assets.all()) == ([], [])
    workspace.redo(team)
    again = make(team)
    assert bulk.bring_pictures(team, again, files).change is not None
    assert len(team.notes.pictures(again)) == 2


def test_pictures_for_a_note_that_went_meanwhile_are_not_brought(
    team: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.new("RGB", (900, 1200), "#D42A45").save(tmp_path / "0.png")
    note, held = make(team), team.held

    def late() -> Any:
        monkeypatch.undo()
        notes.delete(team, [note])  # while the picture was decoded
        return held()

    monkeypatch.setattr(team, "held", late)
    with pytest.raises(Refused, match="已经不在了"):
        bulk.bring_pictures(team, note, [tmp_path / "0.png"])
    assert team.assets.all() == []
