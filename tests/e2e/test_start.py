"""What may not be loaded before the window stands: each of these costs tens of milliseconds at every start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xhsplanner.ops import workspace
from xhsplanner.store.workspace import create_workspace

FORBIDDEN = (
    "sqlite_utils", "xlsxwriter", "python_calamine", "numpy", "fontTools", "dateutil.rrule", "dateutil.tz",
    "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtTest", "asyncio", "rich", "importlib.metadata",
    "PIL", "uharfbuzz", "pathvalidate", "click", "xhsplanner.exchange.plan_file", "xhsplanner.covers.render",
    "xhsplanner.ui.dialogs.catalogue", "xhsplanner.ui.sample",
)  # fmt: skip
"""Modules that belong to a later moment: an import, an export, a dialog, a cover drawn off the GUI thread."""

SCRIPT = """
import json, sys
from pathlib import Path
from xhsplanner import app
from xhsplanner.ui.settings import Settings
running = app.make_application()
desktop = app.Desktop(running, Settings())
desktop.begin(Path(sys.argv[1]))
print(json.dumps(sorted(sys.modules)))
desktop.close()
"""


@pytest.mark.qt
def test_start_loads_nothing_heavy(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "甲")
    workspace.preset(store, "zhaohang")
    store.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "甲")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout.splitlines()[-1])
    heavy = [name for name in loaded if any(name == bad or name.startswith(f"{bad}.") for bad in FORBIDDEN)]
    assert heavy == []
