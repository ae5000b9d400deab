"""Posters of a workspace: which notes are on them, what is counted, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Status
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, notes, posters, status
from xhsplanner.ops.posters import Wanted
from xhsplanner.posters.model import Look
from xhsplanner.store.store import Store

DAY = date(2026, 12, 9)


@pytest.fixture
def plan(team: Store) -> Store:
    """Three notes of the week of DAY, one of the next month, one without a day; a target of 3 a week."""
    catalog.add_target(team, 1, per_week=3)
    for title, day in (
        ("甲", DAY),
        ("乙", DAY),
        ("丙", date(2026, 12, 11)),
        ("丁", date(2027, 1, 5)),
        ("戊", None),
    ):
        notes.create(team, 1, title, day=day, minute=None, series_id=1, owner_id=1)
    status.set_status(team, [3], Status.CANCELLED)
    return team


def titles(store: Store, **wanted: object) -> list[list[str]]:
    return [[item.title for item in one.items] for one in posters.posters(store, Wanted(**wanted))]  # type: ignore[arg-type]


def test_weeks_months_and_lists_are_whole(plan: Store) -> None:
    assert titles(plan, start=DAY) == [["甲", "乙", "丙"]]
    assert titles(plan, start=DAY, end=date(2027, 1, 5)) == [["甲", "乙", "丙"], [], [], [], ["丁"]]
    assert titles(plan, view="month", start=DAY, end=date(2027, 1, 1)) == [["甲", "乙", "丙", "丁"], ["丁"]]
    assert titles(plan, view="list", start=DAY, undated=True) == [["甲", "乙", "戊"]]


def test_what_is_said_of_a_week(plan: Store) -> None:
    one = posters.posters(plan, Wanted(start=DAY, by="周", internal=True))[0]
    assert one.title == "12 月 7 日 – 13 日 · 第 50 周"
    assert one.subtitle == "2 篇 · 待处理 2 · 缺位 1"
    assert [(lane.name, lane.planned, lane.target) for lane in one.lanes] == [
        ("主账号", 2, 3),
        ("信用卡申请", 0, None),
    ]
    assert [(key.name, key.n) for key in one.series] == [("羊毛天天捡", 3)]
    assert [(key.what, key.n) for key in one.statuses] == [("todo", 2), ("cancelled", 1)]
    assert one.footer == ("workspace", "内部资料 · 请勿外传", "2026-12-09 10:00 由周制")
    assert [head.day.day for head in one.heads if head.quiet] == [13]
    words.use("en")
    assert posters.posters(plan, Wanted("month", DAY))[0].title == "Month 12, 2026"


def test_a_filter_leaves_notes_out_and_counts_no_gaps(plan: Store) -> None:
    todo = Filter(statuses=frozenset({Status.TODO}))
    assert titles(plan, start=DAY, filter=todo) == [["甲", "乙"]]
    one = posters.posters(plan, Wanted(start=DAY, filter=todo))[0]
    assert one.subtitle == "2 篇 · 待处理 2 · 已筛选"
    assert {lane.target for lane in one.lanes} == {None}
    only = posters.posters(plan, Wanted(start=DAY, filter=Filter(accounts=frozenset({2}))))[0]
    assert (len(only.lanes), only.items) == (1, ())


def test_outsiders_get_no_owner_no_status_no_printer(plan: Store) -> None:
    one = posters.posters(plan, Wanted(start=DAY, by="周", look=Look(outside=True)))[0]
    assert {(item.owner, item.ring, item.status) for item in one.items} == {("", "", "")}
    assert "周" not in one.footer[2]
    assert one.subtitle == "2 篇"


def test_too_much_or_backwards_is_refused(plan: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="晚于"):
        titles(plan, start=DAY, end=date(2026, 1, 1))
    with pytest.raises(Refused, match="最多 60"):
        titles(plan, start=DAY, end=date(2030, 1, 1))
    with pytest.raises(Refused, match="既不是"):
        posters.export_poster(plan, tmp_path / "a.docx", Wanted(start=DAY))
    monkeypatch.setattr(posters, "MANY", 2)
    with pytest.raises(Refused, match="最多 2 篇"):
        titles(plan, start=DAY)


def test_nothing_is_written_to_the_workspace(plan: Store) -> None:
    before = plan.undo_label()
    posters.pages(plan, Wanted(start=DAY, covers=False))
    assert plan.undo_label() == before


@pytest.mark.qt
@pytest.mark.usefixtures("qapp")
def test_files_are_written_whole_or_not_at_all(plan: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    made = posters.export_poster(plan, out / "a.pdf", Wanted(start=DAY, look=Look("chat", dark=True)))
    assert (made.notes, made.pages, (out / "a.pdf").read_bytes()[:5]) == (3, 1, b"%PDF-")
    two = Wanted(start=DAY, end=date(2026, 12, 14), look=Look("chat"))
    assert posters.export_poster(plan, out / "b.png", two).files == (str(out / "b.png"), str(out / "b-2.png"))
    assert posters.export_poster(plan, out / "b.png", two).pages == 2, "what one may replace is replaced whole"
    (out / "b.png").unlink()
    with pytest.raises(Refused, match=r"b-2\.png"):
        posters.export_poster(plan, out / "b.png", two)
    assert sorted(file.name for file in out.iterdir()) == ["a.pdf", "b-2.png"]


@pytest.mark.qt
@pytest.mark.usefixtures("qapp")
def test_a_full_disk_leaves_no_page_behind(plan: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    out = tmp_path / "out"
    out.mkdir()
    write, written = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "no room")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Refused, match="c-2"):
        posters.export_poster(plan, out / "c.png", Wanted(start=DAY, end=date(2026, 12, 14)))
    assert list(out.iterdir()) == []
