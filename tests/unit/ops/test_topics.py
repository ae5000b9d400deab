"""Topics: kept, made into notes that are siblings, put away; undone as one step each."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.ops import topics, workspace
from xhsplanner.store.store import Store

DAY = date(2026, 12, 10)


def kept(store: Store, title: str, **fields: object) -> int:
    change = topics.add(store, title, **fields)
    assert change is not None
    return change.created["topic"][0]


def test_the_hottest_come_first_then_what_ends_first(team: Store) -> None:
    cold, late = kept(team, "冷"), kept(team, "热晚", heat=80, until=date(2026, 12, 30))
    soon = kept(team, "热早", heat=80, until=date(2026, 12, 10))
    assert [topic.id for topic in team.topics.ideas()] == [soon, late, cold]
    topics.archive(team, [soon])
    assert [topic.id for topic in team.topics.ideas()] == [late, cold]
    assert [topic.id for topic in team.topics.archived()] == [soon]


def test_notes_of_a_topic_are_siblings_with_their_series(team: Store) -> None:
    idea = kept(team, "  年夜饭\n省钱 ", series_id=1, owner_id=2, remark="拍三家店")
    change = topics.plan(team, [idea], [1, 2], day=DAY)
    assert change is not None
    one, other = team.notes.get_many(change.created["note"])
    assert (one.title, one.series_id, one.owner_id, one.remark, one.day) == ("年夜饭 省钱", 1, 2, "拍三家店", DAY)
    assert (one.account_id, other.account_id, one.topic_id, other.topic_id) == (1, 2, idea, idea)
    assert one.episode == other.episode == 1
    assert team.notes.text(one.id).hashtags == "#信用卡"
    assert [note.id for note in team.notes.siblings(one.id)] == [other.id]
    assert (team.topics.counts(), team.topics.notes_of([idea])) == ((0, 1), {idea: 2})
    assert [topic.id for topic in team.topics.ideas(used=True)] == [idea]
    workspace.undo(team)
    assert (team.topics.counts(), team.notes.count()) == ((1, 0), 0)


def test_refusals_change_nothing(team: Store) -> None:
    idea = kept(team, "想法")
    before = team.history.last_id()
    for act in (
        lambda: topics.add(team, "  "),
        lambda: topics.add(team, "字" * 201),
        lambda: topics.edit(team, idea, heat=101),
        lambda: topics.edit(team, idea, code="A-1"),
        lambda: topics.edit(team, 99, heat=1),
        lambda: topics.plan(team, [idea], []),
        lambda: topics.plan(team, [idea], [99]),
        lambda: topics.remove(team, [idea, 99]),
    ):
        with pytest.raises(Refused):
            act()
    assert team.history.last_id() == before


def test_a_topic_with_notes_is_archived_not_deleted(team: Store) -> None:
    used, idea = kept(team, "用过"), kept(team, "没用过")
    topics.plan(team, [used], [1])
    with pytest.raises(Refused, match="1 篇笔记共用"):
        topics.remove(team, [idea, used])
    topics.remove(team, [idea])
    assert team.topics.get(idea) is None
