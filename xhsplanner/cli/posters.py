"""The formats pdf and png of the verb export: posters of the plan."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import as_day, id_of
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.clock import today
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import Status
from xhsplanner.core.words import t
from xhsplanner.posters.model import COLOURS, PAPERS, VIEWS, Look


def posting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what both formats take."""
    statuses = click.Choice([status.value for status in Status])
    for option in (
        click.option("--out", required=True, type=click.Path(path_type=Path), help="The file to write."),
        click.option("--internal", is_flag=True, help="Mark every page as internal."),
        click.option("--outside", is_flag=True, help="Titles and times only, for outsiders."),
        click.option("--covers", is_flag=True, help="With small covers."),
        click.option("--colours", type=click.Choice(COLOURS), default="series", show_default=True),
        click.option("--status", "statuses", multiple=True, type=statuses, help="Only these."),
        click.option("--series", "series", multiple=True, metavar="NAME", help="Only this series; repeatable."),
        click.option("--account", "accounts", multiple=True, metavar="NAME", help="Only this account; repeatable."),
        click.option("--portrait", is_flag=True, help="Stand the sheet up."),
        click.option("--to", "end", default="", metavar="DAY", help="Last day; the same as the first by default."),
        click.option("--from", "start", default="", metavar="DAY", help="First day; today by default."),
        click.option("--view", type=click.Choice(VIEWS), default="week", show_default=True),
    ):
        command = option(command)
    return common(command)


def write(kind: str, given: dict[str, Any], **look: Any) -> None:
    """Draw and write one format; `given` are the options of `posting`. Raises Refused."""
    from xhsplanner.cli.shot import draw_offscreen
    from xhsplanner.ops.posters import Wanted, export_poster

    draw_offscreen()
    start = as_day(given["start"]) or today()
    drawn = Look(portrait=given["portrait"], colours=given["colours"], outside=given["outside"], **look)
    end = as_day(given["end"]) if given["end"] else None
    wanted = Wanted(given["view"], start, end, look=drawn)
    with opened(given["workspace"], given["actor"]) as store:
        catalog = store.catalog
        asked = Filter(
            accounts=frozenset(id_of(catalog.accounts(archived=True), n, "account") for n in given["accounts"]),
            series=frozenset(id_of(catalog.series(archived=True), n, "series") for n in given["series"]),
            statuses=frozenset(Status(name) for name in given["statuses"]),
        )
        who = catalog.member(store.actor)
        wanted = replace(
            wanted, filter=asked, covers=given["covers"], internal=given["internal"], by=who.name if who else ""
        )
        made = export_poster(store, given["out"], wanted, kind)
    document = {"out": list(made.files), "notes": made.notes, "pages": made.pages}
    key = "posters.done" if kind == "pdf" or made.pages == 1 else "posters.done_more"
    said = t(key, n=made.notes, name=given["out"].name, pages=made.pages)
    show(document, given["as_json"], lambda: iter([said]))


@click.command()
@click.option("--paper", type=click.Choice(["a4", "a3"]), default="a4", show_default=True)
@posting
def pdf(paper: str, **given: Any) -> None:
    """Draw a poster of weeks, months or a list as a PDF to print, its fonts inside."""
    write("pdf", given, paper=paper)


@click.command()
@click.option("--paper", type=click.Choice(PAPERS), default="chat", show_default=True)
@click.option("--dark", is_flag=True, help="In dark colours.")
@posting
def png(paper: str, dark: bool, **given: Any) -> None:
    """Draw the same as pictures for a chat group, one a page: a.png, a-2.png …"""
    write("png", given, paper=paper, dark=dark)
