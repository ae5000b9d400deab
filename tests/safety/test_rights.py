"""Who else on the machine can read a workspace, and what a team that shares a folder on purpose keeps."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from xhsplanner.ops import assets, notes
from xhsplanner.store.workspace import create_workspace, open_workspace

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows passes the rights of a folder on by itself")


@pytest.fixture(autouse=True)
def generous() -> Iterator[None]:
    """A system that lets everybody read what is made."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def rights(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder.parent)): stat.S_IMODE(path.stat().st_mode) for path in _all(folder)}


def _all(folder: Path) -> list[Path]:
    return [folder, *folder.rglob("*")]


def filled(folder: Path, picture: Path) -> Path:
    """A workspace in which everything that is ever written was written."""
    store = create_workspace(folder)
    from xhsplanner.ops import catalog

    catalog.add_account(store, name="主账号")
    notes.create(store, 1, "秘密选题")
    assets.add(store, [picture])
    store.snapshot()
    assert store.thumbs.count() == 1
    store.close()
    return folder


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    from PIL import Image

    Image.new("RGB", (300, 400), "red").save(tmp_path / "a.png")
    return tmp_path / "a.png"


def test_a_workspace_is_its_owners_alone_folder_0700_and_files_0600(tmp_path: Path, picture: Path) -> None:
    folder = filled(tmp_path / "计划" / "工作区", picture)
    store = open_workspace(folder)
    notes.create(store, 1, "又一篇")
    found = rights(folder)
    store.close()
    assert found.pop("工作区") == 0o700
    assert len(found) > 8
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def test_a_folder_opened_to_a_team_on_purpose_stays_open_to_it(tmp_path: Path, picture: Path) -> None:
    os.umask(0o002)
    folder = tmp_path / "团队"
    folder.mkdir()
    folder.chmod(0o2770)
    filled(folder, picture)
    found = rights(folder)
    assert found.pop("团队") == 0o2770
    wrong = {
        name: oct(mode) for name, mode in found.items() if mode & 0o007 or ("assets" in name and not mode & 0o040)
    }
    assert wrong == {}
    folder.chmod(0o2755)
    open_workspace(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o2755, "opening changes nobody's decision"


def test_personal_settings_and_the_log_are_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("PySide6.QtCore", exc_type=ImportError)
    from xhsplanner.ui import logs
    from xhsplanner.ui.settings import Settings

    monkeypatch.setenv("XHSPLANNER_CONFIG", str(tmp_path / "config"))
    Settings.of_user().set("theme", "dark")
    stop = logs.start()
    stop()
    found = rights(tmp_path / "config")
    assert set(found) == {"config", "config/settings.toml", "config/logs", "config/logs/xhsplanner.log"}
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def test_what_is_exported_is_as_open_as_the_folder_the_user_chose(tmp_path: Path) -> None:
    from xhsplanner.ops import plan_export

    store = create_workspace(tmp_path / "w")
    for name, mode in (("open", 0o755), ("closed", 0o700)):
        out = tmp_path / name
        out.mkdir(mode=mode)
        plan_export.export_xlsx(store, out / "排期.xlsx")
        assert stat.S_IMODE((out / "排期.xlsx").stat().st_mode) == mode & 0o644, name
    store.close()


def test_the_doctor_says_when_everybody_can_read_a_workspace(tmp_path: Path) -> None:
    from xhsplanner.core.doctor import check_private

    tmp_path.chmod(0o755)
    (note,) = check_private(tmp_path)
    assert str(tmp_path) in note.what
    tmp_path.chmod(0o770)
    assert check_private(tmp_path) == []
    assert check_private(tmp_path / "gone") == []
