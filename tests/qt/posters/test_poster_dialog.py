"""The poster dialog: what it shows, what it writes, copies and prints; stopping it leaves nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from xhsplanner.core.filter import EMPTY, Filter
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store
from xhsplanner.ui import printing
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs import poster
from xhsplanner.ui.dialogs.poster import PosterDialog, PrintDialog
from xhsplanner.ui.worker import Worker

WAIT = 20_000


@pytest.fixture
def plan(store: Store) -> Store:
    for name in ("主账号", "信用卡申请"):
        catalog.add_account(store, name=name)
    catalog.add_series(store, name="羊毛天天捡", palette="wool")
    for n in range(4):
        notes.create(store, n % 2 + 1, f"第{n}篇 <b>&", day=date(2026, 12, 8 + n), series_id=1)
    return store


class Kept(Worker):
    """One process for all these tests: each would start its own, for two seconds."""

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def kept() -> Iterator[Worker]:
    worker = Kept()
    yield worker
    Worker.close(worker)


@pytest.fixture
def make_context(make_context: Callable[..., Context], kept: Worker) -> Callable[..., Context]:
    def make(store: Store) -> Context:
        ctx = make_context(store)
        ctx.tasks._worker = kept
        return ctx

    return make


@pytest.fixture
def dialog(plan: Store, make_context: Callable[..., Context], qtbot: Any) -> PosterDialog:
    return shown(PosterDialog(make_context(plan)), qtbot)


def shown(dialog: PosterDialog, qtbot: Any) -> PosterDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    settled(dialog, qtbot)
    return dialog


def settled(dialog: PosterDialog, qtbot: Any) -> None:
    def done() -> bool:
        return not (dialog._drawing or dialog._stale or dialog._timer.isActive() or dialog._stop)

    qtbot.waitUntil(done, timeout=WAIT)


def choose(box: Any, name: str) -> None:
    box.setCurrentIndex(box.findData(name))


def test_the_page_is_shown_as_it_will_be(dialog: PosterDialog, qtbot: Any) -> None:
    first = dialog.preview.page.image
    assert (first.width(), dialog.preview.pages) == (1200, 1)
    assert first.width() > first.height()
    choose(dialog.form.view, "month")
    choose(dialog.form.paper, "chat")
    settled(dialog, qtbot)
    second = dialog.preview.page.image
    assert second.height() > second.width()
    assert not dialog.form.orientation.isEnabled()
    assert dialog.form.flags["dark"].isVisible()
    dialog.form.flags["dark"].click()
    settled(dialog, qtbot)
    assert dialog.preview.page.image.pixelColor(3, 3).lightness() < 40
    assert dialog.form.wanted().start == date(2026, 12, 1)


def test_pages_are_turned(dialog: PosterDialog, qtbot: Any) -> None:
    from PySide6.QtCore import QDate

    dialog.form.end.setDate(QDate(2026, 12, 20))
    settled(dialog, qtbot)
    assert (dialog.preview.pages, dialog.preview.said.text()) == (2, "第 1/2 页")
    before = dialog.preview.page.image
    qtbot.mouseClick(dialog.preview.forward, Qt.MouseButton.LeftButton)
    settled(dialog, qtbot)
    assert dialog.preview.said.text() == "第 2/2 页"
    assert dialog.preview.page.image != before
    assert not dialog.preview.forward.isEnabled()


def test_what_cannot_be_drawn_is_said_and_not_saved(dialog: PosterDialog, qtbot: Any) -> None:
    from PySide6.QtCore import QDate

    dialog.form.end.setDate(QDate(2020, 1, 1))
    settled(dialog, qtbot)
    assert dialog.said.text() == "起始日晚于结束日"
    assert not dialog.buttons["save_pdf"].isEnabled()
    choose(dialog.form.view, "list")
    settled(dialog, qtbot)
    assert dialog.buttons["save_pdf"].isEnabled()


def test_only_what_the_filter_shows(plan: Store, make_context: Callable[..., Context], qtbot: Any) -> None:
    ctx = make_context(plan)
    ctx.set_filter(Filter(accounts=frozenset({1})))
    dialog = shown(PosterDialog(ctx), qtbot)
    assert dialog.form.flags["filter"].isChecked()
    assert dialog.form.wanted().filter == ctx.filter
    dialog.form.flags["filter"].click()
    assert dialog.form.wanted().filter == EMPTY


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_saving(
    dialog: PosterDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any, kind: str, begins: bytes
) -> None:
    file = tmp_path / f"海报 一.{kind}"
    monkeypatch.setattr(poster, "ask_file", lambda _parent, _name: file)
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=WAIT) as said:
        qtbot.mouseClick(dialog.buttons[f"save_{kind}"], Qt.MouseButton.LeftButton)
    assert "4 篇" in said.args[0].text
    assert file.read_bytes().startswith(begins)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [file.name]
    assert dialog.folder.isVisible()


def test_a_place_that_cannot_be_written_is_said(
    dialog: PosterDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(poster, "ask_file", lambda _parent, _name: tmp_path / "没有" / "a.pdf")
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=WAIT) as said:
        dialog.buttons["save_pdf"].click()
    assert (said.args[0].kind, "写不了" in said.args[0].text) == ("error", True)
    assert dialog.buttons["save_pdf"].isEnabled()


def test_stopping_leaves_no_file(
    dialog: PosterDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(poster, "ask_file", lambda _parent, _name: tmp_path / "a.pdf")
    dialog._ctx.tasks._worker = Worker()  # its own: it is killed
    dialog.buttons["save_pdf"].click()
    dialog._partial.write_text("half")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog.said.text() == "已停止，没有留下文件", timeout=WAIT)
    assert dialog.isVisible()
    assert [one for one in tmp_path.iterdir() if one.is_file()] == []


def test_copying_puts_a_picture_on_the_clipboard(dialog: PosterDialog, qtbot: Any) -> None:
    choose(dialog.form.paper, "chat")
    settled(dialog, qtbot)
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=WAIT):
        qtbot.mouseClick(dialog.buttons["copy"], Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().image()
    assert (copied.width(), copied.height()) == (1080, 1440)


def test_printing_the_month(
    plan: Store, make_context: Callable[..., Context], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    """The story: Ctrl+P's dialog, the month, a printer that writes a file."""

    def into_file(printer: Any, pages: int, _parent: Any) -> bool:
        printer.setOutputFormat(printer.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "打印.pdf"))
        return pages == 1

    monkeypatch.setattr(printing, "ask_printer", into_file)
    dialog = shown(PrintDialog(make_context(plan)), qtbot)
    choose(dialog.form.view, "month")
    choose(dialog.form.paper, "a3")
    settled(dialog, qtbot)
    with qtbot.waitSignal(dialog._ctx.toasted, timeout=WAIT) as said:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert said.args[0].text == "已交给打印机，共 1 页"
    made = (tmp_path / "打印.pdf").read_bytes()
    assert b"/FontFile2" in made
    assert b"/MediaBox [0 0 1191" in made


def test_a_printer_not_chosen_prints_nothing(
    dialog: PosterDialog, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    monkeypatch.setattr(printing, "ask_printer", lambda *_args: False)
    dialog.buttons["print"].click()
    settled(dialog, qtbot)
    assert dialog._printing is None
    assert dialog.buttons["print"].isEnabled()
