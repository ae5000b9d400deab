"""What a bundle says, as values: the language between its reader and writer and the ops that fill and merge it.

A bundle is one zip: `manifest.json`, `rows.json` and `assets/<sha256>.<ext>`. Rows stand by table under their
uid, and what refers to another row gives its uid, so that a bundle means the same in every copy of a workspace.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

FORMAT = "xhsplanner-bundle"
VERSION = 1
MANIFEST = "manifest.json"
ROWS = "rows.json"
SUFFIX = ".zip"

TABLES: tuple[str, ...] = (
    "account", "series", "member", "persona", "topic", "tag", "keyword", "offer", "disclaimer", "campaign",
    "own_day", "target", "collection", "note_template", "view", "slot", "asset", "asset_tag",
    "note", "note_text", "note_asset", "note_tag", "note_keyword", "note_offer", "shot", "cover", "approval",
    "waiver", "result", "comment", "slot_override", "relay", "task",
)  # fmt: skip
"""What travels, what is referred to first. How this workspace reads schedules, and its settings, stay at home."""

KEYS: Mapping[str, tuple[str, ...]] = {
    "account": ("name",),
    "series": ("name",),
    "member": ("name",),
    "persona": ("name",),
    "tag": ("group", "name"),
    "keyword": ("name",),
    "offer": ("name",),
    "disclaimer": ("product_class", "form"),
    "collection": ("account_id", "series_id"),
    "asset": ("sha256",),
    "asset_tag": ("asset_id", "tag_id"),
    "note_text": ("note_id",),
    "note_asset": ("note_id", "asset_id"),
    "note_tag": ("note_id", "tag_id"),
    "note_keyword": ("note_id", "keyword_id"),
    "note_offer": ("note_id", "offer_id"),
    "cover": ("note_id", "variant"),
    "result": ("note_id", "as_of"),
    "slot_override": ("slot_id", "original_day"),
    "task": ("rule_key",),
    "note_template": ("name",),
    "view": ("name",),
    "relay": ("note_id",),
}
"""Columns by which two rows with different uids are the same thing."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One row. References are uids.

    `values` is the row as its sender has it, None where they deleted it. `base` is what the columns they changed
    held before; of a deleted row all of them. A row they made has `made`; one with neither came along because
    others refer to it. `passed` are fingerprints of what a column held on the way from base to values.
    """

    table: str
    uid: str
    values: Values | None
    base: Values = field(default_factory=dict)
    made: bool = False
    passed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Whether the sender did something to it."""
        return self.made or self.values is None or bool(self.base)


@dataclass(frozen=True, slots=True)
class Blob:
    """A picture that travels: where its bytes are now, under the name of its hash."""

    sha256: str
    ext: str
    path: Path

    @property
    def name(self) -> str:
        """Its name in the zip."""
        return f"assets/{self.sha256}.{self.ext}"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A part of a plan. `workspace` is what all copies of one workspace share, `made_at` ISO, `by` a member's name.

    `schema` is the version of the tables; `file` the zip it was read from, where `assets` (name by hash) lie.
    """

    workspace: str
    made_at: str
    by: str
    schema: int
    records: tuple[Record, ...]
    assets: Mapping[str, str] = field(default_factory=dict)
    file: Path | None = None

    @property
    def told(self) -> int:
        """How many rows the sender made, changed or deleted."""
        return sum(record.told for record in self.records)


def fingerprint(value: Any) -> str:
    """Sixteen characters that stand for a value; equal values have equal ones."""
    return sha256(f"{type(value).__name__}:{value}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
