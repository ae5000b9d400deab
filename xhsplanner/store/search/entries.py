"""What of a note is searched, as it is now and as it was before an op, and how the index follows.

The index holds no text, only which notes have which characters and pairs of them. So what an op took away is told
to it gram by gram, reckoned from what the log says stood there before.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from zlib import crc32

from xhsplanner.core.errors import Refused
from xhsplanner.core.text import grams_of, plain
from xhsplanner.store.engine import Engine, Reads, chunks, marks, one
from xhsplanner.store.history import Op
from xhsplanner.store.reverting import WithRow, net

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "note": ("title", "remark", "code", "topic_id"),
    "note_text": ("note_id", "body", "hashtags", "script"),
    "note_keyword": ("note_id", "keyword_id"),
    "keyword": ("name",),
    "topic": ("title",),
}
"""Table → its columns that say what a note is found by."""
OF_NOTE = ("note_text", "note_keyword")
"""Tables whose rows belong to one note."""
SHARED = {
    "keyword": "SELECT note_id FROM note_keyword WHERE keyword_id",
    "topic": "SELECT id FROM note WHERE topic_id",
}
"""Tables whose rows several notes share, and which notes."""

WHOLE, DAMAGED = 0, -1
"""What `below` says besides an id: every note is in the index; it is damaged and has to be built anew."""


@dataclass(slots=True)
class Health:
    """What this process knows of the index. `damaged`: SQLite cannot read it; whoever looks after the workspace has
    it built again. `filling`: that is under way.
    """

    state: Literal["whole", "damaged", "filling"] = "whole"


def below(engine: Reads) -> int:
    """Notes of lower ids are not in the index yet; or WHOLE, or DAMAGED."""
    try:
        row = one(engine.rows("SELECT below FROM note_search_state"))
    except sqlite3.OperationalError:  # an older workspace, read only
        row = None
    return int(row[0]) if row else DAMAGED


def corrupt(error: BaseException | None) -> bool:
    """Whether SQLite said that what it read cannot be right."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.DatabaseError) and code is not None and code & 0xFF == sqlite3.SQLITE_CORRUPT


Rows = dict[int, dict[str, Any]]


@dataclass(slots=True)
class Texts:
    """The rows that say what some notes are found by, by table and id."""

    rows: dict[str, Rows] = field(default_factory=lambda: {table: {} for table in COLUMNS})

    @classmethod
    def read(cls, engine: Reads, ids: Sequence[int]) -> "Texts":
        """As they are now; at most some hundreds of notes."""
        found = cls()
        found._load(engine, "note", "id", ids)
        for table in OF_NOTE:
            found._load(engine, table, "note_id", ids)
        found._load_shared(engine)
        return found

    def _load_shared(self, engine: Reads) -> None:
        wanted = {row["keyword_id"] for row in self.rows["note_keyword"].values()}
        self._load(engine, "keyword", "id", [*(wanted - self.rows["keyword"].keys())])
        topics = {row["topic_id"] for row in self.rows["note"].values()} - {None}
        self._load(engine, "topic", "id", [*(topics - self.rows["topic"].keys())])

    def _load(self, engine: Reads, table: str, column: str, ids: Sequence[int]) -> None:
        names = COLUMNS[table]
        for part in chunks(ids):
            sql = f"SELECT id, {', '.join(names)} FROM {table} WHERE {column} IN ({marks(len(part))})"
            for row_id, *values in engine.rows(sql, part):
                self.rows[table][row_id] = dict(zip(names, values, strict=True))

    def before(self, engine: Reads, ids: Sequence[int], undone: "Undone") -> "Texts":
        """As they were before an op."""
        was = Texts({table: undone.of(table, rows) for table, rows in self.rows.items()})
        for table, row_id, row in (found for note_id in ids for found in undone.gone.get(note_id, ())):
            was.rows[table][row_id] = row
        for table in SHARED:
            was.rows[table].update(undone.shared[table])
        was._load_shared(engine)
        was.rows |= {table: undone.of(table, was.rows[table]) for table in SHARED}
        return was

    def fields(self) -> dict[int, list[str]]:
        """What each note is found by, part by part."""
        topics, keywords = self.rows["topic"], self.rows["keyword"]
        found = {}
        for note_id, row in self.rows["note"].items():
            topic = topics.get(row["topic_id"])
            found[note_id] = [row["title"], row["remark"], row["code"], topic["title"] if topic else ""]
        for row in self.rows["note_text"].values():
            if row["note_id"] in found:
                found[row["note_id"]] += [row["body"], row["hashtags"], row["script"]]
        linked = sorted((row["keyword_id"], row["note_id"]) for row in self.rows["note_keyword"].values())
        for keyword_id, note_id in linked:
            if note_id in found and keyword_id in keywords:
                found[note_id].append(keywords[keyword_id]["name"])
        return {note_id: [part for part in parts if part] for note_id, parts in found.items()}


@dataclass(slots=True)
class Undone:
    """What the log of an op says stood there before, of the columns that are searched."""

    new: set[tuple[str, int]] = field(default_factory=set)
    """Rows that were not there."""
    changed: dict[tuple[str, int], WithRow] = field(default_factory=dict)
    gone: dict[int, list[tuple[str, int, dict[str, Any]]]] = field(default_factory=dict)
    """Rows that are there no more, by their note."""
    shared: dict[str, Rows] = field(default_factory=lambda: {table: {} for table in SHARED})
    """Those that belong to no note."""

    @classmethod
    def by(cls, log: Sequence[WithRow]) -> "Undone":
        """Out of the log of an op, as it was written."""
        found = cls()
        for entry in net(row for row in reversed(log) if row[0] in COLUMNS):
            table, row_id, before, after = entry
            if before is None:
                found.new.add((table, row_id))
            elif after is not None:
                found.changed[table, row_id] = entry
            else:
                row = {name: before.get(name) for name in COLUMNS[table]}
                if table in SHARED:
                    found.shared[table][row_id] = row
                else:
                    note_id = row_id if table == "note" else int(before["note_id"])
                    found.gone.setdefault(note_id, []).append((table, row_id, row))
        return found

    def of(self, table: str, rows: Rows) -> Rows:
        """Rows of a table with what was changed of them put back, without those that are new."""
        return {i: self._row(table, i, row) for i, row in rows.items() if (table, i) not in self.new}

    def _row(self, table: str, row_id: int, row: dict[str, Any]) -> dict[str, Any]:
        entry = self.changed.get((table, row_id))
        before = entry[2] if entry else None
        return row | {name: before[name] for name in row if name in before} if before else dict(row)


def held(fields: Sequence[str]) -> str:
    """The parts of a note as words are looked for in them, one a line."""
    return "\n".join(map(plain, fields))


def sum_of(text: str) -> int:
    """What is kept of a note's text (see `held`), to know it again."""
    return crc32(text.encode("utf-8", "replace"))


Known = dict[str, tuple[str, set[str]]]
"""Of parts of notes: how search compares them, and their grams."""


def _cut(part: str) -> tuple[str, set[str]]:
    text = plain(part)
    return text, grams_of(text)


class Entry(NamedTuple):
    """What the index has of a note. `sum` is of its text: what the index itself cannot be asked for."""

    grams: set[str]
    sum: int

    @classmethod
    def of(cls, fields: Sequence[str], known: "Known | None" = None) -> "Entry":
        """The entry of a note of these parts; what is `known` of a part is not reckoned again."""
        known = {} if known is None else known
        pieces = [known.get(part) or known.setdefault(part, _cut(part)) for part in fields]
        return cls(
            set().union(*[found for _text, found in pieces]), sum_of("\n".join([text for text, _ in pieces]))
        )

    @property
    def kept(self) -> tuple[int, int]:
        """What stands of it in the table of entries."""
        return len(self.grams), self.sum


def sharing(engine: Reads, table: str, row_id: int, most: int) -> int:
    """How many notes are found by a row of a table that several may share, counted up to `most`; 0 for another."""
    if table not in SHARED:
        return 0
    return len(engine.rows(f"{SHARED[table]} = ? LIMIT ?", (row_id, most)))


def _stale(engine: Engine, log: Sequence[WithRow]) -> set[int]:
    """The notes that what was written may have changed what they are found by."""
    notes: set[int] = set()
    rows: dict[str, set[int]] = {table: set() for table in (*OF_NOTE, *SHARED)}
    for table, row_id, before, after in log:
        columns = COLUMNS.get(table)
        if not columns or (before is not None and after is not None and not after.keys() & set(columns)):
            continue
        if table == "note":
            notes.add(row_id)
        elif table in OF_NOTE:
            known = [whole["note_id"] for whole in (before, after) if whole and "note_id" in whole]
            notes.update(known)
            if not known:
                rows[table].add(row_id)
        elif before is not None and after is not None:  # one that comes or goes is linked or unlinked besides
            rows[table].add(row_id)
    queries = {table: f"SELECT note_id FROM {table} WHERE id" for table in OF_NOTE} | SHARED
    for table, ids in rows.items():
        for part in chunks(sorted(ids)):
            notes.update(row[0] for row in engine.rows(f"{queries[table]} IN ({marks(len(part))})", part))
    return notes


def refresh(engine: Engine, health: Health, op: Op) -> None:
    """Bring the index up to date with what `op` wrote. A damaged index stops nobody from editing."""
    stale = _stale(engine, op.log)
    if not stale:
        return
    first = below(engine)
    if first == DAMAGED:
        return
    if health.state == "damaged":
        engine.search_below(DAMAGED)  # it lacks this edit from now on, whoever asks
        return
    ids = sorted(note_id for note_id in stale if note_id >= first)
    try:
        _follow(engine, ids, op.log)
    except (sqlite3.DatabaseError, Refused, Wrong) as error:
        if not isinstance(error, Wrong) and not corrupt(error) and not corrupt(error.__cause__):
            raise
        health.state = "damaged"
        engine.search_below(DAMAGED)


class Wrong(Exception):  # noqa: N818 (names the state of the data)
    """The index has of a note what the log says it cannot have."""


def _follow(engine: Engine, ids: Sequence[int], log: Sequence[WithRow]) -> None:
    """Tell the index what some notes lost and got. Raises Wrong where it is not of the text that was there."""
    undone = Undone.by(log)
    for part in chunks(ids):
        now = Texts.read(engine, part)
        was, became = now.before(engine, part, undone).fields(), now.fields()
        kept = _kept(engine, part)
        known: Known = {}  # most parts are before and after
        turns = [(i, _entry(was.get(i), known), _entry(became.get(i), known)) for i in part]
        if any(kept.get(i) != (old and old.kept) for i, old, _new in turns):
            raise Wrong
        _write(engine, [turn for turn in turns if turn[1] != turn[2]])


def _entry(parts: Sequence[str] | None, known: Known) -> Entry | None:
    return None if parts is None else Entry.of(parts, known)


def _kept(engine: Engine, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    sql = f"SELECT id, grams, sum FROM note_search_entry WHERE id IN ({marks(len(ids))})"
    return {row[0]: (row[1], row[2]) for row in engine.rows(sql, ids)}


def _write(engine: Engine, turns: Sequence[tuple[int, Entry | None, Entry | None]]) -> None:
    """Entries as they were and as they become, in the order of ids."""
    engine.reindex(_turned(*turn) for turn in turns)
    engine.delete_many("note_search_entry", (i for i, old, new in turns if old and not new))
    same = ((*new.kept, i) for i, old, new in turns if old and new)
    engine.update_many("note_search_entry", ("grams", "sum"), same)
    engine.insert_many("note_search_entry", KEPT, ((i, *new.kept) for i, old, new in turns if new and not old))


def _turned(note_id: int, old: Entry | None, new: Entry | None) -> tuple[int, str | None, str | None]:
    """What goes and what comes; None where the note was not there, or is not any more."""
    going, coming = (one.grams if one else set() for one in (old, new))
    return note_id, " ".join(going - coming) if old else None, " ".join(coming - going) if new else None


KEPT = ("id", "grams", "sum")
"""The columns of the table of entries."""


def add(engine: Engine, ids: Sequence[int]) -> None:
    """Write the entries of notes that have none, inside a transaction."""
    fields = Texts.read(engine, ids).fields()
    _write(engine, [(note_id, None, Entry.of(parts)) for note_id, parts in sorted(fields.items())])
