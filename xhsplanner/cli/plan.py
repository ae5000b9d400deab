"""The verbs import-plan and export."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day, id_of
from xhsplanner.cli.posters import pdf, png
from xhsplanner.cli.window import WORKSPACE
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.change import Change
from xhsplanner.core.clock import today
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_model import Known, PlanRow, Problem, Reading
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import plan as ops
from xhsplanner.store.workspace import create_workspace

PROBLEMS = 1


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="Read the notes of this sheet only.")
@click.option("--dry-run", is_flag=True, help="Read and report, write nothing.")
@click.option("--create", multiple=True, metavar="NAME", help="Allow this new account or series; may be repeated.")
@common
def import_plan(
    file: Path,
    sheet: str | None,
    dry_run: bool,
    create: Sequence[str],
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> int:
    """Read a schedule (xlsx, csv) into notes; the same file again updates them.

    A workspace folder that does not exist yet, or is empty, becomes a new workspace. With --dry-run none is needed.
    """
    fresh = _fresh(workspace, dry_run)
    if fresh is not None:
        # read before anything is made: a file that is refused leaves no trace
        reading = read_plan(file, known=Known(), today=today(), sheet=sheet, create=create)
        if dry_run:
            return _report(reading, ops.Forecast(new=_notes(reading)), None, as_json, dry_run=True)
        create_workspace(fresh).close()
    with opened(fresh or workspace, actor) as store:
        reading = read_plan(file, known=ops.known(store), today=today(), sheet=sheet, create=create)
        forecast = ops.forecast(store, reading)
        change = None if dry_run else ops.import_plan(store, reading)
    return _report(reading, forecast, change, as_json, dry_run=dry_run, made=str(fresh or ""))


def _fresh(folder: Path | None, dry_run: bool) -> Path | None:
    """The folder of a workspace still to be made: missing or empty. A trial run needs none at all."""
    if folder is None and (named := os.environ.get(WORKSPACE)):
        folder = Path(named)
    if folder is None:
        return Path() if dry_run else None
    empty = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    return folder if empty else None


def _report(
    reading: Reading,
    forecast: ops.Forecast,
    change: Change | None,
    as_json: bool,
    *,
    dry_run: bool,
    made: str = "",
) -> int:
    """Print what was read and done; returns the exit status."""
    document = _document(reading) | {
        "dry_run": dry_run,
        "new": forecast.new,
        "changed": forecast.changed,
        "same": forecast.same,
        "locked": forecast.locked,
        "op": change.id if change else None,
    }
    show(document, as_json, lambda: _lines(reading, forecast, dry_run, made))
    return PROBLEMS if reading.problems else 0


def _notes(reading: Reading) -> int:
    return sum(len(row.accounts) for row in reading.rows)


def _document(reading: Reading) -> dict[str, Any]:
    return {
        "read": reading.rows_read,
        "notes": [_note(row) for row in reading.rows],
        "problems": [_problem(problem) for problem in reading.problems],
    }


def _note(row: PlanRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "date": row.day.isoformat() if row.day else None,
        "time": row.clock,
        "accounts": list(row.accounts),
        "series": row.series or None,
        "topic": row.topic,
        "title": row.title,
        "body": row.body,
        "hashtags": list(row.hashtags),
        "cover": list(row.covers),
        "kind": row.kind.value,
        "owner": row.owner or None,
        "designer": row.designer or None,
        "status": row.status.value,
        "status_text": row.status_text,
        "remark": row.remark or None,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "cell": problem.cell,
        "value": problem.value,
        "reason": problem.reason,
        "code": problem.code,
        "kept": problem.kept,
    }


def _lines(reading: Reading, forecast: ops.Forecast, dry_run: bool, made: str) -> Iterator[str]:
    if made:
        yield t("plan.done.made_workspace", folder=made)
    yield t("plan.done.read", n=reading.rows_read, good=len(reading.rows), bad=len(reading.problems))
    for problem in reading.problems:
        yield f"  {problem}"
    counts = {"new": forecast.new, "changed": forecast.changed, "same": forecast.same}
    yield t("plan.done.would", **counts) if dry_run else t("plan.done.written", **counts)
    if forecast.locked:
        yield t("plan.done.locked", n=forecast.locked)


@click.group()
def export() -> None:
    """Write the plan for others."""


def _exporting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every format of the export takes: days, filters, the file."""
    for option in (
        click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write."),
        click.option(
            "--status", "statuses", multiple=True, type=click.Choice([s.value for s in Status]), help="Only these."
        ),
        click.option("--series", "series", multiple=True, metavar="NAME", help="Only this series; repeatable."),
        click.option("--account", "accounts", multiple=True, metavar="NAME", help="Only this account; repeatable."),
        click.option("--to", "end", default="", metavar="DAY", help="Last day."),
        click.option("--from", "start", default="", metavar="DAY", help="First day; without days, all notes."),
    ):
        command = option(command)
    return common(command)


COVERS = click.option("--covers", is_flag=True, help="Embed small covers; draws them, which needs Qt.")


def _write(kind: str, given: dict[str, Any], **how: Any) -> None:
    """Write one format; `given` are the options of `_exporting`. Raises Refused."""
    from xhsplanner.ops.plan_export import Wanted, export_plan

    first, last = as_day(given["start"]), as_day(given["end"])
    if first and last and first > last:
        raise Refused(t("cli.bad_range", start=given["start"], end=given["end"]))
    with opened(given["workspace"], given["actor"]) as store:
        catalog = store.catalog
        accounts = [id_of(catalog.accounts(archived=True), name, "account") for name in given["accounts"]]
        series = [id_of(catalog.series(archived=True), name, "series") for name in given["series"]]
        statuses = frozenset(Status(name) for name in given["statuses"])
        wanted = Wanted(kind, first, last, frozenset(accounts), frozenset(series), statuses, **how)
        written = export_plan(store, given["out"], wanted)
    document = {"out": str(given["out"]), **written._asdict()}
    show(document, given["as_json"], lambda: iter([t("plan.done.exported", file=given["out"], n=written.rows)]))


@export.command()
@click.option("--no-grid", is_flag=True, help="Without the sheet of weeks.")
@COVERS
@_exporting
def xlsx(no_grid: bool, covers: bool, **given: Any) -> None:
    """Write a schedule with the columns that import-plan reads, and a week view in colours."""
    _write("xlsx", given, grid=not no_grid, covers=covers)


@export.command()
@click.option("--encoding", type=click.Choice(["utf-8", "gb18030"]), default="utf-8", show_default=True)
@_exporting
def csv(encoding: str, **given: Any) -> None:
    """Write a schedule as csv; the same columns. UTF-8 comes with a BOM, as Excel wants it."""
    _write("csv", given, encoding=encoding)


@export.command()
@_exporting
def json(**given: Any) -> None:
    """Write everything about the notes as one JSON document, for programs."""
    _write("json", given)


@export.command()
@click.option("--occasions", is_flag=True, help="Also the festivals and other occasions.")
@click.option("--no-own-days", is_flag=True, help="Without the team's own days.")
@click.option("--no-slots", is_flag=True, help="Without slots.")
@click.option("--body", is_flag=True, help="With each note's text; else title, account and status only.")
@click.option("--alarm", type=click.IntRange(0, 10_080), metavar="MINUTES", help="Remind so long before each note.")
@_exporting
def ics(occasions: bool, no_own_days: bool, no_slots: bool, body: bool, alarm: int | None, **given: Any) -> None:
    """Write a calendar file of notes, slots and own days for other calendars; notes without a day are left out."""
    from xhsplanner.ops.calendar_out import Parts

    _write("ics", given, parts=Parts(occasions, not no_own_days, not no_slots, body, alarm))


@export.command()
@click.option("--short", is_flag=True, help="Without each note's text.")
@COVERS
@_exporting
def html(short: bool, covers: bool, **given: Any) -> None:
    """Write one page to read and print: weeks, list, every note."""
    _write("html", given, details=not short, covers=covers)


export.add_command(pdf)
export.add_command(png)
