"""The live preview: this note first and outlined, its week around it, covers by workers, no words lost."""

import threading
from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from xhsplanner.ops import catalog, notes
from xhsplanner.ui.panel.feed_preview import two_lines
from xhsplanner.ui.widgets import note_covers as feed_covers
from xhsplanner.ui.widgets.note_covers import FeedCovers

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""
PATIENCE = 15_000


def near(seen: QColor, wanted: QColor, by: int = 30) -> bool:
    pairs = ((seen.red(), wanted.red()), (seen.green(), wanted.green()), (seen.blue(), wanted.blue()))
    return all(abs(a - b) <= by for a, b in pairs)


def test_the_note_stands_first_with_its_week_around_it(window: Window) -> None:
    window.make("下周的", day=date(2026, 12, 15))
    window.make("作废的", status="cancelled")
    late = window.make("周日的", day=date(2026, 12, 13))
    window.settle()
    assert [card.note_id for card in window.page.preview.feed.cards] == [window.note, window.other, late]


def test_it_follows_the_keys(window: Window) -> None:
    window.type(window.page.title, "xyz")
    window.qtbot.waitUntil(lambda: window.page.preview.feed.cards[0].title.endswith("xyz"), timeout=PATIENCE)
    assert dict(window.page.preview.feed.cards[0].spec.facts)["note.title"] == "最低还款的坑xyz"


def test_the_first_card_is_outlined_and_the_tabs_are_painted(window: Window) -> None:
    window.settle()
    feed = window.page.preview.feed
    image = feed.grab().toImage()
    accent = window.ctx.theme.color("accent")
    first, second = (one.card for one in feed.placed()[:2])
    assert near(image.pixelColor(round(first.x + 0.5), round(first.y + 60)), accent)
    assert not near(image.pixelColor(round(second.right), round(second.y + 60)), accent)
    bar = [near(image.pixelColor(feed.width() // 2, y), accent) for y in range(28, 38)]
    assert any(bar)


def test_a_click_on_a_neighbour_shows_it(window: Window) -> None:
    card = window.page.preview.feed.placed()[1].card
    spot = QPoint(round(card.x + card.width / 2), round(card.y + 20))
    QTest.mouseClick(window.page.preview.feed, Qt.MouseButton.LeftButton, pos=spot)
    assert window.ctx.note_id == window.other
    assert window.page.preview.feed.cards[0].note_id == window.other


def test_covers_are_painted_by_workers_and_shown(window: Window) -> None:
    threads: list[str] = []

    def paint(_spec: Any, width: int) -> QImage:
        threads.append(threading.current_thread().name)
        image = QImage(width, width * 4 // 3, QImage.Format.Format_RGB32)
        image.fill(QColor("#123456"))
        return image

    notes.edit(window.store, window.note, series_id=1)
    feed = window.page.preview.feed
    feed._covers = FeedCovers(window.ctx, feed, paint)
    feed._covers.ready.connect(feed._cover_ready)
    window.settle()
    box = feed.placed()[0].picture
    middle = (round(box.x + box.width / 2), round(box.y + box.height / 2))
    window.qtbot.waitUntil(
        lambda: near(feed.grab().toImage().pixelColor(*middle), QColor("#123456"), 3), timeout=PATIENCE
    )
    assert threads
    assert threading.main_thread().name not in threads


def test_without_a_cover_the_first_picture_shows(window: Window, library: list[int]) -> None:
    notes.attach(window.store, window.note, [library[1]])
    window.settle()
    feed = window.page.preview.feed
    box = feed.placed()[0].picture
    middle = (round(box.x + box.width / 2), round(box.y + box.height / 2))
    window.qtbot.waitUntil(
        lambda: near(feed.grab().toImage().pixelColor(*middle), QColor("#2f6fed")), timeout=PATIENCE
    )
    notes.set_cover(window.store, window.note, template="pitfall-note")
    window.settle()
    assert feed.cards[0].spec.template == "pitfall-note"


def test_what_cannot_be_painted_gets_the_tint_of_its_series(window: Window) -> None:
    def paint(_spec: Any, _width: int) -> QImage:
        raise ValueError("broken template")

    notes.edit(window.store, window.note, series_id=1)
    feed = window.page.preview.feed
    feed._covers = FeedCovers(window.ctx, feed, paint)
    window.settle()
    box = feed.placed()[0].picture
    pixel = feed.grab().toImage().pixelColor(round(box.x + 6), round(box.y + 8))
    assert near(pixel, window.ctx.theme.series("pitfall").bg)


def test_likes_only_where_they_are_known(window: Window) -> None:
    published = window.make("发了", status="published")
    with window.store.op("test.result") as op:
        for as_of, likes in (("2026-12-08", 7), ("2026-12-09", 826)):
            op.insert("result", {"note_id": published, "as_of": as_of, "likes": likes})
        op.insert("result", {"note_id": window.other, "as_of": "2026-12-09", "likes": 5})
    window.settle()
    likes = {card.note_id: card.likes for card in window.page.preview.feed.cards}
    assert likes == {window.note: None, window.other: None, published: 826}


def test_two_lines_cut_between_characters(window: Window) -> None:
    font = window.ctx.theme.font(12)
    assert two_lines("", font, 120) == []
    assert two_lines("短", font, 120) == ["短"]
    family = "👨‍👩‍👧‍👦"
    lines = two_lines(family * 30, font, 120)
    assert len(lines) == 2
    assert lines[0].startswith("👨")
    assert lines[0].endswith("👦")
    assert "".join(lines) == family * 30
    assert two_lines("a\nb  c", font, 120) == ["a b c"]


def test_a_wrong_cover_row_does_no_harm(window: Window) -> None:
    with window.store.op("test.cover") as op:
        op.insert("cover", {"note_id": window.note, "template": "gone", "values": "{broken"})
    window.settle()
    assert "gone" in window.page.preview.template.text()
    assert window.page.preview.feed.cards[0].spec.template == "gone"


def test_equal_specs_are_painted_once(window: Window) -> None:
    catalog.edit(window.store, "account", window.accounts[0], remark="nothing seen")
    window.settle()
    covers = window.page.preview.feed._covers
    kept = len(covers._kept)
    window.panel._show_preview()
    window.settle()
    assert len(covers._kept) == kept
    assert kept <= feed_covers.KEPT
