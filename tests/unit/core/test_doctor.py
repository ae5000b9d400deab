"""What the machine lacks, on machines made up for the test."""

import importlib.metadata
import shutil
import socket
import sys
from pathlib import Path

import pytest

from xhsplanner.core import doctor, resources
from xhsplanner.core.words import words

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks for Linux libraries and displays")
TABLE = resources.toml("platform", "libraries.toml")


def _without(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(doctor, "_loads", lambda library: library not in libraries)


@linux
def test_missing_libraries_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0")
    missing = doctor.missing_libraries("offscreen")
    assert missing == ["libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0"]
    assert doctor.packages(missing) == ["libegl1", "libglib2.0-0"]
    assert doctor.missing_libraries("x11", "wayland") == []


@pytest.mark.parametrize("name", doctor.SETS)
def test_every_library_has_a_package(name: str) -> None:
    assert all(".so." in library and package for library, package in TABLE[name].items())


def test_no_other_system_needs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    _without(monkeypatch, "libEGL.so.1")
    assert doctor.missing_libraries("offscreen") == []
    assert doctor.screen_problem({}) is None


@pytest.mark.parametrize(("user", "line"), [(0, "apt-get"), (1000, "sudo apt-get")])
def test_the_fix_is_one_line_to_run(monkeypatch: pytest.MonkeyPatch, user: int, line: str) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(doctor.os, "geteuid", lambda: user, raising=False)
    assert doctor.libraries_fix(["libEGL.so.1"]) == f"{line} install -y libegl1"


def test_without_apt_the_libraries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "libEGL.so.1" in doctor.libraries_fix(["libEGL.so.1"])


@linux
def test_no_screen_is_said() -> None:
    words.use("en")
    assert "neither DISPLAY nor WAYLAND_DISPLAY" in (doctor.screen_problem({}) or "")
    assert not doctor.screen_named({})


@linux
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb"])
def test_platforms_without_a_display_need_none(platform: str) -> None:
    assert doctor.screen_problem({"QT_QPA_PLATFORM": platform}) is None


@linux
def test_a_display_that_does_not_answer_is_named(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "wayland-7" in (doctor.screen_problem(environ) or "")


@linux
def test_a_display_that_answers_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        environ = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert doctor.screen_problem(environ) is None


@linux
def test_a_window_needs_one_complete_way_to_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(doctor, "_x11_answers", lambda environ: True)
    _without(monkeypatch, *TABLE["wayland"])
    assert doctor.display_problem() is None
    _without(monkeypatch, "libxcb-cursor.so.0")
    assert "libxcb-cursor0" in (doctor.display_problem() or "") or not shutil.which("apt-get")


@linux
def test_without_a_screen_the_window_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    assert doctor.display_problem() == doctor.screen_problem({})
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    _without(monkeypatch)
    assert doctor.display_problem() is None


@pytest.mark.parametrize("version", ["6.7.3", "6.12.0", "7.0"])
def test_versions_of_qt_that_do_not_work_are_named(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    (missing,) = doctor.check_python()
    assert version in missing.what
    assert "PySide6-Essentials>=6.8,<6.12" in missing.fix


@pytest.mark.parametrize("version", ["6.8.0", "6.11.3"])
def test_versions_of_qt_that_work_are_not(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: version)
    assert doctor.check_python() == []


def test_the_bundled_files_are_whole() -> None:
    assert doctor.check_resources() == []


def test_a_damaged_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"sans-400": {"file": "NotoSansSC-Regular.ttf", "sha256": "0" * 64}}
    real = resources.toml
    monkeypatch.setattr(resources, "toml", lambda *parts: table if parts[0] == "fonts" else real(*parts))
    (missing,) = doctor.check_resources()
    assert "fonts/NotoSansSC-Regular.ttf" in missing.what


def test_a_folder_to_be_made_is_writable_where_its_parent_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert doctor.check_writable(tmp_path / "a" / "b") == []
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)
    (missing,) = doctor.check_writable(tmp_path / "a")
    assert str(tmp_path) in missing.what


def test_a_file_in_the_way_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    assert len(doctor.check_writable(tmp_path / "config" / "xhsplanner")) == 1


@linux
def test_a_verb_that_draws_names_what_qt_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    _without(monkeypatch, "libEGL.so.1")
    assert "libEGL.so.1" in (doctor.drawing_problem() or "")
    _without(monkeypatch)
    assert doctor.drawing_problem() is None
