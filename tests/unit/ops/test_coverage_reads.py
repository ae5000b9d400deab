"""The lean reads of coverage say what the whole notes say."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.core.clock import today
from xhsplanner.core.model import PlannedNote
from xhsplanner.ops import demo, notes
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = create_workspace(tmp_path / "w")
    demo.demo(store)
    account = store.catalog.accounts()[0].id
    for status in ("on_hold", "cancelled", "todo"):  # the newest days, of which only one counts
        day = today() + timedelta(60 if status == "todo" else 70)
        notes.create(store, account_id=account, series_id=None, day=day, title=status)
        last = store.notes.find(status)[0]
        if status != "todo":
            with store.op("note.status") as op:
                op.update("note", {last.id: {"status": status}})
    yield store
    store.close()


def test_light_rows_are_the_notes_of_the_range(store: Store) -> None:
    start, end = today() - timedelta(10), today() + timedelta(65)
    whole = {note.id: PlannedNote.of(note) for note in store.notes.between(start, end)}
    assert len(whole) > 20
    assert {note.id: note for note in store.notes.planned(start, end)} == whole


@pytest.mark.parametrize("ahead", [-400, -1, 0, 5, 60, 400])
def test_the_last_days_are_those_of_all_notes(store: Store, ahead: int) -> None:
    until = today() + timedelta(ahead)
    found: dict[tuple[int, int | None], date] = {}
    for note in store.notes.all():
        if note.planned and note.day is not None and note.day <= until:
            pair = (note.account_id, note.series_id)
            found[pair] = max(found.get(pair, date.min), note.day)
    assert store.notes.last_days(until) == found
