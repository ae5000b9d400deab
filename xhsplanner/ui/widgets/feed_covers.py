"""The picture a note shows in a feed: its cover as the engine paints it, else its first picture. By workers."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from xhsplanner.core.model import Asset, Cover, Note, NoteText
from xhsplanner.covers.facts import values_for
from xhsplanner.covers.template import template, template_for
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.inspector_facts import occasion_name

KEPT = 60


@dataclass(frozen=True)
class CoverSpec:
    """What decides how a cover looks; two equal ones look the same. `template` empty means: only the picture."""

    note_id: int
    template: str
    facts: tuple[tuple[str, str], ...]
    overrides: tuple[tuple[str, str], ...] = ()
    picture: Path | None = field(default=None)

    @property
    def empty(self) -> bool:
        """Nothing to show at all."""
        return not self.template and self.picture is None


def note_facts(store: Store, note: Note, text: NoteText) -> dict[str, str]:
    """A note's facts by the names the cover templates know."""
    series = store.catalog.series_by_id(note.series_id)
    account = store.catalog.account(note.account_id)
    return {
        "note.title": note.title,
        "note.body": text.body,
        "note.episode": "" if note.episode is None else str(note.episode),
        "note.day": note.day.isoformat() if note.day else "",
        "series.name": series.name if series else "",
        "series.palette": series.palette if series else "",
        "account.name": account.name if account else "",
        "account.bank": account.bank if account else "",
        "occasion.name": occasion_name(note.occasion) if note.occasion else "",
    }


def spec_of(store: Store, note: Note, text: NoteText, cover: Cover | None, first: Asset | None) -> CoverSpec:
    """How a note shows: the template chosen for it, else its first picture, else that of its series, else none."""
    facts = tuple(sorted(note_facts(store, note, text).items()))
    chosen = cover.template if cover else ""
    if not chosen and first is not None:
        return CoverSpec(note.id, "", facts, picture=store.assets.path(first))
    series = store.catalog.series_by_id(note.series_id)
    if not chosen and series is not None:
        chosen = series.template or template_for(series.name).id
    photo = store.assets.get(cover.picture_id) if cover and cover.picture_id else None
    overrides = _overrides(cover.values if cover else "{}")
    return CoverSpec(note.id, chosen, facts, overrides, store.assets.path(photo) if photo else None)


def _overrides(values: str) -> tuple[tuple[str, str], ...]:
    try:
        found: Any = json.loads(values)
    except ValueError:
        return ()
    return tuple(sorted((str(k), str(v)) for k, v in found.items())) if isinstance(found, Mapping) else ()


def paint_spec(spec: CoverSpec, width: int) -> QImage:
    """The picture `width` device px wide; null where nothing can be shown. Runs on a worker."""
    if not spec.template:
        return _photo(spec.picture, width)
    from xhsplanner.covers.render import render  # Pillow and HarfBuzz: not before the window stands

    used = template(spec.template)
    values = values_for(used, dict(spec.facts), dict(spec.overrides))
    return render(used, values, width=width, picture=spec.picture, check=False).image


def _photo(path: Path | None, width: int) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        room = QSize(2 * width, 2 * width)
        if size.width() > room.width() and size.height() > room.height():
            reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()


class FeedCovers(QObject):
    """Pixmaps by spec; the last one of a note is shown until its new one is ready."""

    ready = Signal(int)
    """A note whose picture changed."""

    def __init__(
        self, ctx: Context, parent: QObject, paint: Callable[[CoverSpec, int], QImage] = paint_spec
    ) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._paint = paint
        self._kept: OrderedDict[tuple[CoverSpec, int], QPixmap] = OrderedDict()
        self._last: dict[int, QPixmap] = {}
        self._asked: set[tuple[CoverSpec, int]] = set()

    def get(self, spec: CoverSpec, width: int) -> QPixmap | None:
        """The picture `width` device px wide, an older one of the note while it is painted, or None."""
        key = (spec, width)
        if key in self._kept:
            self._kept.move_to_end(key)
            self._last[spec.note_id] = self._kept[key]
            return self._kept[key]
        if key not in self._asked and not spec.empty:
            self._asked.add(key)
            paint = self._paint
            self._ctx.tasks.start(
                lambda: (key, paint(spec, width)), self._arrived, lambda _error: self._arrived((key, QImage()))
            )
        return self._last.get(spec.note_id)

    def _arrived(self, result: tuple[tuple[CoverSpec, int], QImage]) -> None:
        key, image = result
        self._asked.discard(key)
        self._kept[key] = self._last[key[0].note_id] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            old, _pixmap = self._kept.popitem(last=False)
            self._last.pop(old[0].note_id, None)
        self.ready.emit(key[0].note_id)
