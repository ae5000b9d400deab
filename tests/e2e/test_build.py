"""The desktop bundle of build.spec: made, small enough, and able to draw (pytest -m build)."""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIMIT = 160_000_000
"""Bytes of the whole folder."""

pytestmark = [pytest.mark.build, pytest.mark.qt]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder PyInstaller makes, built once for this file."""
    place = tmp_path_factory.mktemp("bundle")
    folders = ["--distpath", str(place / "dist"), "--workpath", str(place / "work")]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders]
    subprocess.run([*command, str(ROOT / "build.spec")], check=True, cwd=ROOT, timeout=600)
    return place / "dist" / "xhsplanner"


@pytest.fixture
def run(bundle: Path, tmp_path: Path) -> Run:
    """Runs the built program away from the checkout, without any Python of this machine."""
    program = bundle / ("xhsplanner.exe" if sys.platform == "win32" else "xhsplanner")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    kept["XHSPLANNER_WORKSPACE"] = str(tmp_path / "demo")

    def go(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [str(program), *words]
        return subprocess.run(
            command, cwd=tmp_path, env=kept, capture_output=True, text=True, timeout=120, check=False
        )

    return go


def test_the_bundle_is_small(bundle: Path) -> None:
    files = {path: path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()}
    largest = sorted(files.items(), key=lambda entry: -entry[1])[:8]
    assert sum(files.values()) <= LIMIT, [(path.name, size) for path, size in largest]


def test_the_bundle_finds_itself_complete(run: Run) -> None:
    done = run("doctor", "--json")
    assert json.loads(done.stdout)["missing"] == []
    assert (done.returncode, done.stderr) == (0, "")


def test_the_bundle_draws_a_week(run: Run, tmp_path: Path) -> None:
    made = run("demo", "--workspace", str(tmp_path / "demo"), "--no-window")
    assert made.returncode == 0, made.stderr
    picture = tmp_path / "week.png"
    drawn = run("shot", "week", "--out", str(picture), "--size", "1280x800")
    assert (drawn.returncode, drawn.stderr) == (0, "")
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:24]) == (1280, 800)


def test_the_bundle_draws_posters_and_could_print(run: Run, bundle: Path, tmp_path: Path) -> None:
    assert run("demo", "--workspace", str(tmp_path / "demo"), "--no-window").returncode == 0
    for kind, begins in (("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        file = tmp_path / f"a.{kind}"
        drawn = run("export", kind, "--view", "month", "--out", str(file))
        assert (drawn.returncode, drawn.stderr) == (0, "")
        assert file.read_bytes().startswith(begins)
    assert any("QtPrintSupport" in path.name for path in bundle.rglob("*"))
    assert not list(bundle.rglob("libcups.*"))
