"""Encrypting, decrypting, another password and the finishing of them, killed before each of their steps.

The workspace opens with its password, nothing is lost, and where it counts as encrypted nothing of it can be read.
"""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")
if not hasattr(os, "fork"):
    pytest.skip("kills need a fork", allow_module_level=True)

from content import content
from killing import Forker

from xhsplanner.ops import catalog, notes
from xhsplanner.store import snapshots
from xhsplanner.store.encryption import cipher
from xhsplanner.store.workspace import open_workspace

PASSWORD, OTHER = "three tigers ride", "four tigers walk"
CANARY = "金丝雀在唱歌"
FEW = 3
"""Steps before which the short form kills, spread over all there are."""


@pytest.fixture(scope="module")
def forker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forker]:
    forker = Forker("sealing", tmp_path_factory.mktemp("sealing") / "errors")
    yield forker
    forker.close()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path) -> Path:
    """A closed plain workspace with two snapshots."""
    store = open_workspace(shutil.copytree(empty_workspace, tmp_path_factory.mktemp("plain") / "w"))
    catalog.add_account(store, name="主账号")
    for number in range(2):
        notes.create(store, 1, f"{CANARY}{number}", body=CANARY)
        store.snapshot()
    store.close()
    return store.path


@pytest.fixture(scope="module")
def sealed(plain: Path, forker: Forker) -> Path:
    """The same, encrypted."""
    folder = Path(shutil.copytree(plain, plain.parent / "sealed"))
    forker.run("encrypt", str(folder), 0)
    return folder


def look(folder: Path) -> object:
    """The content of a workspace, opened with whichever password fits; nothing readable where it is encrypted."""
    encrypted = cipher.of(folder) is not None
    if encrypted:
        with suppress(cipher.WrongPassword):
            cipher.unlock(folder, PASSWORD)
        if cipher.locked(folder):
            cipher.unlock(folder, OTHER)
    store = open_workspace(folder)
    try:
        assert (store.read_only, store.recovery) == ("", None)
        assert all(map(snapshots.intact, snapshots.all_of(folder)))
        assert len(snapshots.all_of(folder)) == 2
        return content(store)
    finally:
        store.close()
        if encrypted:
            files = [path for path in folder.rglob("*") if path.is_file()]
            assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("verb", "every"),
    [
        ("encrypt", False),
        ("decrypt", False),
        *(pytest.param(verb, True, marks=pytest.mark.torture) for verb in ("encrypt", "decrypt", "change")),
    ],
)
def test_a_kill_at_any_step_leaves_a_workspace_that_opens(
    verb: str,
    every: bool,
    forker: Forker,
    plain: Path,
    sealed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cipher, "_KEYS", {})
    source = plain if verb == "encrypt" else sealed
    before = look(Path(shutil.copytree(plain, tmp_path / "before")))
    [steps] = forker.run(verb, str(shutil.copytree(source, tmp_path / "whole")), 0).lines
    assert steps >= (6 if verb == "change" else 20)
    points = range(1, steps + 1, 1 if every else max(1, steps // FEW))
    for point in points:
        folder = Path(shutil.copytree(source, tmp_path / f"{point}"))
        assert forker.run(verb, str(folder), point).code == -signal.SIGKILL
        assert look(folder) == before, point
        shutil.rmtree(folder)


@pytest.mark.torture
def test_what_finishes_it_may_be_killed_as_well(
    forker: Forker, plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_KEYS", {})
    before = look(Path(shutil.copytree(plain, tmp_path / "before")))
    half = Path(shutil.copytree(plain, tmp_path / "half"))
    [steps] = forker.run("encrypt", str(shutil.copytree(plain, tmp_path / "whole")), 0).lines
    forker.run("encrypt", str(half), steps // 3)
    assert cipher.of(half) is not None
    [more] = forker.run("finish", str(shutil.copytree(half, tmp_path / "finished")), 0).lines
    for point in range(1, more + 1):
        folder = Path(shutil.copytree(half, tmp_path / f"{point}"))
        forker.run("finish", str(folder), point)
        assert look(folder) == before, point
        shutil.rmtree(folder)
