"""What the 详情页 preview of a note shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xhsplanner.core import text as counts
from xhsplanner.core.model import Asset, Kind, Note, NoteText, Status
from xhsplanner.ops import covers as cover_ops
from xhsplanner.ops.covers import CoverSpec
from xhsplanner.store.store import Store
from xhsplanner.ui.panel.feed_cards import RATIOS


@dataclass(frozen=True)
class DetailCard:
    """One note as its page: `pages` in order, as many as the platform takes; `ratio` of the first."""

    note_id: int
    title: str
    text: str
    account: str
    initial: str
    color: str
    palette: str | None
    pages: tuple[CoverSpec, ...]
    ratio: float = 0.75
    likes: int | None = None
    day: date | None = None
    video: bool = False
    seconds: int | None = None


def detail_card(store: Store, note: Note, text: NoteText) -> DetailCard:
    """The note as it is being written."""
    account = store.catalog.account(note.account_id)
    series = store.catalog.series_by_id(note.series_id)
    cover = store.notes.covers([note.id]).get(note.id)
    pictures = store.notes.pictures(note.id)
    spec = cover_ops.spec(store, note, text, cover, pictures[0] if pictures else None)
    ratio = RATIOS.get(cover.variant, 0.75) if cover and spec.template else 0.75
    if not spec.template and pictures:
        ratio = pictures[0].width / max(1, pictures[0].height)
    likes = store.notes.likes([note.id]) if note.status is Status.PUBLISHED else {}
    name = account.name if account else ""
    return DetailCard(
        note_id=note.id,
        title=" ".join(note.title.split()),
        text="\n".join(part for part in (text.body.rstrip(), text.hashtags) if part),
        account=name,
        initial=(account.initial if account else "") or name[:1],
        color=(account.color if account else "") or "#64707F",
        palette=series.palette if series else None,
        pages=_pages(store, spec, pictures, note.kind),
        ratio=ratio,
        likes=likes.get(note.id),
        day=note.day,
        video=note.kind is Kind.VIDEO,
        seconds=text.seconds,
    )


def _pages(store: Store, cover: CoverSpec, pictures: Sequence[Asset], kind: Kind) -> tuple[CoverSpec, ...]:
    """The cover as rendered, then the pictures; a video has the cover only, its still."""
    # Painted covers are remembered by note: pictures get numbers of their own, which are no note's.
    inner = [CoverSpec(-asset.id, "", (), picture=store.assets.path(asset)) for asset in pictures]
    first = [cover] if cover.template else []
    pages = [*first, *inner]
    most = 1 if kind is Kind.VIDEO else int(counts.facts("pictures")["limit"])
    return tuple(pages[:most])
