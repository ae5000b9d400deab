"""export pdf and export png: posters without a window and without a screen."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from xhsplanner.cli.main import run, xhsplanner
from xhsplanner.ops import catalog, notes
from xhsplanner.store.store import Store

pytestmark = [pytest.mark.qt, pytest.mark.usefixtures("qapp")]


@pytest.fixture
def folder(team: Store) -> Path:
    from datetime import date

    for n in range(3):
        notes.create(team, 1 + n % 2, f"第{n}篇", day=date(2026, 12, 8 + n), series_id=1)
    catalog.add_series(team, name="节日节气")
    return team.path


def document(*arguments: object) -> dict[str, Any]:
    result = CliRunner().invoke(xhsplanner, [*map(str, arguments), "--json"], standalone_mode=False)
    assert result.exception is None, result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        run([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def test_pdf(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "F.pdf"
    days = ("--from", "2026-12-07", "--to", "2026-12-20")
    found = document("export", "pdf", "--view", "week", *days, "--paper", "a3", "--out", out, "--workspace", folder)
    assert found == {"out": [str(out)], "notes": 3, "pages": 2}
    made = out.read_bytes()
    assert made.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 1191" in made
    assert b"/FontFile2" in made


def test_png(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "F.png"
    only = ("--account", "主账号", "--dark", "--internal", "--as", "林")
    found = document("export", "png", "--view", "month", *only, "--out", out, "--workspace", folder)
    assert (found["notes"], found["out"][0]) == (2, str(out))
    assert struct.unpack(">II", out.read_bytes()[16:24]) == (1080, 1440)


def test_refusals(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    assert refused("export", "pdf", "--out", out, "--account", "没有", "--workspace", folder) == 2
    assert refused("export", "pdf", "--out", out, "--from", "2026-12-09", "--to", "x", "--workspace", folder) == 2
    backwards = ("--from", "2026-12-09", "--to", "2026-12-01")
    assert refused("export", "pdf", "--out", out, *backwards, "--workspace", folder) == 2
    assert refused("export", "pdf", "--out", tmp_path / "没有" / "a.pdf", "--workspace", folder) == 2
    assert refused("export", "pdf", "--out", out, "--view", "year", "--workspace", folder) == 2
    assert not out.exists()
