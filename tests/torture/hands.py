"""Somebody who does anything at all to a workspace: random verbs with random arguments, through the real ops."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import CoverState, Kind, Note, Status
from xhsplanner.core.versions import PARTS
from xhsplanner.ops import assets, bulk, catalog, episodes, links, merging, notes, settings, shots, status, versions
from xhsplanner.ops import workspace as whole
from xhsplanner.store.store import Store
from xhsplanner.store.workspace import create_workspace

MONDAY = date(2026, 12, 7)
FEW, MANY = 8, 40
"""Notes: with fewer nobody deletes, with more nobody makes new ones."""
NOUNS = ("series", "persona", "offer", "keyword", "tag", "member")
WORDS = ["还款", "账单", "羊毛", "提额", "年费", "“引号”", "100%", "<b>粗</b>", "😀", "O'Brien", "\\", "最低还款额"]


def picture(chance: Random, side: int = 24) -> bytes:
    """A small PNG unlike any other."""
    file = BytesIO()
    Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).save(file, "PNG")
    return file.getvalue()


def furnished(folder: Path, chance: Random, pictures: int = 6) -> None:
    """A small workspace with something of everything."""
    store = create_workspace(folder)
    for name in ("主账号", "信用卡申请", "城市分行"):
        catalog.add_account(store, name=name)
    for noun in NOUNS:
        for number in range(3):
            catalog.add(store, noun, name=f"{noun} {number}")
    files = []
    for number in range(pictures):
        files.append(folder / f"图{number}.png")
        files[-1].write_bytes(picture(chance))
    assets.add(store, files)
    for file in files:
        file.unlink()
    for number in range(FEW):
        day = MONDAY + timedelta(days=number)
        notes.create(store, 1 + number % 3, f"第{number}篇", day=day, series_id=1 + number % 3, body="正文")
    store.close()


class Hands:
    """One person at work. `step` does one thing; what cannot be done is refused, and counted."""

    def __init__(self, store: Store, chance: Random, undoing: float = 0.2) -> None:
        """`undoing` is the share of steps that are undo or redo."""
        self.store = store
        self.chance = chance
        self.refused = 0
        self._undoing = undoing
        self._visit: tuple[int, int] | None = None
        self._verbs: list[Callable[[], Change | None]] = [
            *(self._create, self._edit, self._edit, self._type, self._type, self._move, self._copy, self._siblings),
            *(self._delete, self._pictures, self._pictures, self._arrange, self._cover, self._cover_state),
            *(self._place, self._time, self._several, self._status, self._status, self._publish, self._links),
            *(self._shot, self._shot, self._shots, self._restore, self._renumber),
            *(self._noun, self._noun, self._merge, self._target, self._collection, self._setting, self._asset),
        ]

    def step(self) -> Change | None:
        """Do one thing; None where it was refused or changed nothing."""
        verb = self.chance.choice(self._verbs)
        if self.chance.random() < self._undoing:
            verb = self._undo
        try:
            return verb()
        except Refused:
            self.refused += 1
            return None

    # --- what there is ------------------------------------------------------------------------------

    def _ids(self, table: str) -> list[int]:
        return [row[0] for row in self.store.engine.rows(f"SELECT id FROM {table} ORDER BY id")]

    def _one(self, table: str) -> int:
        """Any row; now and then one that does not exist any more."""
        ids = self._ids(table)
        return self.chance.choice(ids) if ids and self.chance.random() < 0.98 else 10**6

    def _some(self, table: str, most: int = 4) -> list[int]:
        ids = self._ids(table)
        return self.chance.sample(ids, min(len(ids), self.chance.randint(1, most)))

    def _note(self) -> Note:
        found = self.store.notes.get(self._one("note"))
        if found is None:
            raise Refused("none")
        return found

    def _day(self) -> date | None:
        return None if self.chance.random() < 0.1 else MONDAY + timedelta(days=self.chance.randrange(28))

    def _words(self, most: int = 6) -> str:
        return "".join(self.chance.choices(WORDS, k=self.chance.randint(0, most)))

    # --- notes --------------------------------------------------------------------------------------

    def _create(self) -> Change | None:
        if len(self._ids("note")) >= MANY:
            return self._delete()
        fields: dict[str, Any] = {
            "day": self._day(),
            "body": self._words(20),
            "minute": self.chance.randrange(1440),
        }
        if self.chance.random() < 0.7:
            fields["series_id"] = self._one("series")
        return notes.create(self.store, self._one("account"), self._words(), **fields)

    def _edit(self) -> Change | None:
        fields: dict[str, Any] = {
            "title": self._words(),
            "body": self._words(40),
            "hashtags": "#" + self._words(1),
            "remark": self._words(),
            "series_id": self._one("series"),
            "account_id": self._one("account"),
            "owner_id": self._one("member"),
            "kind": self.chance.choice(list(Kind)),
            "day": self._day(),
        }
        chosen = self.chance.sample(sorted(fields), self.chance.randint(1, 3))
        return notes.edit(self.store, self._one("note"), **{name: fields[name] for name in chosen})

    def _type(self) -> Change | None:
        """The same text field again, as one visit."""
        note, group = self._visit or (self._one("note"), None)
        change = notes.edit(self.store, note, group=group, body=self._words(40))
        self._visit = (note, change.group) if change and self.chance.random() < 0.7 else None
        return change

    def _move(self) -> Change | None:
        return notes.move(self.store, self._some("note"), day=self._day(), minute=self.chance.randrange(1440))

    def _copy(self) -> Change | None:
        return notes.copy(self.store, self._some("note", 2), day=self._day()) if self._room() else self._delete()

    def _siblings(self) -> Change | None:
        if not self._room():
            return self._delete()
        return notes.duplicate_to_accounts(self.store, self._one("note"), self._some("account", 2))

    def _room(self) -> bool:
        return len(self._ids("note")) < MANY

    def _delete(self) -> Change | None:
        return notes.delete(self.store, self._some("note", 3)) if len(self._ids("note")) > FEW else self._create()

    def _pictures(self) -> Change | None:
        note = self._one("note")
        if self.chance.random() < 0.6:
            return notes.attach(self.store, note, self._some("asset"), self.chance.choice((None, 0, 1)))
        return notes.detach(self.store, note, self._some("asset"))

    def _arrange(self) -> Change | None:
        note = self._one("note")
        order = [asset.id for asset in self.store.notes.pictures(note)]
        self.chance.shuffle(order)
        return notes.arrange(self.store, note, order)

    def _cover(self) -> Change | None:
        picture_id = self.chance.choice((None, self._one("asset")))
        values = {"title": self._words()}
        return notes.set_cover(
            self.store, self._one("note"), template="plain", values=values, picture_id=picture_id
        )

    def _cover_state(self) -> Change | None:
        return notes.set_cover_state(self.store, self._one("note"), self.chance.choice(list(CoverState)))

    def _place(self) -> Change | None:
        places = {note: bulk.Place(self._day(), self._one("account")) for note in self._some("note")}
        return bulk.copy_to(self.store, places) if self._room() else bulk.place(self.store, places)

    def _time(self) -> Change | None:
        ids = self._some("note")
        if self.chance.random() < 0.5:
            return bulk.set_time(self.store, ids, self.chance.choice((None, 480, 1200)))
        return bulk.shift_time(self.store, ids, self.chance.randint(-90, 90))

    def _several(self) -> Change | None:
        ids = self._some("note", 6)
        verb, value = self.chance.choice(
            (
                (bulk.set_series, self._one("series")),
                (bulk.set_series, None),
                (bulk.set_owner, self._one("member")),
                (bulk.set_designer, None),
                (bulk.set_kind, Kind.VIDEO),
            )
        )
        return verb(self.store, ids, value)  # type: ignore[operator]

    def _status(self) -> Change | None:
        return status.set_status(self.store, self._some("note", 2), self.chance.choice(list(Status)))

    def _publish(self) -> Change | None:
        if self.chance.random() < 0.8:  # published notes stay, and too many would leave nothing to do
            return self._status()
        return status.publish(self.store, self._one("note"), link="https://example.com/1")

    def _links(self) -> Change | None:
        verb, noun = self.chance.choice(
            ((links.set_offers, "offer"), (links.set_keywords, "keyword"), (links.set_tags, "tag"))
        )
        return verb(self.store, self._one("note"), self._some(noun, 3))

    def _restore(self) -> Change | None:
        note = self._note()
        known = self.store.versions.of(note.id).versions
        if not known:
            return None
        parts = self.chance.sample(sorted(PARTS), self.chance.randint(1, len(PARTS)))
        return versions.restore(self.store, note.id, self.chance.choice(known).id, parts)

    def _renumber(self) -> Change | None:
        return episodes.renumber(self.store, self._one("series"), self.chance.randint(1, 3))

    # --- shots --------------------------------------------------------------------------------------

    def _shot(self) -> Change | None:
        fields = {"seconds": self.chance.randint(1, 30), "scene": self._words(), "words": self._words()}
        there = self._ids("shot")
        if there and self.chance.random() < 0.4:
            return shots.edit(self.store, self.chance.choice(there), **fields)
        note = self._one("note")
        if len(self.store.shots.of(note)) >= FEW:
            return shots.remove(self.store, note, self._some("shot"))
        return shots.add(self.store, note, self.chance.choice((None, 0, 1)), **fields)

    def _shots(self) -> Change | None:
        note = self._one("note")
        order = [shot.id for shot in self.store.shots.of(note)]
        self.chance.shuffle(order)
        return shots.arrange(self.store, note, order) if len(order) > 1 else self._shot()

    # --- the catalogue ------------------------------------------------------------------------------

    def _noun(self) -> Change | None:
        noun = self.chance.choice(NOUNS)
        ids = self._ids(noun)
        name = f"{noun} {self._words(2)} {self.chance.randrange(1000)}"
        verb = self.chance.randrange(5)
        if verb == 0 and len(ids) < FEW:
            return catalog.add(self.store, noun, name=name)
        if verb == 1:
            return catalog.archive(self.store, noun, self._some(noun, 2), self.chance.random() < 0.5)
        if verb == 2:
            self.chance.shuffle(ids)
            return catalog.arrange(self.store, noun, ids)
        if verb == 3 and len(ids) > 2:
            return catalog.remove(self.store, noun, [self._one(noun)])
        return catalog.edit(self.store, noun, self._one(noun), name=name)

    def _merge(self) -> Change | None:
        noun = self.chance.choice(NOUNS)
        ids = self._ids(noun)
        if len(ids) < 4:
            return self._noun()
        keep, gone = self.chance.sample(ids, 2)
        return merging.merge(self.store, noun, keep, [gone])

    def _target(self) -> Change | None:
        there = self._ids("target")
        if len(there) > FEW:
            return catalog.remove_targets(self.store, there[:2])
        return catalog.add_target(self.store, self._one("account"), self._one("series"), per_week=1.5)

    def _collection(self) -> Change | None:
        pair = self._one("account"), self._one("series")
        return catalog.set_collection(self.store, *pair, self.chance.choice(("", self._words())))

    def _setting(self) -> Change | None:
        return settings.change(self.store, "new_note_minute", self.chance.randrange(-1, 1440))

    def _asset(self) -> Change | None:
        ids = self._some("asset", 3)
        verb = self.chance.randrange(4)
        if verb == 0:
            return assets.rename(self.store, ids[0], self._words() or "图")
        if verb == 1:
            return assets.tag(self.store, ids, add=[self.chance.choice(("封面", "节日"))], remove=["节日"])
        return assets.trash(self.store, ids) if verb == 2 else assets.restore(self.store, ids)

    def _undo(self) -> Change | None:
        return whole.undo(self.store) if self.chance.random() < 0.65 else whole.redo(self.store)
