"""Reading connections of Qt's own threads, which Python knows only while they run something of ours."""

import subprocess
import sys
from pathlib import Path

READS = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QThreadPool
from xhsplanner.store.workspace import create_workspace
app = QCoreApplication([])
store = create_workspace(Path(sys.argv[1]))
pool = QThreadPool()
for _ in range(60):
    pool.start(lambda: store.notes.count())
    pool.waitForDone()
store.close()
print("alive")
"""


def test_a_thread_of_the_pool_ends_without_harm(qapp: object, tmp_path: Path) -> None:
    """A connection closed while the state of its thread is cleared away cleared that state twice."""
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", READS, str(tmp_path / "w")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
