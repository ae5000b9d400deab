"""The verbs encrypt, decrypt, password.

A password is typed or stands in the environment, never in an argument: every process sees those, shells keep them.
"""

import os
from pathlib import Path

import click

from xhsplanner.cli.workspace import PASSWORD, common, folder_of, opened, show, typed, unlock
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.store.encryption import cipher, converting

NEW = "XHSPLANNER_NEW_PASSWORD"


@click.command()
@common
def encrypt(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Encrypt the database of a workspace and its snapshots with a password. Pictures are not encrypted."""
    folder = folder_of(workspace)
    if cipher.of(folder) is not None:
        raise Refused(t("cipher.already", folder=folder))
    cipher.need_driver()
    _ready(folder, actor)
    click.echo(f"{t('cipher.no_recovery')}\n{t('cipher.covers')}", err=True)
    done = converting.encrypt(folder, _new_password(PASSWORD, folder))
    document = {"folder": str(folder), "snapshots": done.snapshots, "plain": [str(path) for path in done.plain]}
    lines = [t("cipher.encrypted", folder=folder, n=done.snapshots)]
    lines += [t("cipher.plain_left", file=path) for path in done.plain]
    show(document, as_json, lambda: iter([*lines, t("cipher.elsewhere")]))


def _ready(folder: Path, actor: str | None) -> None:
    """Open it once: that restores and upgrades. Raises Refused where it cannot be written."""
    with opened(folder, actor) as store:
        if store.read_only:
            raise Refused(store.read_only)


@click.command()
@common
def decrypt(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Make an encrypted workspace one that opens without a password."""
    folder = folder_of(workspace)
    if cipher.of(folder) is None:
        raise Refused(t("cipher.not_encrypted", folder=folder))
    _ready(folder, actor)
    done = converting.decrypt(folder)
    document = {"folder": str(folder), "snapshots": done.snapshots}
    show(document, as_json, lambda: iter([t("cipher.decrypted", folder=folder, n=done.snapshots)]))


@click.command()
@common
def password(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Change the password of an encrypted workspace."""
    folder = folder_of(workspace)
    if cipher.of(folder) is None:
        raise Refused(t("cipher.not_encrypted", folder=folder))
    old = unlock(folder)
    click.echo(t("cipher.no_recovery"), err=True)
    converting.change_password(folder, old, _new_password(NEW, folder))
    show({"folder": str(folder)}, as_json, lambda: iter([t("cipher.changed", folder=folder)]))


def _new_password(variable: str, folder: Path) -> str:
    """From the environment, or typed twice. Raises Refused where the two differ or nobody can type."""
    if os.environ.get(variable):
        return os.environ[variable]
    first = typed(t("cipher.ask_new"), folder, variable)
    if typed(t("cipher.ask_again"), folder, variable) != first:
        raise Refused(t("cipher.differ"))
    return first
