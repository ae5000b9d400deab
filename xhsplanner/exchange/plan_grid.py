"""The sheet of an xlsx that people look at: accounts by days, a week below the other, cells in the colours of
series.

It repeats what the sheet of notes says, so it is no sheet to be read back (`other_sheets` in resources/plan/words).
"""

from io import BytesIO
from typing import Any

from xhsplanner.core import days, resources
from xhsplanner.core.words import t
from xhsplanner.exchange.plan_out import OutNote, OutPlan, Week, short_day, weekday, weeks

ACCOUNT_WIDTH, DAY_WIDTH = 16, 25
LINE, ROW, COVER_ROW = 15, 48, 118
"""Heights in points: of a line of text, of a note, of a note with its cover."""
SCALE = 0.45
"""Covers come with more pixels than they take here, for sharp print."""
INK = {"text": "#211F1C", "soft": "#5F5B55", "line": "#D8D4CE", "head": "#F2F0EE", "quiet": "#EAE9EC"}


class GridWriter:
    """Writes the weeks of a plan on one sheet, for paper A4 lying."""

    def __init__(self, book: Any, plan: OutPlan) -> None:
        self._book = book
        self._plan = plan
        self._formats: dict[str, Any] = {}
        self._row = 0
        self._covers = any(note.cover for note in plan.notes)

    def add(self) -> None:
        """Add the sheet."""
        sheet = self._sheet = self._book.add_worksheet(t("export.sheet_grid"))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.4, 0.4, 0.5, 0.5)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, ACCOUNT_WIDTH)
        sheet.set_column(1, 7, DAY_WIDTH)
        breaks = []
        for week in weeks(self._plan):
            if self._row:
                breaks.append(self._row)
            self._week(week)
        self._undated()
        sheet.set_h_pagebreaks(breaks)

    def _look(self, name: str, **look: Any) -> Any:
        if name not in self._formats:
            base = {"valign": "top", "text_wrap": True, "font_size": 10, "font_color": INK["text"]}
            self._formats[name] = self._book.add_format({**base, **look})
        return self._formats[name]

    def _boxed(self, name: str, **look: Any) -> Any:
        return self._look(name, border=1, border_color=INK["line"], **look)

    def _filled(self, palette: str) -> Any:
        fill, ink = resources.toml("theme", "tokens.toml")["series"][palette]["light"]
        return self._boxed(f"series {palette}", bg_color=fill, font_color=ink)

    def _week(self, week: Week) -> None:
        sheet = self._sheet
        sheet.set_row(self._row, 26)
        sheet.merge_range(
            self._row, 0, self._row, 7, "", self._look("week", bold=True, font_size=14, valign="vcenter")
        )
        sheet.write_string(self._row, 0, week.name, self._look("week"))
        self._row += 1
        head = self._boxed("head", bold=True, bg_color=INK["head"], valign="vcenter", align="center")
        sheet.set_row(self._row, 2 * LINE + 4)
        sheet.write_string(self._row, 0, t("plan.header.accounts"), head)
        for column, day in enumerate(week.days, 1):
            occasion = days.label(day).text
            words = f"{weekday(day)} {short_day(day)}" + (f"\n{occasion}" if occasion else "")
            sheet.write_string(self._row, column, words, head)
        self._row += 1
        for account in week.accounts:
            self._account(week, account)
        self._row += 1

    def _account(self, week: Week, account: str) -> None:
        """A block of rows: as many as this account has notes on its fullest day, one note a cell."""
        depth = week.depth(account)
        name = self._boxed("account", bold=True, bg_color=INK["head"])
        if depth > 1:
            self._sheet.merge_range(self._row, 0, self._row + depth - 1, 0, "", name)
        self._sheet.write_string(self._row, 0, account, name)
        for level in range(depth):
            self._sheet.set_row(self._row, COVER_ROW if self._covers else ROW)
            for column, day in enumerate(week.days, 1):
                notes = week.cells.get((account, day), ())
                if level < len(notes):
                    self._note(self._row, column, notes[level])
                else:
                    quiet = days.is_quiet(day)
                    look = {"bg_color": INK["quiet"]} if quiet else {}
                    self._sheet.write_blank(self._row, column, None, self._boxed(f"none {quiet}", **look))
            self._row += 1

    def _note(self, row: int, column: int, note: OutNote) -> None:
        self._sheet.write_string(row, column, note.line, self._filled(note.tint))
        if note.cover:
            options = {
                "image_data": BytesIO(note.cover),
                "x_offset": 6,
                "y_offset": 54,
                "object_position": 1,
                "description": note.name[:200],
                "x_scale": SCALE,
                "y_scale": SCALE,
            }
            self._sheet.insert_image(row, column, f"{note.code}.jpg", options)

    def _undated(self) -> None:
        notes = self._plan.undated
        if not notes:
            return
        self._sheet.write_string(self._row, 0, t("export.undated"), self._look("week"))
        for number, note in enumerate(notes, 1):
            self._sheet.write_string(self._row + number, 0, note.account, self._boxed("account"))
            self._sheet.merge_range(self._row + number, 1, self._row + number, 7, "", self._filled(note.tint))
            self._sheet.write_string(self._row + number, 1, note.line, self._filled(note.tint))
