"""The verbs of the library: assets add, list, find, tag, trash, restore, verify, sweep."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ops import assets as ops
from xhsplanner.ops.intake import Progress
from xhsplanner.store.store import Store

UNSIGNED = (1 << 64) - 1


@click.group()
def assets() -> None:
    """The picture library."""


def documents(store: Store, found: Sequence[Asset]) -> list[dict[str, Any]]:
    """Pictures as the JSON of the command line contract; `phash` as 16 hexadecimal digits."""
    ids = [asset.id for asset in found]
    tags, used = store.assets.tags(ids), store.assets.used_by(ids)
    return [
        {
            "id": asset.id,
            "sha256": asset.sha256,
            "name": asset.name,
            "width": asset.width,
            "height": asset.height,
            "bytes": asset.bytes,
            "phash": None if asset.phash is None else f"{asset.phash & UNSIGNED:016x}",
            "tags": tags.get(asset.id, []),
            "codes": [],
            "used_by": used.get(asset.id, []),
            "rights_until": asset.rights_until.isoformat() if asset.rights_until else None,
            "colors": asset.colors.split(),
            "trashed": asset.trashed,
        }
        for asset in found
    ]


def lines(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Pictures for people, one a line."""
    for row in rows:
        notes = t("assets.line_used", n=len(row["used_by"])) if row["used_by"] else t("assets.line_unused")
        tags = " ".join(f"[{tag}]" for tag in row["tags"])
        yield f"{row['id']:>6}  {row['width']:>5}×{row['height']:<5}  {notes}  {row['name']}  {tags}".rstrip()


def wanted(store: Store, names: Sequence[str]) -> list[int]:
    """Ids of pictures named by id, uid or hash. Raises Refused naming the first that does not exist."""
    found = []
    for name in names:
        asset = store.assets.resolve(name)
        if asset is None:
            raise Refused(t("assets.unknown", name=name))
        found.append(asset.id)
    return list(dict.fromkeys(found))


def _progress(as_json: bool) -> Progress | None:
    """A counter on stderr, only where somebody watches."""
    if as_json or not sys.stderr.isatty():
        return None

    def tell(done: int, total: int, _name: str) -> None:
        click.echo(f"\r{done}/{total}" + ("\n" if done == total else ""), nl=False, err=True)

    return tell


@assets.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def add(paths: tuple[Path, ...], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Import picture files and the contents of folders. Exit status 1 when some were refused."""
    with opened(workspace, actor) as store:
        result = ops.add(store, paths, _progress(as_json))
        document = {
            "added": documents(store, result.added),
            "duplicates": [{"path": str(path), "id": asset_id} for path, asset_id in result.duplicates],
            "restored": documents(store, result.restored),
            "refused": [{"path": str(path), "reason": reason} for path, reason in result.refused],
            "warnings": [
                {"path": str(path), "id": asset_id, "reason": reason} for path, asset_id, reason in result.warnings
            ],
        }
        show(document, as_json, lambda: _told(document))
        if result.refused:
            click.get_current_context().exit(1)


def _told(document: dict[str, Any]) -> Iterator[str]:
    yield from lines([*document["added"], *document["restored"]])
    for key in ("duplicates", "warnings", "refused"):
        for row in document[key]:
            name = Path(row["path"]).name
            yield t(f"assets.line_{key}", name=name, id=row.get("id"), reason=row.get("reason"))
    yield t("assets.line_sum", **{key: len(document[key]) for key in document})


@assets.command(name="list")
@click.option("--trashed", is_flag=True, help="What is in the trash.")
@click.option("--limit", type=click.IntRange(1))
@common
def list_(trashed: bool, limit: int | None, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """List the pictures, newest first."""
    with opened(workspace, actor) as store:
        rows = documents(store, store.assets.find(trashed=trashed, limit=limit))
        show(rows, as_json, lambda: lines(rows))


@assets.command()
@click.option("--text", default="", help="Words in the name or at the beginning of a tag.")
@click.option("--tag", help="The name of a tag.")
@click.option("--unused", is_flag=True, help="Only pictures no note uses.")
@click.option("--limit", type=click.IntRange(1))
@common
def find(
    text: str,
    tag: str | None,
    unused: bool,
    limit: int | None,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Find pictures by name, tag and use, newest first."""
    with opened(workspace, actor) as store:
        found = store.assets.find(text, tag=tag, used=False if unused else None, limit=limit)
        rows = documents(store, found)
        show(rows, as_json, lambda: lines(rows))


@assets.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--add", multiple=True, metavar="TAG")
@click.option("--remove", multiple=True, metavar="TAG")
@common
def tag(
    ids: tuple[str, ...],
    add: tuple[str, ...],
    remove: tuple[str, ...],
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Put tags on pictures and take them off."""
    with opened(workspace, actor) as store:
        found = wanted(store, ids)
        ops.tag(store, found, add=add, remove=remove)
        rows = documents(store, store.assets.get_many(found))
        show(rows, as_json, lambda: lines(rows))


def _flag(verb: str, ids: tuple[str, ...], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    with opened(workspace, actor) as store:
        found = wanted(store, ids)
        change = ops.trash(store, found) if verb == "trash" else ops.restore(store, found)
        rows = documents(store, store.assets.get_many(found))
        label = change.label if change else t("assets.line_nothing")
        show(rows, as_json, lambda: iter([label]))


@assets.command()
@click.argument("ids", nargs=-1, required=True)
@common
def trash(ids: tuple[str, ...], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Put pictures in the trash; notes keep the ones they use."""
    _flag("trash", ids, workspace, actor, as_json)


@assets.command()
@click.argument("ids", nargs=-1, required=True)
@common
def restore(ids: tuple[str, ...], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Take pictures out of the trash."""
    _flag("restore", ids, workspace, actor, as_json)


@assets.command()
@common
def verify(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Compare every file with its hash. Exit status 1 when one is lost or changed."""
    with opened(workspace, actor) as store:
        found = ops.verify(store, _progress(as_json))
        problems = [
            {
                "id": one.asset.id,
                "name": one.asset.name,
                "sha256": one.asset.sha256,
                "kind": one.kind,
                "reason": one.reason,
            }
            for one in found
        ]
        whole = t("assets.line_whole", n=len(store.assets.all()))
        listed = [t("assets.list_problem", name=row["name"], reason=row["reason"]) for row in problems]
        show({"ok": not problems, "problems": problems}, as_json, lambda: iter(listed or [whole]))
        if problems:
            click.get_current_context().exit(1)


@assets.command()
@common
def sweep(workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Delete files that no picture, no step of undo and no snapshot names."""
    with opened(workspace, actor) as store:
        swept = ops.sweep(store)
        said = t("assets.line_swept", n=swept.files, mb=round(swept.bytes / ops.MB, 1))
        show({"files": swept.files, "bytes": swept.bytes}, as_json, lambda: iter([said]))
