"""`xhsplanner` alone: the window on the last workspace. Loads no click, which costs 40 ms at every start."""

import os
import sys
from pathlib import Path

from xhsplanner.cli.language import use_language
from xhsplanner.core.errors import Refused

REFUSED = 2
WORKSPACE = "XHSPLANNER_WORKSPACE"


def run() -> None:
    """Open the window and exit with its status; 2 with one clear sentence on stderr where that is refused."""
    try:
        use_language(None)
        from xhsplanner.app import open_window

        folder = os.environ.get(WORKSPACE)
        status = open_window(Path(folder) if folder else None)
    except Refused as refusal:
        status = refuse(str(refusal))
    except ImportError:
        from xhsplanner.core.doctor import drawing_problem

        problem = drawing_problem()  # Qt without its system libraries is no bug of ours
        if problem is None:
            raise
        status = refuse(problem)
    sys.exit(status)


def refuse(sentence: str) -> int:
    """Say why nothing was done; returns the exit status of a refusal."""
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not speak Chinese
    sys.stderr.write(f"{sentence}\n")
    return REFUSED
