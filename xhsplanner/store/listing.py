"""What the list reads: which notes, the values a column is sorted by, and the rows that show."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from xhsplanner.core import limits, text
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note
from xhsplanner.store.engine import Engine, chunks, marks
from xhsplanner.store.filtering import Condition
from xhsplanner.store.notes import COLUMNS, Notes, note_of

SEPARATOR = "\x1f"
"""Between the texts of one column, read as one: a third faster than row by row."""
REFERRING = ("account_id", "series_id", "topic_id", "persona_id", "owner_id", "designer_id")
TEXTS = frozenset({"code", "title", "day", "occasion", "remark", "link", "created_at"})
OWN = TEXTS | {*REFERRING, "id", "minute", "episode", "kind", "status", "cover_state"}
"""Columns of a note by which a list is sorted as they are."""
COUNTED = {
    "pictures": "SELECT note_id, count(*) FROM note_asset GROUP BY note_id",
    "tags": "SELECT note_id, count(*) FROM note_tag GROUP BY note_id",
    "keywords": "SELECT note_id, count(*) FROM note_keyword GROUP BY note_id",
    "offers": "SELECT note_id, count(*) FROM note_offer GROUP BY note_id",
}
LINKED = ("tag", "keyword", "offer")
EVERYTHING = frozenset({"tags", "keywords", "offers", "changed"})
"""Columns whose cells each take a query of their own."""
CHANGED = (
    "SELECT w.note, max(o.at) FROM (SELECT r.row_id AS note, max(r.op_id) AS op FROM op_row r WHERE r.tbl = 'note'"
    " {notes} GROUP BY r.row_id UNION ALL SELECT x.note_id, max(r.op_id) FROM note_text x"
    " JOIN op_row r ON r.tbl = 'note_text' AND r.row_id = x.id WHERE 1 {texts} GROUP BY x.note_id) w"
    " JOIN op o ON o.id = w.op GROUP BY w.note"
)
"""When a note or its text was written last, by the log."""


PICTURES = "(SELECT count(*) FROM note_asset WHERE note_id = n.id)"
GOING_OUT = f"({PICTURES} + (n.cover_state = 'done'))"
"""How many pictures are published: a cover that is done is one of them."""
SUSPECT = (
    "(length(CAST(n.title AS BLOB)) > ? OR length(x.body) + length(x.hashtags) > ?"
    " OR length(x.hashtags) - length(replace(replace(x.hashtags, '#', ''), '＃', '')) > ?"
    f" OR (n.status IN ({marks(len(limits.READY))}) AND {GOING_OUT} < ?) OR {GOING_OUT} > ?)"
)
"""Without this no limit is broken (core/limits): only such notes are looked at closely."""


LONG = "CASE WHEN length(x.body) + length(x.hashtags) > ? THEN x.body ELSE '' END"
"""A body, where it may be too long: counting the characters of all would take most of the time."""


def _half() -> int:
    """From so many characters on body and hashtags may be too long: one counts two units at most."""
    return int(text.facts("body")["limit"]) // 2 - 2


def _suspicion() -> list[Any]:
    """What SUSPECT is asked with: a byte counts half a character of a title at most, a character two units."""
    pictures = text.facts("pictures")
    return [
        2 * text.title_limit(),
        _half(),
        int(text.facts("hashtags")["limit"]),
        *sorted(limits.READY),
        int(pictures["least"]),
        int(pictures["limit"]),
    ]


class Period(NamedTuple):
    """Days from–to, both inclusive, or the notes without a day."""

    first: date | None = None
    last: date | None = None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A note as the list shows it: with its texts, what it is linked to, and when it was written last."""

    note: Note
    hashtags: str = ""
    pictures: int = 0
    topic: str = ""
    tags: tuple[int, ...] = ()
    keywords: tuple[int, ...] = ()
    offers: tuple[int, ...] = ()
    changed_at: str = ""
    findings: tuple[str, ...] = ()


class Listing:
    """Reads for a table of all notes of one workspace."""

    def __init__(self, engine: Engine, notes: Notes) -> None:
        self._engine, self._notes = engine, notes

    def condition(self, wanted: Filter | None, period: Period) -> Condition:
        """What `note n` must be: wanted by a filter, and in a period."""
        sql, values = self._notes.matching(wanted)
        if period.undated:
            return f"n.day IS NULL AND {sql}", values
        if period.first is not None and period.last is not None:
            days = [period.first.isoformat(), period.last.isoformat()]
            return f"n.day BETWEEN ? AND ? AND {sql}", [*days, *values]
        return sql, values

    def ids(self, condition: Condition) -> "array[int]":
        """The notes of a condition by id: the order of `keys`."""
        sql, values = condition
        return array(
            "q", (row[0] for row in self._engine.rows(f"SELECT n.id FROM note n WHERE {sql} ORDER BY n.id", values))
        )

    def keys(self, column: str, condition: Condition, ids: Sequence[int]) -> list[Any]:
        """What a column of each note holds, in the order of `ids`, all of a condition; None for nothing.

        Columns are those of OWN and COUNTED, `hashtags` (how many), `changed_at` and `findings` (how many).
        Raises KeyError for another.
        """
        sql, values = condition
        if column in TEXTS:
            return self._texts(column, sql, values, len(ids))
        if column in OWN:
            found = self._engine.rows(f"SELECT n.{column} FROM note n WHERE {sql} ORDER BY n.id", values)
            return [row[0] for row in found]
        if column in COUNTED:
            return _in_order(ids, self._engine.rows(COUNTED[column]))
        if column == "changed_at":
            return _in_order(ids, self._engine.rows(CHANGED.format(notes="", texts="")))
        if column == "hashtags":
            tags = "SELECT note_id, length(hashtags) - length(replace(hashtags, '#', '')) FROM note_text"
            return _in_order(ids, self._engine.rows(tags))
        if column == "findings":
            return _in_order(ids, ((one, len(said)) for one, said in self._flawed(sql, values)))
        raise KeyError(column)

    def _texts(self, column: str, where: str, values: Sequence[Any], count: int) -> list[Any]:
        mark = "\x1e"  # an absent value, which no text of ours is
        inner = f"SELECT coalesce(n.{column}, ?) AS one FROM note n WHERE {where} ORDER BY n.id"
        rows = self._engine.rows(f"SELECT group_concat(one, ?) FROM ({inner})", (SEPARATOR, mark, *values))
        found: list[Any] = rows[0][0].split(SEPARATOR) if rows[0][0] is not None else []
        if len(found) != count:  # a text holds the separator
            plain = self._engine.rows(f"SELECT n.{column} FROM note n WHERE {where} ORDER BY n.id", values)
            return [row[0] for row in plain]
        return [None if one == mark else one for one in found] if column == "day" else found

    def _flawed(self, where: str, values: Sequence[Any]) -> Iterator[tuple[int, tuple[str, ...]]]:
        sql = (
            f"SELECT n.id, n.title, n.status, n.kind, {LONG}, coalesce(x.hashtags, ''),"
            f" {GOING_OUT} FROM note n LEFT JOIN note_text x ON x.note_id = n.id WHERE {where} AND {SUSPECT}"
        )
        for note_id, *facts in self._engine.rows(sql, (_half(), *values, *_suspicion())):
            said = tuple(limits.broken(*facts))
            if said:
                yield note_id, said

    def these(self, ids: Sequence[int]) -> Condition:
        """The condition of being one of some notes."""
        return f"n.id IN ({marks(len(ids))})", list(ids)

    def among(self, ids: Sequence[int], condition: Condition) -> set[int]:
        """Those of some notes that a condition holds for."""
        sql, values = condition
        return {
            row[0]
            for part in chunks(ids)
            for row in self._engine.rows(
                f"SELECT n.id FROM note n WHERE n.id IN ({marks(len(part))}) AND {sql}", (*part, *values)
            )
        }

    def lines(self, ids: Sequence[int], columns: Collection[str] = EVERYTHING) -> dict[int, Line]:
        """The rows of some notes by id, some dozens, as many as show; of what takes a query only `columns`."""
        found: dict[int, Line] = {}
        for part in chunks(list(ids)):
            found.update(self._lines(part, columns))
        return found

    def _lines(self, ids: Sequence[int], columns: Collection[str]) -> Iterator[tuple[int, Line]]:
        among = f"n.id IN ({marks(len(ids))})"
        sql = (
            f"SELECT {COLUMNS}, coalesce(x.hashtags, ''), coalesce(t.title, ''),"
            f" {PICTURES} FROM note n"
            " LEFT JOIN note_text x ON x.note_id = n.id LEFT JOIN topic t ON t.id = n.topic_id"
            f" WHERE {among}"
        )
        flawed = dict(self._flawed(among, ids))
        linked = {noun: self.links(noun, ids) if f"{noun}s" in columns else {} for noun in LINKED}
        at = self._changed_at(ids) if "changed" in columns else {}
        for *own, tags, topic, pictures in self._engine.rows(sql, ids):
            note = note_of(tuple(own))
            labels, words, offers = (tuple(linked[noun].get(note.id, ())) for noun in LINKED)
            when, said = at.get(note.id, note.created_at), flawed.get(note.id, ())
            yield note.id, Line(note, tags, pictures, topic, labels, words, offers, when, said)

    def _changed_at(self, ids: Sequence[int]) -> dict[int, str]:
        one_of = f"IN ({marks(len(ids))})"
        sql = CHANGED.format(notes=f"AND r.row_id {one_of}", texts=f"AND x.note_id {one_of}")
        return dict(self._engine.rows(sql, (*ids, *ids)))

    def titles(self, ids: Sequence[int]) -> dict[int, str]:
        """The titles of some notes."""
        found: dict[int, str] = {}
        for part in chunks(ids):
            found.update(self._engine.rows(f"SELECT id, title FROM note WHERE id IN ({marks(len(part))})", part))
        return found

    def links(self, noun: str, ids: Sequence[int]) -> dict[int, dict[int, int]]:
        """Row ids of links to tags, keywords or offers: by note, by what they link to."""
        sql = f"SELECT note_id, {noun}_id, id FROM note_{noun} WHERE note_id IN ({{}}) ORDER BY id"
        found: dict[int, dict[int, int]] = {}
        for part in chunks(ids):
            for note_id, linked, row in self._engine.rows(sql.format(marks(len(part))), part):
                found.setdefault(note_id, {})[linked] = row
        return found

    def locked(self, ids: Sequence[int]) -> list[int]:
        """Those of these notes that are published, in their order."""
        found: set[int] = set()
        for part in chunks(ids):
            sql = f"SELECT id FROM note WHERE id IN ({marks(len(part))}) AND status = 'published'"
            found.update(row[0] for row in self._engine.rows(sql, part))
        return [one for one in ids if one in found]


def _in_order(ids: Sequence[int], rows: Iterable[tuple[int, Any]]) -> list[Any]:
    known = dict(rows)
    return [known.get(one) for one in ids]
