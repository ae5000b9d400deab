"""Collisions of a workspace, what helps, and what the team says is no problem."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.collisions import Collision, Index
from xhsplanner.core.collisions.remedies import Remedy, remedies
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.exchange.bundle_read import read_bundle
from xhsplanner.ops import bundle, catalog, collisions, links, notes, settings
from xhsplanner.ops.bundle_collect import Part
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import open_workspace

DAY = date(2026, 12, 10)
BODY = "周末去超市别忘了先领券。打开手机银行，在生活频道找到满减专区，选好门店再领取，结账时就能抵扣。"


def note(store: Store, account: int = 1, minute: int | None = 1200, day: date = DAY, **fields: Any) -> int:
    change = notes.create(store, account, fields.pop("title", f"第{minute}"), day=day, minute=minute, **fields)
    assert change is not None
    return change.created["note"][0]


def index(store: Store) -> Index:
    return store.colliding.index(DAY, DAY, margin=14)


def one(store: Store, kind: str) -> Collision:
    (found,) = [one for one in index(store).found if one.kind == kind]
    return found


def cure(store: Store, found: Collision, verb: str) -> Remedy:
    return next(one for one in remedies(found, index(store)) if one.verb == verb)


def test_a_note_too_close_goes_to_the_next_free_time_and_back(team: Store) -> None:
    note(team, minute=1200)
    second = note(team, minute=1210)
    found = one(team, "spacing")
    wanted = cure(team, found, "retime")
    assert (wanted.note, wanted.minute, wanted.label) == (second, 1260, "改到 21:00")
    collisions.remedy(team, wanted, found)
    assert index(team).found == []
    team.step("undo")
    assert one(team, "spacing").notes == found.notes


def test_an_account_has_its_own_spacing_and_room(team: Store) -> None:
    for minute in (600, 630, 900):
        note(team, minute=minute)
    catalog.edit(team, "account", 1, spacing=30, per_day=2)
    assert [one.kind for one in index(team).found] == ["day_capacity"]
    found = one(team, "day_capacity")
    wanted = cure(team, found, "move")
    assert wanted.day == date(2026, 12, 11)
    collisions.remedy(team, wanted, found)
    assert index(team).found == []
    with pytest.raises(Refused):
        catalog.edit(team, "account", 1, per_day=0)


def test_the_workspace_says_how_close_is_too_close(team: Store) -> None:
    note(team, minute=600)
    note(team, minute=630)
    assert one(team, "spacing")
    settings.change(team, "note_spacing", 30)
    assert index(team).found == []


def test_the_next_free_day_is_not_a_quiet_one(team: Store) -> None:
    first = note(team, minute=600, day=date(2026, 12, 12))
    note(team, minute=610, day=date(2026, 12, 12))
    assert first
    assert cure(team, one(team, "spacing"), "move").day == date(2026, 12, 14), "12-13 is quiet"


def test_ignored_ones_are_not_told_until_another_note_joins(team: Store) -> None:
    for account in (1, 2):
        note(team, account, series_id=1)
    found = one(team, "same_series")
    collisions.ignore(team, [found])
    assert index(team).found == []
    assert [row.rule_key for row in team.tasks.all()] == [found.rule_key]
    team.step("undo")
    assert one(team, "same_series")
    team.step("redo")
    catalog.add_account(team, name="第三个")
    note(team, 3, series_id=1)
    assert len(one(team, "same_series").notes) == 3
    collisions.ignore(team, [one(team, "same_series")])
    collisions.restore(team, [next(iter(index(team).every))])
    assert one(team, "same_series")


def test_series_keyword_and_offer_come_off(team: Store) -> None:
    catalog.add(team, "keyword", name="车主卡")
    catalog.add(team, "offer", name="满减", valid_until=date(2026, 12, 9))
    first, second = (note(team, account, series_id=1) for account in (1, 2))
    for one_ in (first, second):
        links.set_keywords(team, one_, [1])
    links.set_offers(team, second, [1])
    for kind, verb in (("same_series", "unseries"), ("same_keyword", "unkeyword"), ("offer_over", "unoffer")):
        found = one(team, kind)
        assert cure(team, found, verb).note == second
        collisions.remedy(team, cure(team, found, verb), found)
    assert index(team).found == []
    assert team.notes.get(first).series_id == 1  # type: ignore[union-attr]


def test_texts_of_two_accounts_are_compared(team: Store) -> None:
    note(team, 1, body=BODY)
    second = note(team, 2, body=BODY.replace("超市", "便利店") + "🛒", day=date(2026, 12, 12))
    found = one(team, "near_text")
    assert cure(team, found, "compare").ids == found.notes
    notes.edit(team, second, body="接到自称客服的电话先别慌：让你转到安全账户的都是骗局，挂断后拨打官方热线核实。")
    assert index(team).found == []


def test_published_notes_stay_and_are_no_longer_told_among_themselves(team: Store) -> None:
    out = note(team, minute=1210, status=Status.PUBLISHED)
    other = note(team, minute=1200)
    assert cure(team, one(team, "spacing"), "retime").note == other
    late = cure(team, one(team, "spacing"), "retime")
    notes.delete(team, [other])
    with pytest.raises(Refused):
        collisions.remedy(team, late, one_of(out))
    note(team, minute=1215, status=Status.PUBLISHED)
    assert index(team).found == []
    assert [one.settled for one in index(team).every] == [True]


def one_of(note_id: int) -> Collision:
    return Collision("spacing", (note_id,), "collisions.none", {}, ("x",))


def test_a_copy_and_a_move_are_told_what_they_would_meet(team: Store) -> None:
    first = note(team, 1, body=BODY, minute=1200)
    note(team, 2, minute=1230)
    ready = index(team)
    entry = ready.entries[first]
    assert [one.kind for one in ready.would(entry, 2, DAY)] == ["spacing"]
    assert ready.would(entry, 1, DAY) == []
    beside = ready.would_all([entry._replace(account_id=2, minute=900)], copying=True)
    assert [one.kind for one in beside] == ["near_text"], "the text it was copied from"


def test_what_is_ignored_travels_in_a_bundle(team: Store, tmp_path: Path, empty_workspace: Path) -> None:
    note(team, minute=600)
    note(team, minute=610)
    collisions.ignore(team, index(team).found)
    bundle.export_bundle(team, tmp_path / "plan.zip", Part())
    other = open_workspace(shutil.copytree(empty_workspace, tmp_path / "other"))
    bundle.merge(other, read_bundle(tmp_path / "plan.zip"))
    assert [one.kind for one in index(other).every] == ["spacing"]
    assert index(other).found == []
    other.close()
