"""Text that would do harm if anything read it as markup, a formula, a path or a query: it is plain everywhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from plain import blank, rich, tip_at
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMenu,
    QWidget,
)

from xhsplanner.core.model import CoverState, Note
from xhsplanner.core.words import words
from xhsplanner.exchange.pictures_out import safe_name
from xhsplanner.ops import assets, catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace
from xhsplanner.ui import shots
from xhsplanner.ui.board import hits
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.context import Context
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.matrix.layout import Place
from xhsplanner.ui.panel.actions import PublishDialog
from xhsplanner.ui.rooms import available
from xhsplanner.ui.settings import Settings
from xhsplanner.ui.theme import Theme
from xhsplanner.ui.widgets.two_lines import ENTRY

HARM = '<img src=x onerror=alert(1)>=1+1 ../../x "*^: & 👩‍👩‍👧‍👦'
TITLE = f"=1+1 {HARM} ".ljust(400, "长")
TODAY = date(2026, 12, 9)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier

User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""


def fill(store: Store, count: int, picture: Path) -> None:
    """Names of every kind that would do harm, and `count` notes with harmful text, one with a picture and cover."""
    for number, letter in enumerate(("甲", "乙")):
        catalog.add_account(store, name=f"{HARM}{letter}", initial="<", remark=HARM)
        catalog.add_series(store, name=f"{HARM}{letter}", palette=("wool", "pitfall")[number], hashtags=f"#{HARM}")
        catalog.add_member(store, name=f"{HARM}{letter}", role=("lead", "designer")[number])
    catalog.add_persona(store, name=HARM)
    catalog.add_target(store, 1, 1, per_week=2)
    catalog.add_target(store, 2, 2, per_week=0.5)
    store.actor = 1
    added = assets.add(store, [picture]).added[0].id
    assets.rename(store, added, HARM)
    assets.tag(store, [added], add=[HARM])
    for number in range(count):
        notes.create(
            store, 1 + number % 2, TITLE, day=TODAY + timedelta(number % 7 - 2) if number % 9 < 8 else None,
            minute=600, series_id=1 + number % 2, body=f"{HARM}\n" * 40, remark=HARM, hashtags=f"#{HARM} #粗",
            owner_id=1, designer_id=2, persona_id=1, script=HARM, occasion="own/" + HARM,
        )  # fmt: skip
    if count:
        notes.attach(store, 1, [added])
        notes.set_cover(store, 1, template="wool-coupon", values={"title": HARM}, picture_id=added)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Workspaces with 0, 1 and 500 such notes; tests work on copies."""
    os.environ["XHSPLANNER_NOW"] = "2026-12-09T10:00:00"
    folder = tmp_path_factory.mktemp("canary")
    picture = folder / "photo.png"
    image = QImage(90, 120, QImage.Format.Format_RGB32)
    image.fill(0x3366AA)
    assert image.save(str(picture))
    try:
        for count in (0, 1, 500):
            store = create_workspace(folder / str(count))
            fill(store, count, picture)
            store.close()
    finally:
        del os.environ["XHSPLANNER_NOW"]
    return {count: folder / str(count) for count in (0, 1, 500)}


@pytest.fixture
def copy(made: dict[int, Path], tmp_path: Path) -> Callable[[int], Path]:
    """`copy(n)` is the folder of a workspace with n notes, to be written to. Nothing may be written beside it."""

    def give(count: int) -> Path:
        shutil.copytree(made[count], tmp_path / "工作区")
        return tmp_path / "工作区"

    return give


def seen() -> list[Path]:
    """What lies in the checkout; folders of tools that other tests use meanwhile are hidden ones."""
    return sorted(path for path in Path.cwd().iterdir() if not path.name.startswith("."))


@pytest.fixture(autouse=True)
def _only_in_the_workspace(tmp_path: Path) -> Iterator[None]:
    here = seen()
    yield
    allowed = {"工作区", "home", "settings.toml", "out", "文稿"}
    assert {path.name for path in tmp_path.iterdir()} <= allowed
    assert sorted(tmp_path.parent.glob("x*")) == []
    assert seen() == here


# --- every screen -----------------------------------------------------------------------------------

LOOKS = [(1, "light", "zh_CN"), (0, "dark", "en"), (500, "dark", "zh_CN")]
"""How many notes, theme, language: every screen with one note, with many what shows notes, with none the rooms."""


@pytest.mark.parametrize(("count", "mode", "language"), LOOKS)
def test_every_screen_draws_it_plain(
    copy: Callable[[int], Path], qtbot: Any, monkeypatch: pytest.MonkeyPatch, count: int, mode: str, language: str
) -> None:
    words.use(language)
    monkeypatch.setattr(shots, "QUIET_MS", 9)  # nobody looks at these pictures: no need to wait for the last touch
    store = open_workspace(copy(count), actor=1)
    theme = Theme(mode, bundled_fonts=True)
    ctx = Context(store, theme, Settings())
    window = MainWindow(ctx)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    if count:
        ctx.select(1)
    drawn = {}
    rooms = {row.id for row in available()}
    many = {f"{room}:{look}" for room in ("week", "list", "board", "wall") for look in shots.LOOKS[room]}
    shown = {0: rooms, 500: rooms | many}
    wanted = [one for one in shots.targets() if one != "welcome" and one in shown.get(count, shots.targets())]
    for target in wanted:
        screen = shots.show(window, target)
        drawn[target] = blank(screen.grab().toImage())
        assert rich(screen) == [], target
        if screen is not window:
            screen.close()
    window.hide()
    ctx.close()
    store.close()
    theme.close()
    assert [target for target, nothing in drawn.items() if nothing] == []
    assert rooms <= drawn.keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_first_page_is_drawn(qapp: Any, mode: str, language: str) -> None:
    words.use(language)
    assert not blank(shots.draw(None, shots.View("welcome", (1280, 800), mode)))


# --- in the hand ------------------------------------------------------------------------------------


@pytest.fixture
def user(sit_down: Callable[..., User], copy: Callable[[int], Path]) -> User:
    """Somebody at the window of the workspace with one such note, which is in the panel."""
    user = sit_down(copy(1))
    user.window.resize(1440, 900)
    user.ctx.show_day(user.store.notes.get(1).day)
    user.ctx.select(1)
    user.settle()
    return user


def test_the_board_says_it_plainly(user: User) -> None:
    board = user.board
    note = user.store.notes.get(1)
    assert note.title == TITLE
    said = tip_at(board, user.card(note))
    assert "<img" not in said
    assert "&lt;img" in said
    lane = board.board.lane_rect(0, 0)
    assert "&lt;img" in tip_at(board, QPoint(lane.x + 20, lane.y + 20))
    board.set_focus(hits.focus_of(board.board, 1))
    menu = board.make_menu()
    named = {action.text().removesuffix("\t✓") for action in all_actions(menu) if "<img" in action.text()}
    letter_for_letter = HARM.replace("&", "&&")
    assert f"{letter_for_letter}乙" in named, "the other account"
    assert all(text.startswith(letter_for_letter) for text in named)
    assert not menu.toolTipsVisible()


def all_actions(menu: QMenu) -> Iterator[Any]:
    """The entries of a menu and of the menus in it."""
    for action in menu.actions():
        yield action
        if action.menu():
            yield from all_actions(action.menu())


def test_messages_and_search_say_it_plainly(user: User) -> None:
    user.ctx.run(notes.move, [1], day=TODAY)
    user.settle()
    assert any("<img src=x" in text for text in user.toasts())
    assert "<img src=x" in user.window.statusbar.last.text()
    field = user.window.topbar.search
    for query in (HARM, '"', "*", "^:", "NEAR(", "img", "长长"):
        field.setFocus()
        field.setText(query)
        field.look()
        found = [field.results.list.item(row) for row in range(field.results.list.count())]
        notes_found = [item for item in found if isinstance(getattr(item.data(ENTRY), "value", None), Note)]
        assert len(notes_found) == (0 if query == "NEAR(" else 1), query
        assert not blank(field.results.grab().toImage())
    assert notes_found[0].data(Qt.ItemDataRole.AccessibleTextRole).startswith("=1+1 <img")
    assert rich(user.window) == []


def test_the_panel_and_its_menus_show_it_plainly(user: User) -> None:
    page = user.page
    assert page.title.value() == TITLE
    assert page.title.toPlainText() == TITLE
    assert page.body.value() == f"{HARM}\n" * 40
    assert page.remark.value() == HARM
    assert page.preview.feed.titles()[0][0].startswith("=1+1 <img")
    for fact in ("account", "owner", "designer", "persona", "occasion"):
        page.facts.open(fact)
        user.settle()
        menu = QApplication.activePopupWidget()
        assert menu is not None
        assert any("<img" in action.text() for action in menu.actions()), fact
        assert not blank(menu.grab().toImage())
        menu.close()
    dialog = PublishDialog(user.window, user.ctx, user.store.notes.get(1))
    user.qtbot.addWidget(dialog)
    dialog.show()
    assert rich(dialog) == []
    dialog.close()
    user.window.panel.content.copy("title")
    mime = QGuiApplication.clipboard().mimeData()
    assert (mime.text(), mime.hasHtml()) == (TITLE, False)
    assert rich(user.window) == []


def test_matrix_and_library_show_it_plainly(user: User) -> None:
    user.window.show_room("matrix")
    user.settle()
    view = user.window.room.view
    box = view.layout_.in_view(Place(0, 0), (0, 0))
    lane = view.layout_.lane(0, 0)
    assert "&lt;img" in tip_at(view, QPoint(box.x + 10, box.y + 10))
    assert "&lt;img" in tip_at(view, QPoint(20, lane.y + 10))
    user.window.show_room("library")
    user.settle()
    grid = user.window.room.grid
    user.click(grid.viewport(), grid.tile(0).center())
    assert user.window.room.details.name.text() == HARM
    assert "<img" not in tip_at(grid, grid.tile(0).center())
    assert rich(user.window) == []
    assert not blank(user.picture())


def test_an_error_is_told_plainly(user: User) -> None:
    user.desktop._show_error(ValueError(HARM), HARM)
    dialog = user.desktop._error
    assert rich(dialog) == []
    assert not blank(dialog.grab().toImage())
    user.ctx.toast(HARM, kind="error")
    dialog.close()


# --- out of the program -----------------------------------------------------------------------------


def test_pictures_are_saved_under_safe_names(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(out))
    user.click(user.page.picture_part.save)
    user.qtbot.waitUntil(lambda: any(not path.name.startswith(".") for path in out.iterdir()), timeout=20_000)
    user.settle()
    (folder,) = out.iterdir()
    (picture,) = folder.iterdir()
    assert safe(folder.name)
    assert safe(picture.name)
    assert picture.name.startswith("01_")


def test_a_cover_leaves_under_a_safe_name(user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    out.mkdir()
    names: list[str] = []

    def ask(_parent: QWidget, name: str) -> Path:
        names.append(name)
        return out / name

    monkeypatch.setattr("xhsplanner.ui.covers_room.deliver.ask_file", ask)
    user.window.show_room("covers")
    user.settle()
    user.click(user.window.room.form.export)
    user.qtbot.waitUntil(lambda: names != [] and (out / names[0]).is_file(), timeout=20_000)
    user.settle()
    (name,) = names
    assert safe(name)
    assert [path.name for path in out.iterdir()] == [name]
    user.click(user.window.room.form.finish)
    user.qtbot.waitUntil(lambda: user.store.notes.get(1).cover_state is CoverState.DONE, timeout=20_000)
    assert all(
        path.is_relative_to(user.store.path) for path in map(user.store.assets.path, user.store.assets.all())
    )
    assert rich(user.window) == []


def safe(name: str) -> bool:
    """Whether every system takes this as the name of a file."""
    bad = set('<>:"/\\|?*') | {chr(code) for code in range(32)}
    return name == safe_name(name) and not set(name) & bad and len(name.encode()) <= 255


# --- by the dozen -----------------------------------------------------------------------------------


def test_a_full_board_is_usable(sit_down: Callable[..., User], copy: Callable[[int], Path]) -> None:
    user = sit_down(copy(500))
    board = user.board
    assert board.board.stack(Cell(0, 2)).more is not None
    user.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    user.type("长长")
    field = user.window.topbar.search
    user.qtbot.waitUntil(lambda: field.results is not None and field.results.isVisible(), timeout=20_000)
    user.key(Qt.Key.Key_Return)
    assert user.ctx.note_id is not None
    assert user.page.title.value() == TITLE
    assert rich(user.window) == []
