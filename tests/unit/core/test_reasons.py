"""What the system and SQLite say, in the user's words; and sentences that hold what somebody else wrote."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from xhsplanner.core import reasons
from xhsplanner.core.words import LANGUAGES, load, t


def said(reason: object) -> str:
    return t("store.snapshot_failed", reason=reason)


def test_every_reason_has_words_and_every_word_a_reason() -> None:
    keys = {*reasons.CODES.values(), *reasons.SAID.values()}
    for language in LANGUAGES:
        assert {key for key in load(language) if key.startswith("reason.")} == {f"reason.{key}" for key in keys}


def test_an_error_of_the_system_is_said_without_its_number_and_path(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Errno") as caught:
        (tmp_path / "none").read_bytes()
    assert said(caught.value).endswith("：文件不见了")
    assert said(OSError(errno.EACCES, os.strerror(errno.EACCES), "/x")).endswith("：没有权限")
    assert said("Permission denied").endswith("：没有权限")


def test_what_sqlite_says_of_a_damaged_file(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_text("你好" * 1000)
    with closing(sqlite3.connect(file)) as link, pytest.raises(sqlite3.DatabaseError) as caught:
        link.execute("SELECT * FROM sqlite_master")
    assert said(caught.value).endswith("：不是数据库文件")
    assert said("database disk image is malformed").endswith("：有的数据页读不出来，或者对不上")
    assert said("12 pages are missing").endswith("：文件短了 12 页")
    assert said("schema of note_tag").endswith("：“note_tag”的结构不对，或者不在了")


@pytest.mark.parametrize(
    "line",
    [
        "Tree 5 page 7 cell 3: Rowid 12 out of order",
        "Page 12: btreeInitPage() returns error code 11",
        "*** in database main ***: Page 3: never used",
    ],
)
def test_what_integrity_check_says_of_pages(line: str) -> None:
    assert said(line).endswith("：有的数据页读不出来，或者对不上")


def test_what_nobody_has_words_for_stays_as_it_is() -> None:
    assert said("甲乙丙").endswith("：甲乙丙")
    assert said("Permission denied by the head of the bank").endswith("head of the bank")


def test_a_title_cannot_turn_the_order_of_a_sentence() -> None:
    """A name such as `‮gpj.exe` reads as another one, and everything after it backwards."""
    for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        said = t("restore.damaged", name=f"图{mark}gpj.png")
        assert mark not in said
        assert "图gpj.png" in said
    assert "👩‍👩‍👧‍👦" in t("restore.damaged", name="👩‍👩‍👧‍👦")
    assert "שלום" in t("restore.damaged", name="שלום")
