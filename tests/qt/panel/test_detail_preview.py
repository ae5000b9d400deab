"""The opened note as the phone shows it: pages swiped, text folded, links coloured, light or dark of its own."""

from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from xhsplanner.core.words import t
from xhsplanner.ops import assets, notes
from xhsplanner.ui.panel import detail_layout
from xhsplanner.ui.panel.preview import PreviewPart

Window = Any
"""The class of the fixture `window`, see conftest.py of this folder."""
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LONG = "第一段说清楚最低还款是怎么回事😀\n" * 12


def opened(window: Window) -> Any:
    QTest.mouseClick(window.page.preview.tabs["detail"], LEFT)
    window.settle()
    return window.page.preview.detail


def at(preview: Any, box: Any, share: float = 0.5) -> QPoint:
    return QPoint(round(box.x + box.width * share), round(box.y + box.height / 2))


def near(seen: QColor, wanted: QColor, by: int = 30) -> bool:
    pairs = ((seen.red(), wanted.red()), (seen.green(), wanted.green()), (seen.blue(), wanted.blue()))
    return all(abs(a - b) <= by for a, b in pairs)


def has(image: QImage, color: QColor, box: Any) -> bool:
    rows = range(max(0, int(box.y)), min(image.height(), int(box.bottom)))
    return any(near(image.pixelColor(x, y), color, 24) for y in rows for x in range(14, image.width() - 14))


def test_tabs_by_mouse_and_arrows(window: Window) -> None:
    preview = window.page.preview
    assert preview.feed.isVisible()
    assert not preview.detail.isVisible()
    detail = opened(window)
    assert detail.isVisible()
    assert not preview.feed.isVisible()
    preview.tabs["detail"].setFocus()
    QTest.keyClick(preview.tabs["detail"], Qt.Key.Key_Left)
    assert preview.tab == "feed"
    assert preview.tabs["feed"].hasFocus()


def test_pages_turn_by_drag_arrows_and_dots(window: Window, library: list[int]) -> None:
    notes.attach(window.store, window.note, library)
    detail = opened(window)
    assert len(detail.card.pages) == 4
    middle = at(detail, detail.place.picture)
    QTest.mousePress(detail, LEFT, NONE, middle)
    QTest.mouseMove(detail, middle - QPoint(60, 0))
    assert detail.moved == -60
    QTest.mouseRelease(detail, LEFT, NONE, middle - QPoint(80, 0))
    assert detail.page == 1
    QTest.mousePress(detail, LEFT, NONE, middle)
    QTest.mouseMove(detail, middle + QPoint(8, 0))
    QTest.mouseRelease(detail, LEFT, NONE, middle + QPoint(12, 0))  # too short a way: it stays
    assert detail.page == 1
    for key, page in ((Qt.Key.Key_Right, 2), (Qt.Key.Key_End, 3), (Qt.Key.Key_Right, 3), (Qt.Key.Key_Home, 0)):
        QTest.keyClick(detail, key)
        assert detail.page == page
    QTest.mouseClick(detail, LEFT, NONE, detail.dot(2).center().toPoint())
    assert detail.page == 2
    assert t("detail.page", n=3, total=4) in detail.accessibleName()
    window.settle()
    window.qtbot.waitUntil(
        lambda: near(detail.grab().toImage().pixelColor(middle), QColor("#1e9e6a")), timeout=15_000
    )


def test_a_long_text_is_folded_until_it_is_clicked(window: Window) -> None:
    notes.edit(window.store, window.note, body=LONG)
    detail = opened(window)
    folded = detail.height()
    assert detail.text.lines == detail_layout.FOLD
    QTest.mouseClick(detail, LEFT, NONE, at(detail, detail.place.text))
    assert not detail.text.folded
    assert detail.text.lines > 12
    assert detail.height() > folded + 7 * detail_layout.LINE
    QTest.keyClick(detail, Qt.Key.Key_Return)
    assert detail.height() == folded
    window.ctx.select(window.other)
    assert not detail.unfolded


def test_hashtags_are_links_and_the_phone_has_its_own_light(window: Window) -> None:
    preview, theme = window.page.preview, window.ctx.theme
    detail = opened(window)
    light, dark = (QColor(c) for c in ("#2F6FED", "#7AA5FF"))
    assert has(detail.grab().toImage(), light, detail.place.text)
    assert near(detail.grab().toImage().pixelColor(40, round(detail.place.foot.y) + 4), QColor("#FFFFFF"), 4)
    QTest.mouseClick(preview.mode, LEFT)
    assert preview.mode.accessibleName() == t("detail.to_light")
    assert not theme.dark
    assert has(detail.grab().toImage(), dark, detail.place.text)
    assert near(detail.grab().toImage().pixelColor(40, round(detail.place.foot.y) + 4), QColor("#1C1C20"), 4)
    again = PreviewPart(window.ctx)
    window.qtbot.addWidget(again)
    assert (again.tab, again.phone.dark) == ("detail", True), "as it was left"
    QTest.mouseClick(preview.mode, LEFT)
    theme.set_mode("dark")
    window.settle()
    assert near(detail.grab().toImage().pixelColor(40, round(detail.place.foot.y) + 4), QColor("#1C1C20"), 4)
    assert preview.mode.accessibleName() == t("detail.to_light"), "a phone that is as the window follows it again"


def test_it_follows_the_keys(window: Window) -> None:
    detail = opened(window)
    window.type(window.page.title, "xyz")
    window.qtbot.waitUntil(lambda: detail.card.title.endswith("xyz"), timeout=15_000)


def test_a_video_fills_the_phone(window: Window) -> None:
    notes.edit(window.store, window.note, kind="视频", seconds=95, body=LONG)
    detail = opened(window)
    assert detail.card.video
    assert detail.place.picture.height > 1.4 * detail.place.picture.width
    assert detail.text.lines == detail_layout.CAPTION_FOLD
    assert has(detail.grab().toImage(), QColor("#FFFFFF"), detail.place.title)
    assert len(detail.card.pages) <= 1


@pytest.mark.parametrize("number", [0, 1, 18, 25])
def test_any_number_of_pictures(window: Window, tmp_path: Any, number: int) -> None:
    files = []
    for n in range(number):
        files.append(tmp_path / f"{n:02}.png")
        Image.new("RGB", (60 + n, 80), (n * 10, 60, 60)).save(files[-1])
    made = assets.add(window.store, files).added if files else []
    if made:
        notes.attach(window.store, window.note, [asset.id for asset in made])
    detail = opened(window)
    assert len(detail.card.pages) == min(18, number)
    for page in range(len(detail.card.pages)):
        assert 0 <= detail.dot(page).left() < detail.dot(page).right() <= detail.width()
    assert not detail.grab().toImage().isNull()
