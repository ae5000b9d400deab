"""Opening a workspace a second time in one process must not pull the write-ahead log from under the first."""

import subprocess
import sys
from pathlib import Path

from xhsplanner.ops import catalog
from xhsplanner.store.workspace import create_workspace, open_workspace

OTHER = """
import sys
from pathlib import Path
from xhsplanner.ops import catalog
from xhsplanner.store.workspace import open_workspace
store = open_workspace(Path(sys.argv[1]))
catalog.add_account(store, name="城市分行")
store.close()
"""


def test_a_second_handle_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    store = create_workspace(tmp_path / "w")
    catalog.add_account(store, name="主账号")
    open_workspace(tmp_path / "w").close()
    subprocess.run([sys.executable, "-c", OTHER, str(tmp_path / "w")], check=True)
    catalog.add_account(store, name="信用卡申请")
    names = {row[0] for row in store.engine.rows("SELECT name FROM account")}
    store.close()
    assert names == {"主账号", "城市分行", "信用卡申请"}
