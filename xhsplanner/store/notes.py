"""Reads of notes: the hot calendar query and what a note carries. Writes are ops."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from xhsplanner.core.excerpt import Excerpt
from xhsplanner.core.filter import Filter
from xhsplanner.core.hashtags import Use
from xhsplanner.core.model import (
    NOT_PLANNED,
    Asset,
    Cover,
    CoverState,
    Keyword,
    Kind,
    Note,
    NoteText,
    Offer,
    PlannedNote,
    Status,
    Tag,
)
from xhsplanner.core.text import whole
from xhsplanner.store import filtering, schema, search
from xhsplanner.store.catalog import LINKS, Noun, built, columns_of
from xhsplanner.store.counts import OF_INDEX
from xhsplanner.store.engine import Engine, Row, marks, one

COLUMNS = (
    "n.id, n.uid, n.code, n.account_id, n.title, n.day, n.minute, n.series_id, n.episode, n.topic_id,"
    " n.persona_id, n.occasion, n.kind, n.status, n.held_from, n.owner_id, n.designer_id, n.cover_state,"
    " n.remark, n.link, n.published_at, n.source, n.cover_files, n.created_at"
)
ASSET_COLUMNS = (
    "a.id, a.uid, a.sha256, a.name, a.kind, a.ext, a.bytes, a.width, a.height, a.phash, a.colors,"
    " a.focus_x, a.focus_y, a.origin, a.rights_until, a.added_at, a.trashed"
)
KEYS = ("id", "uid", "code")
KINDS, STATES, COVER_STATES = ({one.value: one for one in kind} for kind in (Kind, Status, CoverState))
"""By value: calling an enum takes five times as long, three times a note."""
LONG_ID = 19
"""Digits that no longer fit a row id."""


def note_of(row: Row) -> Note:
    """A Note from a row in the order of COLUMNS."""
    day, held = row[5], row[14]
    values = (
        *row[:5],
        date.fromisoformat(day) if day else None,
        *row[6:12],
        KINDS[row[12]],
        STATES[row[13]],
        STATES[held] if held else None,
        *row[15:17],
        COVER_STATES[row[17]],
        *row[18:],
    )
    return Note(*values)


def asset_of(row: Row) -> Asset:
    """An Asset from a row in the order of ASSET_COLUMNS."""
    until = row[14]
    return Asset(*(*row[:14], date.fromisoformat(until) if until else None, row[15], bool(row[16])))


class Notes:
    """Notes of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.index = search.Health()
        self.held = search.Kept(engine, self.index)

    def _notes(self, where: str, params: Sequence[Any] = ()) -> list[Note]:
        return [note_of(r) for r in self._engine.rows(f"SELECT {COLUMNS} FROM note n WHERE {where}", params)]

    def get(self, note_id: int) -> Note | None:
        """One note, or None where it does not exist."""
        found = self._notes("n.id = ?", (note_id,))
        return found[0] if found else None

    def get_many(self, ids: Iterable[int]) -> list[Note]:
        """The notes with these ids that exist, in the order of `ids`."""
        wanted = list(ids)
        found = {
            note.id: note
            for start in range(0, len(wanted), 500)
            for note in self._notes(
                f"n.id IN ({marks(len(wanted[start : start + 500]))})", wanted[start : start + 500]
            )
        }
        return [found[i] for i in wanted if i in found]

    def text(self, note_id: int) -> NoteText:
        """The long text of a note; empty where the note has none."""
        return self.texts([note_id]).get(note_id, NoteText())

    def texts(self, ids: Sequence[int]) -> dict[int, NoteText]:
        """Long texts by note id."""
        sql = "SELECT note_id, body, hashtags, script, seconds, video_file FROM note_text WHERE note_id IN ({})"
        return {
            row[0]: NoteText(*row[1:])
            for start in range(0, len(ids), 500)
            for row in self._engine.rows(sql.format(marks(len(ids[start : start + 500]))), ids[start : start + 500])
        }

    def text_row(self, note_id: int) -> int | None:
        """The row id of a note's long text, None where it has none."""
        row = one(self._engine.rows("SELECT id FROM note_text WHERE note_id = ?", (note_id,)))
        return int(row[0]) if row else None

    def text_rows(self, ids: Sequence[int]) -> dict[int, int]:
        """Row ids of long texts by note id, for bulk edits."""
        sql = "SELECT note_id, id FROM note_text WHERE note_id IN ({})"
        return {
            row[0]: row[1]
            for start in range(0, len(ids), 500)
            for row in self._engine.rows(sql.format(marks(len(ids[start : start + 500]))), ids[start : start + 500])
        }

    def picture_links(self, note_id: int) -> dict[int, int]:
        """Row ids of a note's picture links by asset id."""
        sql = "SELECT asset_id, id FROM note_asset WHERE note_id = ?"
        return dict(self._engine.rows(sql, (note_id,)))

    def between(
        self, start: date, end: date, accounts: Collection[int] | None = None, wanted: Filter | None = None
    ) -> list[Note]:
        """Notes whose day is in [start, end], by day, minute, id; timed ones before untimed.

        Only those of `accounts` and those a filter wants, where one is given.
        """
        also, values = filtering.where(wanted)
        order = f" AND {also} ORDER BY n.day, n.minute IS NULL, n.minute, n.id"
        days, there = (start.isoformat(), end.isoformat()), "n.day BETWEEN ? AND ?"
        if accounts is not None:
            there = f"n.account_id IN ({marks(len(accounts))}) AND {there}"
        found = self._notes(there + order, (*(accounts or ()), *days, *values))
        if wanted is None or not wanted.text.strip():
            return found
        held = self.held.among(wanted.text, [note.id for note in found])
        return [note for note in found if note.id in held]

    def matching(self, wanted: Filter | None) -> filtering.Condition:
        """The condition on `note n` that holds for the notes a filter wants, and its parameters."""
        sql, values = filtering.where(wanted)
        if wanted and wanted.text.strip():
            found = self.held.ids(wanted.text)
            sql, values = f"{sql} AND n.id IN ({marks(len(found))})", [*values, *found]
        return sql, values

    def first_of_days(
        self, start: date, end: date, accounts: Collection[int], most: int, wanted: Filter | None = None
    ) -> list[Note]:
        """At most `most` planned notes of each day of [start, end] on these accounts, in the order of `between`.

        Only those a filter wants, where one is given.
        """
        also, also_values = self.matching(wanted)
        order = "{0}minute IS NULL, {0}minute, {0}id"
        sql = (
            f"SELECT id, row_number() OVER (PARTITION BY day ORDER BY {order.format('')}) AS place FROM note n"
            f" WHERE day BETWEEN ? AND ? AND {OF_INDEX.format(marks(len(accounts)))}"
            f" AND status NOT IN ({marks(len(NOT_PLANNED))}) AND {also}"
        )
        values = (start.isoformat(), end.isoformat(), *accounts, *sorted(NOT_PLANNED), *also_values, most)
        where = f"n.id IN (SELECT id FROM ({sql}) WHERE place <= ?) ORDER BY n.day, {order.format('n.')}"
        return self._notes(where, values)

    def planned(self, start: date, end: date) -> list[PlannedNote]:
        """What coverage needs of the notes whose day is in [start, end], in no order."""
        columns = ", ".join(PlannedNote._fields)
        states, by_text = {status.value: status for status in Status}, date.fromisoformat
        return [
            PlannedNote._make((*row[:3], by_text(row[3]), *row[4:8], states[row[8]]))
            for row in self._engine.rows(
                f"SELECT {columns} FROM note WHERE day BETWEEN ? AND ?", (start.isoformat(), end.isoformat())
            )
        ]

    def backlog(self, limit: int = 500, wanted: Filter | None = None) -> list[Note]:
        """Notes without a day, newest first; only those a filter wants, where one is given."""
        if wanted:
            also, values = self.matching(wanted)
            return self._notes(f"n.day IS NULL AND {also} ORDER BY n.id DESC LIMIT ?", (*values, limit))
        newest = "SELECT id FROM note WHERE day IS NULL ORDER BY id DESC LIMIT ?"  # of the index alone
        return self._notes(f"n.id IN ({newest}) ORDER BY n.id DESC", (limit,))

    def last(self, limit: int, accounts: Collection[int], wanted: Filter | None = None) -> list[Note]:
        """The `limit` notes of accounts with the latest days, in the order of `between`."""
        also, values = self.matching(wanted)
        where = (
            f"n.account_id IN ({marks(len(accounts))}) AND n.day IS NOT NULL AND {also}"
            " ORDER BY n.day DESC, n.minute IS NOT NULL, n.minute DESC, n.id DESC LIMIT ?"
        )
        return self._notes(where, (*accounts, *values, limit))[::-1]

    def all(self) -> list[Note]:
        """Every note, by day (undated last), minute, id."""
        return self._notes("1 ORDER BY n.day IS NULL, n.day, n.minute IS NULL, n.minute, n.id")

    def count(self) -> int:
        """How many notes there are."""
        return int(self._engine.rows("SELECT count(*) FROM note")[0][0])

    def imported(self) -> bool:
        """Whether any note came from a schedule."""
        return bool(self._engine.rows("SELECT EXISTS (SELECT 1 FROM note WHERE source <> '')")[0][0])

    def late(self, now: datetime, since: date, done: Sequence[str]) -> int:
        """How many notes from day `since` on should be out by `now` and are in none of the statuses `done`."""
        day, minute = now.date().isoformat(), now.hour * 60 + now.minute
        sql = (
            "SELECT count(*) FROM note WHERE day BETWEEN ? AND ? AND (day < ? OR minute < ?)"
            f" AND status NOT IN ({', '.join('?' for _ in done)})"
        )
        return int(self._engine.rows(sql, (since.isoformat(), day, day, minute, *done))[0][0])

    def span(self) -> tuple[date, date] | None:
        """First and last planned day, or None where nothing is planned."""
        # Asked for one by one: together they would be looked for in every note.
        low, high = self._engine.rows("SELECT (SELECT min(day) FROM note), (SELECT max(day) FROM note)")[0]
        return (date.fromisoformat(low), date.fromisoformat(high)) if low else None

    def find(self, query: str, limit: int = 50, within: float | None = None) -> list[Note]:
        """Notes that hold every word of `query` and are what it asks for (see core/query), newest first.

        Looked through are title, body, hashtags, script, remark, code, keywords and topic. No input is an error.
        Raises search.Slow where it takes more than `within` seconds.
        """
        ids = search.find(self._engine, query, limit, self.index, within)
        return sorted(self.get_many(ids), key=lambda note: (note.day or date.min, note.id), reverse=True)

    def look(self, query: str, limit: int, within: float | None = None) -> search.Found:
        """What a search box shows. Raises search.Slow where that takes more than `within` seconds."""
        ids = search.find(self._engine, query, limit, self.index, within)
        enough = len(ids) < limit
        count = search.Count(len(ids)) if enough else search.count(self._engine, query, self.index, within=within)
        return search.Found(self.get_many(ids), count, search.excerpts(self._engine, query, ids))

    def count_found(self, query: str, most: int = search.COUNTED) -> search.Count:
        """How many notes `find` would find."""
        return search.count(self._engine, query, self.index, most)

    def excerpts(self, query: str, ids: Sequence[int]) -> dict[int, Excerpt]:
        """Where each of these notes holds what `query` looks for and its title does not."""
        return search.excerpts(self._engine, query, ids)

    def resolve(self, name: str) -> Note | None:
        """The note a person means by code (`A-1042`), id (`42`) or uid; None where there is none."""
        name = whole(name)
        for key in KEYS:
            if key != "id" or (name.isdecimal() and len(name) < LONG_ID):
                value = int(name) if key == "id" else name.upper() if key == "code" else name
                found = self._notes(f"n.{key} = ?", (value,))
                if found:
                    return found[0]
        return None

    def siblings(self, note_id: int) -> list[Note]:
        """Notes of other accounts that share this note's topic."""
        return self._notes(
            "n.topic_id = (SELECT topic_id FROM note WHERE id = ?) AND n.id <> ? ORDER BY n.id",
            (note_id, note_id),
        )

    def topic(self, topic_id: int | None) -> str:
        """The title of a topic, '' for none."""
        row = one(self._engine.rows("SELECT title FROM topic WHERE id = ?", (topic_id,)))
        return str(row[0]) if row else ""

    def topics(self) -> dict[int, str]:
        """Titles of all topics by id."""
        return dict(self._engine.rows("SELECT id, title FROM topic"))

    def last_days(self, before: date) -> dict[tuple[int, int | None], date]:
        """The last planned day up to `before` by (account, series): what 'last posted' shows."""
        # One look into the index for each pair; GROUP BY would read every note there is.
        sql = (
            "SELECT a.id, s.id, (SELECT max(day) FROM note WHERE account_id = a.id AND series_id IS s.id"
            " AND day <= ? AND status NOT IN ('cancelled', 'on_hold')) AS last"
            " FROM account a, (SELECT id FROM series UNION ALL SELECT NULL) s WHERE last IS NOT NULL"
        )
        return {(a, s): date.fromisoformat(d) for a, s, d in self._engine.rows(sql, (before.isoformat(),))}

    def of_pair(self, account_id: int, series_id: int | None, start: date, end: date) -> list[Note]:
        """The planned notes of an account and series in [start, end], in the order of `between`."""
        where = (
            f"n.account_id = ? AND n.series_id IS ? AND n.day BETWEEN ? AND ?"
            f" AND n.status NOT IN ({marks(len(NOT_PLANNED))}) ORDER BY n.day, n.minute IS NULL, n.minute, n.id"
        )
        return self._notes(where, (account_id, series_id, start.isoformat(), end.isoformat(), *sorted(NOT_PLANNED)))

    def of_series(self, series_id: int) -> list[Note]:
        """Every note of a series, in no order."""
        return self._notes("n.series_id = ?", (series_id,))

    def next_episode(self, account_id: int, series_id: int) -> int | None:
        """The number after the highest of this series on this account; None where the series is not numbered."""
        numbered = one(self._engine.rows("SELECT numbered FROM series WHERE id = ?", (series_id,)))
        if numbered is None or not numbered[0]:
            return None
        sql = "SELECT COALESCE(max(episode), 0) + 1 FROM note WHERE account_id = ? AND series_id = ?"
        return int(self._engine.rows(sql, (account_id, series_id))[0][0])

    def hashtag_uses(self, limit: int = 1000) -> list[Use]:
        """The hashtags of the notes made last that have any, newest first."""
        sql = (
            "SELECT n.account_id, n.series_id, x.hashtags FROM note_text x JOIN note n ON n.id = x.note_id"
            " WHERE x.hashtags <> '' ORDER BY x.note_id DESC LIMIT ?"
        )
        return [Use._make(row) for row in self._engine.rows(sql, (limit,))]

    def recent_hashtags(self, account_id: int, but: int, limit: int) -> list[str]:
        """The hashtag texts of an account's last notes by day, without note `but`; also of those without any."""
        sql = (
            "SELECT x.hashtags FROM note n JOIN note_text x ON x.note_id = n.id WHERE n.account_id = ?"
            " AND n.day IS NOT NULL AND n.id <> ? ORDER BY n.day DESC, n.minute DESC LIMIT ?"
        )
        return [row[0] for row in self._engine.rows(sql, (account_id, but, limit))]

    def offers(self, note_id: int) -> list[Offer]:
        """The offers a note speaks of, in the order of the team."""
        return self._linked(note_id, "offer", Offer)

    def keywords(self, note_id: int) -> list[Keyword]:
        """The keywords a note should be found by, in the order of the team."""
        return self._linked(note_id, "keyword", Keyword)

    def tags(self, note_id: int) -> list[Tag]:
        """The tags of a note, in the order of the team."""
        return self._linked(note_id, "tag", Tag)

    def _linked(self, note_id: int, noun: str, kind: type[Noun]) -> list[Noun]:
        columns = ", ".join(f'x."{name}"' for name in columns_of(kind))
        sql = (
            f"SELECT {columns} FROM note_{noun} l JOIN {noun} x ON x.id = l.{noun}_id"
            " WHERE l.note_id = ? ORDER BY x.position, x.id"
        )
        return [built(kind, row) for row in self._engine.rows(sql, (note_id,))]

    def using(self, noun: str, row_id: int, limit: int) -> list[Note]:
        """The last notes by day that refer to a row of the catalogue, themselves or by a link."""
        order = "ORDER BY {0}.day DESC, {0}.minute DESC, {0}.id DESC LIMIT ?"
        own = f"SELECT id FROM note WHERE {{}} = ? {order.format('note')}"
        linked = f"SELECT n.id FROM {{}} l JOIN note n ON n.id = l.note_id WHERE l.{{}} = ? {order.format('n')}"
        # Each part by itself takes no more than it must from its index; together they would all be sorted.
        parts = [
            f"SELECT id FROM ({own.format(column) if table == 'note' else linked.format(table, column)})"
            for table, column in schema.REFERENCES.get(noun, ())
            if table == "note" or LINKS.get(table) == "note"
        ]
        if not parts:
            return []
        where = f"n.id IN ({' UNION '.join(parts)}) {order.format('n')}"
        return self._notes(where, (*[row_id, limit] * len(parts), limit))

    def link_rows(self, note_id: int, noun: str) -> dict[int, int]:
        """Row ids of a note's links to offers, keywords or tags, by the id of what they link to."""
        sql = f"SELECT {noun}_id, id FROM note_{noun} WHERE note_id = ?"
        return dict(self._engine.rows(sql, (note_id,)))

    def pictures(self, note_id: int) -> list[Asset]:
        """A note's pictures in order."""
        sql = (
            f"SELECT {ASSET_COLUMNS} FROM note_asset x JOIN asset a ON a.id = x.asset_id"
            " WHERE x.note_id = ? ORDER BY x.position, x.id"
        )
        return [asset_of(row) for row in self._engine.rows(sql, (note_id,))]

    def first_pictures(self, ids: Sequence[int]) -> dict[int, Asset]:
        """The first picture of each note that has one."""
        sql = (
            f"SELECT x.note_id, {ASSET_COLUMNS} FROM note_asset x JOIN asset a ON a.id = x.asset_id"
            f" WHERE x.note_id IN ({marks(len(ids))}) ORDER BY x.position DESC, x.id DESC"
        )
        return {row[0]: asset_of(row[1:]) for row in self._engine.rows(sql, ids)}

    def likes(self, ids: Sequence[int]) -> dict[int, int]:
        """The newest known number of likes, by note id; notes without results are left out."""
        sql = (
            f"SELECT note_id, likes FROM result WHERE note_id IN ({marks(len(ids))}) AND likes IS NOT NULL"
            " ORDER BY as_of, id"
        )
        return dict(self._engine.rows(sql, ids))

    def covers(self, ids: Sequence[int], variant: str = "3:4") -> dict[int, Cover]:
        """Covers by note id."""
        sql = (
            'SELECT id, uid, note_id, variant, template, "values", picture_id, rendered_id FROM cover'
            f" WHERE variant = ? AND note_id IN ({marks(len(ids))})"
        )
        return {row[2]: Cover(*row) for row in self._engine.rows(sql, (variant, *ids))}
