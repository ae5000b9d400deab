"""Reading connections of other threads: gone with their thread, and never closed under a query."""

import subprocess
import sys
import threading
from pathlib import Path

import psutil

from xhsplanner.ops import catalog
from xhsplanner.store.workspace import create_workspace

CLOSES = """
import sys, threading, time
from pathlib import Path
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store.workspace import create_workspace
store = create_workspace(Path(sys.argv[1]))
synthetic(store, 2000)
end = time.monotonic() + 1
def read():
    while time.monotonic() < end:
        store.notes.all()
threads = [threading.Thread(target=read) for _ in range(3)]
for thread in threads:
    thread.start()
time.sleep(0.3)
store.close()
for thread in threads:
    thread.join()
print("alive")
"""


def handles() -> int:
    """How many times this process has the workspace's database open."""
    return sum(Path(file.path).name == "workspace.db" for file in psutil.Process().open_files())


def test_a_thread_leaves_no_connection_behind(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    before = handles()
    for _ in range(20):
        thread = threading.Thread(target=store.notes.count)
        thread.start()
        thread.join()
    assert handles() <= before + 1
    store.close()
    assert handles() == 0


def test_closing_while_others_read_does_not_crash(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSES, str(tmp_path / "w")], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
