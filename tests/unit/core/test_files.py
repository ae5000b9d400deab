"""A file is there whole or not at all."""

import hashlib
from pathlib import Path

import pytest

from xhsplanner.core.files import PIECE, sha256_of, sync_file, sync_folder, write_whole, written_whole


def test_a_whole_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    final, partial = tmp_path / "a", tmp_path / ".a.part"
    final.write_bytes(b"old")
    with written_whole(final, partial) as place, place.open("wb") as file:
        file.write(b"new")
        sync_file(file)
        assert final.read_bytes() == b"old"
        assert partial.read_bytes() == b"new"
    sync_folder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert final.read_bytes() == b"new"


def test_a_failure_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    final, partial = tmp_path / "a", tmp_path / ".a.part"
    final.write_bytes(b"old")

    def half() -> None:
        with written_whole(final, partial):
            partial.write_bytes(b"ne")
            raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        half()
    with pytest.raises(FileNotFoundError), written_whole(final, partial):
        pass  # nothing was written: there is nothing to rename
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert final.read_bytes() == b"old"


def test_a_name_as_long_as_the_disk_takes_is_written(tmp_path: Path) -> None:
    final = tmp_path / ("n" * 255)
    write_whole(final, b"whole")
    assert [path.name for path in tmp_path.iterdir()] == [final.name]
    assert final.read_bytes() == b"whole"


def test_a_hash_tells_how_much_it_has_read(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"x" * (PIECE + 1))
    told: list[int] = []
    assert sha256_of(file, told.append) == hashlib.sha256(file.read_bytes()).hexdigest()
    assert told == [PIECE, 1]
