"""Posters painted: goldens, fonts inside the PDF, emoji, harmful text, any thread, printers."""

import os
import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QImage

from xhsplanner.covers.encode import to_pillow
from xhsplanner.posters.layout import pages
from xhsplanner.posters.marks import Page
from xhsplanner.posters.model import Head, Item, Key, Lane, Look, Poster
from xhsplanner.posters.render import image, pdf, png

pytestmark = pytest.mark.usefixtures("theme")

DATA = Path(__file__).parents[2] / "data" / "posters"
WRITE = os.environ.get("XHSPLANNER_WRITE_GOLDENS") == "1"
TITLES = ("最低还款的坑，很多人都踩过", "🎉双十二大促，家庭卡怎么选", "A long English headline", "冬至｜一碗饺子")
MONDAY = date(2026, 12, 7)


def poster(view: str, **look: Any) -> Poster:
    start, days = (MONDAY - timedelta(7), 42) if view == "month" else (MONDAY, 7)
    heads = []
    for day in (start + timedelta(n) for n in range(days)):
        quiet = day == date(2026, 12, 13)
        label, kind = ("国家公祭日", "memorial") if quiet else ("冬月初一", "lunar")
        heads.append(Head(day, f"周{'一二三四五六日'[day.weekday()]}", "冬月初一", label, kind, "", quiet, False))
    lanes = tuple(Lane(n, f"账号{n}", "主卡城"[n], color, 4, 5) for n, color in enumerate(("#D42A45", "#2F6FED")))
    rings = ("todo", "review", "published", "overdue")
    items = tuple(
        Item(MONDAY + timedelta(n % 5), n % 2, "08:30", TITLES[n % 4], "羊毛天天捡", ("wool", "pitfall")[n % 2],
             rings[n % 4], "待写", "林晓", "#7C4DE0")
        for n in range(9)
    )  # fmt: skip
    keys = Key("wool", "羊毛天天捡", 5), Key("pitfall", "信用卡避坑指南", 4)
    footer = ("工作区", "内部资料", "2026-12-09 10:00 制")
    return Poster(view, "12 月 7 日 – 13 日 · 第 50 周", "9 篇", tuple(heads), lanes, items, (), keys,
                  (Key("todo", "待写", 9),), footer, 12, Look(**look))  # fmt: skip


LOOKS = {
    "week": {},
    "month": {},
    "list": {"portrait": True},
    "week-chat-dark": {"paper": "chat", "dark": True},
}


@pytest.mark.parametrize("name", LOOKS)
def test_golden(name: str) -> None:
    """Small pictures, nearly alike on every Qt: XHSPLANNER_WRITE_GOLDENS=1 writes them anew."""
    page = pages([poster(name.partition("-")[0], **LOOKS[name])])[0]
    shown = to_pillow(image(page, 1200)).resize((300, round(300 * page.height / page.width)), Image.Resampling.BOX)
    file = DATA / f"{name}.png"
    if WRITE:
        shown.quantize(64).save(file, optimize=True)
        return
    golden = Image.open(file).convert("RGB")
    assert golden.size == shown.size
    assert max(ImageStat.Stat(ImageChops.difference(shown, golden)).mean) < 2.5


def test_a_pdf_has_its_fonts_inside_and_its_text_is_text() -> None:
    one = poster("week")
    made = pdf([*pages([one]), *pages([poster("list", portrait=True)])], one.title)
    assert made.startswith(b"%PDF-1.")
    assert len(made) < 400_000
    assert made.count(b"/FontFile2") == 2, "regular and bold"
    assert made.count(b"/ToUnicode") == 2, "can be selected and searched"
    assert not re.search(rb"/(Type3|URI|JavaScript|Launch|EmbeddedFile)\b", made)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert [(round(float(w)), round(float(h))) for w, h in boxes] == [(842, 595), (595, 842)]
    assert mapped(made) >= {ord(char) for char in "最低还款的坑羊毛天天捡"}


def mapped(made: bytes) -> set[int]:
    """The characters that text of a PDF can be copied as."""
    found: set[int] = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.S):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            text = stream
        if b"beginbfrange" in text or b"beginbfchar" in text:
            found |= {int(code, 16) for code in re.findall(rb"<([0-9A-Fa-f]{4})>", text)}
    return found


def colours(found: QImage, page: Page, mark: Any) -> set[int]:
    scale = found.width() / page.width
    xs, ys = (
        range(int(mark.x * scale), int((mark.x + mark.w) * scale)),
        range(int(mark.y * scale), int((mark.y + mark.h) * scale)),
    )
    return {found.pixel(x, y) for x in xs for y in ys}


def test_emoji_are_drawn_in_colour() -> None:
    from xhsplanner.posters.marks import Picture

    page = pages([poster("week")])[0]
    mark = next(mark for mark in page.marks if isinstance(mark, Picture))
    assert len(colours(image(page, 1600), page, mark)) > 12


def test_harmful_text_is_drawn_as_it_is_typed(tmp_path: Path) -> None:
    """Were it read as markup, a picture in a colour of nothing else would be on the page."""
    Image.new("RGB", (40, 40), (255, 0, 254)).save(tmp_path / "c.png")
    harm = f'&Q<img src="file://{tmp_path / "c.png"}" width=400 height=400>&amp;<b>'
    one = poster("week")
    items = tuple(item._replace(title=harm, series=harm, owner=harm) for item in one.items[:2])
    lanes = tuple(lane._replace(name=harm) for lane in one.lanes)
    keys = (Key("wool", harm, 1),)
    one = replace(one, title=harm, items=items, lanes=lanes, series=keys, footer=(harm, harm, harm))
    page = pages([one])[0]
    assert sum("<img" in text for text in page.texts()) > 4
    found = image(page, 1600)
    seen = {found.pixel(x, y) & 0xFFFFFF for x in range(0, found.width(), 2) for y in range(0, found.height(), 2)}
    assert 0xFF00FE not in seen
    assert b"file:" not in pdf([page], "标题")


def test_any_thread_draws_alike() -> None:
    page = pages([poster("month")])[0]
    with ThreadPoolExecutor(2) as pool:
        drawn = list(pool.map(lambda _n: png(page, 500), range(4)))
        written = list(pool.map(lambda _n: len(pdf([page], "x")), range(2)))
    assert set(drawn) == {png(page, 500)}
    assert len(set(written)) == 1


def test_a_picture_has_the_pixels_of_its_paper() -> None:
    for paper, size in (("chat", (1080, 1440)), ("chat_large", (1242, 1660))):
        drawn = image(pages([poster("week", paper=paper)])[0])
        assert (drawn.width(), drawn.height()) == size


def test_a_printer_gets_every_page(tmp_path: Path, qtbot: Any) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from xhsplanner.ui.printing import Printing, asked_for, make_printer

    found = pages([poster("week"), poster("month")])
    printer = make_printer(found[0], "排期海报")
    assert printer.pageLayout().pageSize().id().name == "A4"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    assert asked_for(printer, found) == found
    work = Printing(printer, found)
    pages_begun: list[int] = []
    work.went.connect(lambda n, _of: pages_begun.append(n))
    with qtbot.waitSignal(work.done, timeout=10_000) as done:
        work.start()
    assert done.args == [True]
    assert pages_begun == [1, 2]
    made = (tmp_path / "a.pdf").read_bytes()
    assert made.count(b"/FontFile2") == 2
    assert len(re.findall(rb"/Type /Page\b", made)) == 2


def test_a_printer_that_refuses_is_told(tmp_path: Path, qtbot: Any, qtlog: Any) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from xhsplanner.ui.printing import Printing, make_printer

    found = pages([poster("week")])
    printer = make_printer(found[0], "x")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "没有" / "a.pdf"))
    work = Printing(printer, found)
    with qtlog.disabled(), qtbot.waitSignal(work.done, timeout=5_000) as done:
        work.start()
    assert done.args == [False]


def test_printing_can_be_stopped(tmp_path: Path, qtbot: Any) -> None:
    from PySide6.QtPrintSupport import QPrinter

    from xhsplanner.ui.printing import Printing, make_printer

    found = pages([poster("week"), poster("month")])
    printer = make_printer(found[0], "x")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    work = Printing(printer, found)
    work.went.connect(lambda n, _of: work.stop() if n == 2 else None)
    with qtbot.waitSignal(work.done, timeout=10_000) as done:
        work.start()
    assert done.args == [False]
    work.stop()
    assert printer.printerState() != QPrinter.PrinterState.Active
