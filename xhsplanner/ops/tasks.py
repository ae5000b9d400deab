"""What a person can do to tasks: the computed steps of lead times, and tasks of their own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import uuid4

from xhsplanner.core import leads
from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.leads import State
from xhsplanner.core.occasions import Occurrence
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.ops.keep import KEEP, Keep
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

LONGEST = 200
"""Characters of a title."""


class Target(NamedTuple):
    """A task by its rule key; a computed one gets its row when it is first touched."""

    key: str
    kind: str = "own"
    subject: str = ""
    title: str = ""


def target(task: leads.Task) -> Target:
    """What names a task that is shown."""
    if task.lead is not None:
        note = task.lead.note
        title = (note.title or note.code) if note is not None else task.lead.occurrence.name
        return Target(task.key, "lead", task.lead.subject, title)
    return Target(task.key, task.kind, title=task.row.title if task.row else "")


def not_ours(occurrence: Occurrence) -> Target:
    """What names the decision that an occasion is not for this team."""
    return Target(leads.skip_key(occurrence), "occasion", occurrence.id, occurrence.name)


def set_state(store: Store, wanted: Sequence[Target], state: State) -> Change | None:
    """Say that tasks are done, skipped or open again. Raises Refused where one is gone."""
    at = stamp() if state is State.DONE else None
    verb = {State.DONE: "task.done", State.SKIPPED: "task.skip", State.OPEN: "task.reopen"}[state]
    return _touch(store, wanted, verb, {"state": state.value, "done_at": at})


def assign(store: Store, wanted: Sequence[Target], member_id: int | None) -> Change | None:
    """Say whose tasks these are; None gives a computed one back to whose note it is."""
    if member_id is not None and store.catalog.member(member_id) is None:
        raise Refused(t("store.gone"))
    return _touch(store, wanted, "task.assign", {"owner_id": member_id})


def snooze(store: Store, wanted: Sequence[Target], until: date | None) -> Change | None:
    """Put tasks off to a day; None lets the computed day hold again."""
    return _touch(store, wanted, "task.snooze", {"due": until.isoformat() if until else None})


@steady
def _touch(store: Store, wanted: Sequence[Target], verb: str, row: dict[str, Any]) -> Change | None:
    if not wanted:
        raise Refused(t("tasks.gone"))
    known = store.tasks.by_key([one.key for one in wanted])
    if any(one.kind == "own" and one.key not in known for one in wanted):
        raise Refused(t("tasks.gone"))
    with store.op(verb, n=len(wanted), title=wanted[0].title) as op:
        op.update("task", {known[one.key].id: row for one in wanted if one.key in known})
        for one in wanted:
            if one.key not in known:
                _insert(op, one, row)
    return op.change


def _insert(op: Op, one: Target, row: dict[str, Any]) -> int:
    return op.insert("task", {"kind": one.kind, "subject": one.subject, "rule_key": one.key, **row})


@steady
def add(store: Store, title: str, due: date | None = None, owner_id: int | None = None) -> Change | None:
    """Make a task of one's own; its id is `change.created["task"][0]`. Raises Refused without a title."""
    said = _title(title)
    if owner_id is not None and store.catalog.member(owner_id) is None:
        raise Refused(t("store.gone"))
    with store.op("task.add", title=said) as op:
        row = {"title": said, "due": due.isoformat() if due else None, "owner_id": owner_id}
        _insert(op, Target(f"own/{uuid4().hex}"), row)
    return op.change


@steady
def edit(store: Store, key: str, *, title: str | Keep = KEEP, due: date | Keep | None = KEEP) -> Change | None:
    """Change title or day of one's own task. Raises Refused where it is gone, or is none of one's own."""
    found = store.tasks.by_key([key]).get(key)
    if found is None or found.kind != "own":
        raise Refused(t("tasks.gone"))
    row: dict[str, Any] = {}
    if not isinstance(title, Keep):
        row["title"] = _title(title)
    if not isinstance(due, Keep):
        row["due"] = due.isoformat() if due else None
    with store.op("task.edit", title=row.get("title", found.title)) as op:
        op.update("task", {found.id: row})
    return op.change


@steady
def delete(store: Store, keys: Sequence[str]) -> Change | None:
    """Delete tasks of one's own. Raises Refused where one is gone, or is none of one's own."""
    found = store.tasks.by_key(keys)
    if not keys or len(found) < len(set(keys)) or any(one.kind != "own" for one in found.values()):
        raise Refused(t("tasks.gone"))
    with store.op("task.delete", n=len(found), title=next(iter(found.values())).title) as op:
        op.delete("task", [one.id for one in found.values()])
    return op.change


def _title(text: str) -> str:
    said = whole(" ".join(text.split()))[:LONGEST]
    if not said:
        raise Refused(t("tasks.no_title"))
    return said
