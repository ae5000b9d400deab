"""Numbered copies: names every system takes, nothing overwritten, nothing half done."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xhsplanner.core.errors import Refused
from xhsplanner.exchange import pictures_out
from xhsplanner.exchange.pictures_out import (
    Picture,
    copy_numbered,
    fresh_folder,
    numbered_names,
    safe_name,
    save_pictures,
)

RESERVED = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"COM{n}" for n in range(1, 10)),
    *(f"LPT{n}" for n in range(1, 10)),
}


def pictures(folder: Path, *names: str) -> list[Picture]:
    made = []
    for number, name in enumerate(names):
        source = folder / f"source{number}.JPG"
        source.write_bytes(f"picture {number}".encode())
        made.append(Picture(source, name))
    return made


def test_copies_are_numbered_in_order(tmp_path: Path) -> None:
    folder = save_pictures(pictures(tmp_path, "午饭地图.jpg", "cover", "第三张"), tmp_path, "A-1042 最低还款")
    assert folder == tmp_path / "A-1042 最低还款"
    assert sorted(p.name for p in folder.iterdir()) == ["01_午饭地图.jpg", "02_cover.jpg", "03_第三张.jpg"]
    assert (folder / "02_cover.jpg").read_bytes() == b"picture 1"


def test_an_existing_folder_is_never_touched(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        made = save_pictures(pictures(tmp_path, f"p{number}"), tmp_path, "A-1")
        assert made.name == ("A-1" if number == 1 else f"A-1 ({number})")
    assert [p.name for p in (tmp_path / "A-1").iterdir()] == ["01_p1.jpg"]


def test_an_empty_folder_of_that_name_is_not_swallowed(tmp_path: Path) -> None:
    (tmp_path / "A-1").mkdir()
    assert save_pictures(pictures(tmp_path, "p"), tmp_path, "A-1").name == "A-1 (2)"


def test_a_taken_name_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "02_b.jpg").write_bytes(b"mine")
    with pytest.raises(Refused, match=r"02_b\.jpg"):
        copy_numbered(pictures(tmp_path, "a", "b"), target)
    assert {p.name: p.read_bytes() for p in target.iterdir()} == {"02_b.jpg": b"mine"}


def test_a_missing_source_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    given_pictures = pictures(tmp_path, "a", "卡面")
    given_pictures[1].source.unlink()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused, match="卡面"):
        save_pictures(given_pictures, tmp_path, "A-1")
    assert sorted(tmp_path.iterdir()) == before


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_copy: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    given_pictures = pictures(tmp_path, "a", "b")
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(pictures_out, "sync_file", full)
    with pytest.raises(Refused):
        save_pictures(given_pictures, tmp_path, "A-1")
    assert sorted(tmp_path.iterdir()) == before


def test_no_pictures_and_no_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        save_pictures([], tmp_path, "A-1")
    with pytest.raises(Refused):
        save_pictures(pictures(tmp_path, "a"), tmp_path / "gone", "A-1")


def test_other_writers_of_a_folder_can_add_to_it(tmp_path: Path) -> None:
    with fresh_folder(tmp_path, "pack") as draft:
        (draft.work / "正文.txt").write_text("hello", encoding="utf-8")
        copy_numbered(pictures(tmp_path, "a"), draft.work)
        assert not (tmp_path / "pack").exists()
    assert sorted(p.name for p in draft.final.iterdir()) == ["01_a.jpg", "正文.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "../../x",
        '"*^:',
        "<img src=x>",
        "CON",
        "nul.txt",
        "a.",
        "…. . .",
        "",
        "   ",
        "\u202egnp.exe",
        "x\x00y",
        "👨‍👩‍👧" * 99,
    ],
)
def test_any_title_makes_a_safe_name(text: str) -> None:
    check(safe_name(text))


@given(st.text(max_size=400), st.sampled_from(["", ".jpg", ".webp"]))
def test_safe_names_hold_for_all_text(text: str, suffix: str) -> None:
    name = safe_name(text, suffix=suffix)
    check(name)
    assert name.endswith(suffix)


@given(st.lists(st.text(max_size=60), max_size=20))
def test_numbered_names_sort_as_given_and_differ(names: list[str]) -> None:
    made = numbered_names([Picture(Path("p.png"), name) for name in names])
    assert made == sorted(made)
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        check(name)


def check(name: str) -> None:
    assert name
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(c) >= 32 for c in name)
    assert name[-1] not in " ."
    assert name.split(".")[0].upper() not in RESERVED
    assert len(name) <= 200
    assert len(name.encode()) <= 255
