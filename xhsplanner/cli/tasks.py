"""The verbs tasks (list, done, skip, open, add) and today."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day
from xhsplanner.cli.notes import clock as clock_text
from xhsplanner.cli.workspace import common, member_id, opened, show
from xhsplanner.core import clock
from xhsplanner.core.agenda import Agenda
from xhsplanner.core.errors import Refused
from xhsplanner.core.leads import State, Task
from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import tasks as ops
from xhsplanner.store import agenda
from xhsplanner.store.store import Store


def every(store: Store) -> list[Task]:
    """All tasks there are now: computed steps, and people's own, also those that are done."""
    return agenda.tasks(store, agenda.coming(store, clock.today())[0], closed=True)


def title_of(task: Task) -> str:
    """What a task is called: its own words, the note's title, or the occasion's name."""
    if task.lead is None:
        return task.row.title if task.row else ""
    note = task.lead.note
    return (note.title.strip() or note.code) if note is not None else task.lead.occurrence.name


def document(store: Store, those: Sequence[Task]) -> list[dict[str, Any]]:
    """Tasks as the JSON of the command line contract."""
    members = {one.id: one.name for one in store.catalog.members(archived=True)}
    return [
        {
            "key": one.key,
            "kind": one.kind,
            "step": one.lead.step if one.lead else None,
            "due": one.due.isoformat() if one.due else None,
            "title": title_of(one),
            "note": one.lead.note.code if one.lead and one.lead.note else None,
            "occasion": one.lead.occurrence.id if one.lead else None,
            "owner": members.get(one.owner_id or 0),
            "state": one.state.value,
        }
        for one in those
    ]


def _line(row: dict[str, Any]) -> str:
    step = t(f"tasks.step.{row['step'] or 'own'}")
    state = t(f"tasks.state.{row['state']}")
    cells = [row["due"] or t("tasks.no_day"), state, step, row["note"], row["title"], row["owner"], row["key"]]
    return "  ".join(cell for cell in cells if cell)


@click.group()
def tasks() -> None:
    """List and finish tasks: lead times of occasions, and one's own."""


@tasks.command("list")
@click.option("--from", "start", help="First day it is due.")
@click.option("--to", "end", help="Last day it is due.")
@click.option("--all", "closed", is_flag=True, help="Also those that are done or skipped.")
@common
def list_(
    start: str | None, end: str | None, closed: bool, workspace: Path | None, actor: str | None, as_json: bool
) -> None:
    """Tasks by day; those without a day last."""
    with opened(workspace, actor) as store:
        low, high = as_day(start or "") or date.min, as_day(end or "") or date.max
        if low > high:
            raise Refused(t("cli.bad_range", start=start, end=end))
        bounded = start is not None or end is not None
        chosen = [
            one
            for one in every(store)
            if (closed or one.state is State.OPEN)
            and (not bounded or (one.due is not None and low <= one.due <= high))
        ]
        rows = document(store, chosen)
    show(rows, as_json, lambda: iter([_line(row) for row in rows] or [t("tasks.none")]))


def wanted(store: Store, names: Sequence[str]) -> list[Task]:
    """Tasks by rule key, by its end, or by title. Raises Refused where none or more than one is meant."""
    known, found = every(store), []
    for name in names:
        meant = [one for one in known if one.key == name]
        meant = meant or [one for one in known if name in (title_of(one), one.key.partition("/")[2])]
        if len(meant) != 1:
            raise Refused(t("tasks.ambiguous" if meant else "tasks.no_such", name=name))
        found.append(meant[0])
    return found


def _set(state: State, names: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    with opened(workspace, actor) as store:
        keys = [one.key for one in wanted(store, names)]
        ops.set_state(store, [ops.target(one) for one in wanted(store, names)], state)
        rows = document(store, [one for one in every(store) if one.key in keys])
        show(rows, as_json, lambda: (_line(row) for row in rows))


def _verb(name: str, state: State, words: str) -> None:
    @tasks.command(name, help=words)
    @click.argument("names", nargs=-1, required=True, metavar="TASK…")
    @common
    def verb(names: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
        _set(state, names, workspace, actor, as_json)


_verb("done", State.DONE, "Finish tasks, by key or title.")
_verb("skip", State.SKIPPED, "Skip tasks, by key or title.")
_verb("open", State.OPEN, "Open tasks again, by key or title.")


@tasks.command("add")
@click.argument("title")
@click.option("--due", default="", help="The day, e.g. 2026-12-10.")
@click.option("--owner", help="The member who does it.")
@common
def add(title: str, due: str, owner: str | None, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Make a task of one's own."""
    with opened(workspace, actor) as store:
        change = ops.add(store, title, as_day(due), member_id(store, owner) if owner else None)
        made = store.tasks.get(change.created["task"][0]) if change else None
        rows = document(store, [one for one in every(store) if made and one.key == made.rule_key])
        show(rows[0], as_json, lambda: iter([_line(rows[0])]))


@click.command()
@click.option("--date", "day", default="", help="Another day, e.g. 2026-12-10.")
@common
def today(day: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """What goes out, is late, waits and is to be prepared."""
    with opened(workspace, actor) as store:
        told = agenda.read(store, clock.now(), as_day(day) or clock.today())
        accounts = {one.id: one.name for one in store.catalog.accounts(archived=True)}
        found = _told(store, told, accounts)

    def lines() -> Iterator[str]:
        yield told.day.date.isoformat()
        for name, rows in found.items():
            if rows and isinstance(rows, list):
                yield t("today.count", name=t(f"today.section.{name}"), n=len(rows))
                yield from (f"  {_said(row)}" for row in rows)

    show({"date": told.day.date.isoformat(), "quiet": told.day.quiet, **found}, as_json, lines)


def _told(store: Store, told: Agenda, accounts: dict[int, str]) -> dict[str, Any]:
    def note(one: Note, **more: Any) -> dict[str, Any]:
        day = one.day.isoformat() if one.day else None
        account = accounts.get(one.account_id)
        row = {"code": one.code, "date": day, "time": clock_text(one.minute), "account": account}
        return {**row, "title": one.title, "status": one.status.value, **more}

    return {
        "going": [note(one) for one in told.going],
        "late": [note(one) for one in told.late],
        "yesterday": [note(one) for one in told.yesterday],
        "waiting": [note(one.note, why=one.why) for one in told.waiting],
        "entering": [note(one) for one in told.entering],
        "tasks": document(store, told.tasks),
        "places": [
            {"date": one.day.isoformat(), "time": clock_text(one.minute), "account": accounts.get(one.account_id),
             "title": one.title}
            for one in told.places
        ],
        "uncovered": [
            {"date": one.occurrence.first.isoformat(), "occasion": one.occurrence.id, "title": one.occurrence.name}
            for one in told.uncovered
        ],
    }  # fmt: skip


def _said(row: dict[str, Any]) -> str:
    if "step" in row:
        return _line(row)
    status = t(f"status.{row['status']}") if "status" in row else ""
    cells = [row.get("code"), row["date"], row.get("time"), row.get("account"), status, row["title"]]
    return "  ".join(str(cell) for cell in cells if cell)
