"""What a person can do with the library: add, rename, tag, trash, restore pictures, and check their files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xhsplanner.core import resources
from xhsplanner.core.change import Change
from xhsplanner.core.clock import stamp
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Asset
from xhsplanner.core.text import whole
from xhsplanner.core.words import t
from xhsplanner.ops.intake import MAX_NAME, Progress, Taken, file_name, take
from xhsplanner.ops.steady import steady
from xhsplanner.store import sweeping
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store
from xhsplanner.store.sweeping import Swept

if TYPE_CHECKING:  # Pillow is loaded when a picture is probed, not when the window opens
    from xhsplanner.media.images import Picture

MB = 1024 * 1024
NAMED_NOTES = 5
"""So many note codes fit a toast."""


@dataclass(slots=True)
class Added:
    """What became of a batch of files.

    `duplicates`: (file, id of the picture that has the same bytes). `restored` were in the trash. `refused`:
    (file, reason). `warnings`: (file, id, what makes the picture unfit to post). Reasons are in the user's
    language, without the file's name. `change` is None where no row was written.
    """

    added: list[Asset] = field(default_factory=list)
    duplicates: list[tuple[Path, int]] = field(default_factory=list)
    restored: list[Asset] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    warnings: list[tuple[Path, int, str]] = field(default_factory=list)
    cancelled: bool = False
    change: Change | None = None

    def ids(self, files: Sequence[Path]) -> list[int]:
        """What the library now has of `files`, in their order; what came out of folders among them follows."""
        known = dict(self.duplicates)
        new = [*self.added, *self.restored]
        found: list[int] = []
        for path in files:
            if path in known:
                found.append(known.pop(path))
            elif (one := next((asset for asset in new if asset.name == file_name(path)), None)) is not None:
                new.remove(one)
                found.append(one.id)
        return list(dict.fromkeys([*found, *(asset.id for asset in new), *known.values()]))


@dataclass(frozen=True, slots=True)
class Use:
    """What pictures are imported for: `write(op, added)` is done in the same op, which is of this kind."""

    kind: str
    values: Mapping[str, Any]
    write: Callable[[Op, Added], None]


@dataclass(frozen=True, slots=True)
class Problem:
    """A picture whose file is not what it was: `kind` is missing, unreadable or changed; `reason` says it."""

    asset: Asset
    kind: str
    reason: str


def add(
    store: Store,
    paths: Iterable[Path],
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    use: Use | None = None,
) -> Added:
    """Import files and the contents of folders as one op; where nothing of them is new, `use` is not asked.

    Bytes that are in the library already are reported, or restored from the trash; refused files are reported
    with their reason. Cancelling keeps what was taken until then. Raises Refused where nothing can be written.
    """
    if store.read_only:
        raise Refused(store.read_only)
    taken, rejected = take(store, paths, progress, cancelled)
    result = Added(refused=[(one.path, one.reason) for one in rejected])
    result.cancelled = bool(cancelled and cancelled())
    known = store.assets.by_hash([one.sha256 for one in taken])
    fresh = {one.sha256 for one in taken} - known.keys()
    back = sum(_put_away(asset) for asset in known.values())
    if fresh or back:
        kind = "asset.add" if fresh else "asset.restore"
        _write(store, taken, result, use or Use(kind, {"n": len(fresh) + back}, lambda _op, _added: None))
    else:
        result.duplicates = [(one.path, known[one.sha256].id) for one in taken]
    for path, asset in _by_path(store, taken, result):
        result.warnings += [(path, asset.id, words) for words in concerns(asset)]
    return result


def _write(store: Store, taken: Sequence[Taken], result: Added, use: Use) -> None:
    """One transaction for the whole batch. Looks again at what is known: another process may import too."""
    new: list[int] = []
    back: list[int] = []
    with store.op(use.kind, **use.values) as op:
        known = store.assets.by_hash([one.sha256 for one in taken])
        ids = {digest: asset.id for digest, asset in known.items()}
        away = {asset.id for asset in known.values() if _put_away(asset)}
        for one in taken:
            asset_id = ids.get(one.sha256)
            if asset_id in away:
                op.update("asset", {asset_id: {"trashed": 0, "kind": "picture"}})
                away.remove(asset_id)
                back.append(asset_id)
            elif asset_id is not None:
                result.duplicates.append((one.path, asset_id))
            elif one.picture is not None:
                ids[one.sha256] = op.insert("asset", asset_row(one.path, one.picture))
                new.append(ids[one.sha256])
            else:  # it was there a moment ago: another window took back its import
                result.refused.append((one.path, t("assets.try_again")))
        # Read before COMMIT: a disk that fails after it must not make what was written look refused.
        result.added = store.assets.get_many(new)
        result.restored = store.assets.get_many(back)
        use.write(op, result)
    result.change = op.change


def _put_away(asset: Asset) -> bool:
    """In the trash, or kept for a cover and never shown: importing the same bytes brings it into view."""
    return asset.trashed or asset.kind == "render"


def asset_row(path: Path, picture: "Picture") -> dict[str, Any]:
    """The row of a file that was taken into the library."""
    return {
        "sha256": picture.sha256,
        "name": file_name(path),
        "ext": picture.ext,
        "bytes": picture.size,
        "width": picture.width,
        "height": picture.height,
        "phash": picture.phash,
        "colors": " ".join(picture.colors),
        "added_at": stamp(),
    }


def _by_path(store: Store, taken: Sequence[Taken], result: Added) -> list[tuple[Path, Asset]]:
    new = {asset.sha256: asset for asset in (*result.added, *result.restored)}
    return [(one.path, new.pop(one.sha256)) for one in taken if one.sha256 in new]


def concerns(asset: Asset) -> list[str]:
    """What makes a picture of the library unfit to be posted, in the user's language; usually nothing."""
    facts = resources.toml("platform", "pictures.toml")
    found = []
    if min(asset.width, asset.height) < facts["short_side"] or max(asset.width, asset.height) < facts["long_side"]:
        size = {"width": asset.width, "height": asset.height}
        found.append(t("assets.too_small", **size, short=facts["short_side"], long=facts["long_side"]))
    for key, cap in (("too_heavy", facts["block_mb"]), ("heavy", facts["warn_mb"])):
        if asset.bytes > cap * MB:
            found.append(t(f"assets.{key}", mb=round(asset.bytes / MB), cap=cap))
            break
    return found


@steady
def rename(store: Store, asset_id: int, name: str) -> Change | None:
    """Give a picture another name; its file stays what it is. Raises Refused for an empty name."""
    name = " ".join(whole(name).split())[:MAX_NAME]
    if not name:
        raise Refused(t("assets.name_empty"))
    _existing(store, [asset_id])
    with store.op("asset.rename", name=name) as op:
        op.update("asset", {asset_id: {"name": name}})
    return op.change


@steady
def tag(
    store: Store, asset_ids: Sequence[int], add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Change | None:
    """Put tags on pictures and take tags off, by name; unknown names become free tags.

    Raises Refused for an empty name or an unknown picture.
    """
    wanted = [" ".join(name.split()) for name in add]
    if not all(wanted):
        raise Refused(t("assets.tag_empty"))
    _existing(store, asset_ids)
    with store.op("asset.tag", n=len(asset_ids), tags="、".join((*wanted, *remove))) as op:
        links = store.assets.tag_rows(asset_ids)
        op.delete("asset_tag", [link for link, _asset, _tag, name in links if name in set(remove)])
        there = {(asset, tag_id) for _link, asset, tag_id, _name in links}
        for tag_id in _tag_ids(store, op, list(dict.fromkeys(wanted))):
            for asset_id in asset_ids:
                if (asset_id, tag_id) not in there:
                    op.insert("asset_tag", {"asset_id": asset_id, "tag_id": tag_id})
    return op.change


def _tag_ids(store: Store, op: Op, names: Sequence[str]) -> list[int]:
    known = store.assets.tag_ids(names)
    return [known[name] if name in known else op.insert("tag", {"group": "free", "name": name}) for name in names]


@steady
def trash(store: Store, asset_ids: Sequence[int]) -> Change | None:
    """Put pictures in the trash. Notes keep the pictures they use; the label then says which notes."""
    _existing(store, asset_ids)
    codes = users(store, asset_ids)
    named = "、".join(codes[:NAMED_NOTES]) + ("…" if len(codes) > NAMED_NOTES else "")
    with store.op("asset.trash_used" if codes else "asset.trash", n=len(asset_ids), notes=named) as op:
        op.update("asset", {asset_id: {"trashed": 1} for asset_id in asset_ids})
    return op.change


@steady
def restore(store: Store, asset_ids: Sequence[int]) -> Change | None:
    """Take pictures out of the trash."""
    _existing(store, asset_ids)
    with store.op("asset.restore", n=len(asset_ids)) as op:
        op.update("asset", {asset_id: {"trashed": 0} for asset_id in asset_ids})
    return op.change


def users(store: Store, asset_ids: Sequence[int]) -> list[str]:
    """Codes of the notes that use any of these pictures, each once."""
    notes = sorted({note for ids in store.assets.used_by(asset_ids).values() for note in ids})
    return [note.code for note in store.notes.get_many(notes)]


def _existing(store: Store, asset_ids: Sequence[int]) -> None:
    found = {asset.id for asset in store.assets.get_many(asset_ids)}
    for asset_id in asset_ids:
        if asset_id not in found:
            raise Refused(t("assets.unknown", name=asset_id))


def thumb(store: Store, asset: Asset) -> bytes | None:
    """The picture's thumbnail as a JPEG, made again from its file where the cache lost it; None where the file
    is lost too. Decoding takes some 10 ms: not for the GUI thread.
    """
    kept = store.thumbs.get(asset.sha256)
    if kept is not None:
        return kept
    from xhsplanner.media.images import probe

    try:
        made = probe(store.assets.path(asset)).thumb
    except Refused:
        return None
    store.thumbs.put_many([(asset.sha256, made)])
    return made


def verify(store: Store, progress: Progress | None = None) -> list[Problem]:
    """Read every file of the library and compare it with its hash; what is wrong. Changes nothing."""
    assets = store.assets.all()
    found = []
    for number, asset in enumerate(assets, 1):
        kind = store.assets.blobs.check(asset.sha256, asset.ext)
        if kind:
            found.append(Problem(asset, kind, t(f"assets.{kind}")))
        if progress is not None:
            progress(number, len(assets), asset.name)
    return found


def sweep(store: Store) -> Swept:
    """Delete files of the library that nothing names any more: no picture, no step of undo or redo, no snapshot.

    Only what nobody touched for a day. Raises Refused when read-only.
    """
    if store.read_only:
        raise Refused(store.read_only)
    return sweeping.sweep(store.path, store.engine)
