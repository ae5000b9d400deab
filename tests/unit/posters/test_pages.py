"""Pages of posters, Qt-free: what can be read on them, what is drawn where, how they go on."""

from datetime import date, timedelta
from typing import Any

import pytest

from xhsplanner.posters.layout import pages
from xhsplanner.posters.looks import Inks, is_picture, paper
from xhsplanner.posters.marks import Box, Page, Picture, Ring, Words
from xhsplanner.posters.model import PAPERS, Head, Item, Key, Lane, Look, Poster, Stretch

MONDAY = date(2026, 12, 7)
LANES = tuple(Lane(n, f"账号{n}", "账", "#2F6FED", 2, 3) for n in (1, 2, 3, 4))
VIEWS = ("week", "month", "list")


def head(day: date) -> Head:
    quiet = day == date(2026, 12, 13)
    return Head(day, "周", "冬月初一", "国家公祭日" if quiet else "冬月初一", "memorial" if quiet else "lunar",
                "休" if day.day == 12 else "", quiet, day.day == 12)  # fmt: skip


def items(n: int, days: int = 7) -> tuple[Item, ...]:
    return tuple(
        Item(MONDAY + timedelta(i % days), i % 4 + 1, "08:30", f"第{i}篇笔记的标题", "羊毛", "wool", "todo", "待写",
             "林晓", "#D42A45")
        for i in range(n)
    )  # fmt: skip


def poster(view: str, n: int, **look: Any) -> Poster:
    start = MONDAY - timedelta(7) if view == "month" else MONDAY
    heads = tuple(head(start + timedelta(i)) for i in range({"week": 7, "month": 42, "list": 0}[view]))
    keys = (Key("wool", "羊毛", n),) if n else ()
    bars = (Stretch(1, 0, 6, 0, "年货节", "shopping"),)
    footer, status = ("工作区", "内部资料", "制"), (Key("todo", "待写", n),)
    return Poster(view, "标题", "小标题", heads, LANES, items(n), bars, keys, status, footer, 12, Look(**look))


def said(found: list[Page]) -> str:
    return "\n".join(line for page in found for line in page.texts())


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["a4", "a3", "chat"])
@pytest.mark.parametrize("n", [0, 16, 150])
def test_everything_is_on_some_page_and_inside_it(view: str, name: str, n: int) -> None:
    found = pages([poster(view, n, paper=name)])
    words = said(found).replace("\n", "")
    assert all(f"第{i}篇" in words for i in range(n))
    for page in found:
        texts = page.texts()
        assert texts[0] == "标题", "the title is on every page"
        assert {"工作区", "内部资料"} <= set(texts)
        for mark in page.marks:
            if isinstance(mark, Box):
                assert -0.01 <= mark.x <= mark.x + mark.w <= page.width + 0.01
                assert -0.01 <= mark.y <= mark.y + mark.h <= page.height + 0.01
            elif isinstance(mark, Words):
                assert mark.size >= 7.49 or len(mark.text) == 1, mark  # but for the initial in a disc
                assert 0 < mark.x < page.width
                assert 0 < mark.y < page.height
    if len(found) > 1:
        assert all(f"第 {k}/{len(found)} 页" in "".join(page.texts()) for k, page in enumerate(found, 1))


def test_text_is_large_while_there_is_room_and_never_too_small() -> None:
    def size(n: int) -> float:
        return next(m.size for p in pages([poster("week", n)]) for m in p.marks
                    if isinstance(m, Words) and m.text.startswith("第0篇"))  # fmt: skip

    sizes = [size(n) for n in (1, 30, 300)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 12
    assert sizes[-1] >= 7.5


def test_the_week_shows_what_the_board_shows() -> None:
    page = pages([poster("week", 8)])[0]
    texts = set(page.texts())
    assert {"账号1", "2/3 篇 · 差 1", "08:30", "休", "国家公祭日", "静默日", "羊毛", "羊毛 8", "待写 8"} <= texts
    assert [m for m in page.marks if isinstance(m, Box) and m.hatched]
    assert sum(isinstance(m, Ring) for m in page.marks) == 8 + 1  # and the legend's
    assert texts & {"林"}


@pytest.mark.parametrize("view", VIEWS)
def test_outsiders_see_neither_owner_nor_status_nor_gap(view: str) -> None:
    found = pages([poster(view, 8, outside=True)])
    assert not [m for p in found for m in p.marks if isinstance(m, Ring)]
    assert not {"林", "林晓", "待写", "待写 8", "2/3 篇 · 差 1"} & set(found[0].texts())


def test_a_standing_week_is_days_and_a_month_has_its_bars() -> None:
    standing = pages([poster("week", 8, portrait=True)])[0]
    assert standing.height > standing.width
    assert "账号1" in standing.texts()
    month = pages([poster("month", 8)])[0]
    assert {"年货节", "12/1"} <= set(month.texts())


def test_covers_are_drawn_beside_their_titles() -> None:
    one = poster("week", 1)
    with_cover = Poster(
        **{f: getattr(one, f) for f in one.__slots__} | {"items": (one.items[0]._replace(cover=b"x"),)}
    )
    drawn = [m for m in pages([with_cover])[0].marks if isinstance(m, Picture)]
    assert len(drawn) == 1
    assert drawn[0].h / drawn[0].w == pytest.approx(4 / 3)


def test_colours_by_status_and_in_the_dark() -> None:
    inks = Inks(Look(dark=True))
    assert inks.status("todo") != Inks(Look()).status("todo")
    by_status = pages([poster("week", 1, colours="status")])[0]
    assert [m for m in by_status.marks if isinstance(m, Box) and m.fill == Inks(Look()).status("todo")]
    assert pages([poster("week", 1, dark=True)])[0].paper == inks.tone("canvas")
    assert pages([poster("week", 1)])[0].paper == "#FFFFFF"


def test_papers() -> None:
    a4 = paper(Look())
    assert (round(a4.width), round(a4.height)) == (842, 595)
    assert paper(Look("a3", portrait=True)).height == pytest.approx(420 * 72 / 25.4)
    assert paper(Look("chat")).pixels == (1080, 1440)
    assert paper(Look("chat_large", portrait=False)).upright
    assert [name for name in PAPERS if is_picture(name)] == ["chat", "chat_large"]
