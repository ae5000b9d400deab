"""What a person can do to slots (固定栏位): the rule of all, this and what follows, or one place of the plan.

What is decided for one place is a row of slot_override, and so is which note fills it: the only link there is.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from xhsplanner.core import slots
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.slots import Override, Policy, State
from xhsplanner.core.words import t
from xhsplanner.ops.notes import stored
from xhsplanner.ops.slot_places import slot_of
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.slots import SlotRow
from xhsplanner.store.store import Store

FIELDS = frozenset({"account_id", "series_id", "rule", "since", "minute", "holiday_policy", "title", "template_id"})
ONCE = "FREQ=DAILY;COUNT=1"
"""The rule of a single place that its slot has left."""
LONGEST_RULE = 2000
_RULE = re.compile(r"(?:^|[;:])\s*FREQ=(?:SECOND|MINUTE|HOUR|DAI|WEEK|MONTH|YEAR)LY\b", re.IGNORECASE)
_NEVER = re.compile(r"(?:^|;)\s*(?:COUNT|INTERVAL)\s*=\s*0+\s*(?:;|$)", re.IGNORECASE)
"""A rule that is none, as opposed to one that is only not understood."""


def called(store: Store, row: SlotRow | Mapping[str, Any]) -> str:
    """What a slot is called in a sentence: its title, else its series, else its account."""
    values = (
        row
        if isinstance(row, Mapping)
        else {name: getattr(row, name) for name in ("title", "series_id", "account_id")}
    )
    if values.get("title"):
        return str(values["title"])
    series = store.catalog.series_by_id(values.get("series_id"))
    account = store.catalog.account(values["account_id"]) if values.get("account_id") else None
    return series.name if series else account.name if account else ""


def _clean(store: Store, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a slot. Raises Refused naming the first value that makes no sense."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(unknown))))
    row = {name: stored(value) for name, value in fields.items()}
    if "rule" in row:
        row["rule"] = str(row["rule"]).strip()
        if not _is_rule(row["rule"]):
            raise Refused(t("slots.bad_rule", rule=row["rule"][:80]))
    if "title" in row:
        row["title"] = " ".join(str(row["title"]).split())
    if row.get("holiday_policy", Policy.NONE) not in list(Policy):
        raise Refused(t("slots.bad_policy", policy=row["holiday_policy"]))
    if "since" in row and not _is_day(row["since"]):
        raise Refused(t("days.bad_day", text=row["since"]))
    if row.get("minute") is not None and not 0 <= row["minute"] < slots.DAY_MINUTES:
        raise Refused(t("slots.bad_minute"))
    if "account_id" in row and store.catalog.account(row["account_id"]) is None:
        raise Refused(t("slots.no_account"))
    return row


def _is_rule(text: str) -> bool:
    fits = len(text) <= LONGEST_RULE and text.isprintable()
    return fits and bool(_RULE.search(text)) and not _NEVER.search(text)


def _is_day(text: Any) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except (TypeError, ValueError):
        return False


@steady
def add(store: Store, account_id: int, rule: str, since: date, **fields: Any) -> Change | None:
    """Make a slot; its id is `change.created["slot"][0]`. A rule that is not understood is kept as its text."""
    row = _clean(store, {"account_id": account_id, "rule": rule, "since": since, **fields})
    with store.op("slot.add", name=called(store, row)) as op:
        op.insert("slot", row)
    return op.change


@steady
def edit(store: Store, slot_id: int, *, keep: bool = True, **fields: Any) -> Change | None:
    """Change all of a slot. What was decided for days that the rule still gives stays.

    Of the days it no longer gives notes stay as they are, on their own; moved places become slots of one day where
    `keep`, else they go.
    """
    row = slot_of(store, slot_id)
    changes = _clean(store, fields)
    with store.op("slot.edit", name=called(store, row)) as op:
        op.update("slot", {slot_id: changes})
        _settle(store, op, row, _with(row, changes), keep)
    return op.change


def _with(row: SlotRow, changes: Mapping[str, Any]) -> slots.Slot:
    since = date.fromisoformat(changes["since"]) if "since" in changes else row.since
    policy = Policy(changes.get("holiday_policy", row.policy))
    return slots.Slot(changes.get("rule", row.rule), since, changes.get("minute", row.minute), policy)


def _settle(
    store: Store,
    op: Op,
    row: SlotRow,
    now: slots.Slot,
    keep: bool,
    overrides: Sequence[Override] | None = None,
) -> None:
    """Take away what was decided for days that `now` no longer gives; its moved places stay as single ones."""
    if not slots.supported(now.rule):
        return
    decided = store.slots.overrides([row.id]).get(row.id, []) if overrides is None else overrides
    gone = slots.orphans(now, decided)
    ids = store.slots.override_ids(row.id)
    op.delete("slot_override", [ids[one.original] for one in gone])
    for one in gone:
        if keep and one.state is State.MOVED:
            _single(op, row, one)


def _single(op: Op, row: SlotRow, moved: Override) -> None:
    values = {name: getattr(row, name) for name in ("account_id", "series_id", "title", "template_id")}
    minute = row.minute if moved.minute is None else moved.minute
    day = moved.day or moved.original
    op.insert("slot", {**values, "rule": ONCE, "since": day.isoformat(), "minute": minute, "origin_id": row.id})


def orphans(store: Store, slot_id: int, **fields: Any) -> list[Override]:
    """What `edit` with these fields would leave without a day."""
    row = slot_of(store, slot_id)
    now = _with(row, _clean(store, fields))
    if not slots.supported(now.rule):
        return []
    return slots.orphans(now, store.slots.overrides([slot_id]).get(slot_id, []))


@steady
def split(store: Store, slot_id: int, day: date, *, keep: bool = True, **fields: Any) -> Change | None:
    """Change the occurrence of `day`, a day of the rule, and all that follow.

    The old slot ends the day before; a new one goes on, remembers it as its origin and takes over what was decided
    for later days. From the first occurrence on it is all of them.
    """
    row = slot_of(store, slot_id)
    if not slots.supported(row.rule):
        raise Refused(t("slots.opaque_split"))
    if not slots.occurs(row.slot, day):
        raise Refused(t("slots.not_there", day=day))
    if next(slots.ruled(row.slot, row.since, day - timedelta(days=1)), None) is None:
        return edit(store, slot_id, keep=keep, **fields)
    changes = _clean(store, {"since": day, **fields})
    with store.op("slot.split", name=called(store, row), day=day.isoformat()) as op:
        _split(store, op, row, day, changes, keep)
    return op.change


def _split(store: Store, op: Op, row: SlotRow, day: date, changes: Mapping[str, Any], keep: bool) -> None:
    values = {
        name: stored(getattr(row, name)) for name in ("account_id", "series_id", "minute", "title", "template_id")
    }
    new = {
        **values,
        "rule": slots.following(row.slot, day),
        "holiday_policy": row.policy.value,
        "origin_id": row.id,
        **changes,
    }
    op.update("slot", {row.id: {"rule": slots.ended_before(row.slot, day)}})
    new_id = op.insert("slot", new)
    ids = store.slots.override_ids(row.id)
    later = [one for one in store.slots.overrides([row.id]).get(row.id, []) if one.original >= day]
    staying = set(slots.orphans(_with(row, new), later))
    op.update("slot_override", {ids[one.original]: {"slot_id": new_id} for one in later if one not in staying})
    _settle(store, op, row, _with(row, new), keep, later)


@steady
def end(store: Store, slot_id: int, day: date, *, keep: bool = True) -> Change | None:
    """Let a slot give nothing from `day` on."""
    row = slot_of(store, slot_id)
    if not slots.supported(row.rule):
        raise Refused(t("slots.opaque_split"))
    rule = slots.ended_before(row.slot, day)
    with store.op("slot.end", name=called(store, row), day=day.isoformat()) as op:
        op.update("slot", {slot_id: {"rule": rule}})
        _settle(store, op, row, slots.Slot(rule, row.since, row.minute, row.policy), keep)
    return op.change


@steady
def archive(store: Store, slot_ids: Sequence[int], archived: bool = True) -> Change | None:
    """Stop slots, or let them go on. What was decided stays with them."""
    rows = [slot_of(store, slot_id) for slot_id in slot_ids]
    kind = "slot.archive" if archived else "slot.unarchive"
    with store.op(kind, n=len(rows), name=called(store, rows[0]) if rows else "") as op:
        op.update("slot", {row.id: {"archived": int(archived)} for row in rows})
    return op.change


@steady
def remove(store: Store, slot_id: int) -> Change | None:
    """Delete a slot with all that was decided for its days; notes stay."""
    row = slot_of(store, slot_id)
    later = [one.id for one in store.slots.rows(archived=True) if one.origin_id == slot_id]
    with store.op("slot.remove", name=called(store, row)) as op:
        op.update("slot", {one: {"origin_id": row.origin_id} for one in later})
        op.delete_where("slot_override", "slot_id", [slot_id])
        op.delete("slot", [slot_id])
    return op.change
