"""The cover wall with real clicks, drags and keys: what they do to the plan, and what is painted."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note, Status
from xhsplanner.ops import catalog, notes, status, workspace
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context, ToastText
from xhsplanner.ui.rooms.wall import WallRoom

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


class Hands:
    """What a test does with the wall; `ids` by name."""

    def __init__(self, room: WallRoom, ids: dict[str, int]) -> None:
        self.room, self.ids = room, ids
        self.ctx, self.store, self.view = room.ctx, room.ctx.store, room.view
        self.toasts: list[ToastText] = []
        room.ctx.toasted.connect(self.toasts.append)

    def note(self, name: str) -> Note:
        found = self.store.notes.get(self.ids[name])
        assert found is not None
        return found

    def cover(self, name: str) -> QPoint:
        """The middle of a cover, scrolled into view."""
        self.view.reveal(self.ids[name])
        rect = self.view.rect_of(self.ids[name])
        assert rect is not None
        return QPoint(rect.x + rect.w // 2, rect.y + 120)

    def carry(self, at: QPoint) -> None:
        view = self.view.viewport()
        place = view.mapToGlobal(QPointF(at))
        QApplication.sendEvent(view, QMouseEvent(QEvent.Type.MouseMove, QPointF(at), place, LEFT, LEFT, NONE))

    def take(self, start: QPoint, end: QPoint) -> None:
        QTest.mousePress(self.view.viewport(), LEFT, NONE, start)
        for share in (0.3, 1.0):
            self.carry(start + (end - start) * share)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view, key, held)

    def image(self) -> QImage:
        return self.view.viewport().grab().toImage()


def when(note: Note) -> tuple[date | None, int | None]:
    return note.day, note.minute


@pytest.fixture
def hands(store: Store, ctx: Context, qtbot: Any) -> Hands:
    ids: dict[str, int] = {}
    for name in ("main", "card"):
        change = catalog.add_account(store, name=name, initial=name[0], color="#D42A45")
        assert change is not None
        ids[name] = change.created["account"][0]
    for name, palette in (("wool", "wool"), ("fraud", "fraud")):
        change = catalog.add_series(store, name=name, palette=palette, cadence_days=7)
        assert change is not None
        ids[name] = change.created["series"][0]
    for name, day, minute, series in (
        ("quiet", date(2026, 12, 20), 600, "wool"),
        ("b", date(2026, 12, 16), 1200, "wool"),
        ("a", date(2026, 12, 11), None, "fraud"),
        ("out", date(2026, 12, 8), 540, "fraud"),
    ):
        change = notes.create(
            store, ids["main"], f"笔记{name}", day=day, minute=minute, series_id=ids[series], body="正文"
        )
        assert change is not None
        ids[name] = change.created["note"][0]
    for step in (Status.DRAFTING, Status.REVIEW, Status.APPROVED, Status.PUBLISHED):
        status.set_status(store, [ids["out"]], step)
    room = WallRoom(ctx)
    qtbot.addWidget(room)
    room.resize(1100, 760)
    room.show()
    qtbot.waitExposed(room)
    room.focus_room()
    return Hands(room, ids)


def test_one_cover_dragged_onto_another_swaps_their_times(hands: Hands) -> None:
    a, b = when(hands.note("a")), when(hands.note("b"))
    hands.take(hands.cover("b"), hands.cover("a"))
    drag = hands.view.drag
    assert drag is not None
    assert drag.drop is not None
    assert drag.drop.label == "和《笔记a》换时间"
    QTest.mouseRelease(hands.view.viewport(), LEFT, NONE, hands.cover("a"))
    assert (when(hands.note("a")), when(hands.note("b"))) == (b, a)
    assert [hands.view.wall.faces[n].note.title for n in range(3)] == ["笔记quiet", "笔记a", "笔记b"]
    assert hands.view.focus == hands.ids["b"], "the keyboard goes with what was dragged"
    workspace.undo(hands.store)
    assert (when(hands.note("a")), when(hands.note("b"))) == (a, b)


def test_what_is_published_stays(hands: Hands) -> None:
    hands.take(hands.cover("a"), hands.cover("out"))
    assert hands.view.drag is not None
    assert hands.view.drag.drop is not None
    assert "笔记out" in hands.view.drag.drop.refusal
    QTest.mouseRelease(hands.view.viewport(), LEFT, NONE, hands.cover("out"))
    assert hands.note("a").day == date(2026, 12, 11)
    assert hands.toasts[-1].kind == "error"


def test_a_quiet_day_is_told_while_dragging(hands: Hands) -> None:
    notes.move(hands.store, [hands.ids["a"]], day=date(2026, 12, 13))  # 国家公祭日
    hands.view.reload()
    hands.take(hands.cover("b"), hands.cover("a"))
    assert hands.view.drag is not None
    assert hands.view.drag.drop is not None
    assert hands.view.drag.drop.refusal == ""
    assert "静默日" in hands.view.drag.drop.warning
    hands.key(Key.Key_Escape)
    assert hands.note("b").day == date(2026, 12, 16)
    notes.move(hands.store, [hands.ids["a"]], day=date(2026, 12, 11))
    hands.view.reload()
    hands.take(hands.cover("b"), hands.cover("a"))
    assert hands.view.drag.drop is not None
    assert hands.view.drag.drop.warning == "", "each makes room for the other"
    hands.key(Key.Key_Escape)


def test_alt_and_an_arrow_swap_with_the_neighbour(hands: Hands) -> None:
    hands.view.set_focus(hands.ids["b"])
    hands.key(Key.Key_Right, ALT)
    assert hands.note("b").day == date(2026, 12, 11)
    assert hands.view.focus == hands.ids["b"]
    hands.key(Key.Key_Right, ALT)
    assert hands.toasts[-1].kind == "error", "the next one is published"
    hands.key(Key.Key_Left, ALT)
    assert hands.note("b").day == date(2026, 12, 16)
    hands.view.set_focus(hands.ids["quiet"])
    hands.key(Key.Key_Left, ALT)
    assert hands.note("quiet").day == date(2026, 12, 20), "nothing lies there"


def test_it_begins_at_now_and_arrows_walk(hands: Hands) -> None:
    assert hands.view.focus == hands.ids["a"], "what goes out next"
    hands.key(Key.Key_Down)
    assert hands.view.focus == hands.ids["out"]
    hands.key(Key.Key_Left)
    assert hands.view.focus == hands.ids["a"]
    hands.key(Key.Key_Home)
    assert hands.view.focus == hands.ids["quiet"]
    assert "笔记quiet，12/20 周日 10:00，wool，待写" in hands.view.accessibleDescription()


def test_a_click_selects_and_a_double_click_goes_to_the_covers(hands: Hands) -> None:
    rooms: list[str] = []
    hands.ctx.room_asked.connect(rooms.append)
    QTest.mouseClick(hands.view.viewport(), LEFT, NONE, hands.cover("b"))
    assert hands.ctx.note_id == hands.ids["b"]
    QTest.mouseDClick(hands.view.viewport(), LEFT, NONE, hands.cover("a"))
    assert rooms == ["covers"]
    assert hands.ctx.note_id == hands.ids["a"]


def test_covers_come_from_workers_and_stay(hands: Hands, qtbot: Any) -> None:
    view = hands.view
    view.verticalScrollBar().setValue(0)
    rect = view.rect_of(hands.ids["quiet"])
    assert rect is not None
    box = (rect.x + 20, rect.y + 20, rect.w - 60, 140)
    before = hands.image().copy(*box)
    qtbot.waitUntil(lambda: view.covers.picture(hands.ids["quiet"], rect.w, 1.0) is not None, timeout=15_000)
    qtbot.waitUntil(lambda: not view.covers.busy, timeout=15_000)
    assert hands.image().copy(*box) != before, "the stand-in has made room for the cover"
    kept = view.covers.picture(hands.ids["quiet"], rect.w, 1.0)
    view.reload()
    hands.image()
    assert view.covers.picture(hands.ids["quiet"], rect.w, 1.0) is kept, "shown until it is painted anew"
    notes.edit(hands.store, hands.ids["quiet"], title="换了标题")
    view.reload()
    hands.image()
    qtbot.waitUntil(lambda: view.covers.picture(hands.ids["quiet"], rect.w, 1.0) is not kept, timeout=15_000)


def test_neighbours_of_one_template_are_marked(hands: Hands) -> None:
    assert hands.view.pairs == {(0, 1): "template", (2, 3): "template"}
    assert hands.room.heading() == ("main", "待发 3 · 已发 1 · 太像 2 处")
    hands.view.verticalScrollBar().setValue(0)
    marked = hands.image()
    assert "同一个模板" in hands.view.words(hands.ids["b"])
    hands.room.verbs()["wall_alike"]()
    assert hands.view.pairs == {}
    assert hands.image() != marked
    assert hands.room.heading()[1] == "待发 3 · 已发 1"


def test_covers_wear_what_collides(hands: Hands, qtbot: Any) -> None:
    view, b, quiet = hands.view, hands.ids["b"], hands.ids["quiet"]
    notes.create(hands.store, hands.ids["main"], "太近 <b>", day=date(2026, 12, 16), minute=1210)
    qtbot.waitUntil(lambda: bool(view.marks.told(b)))
    view.verticalScrollBar().setValue(0)
    assert "太近 <b>" in view.words(b)
    assert "太近" not in view.words(quiet)
    disc = hands.ctx.theme.color("surface").name()

    def corner(note_id: int) -> str:
        rect = view.rect_of(note_id)
        assert rect is not None
        return hands.image().pixelColor(rect.x + 11, rect.y + 19).name()

    assert (corner(b), corner(quiet) == disc) == (disc, False)
    notes.edit(hands.store, b, minute=600)
    qtbot.waitUntil(lambda: not view.marks.told(b))
    assert corner(b) != disc


def test_wide_has_more_columns(hands: Hands) -> None:
    assert hands.view.layout_.columns == 2
    hands.room.verbs()["wall_wide"]()
    assert 4 <= hands.view.layout_.columns <= 6
    assert hands.ctx.settings.get("wall_width") == "wide"
    hands.room.tools.width_.buttons[0].click()  # type: ignore[union-attr, unused-ignore]
    assert hands.view.layout_.columns == 2


def test_the_next_account_is_kept_for_this_workspace(hands: Hands) -> None:
    hands.room.verbs()["wall_next"]()
    assert hands.room.heading()[0] == "card"
    assert hands.room._stack.currentWidget() is hands.room.empty
    again = WallRoom(hands.ctx)
    assert again.heading()[0] == "card"
    again.deleteLater()
    hands.room.new_note()
    editor = hands.view.editor
    assert editor is not None
    editor.line.setText("第一篇")
    editor.commit()
    made = hands.store.notes.find("第一篇")[0]
    assert (made.account_id, made.day) == (hands.ids["card"], date(2026, 12, 9))
    hands.room.verbs()["wall_previous"]()
    assert hands.room.heading()[0] == "main"


def test_a_filter_that_hides_all_offers_to_go(hands: Hands) -> None:
    hands.ctx.set_filter(Filter(statuses=frozenset({Status.REVIEW})))
    assert hands.room._stack.currentWidget() is hands.room.empty
    hands.room.empty.button.click()
    assert hands.room._stack.currentWidget() is hands.view
    assert len(hands.view.wall.faces) == 4


def test_covers_are_told_to_a_screen_reader(hands: Hands) -> None:
    hands.view.verticalScrollBar().setValue(0)
    told = QAccessible.queryAccessibleInterface(hands.view)
    names = [told.child(n).text(QAccessible.Text.Name) for n in range(told.childCount())]
    assert names[0] == "笔记quiet，12/20 周日 10:00，wool，待写，和旁边一篇用同一个模板"
    assert told.child(0).rect().width() == hands.view.layout_.cover_w


def test_long_titles_and_emoji_have_room(hands: Hands) -> None:
    notes.edit(hands.store, hands.ids["a"], title="👩‍👩‍👧 " + "一个很长很长的标题" * 12)
    notes.edit(hands.store, hands.ids["b"], title="")
    hands.view.reload()
    image = hands.image()
    assert image.size() == hands.view.viewport().size()
    assert hands.view.words(hands.ids["b"]).startswith("（无标题）")


def test_a_name_with_signs_stands_whole_on_its_button(hands: Hands) -> None:
    account = hands.view.wall.account
    assert account is not None
    catalog.edit(hands.store, "account", account.id, name="R&D & <b>")
    button = hands.room.tools.account
    hands.view.reload()
    assert button.text().strip() == "R&D & <b>".replace("&", "&&")
    catalog.edit(hands.store, "account", account.id, name="长" * 80)
    hands.view.reload()
    assert button.sizeHint().width() < 220


def test_the_wall_of_the_account_that_the_filter_names(hands: Hands) -> None:
    account = hands.view.wall.account
    made = catalog.add_account(hands.store, name="另一个")
    assert account is not None
    assert made is not None
    (other,) = made.created["account"]
    hands.ctx.set_filter(Filter(accounts=frozenset({other})))
    assert hands.view.wall.account is not None
    assert hands.view.wall.account.id == other
    assert not hands.room.tools.next.isVisibleTo(hands.room.tools)
    hands.room.tools.show_account(account.uid)
    assert hands.view.wall.account == account
    assert not hands.ctx.filter, "it would have hidden what was asked for"
