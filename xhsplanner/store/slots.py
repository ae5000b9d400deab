"""Reads of slots (固定栏位): the rules of recurring places, what was decided for days, what is open."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xhsplanner.core import slots
from xhsplanner.core.planning import Place
from xhsplanner.core.slots import Occurrence, Override, State
from xhsplanner.core.slots.missed import Gap
from xhsplanner.store.engine import Engine, chunks, marks

_SLOT = (
    "SELECT id, uid, account_id, series_id, rule, since, minute, holiday_policy, origin_id, archived, title,"
    " template_id FROM slot"
)
_IN_USE = (
    "NOT archived AND account_id NOT IN (SELECT id FROM account WHERE archived)"
    " AND (series_id IS NULL OR series_id NOT IN (SELECT id FROM series WHERE archived))"
)
_OVERRIDE = "SELECT slot_id, original_day, kind, day, minute, note_id FROM slot_override"


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot as it is kept: `rule` from the day `since` on, for an account and perhaps a series."""

    id: int
    uid: str
    account_id: int
    series_id: int | None
    rule: str
    since: date
    minute: int | None
    policy: slots.Policy
    origin_id: int | None
    archived: bool
    title: str
    template_id: int | None

    @property
    def slot(self) -> slots.Slot:
        """What core/slots reckons with."""
        return slots.Slot(self.rule, self.since, self.minute, self.policy)


def _override(row: Sequence[Any]) -> Override:
    original, kind, day, minute, note_id = row
    moved = date.fromisoformat(day) if day else None
    return Override(date.fromisoformat(original), State(kind), moved, minute, note_id)


class Slots:
    """The slots of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _rows(self, where: str, params: Sequence[Any]) -> list[SlotRow]:
        return [
            SlotRow(*(*r[:5], date.fromisoformat(r[5]), r[6], slots.Policy(r[7]), r[8], bool(r[9]), *r[10:]))
            for r in self._engine.rows(f"{_SLOT} WHERE {where} ORDER BY id", params)
        ]

    def rows(self, archived: bool = False) -> list[SlotRow]:
        """Every slot by id; archived ones only when asked for."""
        return self._rows("archived <= ?", (int(archived),))

    def row(self, slot_id: int) -> SlotRow | None:
        """One slot, archived or not."""
        return next(iter(self._rows("id = ?", (slot_id,))), None)

    def overrides(self, slot_ids: Collection[int] | None = None) -> dict[int, list[Override]]:
        """What was decided for single days, by slot id; of these slots, or of all."""
        where = "1" if slot_ids is None else f"slot_id IN ({marks(len(slot_ids))})"
        return self._decided(f"{where} ORDER BY slot_id, original_day", list(slot_ids or ()))

    def _decided(self, where: str, params: Sequence[Any]) -> dict[int, list[Override]]:
        found: dict[int, list[Override]] = {}
        for row in self._engine.rows(f"{_OVERRIDE} WHERE {where}", params):
            found.setdefault(row[0], []).append(_override(row[1:]))
        return found

    def override_ids(self, slot_id: int) -> dict[date, int]:
        """The rows of a slot's overrides by the day of its rule."""
        sql = "SELECT original_day, id FROM slot_override WHERE slot_id = ?"
        return {date.fromisoformat(day): row for day, row in self._engine.rows(sql, (slot_id,))}

    def filled_by(self, note_ids: Collection[int]) -> dict[int, tuple[int, date]]:
        """Note id → the slot and the day of its rule that it fills."""
        return {
            note: (slot, date.fromisoformat(day))
            for part in chunks(list(note_ids))
            for note, slot, day in self._engine.rows(
                f"SELECT note_id, slot_id, original_day FROM slot_override WHERE note_id IN ({marks(len(part))})",
                part,
            )
        }

    # What stands where

    def standing(
        self, first: date, last: date, accounts: Collection[int] | None = None
    ) -> Iterator[tuple[SlotRow, Occurrence]]:
        """Every occurrence on `first` … `last` of the slots in use, whatever became of it; slot by slot.

        Read are the slots that can have begun by then, and what was decided for days near enough to matter.
        """
        earliest, latest = (day.isoformat() for day in slots.reach(slots.Policy.AFTER, first, last))
        moved = (first.isoformat(), last.isoformat())
        begun = "since <= ? OR id IN (SELECT slot_id FROM slot_override WHERE day BETWEEN ? AND ?)"
        rows = [
            row
            for row in self._rows(f"{_IN_USE} AND ({begun})", (latest, *moved))
            if accounts is None or row.account_id in accounts
        ]
        if not rows:
            return
        near = (
            "slot_id IN (SELECT id FROM slot WHERE NOT archived) AND original_day BETWEEN ? AND ?"
            " OR day BETWEEN ? AND ?"
        )
        decided = self._decided(near, (earliest, latest, *moved))
        for row in rows:
            for occurrence in slots.occurrences(row.slot, first, last, decided.get(row.id, ())):
                yield row, occurrence

    def places(self, first: date, last: date, accounts: Collection[int] | None = None) -> list[Place]:
        """The open places that stand on `first` … `last`, by day, minute, slot: neither filled nor cancelled."""
        found = [
            place_of(row, occurrence)
            for row, occurrence in self.standing(first, last, accounts)
            if occurrence.state in (State.OPEN, State.MOVED)
        ]
        return sorted(found, key=lambda place: (place.day, place.minute is None, place.minute or 0, place.slot_id))

    def place(self, slot_id: int, original: date) -> Place | None:
        """One open place by its slot and the day of the rule; None where there is none, or open no more."""
        row = self.row(slot_id)
        if row is None or row.archived:
            return None
        decided = {one.original: one for one in self.overrides([slot_id]).get(slot_id, ())}
        found = slots.occurrence(row.slot, original, decided.get(original))
        return place_of(row, found) if found and found.state in (State.OPEN, State.MOVED) else None

    def missed(self, today: date, weeks: int, accounts: Collection[int] | None = None) -> list[Place]:
        """The places of the `weeks` before `today` that passed neither filled nor skipped."""
        return self.places(today - timedelta(weeks=weeks), today - timedelta(days=1), accounts)

    def episode_gaps(self) -> list[Gap]:
        """Numbers that numbered series in use left out, by series and account."""
        sql = """SELECT series_id, account_id, episode, follower FROM (
                SELECT n.series_id, n.account_id, n.episode,
                    lead(n.episode) OVER (PARTITION BY n.series_id, n.account_id ORDER BY n.episode) AS follower
                FROM note n JOIN series s ON s.id = n.series_id
                WHERE n.episode IS NOT NULL AND s.numbered AND NOT s.archived)
            WHERE follower > episode + 1 ORDER BY 1, 2, 3"""
        return [Gap(series, account, low + 1, high - 1) for series, account, low, high in self._engine.rows(sql)]


def place_of(row: SlotRow, occurrence: Occurrence) -> Place:
    """An occurrence as a place of the plan."""
    return Place(
        row.id,
        row.account_id,
        row.series_id,
        occurrence.original,
        occurrence.day,
        occurrence.minute,
        row.title,
        row.template_id,
    )
