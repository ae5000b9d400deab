"""The op-log: undo and redo per member, across restart, guarded, with conflicts reported."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes, workspace
from xhsplanner.store.schema import TABLES
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

DAY = date(2026, 12, 7)


def dump(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Everything but the log."""
    content = {table: store.engine.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}
    return content | {"search": store.engine.rows("SELECT * FROM note_search_entry ORDER BY id")}


def make(store: Store, **fields: object) -> int:
    change = notes.create(store, 1, **{"title": "最低还款的坑", "day": DAY, **fields})  # type: ignore[arg-type]
    assert change is not None
    return change.created["note"][0]


def test_undo_and_redo_survive_a_restart(team: Store) -> None:
    note = make(team)
    notes.move(team, [note], day=DAY + timedelta(days=1), account_id=2)
    after = dump(team)
    again = open_workspace(team.path)
    workspace.undo(again)
    moved = again.notes.get(note)
    assert moved is not None
    assert (moved.day, moved.account_id) == (DAY, 1)
    workspace.redo(again)
    assert dump(again) == after
    again.close()


def test_two_hundred_steps_back_and_forth(team: Store) -> None:
    start = dump(team)
    note = make(team)
    for i in range(220):
        notes.edit(team, note, title=f"第 {i} 稿")
    end = dump(team)
    for _ in range(221):
        workspace.undo(team)
    assert dump(team) == start
    for _ in range(221):
        workspace.redo(team)
    assert dump(team) == end


def test_undo_is_per_member(team: Store) -> None:
    team.actor = 1
    mine = make(team, title="我的")
    team.actor = 2
    theirs = make(team, title="她的")
    team.actor = 1
    workspace.undo(team)
    assert team.notes.get(mine) is None
    assert team.notes.get(theirs) is not None
    with pytest.raises(Refused):
        workspace.undo(team)


def test_a_row_changed_since_by_someone_else_stays_and_is_reported(team: Store) -> None:
    note, other = make(team), make(team, title="另一篇")
    team.actor = 1
    notes.move(team, [note, other], day=DAY + timedelta(days=1))
    team.actor = 2
    notes.move(team, [note], day=DAY + timedelta(days=2))
    team.actor = 1
    change = workspace.undo(team)
    assert [(c.table, c.row, c.actor) for c in change.conflicts] == [("note", note, 2)]
    days = {n.id: n.day for n in team.notes.get_many([note, other])}
    assert days == {note: DAY + timedelta(days=2), other: DAY}


def test_another_field_of_the_same_row_is_no_conflict(team: Store) -> None:
    note = make(team)
    team.actor = 1
    notes.move(team, [note], day=DAY + timedelta(days=1))
    team.actor = 2
    notes.edit(team, note, title="新题目")
    team.actor = 1
    assert workspace.undo(team).conflicts == ()
    now = team.notes.get(note)
    assert now is not None
    assert (now.day, now.title) == (DAY, "新题目")


def test_what_others_build_on_stays_and_bars_no_earlier_step(team: Store) -> None:
    team.actor = 1
    note = make(team)
    change = catalog.add_account(team, name="城市分行")
    assert change is not None
    account = change.created["account"][0]
    team.actor = 2
    notes.create(team, account, "在新账号上")
    before = dump(team)
    team.actor = 1
    assert [(c.table, c.row) for c in workspace.undo(team).conflicts] == [("account", account)]
    assert dump(team) == before
    workspace.undo(team)
    assert team.notes.get(note) is None


def test_a_new_note_that_others_edited_stays_whole(team: Store) -> None:
    team.actor = 1
    note = make(team, body="很长的正文")
    team.actor = 2
    notes.edit(team, note, title="别人的题目")
    before = dump(team)
    team.actor = 1
    assert {c.table for c in workspace.undo(team).conflicts} == {"note", "note_text"}
    assert dump(team) == before


def test_undo_of_a_bulk_step_keeps_only_what_others_use(team: Store) -> None:
    team.actor = 1
    with team.op("plan.import", file="计划.xlsx", n=2, m=0) as op:
        series = op.insert("series", {"name": "新系列"})
        used, free = (notes.insert_note(op, {"account_id": 1, "series_id": series, "title": t}) for t in "甲乙")
    with team.op("asset.add", n=1) as op:
        picture = {"sha256": "a" * 64, "name": "图", "ext": "jpg", "bytes": 1, "width": 1, "height": 1}
        asset = op.insert("asset", {**picture, "added_at": ""})
    team.actor = 2
    notes.attach(team, used, [asset])
    team.actor = 1
    assert [c.table for c in workspace.undo(team).conflicts] == ["asset"]
    kept = {(c.table, c.row) for c in workspace.undo(team).conflicts}
    assert kept == {("note", used), ("note_text", team.notes.text_row(used)), ("series", series)}
    assert [n.id for n in team.notes.all()] == [used]
    workspace.redo(team)
    assert [n.id for n in team.notes.all()] == [used, free]


def test_a_name_taken_meanwhile_leaves_the_step_and_bars_no_earlier_one(team: Store) -> None:
    team.actor = 1
    note = make(team)
    catalog.edit(team, "account", 1, name="旧主账号")
    team.actor = 2
    catalog.add_account(team, name="主账号")
    team.actor = 1
    assert [c.table for c in workspace.undo(team).conflicts] == ["account"]
    assert [a.name for a in team.catalog.accounts()] == ["旧主账号", "信用卡申请", "主账号"]
    workspace.undo(team)
    assert team.notes.get(note) is None


def test_two_windows_that_undo_at_once_take_back_two_steps(team: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = make(team), make(team, title="另一篇")
    other = open_workspace(team.path)
    begin = team.engine.held

    @contextmanager
    def late() -> Iterator[None]:
        monkeypatch.undo()
        workspace.undo(other)  # between the wish and the lock
        with begin():
            yield

    monkeypatch.setattr(team.engine, "held", late)
    workspace.undo(team)
    other.close()
    assert team.notes.get_many([first, second]) == []
    workspace.redo(team)
    workspace.redo(team)
    assert [n.id for n in team.notes.get_many([first, second])] == [first, second]


def test_a_field_visit_is_one_step(team: Store) -> None:
    note = make(team)
    first = notes.edit(team, note, title="一")
    assert first is not None
    for text in ("一二", "一二三"):
        notes.edit(team, note, group=first.group, title=text)
    workspace.undo(team)
    back = team.notes.get(note)
    assert back is not None
    assert back.title == "最低还款的坑"


def test_a_visit_that_was_undone_goes_on_as_a_new_step(team: Store) -> None:
    note = make(team)
    first = notes.edit(team, note, title="一")
    assert first is not None
    workspace.undo(team)
    second = notes.edit(team, note, group=first.group, title="二")
    assert second is not None
    assert second.group != first.group
    workspace.undo(team)
    back = team.notes.get(note)
    assert back is not None
    assert back.title == "最低还款的坑"


def test_a_new_op_ends_redo(team: Store) -> None:
    note = make(team)
    notes.edit(team, note, title="一")
    workspace.undo(team)
    notes.edit(team, note, title="二")
    with pytest.raises(Refused, match="没有可以重做"):
        workspace.redo(team)


def test_an_op_that_changes_nothing_is_not_logged(team: Store) -> None:
    note = make(team)
    last = team.history.last_id()
    assert notes.move(team, [note], day=DAY) is None
    assert team.history.last_id() == last


def test_a_failing_op_leaves_nothing(team: Store) -> None:
    before = dump(team)

    def half() -> None:
        with team.op("note.create", title="半") as op:
            notes.insert_note(op, {"account_id": 1, "title": "半"})
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        half()
    assert dump(team) == before


def test_ops_do_not_nest(team: Store) -> None:
    with pytest.raises(RuntimeError, match="nest"), team.op("note.create", title=""):
        make(team)


def test_labels_speak_both_languages(team: Store) -> None:
    from xhsplanner.core.words import words

    make(team)
    assert team.undo_label() == "新建《最低还款的坑》"
    words.use("en")
    assert team.undo_label() == "New note “最低还款的坑”"
    words.use("zh_CN")


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["create", "edit", "move", "copy", "delete", "hold", "undo", "redo", "siblings"]),
        st.integers(0, 5),
        st.integers(0, 3),
        st.sampled_from(["羊毛", "", "<b>", "😀👨‍👩‍👧", "=1+1", "a" * 400]),
    ),
    max_size=25,
)


def act(store: Store, action: str, pick: int, offset: int, text: str) -> None:
    """One random op on one of the notes there are."""
    from xhsplanner.core.model import Status
    from xhsplanner.ops import status

    ids = [n.id for n in store.notes.all()]
    note = ids[pick % len(ids)] if ids else None
    if action == "create":
        notes.create(store, 1 + offset % 2, text, day=DAY + timedelta(days=offset), body=text)
    elif action in ("undo", "redo"):
        store.step("undo" if action == "undo" else "redo")
    elif note is None:
        return
    elif action == "edit":
        notes.edit(store, note, title=text, body=text, minute=offset)
    elif action == "move":
        notes.move(store, ids[: pick + 1], day=DAY + timedelta(days=offset))
    elif action == "copy":
        notes.copy(store, [note], day=None)
    elif action == "siblings":
        notes.duplicate_to_accounts(store, note, [2])
    elif action == "delete":
        notes.delete(store, [note])
    elif action == "hold":
        status.set_status(store, [note], Status.ON_HOLD)


@given(ACTIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_everything_is_the_start_and_redoing_the_end(
    tmp_path_factory: pytest.TempPathFactory, actions
) -> None:  # type: ignore[no-untyped-def]
    from xhsplanner.ops import catalog
    from xhsplanner.store.workspace import create_workspace

    store = create_workspace(tmp_path_factory.mktemp("w") / "w")
    catalog.add_account(store, name="主")
    catalog.add_account(store, name="卡")
    catalog.add_member(store, name="林")
    catalog.add_member(store, name="周")
    store.actor = 1  # the catalogue was made by somebody else: it is not theirs to undo
    start = dump(store)
    for action in actions:
        with suppress(Refused):
            act(store, *action)
    walk(store, "redo")
    end = dump(store)
    walk(store, "undo")
    assert dump(store) == start
    walk(store, "redo")
    assert dump(store) == end
    store.close()


def walk(store: Store, verb: Literal["undo", "redo"]) -> None:
    """Undo or redo until nothing is left."""
    look = store.history.undoable if verb == "undo" else store.history.redoable
    while look(store.actor):
        assert store.step(verb).conflicts == ()


def test_undo_of_a_new_note_keeps_what_another_wrote_where_it_was_empty(team: Store) -> None:
    note = make(team)
    other = open_workspace(team.path, actor=2)
    notes.edit(other, note, remark="别删")  # a column that making the note had not named
    other.close()
    change = workspace.undo(team)
    assert ("note", note) in {(one.table, one.row) for one in change.conflicts}
    kept = team.notes.get(note)
    assert kept is not None
    assert kept.remark == "别删"


def test_writing_what_another_process_deleted_is_refused_whole(
    team: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    note, other = make(team), make(team, title="另一篇")
    second = open_workspace(team.path)
    begin = team.engine.held

    @contextmanager
    def late() -> Iterator[None]:
        monkeypatch.undo()
        notes.delete(second, [other])  # at the last moment before the lock
        with begin():
            yield

    monkeypatch.setattr(team.engine, "held", late)
    with pytest.raises(Refused, match="刚被别人删除"):
        notes.move(team, [note, other], day=DAY + timedelta(days=1))
    second.close()
    assert [n.day for n in team.notes.all()] == [DAY]
