"""Which cards the 发现页 preview of a note shows."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from xhsplanner.core import clock
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Asset, Cover, Note, NoteText, Status
from xhsplanner.ops import covers as cover_ops
from xhsplanner.store.store import Store
from xhsplanner.ui.panel.feed_preview import FeedCard

NEIGHBOURS = 5
A_DAY = 30
"""So many notes of each day are looked at: a day may hold thousands."""
RATIOS: Mapping[str, float] = {"3:4": 0.75, "1:1": 1.0, "4:3": 4 / 3}


def neighbours(store: Store, note: Note, most: int = NEIGHBOURS) -> list[Note]:
    """Other planned notes of the note's week (of this week where it has no day), the nearest days first."""
    middle = note.day or clock.today()
    monday = middle - timedelta(middle.weekday())
    accounts = {account.id for account in store.catalog.accounts(archived=True)}
    found = [
        other
        for other in store.notes.first_of_days(monday, monday + timedelta(6), accounts, A_DAY)
        if other.id != note.id and other.title
    ]
    found.sort(key=lambda other: (abs(((other.day or middle) - middle).days), other.account_id == note.account_id))
    return found[:most]


def cards(store: Store, note: Note, text: NoteText) -> list[FeedCard]:
    """The note as it is being written (`note`, `text`), and its neighbours."""
    others = neighbours(store, note)
    shown = [note, *others]
    ids = [one.id for one in shown]
    texts = {**store.notes.texts([one.id for one in others]), note.id: text}
    covers, pictures = store.notes.covers(ids), store.notes.first_pictures(ids)
    likes = store.notes.likes([one.id for one in shown if one.status is Status.PUBLISHED])
    return [
        _card(store, one, texts.get(one.id, NoteText()), covers.get(one.id), pictures.get(one.id), likes)
        for one in shown
    ]


def _card(
    store: Store, note: Note, text: NoteText, cover: Cover | None, first: Asset | None, likes: Mapping[int, int]
) -> FeedCard:
    account = store.catalog.account(note.account_id)
    series = store.catalog.series_by_id(note.series_id)
    spec = cover_ops.spec(store, note, text, cover, first)
    ratio = RATIOS.get(cover.variant, 0.75) if cover and spec.template else 0.75
    if not spec.template and first is not None:
        ratio = first.width / max(1, first.height)
    name = account.name if account else ""
    return FeedCard(
        note_id=note.id,
        title=note.title,
        account=name,
        initial=(account.initial if account else "") or name[:1],
        color=(account.color if account else "") or "#64707F",
        palette=series.palette if series else None,
        spec=spec,
        ratio=ratio,
        likes=likes.get(note.id),
    )


def template_name(cards_: Sequence[FeedCard]) -> str:
    """The name of the template the first card is rendered with, '' where it shows a picture."""
    from xhsplanner.covers.template import template  # the engine is loaded by the first cover

    used = cards_[0].spec.template if cards_ else ""
    try:
        return template(used).name if used else ""
    except Refused:  # a template this installation does not have
        return used
