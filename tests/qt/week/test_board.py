"""What the week board shows: pixels, words, tiles; and what may be dropped on it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDragMoveEvent, QImage
from PySide6.QtTest import QTest

from xhsplanner.core.model import Status
from xhsplanner.ops import catalog, notes, status
from xhsplanner.store.store import Store
from xhsplanner.ui.board.layout import Cell, Focus
from xhsplanner.ui.board.tips import words as tip_words
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.mime import ASSETS, NOTES
from xhsplanner.ui.rooms.week import WeekRoom

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CANARY = '<img src=x onerror=1>=1+1 👩‍👩‍👧‍👦 "*^: ../../x ' + "长" * 360


def day(n: int) -> date:
    """The day `n` of December 2026."""
    return date(2026, 12, n)


def carrying(kind: str, data: bytes) -> QMimeData:
    """A drag that carries `data`."""
    mime = QMimeData()
    mime.setData(kind, data)
    return mime


def test_a_click_selects_with_the_accent_outline(hands: Any) -> None:
    board = hands.board
    hands.click(hands.card("b"))
    assert hands.ctx.note_id == hands.ids["b"]
    rect = board.board.note_rect(hands.ids["b"])
    assert rect is not None
    place = board.board.to_view(rect, 0, 0)
    color = hands.image().pixelColor(place.x + place.w // 2, place.y - 1)
    assert color == hands.ctx.theme.color("accent")


def test_a_full_cell_unfolds_on_click_and_folds_again(hands: Any) -> None:
    for n in range(20):
        notes.create(hands.store, hands.ids["main"], f"n{n}", day=day(9))
    board = hands.board
    board.reload()
    more = board.board.stack(Cell(0, 2)).more
    assert more is not None
    place = board.board.to_view(more, 0, 0)
    hands.click(QPoint(place.x + 5, place.y + 5))
    assert len(board.board.stack(Cell(0, 2)).cards) == 20
    fold = board.board.fold_rect(0)
    assert fold is not None
    hands.click(QPoint(fold.x + 5, fold.y + 5))
    assert board.board.stack(Cell(0, 2)).more is not None


def test_a_click_on_a_suggestion_makes_the_draft(hands: Any) -> None:
    catalog.add_target(hands.store, hands.ids["card"], hands.ids["wool"], per_week=2)
    board = hands.board
    board.reload()
    board.settle()
    (cell,) = board.week.hints
    hint = board.board.stack(cell).hint
    assert hint is not None
    place = board.board.to_view(hint, 0, 0)
    middle = QRect(*place).adjusted(8, 8, -8, -8)
    before = hands.image().copy(middle)
    QTest.mouseMove(board.viewport(), QPoint(place.x + 40, place.y - 2))
    assert board.hover is not None
    assert board.hover.what == "cell"
    assert hands.image().copy(middle) == before  # beside the suggestion no other invitation is written over it
    hands.click(QPoint(place.x + 40, place.y + 40))
    account, when = board.week.place(cell)
    (made,) = hands.store.notes.between(when, when, [account])
    assert made.series_id == hands.ids["wool"]


def test_pictures_dropped_on_a_card_are_attached(hands: Any, tmp_path: Path, qtbot: Any) -> None:
    file = tmp_path / "photo.png"
    image = QImage(900, 1200, QImage.Format.Format_RGB32)
    image.fill(QColor("#88aa33"))
    assert image.save(str(file))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    assert hands.drop(mime, hands.card("a"))
    qtbot.waitUntil(lambda: len(hands.store.notes.pictures(hands.ids["a"])) == 1, timeout=5000)
    (asset,) = hands.store.notes.pictures(hands.ids["a"])
    other = carrying(ASSETS, f"[{asset.id}]".encode())
    assert not hands.drop(other, hands.centre(0, 4))
    assert hands.drop(other, hands.card("b"))
    assert [one.id for one in hands.store.notes.pictures(hands.ids["b"])] == [asset.id]


def test_notes_of_another_room_dropped_on_a_cell_are_planned(hands: Any) -> None:
    mime = carrying(NOTES, f"[{hands.ids['undated']}]".encode())
    assert hands.drop(mime, hands.centre(1, 6))
    planned = hands.note("undated")
    assert (planned.day, planned.account_id) == (day(13), hands.ids["card"])


def over(hands: Any, mime: QMimeData, at: QPoint) -> bool:
    """Carry a drag from outside over a point; whether it may be dropped there."""
    event = QDragMoveEvent(at, Qt.DropAction.CopyAction, mime, LEFT, NONE)
    event.ignore()
    hands.board.viewportEvent(event)
    return event.isAccepted()


def test_a_drag_from_outside_is_told_what_it_would_do_or_why_not(hands: Any) -> None:
    pictures = carrying(ASSETS, b"[1]")
    assert over(hands, pictures, hands.card("a"))
    assert hands.board.said[2:] == ("配到《note a》", "")
    plain = hands.image()
    assert not over(hands, pictures, hands.centre(0, 4))
    assert hands.board.said[2:] == ("", "图片要放到笔记的卡片上")
    assert hands.image() != plain
    for to in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED):
        status.set_status(hands.store, [hands.ids["a"]], to)
    hands.board.reload()
    assert not over(hands, pictures, hands.card("a"))
    assert "已发布" in hands.board.said[3]
    assert not over(hands, carrying(NOTES, f"[{hands.ids['a']}]".encode()), hands.centre(0, 4))
    assert "已发布" in hands.board.said[3]


def test_a_schedule_is_imported_and_a_bundle_is_left_to_the_window(hands: Any, qtbot: Any, tmp_path: Path) -> None:
    def files(name: str) -> QMimeData:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        return mime

    with qtbot.waitSignal(hands.ctx.asked) as asked:
        assert hands.drop(files("排期.XLSX"), hands.card("a"))
    assert asked.args == ["import", tmp_path / "排期.XLSX"]
    assert not over(hands, files("changes.zip"), hands.card("a"))
    assert hands.board.said is None


def test_an_unreadable_drag_is_refused_quietly(hands: Any) -> None:
    mime = carrying(ASSETS, b"{not json")
    hands.drop(mime, hands.card("a"))
    assert hands.toasts[-1].kind == "error"
    assert hands.store.notes.pictures(hands.ids["a"]) == []


def test_only_changed_cells_are_painted_again(hands: Any, qtbot: Any) -> None:
    board = hands.board
    board.grab()
    before = board.tiles.painted
    board.viewport().grab()
    assert board.tiles.painted == before
    with qtbot.waitSignal(hands.ctx.changed):
        notes.edit(hands.store, hands.ids["a"], title="another title")
    board.viewport().grab()
    assert board.tiles.painted == before + 1


def test_the_menu_offers_only_what_can_be_done(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    menu = board.make_menu()
    assert menu is not None
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts[:4] == ["打开", "发现页预览", "改标题", "改状态"]
    assert texts[4:10] == ["系列", "负责人", "设计", "体裁", "时间", "安排"]
    assert texts[10:13] == ["复制一篇", "同题发到…", "存为模板…"]
    assert texts[13:] == ["剪切", "复制", "复制文字", "放回待排", "删除"]
    next(action for action in menu.actions() if action.text() == "放回待排").trigger()
    assert hands.note("a").day is None
    board.set_focus(Focus(1, 6))
    empty = board.make_menu()
    assert empty is not None
    offered = [action.text().split("\t")[0] for action in empty.actions()]
    assert offered == ["在这里新建", "选中这个账号（1 篇）"]


def test_what_the_keyboard_is_at_is_said_in_words(hands: Any) -> None:
    board = hands.board
    board.focus_on(hands.ids["a"])
    said = board.accessibleDescription()
    assert "note a" in said
    assert "main" in said
    assert "12 月 7 日 周一" in said
    assert "待写" in said
    hands.key(Qt.Key.Key_Right)
    assert board.accessibleDescription() == "main，12 月 8 日 周二，空"


def test_a_canary_title_is_plain_everywhere(hands: Any) -> None:
    notes.edit(hands.store, hands.ids["a"], title=CANARY[:400])
    board = hands.board
    board.reload()
    board.settle()
    board.focus_on(hands.ids["a"])
    assert "<img src=x" in board.accessibleDescription()
    assert "<img src=x" in tip_words(board, board.hit(hands.card("a").x(), hands.card("a").y()))
    hands.key(Qt.Key.Key_F2)
    assert board.editor is not None
    assert board.editor.line.text().startswith("<img")


def test_without_accounts_the_room_offers_one_button(
    make_context: Callable[..., Context], store: Store, qtbot: Any
) -> None:
    ctx = make_context(store)
    room = WeekRoom(ctx)
    qtbot.addWidget(room)
    room.resize(996, 642)
    room.show()
    assert room.empty.isVisible()
    text = room.empty.text
    assert text.height() >= text.heightForWidth(text.width())  # nothing of it is cut
    with qtbot.waitSignal(ctx.asked) as asked:
        QTest.mouseClick(room.empty.button, LEFT)
    assert asked.args == ["catalogue", None]
    room.focus_room()
    qtbot.waitUntil(room.empty.button.hasFocus)
    catalog.add_account(store, name="main", initial="M", color="#D42A45")
    qtbot.waitUntil(room.board.isVisible)
    assert room.board.hasFocus()


def test_siblings_on_two_accounts_both_get_their_cover(hands: Any) -> None:
    board = hands.board
    changes = [
        notes.create(hands.store, account.id, "大雪｜慢慢炖", day=day(8))
        for account in hands.store.catalog.accounts()
    ]
    ids = [change.created["note"][0] for change in changes if change]
    board.settle()
    first, second = (board.picture_of(note).toImage() for note in ids)
    assert first.copy(4, 4, 60, 20) == second.copy(4, 4, 60, 20)


def test_an_empty_cell_under_the_mouse_says_how_to_make_a_note(hands: Any) -> None:
    at, ground = hands.centre(0, 3), QColor("#FFFFFF")
    row = range(at.x() - 20, at.x() + 20)
    assert all(hands.image().pixelColor(x, at.y()) == ground for x in row)
    QTest.mouseMove(hands.board.viewport(), at)
    assert any(hands.image().pixelColor(x, at.y()) != ground for x in row)


def test_both_themes_paint_their_own_ground(hands: Any) -> None:
    at = hands.centre(0, 3)
    assert hands.image().pixelColor(at) == QColor("#FFFFFF")
    hands.ctx.theme.set_mode("dark")
    assert hands.image().pixelColor(at) == QColor("#1C1C20")


def test_the_heading_counts_the_week(hands: Any) -> None:
    title, subtitle = hands.room.heading()
    assert title == "12 月 7 日 – 13 日"
    assert subtitle.startswith("第 50 周 · 2 篇")
