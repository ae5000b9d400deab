"""Reads of the shot lists of video notes. Writes are ops."""

from xhsplanner.core.shots import Shot
from xhsplanner.store.engine import Engine, one

COLUMNS = "id, uid, note_id, position, seconds, scene, words"


class Shots:
    """Shots of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, note_id: int) -> list[Shot]:
        """The shots of a note in order."""
        sql = f"SELECT {COLUMNS} FROM shot WHERE note_id = ? ORDER BY position, id"
        return [Shot(*row) for row in self._engine.rows(sql, (note_id,))]

    def get(self, shot_id: int) -> Shot | None:
        """One shot, or None where it does not exist."""
        row = one(self._engine.rows(f"SELECT {COLUMNS} FROM shot WHERE id = ?", (shot_id,)))
        return Shot(*row) if row else None
