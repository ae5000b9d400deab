"""The shot list: one op a thing, order kept, published notes untouched, a copy takes the shots along."""

import pytest

from xhsplanner.core import shots as core_shots
from xhsplanner.core.errors import Refused
from xhsplanner.ops import notes, shots, workspace
from xhsplanner.ops.shots import MOST
from xhsplanner.store.store import Store


@pytest.fixture
def note(team: Store) -> int:
    change = notes.create(team, 1, "三步算清最低还款", kind="视频")
    assert change is not None
    return change.created["note"][0]


def listed(store: Store, note: int) -> list[tuple[str, int | None]]:
    found = store.shots.of(note)
    assert [shot.position for shot in found] == list(range(len(found)))
    return [(shot.scene, shot.seconds) for shot in found]


def test_add_edit_arrange_remove(team: Store, note: int) -> None:
    shots.add(team, note, scene="结尾", seconds=5)
    shots.add(team, note, 0, scene="开场", seconds=3, words="大家好\ud83d")
    shots.add(team, note, 1, scene="账单")
    assert listed(team, note) == [("开场", 3), ("账单", None), ("结尾", 5)]
    first, middle, last = team.shots.of(note)
    assert first.words == "大家好\ufffd"
    assert core_shots.length([first, middle, last]) == 8
    assert core_shots.starts([first, middle, last]) == [0, 3, 3]
    change = shots.edit(team, middle.id, seconds=4)
    assert change is not None
    shots.edit(team, middle.id, group=change.group, scene="账单特写")
    shots.arrange(team, note, [last.id, first.id, middle.id])
    shots.remove(team, note, [first.id, 9999])
    assert listed(team, note) == [("结尾", 5), ("账单特写", 4)]
    for expected in (
        [("结尾", 5), ("开场", 3), ("账单特写", 4)],
        [("开场", 3), ("账单特写", 4), ("结尾", 5)],
        [("开场", 3), ("账单", None), ("结尾", 5)],
    ):
        workspace.undo(team)
        assert listed(team, note) == expected


def test_what_is_refused(team: Store, note: int) -> None:
    shots.add(team, note, scene="一")
    (shot,) = team.shots.of(note)
    for bad in ({"seconds": -1}, {"seconds": 24 * 3600 + 1}, {"position": 4}):
        with pytest.raises(Refused):
            shots.edit(team, shot.id, **bad)
    with pytest.raises(Refused):
        shots.arrange(team, note, [])
    with pytest.raises(Refused):
        shots.edit(team, 9999, scene="x")
    with pytest.raises(Refused):
        shots.add(team, 9999)
    done = notes.create(team, 1, "发了", status="published")
    assert done is not None
    with pytest.raises(Refused):
        shots.add(team, done.created["note"][0])
    assert shots.remove(team, note, []) is None
    with team.op("x") as op:
        for position in range(1, MOST):
            op.insert("shot", {"note_id": note, "position": position})
    with pytest.raises(Refused):
        shots.add(team, note)


def test_a_copy_takes_shots_tags_keywords_and_offers_along(team: Store, note: int) -> None:
    shots.add(team, note, scene="开场", seconds=3, words="大家好")
    shots.add(team, note, scene="结尾")
    with team.op("x") as op:
        for noun in ("tag", "keyword", "offer"):
            for name in ("甲", "乙"):
                op.insert(f"note_{noun}", {"note_id": note, f"{noun}_id": op.insert(noun, {"name": name})})
    one = notes.copy(team, [note])
    others = notes.duplicate_to_accounts(team, note, [2])
    assert one is not None
    assert others is not None
    for copied in (one.created["note"][0], others.created["note"][0]):
        assert listed(team, copied) == [("开场", 3), ("结尾", None)]
        assert team.shots.of(copied)[0].words == "大家好"
        for found in (team.notes.tags(copied), team.notes.keywords(copied), team.notes.offers(copied)):
            assert sorted(thing.name for thing in found) == ["乙", "甲"]
