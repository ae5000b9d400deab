"""The cover wall without a screen: feed order, the line of now, likeness, places."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.core.model import Account, Status
from xhsplanner.ops import catalog, notes, status
from xhsplanner.store.store import Store
from xhsplanner.ui.wall import model
from xhsplanner.ui.wall.layout import NOW_H, Layout
from xhsplanner.ui.wall.model import Kin, Wall, alike

STEPS = (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED)


@pytest.fixture
def account(store: Store) -> Account:
    for name in ("主账号", "信用卡号"):
        catalog.add_account(store, name=name, initial=name[0], color="#D42A45")
    return store.catalog.accounts()[0]


def note(store: Store, account: Account, title: str, day: date | None, minute: int | None = None) -> int:
    change = notes.create(store, account.id, title, day=day, minute=minute, body="正文")
    assert change is not None
    return change.created["note"][0]


def publish(store: Store, note_id: int, at: str) -> None:
    for step in STEPS[:-1]:
        status.set_status(store, [note_id], step)
    status.publish(store, note_id, at=at)


def test_newest_first_with_now_between(store: Store, account: Account) -> None:
    other = store.catalog.accounts()[1]
    today = date(2026, 12, 9)
    note(store, other, "别的账号", today)
    note(store, account, "没有日期", None)
    note(store, account, "一早", today, 480)
    note(store, account, "今天不定时", today)
    note(store, account, "下周", date(2026, 12, 16), 600)
    note(store, account, "晚上", today, 1200)
    note(store, account, "作废", date(2026, 12, 20))
    status.set_status(store, [store.notes.find("作废")[0].id], Status.CANCELLED)
    out = note(store, account, "已发", date(2026, 12, 20), 600)
    publish(store, out, "2026-12-08T21:00:00.000")
    wall = model.load(store, account)
    titles = [face.note.title for face in wall.faces]
    assert titles[: wall.split] == ["下周", "今天不定时", "晚上"]
    assert titles[wall.split :] == ["一早", "已发"], "as it went out, not as it was planned"
    assert [face.ring for face in wall.faces][wall.split :] == ["overdue", "published"]
    assert model.heading(wall, 0) == ("主账号", "待发 3 · 已发 2")


def test_months_are_told_once_each_in_reading_order(store: Store, account: Account) -> None:
    for day in (date(2026, 11, 3), date(2026, 12, 1), date(2026, 12, 30), date(2027, 1, 2)):
        note(store, account, str(day), day)
    starts = model.month_starts(model.load(store, account).faces)
    assert starts == [(0, date(2027, 1, 1)), (1, date(2026, 12, 1)), (3, date(2026, 11, 1))]


def test_accounts_go_round(store: Store, account: Account) -> None:
    other = store.catalog.accounts()[1]
    assert model.beside(store, account, 1) == other
    assert model.beside(store, account, -1) == other
    assert model.beside(store, other, 1) == account
    assert model.account_of(store, other.uid) == other
    assert model.account_of(store, "gone") == account


def test_a_moment_is_the_real_one_of_what_is_out(store: Store, account: Account) -> None:
    found = note(store, account, "提前写成明天", date(2026, 12, 10), 60)
    publish(store, found, "")
    one = store.notes.get(found)
    assert one is not None
    now = datetime(2026, 12, 9, 10)
    assert model.moment(one, now) <= now
    assert model.load(store, account).split == 0


RED, BLUE, REDDISH = "#D42A45", "#2F6FED", "#DA3040"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Kin("sale", "wool"), Kin("sale", "wool"), "template"),
        (Kin("sale", "wool"), Kin("sale", "fraud"), ""),
        (Kin("sale", "wool", 5, (RED,)), Kin("sale", "wool", -1, (BLUE,)), ""),
        (Kin(phash=0b1011), Kin(phash=0b1000), "picture"),
        (Kin(phash=0, colors=(RED, BLUE)), Kin(phash=-1, colors=(BLUE, REDDISH)), "colours"),
        (Kin(phash=0, colors=(RED, BLUE)), Kin(phash=-1, colors=("#00FF00", RED)), ""),
        (Kin(), Kin(), ""),
        (Kin(phash=3), Kin("sale", "wool"), ""),
    ],
)
def test_likeness(one: Kin, other: Kin, expected: str) -> None:
    assert alike(one, other) == expected
    assert alike(other, one) == expected


def test_a_place_that_is_not_there_is_like_nothing() -> None:
    assert Wall().alike(0, 1) == ""
    assert model.spoken(Wall(), 7) == ""


@settings(max_examples=40)
@given(st.integers(300, 2600), st.integers(100, 1400), st.integers(0, 24), st.data(), st.booleans())
def test_places_and_rows_agree(width: int, height: int, count: int, data: st.DataObject, wide: bool) -> None:
    split = data.draw(st.integers(0, count))
    layout = Layout(width, height, count, split, wide)
    assert layout.columns == 2 if not wide else 4 <= layout.columns <= 6
    rects = [layout.rect(place) for place in range(count)]
    for place, rect in enumerate(rects):
        assert layout.place(*layout.spot(place)) == place
        assert rect.bottom <= layout.total
        assert (rect.bottom <= layout.now_y) == (place < split), "now lies between"
        assert place < split or rect.y >= layout.now_y + NOW_H
        for way, back in (("right", "left"), ("left", "right")):
            there = layout.step(place, way)
            assert there is None or layout.step(there, back) == place
        assert all(other > place for other in layout.neighbours(place))
    assert all(not one.meets(other) for one, other in pairwise(rects))
    scroll = data.draw(st.integers(0, layout.most))
    seen = [n for n, rect in enumerate(rects) if rect.bottom > scroll and rect.y < scroll + height]
    assert list(layout.shown(scroll)) == seen
