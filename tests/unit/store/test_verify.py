"""The check of a workspace: silent over what is whole, exact about what is not, and in nobody's way."""

import hashlib
import os
import sqlite3
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from xhsplanner.core.errors import Refused
from xhsplanner.core.health import Report
from xhsplanner.ops import catalog, notes, workspace
from xhsplanner.store import chain, verify
from xhsplanner.store.store import Store


@pytest.fixture
def busy(team: Store) -> Store:
    """Notes with texts, some edited, moved, deleted, taken back and done again."""
    for number in range(6):
        change = notes.create(team, 1, f"第{number}篇 地铁公交五折")
        assert change is not None
        notes.edit(team, change.created["note"][0], body=f"正文{number}" * 20, remark="备注")
    notes.delete(team, [2])
    workspace.undo(team)
    notes.delete(team, [3])
    catalog.edit(team, "series", 1, hashtags="#新的")
    team.snapshot()
    return team


def tampered(store: Store, script: str) -> Report:
    with closing(sqlite3.connect(store.path / "workspace.db")) as link:
        link.executescript(script)
    return verify.run(store.path)


def keys(report: Report) -> list[tuple[str, str]]:
    return [(found.key, found.subject) for found in report.findings]


def test_a_whole_workspace_has_no_findings(busy: Store) -> None:
    report = verify.run(busy.path)
    assert report.findings == ()
    assert report.counts["log"] == busy.history.last_id()
    assert report.counts["search"] == 5
    assert report.counts["snapshots"] == 1
    assert report.counts["rows"] >= 5 * 2 + 6
    quick = verify.run(busy.path, quick=True)
    assert quick.findings == ()
    assert quick.counts["rows"] == 0


ROWS = {
    "UPDATE note_text SET body = replace(body, '正文1', '正文9') WHERE note_id = 2": ("row_changed", "note_text:2"),
    "UPDATE note SET day = '2026-12-31' WHERE id = 1": ("row_changed", "note:1"),
    "UPDATE note SET episode = 7 WHERE id = 1": ("row_changed", "note:1"),
    "UPDATE note_text SET seconds = 30 WHERE note_id = 1": ("row_changed", "note_text:1"),
    "UPDATE note_text SET body = CAST(x'e4b8' AS TEXT) WHERE note_id = 1": ("row_changed", "note_text:1"),
    "DELETE FROM note_text WHERE note_id = 4": ("row_lost", "note_text:4"),
    "INSERT INTO keyword (uid, name) VALUES ('u', '偷偷')": ("row_unknown", "keyword:1"),
    "INSERT INTO note (id, uid, code, account_id, created_at) VALUES (3, 'u', 'x', 1, '')": ("row_back", "note:3"),
}


@pytest.mark.parametrize("script", ROWS)
def test_a_row_that_is_not_what_was_saved_is_named(busy: Store, script: str) -> None:
    report = tampered(busy, script)
    assert ROWS[script] in keys(report)
    assert [found.harm for found in report.findings if found.check == "rows"] == ["data"]


def test_what_the_log_does_not_know_is_no_finding(team: Store) -> None:
    """An op without row log, and a column that a migration has filled."""
    notes.create(team, 1, "有记录")
    with team.op("workspace.synthetic", logged=False, n=1) as op:
        op.insert("keyword", {"name": "没有记录"})
    notes.edit(team, 1, title="之后改的")
    assert keys(tampered(team, "UPDATE series SET numbered = 1 WHERE id = 1")) == [("no_snapshot", "snapshots")]
    assert ("row_changed", "note:1") in keys(tampered(team, "UPDATE note SET title = '甲' WHERE id = 1"))


def test_a_migrated_column_may_differ_where_the_log_saw_all(busy: Store) -> None:
    assert keys(tampered(busy, "UPDATE series SET numbered = 1 WHERE id = 1")) == []


def test_a_missing_end_says_how_much_and_since_when(busy: Store) -> None:
    last = busy.history.last_id()
    cut = f"DELETE FROM op_row WHERE op_id > {last - 3}; DELETE FROM op WHERE id > {last - 3}"
    found = next(f for f in tampered(busy, cut).findings if f.check == "log")
    assert (found.key, found.values["n"]) == ("steps_lost", 3)
    assert "3" in found.sentence


def test_a_log_written_over_is_known_by_the_head(busy: Store) -> None:
    """Each link made anew: inside the database all fits."""
    with closing(sqlite3.connect(busy.path / "workspace.db")) as link:
        link.execute("UPDATE op SET at = '2020-01-01T00:00:00.000' WHERE id = 5")
        previous = link.execute("SELECT chain FROM op WHERE id = 4").fetchone()[0]
        names = ", ".join(f'"{name}"' for name in chain.OP_COLUMNS)
        for op in link.execute(f"SELECT {names} FROM op WHERE id >= 5 ORDER BY id").fetchall():
            rows = link.execute(
                "SELECT seq, tbl, row_id, before, after FROM op_row WHERE op_id = ? ORDER BY seq", op[:1]
            )
            previous = chain.link(previous, op, rows)
            link.execute("UPDATE op SET chain = ? WHERE id = ?", (previous, op[0]))
        link.commit()
    assert [key for key, _ in keys(verify.run(busy.path))] == ["rewritten"]


def test_a_missing_or_broken_head_is_no_harm(busy: Store) -> None:
    busy.head.close()
    (busy.path / chain.HEAD).write_bytes(b"x" * chain.WIDTH)
    report = verify.run(busy.path)
    assert keys(report) == [("no_head", chain.HEAD)]
    assert report.harmed == []


def test_an_index_that_does_not_fit_is_derived(busy: Store) -> None:
    """The index is made in another order behind its back, so no entry stands where it should."""
    with closing(sqlite3.connect(busy.path / "workspace.db")) as link:
        name, sql = link.execute("SELECT name, sql FROM sqlite_master WHERE name = 'note_by_series'").fetchone()
    turned = sql.replace("(series_id, day", "(code, uid")
    assert turned != sql
    script = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = '{}' WHERE name = '" + name + "'"
    tampered(busy, script.format(turned))
    tampered(busy, f"REINDEX {name}; {script.format(sql)}")
    found = [found for found in verify.run(busy.path).findings if found.check == "database"]
    assert [(one.key, one.harm) for one in found] == [("indexes", "derived")]


def test_references_and_counters(busy: Store) -> None:
    found = keys(tampered(busy, "UPDATE note SET account_id = 99 WHERE id = 1"))
    assert ("reference", "note") in found
    assert ("counter", "note") in keys(tampered(busy, "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'note'"))


def test_pictures_are_compared_with_their_names(team: Store, tmp_path: Path) -> None:
    data = {name: os.urandom(3000) for name in ("好.png", "坏.png", "丢.png")}
    hashes = {name: hashlib.sha256(held).hexdigest() for name, held in data.items()}
    with team.op("asset.add", n=3) as op:
        for name, held in data.items():
            team.assets.blobs.put(held, hashes[name], "png")
            row = {"sha256": hashes[name], "name": name, "ext": "png", "bytes": len(held), "width": 1, "height": 1}
            op.insert("asset", {**row, "added_at": "2026-12-09"})
    path = team.assets.blobs.path(hashes["坏.png"], "png")
    path.write_bytes(data["坏.png"][:-1] + bytes([data["坏.png"][-1] ^ 1]))
    team.assets.blobs.path(hashes["丢.png"], "png").unlink()
    stray = hashlib.sha256(b"x").hexdigest()
    team.assets.blobs.put(b"x", stray, "png")
    found = {
        key: (subject, harm)
        for key, subject, harm in ((f.key, f.subject, f.harm) for f in verify.run(team.path).findings)
    }
    assert found["asset_changed"] == ("asset:2", "data")
    assert found["asset_missing"] == ("asset:3", "data")
    assert found["orphans"] == ("assets", "note")
    path.write_bytes(data["坏.png"][:-1])
    quick = keys(verify.run(team.path, quick=True))
    assert ("asset_changed", "asset:2") in quick
    assert ("asset_missing", "asset:3") in quick


def test_a_changed_snapshot_is_a_harmed_copy(busy: Store) -> None:
    path = next((busy.path / "snapshots").glob("*.db"))
    data = bytearray(path.read_bytes())
    data[5000] ^= 4
    path.write_bytes(data)
    report = verify.run(busy.path)
    assert [(found.key, found.harm) for found in report.findings] == [("snapshot_changed", "copy")]
    path.write_bytes(b"")
    path.with_suffix(".sha256").write_text(f"{hashlib.sha256(b'').hexdigest()}  x\n", "ascii")
    assert [key for key, _ in keys(verify.run(busy.path))] == ["snapshot_broken"]


def test_a_stale_and_a_damaged_search_index(busy: Store) -> None:
    for script in ("UPDATE note_search_entry SET sum = 0 WHERE id = 1", "UPDATE note_text SET body = body || '?'"):
        assert ("search_stale", "note_search") in keys(tampered(busy, script))
    lost = "INSERT INTO note_search (note_search, rowid, grams) VALUES ('delete', 1, '第')"
    assert ("search_damaged", "note_search") in keys(tampered(busy, lost))
    script = "UPDATE note_search_data SET block = zeroblob(length(block)) WHERE id > 10"
    assert ("search_damaged", "note_search") in keys(tampered(busy, script))


def test_damaged_thumbnails_are_derived(busy: Store) -> None:
    busy.thumbs.put_many([(f"{n:064}", os.urandom(4000)) for n in range(20)])
    busy.thumbs.close()
    path = busy.path / "thumbs.db"
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 6] = bytes(4096 * 5)
    path.write_bytes(data)
    assert [(f.key, f.harm) for f in verify.run(busy.path).findings] == [("thumbs", "derived")]


def test_a_page_of_rubbish_ends_one_check_and_not_the_others(busy: Store) -> None:
    busy.close()
    path = busy.path / "workspace.db"
    with closing(sqlite3.connect(path)) as link:
        page = link.execute("SELECT rootpage FROM sqlite_master WHERE name = 'note_text'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    report = verify.run(busy.path)
    assert {found.check for found in report.of("data")} >= {"database", "rows"}
    assert report.counts["log"] > 10
    assert all(found.sentence and found.advice for found in report.findings)


def test_no_database_at_all_and_another_version(busy: Store, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        verify.run(tmp_path)
    tampered_version = "PRAGMA user_version = 99"
    with pytest.raises(Refused):
        tampered(busy, tampered_version)
    other = tmp_path / "other"
    other.mkdir()
    (other / "workspace.db").write_bytes(b"text" * 5000)
    assert [key for key, _ in keys(verify.run(other))] == ["database"]


def test_it_can_be_stopped_and_tells_how_far_it_is(busy: Store) -> None:
    told: list[tuple[int, int]] = []
    verify.run(busy.path, progress=lambda done, of: told.append((done, of)))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1][0] == told[-1][1] > 0

    class Enough(Exception):  # noqa: N818
        pass

    def stop(done: int, _of: int) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        verify.run(busy.path, progress=stop)


def test_edits_beside_it_are_neither_held_up_nor_found(busy: Store) -> None:
    """Reports of a workspace that is being edited stay clean."""
    stop = threading.Event()
    reports: list[Report] = []

    def look() -> None:
        while not stop.is_set():
            reports.append(verify.run(busy.path))

    thread = threading.Thread(target=look)
    thread.start()
    slowest = 0.0
    for number in range(150):
        began = time.perf_counter()
        notes.edit(busy, 1, title=f"标题{number}", body=f"正文{number}")
        slowest = max(slowest, time.perf_counter() - began)
        if number % 20 == 0:
            notes.create(busy, 1, f"新{number}")
    stop.set()
    thread.join()
    assert len(reports) > 1
    assert [found for report in reports for found in report.findings] == []
    assert slowest < 2


def test_it_writes_nothing(busy: Store) -> None:
    busy.close()
    before = files(busy.path)
    verify.run(busy.path)
    assert files(busy.path) == before


def files(folder: Path) -> dict[str, bytes]:
    """Every file but what SQLite makes to read beside writers (an empty log and its index)."""
    own = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {path.name: held for path, held in own.items() if path.suffix not in (".db-wal", ".db-shm")}


@pytest.mark.parametrize(
    ("script", "key"),
    [
        ("CREATE TRIGGER own AFTER UPDATE ON note BEGIN DELETE FROM note; END", "strangers"),
        ("CREATE VIEW own AS SELECT title FROM note", "strangers"),
        ("DROP INDEX op_row_by_row; CREATE INDEX op_row_by_row ON op_row(tbl)", "schema"),
        ("PRAGMA foreign_keys = OFF; DROP TABLE note_keyword", "schema"),
    ],
)
def test_what_opening_would_refuse_is_found_also_by_the_short_form(busy: Store, script: str, key: str) -> None:
    tampered(busy, script)
    for quick in (True, False):
        found = [one for one in verify.run(busy.path, quick=quick).findings if one.check == "database"]
        assert [(one.key, one.harm) for one in found] == [(key, "data")]


def test_altered_steps_are_placed_by_what_still_is_as_it_was_written(busy: Store) -> None:
    report = tampered(busy, "UPDATE op SET at = '1999-01-01T00:00:00.000' WHERE id = 4")
    (found,) = [one for one in report.findings if one.key == "altered"]
    assert "1999" not in found.sentence
    assert found.values["op"] == 4
    assert str(found.values["at"]).startswith("2026-12-09")


def test_no_advice_to_put_back_from_a_log_that_was_changed(busy: Store) -> None:
    row = "UPDATE note SET title = '坏' WHERE id = 1;"
    assert ("row_changed", "note:1") in keys(tampered(busy, row))
    report = tampered(busy, "UPDATE op SET kind = 'x' WHERE id = 4")
    assert ("row_doubtful", "note:1") in keys(report)
    assert not any(found.key == "row_changed" for found in report.findings)


def test_what_cannot_be_checked_says_why(busy: Store) -> None:
    database = busy.path / "workspace.db"
    tampered_by = {"PRAGMA user_version = 99": "更新的版本", "PRAGMA application_id = 1": "不是 xhsplanner"}
    busy.close()
    for script, words in tampered_by.items():
        with closing(sqlite3.connect(database)) as link:
            link.executescript(script)
        with pytest.raises(Refused, match=words):
            verify.run(busy.path)
    database.unlink()
    with pytest.raises(Refused, match="会自动恢复"):
        verify.run(busy.path)
    database.symlink_to(busy.path / "away.db")
    with pytest.raises(Refused, match="接上它所在的磁盘"):
        verify.run(busy.path)


def test_a_database_that_cannot_be_opened_is_not_called_damaged(
    busy: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(sys.modules[verify.run.__module__], "Reader", refuse)
    with pytest.raises(Refused, match=r"现在打不开.*权限"):
        verify.run(busy.path)


def test_a_row_that_is_gone_is_called_as_the_log_last_did(busy: Store) -> None:
    report = tampered(busy, "PRAGMA foreign_keys = OFF; DELETE FROM note WHERE id = 2")
    lost = {found.subject: found.sentence for found in report.findings if found.key == "row_lost"}
    assert "第1篇 地铁公交五折" in lost["note:2"]
    report = tampered(busy, "DELETE FROM note_text WHERE note_id = 4")
    lost = {found.subject: found.sentence for found in report.findings if found.key == "row_lost"}
    assert "第3篇 地铁公交五折" in lost["note_text:4"]
