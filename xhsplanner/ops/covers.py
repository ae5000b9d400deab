"""What a note gives its cover: facts by name, the template chosen, the picture. Read by everything that paints.

Painting itself is the covers package's; nothing here needs Qt.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xhsplanner.core import lunar, occasions
from xhsplanner.core.model import Account, Asset, Cover, Note, NoteText, Series
from xhsplanner.store.store import Store

if TYPE_CHECKING:
    from xhsplanner.covers.render import Rendering

# The engine (its fonts, Pillow, HarfBuzz) is loaded by the first cover, not by the start of the window.


@dataclass(frozen=True)
class CoverSpec:
    """What decides how a cover looks; two equal ones look the same. `template` empty means: only the picture."""

    note_id: int
    template: str
    facts: tuple[tuple[str, str], ...]
    overrides: tuple[tuple[str, str], ...] = ()
    picture: Path | None = None

    @property
    def empty(self) -> bool:
        """Nothing to show at all."""
        return not self.template and self.picture is None

    def values(self) -> dict[str, str]:
        """Every variable of the template: what the note gives, then what was typed for the cover."""
        from xhsplanner.covers.facts import values_for
        from xhsplanner.covers.template import template

        return values_for(template(self.template), dict(self.facts), dict(self.overrides))


def facts(store: Store, note: Note, text: NoteText) -> dict[str, str]:
    """A note's facts by the names the cover templates know (see covers/facts)."""
    series = store.catalog.series_by_id(note.series_id)
    account = store.catalog.account(note.account_id)
    found = {
        "note.title": note.title,
        "note.body": text.body,
        "note.episode": "" if note.episode is None else str(note.episode),
        "note.day": note.day.isoformat() if note.day else "",
        "series.name": series.name if series else "",
        "series.palette": series.palette if series else "",
        "account.name": account.name if account else "",
        "account.bank": account.bank if account else "",
        "account.disclaimer": _disclaimer(store, series, account),
    }
    return found | _occasion(note)


def _disclaimer(store: Store, series: Series | None, account: Account | None) -> str:
    text = store.catalog.disclaimer(series.product_class if series else "")
    return text.replace("{bank}", (account.bank or account.name) if account else "")


def _occasion(note: Note) -> dict[str, str]:
    """The occasion chosen for the note, else the term its day is; and the lunar day.

    In Chinese whatever the language of the window: these words are published.
    """
    chosen = occasions.by_id(note.occasion) if note.occasion else None
    if note.day is None:
        return {"occasion.name": chosen.zh if chosen else ""}
    moon = lunar.lunar(note.day)
    term = next((o for o in occasions.on(note.day) if o.kind == "solar_term"), None)
    return {
        "occasion.name": chosen.zh if chosen else (term.occasion.zh if term else ""),
        "occasion.kind": chosen.kind if chosen else ("solar_term" if term else ""),
        "occasion.lunar": moon.name if moon else "",
    }


def spec(store: Store, note: Note, text: NoteText, cover: Cover | None, first: Asset | None) -> CoverSpec:
    """How a note shows: the template chosen for it, else its first picture, else its series' template.

    A note without a series and without a choice shows nothing: no template is guessed for it.
    """
    from xhsplanner.covers.template import template_for

    known = tuple(sorted(facts(store, note, text).items()))
    chosen = cover.template if cover else ""
    if not chosen and first is not None:
        return CoverSpec(note.id, "", known, picture=store.assets.path(first))
    series = store.catalog.series_by_id(note.series_id)
    if series and not chosen:
        chosen = series.template or template_for(series.name).id
    photo = store.assets.get(cover.picture_id) if cover and cover.picture_id else None
    typed = overrides(cover.values if cover else "{}")
    return CoverSpec(note.id, chosen, known, typed, store.assets.path(photo) if photo else None)


def specs(store: Store, notes: Sequence[Note]) -> dict[int, CoverSpec]:
    """`spec` of many notes by note id, with one query a table."""
    ids = [note.id for note in notes]
    texts, covers, pictures = store.notes.texts(ids), store.notes.covers(ids), store.notes.first_pictures(ids)
    return {
        note.id: spec(store, note, texts.get(note.id, NoteText()), covers.get(note.id), pictures.get(note.id))
        for note in notes
    }


def overrides(values: str) -> tuple[tuple[str, str], ...]:
    """A cover's own values (`Cover.values`, JSON) as sorted pairs; anything that is no table of texts is none."""
    try:
        found: Any = json.loads(values)
    except ValueError:
        return ()
    return tuple(sorted((str(k), str(v)) for k, v in found.items())) if isinstance(found, Mapping) else ()


def paint(spec: CoverSpec, width: int = 1080, *, check: bool = True) -> "Rendering":
    """Draws a note's cover `width` pixels wide, 3:4: its template, or its first picture cropped to that shape.

    Safe on any thread; for a worker. Raises Refused where the template or the picture cannot be read.
    """
    from xhsplanner.covers.render import photo, render
    from xhsplanner.covers.template import template

    if spec.template:
        return render(template(spec.template), spec.values(), width=width, picture=spec.picture, check=check)
    return photo(spec.picture, width)
