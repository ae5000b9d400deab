"""An encrypted workspace: all that the store does works in it, and none of it can be read without its password."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("sqlcipher3", reason="the extra `encrypted` is not installed")

from xhsplanner.core.errors import Refused
from xhsplanner.ops import backup, catalog, notes, restoring, workspace
from xhsplanner.store import snapshots, verify
from xhsplanner.store.encryption import cipher, converting
from xhsplanner.store.layout import DATABASE
from xhsplanner.store.recovery import check_due
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace, open_workspace

PASSWORD = "三只老虎 ride bikes"
CANARY = "金丝雀在唱歌"
FORMS = (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode("utf-16-be"), CANARY.encode("gb18030"))


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is guessed in no time, and each test starts with no key."""
    monkeypatch.setattr(cipher, "COST", (2, 8, 1))
    monkeypatch.setattr(cipher, "_KEYS", {})


def write(store: Store, *titles: str) -> None:
    for title in titles:
        notes.create(store, 1, title, body=f"{CANARY} {title}")


def filled(store: Store) -> Path:
    """Close a workspace after some notes, a snapshot, and a note after it."""
    catalog.add_account(store, name="主账号")
    write(store, CANARY, "第二篇")
    store.snapshot()
    write(store, "备份之后")
    store.close()
    return store.path


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path) -> tuple[Path, Path, tuple[str, str]]:
    """An encrypted workspace, a plain one with the same in it, and the key."""
    place = tmp_path_factory.mktemp("once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cipher, "COST", (2, 8, 1))
        encrypted = filled(create_workspace(place / "密", password=PASSWORD))
        plain = filled(open_workspace(shutil.copytree(empty_workspace, place / "明")))
        key = cipher.lent(encrypted)
    assert key is not None
    return encrypted, plain, key


@pytest.fixture
def folder(once: tuple[Path, Path, tuple[str, str]], tmp_path: Path) -> Path:
    """A closed encrypted workspace, unlocked."""
    cipher.borrow(once[2])
    return Path(shutil.copytree(once[0], tmp_path / "密"))


@pytest.fixture
def plain(once: tuple[Path, Path, tuple[str, str]], tmp_path: Path) -> Path:
    """A closed workspace that is not encrypted, with the same in it."""
    return Path(shutil.copytree(once[1], tmp_path / "明"))


def titles(folder: Path) -> list[str]:
    store = open_workspace(folder)
    try:
        assert store.read_only == ""
        return sorted(note.title for note in store.notes.backlog())
    finally:
        store.close()


def readable(folder: Path) -> list[str]:
    """Files in which the text of a note can be read."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if any(form in path.read_bytes() for form in FORMS)]


ALL = sorted([CANARY, "第二篇", "备份之后"])


# --- what it is for ------------------------------------------------------------------------------------


def test_no_file_of_it_shows_what_is_in_it(folder: Path) -> None:
    store = open_workspace(folder)
    write(store, "还在日志里")
    assert (folder / f"{DATABASE}-wal").stat().st_size > 0
    assert (folder / f"{DATABASE}-shm").exists()
    assert readable(folder) == []
    store.close()
    assert readable(folder) == []


def test_the_search_for_readable_text_finds_it_where_it_is_not_encrypted(plain: Path) -> None:
    assert set(readable(plain)) >= {DATABASE, snapshots.all_of(plain)[0].name}


def test_without_the_password_it_is_locked_and_not_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(cipher, "_KEYS", {})
    with pytest.raises(cipher.Locked):
        open_workspace(folder)
    with pytest.raises(cipher.WrongPassword):
        cipher.unlock(folder, PASSWORD + "!")
    with pytest.raises(cipher.Locked):
        open_workspace(folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    cipher.unlock(folder, PASSWORD)
    assert titles(folder) == ALL


def test_neither_password_nor_key_stands_in_any_file(folder: Path) -> None:
    lock = cipher.of(folder)
    lent = cipher.lent(folder)
    assert lock is not None
    assert lent is not None
    secret = (PASSWORD.encode(), lent[1].encode(), bytes.fromhex(lent[1])[:32])
    assert [
        path for path in folder.rglob("*") if path.is_file() for one in secret if one in path.read_bytes()
    ] == []


def test_where_the_extra_is_missing_the_sentence_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "available", lambda: False)
    for step in (
        lambda: open_workspace(folder),
        lambda: create_workspace(tmp_path / "n", password=PASSWORD),
        lambda: cipher.unlock(folder, PASSWORD),
    ):
        with pytest.raises(Refused, match=r"xhsplanner\[encrypted\]"):
            step()


def test_the_driver_is_not_loaded_for_a_plain_workspace(plain: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from xhsplanner.store.workspace import open_workspace;"
        "open_workspace(Path(sys.argv[1])).snapshot(); sys.exit('sqlcipher3' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(plain)], check=True)


# --- everything the store does --------------------------------------------------------------------------


def test_edits_undo_search_snapshots_and_restoring_work(folder: Path) -> None:
    store = open_workspace(folder)
    assert [note.title for note in store.notes.find("唱歌")] != []
    notes.edit(store, store.notes.backlog()[0].id, title="改过")
    workspace.undo(store)
    workspace.redo(store)
    [path] = snapshots.all_of(folder)
    assert {one.title for one in restoring.preview(store, path).notes} >= {"改过"}
    restoring.restore(store, path)
    assert sorted(note.title for note in store.notes.backlog()) == sorted([CANARY, "第二篇"])
    workspace.undo(store)
    store.close()
    assert "改过" in titles(folder)
    assert verify.run(folder).findings == ()
    assert readable(folder) == []


def test_a_reader_in_another_thread_and_a_second_opening_keep_the_locks(folder: Path) -> None:
    one, two = open_workspace(folder), open_workspace(folder)
    write(one, "一")
    two.poll()
    write(two, "二")
    two.close()
    write(one, "三")
    one.close()
    assert titles(folder) == sorted([*ALL, "一", "二", "三"])


def test_a_rule_that_a_write_breaks_is_said_as_in_a_plain_one(folder: Path) -> None:
    store = open_workspace(folder)
    with pytest.raises(Refused), store.op("note.create") as op:
        op.insert("note", {"account_id": 99, "code": "x", "created_at": ""})
    store.close()


def test_the_second_copy_is_encrypted_too_and_opens(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    store = open_workspace(folder)
    done = backup.backup(store, tmp_path / "stick")
    store.close()
    assert readable(done.folder) == []
    assert titles(done.folder) == ALL


def test_a_plain_second_copy_is_encrypted_with_the_next_backup(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    for password in ("", PASSWORD):
        if password:
            converting.encrypt(plain, password)
        store = open_workspace(plain)
        done = backup.backup(store, tmp_path / "stick")
        store.close()
        assert (readable(done.folder) == []) == bool(password)
    assert done.damaged == ()
    assert all(map(snapshots.intact, snapshots.all_of(done.folder)))
    assert titles(done.folder) == ALL


def test_a_copy_under_another_key_is_left_alone(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    store = open_workspace(folder)
    there = backup.backup(store, tmp_path / "stick").folder
    store.close()
    converting.decrypt(folder)
    before = (there / DATABASE).read_bytes()
    store = open_workspace(folder)
    with pytest.raises(Refused, match="密码"):
        backup.backup(store, tmp_path / "stick")
    store.close()
    assert (there / DATABASE).read_bytes() == before


# --- damage ---------------------------------------------------------------------------------------------


def truncated(file: Path) -> None:
    with file.open("r+b") as data:
        data.truncate(3 * 4096)


def zeroed(file: Path) -> None:
    with file.open("r+b") as data:
        data.write(bytes(100))


def noise(file: Path) -> None:
    with file.open("r+b") as data:
        for page in Random(7).sample(range(4, file.stat().st_size // 4096), 12):
            data.seek(page * 4096 + 50)
            data.write(bytes(range(200)))


@pytest.mark.parametrize("harm", [truncated, zeroed, noise, Path.unlink, lambda file: file.write_text("hello")])
def test_damage_is_restored_from_an_encrypted_snapshot(folder: Path, harm: Callable[[Path], object]) -> None:
    harm(folder / DATABASE)
    check_due.suspect(folder / DATABASE)
    store = open_workspace(folder)
    assert store.recovery is not None
    assert store.recovery.how == "snapshot"
    found = {note.title for note in store.notes.backlog()}
    assert found >= {CANARY, "第二篇"}
    assert store.recovery.saved + (store.recovery.lost or 0) == 1
    assert ("备份之后" in found) == bool(store.recovery.saved)
    store.close()
    assert readable(folder) == []
    assert verify.run(folder).findings == ()


def test_what_the_log_of_a_killed_program_holds_is_not_lost_with_the_first_page(folder: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from xhsplanner.store.encryption import cipher;"
        "from xhsplanner.store.workspace import open_workspace; from xhsplanner.ops import notes;"
        "folder = Path(sys.argv[1]); cipher.unlock(folder, sys.argv[2]); store = open_workspace(folder);"
        "notes.create(store, 1, '在日志里'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), PASSWORD], check=False)
    assert (folder / f"{DATABASE}-wal").stat().st_size > 0
    zeroed(folder / DATABASE)
    assert set(titles(folder)) >= {"在日志里", "备份之后"}


def test_a_lock_that_is_damaged_or_gone_comes_back_from_its_second_copy(folder: Path) -> None:
    whole = (folder / cipher.NAME).read_text("utf-8")
    (folder / cipher.NAME).write_text(whole.replace("n = 2", "n = 4"), "utf-8")
    assert titles(folder) == ALL
    assert (folder / cipher.NAME).read_text("utf-8") == whole
    (folder / cipher.NAME).unlink()
    assert titles(folder) == ALL
    assert (folder / cipher.NAME).read_text("utf-8") == whole


def test_without_any_lock_nothing_is_touched(folder: Path) -> None:
    for place in (folder, folder / "snapshots"):
        (place / cipher.NAME).write_text("noise", "utf-8")
    before = (folder / DATABASE).read_bytes()
    with pytest.raises(Refused, match=cipher.NAME):
        open_workspace(folder)
    assert (folder / DATABASE).read_bytes() == before


def test_making_one_where_only_a_key_is_left_is_refused(folder: Path) -> None:
    (folder / DATABASE).unlink()
    for copy in snapshots.all_of(folder):
        copy.unlink()
    with pytest.raises(Refused):
        create_workspace(folder)
    assert cipher.of(folder) is not None


# --- encrypting, decrypting, another password -------------------------------------------------------------


def test_encrypting_keeps_everything_and_leaves_nothing_readable(plain: Path) -> None:
    before = verify.run(plain).counts
    done = converting.encrypt(plain, PASSWORD)
    assert (done.snapshots, done.plain) == (1, ())
    assert readable(plain) == []
    assert titles(plain) == ALL
    report = verify.run(plain)
    assert (report.findings, report.counts) == ((), before)
    with closing(sqlite3.connect(plain / DATABASE)) as link, pytest.raises(sqlite3.DatabaseError):
        link.execute("SELECT * FROM note")


def test_decrypting_gives_it_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert converting.decrypt(folder).snapshots == 1
    monkeypatch.setattr(cipher, "_KEYS", {})
    assert cipher.of(folder) is None
    assert titles(folder) == ALL
    assert verify.run(folder).findings == ()
    assert all(map(snapshots.intact, snapshots.all_of(folder)))


def test_plain_files_that_cannot_be_encrypted_are_named(plain: Path) -> None:
    with (plain / DATABASE).open("r+b") as file:
        file.write(bytes(100))
    open_workspace(plain).close()
    bad = snapshots.all_of(plain)[0]
    with bad.open("r+b") as file:
        file.seek(5000)
        file.write(b"changed")
    left = converting.encrypt(plain, PASSWORD).plain
    assert bad in left
    assert set(readable(plain)) <= {path.name for path in left} | {f"{DATABASE}-wal", DATABASE}


def test_another_password_opens_it_and_the_old_one_no_more(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(cipher.WrongPassword):
        converting.change_password(folder, "something else entirely", "even more of it")
    before = (folder / DATABASE).read_bytes()
    converting.change_password(folder, PASSWORD, "even more of it")
    assert (folder / DATABASE).read_bytes() == before
    monkeypatch.setattr(cipher, "_KEYS", {})
    for place in (folder, folder / "snapshots"):
        lock = cipher.parsed((place / cipher.NAME).read_text("utf-8"))
        assert lock is not None
        with pytest.raises(cipher.WrongPassword):
            lock.opened(PASSWORD)
    cipher.unlock(folder, "even more of it")
    assert titles(folder) == ALL


def test_it_is_not_encrypted_under_an_open_window(plain: Path) -> None:
    store = open_workspace(plain)
    with pytest.raises(Refused):
        converting.encrypt(plain, PASSWORD)
    write(store, "还开着")
    store.close()
    assert cipher.of(plain) is None
    assert "还开着" in titles(plain)


def test_where_the_disk_is_full_it_is_as_it_was(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (plain / DATABASE).read_bytes()

    def full(_folder: Path, _size: int) -> None:
        raise Refused("full")

    monkeypatch.setattr(snapshots, "need_room", full)
    with pytest.raises(Refused, match="full"):
        converting.encrypt(plain, PASSWORD)
    assert (plain / DATABASE).read_bytes() == before
    assert cipher.of(plain) is None
    assert titles(plain) == ALL


def test_a_copy_that_is_not_the_same_is_not_put_in_place(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = converting._same
    monkeypatch.setattr(converting, "_same", lambda *args: "note_text" not in args[2] and same(*args))
    with pytest.raises(Refused):
        converting.encrypt(plain, PASSWORD)
    assert cipher.of(plain) is None
    assert titles(plain) == ALL


def test_what_a_json_beside_a_snapshot_says_is_no_text_of_the_plan(folder: Path) -> None:
    said = json.loads(snapshots.all_of(folder)[0].with_suffix(".json").read_text("utf-8"))
    assert said.keys() == {"kind", "notes", "ops"}
