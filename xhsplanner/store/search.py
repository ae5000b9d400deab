"""Full text search of notes. The index is derived data: rewritten in the transaction that changed the text."""

from collections.abc import Sequence

from xhsplanner.core.text import bigrams, pieces, unigrams, whole
from xhsplanner.store.engine import Engine, marks
from xhsplanner.store.history import CHUNK, Op

TEXT_COLUMNS = {
    "note": frozenset({"title", "remark", "code"}),
    "note_text": frozenset({"body", "hashtags", "script"}),
}
NEWEST = 2000
"""Matches looked at, newest by id: sorting them by day stays under a millisecond at a million notes."""


def refresh(engine: Engine, op: Op) -> None:
    """Bring the index up to date with what `op` wrote."""
    stale: set[int] = set()
    for table, row_id, before, after in op.log:
        columns = TEXT_COLUMNS.get(table)
        if columns and (before is None or after is None or columns & after.keys()):
            whole = after or before or {}
            stale.add(row_id if table == "note" else whole.get("note_id") or _note_of(engine, row_id))
    stale.discard(0)
    if stale:
        ids = sorted(stale)
        for start in range(0, len(ids), CHUNK):
            _reindex(engine, ids[start : start + CHUNK])


def _note_of(engine: Engine, text_id: int) -> int:
    rows = engine.rows("SELECT note_id FROM note_text WHERE id = ?", (text_id,))
    return int(rows[0][0]) if rows else 0


def _reindex(engine: Engine, ids: Sequence[int]) -> None:
    sql = (
        "SELECT n.id, n.title, n.remark, n.code, x.body, x.hashtags, x.script FROM note n"
        f" LEFT JOIN note_text x ON x.note_id = n.id WHERE n.id IN ({marks(len(ids))})"
    )
    rows = engine.rows(sql, ids)
    engine.reindex(ids, ((row[0], *_entry("\n".join(p for p in row[1:] if p))) for row in rows))


def _entry(text: str) -> tuple[str, str]:
    """(pairs and words, single characters) of a text, each joined by spaces for the two index columns."""
    return " ".join(bigrams(text)), " ".join(unigrams(text))


def expression(text: str) -> str:
    """The index expression that finds every run of `text`; '' where it holds nothing searchable.

    Only letters, digits and 汉字 reach it, each term quoted, so no input is ever syntax.
    """
    terms = []
    for run, cjk in pieces(text):
        if not cjk:
            terms.append(f'grams : "{run}" *')
        elif len(run) > 1:
            terms.append(f'grams : "{" ".join(bigrams(run))}"')
        else:
            terms.append(f'chars : "{run}"')
    return " AND ".join(terms)


def find(engine: Engine, text: str, limit: int) -> list[int]:
    """Ids of notes that hold every word of `text`, latest day first. Symbols alone are looked up in titles."""
    text = whole(text)
    match = expression(text)
    if match:
        inner = "SELECT rowid AS id FROM note_search WHERE note_search MATCH ? ORDER BY rowid DESC LIMIT ?"
        sql = f"SELECT n.id FROM ({inner}) m JOIN note n ON n.id = m.id ORDER BY n.day DESC, n.id DESC LIMIT ?"
        return [row[0] for row in engine.rows(sql, (match, NEWEST, limit))]
    if not text.strip():
        return []
    sql = "SELECT id FROM note WHERE instr(title, ?) > 0 ORDER BY id DESC LIMIT ?"
    return [row[0] for row in engine.rows(sql, (text.strip(), limit))]
