"""What the search field finds beside notes: actions, accounts, series, pictures; and the list of all notes."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from xhsplanner.core import clock, finding, query
from xhsplanner.core.model import Asset
from xhsplanner.core.words import t
from xhsplanner.ui.palette.entries import OTHERS, Entry, offered
from xhsplanner.ui.widgets.found import Group
from xhsplanner.ui.widgets.two_lines import Entry as Row

if TYPE_CHECKING:
    from xhsplanner.ui.main_window import MainWindow

EACH = 3
"""Of each kind at most."""


class Box:
    """Asked by the search field with each pause in the typing."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def groups(self, text: str) -> list[Group]:
        """Actions, accounts, series and pictures of that name; none where more than a name is asked for."""
        asked = query.parse(text, clock.today())
        if asked.conditions or asked.without or not asked.terms:
            return []
        entries = {
            "action": [one for one in offered(self._window) if one.id.startswith("action:") and not one.why],
            "account": list(OTHERS["account"](self._window)),
            "series": list(OTHERS["series"](self._window)),
        }
        found = [
            Group(t(f"shell.search_group.{kind}"), [(_row(one), one.act) for one in _named(text, some)])
            for kind, some in entries.items()
        ]
        pictures = self._window.ctx.store.assets.find(text, limit=EACH)
        rows = [(Row(one, one.name, icon="image"), partial(self._show, one)) for one in pictures]
        return [*found, Group(t("shell.search_group.asset"), rows)]

    def show_all(self, text: str) -> Callable[[], object] | None:
        """What shows every note found in the list, None where there is no list."""
        return partial(self._all, text) if "list" in self._window.rows else None

    def _all(self, text: str) -> None:
        ctx = self._window.ctx
        ctx.set_filter(type(ctx.filter)(text=text))
        ctx.show_room("list")

    def _show(self, asset: Asset) -> None:
        self._window.ctx.show_asset(asset.id)


def _row(entry: Entry) -> Row:
    return Row(entry.id, entry.title, entry.hint, icon=entry.icon, number=entry.keys)


def _named(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Those that are called so: letters that only come in that order are for the palette."""
    wanted = finding.Wanted.of(text)
    fits = [(fit, place) for place, one in enumerate(entries) if (fit := wanted.fits(one.findable()))]
    return [entries[place] for fit, place in sorted(fits) if fit[0] < finding.LETTERS][:EACH]
