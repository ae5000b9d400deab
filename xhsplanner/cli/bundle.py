"""The verb bundle: what one person did to a plan, out and in."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day, wanted
from xhsplanner.cli.workspace import common, member_id, opened, show
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops.bundle_collect import Part
from xhsplanner.store.store import Store

PROBLEMS = 1


@click.group()
def bundle() -> None:
    """Send what one person did to a plan, and take over what another did."""


@bundle.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--member", metavar="NAME", help="Only what this member did; without it, what anybody did.")
@click.option("--since", default="", metavar="DAY", help="From this day on; without it, since the last bundle.")
@click.option("--all", "everything", is_flag=True, help="From the very beginning.")
@click.option("--from", "start", default="", metavar="DAY", help="Only notes from this day on, all of them.")
@click.option("--to", "end", default="", metavar="DAY", help="Only notes up to this day, all of them.")
@click.option("--note", "names", multiple=True, metavar="NOTE", help="Only this note; may be repeated.")
@common
def export_(
    file: Path,
    member: str | None,
    since: str,
    everything: bool,
    start: str,
    end: str,
    names: Sequence[str],
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Write a part of the plan, with the pictures it uses, as one zip."""
    from xhsplanner.ops.bundle import export_bundle, last_sent

    with opened(workspace, actor) as store:
        who = member_id(store, member) if member else None
        notes = _notes(store, start, end, names)
        whole = everything or bool(since) or notes is not None
        part = Part(who, as_day(since), 0 if whole else last_sent(store, who), notes)
        sent = export_bundle(store, file, part)
    document = {"out": str(file), **asdict(sent)}
    show(document, as_json, lambda: iter([t("bundle.exported", file=file, **asdict(sent))]))


def _notes(store: Store, start: str, end: str, names: Sequence[str]) -> frozenset[int] | None:
    """The notes asked for, None for no such wish. Raises Refused where days or notes cannot be."""
    first, last = as_day(start), as_day(end)
    if first and last and first > last:
        raise Refused(t("cli.bad_range", start=start, end=end))
    found = {note.id for note in wanted(store, names)}
    if first or last:
        from datetime import date

        found |= {note.id for note in store.notes.between(first or date.min, last or date.max)}
    return frozenset(found) if first or last or names else None


@bundle.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mine", "side", flag_value="mine", help="Where both sides changed a field, keep what stands here.")
@click.option("--theirs", "side", flag_value="theirs", help="Where both sides changed a field, take what came.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, write nothing.")
@common
def merge(
    file: Path, side: str | None, dry_run: bool, workspace: Path | None, actor: str | None, as_json: bool
) -> int:
    """Take over a bundle as one step. Open conflicts stay as they are here, are listed, and make the status 1."""
    from xhsplanner.exchange.bundle_read import read_bundle
    from xhsplanner.ops import bundle as ops

    found = read_bundle(file)
    choices = ops.Choices(otherwise="mine" if side == "mine" else "theirs" if side == "theirs" else None)
    with opened(workspace, actor) as store:
        done = ops.forecast(store, found, choices) if dry_run else ops.merge(store, found, choices)
    document = _document(done) | {"by": found.by, "made_at": found.made_at, "dry_run": dry_run}
    show(document, as_json, lambda: _lines(document))
    return PROBLEMS if done.clashes else 0


def _document(done: Any) -> dict[str, Any]:
    return {
        "added": done.added,
        "changed": done.changed,
        "deleted": done.deleted,
        "pictures": done.pictures,
        "conflicts": [asdict(clash) for clash in done.clashes],
        "renumbered": [asdict(one) for one in done.renumbered],
        "op": done.change.id if done.change else None,
    }


def _lines(document: dict[str, Any]) -> Iterator[str]:
    counts = {name: document[name] for name in ("added", "changed", "deleted", "pictures")}
    yield t("bundle.would", **counts) if document["dry_run"] else t("bundle.merged", **counts)
    for one in document["renumbered"]:
        yield "  " + t("bundle.renumbered", **one)
    if document["conflicts"]:
        yield t("bundle.conflicts", n=len(document["conflicts"]))
    for clash in document["conflicts"]:
        where = f"{clash['code']} {clash['title']}".strip() or clash["uid"]
        field = f"{clash['table']}.{clash['field']}".rstrip(".")
        yield "  " + t("bundle.conflict", where=where, field=field, mine=clash["mine"], theirs=clash["theirs"])
