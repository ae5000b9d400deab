"""`xhsplanner shot`: draws a room, the welcome page, a dialog or a menu into a picture, without a screen."""

import json
import os
import re
from pathlib import Path

import click

from xhsplanner.cli.language import use_language
from xhsplanner.cli.workspace import opened
from xhsplanner.core import doctor
from xhsplanner.core.days import parse_day
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t


def parse_size(text: str) -> tuple[int, int]:
    """`1440x900` as (1440, 900). Raises Refused for anything else, or what is too small or large to draw."""
    match = re.fullmatch(r"(\d{3,5})[x×*](\d{3,5})", text.strip())
    if match is None:
        raise Refused(t("shot.bad_size", text=text))
    width, height = int(match[1]), int(match[2])
    if not (1024 <= width <= 7680 and 640 <= height <= 4320):
        raise Refused(t("shot.bad_size", text=text))
    return width, height


def draw_offscreen() -> None:
    """Make Qt draw without a screen. Raises Refused where Qt's libraries are missing."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = doctor.display_problem()
    if problem:
        raise Refused(problem)


@click.command("shot")
@click.argument("room", required=False)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The picture, .png or .jpg.")
@click.option("--size", default="1440x900", show_default=True, help="Pixels, width x height.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True)
@click.option("--lang", type=click.Choice(["zh_CN", "en"]), help="The language of the window.")
@click.option("--date", "day", metavar="DAY", help="The day the calendar is at.")
@click.option("--select", "note", metavar="NOTE", help="The note in the panel: code, id or uid.")
@click.option("--list", "listing", is_flag=True, help="Print what can be drawn.")
@click.option("--workspace", type=click.Path(path_type=Path), help="The workspace folder.")
@click.option("--as", "actor", metavar="NAME", help="The member who acts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def shot(
    room: str | None,
    out: Path | None,
    size: str,
    theme: str,
    lang: str | None,
    day: str | None,
    note: str | None,
    listing: bool,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """画出一个房间 · Draw a room offscreen as the user would see it."""
    if lang:
        use_language(lang)
    pixels = parse_size(size)
    shown = parse_day(day) if day else None
    draw_offscreen()
    from xhsplanner.app import make_application
    from xhsplanner.ui import shots

    if listing:
        known = shots.targets()
        click.echo(json.dumps(known) if as_json else "\n".join(known))
        return
    if room is None or out is None:
        raise Refused(t("shot.say_what"))
    app = make_application()
    if room in shots.targets() and not shots.needs_workspace(room):
        image = shots.draw(None, shots.View(room, pixels, theme))
    else:
        with opened(workspace, actor) as store:
            found = store.notes.resolve(note) if note else None
            if note and found is None:
                raise Refused(t("cli.no_note", name=note))
            day_ = shown or (found.day if found else None)
            view = shots.View(room, pixels, theme, day_, found.id if found else None)
            image = shots.draw(store, view)
    shots.save(image, out)
    del app
    if as_json:
        click.echo(json.dumps({"out": str(out), "width": image.width(), "height": image.height()}))
