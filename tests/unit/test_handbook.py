"""The handbook against the tables: whatever it names exists, and every action and setting is explained."""

import re
from pathlib import Path

import pytest

from xhsplanner.core import resources
from xhsplanner.core.options import options
from xhsplanner.core.words import LANGUAGES

HOLE = re.compile(r"\{(\w+):([a-z_0-9]+)\}")
LINK = re.compile(r"\]\(([^)]*)\)")
CONTENTS = resources.toml("help", "contents.toml")
ACTIONS = {row["id"]: row for row in resources.toml("actions.toml")["action"]}
ROOMS = {name.removeprefix("room_") for name in ACTIONS if name.startswith("room_")}
UNSAID: dict[str, str] = {}
"""Actions that no page names, and why."""


def page(language: str, name: str) -> str:
    return resources.text("help", language, f"{name}.md")


def holes(language: str) -> list[tuple[str, str, str]]:
    return [(name, *found) for name in CONTENTS["pages"] for found in HOLE.findall(page(language, name))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shortcut_setting_and_action_it_names_exists(language: str) -> None:
    known = {"key": ACTIONS.keys(), "action": ACTIONS.keys(), "setting": options().keys(), "room": ROOMS}
    assert [hole for hole in holes(language) if hole[2] not in known.get(hole[1], ())] == []
    keyless = [hole for hole in holes(language) if hole[1] == "key" and not ACTIONS[hole[2]].get("keys")]
    assert keyless == [], "an action without a shortcut"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_and_setting_is_named(language: str) -> None:
    said = {(kind, name) for _, kind, name in holes(language)}
    actions = {name for kind, name in said if kind in ("action", "key")}
    assert set(ACTIONS) - actions - set(UNSAID) == set()
    assert set(UNSAID) <= set(ACTIONS) - actions
    shown = {name for name, option in options().items() if option.group}
    assert shown - {name for kind, name in said if kind == "setting"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_whole_and_lead_nowhere_outside(language: str) -> None:
    files = {path.stem for path in Path(resources.path("help", language)).glob("*.md")}
    assert files == set(CONTENTS["pages"])
    for name in CONTENTS["pages"]:
        text = page(language, name)
        assert text.startswith("# ")
        assert "<" not in text
        assert "![" not in text
        assert [to for to in LINK.findall(text) if to.removeprefix("page:") not in CONTENTS["pages"]] == [], name


def test_both_languages_name_the_same() -> None:
    chinese, english = ({(page, kind, name) for page, kind, name in holes(language)} for language in LANGUAGES)
    assert chinese ^ english == set()


def test_every_page_of_a_room_exists() -> None:
    assert set(CONTENTS["rooms"].values()) <= set(CONTENTS["pages"])
