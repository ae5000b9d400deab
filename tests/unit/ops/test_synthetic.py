"""Synthetic workspaces are like real ones: what belongs together stands together, and search finds it."""

from pathlib import Path

import pytest

from xhsplanner.core.clock import today
from xhsplanner.core.model import Status
from xhsplanner.ops import synthetic as making
from xhsplanner.ops.synthetic import synthetic
from xhsplanner.store import mending, verify
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

NOTES = 230


def made(folder: Path, **wanted: int) -> Store:
    store = create_workspace(folder)
    synthetic(store, NOTES, accounts=3, series=9, days=90, **wanted)
    return store


def test_the_index_holds_what_indexing_the_notes_one_by_one_would(tmp_path: Path) -> None:
    store = made(tmp_path / "w", edits=30)
    kept = store.engine.rows("SELECT * FROM note_search_entry ORDER BY id")
    found = {text: store.notes.find(text, NOTES) for text in ("卡", "咖啡", "最低还款", "A-10")}
    assert len(kept) == NOTES
    assert all(found.values())
    mending.renew_search(store, rest=0)
    assert store.engine.rows("SELECT * FROM note_search_entry ORDER BY id") == kept
    assert {text: store.notes.find(text, NOTES) for text in found} == found
    assert not [one for one in verify.run(store.path).findings if one.check == "search"]
    store.close()


def test_notes_are_of_their_length_and_in_a_believable_state(tmp_path: Path) -> None:
    store = made(tmp_path / "w")
    notes = store.notes.all()
    texts = store.notes.texts([note.id for note in notes])
    assert all(making.LENGTH <= len(text.body) < making.LENGTH + 60 for text in texts.values())
    assert len({text.body for text in texts.values()}) == NOTES
    for note in notes:
        assert (note.day is not None and note.day < today()) >= (note.status is Status.PUBLISHED)
        assert bool(note.link) == (note.status is Status.PUBLISHED) == bool(note.published_at)
    assert {note.series_id for note in notes} == {one.id for one in store.catalog.series()}
    store.close()


def test_edits_are_logged_as_a_members_and_can_be_undone(tmp_path: Path) -> None:
    store = made(tmp_path / "w", edits=30)
    assert store.actor is None
    assert store.undo_label() is None
    store.actor = store.catalog.members()[0].id
    assert store.undo_label()
    assert 20 <= store.history.last_id() <= 31
    store.close()


def test_batches_and_a_second_process_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = made(tmp_path / "whole")
    monkeypatch.setattr(making, "BATCH", 40)
    parts = made(tmp_path / "parts")
    for sql in ("SELECT * FROM note ORDER BY id", "SELECT * FROM note_text ORDER BY id", "SELECT * FROM topic"):
        ours, theirs = whole.engine.rows(sql), parts.engine.rows(sql)
        assert ours == theirs, sql
    whole.close()
    parts.close()
