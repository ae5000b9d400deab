"""Any field of many notes at once: one step, exact to undo, whole or not at all."""

from datetime import date
from typing import Any

import pytest

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState, Kind, Status
from xhsplanner.ops import catalog, notes, status, workspace
from xhsplanner.ops.bulk_edit import edit
from xhsplanner.store.store import Store

DAY = date(2026, 12, 7)


@pytest.fixture
def ids(team: Store) -> list[int]:
    """Three notes: two of account 1, one of account 2, with hashtags."""
    found = []
    for account in (1, 1, 2):
        found.append(made(notes.create(team, account, "最低还款的坑", day=DAY, hashtags="#信用卡 #避坑"), "note"))
    return found


def made(change: Change | None, table: str) -> int:
    assert change is not None
    return change.created[table][0]


def publish(store: Store, note_id: int) -> None:
    notes.edit(store, note_id, body="正文")
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(store, [note_id], to)


def column(store: Store, ids: list[int], name: str) -> list[Any]:
    return [getattr(note, name) for note in store.notes.get_many(ids)]


def test_all_fields_go_in_one_step_and_come_back_in_one(team: Store, ids: list[int]) -> None:
    before, last = team.notes.get_many(ids), team.history.last_id()
    persona = made(catalog.add_persona(team, name="小招"), "persona")
    change = edit(
        team,
        ids,
        day=date(2026, 12, 24),
        minute=1200,
        persona_id=persona,
        occasion="christmas",
        kind=Kind.VIDEO,
        owner_id=1,
        designer_id=2,
        cover_state=CoverState.REQUESTED,
        remark="统一改",
    )
    assert change is not None
    assert change.label == "批量修改 3 篇笔记（最低还款的坑）"
    assert team.history.last_id() == last + 2  # the persona, and this
    for note in team.notes.get_many(ids):
        assert (note.day, note.minute, note.persona_id) == (date(2026, 12, 24), 1200, persona)
        assert (note.occasion, note.kind, note.owner_id, note.designer_id) == ("christmas", Kind.VIDEO, 1, 2)
        assert (note.cover_state, note.remark) == (CoverState.REQUESTED, "统一改")
    workspace.undo(team)
    assert team.notes.get_many(ids) == before


def test_links_are_set_joined_and_left(team: Store, ids: list[int]) -> None:
    tags = [made(catalog.add(team, "tag", name=name), "tag") for name in ("甲", "乙", "丙")]

    def of(note_id: int) -> set[int]:
        return {tag.id for tag in team.notes.tags(note_id)}

    edit(team, ids[:2], tags=[tags[0]])
    edit(team, ids, add={"tags": [tags[1]]})
    assert [of(one) for one in ids] == [{tags[0], tags[1]}, {tags[0], tags[1]}, {tags[1]}]
    edit(team, ids, add={"tags": [tags[2]]}, remove={"tags": [tags[0]]})
    assert [of(one) for one in ids] == [{tags[1], tags[2]}] * 3
    assert edit(team, ids, add={"tags": [tags[2]]}) is None
    edit(team, ids, tags=[])
    assert [of(one) for one in ids] == [set()] * 3
    workspace.undo(team)
    assert [of(one) for one in ids] == [{tags[1], tags[2]}] * 3


def test_hashtags_join_and_leave_and_untouched_text_stays_as_typed(team: Store, ids: list[int]) -> None:
    notes.edit(team, ids[1], hashtags="随手 #避坑#信用卡 ")
    edit(team, ids, add={"hashtags": ["#羊毛", "避坑"]})
    assert [team.notes.text(one).hashtags for one in ids] == [
        "#信用卡 #避坑 #羊毛", "#避坑 #信用卡 #羊毛", "#信用卡 #避坑 #羊毛",
    ]  # fmt: skip
    edit(team, ids, remove={"hashtags": ["信用卡"]})
    assert [team.notes.text(one).hashtags for one in ids] == ["#避坑 #羊毛"] * 3
    notes.edit(team, ids[1], hashtags="随手 #避坑")
    edit(team, ids, remove={"hashtags": ["没有"]})
    assert team.notes.text(ids[1]).hashtags == "随手 #避坑"


def test_a_series_gives_each_account_its_next_episodes(team: Store, ids: list[int]) -> None:
    catalog.edit(team, "series", 2, numbered=True)
    edit(team, ids, series_id=2)
    assert column(team, ids, "episode") == [1, 2, 1]
    edit(team, ids, series_id=None)
    assert column(team, ids, "episode") == [None] * 3


def test_status_goes_along_the_table_or_not_at_all(team: Store, ids: list[int]) -> None:
    edit(team, ids, status=Status.DRAFTING, owner_id=1)
    assert column(team, ids, "status") == [Status.DRAFTING] * 3
    with pytest.raises(Refused):
        edit(team, ids, status=Status.PUBLISHED, owner_id=2)
    assert column(team, ids, "owner_id") == [1] * 3
    edit(team, ids, status=Status.ON_HOLD)
    assert column(team, ids, "held_from") == [Status.DRAFTING] * 3


def test_a_published_note_refuses_all_or_is_left_out(team: Store, ids: list[int]) -> None:
    publish(team, ids[1])
    with pytest.raises(Refused, match="已发布"):
        edit(team, ids, owner_id=1)
    assert column(team, ids, "owner_id") == [None] * 3
    edit(team, ids, owner_id=1, skip_locked=True)
    assert column(team, ids, "owner_id") == [1, None, 1]
    edit(team, ids, remark="数据已回收")
    assert column(team, ids, "remark") == ["数据已回收"] * 3
    with pytest.raises(Refused, match="都已发布"):
        edit(team, [ids[1]], owner_id=1, skip_locked=True)


def test_what_cannot_be_is_refused_whole(team: Store, ids: list[int]) -> None:
    for wrong in (
        {"title": "同一个标题"},
        {"uid": "x"},
        {"tags": [99]},
        {"add": {"offers": [99]}},
        {"add": {"title": ["x"]}},
        {"account_id": 99},
        {"minute": 1440},
    ):
        with pytest.raises(Refused):
            edit(team, ids, **wrong)  # type: ignore[arg-type]
    assert column(team, ids, "title") == ["最低还款的坑"] * 3
    with pytest.raises(Refused):
        edit(team, ids[:1], link="ftp://x")
    edit(team, ids[:1], title="新标题", link="https://x.cn/1")
    assert column(team, ids, "title")[0] == "新标题"
    assert edit(team, ids, owner_id=None) is None
