"""Writes a bundle as one zip, whole or not at all."""

import hashlib
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xhsplanner.core.errors import Refused
from xhsplanner.core.progress import Progress
from xhsplanner.core.words import t
from xhsplanner.exchange.bundle_model import FORMAT, MANIFEST, ROWS, TABLES, VERSION, Blob, Bundle, Record
from xhsplanner.exchange.exported import exported

_CHUNK = 1 << 20


def write_bundle(path: Path, bundle: Bundle, blobs: Sequence[Blob], progress: Progress | None = None) -> None:
    """Write `bundle` with its pictures to `path`, which is replaced only once all is written.

    `progress(n, of)` counts pictures. Raises Refused where the place cannot be written, or a picture is missing
    or is not what its name says.
    """
    with (
        exported(path, refusal="bundle.refused.not_written") as fresh,
        zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        _fill(archive, bundle, blobs, progress)


def _fill(archive: zipfile.ZipFile, bundle: Bundle, blobs: Sequence[Blob], progress: Progress | None) -> None:
    rows = _dump({"rows": by_table(bundle.records)})
    files = {ROWS: hashlib.sha256(rows).hexdigest(), **{blob.name: blob.sha256 for blob in blobs}}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "schema": bundle.schema,
        "workspace": bundle.workspace,
        "made_at": bundle.made_at,
        "by": bundle.by,
        "files": files,
    }
    archive.writestr(MANIFEST, _dump(manifest))
    archive.writestr(ROWS, rows)
    for number, blob in enumerate(blobs, 1):
        _add(archive, blob)
        if progress is not None:
            progress(number, len(blobs))


def by_table(records: Sequence[Record]) -> dict[str, list[dict[str, Any]]]:
    """Records as `rows.json` has them: only what is said."""
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for record in records:
        row: dict[str, Any] = {"uid": record.uid, "values": None if record.values is None else dict(record.values)}
        if record.base:
            row["base"] = dict(record.base)
        if record.made:
            row["made"] = True
        if record.passed:
            row["passed"] = {name: list(prints) for name, prints in record.passed.items()}
        found[record.table].append(row)
    return {table: rows for table, rows in found.items() if rows}


def _add(archive: zipfile.ZipFile, blob: Blob) -> None:
    """Put one picture in, as it is: pictures do not shrink. Its hash is counted on the way."""
    digest = hashlib.sha256()
    try:
        source = open(blob.path, "rb")  # noqa: SIM115 (closed below; only a missing source is told so)
    except OSError:
        raise Refused(t("bundle.refused.picture_gone", name=blob.path.name)) from None
    entry = zipfile.ZipInfo(blob.name)
    with source, archive.open(entry, "w", force_zip64=True) as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    if digest.hexdigest() != blob.sha256:
        raise Refused(t("bundle.refused.picture_gone", name=blob.path.name))


def _dump(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
