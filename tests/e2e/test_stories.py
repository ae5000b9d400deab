"""Whole stories in the words of the people who use the program, through the real window."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from shiboken6 import isValid

from xhsplanner.core import coverage
from xhsplanner.core.model import CoverState, Status
from xhsplanner.ops import covers, notes
from xhsplanner.ui.board.layout import Cell
from xhsplanner.ui.matrix.layout import Place
from xhsplanner.ui.matrix.model import State
from xhsplanner.ui.welcome import Welcome

SAMPLE = Path(__file__).parents[1] / "data" / "plan" / "排期表_2026Q4.xlsx"
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier

User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""


def day(number: int) -> date:
    """A day of December 2026; today is Wednesday the 9th."""
    return date(2026, 12, number)


# --- an editor imports the team's schedule and plans a week -----------------------------------------


@pytest.fixture
def imported(sit_down: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    """An editor who chose the team's file on the first page and pressed 导入."""
    user = sit_down()
    page = user.window.centralWidget()
    assert isinstance(page, Welcome)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(SAMPLE), ""))
    user.click(page.cards["import"])
    dialog = user.window.dialogs["import"]
    user.qtbot.waitUntil(lambda: dialog.page.lines.rowCount() == 180, timeout=20_000)
    assert dialog.page.figures.numbers["new"].text() == "194"
    assert dialog.page.figures.numbers["problems"].text() == "3"
    assert user.store.notes.count() == 0, "nothing is written before it was looked at"
    user.click(dialog.go)
    user.qtbot.waitUntil(lambda: "import" not in user.window.dialogs, timeout=20_000)
    user.settle()
    return user


def test_an_editor_imports_the_schedule_and_sees_the_week_by_account(imported: User) -> None:
    user, board = imported, imported.board
    assert user.store.notes.count() == 194
    assert any("新增 194 篇" in text for text in user.toasts())
    lanes = [lane.account.name for lane in board.week.lanes]
    assert lanes == [account.name for account in user.store.catalog.accounts()]
    assert len(lanes) >= 4
    assert board.start == day(7)
    shown = {note_id for ids in board.board.content.cells.values() for note_id in ids}
    assert shown == {note.id for note in user.store.notes.between(day(7), day(13))}
    assert f"{len(shown)} 篇" in user.window.topbar.heading.subtitle.text()
    solids = {user.ctx.theme.series(one.palette).solid.name() for one in user.store.catalog.series()}
    assert len(solids & colours(user.picture(board.viewport()))) >= 3, "cards carry the colours of their series"


def colours(image: QImage) -> set[str]:
    """The colours in a picture, every second pixel looked at."""
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_an_editor_plans_the_week(imported: User) -> None:
    user = imported
    planned = [note for note in user.store.notes.between(day(10), day(12)) if not note.locked]
    note = planned[0]
    lanes = [lane.account.name for lane in user.board.week.lanes]
    account = next(one for one in lanes if one != user.store.catalog.account(note.account_id).name)

    start = user.card(note)
    user.drag(user.board.viewport(), start, user.cell(account, day(11)))
    moved = user.store.notes.get(note.id)
    assert (moved.day, user.store.catalog.account(moved.account_id).name) == (day(11), account)
    assert any("移动" in text for text in user.toasts())
    assert note.id in user.board.board.content.cells[Cell(lanes.index(account), 4)]

    user.key(Qt.Key.Key_F2)
    user.key(Qt.Key.Key_A, CTRL)
    user.type("年末账单，三步看懂")
    user.key(Qt.Key.Key_Return)
    assert user.store.notes.get(note.id).title == "年末账单，三步看懂"
    assert user.page.title.value() == "年末账单，三步看懂"

    write_body(user, "第一步，看总额。\n第二步，看还款日。", "账单")
    text = user.store.notes.text(note.id)
    assert text.body == "第一步，看总额。\n第二步，看还款日。"
    assert text.hashtags.endswith("#账单")

    set_status(user, note.id)
    user.key(Qt.Key.Key_Escape)
    user.board.setFocus()
    before = user.store.notes.get(note.id).status
    user.key(Qt.Key.Key_Z, CTRL)
    after = user.store.notes.get(note.id)
    assert after.status is not before, "the last thing done is taken back"
    assert (after.title, after.day) == ("年末账单，三步看懂", day(11)), "and nothing else"


def write_body(user: User, body: str, tag: str) -> None:
    """Type into the body and the hashtags of the note panel."""
    user.click(user.page.body)
    user.key(Qt.Key.Key_A, CTRL)
    for number, line in enumerate(body.split("\n")):
        if number:
            user.key(Qt.Key.Key_Return)
        user.type(line)
    user.click(user.page.tags.field)
    user.type(tag)
    user.key(Qt.Key.Key_Return)
    user.key(Qt.Key.Key_Tab)


def set_status(user: User, note_id: int) -> None:
    """Take the first step the menu of the status chip offers."""
    chip = user.page.facts.chips["status"]
    before = user.store.notes.get(note_id).status
    user.click(chip)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    user.choose(menu.actions()[0].text())
    after = user.store.notes.get(note_id).status
    assert after is not before
    assert chip.look.text.startswith(words_of(after))


def words_of(status: Status) -> str:
    from xhsplanner.core.words import t

    return t(f"status.{status}")


def test_in_a_narrow_window_the_panel_does_not_lie_over_where_a_card_is_dragged(
    sit_down: Callable[..., User], sample: Path
) -> None:
    user = sit_down(sample)
    user.window.resize(1280, 800)
    user.settle()
    note = next(one for one in user.store.notes.between(day(10), day(10)) if not one.locked)
    account = user.store.catalog.account(note.account_id).name
    seen: list[bool] = []
    watch = user.window.panel.isVisible
    user.drag(user.board.viewport(), user.card(note), user.cell(account, day(12)), lambda: seen.append(watch()))
    assert len(seen) > 3
    assert not any(seen)
    assert user.store.notes.get(note.id).day == day(12)
    assert not watch(), "where the card lies now is to be seen"
    user.key(Qt.Key.Key_Return)
    assert watch()


def test_enter_asks_for_a_file_then_imports_it(
    sit_down: Callable[..., User], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = sit_down(sample)
    before = user.store.notes.count()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(SAMPLE), ""))
    user.key(Qt.Key.Key_I, CTRL)
    dialog = user.window.dialogs["import"]
    user.key(Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: dialog.page.lines.rowCount() == 180, timeout=20_000)
    user.settle()
    user.key(Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: "import" not in user.window.dialogs, timeout=20_000)
    assert user.store.notes.count() > before + 100
    user.key(Qt.Key.Key_Z, CTRL)
    user.qtbot.waitUntil(lambda: user.store.notes.count() == before, timeout=20_000)  # one step


def test_enter_on_cancel_cancels(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    note = next(one for one in user.store.notes.between(day(7), day(12)) if one.status is Status.APPROVED)
    user.ctx.select(note.id)
    user.settle()
    user.click(user.page.facts.publish)
    dialog = user.window.panel.content.dialog
    for _ in range(9):
        if getattr(QApplication.focusWidget(), "text", str)() == "取消":
            break
        user.key(Qt.Key.Key_Tab)
    user.key(Qt.Key.Key_Return)
    user.qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    assert user.store.notes.get(note.id).status is Status.APPROVED


def test_in_a_narrow_window_a_message_lies_over_the_panel(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    user.window.resize(1024, 640)
    user.settle()
    note = next(one for one in user.store.notes.between(day(10), day(10)) if not one.locked)
    user.card(note)  # the keyboard is at it, the panel is not open
    assert not user.window.panel.isVisible()
    user.key(Qt.Key.Key_Left, ALT)
    (toast,) = user.window.toasts.toasts
    place = toast.closer.mapTo(user.window, toast.closer.rect().center())
    assert user.window.panel.geometry().contains(user.window.panel.parentWidget().mapFrom(user.window, place))
    assert user.window.childAt(place) is toast.closer


# --- a designer makes a cover -----------------------------------------------------------------------


def photo(folder: Path, name: str, color: str) -> Path:
    """A picture as a designer has it on the desktop."""
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    folder.mkdir(exist_ok=True)
    assert image.save(str(folder / name))
    return folder / name


def test_a_designer_drops_pictures_and_makes_a_cover(
    sit_down: Callable[..., User], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = sit_down(sample)
    user.window.resize(1440, 900)
    user.settle()
    accounts, series = user.store.catalog.accounts(), user.store.catalog.series()
    notes.create(
        user.store, accounts[0].id, "最低还款，账单里的坑", day=day(10), series_id=series[1].id, minute=600
    )
    user.settle()
    note = user.note("最低还款，账单里的坑")
    files = [photo(tmp_path / "桌面", "账单.png", "#2b8f6f"), photo(tmp_path / "桌面", "卡面.jpg", "#b02a55")]
    user.drop_files(user.board.viewport(), user.card(note), files)
    user.qtbot.waitUntil(lambda: len(user.store.notes.pictures(note.id)) == 2, timeout=20_000)
    assert [asset.name for asset in user.store.notes.pictures(note.id)] == ["账单.png", "卡面.jpg"]
    user.settle()
    assert green(user.picture(user.board.viewport())), "the first picture is on the card"

    user.click(user.window.rail.buttons["covers"])
    drawn(user, user.window.room)
    room = user.window.room
    assert room.bound.note.id == note.id
    assert {tile.kind.name for tile in room.gallery.tiles} >= {"羊毛券卡", "避坑便签", "卡片榜单", "节气海报"}
    user.click(next(tile for tile in room.gallery.tiles if tile.kind.name == "羊毛券卡"))
    assert room.bound.spec.template == "wool-coupon"
    before = drawn(user, room)
    fill_in(user, room, {"title": "少还一点，多花很多", "hook": "最低还款"})
    after = drawn(user, room)
    assert after != before, "the large cover follows the words"
    cover = user.store.notes.covers([note.id])[note.id]
    own = dict(covers.overrides(cover.values))
    assert (cover.template, own["title"], own["hook"]) == ("wool-coupon", "少还一点，多花很多", "最低还款")

    out = tmp_path / "封面.png"
    monkeypatch.setattr("xhsplanner.ui.covers_room.deliver.ask_file", lambda *_args: out)
    user.click(room.form.export)
    user.qtbot.waitUntil(out.is_file, timeout=20_000)
    user.settle()
    exported = QImage(str(out))
    assert (exported.width(), exported.height()) == (1080, 1440)
    assert any("封面.png" in text for text in user.toasts())
    assert alike(exported, after), "what leaves is what was seen"

    user.click(room.form.finish)
    user.qtbot.waitUntil(lambda: user.store.notes.get(note.id).cover_state is CoverState.DONE, timeout=20_000)
    user.settle()
    user.click(user.window.rail.buttons["week"])
    assert not green(user.picture(user.board.viewport())), "the card shows the cover now"


def fill_in(user: User, room: Any, words: dict[str, str]) -> None:
    """Type own words for a cover, as a designer does: into the fields, then away from them."""
    for name, text in words.items():
        room.form.area.ensureWidgetVisible(room.form.page.texts[name])
        user.click(room.form.page.texts[name].editor)
        user.type(text)
    room.list.setFocus()


def green(image: QImage) -> bool:
    """Whether the green of the first photo is in a picture; thumbnails keep colours only nearly."""
    shades = {QColor(name).getRgb()[:3] for name in colours(image)}
    return any(max(abs(a - b) for a, b in zip(one, (0x2B, 0x8F, 0x6F), strict=True)) < 5 for one in shades)


def drawn(user: User, room: Any) -> QImage:
    """The large cover once it is drawn."""
    user.settle()
    user.qtbot.waitUntil(lambda: room.press.idle and not room.stage.cover.pixmap.isNull(), timeout=20_000)
    image: QImage = room.stage.cover.pixmap.toImage()
    return image


def alike(one: QImage, other: QImage) -> bool:
    """Whether two pictures show the same, whatever their sizes."""
    small = [
        image.convertToFormat(QImage.Format.Format_RGB32).scaled(
            45, 60, mode=Qt.TransformationMode.SmoothTransformation
        )
        for image in (one, other)
    ]
    apart = [
        abs(a - b)
        for x in range(45)
        for y in range(60)
        for a, b in zip(*(image.pixelColor(x, y).getRgb()[:3] for image in small), strict=True)
    ]
    return sum(apart) / len(apart) < 8


# --- a lead fills gaps ------------------------------------------------------------------------------


def test_a_lead_fills_three_gaps(sit_down: Callable[..., User], sample: Path) -> None:
    user = sit_down(sample)
    user.click(user.window.rail.me)
    user.choose("周岚")
    assert user.store.catalog.member(user.store.actor).role == "lead"
    user.click(user.window.rail.buttons["matrix"])
    room = user.window.room
    gaps = [place for place in places(room) if room.matrix.cell(place).state is State.MISSING]
    assert len(gaps) == 3
    assert any(text.startswith("3 处缺位") for text in user.words())
    before = {note.id for note in user.store.notes.all()}
    for done, place in enumerate(gaps, 1):
        box = room.view.layout_.in_view(place, room.view.scrolled)
        user.click(room.view.viewport(), QPoint(box.x + box.w // 2, box.y + box.h // 2))
        assert user.store.notes.count() == len(before) + done
        assert room.matrix.cell(place).state is not State.MISSING
    assert not any("处缺位" in text for text in user.words())

    wanted = {(room.matrix.accounts[one.row].id, room.matrix.columns[one.column].id) for one in gaps}
    made = [note for note in user.store.notes.all() if note.id not in before]
    assert {(note.account_id, note.series_id) for note in made} == wanted
    assert all(note.day and day(9) <= note.day < day(13) for note in made), "from today on, and no quiet day"
    found = covered(user.store)
    assert [pair for pair in wanted if found[pair] == 0] == []
    assert not any(line.empty and (line.account_id, line.series_id) in wanted for line in missing(user.store))


def places(room: Any) -> list[Place]:
    """The cells of the matrix in reading order."""
    matrix = room.matrix
    return [Place(row, column) for row in range(len(matrix.accounts)) for column in range(len(matrix.columns))]


def four_weeks(store: Any) -> coverage.Coverage:
    """Planned against target over the four weeks that the matrix shows, as the verb coverage counts."""
    first, last, today = date(2026, 11, 16), day(13), day(9)
    nouns = (store.catalog.accounts(), store.catalog.series(), store.catalog.targets())
    return coverage.coverage(
        store.notes.between(first, last), *nouns, first, last, today, store.notes.last_days(today)
    )


def covered(store: Any) -> dict[tuple[int, int], int]:
    """How many notes are planned by account and series."""
    names = {series.name: series.id for series in store.catalog.series()}
    return {(row.account_id, names[row.key]): row.planned for row in four_weeks(store).rows() if row.key in names}


def missing(store: Any) -> list[coverage.Missing]:
    """What is missing in words."""
    return list(four_weeks(store).missing)
