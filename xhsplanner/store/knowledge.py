"""What a workspace adds to the calendar of this process: its own days, and days off that came out later.

Published when it is opened and whenever they change (undo included), withdrawn when it is closed.
"""

from contextlib import suppress

from xhsplanner.core import days, occasions, own_days
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.store.catalog import Catalog
from xhsplanner.store.engine import Engine


class Knowledge:
    """The own days and arrangements of one workspace."""

    def __init__(self, engine: Engine, catalog: Catalog) -> None:
        self._engine, self._catalog = engine, catalog
        self._years: set[int] = set()
        self.publish_days()
        self.publish_years()

    def arrangements(self) -> dict[int, tuple[int, str]]:
        """Year → the row of its notice, and what that says as JSON."""
        if not self._engine.rows("SELECT 1 FROM sqlite_master WHERE name = 'arrangement'"):
            return {}  # an older workspace that is only read
        found = self._engine.rows("SELECT year, id, text FROM arrangement ORDER BY year")
        return {year: (row_id, text) for year, row_id, text in found}

    def hear(self, change: Change) -> None:
        """Publish anew what a Change touched."""
        if change.touches("own_day"):
            self.publish_days()
        if change.touches("arrangement"):
            self.publish_years()

    def publish_days(self) -> None:
        """Let the own days stand among the occasions."""
        known = self._engine.rows("SELECT 1 FROM pragma_table_info('own_day') WHERE name = 'archived'")
        rows = self._catalog.rows("own_day") if known else []
        occasions.publish(id(self), own_days.occasions_of(rows))

    def publish_years(self) -> None:
        """Let the calendar know the days off of these years, and of no others."""
        self.withdraw_years()
        for year, (_, text) in self.arrangements().items():
            with suppress(Refused):  # another program wrote it: the year stays unpublished
                for arrangement in days.read_arrangements(text):
                    days.calendar.publish(arrangement)
                    self._years.add(year)

    def withdraw_years(self) -> None:
        """Take the years away again."""
        for year in self._years:
            days.calendar.unpublish(year)
        self._years.clear()

    def close(self) -> None:
        """Nothing of this workspace counts any more."""
        occasions.withdraw(id(self))
        self.withdraw_years()
