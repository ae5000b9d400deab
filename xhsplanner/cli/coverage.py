"""The verb coverage: planned against target."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import click

from xhsplanner.cli.notes import as_day
from xhsplanner.cli.slots import missed
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.clock import today
from xhsplanner.core.collisions import Index
from xhsplanner.core.collisions.remedies import AHEAD, remedies
from xhsplanner.core.coverage import By, Coverage, Row
from xhsplanner.core.coverage import coverage as count
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store.store import Store


def _document(store: Store, found: Coverage, index: Index, by: By) -> dict[str, Any]:
    catalog = store.catalog
    names = {account.id: account.name for account in found.accounts}

    def row(one: Row) -> dict[str, Any]:
        last = one.last.isoformat() if one.last else None
        counts = {"planned": one.planned, "published": one.published, "target": one.target, "gap": one.gap}
        return {"account": names[one.account_id], "key": one.key, **counts, "last": last}

    missing = [
        {
            "account": names[one.account_id],
            "series": series.name if (series := catalog.series_by_id(one.series_id)) else None,
            "kind": "target",
            "planned": one.planned,
            "target": one.target,
            "message": one.message,
        }
        for one in found.missing
    ]
    collisions = [
        {
            "kind": one.kind,
            "notes": list(one.notes),
            "message": one.message,
            "severity": one.severity,
            "date": one.day.isoformat() if one.day else None,
            "settled": one.settled,
            "remedies": [
                {"note": cure.note, "label": cure.label}
                for cure in remedies(one, index)
                if cure.verb not in ("ignore", "compare")
            ],
        }
        for one in index.inside(found.start, found.end)
        if one.rule_key not in index.ignored
    ]
    return {"rows": [row(one) for one in found.rows(by)], "missing": missing, "collisions": collisions}


@click.command()
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--by", type=click.Choice(get_args(By)), default="series", show_default=True)
@common
def coverage(start: str, end: str, by: By, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Compare planned notes with the targets of FROM … TO, both inclusive."""
    first, last = as_day(start), as_day(end)
    if first is None or last is None or first > last:
        raise Refused(t("cli.bad_range", start=start, end=end))
    with opened(workspace, actor) as store:
        catalog = store.catalog
        nouns = (catalog.accounts(archived=True), catalog.series(archived=True), catalog.targets())
        before = store.notes.last_days(today())
        found = count(store.notes.between(first, last), *nouns, first, last, today(), before)
        index = store.colliding.index(first, last, margin=AHEAD)
        document = _document(store, found, index, by)
        document["missing"] += missed(store, first, last)

    def lines() -> Iterator[str]:
        for row in document["rows"]:
            yield f"{row['account']}  {row['key']}  {row['planned']}/{row['target']}  {row['last'] or '—'}"
        yield from (one["message"] for one in (*document["missing"], *document["collisions"]))

    show(document, as_json, lines)
