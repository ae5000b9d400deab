"""Run by test_pictures in a process of its own: what each picture costs on each way it can go, as lines of JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

MB = 1024


def _status(name: str) -> int:
    """A figure of this process in kB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise KeyError(name)


def _measure(act: Callable[[], object]) -> dict[str, object]:
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark of memory starts again from here
    before, start = _status("VmRSS"), time.process_time()
    outcome = str(act())
    return {"mb": (_status("VmHWM") - before) / MB, "seconds": time.process_time() - start, "outcome": outcome}


def _ways(workspace: Path) -> dict[str, Callable[[Path], object]]:
    from PySide6.QtCore import QSize

    from xhsplanner.core.errors import Refused
    from xhsplanner.covers import encode
    from xhsplanner.media.images import probe
    from xhsplanner.ops import assets
    from xhsplanner.store.workspace import open_workspace
    from xhsplanner.ui import images

    store = open_workspace(workspace)

    def intake(path: Path) -> str:
        result = assets.add(store, [path])
        return " ".join(reason for _file, reason in result.refused) or "taken"

    def again(path: Path) -> str:
        try:
            return probe(path).format
        except Refused as refusal:
            return str(refusal)

    return {
        "intake": intake,
        "thumbnail": again,
        "window": lambda path: "null" if images.original(path, QSize(1600, 1200)).isNull() else "shown",
        "cover": lambda path: "null" if encode.load(path) is None else "shown",
        "cache": lambda path: "null" if images.thumbnail(path.read_bytes()).isNull() else "shown",
    }


def main() -> None:
    """`workspace good folder`: a good picture warms up what is loaded once, then all of the folder."""
    ways = _ways(Path(sys.argv[1]))
    for act in ways.values():
        act(Path(sys.argv[2]))
    for path in sorted(Path(sys.argv[3]).iterdir()):
        for way, act in ways.items():
            if way != "cache" or (path.is_file() and path.stat().st_size < 1 << 20):
                found = _measure(lambda act=act, path=path: act(path))  # type: ignore[misc]
                print(json.dumps({"name": path.name, "way": way, **found}), flush=True)


main()
