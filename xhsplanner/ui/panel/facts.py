"""The row of chips of the note panel: status, day, account, people, persona, occasion, offers, keywords, kind."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core import clock, occasions, transitions
from xhsplanner.core.model import Kind, Note, Offer, OfferState, Status
from xhsplanner.core.words import t
from xhsplanner.ops import links, notes, status
from xhsplanner.ui.context import Context, Operation
from xhsplanner.ui.moments import day_text
from xhsplanner.ui.panel.when import WhenPopup
from xhsplanner.ui.widgets.cards import paint_avatar, paint_ring
from xhsplanner.ui.widgets.controls import menu_text
from xhsplanner.ui.widgets.parts import Chip, Flow, Look
from xhsplanner.ui.widgets.states import clock_text, ring_state

NEAR_DAYS = 12
FACTS = ("status", "when", "kind", "account", "owner", "designer", "persona", "occasion", "offers", "keywords")
FOLDED = ("owner", "designer", "persona", "occasion", "offers", "keywords")
"""Facts that take no room while they are not set; one chip offers them together."""


OFF = (OfferState.OVER, OfferState.SOON)
"""States in which an offer is not what readers can have on the day of the note."""


def fact_name(fact: str) -> str:
    """What a fact is called."""
    return t(f"write.{fact}" if fact in ("offers", "keywords") else f"panel.{fact}")


def offer_state(offer: Offer, note: Note) -> OfferState:
    """Whether an offer runs on the day of a note, or today where it has none."""
    return offer.state(note.day or clock.today())


def mark_icon(draw: Callable[[QPainter, QRectF], None], ratio: float = 2.0) -> QIcon:
    """A 16 px icon painted by `draw`."""
    pixmap = QPixmap(round(16 * ratio), round(16 * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter, QRectF(0.5, 0.5, 15, 15))
    painter.end()
    return QIcon(pixmap)


def occasion_name(occasion_id: str) -> str:
    """What people call an occasion; its id where the table does not know it."""
    found = occasions.by_id(occasion_id)
    return found.name if found else occasion_id.removeprefix("own/")


class FactChips(QWidget):
    """Shows the facts of one note; each chip opens what changes it, as one op with a toast."""

    publish_asked = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._note: Note | None = None
        self._flow = Flow()
        self.setLayout(self._flow)
        self.chips: dict[str, Chip] = {}
        self._unset: list[str] = []
        self.menu: QMenu | None = None
        self.popup: WhenPopup | None = None
        for fact in FACTS:
            chip = Chip(ctx.theme, Look(""), fact_name(fact))
            chip.clicked.connect(lambda _checked=False, fact=fact: self.open(fact))
            self.chips[fact] = chip
        self.more = Chip(ctx.theme, Look("", mark="plus", ghost=True), t("panel.add_fact"))
        self.more.clicked.connect(self._open_more)
        self.publish = Chip(ctx.theme, Look(t("panel.mark_published"), mark="send"))
        self.publish.clicked.connect(self.publish_asked)
        row = list(self.chips.values())
        for chip in (*row[:3], self.more, *row[3:], self.publish):
            self._flow.addWidget(chip)

    def show_note(self, note: Note, locked: bool) -> None:
        """Show a note; `locked` leaves the chips to read only."""
        self._note = note
        for fact, look in self._looks(note).items():
            chip = self.chips[fact]
            chip.show_look(look)
            chip.setEnabled(not locked)
            chip.setVisible(not (look.ghost and (locked or fact in FOLDED)))
        self._unset = [fact for fact in FOLDED if self.chips[fact].look.ghost]
        self.more.setVisible(bool(self._unset) and not locked)
        role = status.acting_role(self._ctx.store)
        may = Status.PUBLISHED in transitions.allowed(note.status, note.held_from, role)
        self.publish.setVisible(not self._ctx.store.read_only and (may or note.locked))
        self.publish.show_look(
            Look(t("panel.edit_published" if note.locked else "panel.mark_published"), mark="send")
        )
        self._flow.invalidate()
        self.updateGeometry()

    def _looks(self, note: Note) -> dict[str, Look]:
        catalog = self._ctx.store.catalog
        state = ring_state(note, clock.now())
        late = state == "overdue"
        word = t(f"status.{note.status}")
        if late:
            word = f"{word} · {t('status.overdue')}"
        when = t("panel.no_day_yet")
        if note.day is not None:
            when = f"{day_text(note.day)} {clock_text(note.minute)}".strip()
        account = catalog.account(note.account_id)
        persona = catalog.persona(note.persona_id)
        looks = {
            "status": Look(word, ring=state, alarm=late),
            "when": Look(when, mark="clock", ghost=note.day is None),
            "account": Look(
                account.name if account else "",
                avatar=(account.initial or account.name[:1], account.color) if account else None,
            ),
            "persona": _named(persona.name if persona else "", "smartphone", "persona", "sparkles"),
            "occasion": _named(occasion_name(note.occasion) if note.occasion else "", "star", "occasion"),
            "kind": Look(
                t("kind.video" if note.kind is Kind.VIDEO else "kind.pictures"),
                mark="video" if note.kind is Kind.VIDEO else "images",
            ),
        }
        for fact, member_id in (("owner", note.owner_id), ("designer", note.designer_id)):
            member = catalog.member(member_id)
            if member is None:
                looks[fact] = _named("", "user" if fact == "owner" else "palette", fact)
            else:
                looks[fact] = Look(member.name, avatar=(member.name[:1], member.color))
        offers = self._ctx.store.notes.offers(note.id)
        over = any(offer_state(offer, note) is OfferState.OVER for offer in offers)
        looks["offers"] = replace(_listed([one.name for one in offers], "ticket", "offers"), alarm=over)
        words = [one.name for one in self._ctx.store.notes.keywords(note.id)]
        looks["keywords"] = _listed(words, "search", "keywords")
        return {fact: looks[fact] for fact in FACTS}

    # --- changing ---------------------------------------------------------------------------------

    def open(self, fact: str) -> None:
        """Open the menu or pop-up of one chip."""
        if self._note is None:
            return
        if fact == "when":
            self._open_when(self._note)
            return
        menu = self._pop(self.chips[fact])
        getattr(self, f"_fill_{fact}")(menu, self._note)
        self._show_under(menu, self.chips[fact])

    def _open_more(self) -> None:
        menu = self._pop(self.more)
        for fact in self._unset:
            getattr(self, f"_fill_{fact}")(menu.addMenu(fact_name(fact)), self._note)
        self._show_under(menu, self.more)

    def _pop(self, anchor: Chip) -> QMenu:
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu.aboutToHide.connect(anchor.setFocus)
        return self.menu

    def _show_under(self, menu: QMenu, anchor: Chip) -> None:
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 4)))

    def _open_when(self, note: Note) -> None:
        self.popup = WhenPopup(self, self._ctx.theme, (note.day, note.minute), self._busy)
        self.popup.chosen.connect(lambda day, minute: self._ctx.run(notes.move, [note.id], day=day, minute=minute))
        self.popup.show_under(self.chips["when"])

    def _busy(self, first: date, last: date) -> Mapping[date, int]:
        """How many other notes the account has on each day."""
        if self._note is None:
            return {}
        found = self._ctx.store.notes.between(first, last, [self._note.account_id])
        return Counter(note.day for note in found if note.day is not None and note.id != self._note.id)

    def _edit(self, **fields: Any) -> None:
        if self._note is not None:
            self._ctx.run(notes.edit, self._note.id, **fields)

    def _choices(
        self,
        menu: QMenu,
        field: str,
        choices: Iterable[tuple[object, str, QIcon]],
        now: object,
        none: tuple[str, object] | None = None,
    ) -> None:
        """Fill `menu` with (value, name, icon) for a field of the note; `none` clears it."""
        for value, name, icon in choices:
            action = self._choice(menu, name, icon, partial(self._edit, **{field: value}))
            action.setCheckable(True)
            action.setChecked(value == now)
        if none is not None and now != none[1]:
            menu.addSeparator()
            self._choice(menu, none[0], QIcon(), lambda: self._edit(**{field: none[1]}))

    def _choice(self, menu: QMenu, name: str, icon: QIcon, run: Callable[[], object]) -> QAction:
        action = menu.addAction(icon, menu_text(" ".join(name.split())))
        action.triggered.connect(lambda _checked=False: run())
        return action

    def _fill_status(self, menu: QMenu, note: Note) -> None:
        role = status.acting_role(self._ctx.store)
        theme = self._ctx.theme
        targets = transitions.allowed(note.status, note.held_from, role)
        for target in targets:
            icon = mark_icon(
                partial(paint_ring, state=target.value, color=theme.status(target), paper=theme.color("surface"))
            )
            self._choice(menu, t(f"status.{target}"), icon, partial(self._set_status, target))
        if not targets:
            menu.addAction(t("panel.no_next_status")).setEnabled(False)

    def _set_status(self, target: Status) -> None:
        if target is Status.PUBLISHED:
            self.publish_asked.emit()
        elif self._note is not None:
            self._ctx.run(status.set_status, [self._note.id], target)

    def _fill_account(self, menu: QMenu, note: Note) -> None:
        for account in self._ctx.store.catalog.accounts():
            icon = self._avatar(account.initial or account.name[:1], account.color)
            action = self._choice(
                menu,
                account.name,
                icon,
                partial(self._ctx.run, notes.move, [note.id], account_id=account.id),
            )
            action.setCheckable(True)
            action.setChecked(account.id == note.account_id)

    def _avatar(self, initial: str, color: str) -> QIcon:
        font = self._ctx.theme.font(11, bold=True)
        return mark_icon(partial(paint_avatar, initial=initial, color=QColor(color or "#64707F"), font=font))

    def _fill_people(self, menu: QMenu, field: str, now: int | None) -> None:
        members = self._ctx.store.catalog.members()
        rows = [(m.id, f"{m.name}  {t(f'role.{m.role}')}", self._avatar(m.name[:1], m.color)) for m in members]
        self._choices(menu, field, rows, now, (t("panel.nobody"), None))
        if not members:
            menu.addAction(t("panel.no_members")).setEnabled(False)
            menu.addAction(t("panel.open_catalogue")).triggered.connect(lambda: self._ctx.ask("catalogue"))

    def _fill_owner(self, menu: QMenu, note: Note) -> None:
        self._fill_people(menu, "owner_id", note.owner_id)

    def _fill_designer(self, menu: QMenu, note: Note) -> None:
        self._fill_people(menu, "designer_id", note.designer_id)

    def _fill_persona(self, menu: QMenu, note: Note) -> None:
        fitting = [p for p in self._ctx.store.catalog.personas() if p.account_id in (None, note.account_id)]
        self._choices(
            menu,
            "persona_id",
            [(p.id, p.name, QIcon()) for p in fitting],
            note.persona_id,
            (t("panel.none"), None),
        )
        if not fitting:
            menu.addAction(t("panel.no_personas")).setEnabled(False)
            menu.addAction(t("panel.open_catalogue")).triggered.connect(lambda: self._ctx.ask("catalogue"))

    def _fill_occasion(self, menu: QMenu, note: Note) -> None:
        middle = note.day or clock.today()
        span = timedelta(NEAR_DAYS)
        near = occasions.between(middle - span, middle + span)
        rows: dict[object, tuple[object, str, QIcon]] = {}
        for one in near:
            rows[one.id] = (one.id, f"{one.name}  {one.first.month}/{one.first.day}", QIcon())
        if note.occasion and note.occasion not in rows:
            rows = {note.occasion: (note.occasion, occasion_name(note.occasion), QIcon()), **rows}
        self._choices(menu, "occasion", rows.values(), note.occasion, (t("panel.none"), ""))
        if not rows:
            menu.addAction(t("panel.no_occasions")).setEnabled(False)

    def _fill_offers(self, menu: QMenu, note: Note) -> None:
        linked = {one.id for one in self._ctx.store.notes.offers(note.id)}
        rows = [
            (one.id, t(f"write.offer_{state}", name=one.name) if state in OFF else one.name)
            for one in self._ctx.store.catalog.offers(archived=True)
            if one.id in linked or not one.archived
            for state in (offer_state(one, note),)
        ]
        self._links(menu, rows, linked, links.set_offers, "write.no_offers")

    def _fill_keywords(self, menu: QMenu, note: Note) -> None:
        linked = {one.id for one in self._ctx.store.notes.keywords(note.id)}
        known = self._ctx.store.catalog.keywords(archived=True)
        rows = [(one.id, one.name) for one in known if one.id in linked or not one.archived]
        self._links(menu, rows, linked, links.set_keywords, "write.no_keywords")

    def _links(
        self, menu: QMenu, rows: Sequence[tuple[int, str]], linked: set[int], write: Operation, none: str
    ) -> None:
        """Rows to tick on and off, each as one op."""
        for row_id, name in rows:
            action = self._choice(menu, name, QIcon(), partial(self._link, write, linked ^ {row_id}))
            action.setCheckable(True)
            action.setChecked(row_id in linked)
        if not rows:
            menu.addAction(t(none)).setEnabled(False)
            menu.addAction(t("panel.open_catalogue")).triggered.connect(lambda: self._ctx.ask("catalogue"))

    def _link(self, write: Operation, ids: set[int]) -> None:
        if self._note is not None:
            self._ctx.run(write, self._note.id, sorted(ids))

    def _fill_kind(self, menu: QMenu, note: Note) -> None:
        theme = self._ctx.theme
        rows = [
            (Kind.PICTURES, t("kind.pictures"), theme.icon("images", "text2", 16)),
            (Kind.VIDEO, t("kind.video"), theme.icon("video", "text2", 16)),
        ]
        self._choices(menu, "kind", rows, note.kind)


def _named(name: str, mark: str, fact: str, other: str = "") -> Look:
    return Look(name or t(f"panel.{fact}"), mark=other or mark, ghost=not name)


def _listed(names: Sequence[str], mark: str, fact: str) -> Look:
    """The first of what is linked and how many more."""
    text = f"{names[0]} +{len(names) - 1}" if len(names) > 1 else "".join(names)
    return Look(text or fact_name(fact), mark=mark, ghost=not names)
