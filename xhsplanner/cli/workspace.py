"""What every verb needs: the workspace, who acts, and one way to print."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.window import WORKSPACE
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import level, t
from xhsplanner.store.encryption import cipher
from xhsplanner.store.store import Store

PASSWORD = "XHSPLANNER_PASSWORD"
TRIES = 3
"""How often a password may be typed wrong."""


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

    Raises Refused where neither names one, the member is unknown, or the password of an encrypted one is not given.
    """
    from xhsplanner.store.workspace import open_workspace

    folder = folder_of(workspace)
    if cipher.locked(folder):
        unlock(folder)
    store = open_workspace(folder)
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


def unlock(folder: Path) -> str:
    """Open the lock of an encrypted workspace with the password of the environment, else one that is typed; returns
    it. Raises Refused where it is wrong or nobody can type.
    """
    cipher.need_driver()
    given = os.environ.get(PASSWORD)
    for further in reversed(range(1 if given else TRIES)):
        password = given or typed(t("cipher.ask"), folder, PASSWORD)
        try:
            cipher.unlock(folder, password)
            return password
        except cipher.WrongPassword as wrong:
            if not further:
                raise
            click.echo(str(wrong), err=True)
    raise AssertionError


def typed(prompt: str, folder: Path, variable: str) -> str:
    """A password typed at the terminal, unseen. Raises Refused where there is none."""
    if not sys.stdin.isatty():
        raise Refused(t("cipher.no_password", folder=folder, variable=variable))
    return str(click.prompt(prompt, hide_input=True, err=True))


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
    """A line for a terminal: control characters, which user text may hold, would steer it, or turn its order."""
    return level("".join(" " if unicodedata.category(one) == "Cc" else one for one in line))
