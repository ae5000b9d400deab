"""What every test starts from: no screen, no user's files, a frozen clock, Chinese words, silent Qt.

Where Qt's system libraries are missing, what needs Qt is skipped with that reason and the rest runs.
"""

import gc
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import offline
from hypothesis import settings

from xhsplanner.core import doctor
from xhsplanner.core.words import LANGUAGES, words

ATTEMPTS = offline.begin()
"""What tried to connect out, here and in processes that tests start, is written down in this file."""
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("XHSPLANNER_HYPOTHESIS", "same"))
"""The same examples each time: a red run is a change's own. XHSPLANNER_HYPOTHESIS=explore looks for others."""
NOW = "2026-12-09T10:00:00"
"""A Wednesday in a week with 国家公祭日 on Sunday."""

QT_TESTS = Path(__file__).parent / "qt"
ABSENT = re.compile(r"lib\S+\.so")
"""In the message of an ImportError: a shared library could not be loaded."""

MISSING = doctor.missing_libraries("offscreen")
REASON = (
    f"Qt's system libraries are missing: {', '.join(MISSING)}; {doctor.libraries_fix(MISSING)}" if MISSING else ""
)


def pytest_plugin_registered(plugin: Any, manager: pytest.PytestPluginManager) -> None:
    """Takes pytest-qt out again, which imports QtGui and would stop the whole run with an internal error."""
    if MISSING and manager.get_name(plugin) == "pytest-qt":
        manager.unregister(plugin)


class ModuleWithoutQt(pytest.Module):
    """A test module on a machine where importing Qt fails: skipped as a whole when its imports need it."""

    def collect(self) -> Any:
        if self.path.is_relative_to(QT_TESTS):
            pytest.skip(REASON, allow_module_level=True)
        try:
            return super().collect()
        except self.CollectError as error:
            if ABSENT.search(str(error)):
                pytest.skip(REASON, allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    return ModuleWithoutQt.from_parent(parent, path=module_path) if MISSING else None


def pytest_runtest_setup(item: pytest.Item) -> None:
    if MISSING and item.get_closest_marker("qt"):
        pytest.skip(REASON)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A test that imports Qt in its body is skipped as well where Qt cannot be loaded."""
    try:
        return (yield)
    except ImportError as error:
        if MISSING and ABSENT.search(str(error)):
            pytest.skip(REASON)
        raise


@pytest.fixture(autouse=True)
def sealed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Personal folders in a temporary place, the clock at NOW, words in Chinese; undone after each test.

    A test in which anything tried to connect out fails here.
    """
    home = tmp_path_factory.mktemp("home")
    for name in ("XHSPLANNER_WORKSPACE", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XHSPLANNER_CONFIG", str(home / "config"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XHSPLANNER_NOW", NOW)
    words.use(LANGUAGES[0])
    yield
    words.use(LANGUAGES[0])
    if ATTEMPTS.stat().st_size:
        tried = ATTEMPTS.read_text(encoding="utf-8")
        ATTEMPTS.write_text("", encoding="utf-8")
        pytest.fail(f"something tried to connect out:\n{tried}")


@pytest.fixture(autouse=True)
def _swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program (ui/garbage), no worker deletes widgets that a test left: this thread does, afterwards."""
    drawn = request.node.path.is_relative_to(QT_TESTS) or request.node.path.is_relative_to(QT_TESTS.parent / "e2e")
    if not drawn or MISSING:
        yield
        return
    from xhsplanner.ui.garbage import tidy

    gc.disable()
    yield
    tidy()
    gc.enable()


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty workspace: copied in a tenth of the time that laying one out takes."""
    from xhsplanner.store.workspace import create_workspace

    folder = tmp_path_factory.mktemp("empty") / "workspace"
    create_workspace(folder).close()
    return folder
