"""`xhsplanner doctor`: what this machine lacks to run, with the exact fix."""

import json
from dataclasses import asdict

import click

from xhsplanner.core import doctor as machine
from xhsplanner.core import resources
from xhsplanner.core.doctor import Missing
from xhsplanner.core.words import t

NO_RESOURCES = Missing(
    "找不到程序的 resources 文件夹。 The program's resources folder was not found.",
    "重新安装本程序 / install this program again",
)
"""In both languages, because the words themselves are what is missing."""


def examine() -> tuple[list[Missing], list[Missing]]:
    """What keeps the program from running here, and what is only worth knowing (no screen)."""
    from xhsplanner.store import probe
    from xhsplanner.ui import worker
    from xhsplanner.ui.settings import Settings, config_folder

    try:
        resources.root()
    except FileNotFoundError:
        return [NO_RESOURCES], []
    missing = machine.check_python() + machine.check_libraries("offscreen") + machine.check_start()
    missing += machine.check_resources()
    sqlite = probe.problem()
    if sqlite:
        missing.append(Missing(t("doctor.sqlite", reason=sqlite), t("doctor.sqlite_fix")))
    missing += machine.check_writable(config_folder())
    if not worker.answers():
        missing.append(Missing(t("doctor.worker"), t("doctor.worker_fix")))
    window, notes = _window()
    for folder in Settings.of_user().recent():
        notes += machine.check_private(folder)
    return missing + window, notes


def _window() -> tuple[list[Missing], list[Missing]]:
    """The same for the window alone: on a machine without a screen its wants are only notes."""
    wants = machine.check_libraries("x11", "wayland")
    if not machine.wants_display():
        return [], wants
    screen = machine.screen_problem()
    if screen and not machine.screen_named():
        return [], [Missing(screen, t("doctor.no_display_fix")), *wants]
    silent = [Missing(screen, t("doctor.display_silent_fix"))] if screen else []
    return wants + silent, []


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True)
def doctor(as_json: bool) -> None:
    """检查这台电脑缺少什么 · Check what this machine lacks and how to fix it."""
    missing, notes = examine()
    if as_json:
        found = {"ok": not missing, "missing": [asdict(m) for m in missing], "notes": [asdict(n) for n in notes]}
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo(t("doctor.heading") if missing else t("doctor.ok"))
        for entry in missing:
            click.echo(t("doctor.line", what=entry.what, fix=entry.fix))
        for entry in notes:
            click.echo(t("doctor.note", what=entry.what, fix=entry.fix))
    if missing:
        raise SystemExit(1)
