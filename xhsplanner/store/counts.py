"""What is counted of notes for the rooms that show many: answered by indexes, whatever the number of notes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from xhsplanner.core.coverage import Pair, Tally
from xhsplanner.core.model import NOT_PLANNED, Status
from xhsplanner.core.month import DayCount
from xhsplanner.store import chain
from xhsplanner.store.engine import Engine, marks
from xhsplanner.store.filtering import DONE, Condition

PAIR = ("account_id", "series_id")
OF_INDEX = "+account_id IN ({})"
"""The plus keeps the index by day, which answers alone, from being left for the one by account."""


class Standing(NamedTuple):
    """As much of a dated note as an index knows."""

    id: int
    day: date
    minute: int | None
    status: Status


class Counts:
    """Counts of the notes of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def days(
        self, start: date, end: date, accounts: Collection[int], also: Condition | None = None
    ) -> dict[date, DayCount]:
        """How many notes each day of [start, end] has on these accounts; days without any are left out.

        `also` is a further condition on `note n`, as notes.matching makes one of a filter.
        """
        where, values = also or ("1", [])
        sql = (
            f"SELECT day, sum(status NOT IN ({marks(len(NOT_PLANNED))})), sum(status = ?) FROM note n"
            f" WHERE day BETWEEN ? AND ? AND {OF_INDEX.format(marks(len(accounts)))} AND {where} GROUP BY day"
        )
        span = (start.isoformat(), end.isoformat())
        rows = self._engine.rows(sql, (*sorted(NOT_PLANNED), Status.PUBLISHED.value, *span, *accounts, *values))
        return {date.fromisoformat(day): DayCount(*counted) for day, *counted in rows}

    def standing(
        self, start: date, end: date, accounts: Collection[int], also: Condition | None = None
    ) -> list[Standing]:
        """The notes of [start, end] on these accounts, in the order of notes.between; `also` as in `days`."""
        where, values = also or ("1", [])
        sql = (
            f"SELECT id, day, minute, status FROM note n WHERE day BETWEEN ? AND ?"
            f" AND {OF_INDEX.format(marks(len(accounts)))} AND {where} ORDER BY day, minute IS NULL, minute, id"
        )
        rows = self._engine.rows(sql, (start.isoformat(), end.isoformat(), *accounts, *values))
        days = {day: date.fromisoformat(day) for day in {row[1] for row in rows}}
        states = {status.value: status for status in Status}
        return [Standing(note_id, days[day], minute, states[state]) for note_id, day, minute, state in rows]

    def late(
        self, start: date, end: date, now: datetime, accounts: Collection[int], also: Condition | None = None
    ) -> int:
        """How many notes of [start, end] on these accounts are late at `now`; `also` as in `days`."""
        where, values = also or ("1", [])
        day, minute = now.date().isoformat(), now.hour * 60 + now.minute
        sql = (
            "SELECT count(*) FROM note n WHERE day BETWEEN ? AND ? AND (day < ? OR minute < ?)"
            f" AND status NOT IN ({marks(len(DONE))}) AND {OF_INDEX.format(marks(len(accounts)))} AND {where}"
        )
        last = min(end.isoformat(), day)
        done = [one.value for one in DONE]
        return int(self._engine.rows(sql, (start.isoformat(), last, day, minute, *done, *accounts, *values))[0][0])

    def tallies(
        self, start: date, end: date, today: date, pairs: Collection[Pair] | None = None
    ) -> dict[Pair, Tally]:
        """What coverage counts of each account and series in [start, end], or of some of these pairs.

        Pairs without a planned note in the range or up to `today` are left out.
        """
        every = "SELECT a.id AS a, s.id AS s FROM account a, (SELECT id FROM series UNION ALL SELECT NULL) s"
        some = None if pairs is None else " UNION ALL ".join(["SELECT ? AS a, ? AS s"] * len(pairs))
        here = "FROM note WHERE account_id = p.a AND series_id IS p.s AND day"
        planned = "status NOT IN ({})".format(", ".join(f"'{one.value}'" for one in sorted(NOT_PLANNED)))
        sql = (
            f"SELECT * FROM (SELECT p.a, p.s, (SELECT count(*) {here} BETWEEN ? AND ? AND {planned}) AS planned,"
            f" (SELECT count(*) {here} BETWEEN ? AND ? AND status = ?),"
            f" (SELECT max(day) {here} <= ? AND {planned}) AS last FROM ({some or every}) p)"
            " WHERE planned > 0 OR last IS NOT NULL"
        )
        span = (start.isoformat(), end.isoformat())
        given = [one for pair in pairs or () for one in pair]
        rows = self._engine.rows(sql, (*span, *span, Status.PUBLISHED, today.isoformat(), *given))
        return {
            (account, series): Tally(planned_, published, date.fromisoformat(last) if last else None)
            for account, series, planned_, published, last in rows
        }

    def pairs_written(self, op_id: int) -> set[Pair]:
        """Every account and series that the notes an op wrote had before it or have had since; empty without a log.

        Later ops count too: by the time one is heard of, the next may be committed.
        """
        sql = (
            "SELECT r.row_id, r.before, r.after FROM op_row w"
            " JOIN op_row r ON r.tbl = w.tbl AND r.row_id = w.row_id AND r.op_id >= w.op_id"
            " WHERE w.op_id = ? AND w.tbl = 'note'"
        )
        said: dict[int, list[Mapping[str, int | None]]] = {}
        for row_id, *texts in self._engine.rows(sql, (op_id,)):
            said.setdefault(row_id, []).extend(chain.values(text) for text in texts if text is not None)
        ids = list(said)
        sql = f"SELECT id, {', '.join(PAIR)} FROM note WHERE id IN ({marks(len(ids))})"
        for row_id, *values in self._engine.rows(sql, ids):
            said[row_id].append(dict(zip(PAIR, values, strict=True)))
        found: set[Pair] = set()
        for told in said.values():
            accounts, series = ({one[name] for one in told if name in one} for name in PAIR)
            found |= {(account, one) for account in accounts for one in series if account is not None}
        return found
