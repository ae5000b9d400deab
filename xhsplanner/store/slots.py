"""Reads of slots (固定栏位): the rules of recurring places, what was decided for days, what is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from xhsplanner.core import slots
from xhsplanner.core.planning import Place
from xhsplanner.store.engine import Engine


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


class Slots:
    """The slots of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def rows(self, archived: bool = False) -> list[SlotRow]:
        """Every slot by id; archived ones only when asked for."""
        sql = (
            "SELECT id, uid, account_id, series_id, rule, since, minute, holiday_policy, origin_id, archived,"
            " title, template_id FROM slot WHERE archived <= ? ORDER BY id"
        )
        return [
            SlotRow(*(*r[:5], date.fromisoformat(r[5]), r[6], slots.Policy(r[7]), r[8], bool(r[9]), *r[10:]))
            for r in self._engine.rows(sql, (int(archived),))
        ]

    def overrides(self) -> dict[int, list[slots.Override]]:
        """What was decided for single days, by slot id."""
        found: dict[int, list[slots.Override]] = {}
        sql = "SELECT slot_id, original_day, kind, day, minute, note_id FROM slot_override ORDER BY slot_id, id"
        for slot_id, original, kind, day, minute, note_id in self._engine.rows(sql):
            moved = date.fromisoformat(day) if day else None
            one = slots.Override(date.fromisoformat(original), slots.State(kind), moved, minute, note_id)
            found.setdefault(slot_id, []).append(one)
        return found

    def places(self, first: date, last: date, accounts: Collection[int] | None = None) -> list[Place]:
        """The open places that stand on `first` … `last`, by day, minute, slot: neither filled nor cancelled."""
        decided = self.overrides()
        found = [
            Place(
                row.id, row.account_id, row.series_id, one.original, one.day, one.minute, row.title, row.template_id
            )
            for row in self.rows()
            if accounts is None or row.account_id in accounts
            for one in slots.occurrences(row.slot, first, last, decided.get(row.id, ()))
            if one.state in (slots.State.OPEN, slots.State.MOVED)
        ]
        return sorted(found, key=lambda one: (one.day, one.minute is None, one.minute or 0, one.slot_id))
