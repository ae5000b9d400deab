"""What somebody wrote is never read as markup: no picture is loaded, no letter becomes a shortcut.

The canary names a picture on the disk. Were any widget, tooltip or document to read it as HTML, its colour would be
on the screen, or a tag of it in the file.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from plain import rich, tips

from xhsplanner.ops import assets, catalog, notes, plan_export, posters, shots
from xhsplanner.ops.plan_export import Wanted
from xhsplanner.posters.model import Look
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

COLOUR = (255, 0, 254)
"""Of nothing else that the program paints."""


def canary(picture: Path) -> str:
    """Text that would show the picture, mark a letter, and end a tag it stands in."""
    return f'&Q<img src="file://{picture}" width=400 height=400>"\'>&amp;<b>'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace in which every text is the canary, and the canary."""
    folder = tmp_path_factory.mktemp("canary")
    Image.new("RGB", (40, 40), COLOUR).save(folder / "c.png")
    text = canary(folder / "c.png")
    Image.new("RGB", (300, 400), (10, 120, 90)).save(folder / "photo.png")
    store = create_workspace(folder / "w")
    fill(store, text, folder / "photo.png")
    store.close()
    return folder / "w", text


def fill(store: Store, text: str, photo: Path) -> None:
    for letter in "甲乙":
        catalog.add_account(store, name=f"{text}{letter}", bank=text, handle=text, profile=text, remark=text)
        catalog.add_series(store, name=f"{text}{letter}", brief=text, hashtags=f"#{text}")
        catalog.add_member(store, name=f"{text}{letter}", role="editor")
    catalog.add_persona(store, name=text, brief=text, phrases=text, forbidden=text)
    for noun in ("offer", "keyword", "tag"):
        catalog.add(store, noun, name=text)
    catalog.add(store, "disclaimer", form="long", text=text)
    catalog.add_target(store, 1, 1, per_week=2)
    store.actor = 1
    asset = assets.add(store, [photo]).added[0].id
    assets.rename(store, asset, text)
    assets.tag(store, [asset], add=[text])
    for number in range(6):
        notes.create(
            store, 1 + number % 2, text, day=date(2026, 12, 7 + number), minute=600, series_id=1 + number % 2,
            body=f"{text}\n" * 3, remark=text, hashtags=f"#{text}", owner_id=1, designer_id=2, persona_id=1,
            script=text,
        )  # fmt: skip
    notes.attach(store, 1, [asset])
    shots.add(store, 1, scene=text, words=text)


def painted(image: Any) -> bool:
    """Whether the canary's colour is in a picture: looked for in its bytes, every pixel."""
    from PySide6.QtGui import QImage

    plain = image.convertToFormat(QImage.Format.Format_RGB888)  # kept: its bits go with it
    return bytes(COLOUR) * 8 in bytes(plain.constBits())


@pytest.fixture
def window(made: tuple[Path, str], tmp_path: Path, qapp: Any) -> Iterator[Any]:
    from xhsplanner.ui.context import Context
    from xhsplanner.ui.main_window import MainWindow
    from xhsplanner.ui.settings import Settings
    from xhsplanner.ui.theme import Theme

    store = open_workspace(shutil.copytree(made[0], tmp_path / "w"), actor=1)
    theme = Theme("light", bundled_fonts=True)
    ctx = Context(store, theme, Settings())
    window = MainWindow(ctx)
    window.resize(1440, 900)
    window.show()
    ctx.select(1)
    yield window
    window.hide()
    ctx.close()
    window.deleteLater()
    store.close()
    theme.close()


@pytest.mark.qt
def test_the_canary_would_be_seen_where_markup_is_read(made: tuple[Path, str], qapp: Any) -> None:
    """Or the promise would be empty."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QLabel

    label = QLabel(made[1])
    label.setTextFormat(Qt.TextFormat.RichText)
    label.resize(500, 500)
    assert painted(label.grab().toImage())
    label.deleteLater()


@pytest.mark.qt
@pytest.mark.parametrize("every", [3, pytest.param(1, marks=pytest.mark.torture)])
def test_no_screen_dialog_or_menu_reads_what_somebody_wrote_as_markup(window: Any, every: int) -> None:
    """Of all that `shot --list` names a third: pixels, tooltips, titles, letters that a & would make a shortcut.

    All of them in the long form, and without the pixels in tests/e2e/test_canary.py.
    """
    from xhsplanner.ui import shots as views

    listed = [target for target in views.targets() if target != "welcome"]
    for target in listed[::every]:
        screen = views.show(window, target)
        assert not painted(screen.grab().toImage()), target
        assert rich(screen) == [], target
        assert shortcuts(screen) == [], target
        if screen is not window:
            screen.close()


def shortcuts(window: Any) -> list[str]:
    """Buttons, actions and entries in which the canary's & marks a letter."""
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QAbstractButton, QGroupBox, QTabBar, QWidget

    texts = [button.text() for button in window.findChildren(QAbstractButton)]
    texts += [box.title() for box in window.findChildren(QGroupBox)]
    texts += [bar.tabText(index) for bar in window.findChildren(QTabBar) for index in range(bar.count())]
    texts += [action.text() for action in window.findChildren(QAction)]
    texts += [action.text() for widget in window.findChildren(QWidget) for action in widget.actions()]
    return [text for text in texts if re.search(r"(?<!&)(?:&&)*&Q", text)]


@pytest.mark.qt
def test_toasts_tooltips_and_messages_show_every_sign_as_itself(window: Any, made: tuple[Path, str]) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolTip

    from xhsplanner.ui import shots as views
    from xhsplanner.ui.errors import ErrorDialog
    from xhsplanner.ui.widgets.controls import menu_text, plain_tip

    text = made[1]
    for kind in ("error", "info"):
        window.ctx.toast(text, kind=kind)
    views.settle(window.ctx)
    assert not painted(window.grab().toImage())
    QToolTip.showText(QPoint(5, 5), plain_tip(text), window)
    tip = next(widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel"))
    assert not painted(tip.grab().toImage())
    QToolTip.hideText()
    assert menu_text(text).replace("&&", "") == text.replace("&", "")
    dialog = ErrorDialog(window.ctx.theme, ValueError(text), text, window)
    dialog.show()
    assert not painted(dialog.grab().toImage())
    assert rich(dialog) == []
    dialog.close()
    for view in window.findChildren(QAbstractItemView):
        assert [one for one in tips(view) if "<img" in one] == []


class _Page(HTMLParser):
    """What a browser would load, run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs]
        self.found.append((tag, "", ""))


def test_an_exported_page_loads_and_runs_nothing(made: tuple[Path, str], tmp_path: Path) -> None:
    store = open_workspace(shutil.copytree(made[0], tmp_path / "w"))
    plan_export.export_plan(store, tmp_path / "排期.html", Wanted(kind="html"))
    store.close()
    text = (tmp_path / "排期.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert text.count("&lt;img src=") > 20
    assert {tag for tag, _name, _value in page.found} & {
        "script",
        "iframe",
        "object",
        "embed",
        "link",
        "base",
        "form",
    } == set()
    links = [value for _tag, name, value in page.found if name in ("src", "href", "srcset", "action", "data")]
    assert [link for link in links if not link.startswith(("#", "data:image/jpeg;base64,"))] == []
    assert [name for _tag, name, _value in page.found if name.startswith("on")] == []
    assert "default-src 'none'" in text


@pytest.mark.qt
@pytest.mark.parametrize("view", ["week", "month", "list"])
def test_posters_show_it_as_it_is_typed(made: tuple[Path, str], tmp_path: Path, qapp: Any, view: str) -> None:
    from PySide6.QtGui import QImage

    store = open_workspace(shutil.copytree(made[0], tmp_path / "w"), actor=1)
    wanted = posters.Wanted(
        view, date(2026, 12, 7), date(2026, 12, 13), by=made[1], look=Look("a4" if view == "month" else "chat")
    )
    _, pages = posters.pages(store, wanted)
    posters.export_poster(store, tmp_path / "a.png", wanted)
    posters.export_poster(store, tmp_path / "a.pdf", wanted)
    store.close()
    assert sum("&Q<img" in line for page in pages for line in page.texts()) > 6, "letter for letter"
    pictures = list(tmp_path.glob("a*.png"))
    assert len(pictures) == len(pages)
    assert not any(painted(QImage(str(picture))) for picture in pictures)
    assert re.search(rb"/URI|file:|/JavaScript|/Launch", (tmp_path / "a.pdf").read_bytes()) is None
