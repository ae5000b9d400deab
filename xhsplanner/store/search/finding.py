"""Finding notes: the index says which may be meant, newest first; where it cannot be sure their texts are read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from time import perf_counter
from typing import Any, NamedTuple

from xhsplanner.core import clock
from xhsplanner.core.errors import Refused
from xhsplanner.core.excerpt import Excerpt, cut
from xhsplanner.core.filter import Filter
from xhsplanner.core.finding import Findable, Wanted
from xhsplanner.core.model import Note, Status
from xhsplanner.core.query import Condition, Query, parse
from xhsplanner.core.text import plain, whole
from xhsplanner.store import filtering
from xhsplanner.store.engine import CHUNK, Engine, chunks, marks
from xhsplanner.store.search.entries import DAMAGED, WHOLE, Health, Texts, below, corrupt, held

NEWEST = 2000
"""Matches looked at, newest by id: sorting them by day stays under a millisecond at a million notes."""
SURE = 2
"""Characters of a term that the index alone answers."""
ASKED = 24
"""Grams of one search that the index is asked for: what is left of a pasted page is found in the texts."""
FEW = 50
"""Texts read at a time to make sure."""
COUNTED, READ, SAMPLE = 10_000, 400, 100
"""Matches counted at most; how many texts are read for a count to be exact, and for it to be about right."""

READING = ("findings",)
"""Values of `has` that are reckoned note by note."""
NOUNS = {"account": "accounts", "series": "series", "owner": "owners", "persona": "personas", "tag": "tags",
         "keyword": "keywords"}  # fmt: skip
"""Keys that name rows, and the condition of a Filter they are."""
TABLE = {"owner": "member"}
Sql = tuple[str, list[Any]]


class Slow(Exception):  # noqa: N818 (names the state of the search)
    """It takes longer than it may here: to be asked again where that does not matter."""


class Count(NamedTuple):
    """How many notes were found: `n` at least where there are `more`, about so many where it is not `exact`."""

    n: int
    more: bool = False
    exact: bool = True


class Found(NamedTuple):
    """What a search box shows: some notes, how many there are, and where those hold it whose title does not."""

    notes: list[Note]
    many: Count
    excerpts: dict[int, Excerpt]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and what of it SQL can tell: a condition on `note n`."""

    query: Query
    sql: str
    values: list[Any]
    until: float | None = None
    """The moment from which on it is Slow."""

    def hurry(self) -> None:
        """Raises Slow where there is no more time."""
        if self.until is not None and perf_counter() > self.until:
            raise Slow

    @property
    def expression(self) -> str:
        """What the index is asked for; each gram quoted, so no input is ever syntax."""
        wanted: dict[str, None] = {}
        for run in (run for term in self.query.terms for run in term.split(" ")):
            wanted.update(dict.fromkeys(map("".join, pairwise(run)) if len(run) > 1 else [run]))
        return " AND ".join('"' + gram.replace('"', '""') + '"' for gram in list(wanted)[:ASKED])

    @property
    def sure(self) -> bool:
        """Whether every note that the index names is meant."""
        return not self.query.without and all(len(t) <= SURE and " " not in t for t in self.query.terms)

    def holds(self, text: str) -> bool:
        """Whether a note of this text is meant."""
        wanted, without = self.query.terms, self.query.without
        return all(term in text for term in wanted) and not any(term in text for term in without)


def ask(engine: Engine, text: str, within: float | None = None) -> Asked:
    """Understand what is typed: names are looked up here. Raises Slow for what SQLite reads every note for."""
    query = parse(whole(text), clock.today())
    if within is not None and any(one.value in READING for one in query.conditions if one.key == "has"):
        raise Slow
    parts = [_condition(engine, one) for one in query.conditions]
    sql, values = " AND ".join(sql for sql, _ in parts) or "1", [v for _, values in parts for v in values]
    return Asked(query, sql, values, None if within is None else perf_counter() + within)


def find(engine: Engine, text: str, limit: int, health: Health, within: float | None = None) -> list[int]:
    """Ids of notes that hold every word of `text` and are what it asks for, latest day first.

    Where the index turns out damaged, or is being built again, the notes themselves are read: slower, and right.
    Raises Slow where that takes more than `within` seconds.
    """
    asked = ask(engine, text, within)
    if not asked.query:
        return []
    if not asked.query.terms:
        return _in_order(engine, _by_condition(engine, asked, limit), limit)
    if asked.sure and (found := _at_once(engine, asked, limit, health)) is not None:
        return found
    wanted: list[int] = []
    for some, _of in _meant(engine, asked, health):
        wanted += some
        if len(wanted) >= max(limit, FEW) or len(wanted) >= NEWEST:
            break
    return _in_order(engine, wanted, limit)


def count(engine: Engine, text: str, health: Health, most: int = COUNTED, within: float | None = None) -> Count:
    """How many notes `find` would find. Of words of three characters and more, many are about so many."""
    asked = ask(engine, text, within)
    if not asked.query:
        return Count(0)
    if not asked.query.terms and not asked.query.without:
        n = len(engine.rows(f"SELECT 1 FROM note n WHERE {asked.sql} LIMIT ?", (*asked.values, most + 1)))
        return Count(min(n, most), n > most)
    state = _state(engine, health)
    if state == WHOLE and asked.query.terms:
        try:
            n = int(engine.rows(*_indexed(asked, "count(*)", most + 1))[0][0])
        except Refused as refusal:
            _noted(refusal, health)
        else:
            if asked.sure:
                return Count(min(n, most), n > most)
            if n > READ:
                return _about(engine, asked, n, most, health)
    found = 0
    for some, _of in _meant(engine, asked, health):
        found += len(some)
        if found > most:
            return Count(most, True)
    return Count(found)


def _about(engine: Engine, asked: Asked, n: int, most: int, health: Health) -> Count:
    """Of so many that may be meant as large a part as of the newest."""
    read = right = 0
    for some, of in _meant(engine, asked, health):
        read, right = read + of, right + len(some)
        if read >= SAMPLE:
            break
    if n > most and right == read:
        return Count(most, True)
    return Count(round(min(n, most) * right / max(1, read)), exact=False)


def excerpts(engine: Engine, text: str, ids: Sequence[int]) -> dict[int, Excerpt]:
    """Where each of these notes holds what is looked for; none of what its title alone holds."""
    terms = parse(whole(text), clock.today()).terms
    found = {}
    for note_id, parts in Texts.read(engine, ids).fields().items() if terms else ():
        title, *others = parts or [""]
        missing = [term for term in terms if term not in plain(title)]
        # What the title lacks comes first; what it holds is painted there.
        for part in others if missing else ():
            if shown := cut(part, missing):
                found[note_id] = shown
                break
    return found


def _state(engine: Engine, health: Health) -> int:
    return DAMAGED if health.state == "damaged" else below(engine)


def _noted(refusal: Refused, health: Health) -> None:
    if not corrupt(refusal.__cause__):
        raise refusal
    health.state = "damaged"


def _indexed(
    asked: Asked, columns: str, limit: int, before: int | None = None, newest: bool = False
) -> tuple[str, list[Any]]:
    """The query of the index, of `columns` of at most `limit` notes."""
    also = "" if before is None else " AND rowid < ?"
    order = " ORDER BY rowid DESC" if newest else ""
    values: list[Any] = [asked.expression] + ([] if before is None else [before])
    inner = f"SELECT rowid AS id FROM note_search WHERE note_search MATCH ?{also}{order}"
    if asked.sql != "1":
        inner = f"SELECT n.id FROM ({inner}) s CROSS JOIN note n ON n.id = s.id WHERE {asked.sql}"
        values += asked.values
    return f"SELECT {columns} FROM ({inner} LIMIT ?)", [*values, limit]


def _at_once(engine: Engine, asked: Asked, limit: int, health: Health) -> list[int] | None:
    """What the index alone can tell; None where it cannot."""
    if _state(engine, health) != WHOLE:
        return None
    inner, values = _indexed(asked, "id", max(limit, NEWEST), newest=True)
    sql = f"SELECT n.id FROM ({inner}) m JOIN note n ON n.id = m.id ORDER BY n.day DESC, n.id DESC LIMIT ?"
    try:
        return [row[0] for row in engine.rows(sql, (*values, limit))]
    except Refused as refusal:
        _noted(refusal, health)
        return None


def _meant(engine: Engine, asked: Asked, health: Health) -> Iterator[tuple[list[int], int]]:
    """Ids of the notes that are meant, newest first, out of so many at a time: by the index, then what it lacks."""
    state, last = _state(engine, health), None
    if state != DAMAGED and asked.query.terms:
        step = FEW
        while True:
            try:
                rows = engine.rows(*_indexed(asked, "id", step, last, newest=True))
            except Refused as refusal:
                _noted(refusal, health)
                state = DAMAGED
                break
            ids = [row[0] for row in rows]
            if not ids:
                break
            last = ids[-1]
            asked.hurry()
            yield _made_sure(engine, asked, ids), len(ids)
            step = min(2 * step, CHUNK)
    if state != WHOLE or not asked.query.terms:
        first = last if state == DAMAGED else state if asked.query.terms else None
        yield from _read_through(engine, asked, first)


def _read_through(engine: Engine, asked: Asked, first: int | None) -> Iterator[tuple[list[int], int]]:
    """Note by note, without the index, from below `first`: 0.2 s for 10,000."""
    sql = f"SELECT n.id FROM note n WHERE n.id < ? AND {asked.sql} ORDER BY n.id DESC LIMIT {CHUNK}"
    before = first if first is not None else int(engine.rows("SELECT COALESCE(max(id), 0) + 1 FROM note")[0][0])
    while rows := engine.rows(sql, (before, *asked.values)):
        ids = [row[0] for row in rows]
        asked.hurry()
        yield _made_sure(engine, asked, ids), len(ids)
        before = ids[-1]


def _made_sure(engine: Engine, asked: Asked, ids: Sequence[int]) -> list[int]:
    """Those of some notes whose text is as asked for."""
    fields = Texts.read(engine, ids).fields()
    return [note_id for note_id in ids if note_id in fields and asked.holds(held(fields[note_id]))]


def among(engine: Engine, text: str, ids: Sequence[int]) -> set[int]:
    """Those of some notes that `text` asks for. Only their texts are read, however many notes there are."""
    asked, found = ask(engine, text), set[int]()
    for part in chunks(ids):
        sql = f"SELECT n.id FROM note n WHERE n.id IN ({marks(len(part))}) AND {asked.sql}"
        rows = engine.rows(sql, (*part, *asked.values))
        found.update(_made_sure(engine, asked, [row[0] for row in rows]))
    return found


def _by_condition(engine: Engine, asked: Asked, limit: int) -> list[int]:
    """Notes that only conditions are asked of."""
    if asked.query.without:
        found: list[int] = []
        for some, _of in _read_through(engine, asked, None):
            found += some
            if len(found) >= max(limit, FEW):
                break
        return found
    sql = f"SELECT n.id FROM note n WHERE {asked.sql} ORDER BY n.day DESC, n.id DESC LIMIT ?"
    return [row[0] for row in engine.rows(sql, (*asked.values, limit))]


def _in_order(engine: Engine, ids: Sequence[int], limit: int) -> list[int]:
    """Latest day first."""
    days: dict[int, str] = {}
    for part in chunks(ids):
        days |= dict(engine.rows(f"SELECT id, COALESCE(day, '') FROM note WHERE id IN ({marks(len(part))})", part))
    return sorted(days, key=lambda note: (days[note], note), reverse=True)[:limit]


# Conditions


def _condition(engine: Engine, one: Condition) -> Sql:
    sql, values = _wanted(engine, one)
    return (sql, values) if one.wanted else (f"({sql}) IS NOT TRUE", values)


def _wanted(engine: Engine, one: Condition) -> Sql:
    if one.key in NOUNS:
        ids = _named(engine, TABLE.get(one.key, one.key), one.value)
        return filtering.CONDITIONS[NOUNS[one.key]](ids) if ids else ("0", [])
    if one.key == "status":
        return filtering.where(Filter(statuses=frozenset({Status(one.value)})))
    if one.days is not None:
        return _DATED[one.key](*one.days)
    return _OF_VALUE[one.value]()


_DATED: dict[str, Callable[[date, date], Sql]] = {
    "before": lambda first, _last: ("n.day < ?", [first.isoformat()]),
    "after": lambda _first, last: ("n.day >= ?", [(last + timedelta(1)).isoformat()]),
    "on": lambda first, last: ("n.day BETWEEN ? AND ?", [first.isoformat(), last.isoformat()]),
}
_OF_VALUE: dict[str, Callable[[], Sql]] = {
    "cover": lambda: filtering.where(Filter(covered=True)),
    "picture": lambda: ("EXISTS (SELECT 1 FROM note_asset WHERE note_id = n.id)", []),
    "findings": lambda: filtering.where(Filter(flawed=True)),
    "video": lambda: ("n.kind = '视频'", []),
    "link": lambda: ("n.link <> ''", []),
    "day": lambda: ("n.day IS NOT NULL", []),
    "late": lambda: filtering.where(Filter(late=True)),
}


def _named(engine: Engine, table: str, typed: str) -> list[int]:
    """Rows of a name: that name, or else those that hold it, or else those it spells in pinyin."""
    known = [(row[0], row[1], plain(row[1])) for row in engine.rows(f"SELECT id, name FROM {table}")]
    value = plain(typed)
    for fits in (value.__eq__, lambda name: value in name):
        if found := [row_id for row_id, _name, name in known if fits(name)]:
            return found
    wanted = Wanted.of(value)
    return [row_id for row_id, name, _plain in known if wanted.fits(Findable.of(name)) is not None]
