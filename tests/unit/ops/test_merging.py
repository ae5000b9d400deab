"""Merging moves every link there is, keeps what both had once, and undo makes it as if nothing had been."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, links, notes, workspace
from xhsplanner.ops.merging import merge
from xhsplanner.store import schema
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace


def everything(store: Store) -> dict[str, list[Any]]:
    """Every row of every table that people write."""
    return {table: sorted(store.engine.rows(f"SELECT * FROM {table}"), key=str) for table in schema.ALL_TABLES}


def tags_of(store: Store, note_id: int) -> list[str]:
    return [tag.name for tag in store.notes.tags(note_id)]


def test_merging_tags_moves_links_and_keeps_one_of_two(team: Store) -> None:
    for name in ("学生", "大学生", "校园"):
        catalog.add(team, "tag", name=name)
    catalog.edit(team, "tag", 1, parent_id=3)
    for _ in range(2):
        notes.create(team, 1, "笔记")
    links.set_tags(team, 1, [1, 2])
    links.set_tags(team, 2, [2])
    before = everything(team)
    change = merge(team, "tag", 1, [2, 3])
    assert change is not None
    assert change.label == "把 2 个标签并入“学生”"
    assert [tags_of(team, n) for n in (1, 2)] == [["学生"], ["学生"]]
    assert [(tag.name, tag.parent_id) for tag in team.catalog.tags()] == [("学生", None)]
    workspace.undo(team)
    assert everything(team) == before


def test_merging_accounts_moves_what_is_theirs_and_remembers_the_name(team: Store) -> None:
    notes.create(team, 2, "笔记", series_id=1)
    catalog.add_target(team, 1, 1, per_week=3)
    catalog.add_target(team, 2, 1, per_week=2)
    catalog.add_target(team, 2, 2, per_week=1)
    catalog.set_collection(team, 1, 1, "天天薅")
    catalog.set_collection(team, 2, 1, "省钱")
    catalog.add_persona(team, name="小禾", account_id=2)
    merge(team, "account", 1, [2])
    assert [note.account_id for note in team.notes.all()] == [1]
    assert [(x.account_id, x.series_id, x.per_week) for x in team.catalog.targets()] == [(1, 1, 3), (1, 2, 1)]
    assert team.catalog.collection_name(1, 1) == "天天薅"
    assert [p.account_id for p in team.catalog.personas()] == [1]
    uid = team.catalog.accounts()[0].uid
    assert team.engine.rows("SELECT kind, name, target FROM alias") == [("account", "信用卡申请", uid)]


def test_what_makes_no_sense_is_refused(team: Store) -> None:
    team.actor = 2
    for keep, ids, words in ((1, [1], "两个"), (1, [99], "刚被别人删除"), (1, [2], "我是")):
        with pytest.raises(Refused, match=words):
            merge(team, "member", keep, ids)
    with pytest.raises(Refused):
        catalog.remove(team, "member", [2])
    assert len(team.catalog.members()) == 2


def test_only_what_nothing_uses_is_deleted(team: Store) -> None:
    notes.create(team, 1, "笔记")
    with pytest.raises(Refused, match="1 篇笔记"):
        catalog.remove(team, "account", [1])
    catalog.set_collection(team, 2, 1, "省钱")
    before = everything(team)
    catalog.remove(team, "account", [2])
    assert [account.id for account in team.catalog.accounts()] == [1]
    assert team.catalog.collections() == []
    workspace.undo(team)
    assert everything(team) == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_merge_and_undo_is_nothing_for_every_noun(tmp_path_factory: Any, data: Any) -> None:
    store = create_workspace(Path(tmp_path_factory.mktemp("merge")) / "w")
    try:
        fill(store, data.draw)
        before = everything(store)
        for noun in catalog.NOUNS:
            if noun == "disclaimer":
                continue
            keep, *others = data.draw(st.permutations([1, 2, 3]))
            gone = others[: data.draw(st.integers(1, 2))]
            assert merge(store, noun, keep, gone) is not None
            left = store.catalog.uses(noun)
            assert not left.keys() & set(gone)
            for table, column in schema.REFERENCES.get(noun, ()):
                assert not store.catalog.where(table, **{column: gone[0]})
        for _noun in catalog.NOUNS[1:]:
            assert workspace.undo(store).conflicts == ()
        assert everything(store) == before
    finally:
        store.close()


def fill(store: Store, draw: Any) -> None:
    """Three of every noun, and links between them as chance has it."""
    three = st.integers(1, 3)
    for noun in catalog.NOUNS:
        for n in range(3):
            forms = {"form": ("long", "short", "picture")[n]} if noun == "disclaimer" else {"name": f"{noun}{n}"}
            catalog.add(store, noun, **forms)
    for tag in (2, 3):
        catalog.edit(store, "tag", tag, parent_id=draw(st.integers(1, tag - 1)))
    for _ in range(draw(st.integers(0, 4))):
        fields = {"series_id": draw(three), "owner_id": draw(three), "designer_id": draw(three)}
        made = notes.create(store, draw(three), "笔记", persona_id=draw(three), **fields)
        assert made is not None
        for set_ in (links.set_tags, links.set_keywords, links.set_offers):
            set_(store, made.created["note"][0], draw(st.lists(three, unique=True)))
    for _ in range(draw(st.integers(0, 4))):
        catalog.add_target(store, draw(three), draw(three), per_week=1)
        catalog.set_collection(store, draw(three), draw(three), draw(st.sampled_from("甲乙")))
