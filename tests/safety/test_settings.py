"""A personal settings file that is damaged or hostile never keeps the window shut."""

import os
from pathlib import Path
from typing import Any

import pytest

from xhsplanner.core.options import options
from xhsplanner.ui.settings import Settings

BROKEN = {
    "half": b'theme = "da',
    "binary": bytes(range(256)),
    "utf16": 'theme = "dark"'.encode("utf-16"),
    "deep": b"a = " + b"[" * 100_000,
    "huge": b"# " + b"x" * (2 << 20),
    "twice": b'theme = "dark"\ntheme = "light"\n',
    "number": b"zoom = " + b"9" * 100_000,
}


@pytest.mark.parametrize("name", BROKEN)
def test_damaged_settings_open_with_defaults_and_are_kept_aside(name: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(BROKEN[name])
    settings = Settings(file)
    assert all(settings.get(option) == options()[option].default for option in options())
    assert settings.damaged == tmp_path / "settings.broken"
    assert settings.damaged.read_bytes() == BROKEN[name]
    settings.set("theme", "dark")
    assert Settings(file).get("theme") == "dark"
    assert settings.damaged.read_bytes() == BROKEN[name]


def test_values_of_the_wrong_kind_count_as_not_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for value in ("[1, 2]", '{ a = "b" }', "-1", "inf", "nan", '"\\u0000"', "1979-05-27", "true", '"../../x"'):
        file.write_text("".join(f"{name} = {value}\n" for name in options()), encoding="utf-8")
        settings = Settings(file)
        for name, option in options().items():
            assert option.accepts(settings.get(name)), (name, value)
        assert settings.recent() == []
        settings.actor(tmp_path)


@pytest.mark.qt
def test_the_window_says_that_the_settings_were_damaged(tmp_path: Path, qapp: Any) -> None:
    from xhsplanner.app import Desktop

    file = tmp_path / "settings.toml"
    file.write_bytes(BROKEN["half"])
    desktop = Desktop(qapp, Settings(file))
    said: list[str] = []
    desktop._refuse = said.append  # type: ignore[method-assign]
    try:
        desktop.begin()
    finally:
        desktop.close()
    assert len(said) == 1
    assert "settings.broken" in said[0]


def test_settings_in_a_folder_that_cannot_be_written_do_not_stop_the_window(tmp_path: Path) -> None:
    file = tmp_path / "closed" / "settings.toml"
    file.parent.mkdir()
    file.write_bytes(BROKEN["half"])
    file.parent.chmod(0o500)
    try:
        if os.access(file.parent, os.W_OK):
            pytest.skip("this user may write everywhere")
        settings = Settings(file)
        settings.set("theme", "dark")
        assert settings.damaged == file
    finally:
        file.parent.chmod(0o700)
