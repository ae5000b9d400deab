"""The verb demo: a sample workspace, opened in the window; without a screen, every room as a picture."""

import os
from datetime import timedelta
from pathlib import Path

import click

from xhsplanner.cli.shot import draw_offscreen
from xhsplanner.cli.window import WORKSPACE
from xhsplanner.core import doctor
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

PICTURES = Path("xhsplanner-demo")


@click.command()
@click.option("--workspace", type=click.Path(path_type=Path), help="Where to make it: a new folder.")
@click.option("--no-window", is_flag=True, help="Only make the workspace.")
@click.option("--notes", type=click.IntRange(1), help="A synthetic workspace of so many notes instead.")
@click.option("--accounts", type=click.IntRange(1, 100), default=4, show_default=True)
@click.option("--days", type=click.IntRange(1, 36500), default=365, show_default=True, help="Days it spreads over.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same notes.")
def demo(workspace: Path | None, no_window: bool, notes: int | None, accounts: int, days: int, seed: int) -> int:
    """生成示例工作区并打开 · Make a sample workspace around this week and open it."""
    no_screen = os.environ.get("QT_QPA_PLATFORM") == "offscreen"
    problem = t("demo.offscreen") if no_screen else doctor.display_problem()
    if notes is not None:
        if workspace is None and (named := os.environ.get(WORKSPACE)):
            workspace = Path(named)
        if workspace is None:
            raise Refused(t("demo.where"))
        _synthetic(workspace, notes, accounts, days, seed)
    else:
        if problem or no_window:
            draw_offscreen()
        workspace = _sample(workspace)
    if no_window:
        return 0
    if problem:
        click.echo(problem, err=True)
        draw_offscreen()
        _draw_rooms(workspace)
        return 0
    from xhsplanner.app import open_window

    return open_window(workspace)


def _sample(workspace: Path | None) -> Path:
    from xhsplanner.app import make_application
    from xhsplanner.ui.sample import open_sample, sample_folder

    app = make_application()
    place = workspace or sample_folder()
    open_sample(place).close()
    del app
    click.echo(t("demo.made", folder=place))
    return place


def _synthetic(workspace: Path, notes: int, accounts: int, days: int, seed: int) -> None:
    from xhsplanner.ops.synthetic import synthetic
    from xhsplanner.store.workspace import create_workspace

    store = create_workspace(workspace)
    try:
        synthetic(store, notes, accounts=accounts, days=days, seed=seed)
    finally:
        store.close()
    click.echo(t("demo.synthetic", n=notes, folder=workspace))


def _draw_rooms(workspace: Path) -> None:
    """Every room as a picture, with the first planned note of this week in the panel."""
    from xhsplanner.app import make_application
    from xhsplanner.core.clock import today
    from xhsplanner.store.workspace import open_workspace
    from xhsplanner.ui import shots

    app = make_application()
    store = open_workspace(workspace)
    notes = store.notes.between(today(), today() + timedelta(days=30))
    PICTURES.mkdir(exist_ok=True)
    for target in shots.targets():
        if ":" not in target:
            view = shots.View(target, note_id=notes[0].id if notes else None)
            image = shots.draw(store if shots.needs_workspace(target) else None, view)
            shots.save(image, PICTURES / f"{target}.png")
    store.close()
    del app
    click.echo(t("demo.drawn", folder=PICTURES.resolve()))
