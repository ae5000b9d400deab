"""Synthetic workspaces: as many notes as one likes, written like a team's of many years, for measuring.

Bodies are made of some thousand different lines, whose search tokens are cut once: a million notes take minutes.
"""

import random
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from xhsplanner.core import resources
from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp, today
from xhsplanner.core.model import CoverState, Status
from xhsplanner.core.text import grams, plain
from xhsplanner.ops import notes as note_ops
from xhsplanner.ops import workspace
from xhsplanner.ops.catalog import insert_named
from xhsplanner.ops.notes import FIRST_CODE
from xhsplanner.store.history import Op
from xhsplanner.store.search.entries import KEPT, sum_of
from xhsplanner.store.store import Store

Drawn = TypeVar("Drawn")
LENGTH = 300
"""Characters of a body, at least; the last line is left whole."""
LINES, TITLES, TAGS = 6000, 40_000, 500
"""So many different lines, titles and rows of hashtags there are."""
BUSY = {11: 1.3, 12: 1.3}
"""Months in which more goes out, and how much more."""
BATCH = 25_000
"""Notes in one transaction, so that a million need neither a million tuples nor gigabytes of log."""
NUMBERED = 2
"""Every second series counts its episodes."""
TARGETS = 6
"""So many series of each account have a target."""
SLOTS = {
    "city": "cities", "place": "places", "thing": "things", "act": "acts", "word": "words", "who": "who",
    "when": "when",
}  # fmt: skip
PLANNED, IMPORTED, WITH_KEYWORD = 0.95, 0.4, 0.1
"""Shares of what is still to come that has a day, and of notes that came from a schedule or have a keyword."""
WORTH_A_PROCESS, MADE_AHEAD = 5, 2
"""From so many batches on a second process makes them; so many wait for the writer."""
AHEAD_STATUSES = (Status.TODO, Status.DRAFTING, Status.REVIEW, Status.APPROVED)


class Piece(NamedTuple):
    """A piece of text, how search compares it, and what its index keeps of it."""

    text: str
    plain: str
    grams: frozenset[str]


NOTHING = Piece("", "", frozenset())


def _cut(text: str) -> Piece:
    return Piece(text, plain(text), frozenset(grams(text)))


@dataclass(frozen=True)
class Stock:
    """What notes are drawn from: pieces of text, and row ids of the catalogue."""

    titles: Sequence[Piece]
    lines: Sequence[Piece]
    tags: Sequence[Piece]
    remarks: Sequence[Piece]
    accounts: Sequence[int]
    series: Sequence[tuple[int, str, bool]]
    """Id, cover template, and whether its notes are numbered."""
    members: Sequence[int]
    keywords: Sequence[tuple[int, Piece]]


def synthetic(
    store: Store,
    notes: int,
    *,
    accounts: int = 4,
    series: int | None = None,
    days: int = 365,
    ahead: int | None = None,
    edits: int = 0,
    seed: int = 1,
) -> Change | None:
    """Fill an empty workspace with notes spread over `days`, of which `ahead` (half) lie after today.

    `series`: how many, those of the sample where it is not given. The notes are written past the op-log, so they
    cannot be undone; then a member makes `edits` logged edits of what is not published.
    """
    chance = random.Random(seed)
    after = days // 2 if ahead is None else ahead
    start = today() - timedelta(days=days - after)
    with store.op("workspace.synthetic", logged=False, n=notes) as op:
        stock = _stock(store, op, chance, accounts, series, min(TITLES, notes))
    spread = sorted(_days(start, days, notes, chance))
    batches = [(first + 1, spread[first : first + BATCH]) for first in range(0, notes, BATCH)]
    with store.engine.hurried():
        for rows, entries in _made(Maker(stock, today(), seed), batches):
            with store.engine.transaction():
                for table, columns in COLUMNS.items():
                    store.engine.insert_many(table, columns, rows[table])
                store.engine.reindex(entries)
                store.engine.insert_many("note_search_entry", KEPT, rows["entry"])
    if edits:
        _work(store, stock, edits, chance)
    return op.change


def _days(start: date, days: int, notes: int, chance: random.Random) -> list[date]:
    span = [start + timedelta(n) for n in range(days)]
    ends = list(accumulate(BUSY.get(day.month, 1.0) for day in span))
    return [span[bisect_right(ends, chance.random() * ends[-1])] for _ in range(notes)]


# What notes are made of


def _stock(store: Store, op: Op, chance: random.Random, accounts: int, series: int | None, titles: int) -> Stock:
    words = resources.toml("demo", "synthetic.toml")
    cities = [words["cities"][n % len(words["cities"])] for n in range(accounts)]
    banks = [
        insert_named(store, op, "account", {"name": f"{city}分行 {n}", "initial": city[:1]})
        for n, city in enumerate(cities, 1)
    ]
    columns = _series(words, series)
    ids = [insert_named(store, op, "series", dict(row)) for row in columns]
    members = [
        insert_named(store, op, "member", {"name": f"{one}编辑", "role": "editor"}) for one in words["surnames"]
    ]
    keywords = [(insert_named(store, op, "keyword", {"name": one}), _cut(one)) for one in words["words"]]
    for place, bank in enumerate(banks):
        for n in range(min(TARGETS, len(ids))):
            wanted = {"account_id": bank, "series_id": ids[(place + n) % len(ids)], "per_week": float(1 + n % 3)}
            op.insert("target", wanted)
    sample = [text for rows in resources.toml("demo", "notes.toml")["notes"].values() for _, text in rows]
    known = [line for text in sample for line in text.split("\n")]
    lines = [*known, *(_filled(words["lines"], words, chance) for _ in range(LINES))]
    tags = [" ".join(f"#{tag}" for tag in chance.sample(words["hashtags"], 3)) for _ in range(TAGS)]
    return Stock(
        [_cut(_filled(words["titles"], words, chance)) for _ in range(titles)],
        [_cut(line) for line in dict.fromkeys(lines)],
        [_cut(tag) for tag in tags],
        [_cut(remark) for remark in words["remarks"]],
        banks,
        [(i, row["template"], bool(row.get("numbered"))) for i, row in zip(ids, columns, strict=True)],
        members,
        keywords,
    )


def _series(words: Mapping[str, Any], count: int | None) -> list[dict[str, Any]]:
    """The sample's series, and where more are wanted others of the same kinds."""
    sample = resources.toml("demo", "series.toml")["series"]
    names = [f"{subject}{form}" for form in words["forms"] for subject in words["subjects"]]
    more = [{**sample[n % len(sample)], "name": name} for n, name in enumerate(names)]
    rows = [*sample, *more][: len(sample) if count is None else count]
    return [{**row, "numbered": n % NUMBERED == 0} for n, row in enumerate(rows)]


def _filled(patterns: Sequence[str], words: Mapping[str, Any], chance: random.Random) -> str:
    fills: dict[str, Any] = {slot: chance.choice(words[name]) for slot, name in SLOTS.items()}
    numbers = {"n": chance.randrange(2, 10), "m": chance.randrange(10, 100), "k": chance.randrange(100, 1000)}
    return chance.choice(patterns).format(**fills, **numbers)


# Making them

Batch = tuple[int, Sequence[date]]
Rows = dict[str, list[tuple[Any, ...]]]
Entries = list[tuple[int, None, str]]


def _made(maker: "Maker", batches: Sequence[Batch]) -> Iterator[tuple[Rows, Entries]]:
    """The rows of each batch. Where there are many, a second process makes the next while this one writes."""
    if len(batches) < WORTH_A_PROCESS:
        yield from (maker.batch(*batch) for batch in batches)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(1, get_context("spawn"), _set_up, (maker,)) as process:
        waiting: deque[Future[tuple[Rows, Entries]]] = deque()
        for batch in batches:
            waiting.append(process.submit(_batch, *batch))
            if len(waiting) > MADE_AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_held: list["Maker"] = []
"""In the second process: its maker."""


def _set_up(maker: "Maker") -> None:
    _held[:] = [maker]


def _batch(first: int, days: Sequence[date]) -> tuple[Rows, Entries]:
    return _held[0].batch(first, days)


class Maker:
    """Makes notes with all that belongs to them, as rows of the tables. Batches come in the order of their ids."""

    def __init__(self, stock: Stock, now: date, seed: int) -> None:
        self._stock, self._today, self._chance = stock, now, random.Random(seed)
        self._episodes: dict[tuple[int, int], int] = {}
        self._topic = self._uids = 0
        self._topic_title = NOTHING

    def batch(self, first: int, days: Sequence[date]) -> tuple[Rows, Entries]:
        """Notes with ids from `first` on, one for each day, and their search entries."""
        rows: Rows = {table: [] for table in (*COLUMNS, "entry")}
        entries = [self._note(note_id, day, rows) for note_id, day in enumerate(days, first)]
        return rows, entries

    def _uid(self) -> str:
        """Rising, so that an index grows at its end: random ones had each batch write all of three indexes anew."""
        self._uids += 1
        return f"{self._uids:012x}{self._chance.getrandbits(80):020x}"

    def _one(self, of: Sequence[Drawn]) -> Drawn:
        return of[int(self._chance.random() * len(of))]  # choice() takes five times as long

    def _note(self, note_id: int, day: date, rows: Rows) -> tuple[int, None, str]:
        draw, stock = self._chance.random, self._stock
        series, template, numbered = self._one(stock.series)
        account, status, title = self._one(stock.accounts), self._status(day), self._one(stock.titles)
        remark = self._one(stock.remarks) if draw() < 0.02 else NOTHING
        tags, body = self._one(stock.tags), self._body()
        made, minute = (day - timedelta(days=1 + int(draw() * 60))).isoformat(), 420 + 15 * int(draw() * 56)
        planned = day <= self._today or draw() < PLANNED
        out = status is Status.PUBLISHED
        cover = CoverState.DONE if out else CoverState.NONE if status is Status.TODO else CoverState.IN_PROGRESS
        rows["note"].append((
            note_id, self._uid(), f"A-{FIRST_CODE + note_id}", account, title.text,
            day.isoformat() if planned else None, minute if planned else None, series,
            self._episode(account, series) if numbered else None, self._topic_of(note_id, title, rows),
            status.value, self._one(stock.members), cover.value, remark.text,
            f"https://example.com/explore/{note_id:024x}" if out else "",
            f"{day.isoformat()}T{minute // 60:02}:{minute % 60:02}:00.000" if out else None,
            f"{made[:7]}.xlsx!{made[5:7]}月!R{note_id % 400}" if draw() < IMPORTED else "", f"{made}T09:00:00.000",
        ))  # fmt: skip
        rows["note_text"].append((self._uid(), note_id, "\n".join([line.text for line in body]), tags.text))
        if status is not Status.TODO:
            rows["cover"].append((self._uid(), note_id, template, cover.value))
        keyword = NOTHING
        if draw() < WITH_KEYWORD:
            keyword_id, keyword = self._one(stock.keywords)
            rows["note_keyword"].append((self._uid(), note_id, keyword_id))
        topic = self._topic_title if rows["note"][-1][9] is not None else NOTHING
        code = _cut(f"A-{FIRST_CODE + note_id}")
        pieces = (title, remark, code, topic, *body, tags, keyword)
        found = code.grams.union(*[one.grams for one in pieces])
        text = " ".join([line.plain for line in body])
        held = (title.plain, remark.plain, code.plain, topic.plain, text, tags.plain, keyword.plain)
        rows["entry"].append((note_id, len(found), sum_of("\n".join([part for part in held if part]))))
        return note_id, None, " ".join(found)

    def _body(self) -> list[Piece]:
        body, length = [], -1
        while length < LENGTH:
            line = self._one(self._stock.lines)
            body.append(line)
            length += len(line.text) + 1
        return body

    def _episode(self, account: int, series: int) -> int:
        number = self._episodes[account, series] = self._episodes.get((account, series), 0) + 1
        return number

    def _topic_of(self, note_id: int, title: Piece, rows: Rows) -> int | None:
        """Of fifty notes in a row three are of one topic, told on several accounts."""
        place = note_id % 50
        if place == 1:
            self._topic += 1
            self._topic_title = title
            rows["topic"].append((self._topic, self._uid(), title.text))
        return self._topic if 1 <= place <= 3 and self._topic else None

    def _status(self, day: date) -> Status:
        """What is past is out, but for a few that were called off or forgotten; what comes is on its way."""
        if day < self._today:
            luck = self._chance.random()
            if luck < 0.97:
                return Status.PUBLISHED
            return Status.CANCELLED if luck < 0.995 else Status.APPROVED
        return AHEAD_STATUSES[int(self._chance.random() * len(AHEAD_STATUSES))]


COLUMNS: dict[str, tuple[str, ...]] = {
    "topic": ("id", "uid", "title"),
    "note": (
        "id", "uid", "code", "account_id", "title", "day", "minute", "series_id", "episode", "topic_id", "status",
        "owner_id", "cover_state", "remark", "link", "published_at", "source", "created_at",
    ),
    "note_text": ("uid", "note_id", "body", "hashtags"),
    "cover": ("uid", "note_id", "template", "state"),
    "note_keyword": ("uid", "note_id", "keyword_id"),
}  # fmt: skip
"""What is written of each table, in an order that satisfies references."""


# Working with them


def _work(store: Store, stock: Stock, edits: int, chance: random.Random) -> None:
    """Edits as a team makes them: words and days mostly, a status now and then, some of it taken back."""
    here = store.notes.between(today(), today() + timedelta(days=90))
    free = [note.id for note in here if not note.locked][:edits]
    before, store.actor = store.actor, stock.members[0]
    for n in range(edits if free else 0):
        note_id = free[chance.randrange(len(free))]
        match n % 10:
            case 0 | 1 | 2:
                note_ops.move(store, [note_id], day=today() + timedelta(days=1 + chance.randrange(60)))
            case 3 | 4 | 5 | 6:
                note_ops.edit(store, note_id, title=chance.choice(stock.titles).text)
            case 7:
                note_ops.edit(store, note_id, body="\n".join(line.text for line in chance.sample(stock.lines, 18)))
            case 8:
                note_ops.edit(store, note_id, remark=f"{chance.choice(stock.remarks).text} {stamp()}")
            case _:
                workspace.undo(store)
    store.actor = before
