"""The verbs snapshots, restore, backup."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.errors import Refused
from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t
from xhsplanner.store import snapshots as of_store
from xhsplanner.store.comparison.differences import Differences

PROBLEMS = 1


@click.command()
@common
def snapshots(workspace: Path | None, actor: str | None, as_json: bool) -> int:
    """List the snapshots, newest first, each read and compared with its hash."""
    with opened(workspace, actor) as store:
        rows = [
            {
                "name": one.path.stem,
                "at": one.at.isoformat(),
                "kind": one.kind,
                "bytes": one.bytes,
                "notes": one.notes,
                "intact": of_store.intact(one.path),
            }
            for one in of_store.listed(store.path)
        ]
    show(rows, as_json, lambda: map(_line, rows) if rows else iter([t("restore.none")]))
    return 0 if all(row["intact"] for row in rows) else PROBLEMS


def _line(row: dict[str, Any]) -> str:
    kind = t(f"restore.kind_.{row['kind'] or 'old'}")
    state = "" if row["intact"] else f"  {t('restore.bad')}"
    return f"{row['name']}  {byte_text(row['bytes']):>9}  {kind}{state}"


@click.command()
@click.argument("name")
@click.option("--preview", is_flag=True, help="Say what differs, write nothing.")
@click.option("--note", "names", multiple=True, metavar="CODE", help="Only this note; may be repeated.")
@common
def restore(
    name: str, preview: bool, names: tuple[str, ...], workspace: Path | None, actor: str | None, as_json: bool
) -> None:
    """Bring back what the snapshot NAME (or `latest`) holds, as one step that undo takes back."""
    from xhsplanner.ops import restoring

    with opened(workspace, actor) as store:
        path = restoring.find(store, name)
        if not of_store.intact(path):
            raise Refused(t("restore.damaged", name=path.name))
        found = restoring.preview(store, path)
        notes = _chosen(found, names) if names else None
        change = None if preview else restoring.restore(store, path, notes)
    document = {"snapshot": path.stem, **_document(found), "preview": preview, "op": change.id if change else None}
    show(document, as_json, lambda: _lines(found, preview, change.label if change else ""))


def _chosen(found: Differences, names: tuple[str, ...]) -> list[int]:
    """The ids of notes by their codes. Raises Refused for one that does not differ."""
    ids = {note.code: note.id for note in found.notes}
    for name in names:
        if name not in ids:
            raise Refused(t("restore.no_difference", name=name))
    return [ids[name] for name in names]


def _document(found: Differences) -> dict[str, Any]:
    return {
        "notes": [
            {
                "code": note.code,
                "what": note.what,
                "title": note.title,
                "account": note.account,
                "date": note.day,
                "fields": [asdict(one) for one in note.fields],
            }
            for note in found.notes
        ],
        "others": {table: asdict(count) for table, count in found.others.items()},
    }


def _lines(found: Differences, preview: bool, label: str) -> Iterator[str]:
    """As the dialog says it."""
    from xhsplanner.ui.dialogs.restore_words import fields_text, others_text, title

    if not found:
        yield t("restore.same")
    if preview:
        for note in found.notes:
            what = t(f"restore.what_.{note.what}")
            yield f"{what}  {note.code}  {title(note)}  {fields_text(note)}".rstrip()
        if found.others:
            yield t("restore.more_rows", said=others_text(found))
    elif label:
        yield label


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@common
def backup(folder: Path | None, workspace: Path | None, actor: str | None, as_json: bool) -> int:
    """Bring the copy of the workspace in FOLDER up to date; without it in the backup folder of the settings."""
    from xhsplanner.ops.backup import backup as copy

    with opened(workspace, actor) as store:
        done = copy(store, folder or _of_settings(store.path))
    document = {**asdict(done), "folder": str(done.folder)}
    words = t("backup.done", folder=done.folder, pictures=done.pictures)
    if done.damaged:
        words = t("backup.damaged", folder=done.folder, n=len(done.damaged), name=done.damaged[0])
    show(document, as_json, lambda: iter([words]))
    return PROBLEMS if done.damaged else 0


def _of_settings(workspace: Path) -> Path:
    from xhsplanner.ui.settings import Settings

    folder = Settings.of_user().at(workspace, "backup_folder")
    if not folder:
        raise Refused(t("backup.not_chosen"))
    return Path(folder)
