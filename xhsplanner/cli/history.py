"""The verbs log, undo, redo, snapshot."""

from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.ops import workspace as ops
from xhsplanner.store.store import Store


def _document(store: Store, change: Change) -> dict[str, Any]:
    member = store.catalog.member(change.actor)
    return {
        "id": change.id,
        "group": change.group,
        "at": change.at,
        "actor": member.name if member else None,
        "label": change.label,
        "rows": sum(len(ids) for ids in change.rows.values()),
    }


@click.command()
@click.option("--limit", type=click.IntRange(1), default=20)
@common
def log(limit: int, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """List the newest ops."""
    with opened(workspace, actor) as store:
        rows = [_document(store, change) for change in store.history.log(limit)]
        show(
            rows,
            as_json,
            lambda: (f"{r['id']:>6}  {r['at'][:16]}  {r['actor'] or '—'}  {r['label']}" for r in rows),
        )


def _step(verb: str, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    with opened(workspace, actor) as store:
        change = ops.undo(store) if verb == "undo" else ops.redo(store)
        conflicts = [{"table": c.table, "row": c.row} for c in change.conflicts]
        document = {**_document(store, change), "conflicts": conflicts}
        show(document, as_json, lambda: iter([change.label]))
        if conflicts:
            click.echo(t("cli.conflicts", n=len(conflicts)), err=True)
            click.get_current_context().exit(1)


@click.command()
@common
def undo(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Take back the last step of the acting member."""
    _step("undo", workspace, actor, as_json)


@click.command()
@common
def redo(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Bring back the step last taken back."""
    _step("redo", workspace, actor, as_json)


@click.command()
@common
def snapshot(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Back the database up beside it, checked and hashed."""
    with opened(workspace, actor) as store:
        path = store.snapshot()
        show({"snapshot": str(path), "bytes": path.stat().st_size}, as_json, lambda: iter([str(path)]))
