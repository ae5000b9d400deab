"""The verb slots: recurring places of the plan."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day, as_minute, clock, wanted
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.clock import today
from xhsplanner.core.errors import Refused
from xhsplanner.core.slots import Policy, supported
from xhsplanner.core.slots.coming import coming
from xhsplanner.core.slots.words import sentence
from xhsplanner.core.words import t
from xhsplanner.ops import slot_places
from xhsplanner.ops import slots as ops
from xhsplanner.store.slots import SlotRow
from xhsplanner.store.store import Store

NEXT = 5


@click.group()
def slots() -> None:
    """固定栏位 · Recurring places in the plan: every Wednesday 20:00 of a series on an account."""


def _name(rows: Any, row_id: int | None) -> str | None:
    return next((row.name for row in rows if row.id == row_id), None)


def _entry(store: Store, row: SlotRow) -> dict[str, Any]:
    catalog = store.catalog
    overrides = tuple(store.slots.overrides([row.id]).get(row.id, ()))
    return {
        "id": row.id,
        "uid": row.uid,
        "account": _name(catalog.accounts(archived=True), row.account_id),
        "series": _name(catalog.series(archived=True), row.series_id),
        "title": row.title,
        "rule": row.rule,
        "opaque": not supported(row.rule),
        "since": row.since.isoformat(),
        "time": clock(row.minute),
        "holidays": row.policy.value,
        "template": _name(catalog.rows("note_template"), row.template_id),
        "origin": row.origin_id,
        "archived": row.archived,
        "words": sentence(row.slot),
        "next": [
            {
                "day": one.day.isoformat(),
                "original": one.original.isoformat(),
                "time": clock(one.minute),
                "state": one.state.value,
                "note": one.note_id,
            }
            for one in coming(row.slot, today(), NEXT, overrides, skipped=True)
        ],
    }


def missed(store: Store, first: date, last: date) -> list[dict[str, Any]]:
    """What `coverage` names as missing beside targets: places of `first` … `last` that passed empty, and numbers
    that numbered series left out."""
    catalog = store.catalog
    accounts, series = catalog.accounts(archived=True), catalog.series(archived=True)
    found = []
    for place in store.slots.places(first, min(last, today() - timedelta(days=1))):
        names = {"account": _name(accounts, place.account_id), "series": _name(series, place.series_id)}
        said = {"account": names["account"], "name": names["series"] or place.title, "day": place.day}
        counts = {"planned": 0, "target": 1, "day": place.day.isoformat()}
        found.append({"kind": "slot", **names, **counts, "message": t("slots.missed", **said)})
    for gap in store.slots.episode_gaps():
        names = {"account": _name(accounts, gap.account_id), "series": _name(series, gap.series_id)}
        counts = {"planned": 0, "target": gap.last - gap.first + 1, "first": gap.first, "last": gap.last}
        words = t("slots.missing_episode", **names, episodes=gap.numbers)
        found.append({"kind": "episode", **names, **counts, "message": words})
    return found


@slots.command("list")
@click.option("--all", "archived", is_flag=True, help="Also those that are stopped.")
@common
def list_(archived: bool, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """List slots with their rule in words and their next places."""
    with opened(workspace, actor) as store:
        rows = [_entry(store, row) for row in store.slots.rows(archived)]

    def lines() -> Iterator[str]:
        for row in rows:
            parts = (str(row["id"]), row["account"], row["series"], row["title"], row["words"])
            yield "  ".join(part for part in (*parts, *(one["day"] for one in row["next"])) if part)

    show(rows, as_json, lines)


def _id_of(rows: Any, name: str | None, noun: str) -> int | None:
    """The id of a row by its name. Raises Refused listing the names there are."""
    if not name:
        return None
    found = next((row.id for row in rows if row.name == name), None)
    if found is None:
        known = t("cli.comma").join(row.name for row in rows) or "—"
        raise Refused(t("cli.no_such", name=name, noun=t(f"slots.{noun}"), known=known))
    return int(found)


@slots.command("add")
@click.argument("account")
@click.argument("rule")
@click.option("--since", default="", metavar="DAY", help="The first day it may be; today.")
@click.option("--time", "time_", default="", metavar="HH:MM")
@click.option("--series", default=None)
@click.option("--title", default="")
@click.option("--holidays", type=click.Choice([one.value for one in Policy]), default="none", show_default=True)
@click.option("--template", default=None, help="The name of a note template.")
@common
def add(
    account: str,
    rule: str,
    since: str,
    time_: str,
    series: str | None,
    title: str,
    holidays: str,
    template: str | None,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Make a slot of ACCOUNT by an RFC 5545 RULE, as FREQ=WEEKLY;BYDAY=WE."""
    with opened(workspace, actor) as store:
        catalog = store.catalog
        account_id = _id_of(catalog.accounts(), account, "account")
        if account_id is None:
            raise Refused(t("slots.no_account"))
        fields = {
            "minute": as_minute(time_),
            "series_id": _id_of(catalog.series(), series, "series"),
            "title": title,
            "holiday_policy": holidays,
            "template_id": _id_of(catalog.rows("note_template", False), template, "template"),
        }
        change = ops.add(store, account_id, rule, as_day(since) or today(), **fields)
        made = store.slots.row(change.created["slot"][0]) if change is not None else None
        document = _entry(store, made) if made is not None else {}
    show(document, as_json, lambda: iter([f"{document['id']}  {document['words']}"]))


def _day(text: str) -> date:
    day = as_day(text)
    if day is None:
        raise Refused(t("cli.bad_day", value=text))
    return day


def _answer(store: Store, slot_id: int, as_json: bool, note: int | None = None) -> None:
    row = slot_places.slot_of(store, slot_id)
    document = _entry(store, row) | ({"filled_by": note} if note is not None else {})
    found = store.notes.get(note) if note else None
    show(
        document,
        as_json,
        lambda: iter([f"{slot_id}  {document['words']}" + (f"  → {found.code}" if found else "")]),
    )


@slots.command("fill")
@click.argument("slot", type=int)
@click.argument("day")
@click.option("--note", default="", help="A note that is there, by code, id or uid; a new one without.")
@common
def fill(slot: int, day: str, note: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Fill the place that the rule of SLOT gives on DAY."""
    with opened(workspace, actor) as store:
        filler = wanted(store, [note])[0].id if note else None
        change = slot_places.fill(store, slot, _day(day), filler)
        made = change.created.get("note", ()) if change is not None else ()
        _answer(store, slot, as_json, made[0] if made else filler)


@slots.command("skip")
@click.argument("slot", type=int)
@click.argument("day")
@common
def skip(slot: int, day: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Leave out the place that the rule of SLOT gives on DAY."""
    with opened(workspace, actor) as store:
        slot_places.skip(store, slot, _day(day))
        _answer(store, slot, as_json)


@slots.command("move")
@click.argument("slot", type=int)
@click.argument("day")
@click.option("--to", required=True, metavar="DAY")
@click.option("--time", "time_", default="", metavar="HH:MM")
@common
def move(
    slot: int, day: str, to: str, time_: str, workspace: Path | None, actor: str | None, as_json: bool
) -> None:
    """Put one place of SLOT, named by the day of its rule, on another day."""
    with opened(workspace, actor) as store:
        given = {"minute": as_minute(time_)} if time_ else {}
        slot_places.move(store, slot, _day(day), _day(to), **given)
        _answer(store, slot, as_json)


@slots.command("end")
@click.argument("slot", type=int)
@click.argument("day")
@common
def end(slot: int, day: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Let SLOT give nothing from DAY on."""
    with opened(workspace, actor) as store:
        ops.end(store, slot, _day(day))
        _answer(store, slot, as_json)
