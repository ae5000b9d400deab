"""What a person can do to notes: each op does what it says, is one step, and refuses clearly."""

from datetime import date

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note, Status
from xhsplanner.ops import notes, status, workspace
from xhsplanner.store.store import Store

DAY = date(2026, 12, 7)
CANARY = '<img src=x onerror=1> =1+1 ../../x "*^: 👨‍👩‍👧 ' + "长" * 400


def make(store: Store, **fields: object) -> Note:
    change = notes.create(store, 1, **{"title": "最低还款的坑", "day": DAY, **fields})  # type: ignore[arg-type]
    assert change is not None
    note = store.notes.get(change.created["note"][0])
    assert note is not None
    return note


def picture(store: Store, name: str) -> int:
    with store.op("asset.add", n=1) as op:
        values = {
            "sha256": name * 8,
            "name": name,
            "ext": "png",
            "bytes": 1,
            "width": 1,
            "height": 1,
            "added_at": "",
        }
        return op.insert("asset", values)


def fresh(store: Store, note: Note) -> Note:
    found = store.notes.get(note.id)
    assert found is not None
    return found


def test_a_new_note_has_a_code_the_series_hashtags_and_the_next_episode(team: Store) -> None:
    first, second = make(team, series_id=1), make(team, series_id=1)
    assert (first.code, second.code) == ("A-1001", "A-1002")
    assert (first.episode, second.episode) == (1, 2)
    assert team.notes.text(first.id).hashtags == "#信用卡"
    assert first.status is Status.TODO


def test_a_code_is_never_given_twice(team: Store) -> None:
    gone = make(team)
    notes.delete(team, [gone.id])
    assert make(team).code == "A-1002"


def test_the_canary_comes_back_as_typed(team: Store) -> None:
    note = make(team, title=CANARY, body=CANARY, remark=CANARY)
    assert (note.title, note.remark, team.notes.text(note.id).body) == (CANARY, CANARY, CANARY)


def test_moving_keeps_what_is_not_given(team: Store) -> None:
    note = make(team, minute=1200)
    notes.move(team, [note.id], account_id=2)
    moved = fresh(team, note)
    assert (moved.account_id, moved.day, moved.minute) == (2, DAY, 1200)
    notes.move(team, [note.id], day=None)
    assert fresh(team, note).day is None
    assert [n.id for n in team.notes.backlog()] == [note.id]


def test_copies_are_fresh_drafts_with_text_and_pictures(team: Store) -> None:
    note = make(team, body="正文", status="drafting")
    notes.attach(team, note.id, [picture(team, "a"), picture(team, "b")])
    change = notes.copy(team, [note.id], day=date(2026, 12, 9), account_id=2)
    assert change is not None
    twin = team.notes.get(change.created["note"][0])
    assert twin is not None
    assert (twin.status, twin.day, twin.account_id) == (Status.TODO, date(2026, 12, 9), 2)
    assert team.notes.text(twin.id).body == "正文"
    assert [a.name for a in team.notes.pictures(twin.id)] == ["a", "b"]


def test_siblings_share_a_topic(team: Store) -> None:
    note = make(team)
    notes.duplicate_to_accounts(team, note.id, [2])
    (sibling,) = team.notes.siblings(note.id)
    assert sibling.account_id == 2
    assert team.notes.topic(sibling.topic_id) == "最低还款的坑"
    workspace.undo(team)
    assert fresh(team, note).topic_id is None


def test_deleting_takes_all_that_belongs_to_a_note_and_undo_brings_it_back(team: Store) -> None:
    note = make(team, body="正文")
    notes.attach(team, note.id, [picture(team, "a")])
    notes.set_cover(team, note.id, template="wool-coupon", values={"hook": "9块9"})
    with team.op("slot.fill") as op:
        slot = op.insert("slot", {"account_id": 1, "rule": "FREQ=WEEKLY", "since": "2026-12-07"})
        filled = {"slot_id": slot, "original_day": "2026-12-07", "kind": "filled", "note_id": note.id}
        op.insert("slot_override", filled)
    notes.delete(team, [note.id])
    assert team.notes.get(note.id) is None
    for table in ("note_text", "note_asset", "cover", "slot_override"):
        assert team.engine.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    workspace.undo(team)
    assert team.notes.text(note.id).body == "正文"
    assert team.notes.covers([note.id])[note.id].template == "wool-coupon"
    assert team.engine.rows("SELECT note_id FROM slot_override") == [(note.id,)]


def test_pictures_keep_their_order(team: Store) -> None:
    note = make(team)
    a, b, c = (picture(team, name) for name in "abc")
    notes.attach(team, note.id, [a, b])
    notes.attach(team, note.id, [c], at=0)
    assert [p.id for p in team.notes.pictures(note.id)] == [c, a, b]
    notes.arrange(team, note.id, [b, c, a])
    notes.detach(team, note.id, [c])
    assert [p.id for p in team.notes.pictures(note.id)] == [b, a]
    assert team.notes.first_pictures([note.id])[note.id].id == b
    with pytest.raises(Refused, match="图片刚被别人改过"):
        notes.arrange(team, note.id, [a])


def test_status_follows_the_table(team: Store) -> None:
    note = make(team)
    status.set_status(team, [note.id], Status.DRAFTING)
    status.set_status(team, [note.id], Status.ON_HOLD)
    assert fresh(team, note).held_from is Status.DRAFTING
    status.set_status(team, [note.id], Status.DRAFTING)
    assert fresh(team, note).held_from is None
    with pytest.raises(Refused):
        status.set_status(team, [note.id], Status.HANDED_OVER)


def test_a_step_asks_for_what_it_needs(team: Store) -> None:
    note = make(team, status="drafting")
    with pytest.raises(Refused, match="正文"):
        status.set_status(team, [note.id], Status.REVIEW)
    notes.edit(team, note.id, body="写好了")
    status.set_status(team, [note.id], Status.REVIEW)
    assert fresh(team, note).status is Status.REVIEW


def test_a_published_note_is_locked_except_for_its_results(team: Store) -> None:
    note = make(team, status="handed_over")
    with pytest.raises(Refused, match="http"):
        status.publish(team, note.id, link="javascript:alert(1)")
    status.publish(team, note.id, link="https://example.com/1", at="2026-12-07T20:02:00.000")
    assert fresh(team, note).link == "https://example.com/1"
    for refused in (
        lambda: notes.edit(team, note.id, title="改"),
        lambda: notes.move(team, [note.id], day=None),
        lambda: notes.delete(team, [note.id]),
        lambda: notes.attach(team, note.id, [picture(team, "a")]),
    ):
        with pytest.raises(Refused, match="已发布"):
            refused()
    notes.edit(team, note.id, remark="补记")
    assert fresh(team, note).remark == "补记"


def test_one_locked_note_keeps_the_whole_move_back(team: Store) -> None:
    free, locked = make(team), make(team, status="published")
    with pytest.raises(Refused):
        notes.move(team, [free.id, locked.id], day=None)
    assert fresh(team, free).day == DAY


def test_published_notes_are_left_out_of_a_deletion_where_that_is_asked_for(team: Store) -> None:
    free, other, locked = make(team, body="正文"), make(team), make(team, status="published")
    with pytest.raises(Refused, match="已发布"):
        notes.delete(team, [free.id, locked.id, other.id])
    change = notes.delete(team, [locked.id, free.id, other.id], skip_locked=True)
    assert change is not None
    assert change.label == "删除 2 篇笔记（最低还款的坑），1 篇已发布不删"
    assert [note.id for note in team.notes.all()] == [locked.id]
    workspace.undo(team)
    assert [fresh(team, note) for note in (free, other, locked)] == [free, other, locked]
    assert team.notes.text(free.id).body == "正文"
    with pytest.raises(Refused, match="已发布"):
        notes.delete(team, [locked.id], skip_locked=True)
    change = notes.delete(team, [free.id], skip_locked=True)
    assert change is not None
    assert change.label == "删除 1 篇笔记（最低还款的坑）"


def test_unknown_fields_are_refused(team: Store) -> None:
    note = make(team)
    with pytest.raises(Refused, match="heat"):
        notes.edit(team, note.id, heat=3)
    with pytest.raises(Refused, match="status"):
        notes.edit(team, note.id, status="published")


def test_a_video_note_carries_its_script(team: Store) -> None:
    note = make(team, kind=Kind.VIDEO, script="镜头一", seconds=45)
    text = team.notes.text(note.id)
    assert (note.kind, text.script, text.seconds) == (Kind.VIDEO, "镜头一", 45)


def test_resolve_by_code_id_and_uid(team: Store) -> None:
    note = make(team)
    assert [team.notes.resolve(name) for name in ("a-1001", "1", note.uid, "2", "nope")] == [
        note,
        note,
        note,
        None,
        None,
    ]
