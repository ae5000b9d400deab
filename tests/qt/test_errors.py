"""An error nobody handled is told, never swallowed, and never ends the program."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from xhsplanner.core.errors import Refused
from xhsplanner.ops import catalog, notes
from xhsplanner.ui import logs
from xhsplanner.ui.aftermath import aftermath
from xhsplanner.ui.errors import Catcher, ErrorDialog, described, report, short
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.theme import Theme


@pytest.fixture
def catcher(qapp: Any) -> Iterator[Catcher]:
    before, before_threads = sys.excepthook, threading.excepthook
    catcher = Catcher()
    catcher.install()
    yield catcher
    catcher.remove()
    sys.excepthook, threading.excepthook = before, before_threads


def raise_and_hook(error: Exception) -> None:
    try:
        raise error
    except Exception as caught:
        sys.excepthook(type(caught), caught, caught.__traceback__)


def test_an_error_is_told_with_its_place(catcher: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[tuple[Exception, str]] = []
    catcher.caught.connect(lambda error, details: seen.append((error, details)))
    raise_and_hook(ValueError("坏了"))
    assert str(seen[0][0]) == "坏了"
    assert "raise_and_hook" in seen[0][1]
    assert "坏了" not in seen[0][1]
    told = capsys.readouterr().err
    assert "raise_and_hook" in told
    assert "坏了" not in told, "a desktop keeps what is said here in a file"


def test_a_refusal_is_no_error_on_the_terminal(catcher: Catcher, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[object] = []
    catcher.caught.connect(lambda error, _details: seen.append(error))
    raise_and_hook(Refused("不行"))
    assert isinstance(seen[0], Refused)
    assert capsys.readouterr().err == ""


def test_errors_of_threads_arrive_too(catcher: Catcher, qtbot: Any) -> None:
    def fail() -> None:
        raise ValueError("in a thread")

    with qtbot.waitSignal(catcher.caught) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert str(told.args[0]) == "in a thread"


def test_dialog_is_plain_and_gives_the_details(theme: Theme, qtbot: Any) -> None:
    dialog = ErrorDialog(theme, ValueError("<b>x</b>\nmore"), "Traceback: one")
    qtbot.addWidget(dialog)
    dialog.add("Traceback: two")
    assert any("<b>x</b>" in label.text() for label in dialog.findChildren(QLabel))
    copy = next(b for b in dialog.findChildren(QPushButton) if "复制" in b.accessibleName())
    copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback: one\n\nTraceback: two"


CANARY = "秘密选题 secret-plan"


def failing(kind: type[Exception]) -> Exception:
    """An error that was raised, from another one, with a note's text in its words."""
    try:
        try:
            {}[CANARY]
        except KeyError as first:
            raise kind(CANARY, "no such file", CANARY) from first
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize("kind", [ValueError, OSError, LookupError])
def test_report_and_log_hold_no_text_of_notes(kind: type[Exception], catcher: Catcher, store: Any) -> None:
    catalog.add_account(store, name=CANARY)
    notes.create(store, store.catalog.accounts()[0].id, CANARY)
    stop = logs.start()
    try:
        error = failing(kind)
        catcher.handle(type(error), error, error.__traceback__)
        logs.qt_says(QtMsgType.QtWarningMsg, QMessageLogContext(), f'QFont: no such font "{CANARY}"')
        raise_in_thread()
    finally:
        stop()
    text = report(store, described(error))
    log = logs.file().read_text(encoding="utf-8")
    for said in (text, log):
        assert "秘密" not in said
        assert "secret" not in said
    assert "note.create" in text
    assert "1 notes" in text
    assert "test_errors.py" in text
    assert "KeyError" in text
    assert kind.__name__ in log
    assert "QFont: no such font …" in log
    assert "in_thread" in log


def raise_in_thread() -> None:
    def in_thread() -> None:
        raise LookupError(CANARY)

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()


def test_errors_of_the_program_itself_keep_their_words() -> None:
    with pytest.raises(AttributeError) as caught:
        None.nothing  # type: ignore[attr-defined]  # noqa: B018
    assert "has no attribute 'nothing'" in described(caught.value)


def test_the_log_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "BYTES", 2000)
    stop = logs.start()
    for number in range(200):
        logs.LOGGER.warning("line %s", number)
    stop()
    files = sorted(path.name for path in logs.folder().iterdir())
    assert files == ["xhsplanner.log", "xhsplanner.log.1", "xhsplanner.log.2"]
    assert sum(path.stat().st_size for path in logs.folder().iterdir()) < 8000


def test_a_folder_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tmp_path.joinpath("taken").write_text("", encoding="utf-8")
    monkeypatch.setenv("XHSPLANNER_CONFIG", str(tmp_path / "taken"))
    stop = logs.start()
    logs.LOGGER.error("x")
    stop()


def test_short_is_one_line() -> None:
    assert short(ValueError("a\nb")) == "a"
    assert short(ValueError()) == "ValueError"
    assert len(short(ValueError("x" * 999))) == 200


# --- what became of the data -------------------------------------------------------------------------------


def raised(act: Callable[[], object]) -> Exception:
    try:
        act()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.fixture
def note(store: Any) -> int:
    catalog.add_account(store, name="主账号")
    change = notes.create(store, 1, "早八人通勤")
    assert change is not None
    return change.created["note"][0]


def test_an_error_within_an_op_says_that_nothing_of_it_was_written(store: Any, note: int) -> None:
    def fail() -> None:
        with store.op("note.edit", title="早八人通勤") as op:
            op.update("note", {note: {"title": "改了一半"}})
            raise ZeroDivisionError

    def later() -> None:
        try:
            fail()
        except ZeroDivisionError as error:
            raise LookupError from error

    for act in (fail, later):
        step, saved, typed = aftermath(store, raised(act), unsaved=False)
        assert "修改《早八人通勤》" in step
        assert "没有写进去" in step
        assert store.notes.get(note).title == "早八人通勤"
        assert "10:00:00" in saved
        assert "新建《早八人通勤》" in saved
        assert typed == "输入框里的文字都已保存。"


def test_an_error_after_an_op_does_not_take_the_op_back(store: Any, note: int) -> None:
    def fail() -> None:
        notes.edit(store, note, title="改好了")
        raise ZeroDivisionError

    step, saved, _typed = aftermath(store, raised(fail), unsaved=False)
    assert "不是在保存时出的" in step
    assert "修改《早八人通勤》" in saved
    assert store.notes.get(note).title == "改好了"


def test_a_workspace_that_cannot_be_read_is_not_said_to_be_saved(store: Any, note: int) -> None:
    def fail(_limit: int) -> None:
        raise Refused("坏了")

    store.history.log = fail
    assert "说不准" in aftermath(store, ValueError(), unsaved=False)[1]
    assert aftermath(None, ValueError(), unsaved=False) == ["没有打开工作区，没有内容受影响。"]


def test_what_is_typed_stays_in_its_field_and_is_saved_later(ctx: Any, note: int, qtbot: Any) -> None:
    window = MainWindow(ctx, "week")
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    ctx.select(note)
    field = window.panel.content.visits.fields["title"]
    failing = [ZeroDivisionError("no"), None]

    def fail(note_id: int, name: str, text: str, group: int | None) -> Any:
        if (error := failing.pop(0)) is not None:
            raise error
        return notes.edit(ctx.store, note_id, group=group, **{name: text})

    field._write = fail
    field.editor.setFocus()
    field.editor.set_value("打了一半")
    field._on_edit()
    assert window.unsaved()
    error = raised(window.flush)
    assert window.unsaved()
    assert aftermath(ctx.store, error, window.unsaved())[2].startswith("正在输入的文字还在输入框里")
    window.flush()
    assert ctx.store.notes.get(note).title == "打了一半"
    assert not window.unsaved()


def test_the_dialog_says_it_and_the_report_does_not(theme: Theme, qtbot: Any, store: Any, note: int) -> None:
    error = raised(lambda: 1 // 0)
    dialog = ErrorDialog(
        theme, error, report(store, described(error)), None, aftermath(store, error, unsaved=False)
    )
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("早八人通勤" in text for text in said)
    assert "早八人" not in dialog.details.toPlainText()
