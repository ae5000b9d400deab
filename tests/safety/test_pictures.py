"""No picture takes the memory or the time of the machine, on whatever way it goes through the program."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bombs import allowed, encoded, jpegs, others, pngs

from xhsplanner.ops import assets
from xhsplanner.store.store import Store

MOST_MB, MOST_SECONDS = 256, 2.0
KINDS: dict[str, Callable[[], dict[str, bytes]]] = {
    "jpegs": jpegs, "pngs": pngs, "others": others, "allowed": allowed,
}  # fmt: skip


@pytest.fixture(scope="module", params=["others", pytest.param("all", marks=pytest.mark.torture)])
def measured(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path
) -> dict[tuple[str, str], dict[str, Any]]:
    """What every file cost on every way, by (file name, way)."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("bombs")
    for make in KINDS.values() if request.param == "all" else (jpegs, others):
        for name, data in make().items():
            (folder / name).write_bytes(data)
    good = tmp_path_factory.mktemp("good") / "good.png"
    good.write_bytes(encoded(Image.new("RGB", (300, 400), "red"), "PNG"))
    workspace = shutil.copytree(empty_workspace, tmp_path_factory.mktemp("measured") / "workspace")
    script = Path(__file__).with_name("measured.py")
    done = subprocess.run(
        [sys.executable, str(script), str(workspace), str(good), str(folder)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {(one["name"], one["way"]): one for one in found}


linux = pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="measures as Linux does")


@linux
@pytest.mark.qt
def test_no_picture_takes_more_than_256_mb_or_2_s(measured: dict[tuple[str, str], dict[str, Any]]) -> None:
    """Seconds of the processor, which other work on the machine does not lengthen."""
    assert len(measured) > 4 * 20
    worst = [one for one in measured.values() if one["mb"] > MOST_MB or one["seconds"] > MOST_SECONDS]
    assert worst == []


@linux
@pytest.mark.qt
def test_every_bomb_is_refused_with_a_reason_and_shown_nowhere(
    measured: dict[tuple[str, str], dict[str, Any]],
) -> None:
    harmless = {"icc_of_14_mb.jpg", "profile_bomb.png", "exif_claims.png", *allowed()}
    """These are pictures: what they carry along is left alone."""
    for (name, way), one in measured.items():
        if name in harmless:
            assert one["outcome"] in ("taken", "shown", "JPEG", "PNG", "WEBP", "null"), one
        elif way in ("intake", "thumbnail"):
            assert one["outcome"] not in ("", "taken", "JPEG", "PNG", "WEBP"), one
            assert len(one["outcome"]) < 120, one
        elif not name.startswith(
            ("cut", "frames.")
        ):  # shown as far as it is there, of an animation the first picture
            assert one["outcome"] == "null", one


def test_what_is_no_file_is_refused_without_waiting(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "folder.png").mkdir()
    links = {
        "loop.png": "loop.png",
        "nowhere.png": "gone.png",
        "device.png": "/dev/zero",
        "terminal.png": "/dev/tty",
    }
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")
        for name, target in links.items():
            (folder / name).symlink_to(target)
    listed = sorted(folder.iterdir())
    result = assets.add(store, listed)
    assert result.added == []
    assert len(result.refused) == len(listed)
    assert all(reason for _file, reason in result.refused)
