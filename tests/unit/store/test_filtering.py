"""Filters against notes: findings, what is left of a list, counts."""

from datetime import date, timedelta

import pytest

from xhsplanner.core import clock
from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.core.model import CoverState
from xhsplanner.ops import catalog, links, notes, workspace
from xhsplanner.store import filtered, search
from xhsplanner.store.store import Store

DAY = date(2026, 12, 9)


def made(store: Store, title: str, **fields: object) -> int:
    change = notes.create(store, 1, title, **fields)
    assert change is not None
    return change.created["note"][0]


def test_findings_are_told_by_limits_and_read_texts_last(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    short, long = made(store, "短", day=DAY), made(store, "很" * 21, day=DAY)
    full, bare = made(store, "正文", body="字" * 1001), made(store, "定稿", status="approved", day=DAY)
    both = [short, long, full, bare]
    assert filtered.among(store, both, Filter(flawed=True)) == {long, full, bare}
    assert filtered.among(store, both, Filter(flawed=False)) == {short}
    assert [n.id for n in store.notes.between(DAY, DAY, wanted=Filter(flawed=True))] == [long, bare]
    where, values = store.notes.matching(Filter(flawed=True, accounts=frozenset({1})))
    plan = store.engine.rows(
        f"EXPLAIN QUERY PLAN SELECT n.id FROM note n WHERE n.day = ? AND {where}", ["", *values]
    )
    assert any("note_by_" in str(row) for row in plan), "days and accounts are looked up first"


def test_a_cover_that_is_done_is_a_picture(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    note_id = made(store, "有封面", day=DAY, status="approved")
    assert filtered.among(store, [note_id], Filter(flawed=True)) == {note_id}
    assert store.listing.lines([note_id])[note_id].findings == ("no_picture",)
    notes.set_cover_state(store, note_id, CoverState.DONE)
    assert filtered.among(store, [note_id], Filter(flawed=True)) == set()
    assert store.listing.lines([note_id])[note_id].findings == ()


def test_every_note_is_late_or_not(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    today = clock.today()
    past, open_ = made(store, "昨", day=today - timedelta(1)), made(store, "今", day=today)
    undated = made(store, "无")
    bare = made(store, "没时间", day=today, minute=None)
    ids = [past, open_, undated, bare]
    late = filtered.among(store, ids, Filter(late=True))
    assert past in late
    assert not late & {undated, bare}
    assert filtered.among(store, ids, Filter(late=False)) == set(ids) - late


def test_counts(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    made(store, "甲", day=DAY), made(store, "乙", day=DAY), made(store, "丙")
    assert filtered.counted(store, EMPTY, None) == (3, 3)
    assert filtered.counted(store, Filter(text="甲"), (DAY, DAY)) == (1, 2)
    assert filtered.among(store, [1, 2, 3], EMPTY) == {1, 2, 3}


def test_a_page_is_searched_as_everything_is(store: Store) -> None:
    catalog.add_account(store, name="主账号")
    ids = [
        made(store, title, day=DAY, body=body)
        for title, body in (("羊毛", "每天省一点"), ("避坑", "羊毛 出在羊身上"), ("A-9", "100% _ x"), ("空", ""))
    ]
    for text in ("羊毛", "羊 毛", "羊毛出", "100%", "_", '"', "has:cover", "-羊毛", "A", "没有的"):
        wanted = Filter(text=text)
        everywhere = set(search.find(store.engine, text, 100, store.notes.index))
        assert filtered.among(store, ids, wanted) == everywhere, text
        assert {note.id for note in store.notes.between(DAY, DAY, wanted=wanted)} == everywhere, text
        assert filtered.counted(store, wanted, (DAY, DAY)) == (len(everywhere), 4)


def test_what_a_text_holds_follows_every_op(store: Store) -> None:
    """Kept from one reading to the next, and judged anew only for what was written."""
    catalog.add_account(store, name="账号")
    first, other, _last = (made(store, title, day=DAY) for title in ("薅羊毛", "年费", "薅羊毛二"))

    def held() -> set[int]:
        also, values = store.notes.matching(Filter(text="薅羊毛"))
        return {row[0] for row in store.engine.rows(f"SELECT n.id FROM note n WHERE {also}", values)}

    assert held() == {note.id for note in store.notes.find("薅羊毛")} != set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("xhsplanner.store.search.kept.find", lambda *_given: pytest.fail("all is looked for again"))
        notes.edit(store, other, body="教你薅羊毛")
        assert other in held()
        notes.edit(store, first, title="不再")
        assert first not in held()
        notes.delete(store, [other])
        assert other not in held()
        workspace.undo(store)
        assert other in held()
    word = catalog.add(store, "keyword", name="薅羊毛")
    assert word is not None
    links.set_keywords(store, first, word.created["keyword"])
    assert first in held()


def test_of_a_text_that_very_many_hold_a_page_is_read_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xhsplanner.store.search.kept.NEWEST", 1)
    monkeypatch.setattr("xhsplanner.store.search.kept.find", lambda *_given: [second])
    catalog.add_account(store, name="账号")
    first, second = (made(store, title, day=DAY) for title in ("薅羊毛", "薅羊毛二"))
    store.notes.held.ids("薅羊毛")
    assert filtered.among(store, [first, second], Filter(text="薅羊毛")) == {first, second}
