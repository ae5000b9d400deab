"""The handbook: pages of `resources/help/<language>`, with keys, settings and actions filled in from the tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from xhsplanner.core import resources
from xhsplanner.core.options import options
from xhsplanner.core.words import t, words
from xhsplanner.ui.actions import keys_of, say_key, table

HOLE = re.compile(r"\{(key|setting|action|room):([a-z_]+)\}")
FIRST = "start"


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `text` is Markdown with holes: `{key:undo}`, `{setting:theme}`, `{action:import}`,
    `{room:week}`."""

    id: str
    title: str
    text: str

    def filled(self, chosen: Mapping[str, object]) -> str:
        """The Markdown to show; `chosen` is the setting `shortcuts`. Raises LookupError for what there is not."""
        rows = {row.id: row for row in table()}

        def fill(match: re.Match[str]) -> str:
            kind, name = match[1], match[2]
            if kind == "setting":
                return f"**{options()[name].title}**"
            if kind == "room":
                return f"**{t(f'shell.room.{name}')}**"
            row = rows[name]
            if kind == "action":
                return f"**{row.words.rstrip('…')}**"
            keys = keys_of(row, chosen)
            return f"`{say_key(keys[0])}`" if keys else t("help.no_key", action=row.words.rstrip("…"))

        return HOLE.sub(fill, self.text)


def pages() -> list[Page]:
    """The pages in the active language, in the order of contents.toml."""
    return [_page(page_id) for page_id in resources.toml("help", "contents.toml")["pages"]]


def page_of(room_id: str) -> str:
    """The page about a room; the first one where there is none."""
    return str(resources.toml("help", "contents.toml")["rooms"].get(room_id, FIRST))


def _page(page_id: str) -> Page:
    text = resources.text("help", words.language, f"{page_id}.md")
    return Page(page_id, text.partition("\n")[0].removeprefix("# ").strip(), text)


def find(typed: str) -> list[Page]:
    """The pages in whose text all typed words are; every page where nothing is typed."""
    wanted = typed.lower().split()
    return [page for page in pages() if all(word in page.text.lower() for word in wanted)]
