"""What may not be loaded before the window stands: each of these costs tens of milliseconds at every start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xhsplanner.ops import workspace
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.settings import Settings

FORBIDDEN = (
    "sqlite_utils", "xlsxwriter", "python_calamine", "numpy", "fontTools", "dateutil.rrule", "dateutil.tz",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtTest", "asyncio", "rich", "importlib.metadata",
    "PIL", "uharfbuzz", "pathvalidate", "click", "xhsplanner.exchange.plan_file", "xhsplanner.covers.render",
    "xhsplanner.ui.rooms.catalogue", "xhsplanner.ui.sample",
)  # fmt: skip
"""Modules that belong to a later moment: an import, an export, a dialog, a cover drawn off the GUI thread."""

SCRIPT = """
import json, sys
from PySide6.QtWidgets import QApplication
def exec_(*_args):
    (window,) = [one for one in QApplication.topLevelWidgets() if one.isVisible() and hasattr(one, "rooms")]
    print(json.dumps([window.room.room_id, sorted(sys.modules)]), flush=True)
    return 0
QApplication.exec = exec_
from xhsplanner.__main__ import main
sys.argv = ["xhsplanner"]
main()
"""


@pytest.mark.qt
def test_start_loads_nothing_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`xhsplanner` alone, as a user types it, up to the shown week of the last workspace."""
    store = create_workspace(tmp_path / "甲")
    workspace.preset(store, "zhaohang")
    store.close()
    monkeypatch.setenv("XHSPLANNER_CONFIG", str(tmp_path / "config"))
    Settings.of_user().remember(tmp_path / "甲")
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    room, loaded = json.loads(done.stdout.splitlines()[-1])
    assert room == "week"
    heavy = [name for name in loaded if any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN)]
    assert heavy == []
