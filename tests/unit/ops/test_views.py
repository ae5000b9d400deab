"""Saved views: kept by uid, opened, shared as a file that is read strictly."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Status
from xhsplanner.core.planning import View
from xhsplanner.ops import catalog, merging, views, workspace
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

WANTED = Filter(accounts=frozenset({1}), series=frozenset({0, 2}), statuses=frozenset({Status.REVIEW}), late=True)
LOOK = {"density": "compact", "columns": ["title", "day"], "wide": 3}


def saved(store: Store, name: str = "等我审") -> View:
    change = views.save(store, name, "week", WANTED, LOOK)
    assert change is not None
    view: View = store.catalog.row("view", change.created["view"][0])
    return view


def test_a_view_opens_as_it_was_saved(team: Store) -> None:
    team.actor = 1
    view = saved(team)
    assert view.owner_id == 1
    assert views.opened(team, view) == ("week", WANTED, LOOK, ())
    views.update(team, view.id, "list", Filter(text="羊毛"), {})
    assert views.opened(team, team.catalog.row("view", view.id))[:3] == ("list", Filter(text="羊毛"), {})
    workspace.undo(team)
    assert views.opened(team, team.catalog.row("view", view.id)).filter == WANTED


def test_mine_come_first(team: Store) -> None:
    team.actor = 1
    mine = saved(team, "我的")
    team.actor = 2
    theirs = saved(team, "周的")
    assert [view.id for view in views.listed(team)] == [theirs.id, mine.id]
    views.archive(team, theirs.id)
    assert [view.id for view in views.listed(team)] == [mine.id]
    views.archive(team, theirs.id, archived=False)
    views.arrange(team, [theirs.id, mine.id])
    assert [view.id for view in team.catalog.rows("view")] == [theirs.id, mine.id]


def test_names_are_unique_and_short(team: Store) -> None:
    saved(team)
    other = saved(team, "别的")
    for name in ("等我审", " 等我审 ", "", "字" * 81):
        with pytest.raises(Refused):
            views.save(team, name, "week", Filter(), {})
        with pytest.raises(Refused):
            views.rename(team, other.id, name)
    views.rename(team, other.id, "别的")
    views.remove(team, other.id)
    assert len(views.listed(team)) == 1


def test_what_is_gone_is_told(team: Store) -> None:
    view = saved(team)
    catalog.remove(team, "series", [2])
    found = views.opened(team, view)
    assert (found.filter.series, found.missing) == (frozenset({0}), ("系列",))


def test_a_merged_row_is_named_by_what_was_kept(team: Store) -> None:
    account, other = team.catalog.accounts()[:2]
    change = views.save(team, "墙", "wall", Filter(accounts=frozenset({other.id})), {"account": other.uid})
    assert change is not None
    view_id = change.created["view"][0]
    merging.merge(team, "account", account.id, [other.id])
    found = views.opened(team, team.catalog.row("view", view_id))
    assert found[1:] == (Filter(accounts=frozenset({account.id})), {"account": account.uid}, ())
    workspace.undo(team)
    found = views.opened(team, team.catalog.row("view", view_id))
    assert found[1:] == (Filter(accounts=frozenset({other.id})), {"account": other.uid}, ())


def test_a_damaged_view_is_refused_in_words(team: Store) -> None:
    view = saved(team)
    with team.op("view.update", name="x") as op:
        op.update("view", {view.id: {"filter": "[" * 5000}})
    with pytest.raises(Refused, match="坏了"):
        views.opened(team, team.catalog.row("view", view.id))


def test_a_file_leads_to_another_workspace(team: Store, tmp_path: Path, empty_workspace: Path) -> None:
    file = tmp_path / "视图.json"
    assert views.export(team, [saved(team).id], file) == 1
    assert (views.take_in(team, file).change, views.take_in(team, file).same) == (None, 1)
    other = open_workspace(shutil.copytree(empty_workspace, tmp_path / "other"))
    try:
        catalog.add_account(other, name="别的")
        catalog.add_account(other, name="主账号")
        taken = views.take_in(other, file)
        assert taken.missing == ("系列“信用卡避坑指南”",)
        (view,) = views.listed(other)
        assert views.opened(other, view).filter.accounts == {2}, "found by name"
        assert views.opened(other, view).filter.series == {0}
        assert views.opened(other, view).missing == ("系列",), "told whenever it is opened"
        catalog.add_series(other, name="信用卡避坑指南")
        assert views.take_in(other, file).missing == ()
        assert [view.name for view in views.listed(other)] == ["等我审", "等我审 2"]
        workspace.undo(other)
        assert len(views.listed(other)) == 1
    finally:
        other.close()


GOOD: dict[str, Any] = {"name": "好", "room": "week", "filter": {}, "look": {}}


@pytest.mark.parametrize(
    "row",
    [
        [],
        {**GOOD, "name": ""},
        {**GOOD, "name": "长" * 81},
        {**GOOD, "room": "../week"},
        {**GOOD, "room": 3},
        {**GOOD, "filter": []},
        {**GOOD, "filter": {"accounts": ["a"]}},
        {**GOOD, "filter": {"accounts": [{"uid": 3}]}},
        {**GOOD, "filter": {"accounts": [{"uid": "x" * 501}]}},
        {**GOOD, "filter": {"statuses": ["soon"]}},
        {**GOOD, "filter": {"late": 1}},
        {**GOOD, "filter": {"__class__": "x"}},
        {**GOOD, "look": {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}},
        {**GOOD, "look": {"a": "x" * 20_000}},
    ],
)
def test_a_file_with_one_bad_view_is_refused_whole(team: Store, tmp_path: Path, row: object) -> None:
    file = tmp_path / "v.json"
    file.write_text(
        json.dumps({"format": "xhsplanner-views", "version": 1, "views": [GOOD, row]}), encoding="utf-8"
    )
    with pytest.raises(Refused, match="第 2 个视图"):
        views.take_in(team, file)
    assert views.listed(team) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"format": "xhsplanner-views", "views": NaN}',
        b"[]",
        b'{"format": "other"}',
    ],
)
def test_what_is_no_file_of_views_is_refused(team: Store, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "v.json"
    file.write_bytes(data)
    with pytest.raises(Refused, match="不是视图文件"):
        views.take_in(team, file)


def test_half_characters_are_kept_as_marks(team: Store, tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    row = {**GOOD, "name": "a\ud800", "filter": {"text": "\ud800"}, "look": {"x": "\udc00"}}
    file.write_text(json.dumps({"format": "xhsplanner-views", "version": 1, "views": [row]}), encoding="utf-8")
    assert views.take_in(team, file).change is not None
    (view,) = views.listed(team)
    assert (view.name, views.opened(team, view).filter.text) == ("a\ufffd", "\ufffd")
    file.write_text(file.read_text("utf-8").replace('"\\udc00"', "1e999"), encoding="utf-8")
    with pytest.raises(Refused, match="第 1 个视图"):
        views.take_in(team, file)


def test_limits_of_a_file(team: Store, tmp_path: Path) -> None:
    file = tmp_path / "v.json"
    for text, words in (
        (json.dumps({"format": "xhsplanner-views", "version": 2, "views": [GOOD]}), "更新的版本"),
        (json.dumps({"format": "xhsplanner-views", "version": 1, "views": []}), "1 到 200"),
        (json.dumps({"format": "xhsplanner-views", "version": 1, "views": [GOOD] * 201}), "1 到 200"),
        (" " * ((1 << 20) + 1), "超过 1 MB"),
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Refused, match=words):
            views.take_in(team, file)
    with pytest.raises(Refused, match="打不开"):
        views.take_in(team, tmp_path / "nowhere.json")
    with pytest.raises(Refused, match="写不进去"):
        views.export(team, [saved(team).id], tmp_path / "no" / "folder.json")
