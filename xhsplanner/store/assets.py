"""Reads of the library: pictures by name, tag and use, and where their files are. Writes are ops."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xhsplanner.core.model import Asset
from xhsplanner.core.text import whole
from xhsplanner.store.blobs import Blobs
from xhsplanner.store.engine import Engine, chunks, marks
from xhsplanner.store.notes import ASSET_COLUMNS, asset_of

SHOWN = "a.kind IN ('picture', 'poster')"
"""Renders and fonts are assets too, but nobody looks for them in the library."""
USED = (
    "a.id IN (SELECT asset_id FROM note_asset UNION ALL SELECT picture_id FROM cover WHERE picture_id IS NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many pictures the library holds. `tags`: (tag id, name, pictures), most used first, only those in use."""

    all: int
    used: int
    trashed: int
    tags: tuple[tuple[int, str, int], ...]

    @property
    def unused(self) -> int:
        """Pictures that no note uses."""
        return self.all - self.used


class Assets:
    """The library of one workspace."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        """`folder` is `assets/` of the workspace."""
        self._engine = engine
        self.blobs = Blobs(folder)

    def path(self, asset: Asset) -> Path:
        """The file of an asset."""
        return self.blobs.path(asset.sha256, asset.ext)

    def get(self, asset_id: int) -> Asset | None:
        """One asset, trashed or not; None where it does not exist."""
        found = self.get_many([asset_id])
        return found[0] if found else None

    def get_many(self, ids: Iterable[int]) -> list[Asset]:
        """The assets with these ids that exist, trashed or not, in the order of `ids`."""
        wanted = list(ids)
        found = {asset.id: asset for part in chunks(wanted) for asset in self._in("id", part)}
        return [found[i] for i in wanted if i in found]

    def by_hash(self, hashes: Sequence[str]) -> dict[str, Asset]:
        """Assets by SHA-256, trashed or not, of those hashes that are in the library."""
        return {asset.sha256: asset for part in chunks(hashes) for asset in self._in("sha256", part)}

    def _in(self, column: str, values: Sequence[int | str]) -> list[Asset]:
        sql = f"SELECT {ASSET_COLUMNS} FROM asset a WHERE a.{column} IN ({marks(len(values))})"
        return [asset_of(row) for row in self._engine.rows(sql, values)]

    def find(
        self,
        text: str = "",
        *,
        tag: str | None = None,
        used: bool | None = None,
        trashed: bool = False,
        limit: int | None = None,
    ) -> list[Asset]:
        """Pictures newest first, at most `limit`.

        `text`: every word stands in the name or begins a tag; plain text, no character is a wildcard.
        `tag`: carries the tag of that name. `used`: True in use by a note, False not, None either.
        """
        where, params = _conditions(text, tag, used, trashed)
        sql = f"SELECT {ASSET_COLUMNS} FROM asset a WHERE {where} ORDER BY a.id DESC LIMIT ?"
        return [asset_of(row) for row in self._engine.rows(sql, (*params, -1 if limit is None else limit))]

    def ids(
        self, text: str = "", *, tag: str | None = None, used: bool | None = None, trashed: bool = False
    ) -> list[int]:
        """Ids of what `find` finds, in the same order: what a grid lists."""
        where, params = _conditions(text, tag, used, trashed)
        return [
            r[0] for r in self._engine.rows(f"SELECT a.id FROM asset a WHERE {where} ORDER BY a.id DESC", params)
        ]

    def resolve(self, name: str) -> Asset | None:
        """The asset a person means by id (`42`), uid, or the first 8 or more digits of its hash."""
        if name.isdecimal() and len(name) < 16 and (found := self.get(int(name))):
            return found
        for condition, value in (("a.uid = ?", name), ("a.sha256 LIKE ?", f"{name.lower()}%")):
            if "LIKE" in condition and (len(name) < 8 or not set(name.lower()) <= set("0123456789abcdef")):
                continue
            sql = f"SELECT {ASSET_COLUMNS} FROM asset a WHERE {condition} LIMIT 2"
            rows = self._engine.rows(sql, (value,))
            if len(rows) == 1:
                return asset_of(rows[0])
        return None

    def used_by(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """Asset id → ids of the notes that show it, as a picture or in their cover; only those in use."""
        found: dict[int, list[int]] = {}
        for part in chunks(ids):
            sql = (
                f"SELECT asset_id, note_id FROM note_asset WHERE asset_id IN ({marks(len(part))})"
                f" UNION SELECT picture_id, note_id FROM cover WHERE picture_id IN ({marks(len(part))})"
                " ORDER BY 1, 2"
            )
            for asset_id, note_id in self._engine.rows(sql, (*part, *part)):
                found.setdefault(asset_id, []).append(note_id)
        return found

    def tags(self, ids: Sequence[int]) -> dict[int, list[str]]:
        """Asset id → names of its tags; only those that have any."""
        found: dict[int, list[str]] = {}
        for part in chunks(ids):
            sql = (
                "SELECT x.asset_id, g.name FROM asset_tag x JOIN tag g ON g.id = x.tag_id"
                f" WHERE x.asset_id IN ({marks(len(part))}) ORDER BY g.position, g.name"
            )
            for asset_id, name in self._engine.rows(sql, part):
                found.setdefault(asset_id, []).append(name)
        return found

    def tag_rows(self, ids: Sequence[int]) -> list[tuple[int, int, int, str]]:
        """(link id, asset id, tag id, tag name) of the tags on these assets."""
        sql = (
            "SELECT x.id, x.asset_id, x.tag_id, g.name FROM asset_tag x JOIN tag g ON g.id = x.tag_id"
            " WHERE x.asset_id IN ({})"
        )
        return [
            (row[0], row[1], row[2], row[3])
            for part in chunks(ids)
            for row in self._engine.rows(sql.format(marks(len(part))), part)
        ]

    def tag_ids(self, names: Sequence[str]) -> dict[str, int]:
        """Ids of the tags with these names; where two groups share a name, the first made."""
        sql = f"SELECT name, min(id) FROM tag WHERE name IN ({marks(len(names))}) GROUP BY name"
        return {row[0]: row[1] for row in self._engine.rows(sql, names)}

    def counts(self) -> Counts:
        """Totals for the filter chips."""
        live = f"a.trashed = 0 AND {SHOWN}"
        total, trashed = self._engine.rows(
            f"SELECT COALESCE(sum(a.trashed = 0), 0), COALESCE(sum(a.trashed), 0) FROM asset a WHERE {SHOWN}"
        )[0]
        used = self._engine.rows(f"SELECT count(*) FROM asset a WHERE {live} AND {USED}")[0][0]
        tags = self._engine.rows(
            "SELECT g.id, g.name, count(DISTINCT a.id) FROM asset_tag x JOIN tag g ON g.id = x.tag_id"
            f" JOIN asset a ON a.id = x.asset_id WHERE {live} GROUP BY g.id ORDER BY 3 DESC, g.position, g.name"
        )
        return Counts(int(total), int(used), int(trashed), tuple((r[0], r[1], r[2]) for r in tags))

    def for_note(self, note_id: int) -> list[Asset]:
        """A note's pictures in order."""
        sql = (
            f"SELECT {ASSET_COLUMNS} FROM note_asset x JOIN asset a ON a.id = x.asset_id"
            " WHERE x.note_id = ? ORDER BY x.position, x.id"
        )
        return [asset_of(row) for row in self._engine.rows(sql, (note_id,))]

    def all(self) -> list[Asset]:
        """Every asset of every kind, trashed or not, by id: for checks of integrity."""
        return [asset_of(row) for row in self._engine.rows(f"SELECT {ASSET_COLUMNS} FROM asset a ORDER BY a.id")]


MOST_WORDS = 50
"""Of a text that is looked for; SQLite refuses a condition a thousand deep."""


def _conditions(text: str, tag: str | None, used: bool | None, trashed: bool) -> tuple[str, tuple[str | int, ...]]:
    where = [SHOWN, "a.trashed = ?"]
    params: list[str | int] = [int(trashed)]
    for word in whole(text).split()[:MOST_WORDS]:
        plain = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where.append(
            "(a.name LIKE ? ESCAPE '\\' OR EXISTS (SELECT 1 FROM asset_tag x JOIN tag g ON g.id = x.tag_id"
            " WHERE x.asset_id = a.id AND g.name LIKE ? ESCAPE '\\'))"
        )
        params += [f"%{plain}%", f"{plain}%"]
    if tag is not None:
        where.append(
            "EXISTS (SELECT 1 FROM asset_tag x JOIN tag g ON g.id = x.tag_id"
            " WHERE x.asset_id = a.id AND g.name = ?)"
        )
        params.append(whole(tag))
    if used is not None:
        where.append(USED if used else f"NOT ({USED})")
    return " AND ".join(where), tuple(params)
