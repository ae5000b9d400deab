"""The notes that a filter's text asks for, kept from one reading to the next: rooms ask for them after each op."""

from collections.abc import Iterable, Sequence, Set
from threading import Lock

from xhsplanner.core import clock
from xhsplanner.core.query import parse
from xhsplanner.store.engine import Engine, chunks, marks
from xhsplanner.store.search.entries import COLUMNS, Health
from xhsplanner.store.search.finding import COUNTED, NEWEST, among, find

TEXTS, EDITED = 4, 400
"""Texts remembered, and how many rows may be written until all is looked for again."""


class Kept:
    """What was found of the last texts, and which op was the last then. Asked from any thread."""

    def __init__(self, engine: Engine, health: Health) -> None:
        self._engine, self._health = engine, health
        self._lock = Lock()
        self._known: dict[str, tuple[int, frozenset[int]]] = {}
        self._cut: set[str] = set()

    def ids(self, text: str, within: float | None = None) -> frozenset[int]:
        """At most COUNTED notes. Raises Slow where they are not known and it takes more than `within` seconds."""
        last, dated = self._last(), parse(text, clock.today()).conditions
        found = None if dated else self._followed(text, last)
        if found is not None:
            return found
        new = find(self._engine, text, COUNTED, self._health, within)
        if dated:  # hangs on more than texts
            return frozenset(new)
        (self._cut.add if len(new) >= NEWEST else self._cut.discard)(text)  # of more only the newest are found
        return self._keep(text, last, new)

    def among(self, text: str, ids: Sequence[int]) -> Set[int]:
        """Those of some notes that a text asks for: where that is not known, only their texts are read."""
        found = self._followed(text, self._last()) if text in self._known else None
        if found is None or text in self._cut:
            return among(self._engine, text, ids)
        return found.intersection(ids)

    def _followed(self, text: str, last: int) -> frozenset[int] | None:
        op, found = self._known.get(text, (-1, frozenset[int]()))
        if op == last:
            return found
        edited = _edited(self._engine, op) if 0 <= op < last else None
        if edited is None:
            return None
        return self._keep(
            text, last, found - edited | among(self._engine, text, sorted(edited)) if edited else found
        )

    def _keep(self, text: str, last: int, found: Iterable[int]) -> frozenset[int]:
        kept = frozenset(found)
        with self._lock:
            self._known.pop(text, None)
            self._known[text] = (last, kept)
            for old in list(self._known)[:-TEXTS]:
                del self._known[old]
        return kept

    def _last(self) -> int:
        return int(self._engine.rows("SELECT COALESCE(max(id), 0) FROM op")[0][0])


def _edited(engine: Engine, op: int) -> set[int] | None:
    """The notes written since an op; None where that is more than a look at each would tell."""
    sql = f"SELECT DISTINCT tbl, row_id FROM op_row WHERE op_id > ? AND tbl IN ({marks(len(COLUMNS))}) LIMIT ?"
    rows = engine.rows(sql, (op, *COLUMNS, EDITED + 1))
    if len(rows) > EDITED or any(table not in ("note", "note_text") for table, _ in rows):
        return None
    notes = {row_id for table, row_id in rows if table == "note"}
    for part in chunks([row_id for table, row_id in rows if table == "note_text"]):
        found = engine.rows(f"SELECT note_id FROM note_text WHERE id IN ({marks(len(part))})", part)
        notes.update(row[0] for row in found)
    return notes
