"""What merging a bundle would do here: what is new, what changes, and where both sides changed the same thing.

A merge has three sides: mine, theirs, and what stood there before they came (base). Where mine is still the base,
theirs is taken; where theirs is, nothing is; where both differ it is a conflict, and a person chooses. Writes
nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from xhsplanner.core.model import Status
from xhsplanner.exchange.bundle_model import TABLES, Bundle, Record, fingerprint
from xhsplanner.ops.bundle_collect import OWNED
from xhsplanner.ops.bundle_mine import Mine
from xhsplanner.ops.bundle_order import POSITION, Order, order_of
from xhsplanner.ops.notes import RESULT_FIELDS
from xhsplanner.store import parts
from xhsplanner.store.parts import PARENTS, Values
from xhsplanner.store.store import Store

Side = Literal["mine", "theirs"]
Key = tuple[str, str, str]
"""A conflict by table, uid and field; the field is '' where it is about the row as a whole."""

LINKS = frozenset({"note_asset", "note_tag", "note_keyword", "note_offer", "asset_tag"})
"""Rows that only join two others: what was taken away here stays away."""
PARTS = (*OWNED, "comment", "slot_override", "asset_tag")
"""Tables that are not counted by themselves: they belong to a note or a picture."""
KEPT = frozenset({("note", "code"), ("note", "created_at"), ("note", "source")})
"""What a note is called and where it came from is said once, by the copy that has it."""
FIXED = frozenset({"sha256", "ext", "bytes", "width", "height", "phash", "colors", "kind", "added_at"})
"""What a picture is follows from its bytes."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides changed one field; or (field '') one side deleted what the other changed, and is None then.

    References are names of things. `code` and `title` say which note it is about, '' for none.
    """

    table: str
    uid: str
    field: str
    base: Any
    mine: Any
    theirs: Any
    code: str = ""
    title: str = ""

    @property
    def key(self) -> Key:
        """What a choice is made for."""
        return self.table, self.uid, self.field


@dataclass(slots=True)
class Plan:
    """What is to be written. Keys of rows are (table, uid here)."""

    inserts: dict[tuple[str, str], Values] = field(default_factory=dict)
    updates: dict[tuple[str, str], Values] = field(default_factory=dict)
    deletes: list[tuple[str, str]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    changed: int = 0

    @property
    def added(self) -> int:
        """Notes and things of the catalogue that are new here."""
        return sum(_counts(table) for table, _ in self.inserts)

    @property
    def deleted(self) -> int:
        """Notes and things of the catalogue that go."""
        return sum(_counts(table) for table, _ in self.deletes)


def _counts(table: str) -> bool:
    return table not in PARTS and table != "asset"


class Planner:
    """Works out a Plan. `choices` by conflict, `otherwise` for the rest; without either mine stays."""

    def __init__(
        self, store: Store, bundle: Bundle, choices: Mapping[Key, Side] | None = None, otherwise: Side | None = None
    ) -> None:
        self._engine = store.engine
        self._records = {(record.table, record.uid): record for record in bundle.records}
        self._choices, self._otherwise = choices or {}, otherwise
        self.mine = Mine(store, bundle.records)
        self.plan = Plan()
        self.same: dict[tuple[str, str], str] = {}
        """(table, their uid) → the uid here, where that is another."""
        self._orders: dict[tuple[str, str], Order] = {}
        self._moved: dict[tuple[str, str], int] = {}
        self._gone: set[tuple[str, str]] = set()
        self._left: set[tuple[str, str]] = set()
        """Notes that a person deleted here, or that stay although they were deleted there."""

    def work(self) -> Plan:
        """The whole plan."""
        self._join()
        for table in TABLES:
            told = {r.uid for r in self._records.values() if r.table == table and r.values is not None}
            absent = {uid for uid in told if (table, self.here(table, uid)) not in self.mine.rows}
            self._gone |= {(table, uid) for uid in parts.deleted(self._engine, table, absent)}
        for record in list(self._records.values()):
            if record.values is None:
                continue
            if (record.table, self.here(record.table, record.uid)) in self.mine.rows:
                self._meet(record)
            elif record.told or record.table == "note" or self._belongs(record):
                self._arrive(record)
        for record in self._records.values():
            if record.values is None:
                self._leave(record)
        for place, position in self._moved.items():
            if place not in self.plan.deletes:
                self.plan.updates.setdefault(place, {})[POSITION] = position
        self.plan.changed = len(self._changed())
        return self.plan

    def _changed(self) -> set[tuple[str, str]]:
        """Notes and things of the catalogue that stay and of which something changes."""
        places = {*self.plan.updates, *((t, u) for t, u in (*self.plan.inserts, *self.plan.deletes) if t in PARTS)}
        found = set()
        for table, uid in places:
            values = self.plan.inserts.get((table, uid)) or self.mine.rows[table, uid]
            found.add(self._owner(table, values) or (table, uid))
        return found - {*self.plan.inserts, *self.plan.deletes}

    def here(self, table: str, uid: str) -> str:
        """The uid here of what they call `uid`."""
        return self.same.get((table, uid), uid)

    def translated(self, table: str, values: Mapping[str, Any]) -> Values:
        """Their values with the uids of here."""
        parents = PARENTS[table]
        return {
            name: self.here(parents[name], value) if name in parents and value is not None else value
            for name, value in values.items()
        }

    def _join(self) -> None:
        """Find what is here under another uid, parents first, so that children are looked up under theirs."""
        for record in self._records.values():
            place = (record.table, record.uid)
            if record.values is None or place in self.mine.rows:
                continue
            found = self.mine.like(record.table, self.translated(record.table, record.values))
            if found is not None:
                self.same[place] = found
                self.mine.read(record.table, "uid", [found])

    # --- rows that are here -----------------------------------------------------------------------

    def _meet(self, record: Record) -> None:
        table, uid = record.table, self.here(record.table, record.uid)
        joined = uid != record.uid
        if not record.told or (joined and table not in OWNED):
            return  # of what only has the same name, what stands here is right
        assert record.values is not None
        mine, theirs = self.mine.rows[table, uid], self.translated(table, record.values)
        base = self.translated(table, record.base)
        if record.made:
            first = {} if joined else self._first(record)
            columns = parts.COLUMNS[table]
            base = {**{name: first.get(name, columns[name].default) for name in theirs}, **base}
        taken: Values = {}
        for name in base:
            if not self._settled(record, name, mine[name], theirs[name], base[name]):
                taken |= self._weigh(record, uid, name, (base[name], mine[name], theirs[name]))
        if taken:
            self.plan.updates[table, uid] = taken

    def _settled(self, record: Record, name: str, mine: Any, theirs: Any, base: Any) -> bool:
        if mine == theirs or theirs == base or (record.table, name) in KEPT:
            return True
        return record.table == "asset" and name in FIXED

    def _weigh(self, record: Record, uid: str, name: str, sides: tuple[Any, Any, Any]) -> Values:
        """What to write for a field that they changed: theirs where nobody here did, else what is chosen."""
        base, mine, theirs = sides
        behind = mine == base or fingerprint(mine) in record.passed.get(name, ())
        if name == POSITION:
            return {name: theirs} if self._order(record).behind and behind else {}
        taken = name == "name" and self.mine.taken(record.table, theirs) not in (None, uid)
        if behind and not taken and not self._locked(record, uid, name):
            return {name: theirs}
        was, here, there = (self._shown(record.table, name, value) for value in sides)
        clash = Clash(record.table, uid, name, was, here, there, *self._subject(record.table, uid))
        if taken:  # something else is called so here: whatever is chosen, somebody has to see it
            self.plan.clashes.append(clash)
            return {}
        return {name: theirs} if self._chosen(clash) == "theirs" else {}

    def _first(self, record: Record) -> Mapping[str, Any]:
        """What both sides know a row as: what it held before they came, or as it was when it came here."""
        return self.mine.received(record.table, record.uid) if record.made else record.base

    def _order(self, record: Record) -> Order:
        """The order of the rows that this one stands among; once for all of them, and asked about once."""
        note = str((record.values or {}).get("note_id", ""))
        place = (record.table, self.here("note", note))
        if place not in self._orders:
            rows = self.mine.rows
            order = order_of(
                (other, rows[other.table, other.uid], self._first(other))
                for other in self._records.values()
                if (other.table, other.uid) in rows
                and other.table == record.table
                and (other.values or {}).get("note_id") == note
            )
            self._orders[place] = order
            if not order.behind and self._ordered(place, order) == "theirs":
                for uid, position in order.positions.items():
                    if rows[place[0], uid][POSITION] != position:
                        self._moved.setdefault((place[0], uid), position)
        return self._orders[place]

    def _ordered(self, place: tuple[str, str], order: Order) -> str:
        """Whose order a note gets; where both sides made a new one a person is asked."""
        if order.side:
            return order.side
        table, note = place
        was, here, there = (self._listed(table, uids) for uids in (order.base, order.mine, order.theirs))
        return self._chosen(Clash(table, note, POSITION, was, here, there, *self._subject("note", note)))

    def _listed(self, table: str, uids: Iterable[str]) -> str:
        return " → ".join(self._called(table, uid) for uid in uids)

    def _called(self, table: str, uid: str) -> str:
        """What a person calls a picture or a shot of a note."""
        row = self.mine.rows[table, uid]
        if "asset_id" in row:
            return str(self.mine.label("asset", row["asset_id"]))
        return str(row.get("scene") or row.get("words") or uid)[:20]

    def _locked(self, record: Record, uid: str, name: str) -> bool:
        """Whether the note was published here, and not by them, so that only its results may change."""
        if record.table not in ("note", "note_text") or name in RESULT_FIELDS:
            return False
        note = uid if record.table == "note" else self.mine.rows[record.table, uid]["note_id"]
        return bool(self.mine.rows.get(("note", note), {}).get("status") == Status.PUBLISHED)

    def _chosen(self, clash: Clash) -> Side:
        """Which side a conflict goes to; an open one is listed and stays as it is here."""
        side = self._choices.get(clash.key, self._otherwise)
        if side is None:
            self.plan.clashes.append(clash)
        return side or "mine"

    def _shown(self, table: str, name: str, value: Any) -> Any:
        parent = PARENTS[table].get(name)
        return self.mine.label(parent, value) if parent else value

    def _subject(self, table: str, uid: str) -> tuple[str, str]:
        row = self.mine.rows.get((table, uid), {})
        note = row if table == "note" else self.mine.rows.get(("note", row.get("note_id", "")))
        if note is None:
            self.mine.read("note", "uid", [row["note_id"]] if row.get("note_id") else [])
            note = self.mine.rows.get(("note", row.get("note_id", "")), {})
        return str(note.get("code", "")), str(note.get("title", "") or row.get("name", ""))

    # --- rows that are not ------------------------------------------------------------------------

    def _belongs(self, record: Record) -> bool:
        """Whether a row only comes along with a note, or a picture, that is new here."""
        owner = self._owner(record.table, record.values or {})
        return owner is not None and owner in self.plan.inserts

    def _owner(self, table: str, values: Mapping[str, Any]) -> tuple[str, str] | None:
        if table == "comment":
            return ("note", str(values["subject"]))
        column, parent = ("asset_id", "asset") if table == "asset_tag" else ("note_id", "note")
        value = values.get(column) if table in PARTS else None
        return (parent, self.here(parent, value)) if value is not None else None

    def _arrive(self, record: Record) -> None:
        """A row that is new here, or that somebody here deleted while they worked on it."""
        table, place = record.table, (record.table, record.uid)
        assert record.values is not None
        if table == "note" and not record.told and not self._needed(record.uid):
            return
        owner = self._owner(table, record.values)
        if owner in self._left:
            return  # with the note
        if place in self._gone and owner not in self.plan.inserts:
            if table in LINKS or (owner is not None and owner not in self.mine.rows):
                return
            clash = Clash(table, record.uid, "", None, None, self._whole(record), *self._titled(record))
            if self._chosen(clash) == "mine":
                self._left.add(place)
                return
        self._insert(record)

    def _needed(self, uid: str) -> bool:
        """Whether a note they did not touch came for its own sake: asked for, or with a part that they touched."""
        return ("note", uid) not in self._gone or ("note", uid) in self._worked_on

    @cached_property
    def _worked_on(self) -> set[tuple[str, str] | None]:
        """Notes a part of which they made or changed."""
        return {
            self._owner(record.table, record.values)
            for record in self._records.values()
            if record.values is not None and record.told and record.table in PARTS
        }

    def _insert(self, record: Record) -> None:
        """Insert a row and whatever it refers to that is not here either."""
        place = (record.table, record.uid)
        if place in self.plan.inserts or (record.table, self.here(*place)) in self.mine.rows:
            return
        assert record.values is not None
        self.plan.inserts[place] = self.translated(record.table, record.values)
        for name, parent in PARENTS[record.table].items():
            value = record.values.get(name)
            if value is not None:
                self._insert(self._records[parent, value])

    def _whole(self, record: Record) -> str:
        return self._titled(record)[1] or record.uid

    def _titled(self, record: Record) -> tuple[str, str]:
        values = record.values or record.base
        note = values if record.table == "note" else self._note_of(values)
        return str(note.get("code", "")), str(note.get("title", "") or values.get("name", ""))

    def _note_of(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        found = self._records.get(("note", values.get("note_id", "")))
        return (found.values or found.base) if found else {}

    # --- rows they deleted ------------------------------------------------------------------------

    def _leave(self, record: Record) -> None:
        place = (record.table, record.uid)
        if place not in self.mine.rows:
            return
        owner = self._owner(record.table, record.base)
        if owner is not None and owner in self._records and self._records[owner].values is None:
            return  # decided with the note it belongs to
        if record.table == "note":
            self._leave_note(record)
        elif self._differs(record):
            if record.table not in LINKS:
                self._delete_if_chosen(record, [place])
        elif record.table in PARTS or not self._referred(place):
            self.plan.deletes.append(place)
        else:
            self._choices_none(record)

    def _leave_note(self, record: Record) -> None:
        """A note goes with all that belongs to it, unless something of it was changed or added here meanwhile."""
        uid = record.uid
        note = self.mine.ids["note", uid]
        own = [(table, found) for table in OWNED for found in self.mine.read(table, "note_id", [note])]
        own += [("comment", found) for found in self.mine.read("comment", "subject", [uid])]
        changed = self._differs(record) or any(
            place not in self._records or self._differs(self._records[place]) for place in own
        )
        slots = [("slot_override", found) for found in self.mine.read("slot_override", "note_id", [note])]
        places = [*slots, *own, ("note", uid)]
        if changed:
            self._delete_if_chosen(record, places)
        else:
            self.plan.deletes += places

    def _delete_if_chosen(self, record: Record, places: list[tuple[str, str]]) -> None:
        subject = self._subject(record.table, record.uid)
        shown = subject[1] or record.uid
        if self._chosen(Clash(record.table, record.uid, "", shown, shown, None, *subject)) == "theirs":
            self.plan.deletes += places
            for place in places:
                self.plan.updates.pop(place, None)

    def _choices_none(self, record: Record) -> None:
        """What others here still use stays, whatever is chosen; it is listed so that somebody sees it."""
        subject = self._subject(record.table, record.uid)
        self.plan.clashes.append(Clash(record.table, record.uid, "", subject[1], subject[1], None, *subject))

    def _differs(self, record: Record) -> bool:
        """Whether a row they deleted is another one here than the one they saw; where it stands does not count."""
        mine = self.mine.rows.get((record.table, record.uid))
        base = self.translated(record.table, record.base)
        ignored = {"position"} | {name for table, name in KEPT if table == record.table}
        return mine is not None and any(mine[name] != base[name] for name in base.keys() - ignored)

    def _referred(self, place: tuple[str, str]) -> bool:
        going = {(table, self.mine.ids[table, uid]) for table, uid in self.plan.deletes}
        return any(found not in going for found in parts.referring(self._engine, place[0], self.mine.ids[place]))
