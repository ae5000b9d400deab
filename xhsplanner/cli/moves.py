"""The verbs move, shift and copy-week: notes to a day or by days, a week onto another."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day, as_minute, clock, id_of, wanted
from xhsplanner.cli.notes import document as noted
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core import shifting
from xhsplanner.core.errors import Refused
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Note
from xhsplanner.core.relays import At
from xhsplanner.core.shifting import Plan, Rules
from xhsplanner.core.words import t
from xhsplanner.ops import moves, notes
from xhsplanner.ops.keep import KEEP
from xhsplanner.store.store import Store


def avoiding(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which days are left out."""
    for option in (
        click.option("--keep-weekday", "weekday", is_flag=True, help="Keep the day of the week."),
        click.option("--no-makeup", is_flag=True, help="Make-up workdays are no workdays."),
        click.option("--skip-weekends", "weekends", is_flag=True, help="Leave out weekends."),
        click.option("--skip-quiet", "quiet", is_flag=True, help="Leave out quiet days."),
        click.option("--skip-holidays", "rest", is_flag=True, help="Leave out 休 of the State Council's notice."),
    ):
        command = option(command)
    return command


def rules_of(rest: bool, quiet: bool, weekends: bool, no_makeup: bool, weekday: bool) -> Rules:
    """The days that the options leave out."""
    return Rules(rest, weekends, not no_makeup, quiet, weekday)


def document(store: Store, plan: Plan, places: dict[int, At]) -> dict[str, Any]:
    """What a shift does as JSON: `moves` with those that follow, `locked` and `undated` by code."""
    why = {one.note.id: [{"date": w.day.isoformat(), "kind": w.kind} for w in one.why] for one in plan.moves}
    wrong = moves.brings(store, places)
    rows = [
        {
            "code": note.code,
            "title": note.title,
            "from": {"date": note.day.isoformat() if note.day else None, "time": clock(note.minute)},
            "to": {"date": at.day.isoformat() if at.day else None, "time": clock(at.minute)},
            "around": why.get(note.id, []),
            "follows": note.id not in why,
            "collisions": [{"kind": one.kind, "message": one.message} for one in wrong.get(note.id, ())],
        }
        for note, at in _changing(store.notes.get_many(places), places)
    ]
    return {
        "moves": rows,
        "locked": [note.code for note in plan.locked],
        "undated": [note.code for note in plan.undated],
    }


def _changing(those: Sequence[Note], places: dict[int, At]) -> Iterator[tuple[Note, At]]:
    for note in sorted(those, key=lambda one: (one.day or date.max, one.minute or 0, one.id)):
        if places[note.id] != At(note.day, note.minute):
            yield note, places[note.id]


def shift_notes(store: Store, those: Sequence[Note], by: int, rules: Rules, dry: bool, as_json: bool) -> None:
    """Shift notes, or only say where they would go. Raises Refused."""
    plan = shifting.plan(those, by, rules)
    if not plan.days:
        raise Refused(t("moves.nothing"))
    told = document(store, plan, moves.followed(store, plan).places)
    if not dry:
        moves.shift(store, [note.id for note in those], by, rules)

    def lines() -> Iterator[str]:
        for row in told["moves"]:
            warned = "  !" if row["collisions"] else ""
            yield f"{row['code']}  {row['from']['date']} → {row['to']['date']}  {row['title']}{warned}"

    show(told, as_json, lines)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NOTE…")
@click.option("--to", "day", help="The day, e.g. 2026-12-10; '' for the backlog.")
@click.option("--time", "time_", help="HH:MM; '' for none.")
@click.option("--shift", "by", type=int, metavar="DAYS", help="By so many days instead, negative for earlier.")
@avoiding
@click.option("--dry-run", is_flag=True, help="With --shift: only say where notes would go.")
@common
def move(
    names: Sequence[str],
    day: str | None,
    time_: str | None,
    by: int | None,
    dry_run: bool,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
    **avoided: bool,
) -> None:
    """Put notes on another day, or shift them by days."""
    if (day is None) == (by is None) or (by is not None and time_ is not None):
        raise Refused(t("cli.to_or_shift"))
    if by is None and (dry_run or any(avoided.values())):
        raise Refused(t("cli.only_with_shift"))
    with opened(workspace, actor) as store:
        found = wanted(store, names)
        if by is not None:
            shift_notes(store, found, by, rules_of(**avoided), dry_run, as_json)
            return
        ids = [n.id for n in found]
        minute = KEEP if time_ is None else as_minute(time_)
        notes.move(store, ids, day=as_day(day or ""), minute=minute)
        rows = noted(store, store.notes.get_many(ids))
        show(rows, as_json, lambda: (f"{r['code']}  {r['date']} {r['time'] or '--:--'}" for r in rows))


@click.command()
@click.option("--from", "since", required=True, metavar="DAY", help="All from this day on.")
@click.option("--by", required=True, type=int, metavar="DAYS", help="So many days, negative for earlier.")
@click.option("--account", help="Only this account.")
@click.option("--series", "series_name", help="Only this series.")
@avoiding
@click.option("--dry-run", is_flag=True, help="Only say where notes would go.")
@common
def shift(
    since: str,
    by: int,
    account: str | None,
    series_name: str | None,
    dry_run: bool,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
    **avoided: bool,
) -> None:
    """Move all notes from a day on by days, around holidays and quiet days if asked."""
    with opened(workspace, actor) as store:
        found = moves.from_day(store, _day(since), _wanted(store, account, series_name))
        shift_notes(store, found, by, rules_of(**avoided), dry_run, as_json)


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--account", help="Only this account.")
@click.option("--series", "series_name", help="Only this series.")
@click.option("--places-only", is_flag=True, help="Only account, series and time, no texts.")
@avoiding
@common
def copy_week(
    source: str,
    target: str,
    account: str | None,
    series_name: str | None,
    places_only: bool,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
    **avoided: bool,
) -> None:
    """Copy the week of a day onto the week of another, as notes to be written."""
    with opened(workspace, actor) as store:
        first, other = (day - timedelta(day.weekday()) for day in (_day(source), _day(target)))
        found = moves.week_notes(store, first, _wanted(store, account, series_name))
        weeks = (other - first).days // 7
        change = moves.copy_week(
            store, [note.id for note in found], weeks, rules_of(**avoided), texts=not places_only
        )
        rows = noted(store, store.notes.get_many(change.created["note"] if change else ()))
        show(
            rows, as_json, lambda: (f"{r['code']}  {r['date']} {r['time'] or '--:--'}  {r['title']}" for r in rows)
        )


def _day(text: str) -> date:
    day = as_day(text)
    if day is None:
        raise Refused(t("cli.bad_day", value=text))
    return day


def _wanted(store: Store, account: str | None, series: str | None) -> Filter | None:
    accounts = frozenset({id_of(store.catalog.accounts(), account, "account")} if account else ())
    of_series = frozenset({id_of(store.catalog.series(), series, "series")} if series else ())
    return Filter(accounts=accounts, series=of_series) or None
