"""The cover wall as values: an account's notes in feed order, what is already out, what looks alike. Qt-free."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from xhsplanner.core import clock
from xhsplanner.core.filter import Filter
from xhsplanner.core.model import NOT_PLANNED, Account, Asset, Cover, Note, Series
from xhsplanner.core.words import t
from xhsplanner.media.phash import distance
from xhsplanner.ui.widgets.states import OVERDUE, clock_text, ring_state

if TYPE_CHECKING:
    from xhsplanner.store.store import Store

MOST = 400
"""Notes of an account that are shown, the latest."""
SAME_PICTURE = 10
"""Of 64 bits of two pictures' hashes that differ in these many, or fewer, one sees the same picture."""
SAME_COLOUR = 48
"""Two colours this near in red, green and blue together look the same in passing."""
LEADING = 2
"""Main colours of a picture that are compared."""
END_OF_DAY = time(23, 59)


class Kin(NamedTuple):
    """What a cover is made of, as far as its likeness to others goes."""

    template: str = ""
    palette: str = ""
    phash: int | None = None
    colors: tuple[str, ...] = ()


class Face(NamedTuple):
    """All that a note shows below its cover, and what stands there until the cover is painted."""

    note: Note
    ring: str
    palette: str
    series: str
    likes: int | None
    out: bool
    """Whether it stands below the line of now."""


@dataclass(slots=True)
class Wall:
    """What the room shows: faces newest first, of which the first `split` are still to come."""

    account: Account | None = None
    faces: tuple[Face, ...] = ()
    split: int = 0
    cut: bool = False
    kin: Mapping[int, Kin] = field(default_factory=dict)
    places: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {face.note.id: place for place, face in enumerate(self.faces)}

    def face(self, note_id: int | None) -> Face | None:
        """A note's face, None where it is not on this wall."""
        place = self.places.get(note_id) if note_id is not None else None
        return self.faces[place] if place is not None else None

    def alike(self, first: int, second: int) -> str:
        """In what the covers of two places look alike: `template`, `picture` or `colours`; "" for not at all."""
        if first >= len(self.faces) or second >= len(self.faces):
            return ""
        nothing = Kin()
        one, other = (self.kin.get(self.faces[place].note.id, nothing) for place in (first, second))
        return alike(one, other)


def alike(one: Kin, other: Kin) -> str:
    """In what two covers look alike: `template`, `picture` or `colours`; "" for not at all."""
    if one.phash is not None and other.phash is not None:
        if distance(one.phash, other.phash) <= SAME_PICTURE:
            return "picture"
        if one.template != other.template:
            return ""
    if one.template and (one.template, one.palette) == (other.template, other.palette):
        return "" if one.colors and other.colors and not _near(one.colors, other.colors) else "template"
    both = one.colors and other.colors and not one.template and not other.template
    return "colours" if both and _near(one.colors, other.colors) else ""


def _near(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the leading colours of two pictures are the same, in either order."""
    pairs = [(_rgb(a), [_rgb(b) for b in other[:LEADING]]) for a in one[:LEADING]]
    return all(
        any(sum(abs(x - y) for x, y in zip(a, b, strict=True)) <= SAME_COLOUR for b in rest) for a, rest in pairs
    )


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def offered(store: "Store", wanted: Collection[int] = ()) -> list[Account]:
    """The accounts a filter names; all where it names none that is there."""
    accounts = store.catalog.accounts()
    return [one for one in accounts if one.id in wanted] or accounts


def account_of(store: "Store", uid: str, wanted: Collection[int] = ()) -> Account | None:
    """The account with this uid, else the first; of those that a filter names."""
    accounts = offered(store, wanted)
    return next((one for one in accounts if one.uid == uid), accounts[0] if accounts else None)


def beside(store: "Store", account: Account | None, by: int, wanted: Collection[int] = ()) -> Account | None:
    """The next account of the team, or the one before; round and round, among those that a filter names."""
    accounts = offered(store, wanted)
    ids = [one.id for one in accounts]
    if account is None or account.id not in ids:
        return accounts[0] if accounts else None
    return accounts[(ids.index(account.id) + by) % len(accounts)]


def load(store: "Store", account: Account | None, wanted: Filter | None = None) -> Wall:
    """Read an account's dated notes, newest first, those that are still to come above those that are out."""
    if account is None:
        return Wall()
    rest = wanted.without("accounts") if wanted is not None else None
    notes = store.notes.last(MOST, [account.id], rest)
    shown = [note for note in notes if note.status not in NOT_PLANNED]
    now = clock.now().replace(tzinfo=None)
    coming = [note for note in shown if not note.locked and moment(note, now) > now]
    ahead = {note.id for note in coming}
    out = [note for note in shown if note.id not in ahead]
    newest = sorted(coming, key=partial(_order, now=now), reverse=True)
    older = sorted(out, key=partial(_order, now=now), reverse=True)
    faces = _faces(store, [*newest, *older], ahead, now)
    return Wall(account, faces, len(newest), len(notes) == MOST, _kin(store, shown))


def moment(note: Note, now: datetime) -> datetime:
    """When a note stands in the feed: as it went out, else as planned; without a time at the end of its day."""
    if note.locked and note.published_at:
        return datetime.fromisoformat(note.published_at).replace(tzinfo=None)
    assert note.day is not None
    at = END_OF_DAY if note.minute is None else time(note.minute // 60, note.minute % 60)
    planned = datetime.combine(note.day, at)
    return min(planned, now) if note.locked else planned


def _order(note: Note, now: datetime) -> tuple[datetime, int]:
    return moment(note, now), note.id


def _faces(store: "Store", notes: Sequence[Note], ahead: set[int], now: datetime) -> tuple[Face, ...]:
    likes = store.notes.likes([note.id for note in notes])
    series = {one.id: one for one in store.catalog.series(archived=True)}
    return tuple(
        Face(
            note,
            ring_state(note, now),
            series[note.series_id].palette if note.series_id in series else "",
            series[note.series_id].name if note.series_id in series else "",
            likes.get(note.id),
            note.id not in ahead,
        )
        for note in notes
    )


def _kin(store: "Store", notes: Sequence[Note]) -> dict[int, Kin]:
    ids = [note.id for note in notes]
    covers, first = store.notes.covers(ids), store.notes.first_pictures(ids)
    chosen = {cover.picture_id for cover in covers.values() if cover.picture_id is not None}
    assets = {asset.id: asset for asset in store.assets.get_many(sorted(chosen))} if chosen else {}
    series = {one.id: one for one in store.catalog.series(archived=True)}
    return {
        note.id: _kin_of(covers.get(note.id), first.get(note.id), assets, series.get(note.series_id or 0))
        for note in notes
    }


def _kin_of(cover: Cover | None, first: Asset | None, assets: Mapping[int, Asset], series: Series | None) -> Kin:
    """The same choice as ops/covers.spec makes: a template chosen, else the first picture, else the series'."""
    palette = series.palette if series else ""
    if cover is not None and cover.template:
        photo = assets.get(cover.picture_id or 0)
        return Kin(cover.template, palette, photo.phash if photo else None, _colors(photo))
    if first is not None:
        return Kin(phash=first.phash, colors=_colors(first))
    if series is None:
        return Kin()
    return Kin(series.template or f"series:{series.id}", palette)


def _colors(asset: Asset | None) -> tuple[str, ...]:
    return tuple(asset.colors.split()) if asset is not None else ()


def concern(store: "Store", one: Note, other: Note) -> str:
    """The worst that would come of two notes that change times, in one sentence; "" for nothing."""
    reader = store.colliding
    pairs = ((one, other), (other, one))
    coming = [reader.entry(note)._replace(day=there.day, minute=there.minute) for note, there in pairs]
    # Around each of the two days by itself: months may lie between them.
    for day in sorted({entry.day for entry in coming if entry.day is not None}):
        found = reader.index(day, day, texts=False).would_all(coming)
        if found:
            return found[0].message
    return ""


def heading(wall: Wall, pairs: int | None) -> tuple[str, str]:
    """Title and subtitle of the top bar; `pairs` of neighbours look alike, None where that is not asked."""
    if wall.account is None:
        return t("shell.room.wall"), ""
    parts = [t("wall.coming", n=wall.split), t("wall.out", n=len(wall.faces) - wall.split)]
    parts += [t("wall.latest", n=MOST)] if wall.cut else []
    parts += [t("wall.pairs", n=pairs)] if pairs else []
    return wall.account.name, " · ".join(parts)


def when(note: Note) -> str:
    """Day, weekday and time."""
    if note.day is None:
        return t("week.no_day")
    weekday = t(f"days.weekday.{note.day.weekday()}")
    return " ".join(filter(None, (f"{note.day.month}/{note.day.day} {weekday}", clock_text(note.minute))))


def spoken(wall: Wall, note_id: int, neighbours: Iterable[str] = ()) -> str:
    """A cover in one sentence: title, day, series, status, likes, what it looks like."""
    face = wall.face(note_id)
    if face is None:
        return ""
    note = face.note
    parts = [note.title or t("week.untitled"), when(note), face.series, t(f"status.{note.status}")]
    parts += [t("week.is_overdue")] if face.ring == OVERDUE else []
    parts += [t("wall.likes", n=face.likes)] if face.likes is not None else []
    parts += [t(f"wall.alike_{kind}") for kind in dict.fromkeys(neighbours)]
    return t("week.comma").join(part for part in parts if part)


def month_starts(faces: Sequence[Face]) -> list[tuple[int, date]]:
    """Places at which another month begins, reading on from the newest."""
    found: list[tuple[int, date]] = []
    for place, face in enumerate(faces):
        first = face.note.day.replace(day=1) if face.note.day is not None else None
        if first is not None and (not found or found[-1][1] != first):
            found.append((place, first))
    return found
