"""The month goes on the wall: through the real window, with the keyboard, onto a printer and into a file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from xhsplanner.ui import printing
from xhsplanner.ui.dialogs import poster

User = Any
"""The class of what `sit_down` gives, see conftest.py of this folder."""
WAIT = 20_000


def test_print_the_month(
    sit_down: Callable[..., User], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def into_file(printer: Any, pages: int, _parent: Any) -> bool:
        printer.setOutputFormat(printer.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "墙.pdf"))
        asked.append(pages)
        return True

    monkeypatch.setattr(printing, "ask_printer", into_file)
    monkeypatch.setattr(poster, "ask_file", lambda _parent, name: tmp_path / name)
    user = sit_down(sample)
    before = user.store.undo_label()
    user.ctx.show_room("month")
    user.settle()
    user.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = user.window.dialogs["print"]
    user.settle()
    assert dialog.form.wanted().view == "month", "what is seen is what is printed"
    assert not dialog.preview.page.image.isNull()
    user.click(dialog.buttons["print"])
    user.qtbot.waitUntil(lambda: any("已交给打印机" in said for said in user.toasts()), timeout=WAIT)
    assert asked == [dialog.preview.pages]
    printed = (tmp_path / "墙.pdf").read_bytes()
    assert len(re.findall(rb"/Type /Page\b", printed)) == dialog.preview.pages
    assert printed.count(b"/FontFile2") == 2
    user.click(dialog.buttons["save_pdf"])
    user.qtbot.waitUntil(lambda: any("排期海报_1201-1231.pdf" in said for said in user.toasts()), timeout=WAIT)
    assert (tmp_path / "排期海报_1201-1231.pdf").read_bytes().startswith(b"%PDF-")
    user.click(dialog.cancel)
    assert "print" not in user.window.dialogs
    assert user.store.undo_label() == before, "nothing was changed"
