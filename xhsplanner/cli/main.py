"""The command line: a table of verbs, each imported only when called."""

import importlib
import os
import sys
from collections.abc import Sequence

import click

from xhsplanner.core.errors import Refused

VERBS = {
    "doctor": "doctor",
    "demo": "demo",
    "shot": "shot",
    "import-plan": "plan",
    "export": "plan",
    "bundle": "bundle",
    "notes": "notes",
    "new": "notes",
    "set": "notes",
    **dict.fromkeys(("move", "shift", "copy-week"), "moves"),
    "delete": "notes",
    "accounts": "catalog",
    "series": "catalog",
    **dict.fromkeys(("personas", "offers", "keywords", "tags", "disclaimers", "members", "targets"), "catalog"),
    "templates": "catalog",
    "catalogue": "catalog",
    "slots": "slots",
    "tasks": "tasks",
    "today": "tasks",
    "log": "history",
    "undo": "history",
    "redo": "history",
    "snapshot": "history",
    **dict.fromkeys(("snapshots", "restore", "backup"), "backup"),
    "verify": "health",
    **dict.fromkeys(("encrypt", "decrypt", "password"), "encryption"),
    "days": "days",
    "coverage": "coverage",
    "assets": "assets",
    "cover": "covers",
}
"""Verb → module of this package; the command there is called like the verb, with _ for - (or set_)."""

REFUSED = 2


class Verbs(click.Group):
    """Finds a verb's command in its module, so that `notes` never loads what only `export` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = importlib.import_module(f"xhsplanner.cli.{VERBS[cmd_name]}")
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(module, f"{name}_", None) or getattr(module, name)
        return command


@click.group(cls=Verbs, invoke_without_command=True)
@click.version_option(package_name="xhsplanner")
@click.option("--lang", type=click.Choice(["zh_CN", "en"]), help="The language of messages.")
@click.pass_context
def xhsplanner(ctx: click.Context, lang: str | None) -> None:
    """小红书内容排期与素材管理 · content calendar for a bank's Xiaohongshu accounts.

    Without a verb, opens the window on the last workspace.
    """
    from xhsplanner.cli.language import use_language

    use_language(lang)
    if ctx.invoked_subcommand is None:
        from xhsplanner.app import open_window

        ctx.exit(open_window())


def run(arguments: Sequence[str] | None = None) -> None:
    """Run a verb and exit: 0 done, 1 done with problems, 2 refused with one clear sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # a Windows console may not speak Chinese
    try:
        status = xhsplanner.main(args=arguments, standalone_mode=False)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        status = REFUSED
    except ImportError:
        from xhsplanner.core.doctor import drawing_problem

        problem = drawing_problem()  # Qt without its system libraries is no bug of ours
        if problem is None:
            raise
        click.echo(problem, err=True)
        status = REFUSED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = REFUSED
    except click.ClickException as error:
        click.echo(" ".join(error.format_message().split()), err=True)
        status = REFUSED
    except click.Abort:
        status = REFUSED
    except BrokenPipeError:
        # The reader (head, less) has seen enough: not our error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    sys.exit(status if isinstance(status, int) else 0)
