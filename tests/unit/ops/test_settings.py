"""Settings: one typed table; personal ones in a file that keeps what it does not know, a workspace's own as ops."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.options import options
from xhsplanner.core.words import LANGUAGES, load
from xhsplanner.ops import catalog, notes, settings, workspace
from xhsplanner.store.store import Store
from xhsplanner.ui.settings import Settings


def test_every_row_accepts_its_default_and_has_its_words() -> None:
    for option in options().values():
        assert option.accepts(option.default), option.name
        keys = [f"setting.{option.name}"] if option.group else []
        keys += [f"setting.{option.name}_{choice}" for choice in option.choices if option.group]
        for language in LANGUAGES:
            known = load(language)
            assert [key for key in keys if key not in known] == []
            assert not option.group or f"setting.group.{option.group}" in known


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "green"), ("panel", 1), ("toast_seconds", 2), ("toast_seconds", True), ("new_note_minute", 1440)],
)
def test_what_the_table_does_not_accept_is_refused_and_not_read(name: str, value: object, tmp_path: Path) -> None:
    assert not options()[name].accepts(value)
    own = Settings(tmp_path / "settings.toml")
    with pytest.raises(ValueError, match=name):
        own.set(name, value)
    assert own.get(name) == options()[name].default


def test_what_the_file_knows_better_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "dark"\nof_next_year = [1, 2]\npanel = "maybe"\n', encoding="utf-8")
    own = Settings(file)
    heard: list[str] = []
    stop = own.listen(heard.append)
    assert (own.get("theme"), own.get("panel")) == ("dark", True)
    own.set("strip", False)
    own.set("strip", False)
    stop()
    own.set("theme", "light")
    assert heard == ["strip"]
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    assert kept["of_next_year"] == [1, 2]
    assert (kept["strip"], Settings(file).get("theme")) == (False, "light")


def test_a_default_is_nobodys_to_change() -> None:
    Settings().get("recent").append("x")
    assert Settings().get("recent") == []


def test_a_workspace_remembers_its_own_and_undo_takes_it_back(store: Store) -> None:
    assert store.settings.get("snapshot_room") == 2
    change = settings.change(store, "snapshot_room", 12)
    assert change is not None
    assert "备份" in change.label
    assert settings.change(store, "snapshot_room", 12) is None
    settings.change(store, "snapshot_room", 14)
    workspace.undo(store)
    assert store.settings.get("snapshot_room") == 12
    workspace.undo(store)
    assert store.settings.get("snapshot_room") == 2


@pytest.mark.parametrize(("name", "value"), [("snapshot_room", 0), ("theme", "dark"), ("nothing", 1)])
def test_a_workspace_refuses_what_is_not_its_own(store: Store, name: str, value: object) -> None:
    with pytest.raises(Refused):
        settings.change(store, name, value)
    assert store.history.log(1) == []


def test_new_notes_take_the_usual_time(store: Store) -> None:
    settings.change(store, "new_note_minute", 20 * 60)
    change = catalog.add_account(store, name="主账号")
    assert change is not None
    account = change.created["account"][0]
    made = [
        notes.create(store, account, "甲", day=date(2026, 12, 9)),
        notes.create(store, account, "乙", day=date(2026, 12, 9), minute=9 * 60),
        notes.create(store, account, "丙"),
    ]
    found = [store.notes.get(one.created["note"][0]) for one in made if one is not None]
    assert [note.minute for note in found if note is not None] == [20 * 60, 9 * 60, None]
