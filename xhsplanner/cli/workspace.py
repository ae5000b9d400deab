"""What every verb needs: the workspace, who acts, and one way to print."""

import json
import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.window import WORKSPACE
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store.store import Store


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --workspace, --as and --json to a verb."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document."),
        click.option("--as", "actor", metavar="NAME", help="The member who acts."),
        click.option(
            "--workspace", type=click.Path(path_type=Path), help=f"The workspace folder (or {WORKSPACE})."
        ),
    ):
        command = option(command)
    return command


@contextmanager
def opened(workspace: Path | None, actor: str | None = None) -> Iterator[Store]:
    """The store of `--workspace` or the environment; acting as `actor`.

    Raises Refused where neither names one or the member is unknown.
    """
    from xhsplanner.store.workspace import open_workspace

    store = open_workspace(folder_of(workspace))
    try:
        if store.recovery is not None:
            click.echo(_plain(store.recovery.sentence()), err=True)
            store.recovery_told()
        if actor:
            store.actor = member_id(store, actor)
        yield store
    finally:
        store.close()


def folder_of(workspace: Path | None) -> Path:
    """The folder that `--workspace` or the environment names. Raises Refused where neither does."""
    if workspace is not None:
        return workspace
    folder = os.environ.get(WORKSPACE)
    if not folder:
        raise Refused(t("cli.no_workspace", variable=WORKSPACE))
    return Path(folder)


def member_id(store: Store, name: str) -> int:
    """The id of a member by name. Raises Refused listing the names there are."""
    for member in store.catalog.members():
        if member.name == name:
            return member.id
    known = t("cli.comma").join(m.name for m in store.catalog.members()) or "—"
    raise Refused(t("cli.no_member", name=name, known=known))


def show(document: Any, as_json: bool, lines: Callable[[], Iterator[str]]) -> None:
    """Print `document` as JSON, or `lines()` for people."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines():
            click.echo(_plain(line))


def _plain(line: str) -> str:
    """A line for a terminal: control characters, which user text may hold, would steer it."""
    return "".join(" " if unicodedata.category(one) == "Cc" else one for one in line)
