"""Rows that trade their unique values are written, undone and done again without a rule standing against it."""

from xhsplanner.ops import notes, workspace
from xhsplanner.store.store import Store


def names(store: Store) -> list[str]:
    return [name for (name,) in store.engine.rows("SELECT name FROM account ORDER BY id")]


def swap(store: Store) -> None:
    """Two accounts with notes trade their names in one op."""
    notes.create(store, 1, "甲的")
    with store.op("account.edit") as op:
        op.put(
            [
                ("account", 1, {"name": "主账号"}, {"name": "信用卡申请"}),
                ("account", 2, {"name": "信用卡申请"}, {"name": "主账号"}),
            ]
        )


def test_two_accounts_trade_their_names_and_trade_back(team: Store) -> None:
    swap(team)
    assert names(team) == ["信用卡申请", "主账号"]
    assert workspace.undo(team).conflicts == ()
    assert names(team) == ["主账号", "信用卡申请"]
    assert workspace.redo(team).conflicts == ()
    assert names(team) == ["信用卡申请", "主账号"]
    assert [note.account_id for note in team.notes.all()] == [1]


def test_a_row_taken_out_is_remembered_whole(team: Store) -> None:
    with team.op("member.add") as op:
        op.insert("member", {"name": "陈"})
    workspace.undo(team)
    sql = "SELECT before FROM op_row WHERE tbl = 'member' AND after IS NULL"
    assert '"role":"editor"' in team.engine.rows(sql)[0][0]
