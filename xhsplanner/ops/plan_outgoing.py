"""Notes with everything an export may say about them, read with one query a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xhsplanner.core.model import Note, NoteText
from xhsplanner.core.text import hashtags
from xhsplanner.exchange.plan_names import split_covers
from xhsplanner.exchange.plan_out import OutNote, OutPicture, OutShot
from xhsplanner.store import parts
from xhsplanner.store.store import Store

SAME = ("uid", "code", "title", "day", "minute", "episode", "kind", "status", "cover_state", "remark", "link",
        "published_at")  # fmt: skip
"""What an OutNote calls like the Note it is made of."""


class Outgoing:
    """Makes OutNotes. `drawn` are the covers to embed, by note id."""

    def __init__(self, store: Store, notes: Sequence[Note], drawn: Mapping[int, bytes]) -> None:
        ids = [note.id for note in notes]
        engine = store.engine
        self._store, self._notes, self._drawn = store, notes, drawn
        self._texts = store.notes.texts(ids)
        self._topics = store.notes.topics()
        self._names = {
            kind: parts.names_of(engine, f"note_{kind}", kind, ids) for kind in ("tag", "keyword", "offer")
        }
        links = parts.rows(engine, "note_asset", "note_id", ids).values()
        assets = {asset.id: asset for asset in store.assets.get_many({row["asset_id"] for row in links})}
        self._pictures: dict[int, list[OutPicture]] = {}
        for row in sorted(links, key=lambda row: row["position"]):
            asset = assets[row["asset_id"]]
            picture = OutPicture(asset.name, asset.sha256, asset.width, asset.height)
            self._pictures.setdefault(row["note_id"], []).append(picture)
        self._shots: dict[int, list[OutShot]] = {}
        for row in sorted(parts.rows(engine, "shot", "note_id", ids).values(), key=lambda row: row["position"]):
            self._shots.setdefault(row["note_id"], []).append(OutShot(row["seconds"], row["scene"], row["words"]))

    def notes(self) -> Iterator[OutNote]:
        """The notes in their order."""
        return map(self._note, self._notes)

    def _note(self, note: Note) -> OutNote:
        catalog = self._store.catalog
        series = catalog.series_by_id(note.series_id)
        collection = catalog.collection_name(note.account_id, note.series_id)
        text = self._texts.get(note.id, NoteText())
        return OutNote(
            **{name: getattr(note, name) for name in SAME},
            account=_name(catalog.account(note.account_id)),
            series=_name(series),
            collection=collection if series and collection != series.name else "",
            palette=series.palette if series else "neutral",
            topic=self._topics.get(note.topic_id or 0, ""),
            persona=_name(catalog.persona(note.persona_id)),
            occasion=note.occasion,
            owner=_name(catalog.member(note.owner_id)),
            designer=_name(catalog.member(note.designer_id)),
            body=text.body,
            hashtags=tuple(hashtags(text.hashtags)),
            script=text.script,
            seconds=text.seconds,
            video_file=text.video_file,
            cover_files=split_covers(note.cover_files),
            tags=tuple(self._names["tag"].get(note.id, ())),
            keywords=tuple(self._names["keyword"].get(note.id, ())),
            offers=tuple(self._names["offer"].get(note.id, ())),
            pictures=tuple(self._pictures.get(note.id, ())),
            shots=tuple(self._shots.get(note.id, ())),
            cover=self._drawn.get(note.id, b""),
        )


def _name(noun: Any) -> str:
    return str(noun.name) if noun else ""
