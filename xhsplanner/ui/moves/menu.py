"""The lines of a note's menu about moving it in the plan, the same in every room."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QMenu

from xhsplanner.core.model import Note
from xhsplanner.core.words import t
from xhsplanner.ops import moves, relays
from xhsplanner.ui.context import Context
from xhsplanner.ui.moves.asking import Here
from xhsplanner.ui.widgets.controls import menu_text


def _line(ctx: Context, menu: QMenu, icon: str, text: str, act: Callable[[], object]) -> None:
    action = menu.addAction(ctx.theme.icon(icon, "text2", 16), menu_text(text))
    action.triggered.connect(lambda _checked=False: act())


def new_from_template(menu: QMenu, ctx: Context, here: Here) -> None:
    """Add the line that makes a note of a template there, where the team has templates."""
    if ctx.store.catalog.rows("note_template", archived=False) and not ctx.store.read_only:
        _line(ctx, menu, "layout-template", t("action.template_new"), lambda: ctx.ask("template_new", here))


def arranging(menu: QMenu, ctx: Context, notes: Sequence[Note]) -> None:
    """Fill a menu with what moves these notes, none of which is published."""
    ids = [note.id for note in notes]

    def ask(action: str) -> Callable[[], None]:
        def asked() -> None:
            ctx.pick(ids)
            ctx.ask(action)

        return asked

    _line(ctx, menu, "calendar-check", t("moves.next_free"), lambda: ctx.run(moves.to_free, ids))
    if any(note.day is not None for note in notes):
        _line(ctx, menu, "calendar-range", t("moves.shift"), ask("shift"))
    if len(notes) == 1:
        note_id = ids[0]
        menu.addSeparator()
        _line(ctx, menu, "link", t("moves.relay"), lambda: ctx.ask("relay", note_id))
        if ctx.store.relays.of(note_id) is not None:
            _line(ctx, menu, "x", t("moves.relay_end"), lambda: ctx.run(relays.end, note_id))
    else:
        menu.addSeparator()
        _line(ctx, menu, "list-checks", t("list.bulk_edit", n=len(ids)), ask("bulk_edit"))
