"""Full text search of notes. The index is derived data: rewritten in the transaction that changed the text."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xhsplanner.core.errors import Refused
from xhsplanner.core.text import bigrams, pieces, tokens, whole
from xhsplanner.store.engine import CHUNK, Engine, Row, chunks, marks
from xhsplanner.store.history import Op

TEXT_COLUMNS = {
    "note": frozenset({"title", "remark", "code"}),
    "note_text": frozenset({"body", "hashtags", "script"}),
}
TEXTS = (
    "SELECT n.id, n.title, n.remark, n.code, x.body, x.hashtags, x.script FROM note n"
    " LEFT JOIN note_text x ON x.note_id = n.id"
)
"""Everything of a note that can be searched; whoever asks adds which notes."""
NEWEST = 2000
"""Matches looked at, newest by id: sorting them by day stays under a millisecond at a million notes."""


def refresh(engine: Engine, health: "Health", op: Op) -> None:
    """Bring the index up to date with what `op` wrote. A damaged index stops nobody from editing."""
    if health.state == "damaged":
        return
    stale: set[int] = set()
    for table, row_id, before, after in op.log:
        columns = TEXT_COLUMNS.get(table)
        if columns and (before is None or after is None or columns & after.keys()):
            whole = after or before or {}
            stale.add(row_id if table == "note" else whole.get("note_id") or _note_of(engine, row_id))
    stale.discard(0)
    if stale:
        ids = sorted(stale)
        try:
            for part in chunks(ids):
                reindex(engine, part)
        except (sqlite3.DatabaseError, Refused) as error:
            if not corrupt(error) and not corrupt(error.__cause__):
                raise
            health.state = "damaged"


def _note_of(engine: Engine, text_id: int) -> int:
    rows = engine.rows("SELECT note_id FROM note_text WHERE id = ?", (text_id,))
    return int(rows[0][0]) if rows else 0


def reindex(engine: Engine, ids: Sequence[int]) -> None:
    """Write the entries of some notes anew, inside a transaction."""
    rows = engine.rows(f"{TEXTS} WHERE n.id IN ({marks(len(ids))})", ids)
    engine.reindex(ids, ((row[0], *entry(row)) for row in rows))


def entry(row: Row) -> tuple[str, str]:
    """(pairs and words, single characters) of a row of `TEXTS`, each joined by spaces for the two index columns."""
    text = "\n".join(part for part in row[1:] if part)
    pairs, characters = tokens(text)
    return " ".join(pairs), " ".join(characters)


def expression(text: str, *, letter: bool = False) -> str:
    """The index expression that finds every run of `text`; '' where it holds nothing searchable.

    Words are found by their beginning, but a single letter with more behind it stands for itself: in every code
    there is an A. With `letter` it does so at the end too. Only letters, digits and 汉字 reach the expression,
    each term quoted, so no input is ever syntax.
    """
    terms = []
    runs = list(pieces(text))
    for place, (run, cjk) in enumerate(runs, 1):
        if not cjk:
            alone = len(run) == 1 and (letter or place < len(runs))
            terms.append(f'grams : "{run}"' + ("" if alone else " *"))
        elif len(run) > 1:
            terms.append(f'grams : "{" ".join(bigrams(run))}"')
        else:
            terms.append(f'chars : "{run}"')
    return " AND ".join(terms)


def _matches(engine: Engine, text: str, limit: int) -> list[int]:
    """Ids out of the index. The words that begin with one letter may be in every note: 0.2 s for a million."""
    wide, narrow = expression(text), expression(text, letter=True)
    if narrow != wide:
        found = [row[0] for row in engine.rows(INDEXED, (narrow, NEWEST, limit))]
        if len(found) == limit:
            return found
    return [row[0] for row in engine.rows(INDEXED, (wide, NEWEST, limit))]


INDEXED = (
    "SELECT n.id FROM (SELECT rowid AS id FROM note_search WHERE note_search MATCH ? ORDER BY rowid DESC LIMIT ?) m"
    " JOIN note n ON n.id = m.id ORDER BY n.day DESC, n.id DESC LIMIT ?"
)


@dataclass(slots=True)
class Health:
    """What this process knows of the index. `damaged`: SQLite cannot read it; whoever looks after the workspace has
    it built again. `filling`: that is under way; edits write into the new one, and it is not asked yet.
    """

    state: Literal["whole", "damaged", "filling"] = "whole"


def corrupt(error: BaseException | None) -> bool:
    """Whether SQLite said that what it read cannot be right."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.DatabaseError) and code is not None and code & 0xFF == sqlite3.SQLITE_CORRUPT


def _scan(engine: Engine, runs: Sequence[tuple[str, bool]], limit: int) -> list[int]:
    """Ids of notes that hold every run, read note by note from the newest: 0.2 s for 10,000."""
    found: list[int] = []
    before = int(engine.rows("SELECT COALESCE(max(id), 0) + 1 FROM note")[0][0])
    while before > 1 and len(found) < NEWEST:
        rows = engine.rows(f"{TEXTS} WHERE n.id < ? ORDER BY n.id DESC LIMIT {CHUNK}", (before,))
        if not rows:
            break
        for row in rows:
            if _holds("\n".join(part for part in row[1:] if part), runs):
                found.append(row[0])
        before = rows[-1][0]
    days: dict[int, str] = {}
    for part in chunks(found):
        days |= dict(engine.rows(f"SELECT id, COALESCE(day, '') FROM note WHERE id IN ({marks(len(part))})", part))
    return sorted(found, key=lambda note: (days[note], note), reverse=True)[:limit]


def _holds(text: str, runs: Sequence[tuple[str, bool]]) -> bool:
    """Whether `text` holds every run as the index finds it: 汉字 anywhere, other words from their beginning."""
    there = list(pieces(text))
    return all(
        any(like == cjk and (run in piece if cjk else piece.startswith(run)) for piece, like in there)
        for run, cjk in runs
    )


def find(engine: Engine, text: str, limit: int, health: Health) -> list[int]:
    """Ids of notes that hold every word of `text`, latest day first. Symbols alone are looked up in titles.

    Where the index turns out damaged, or is being built again, the notes themselves are read: slower, and right.
    """
    text = whole(text)
    if expression(text):
        if health.state == "whole":
            try:
                return _matches(engine, text, limit)
            except Refused as refusal:
                if not corrupt(refusal.__cause__):
                    raise
                health.state = "damaged"
        return _scan(engine, list(pieces(text)), limit)
    if not text.strip():
        return []
    sql = "SELECT id FROM note WHERE instr(title, ?) > 0 ORDER BY id DESC LIMIT ?"
    return [row[0] for row in engine.rows(sql, (text.strip(), limit))]
