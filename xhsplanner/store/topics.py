"""Reads of topics (选题): ideas, and what siblings share. Writes are ops."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any

from xhsplanner.core.planning import Topic
from xhsplanner.store.catalog import built
from xhsplanner.store.engine import Engine, marks

COLUMNS = ", ".join(f"t.{field.name}" for field in fields(Topic))
USED = "EXISTS (SELECT 1 FROM note WHERE topic_id = t.id)"
HOTTEST = "t.heat DESC, t.until IS NULL, t.until, t.id DESC"
MOST = 500


class Topics:
    """Topics of one workspace."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def _topics(self, where: str, params: Sequence[Any] = ()) -> list[Topic]:
        rows = self._engine.rows(f"SELECT {COLUMNS} FROM topic t WHERE {where}", params)
        return [built(Topic, row) for row in rows]  # type: ignore[type-var]

    def get(self, topic_id: int) -> Topic | None:
        """One topic, archived or not; None where it does not exist."""
        return next(iter(self._topics("t.id = ?", (topic_id,))), None)

    def get_many(self, ids: Collection[int]) -> list[Topic]:
        """The topics with these ids that exist, in the order of `ids`."""
        found = {topic.id: topic for topic in self._topics(f"t.id IN ({marks(len(ids))})", list(ids))}
        return [found[i] for i in ids if i in found]

    def ideas(self, *, used: bool = False, limit: int = MOST) -> list[Topic]:
        """Topics that are not archived, hottest first, then what ends first; without notes, or `used` by some."""
        return self._topics(
            f"t.archived = 0 AND {'' if used else 'NOT '}{USED} ORDER BY {HOTTEST} LIMIT ?", (limit,)
        )

    def archived(self, limit: int = MOST) -> list[Topic]:
        """Archived topics, the newest first."""
        return self._topics("t.archived = 1 ORDER BY t.id DESC LIMIT ?", (limit,))

    def counts(self) -> tuple[int, int]:
        """How many topics have no notes yet, and how many do; without archived ones."""
        sql = f"SELECT count(*) - total({USED}), total({USED}) FROM topic t WHERE t.archived = 0"
        ideas, used = self._engine.rows(sql)[0]
        return int(ideas), int(used)

    def notes_of(self, ids: Collection[int]) -> dict[int, int]:
        """How many notes each of these topics has."""
        sql = f"SELECT topic_id, count(*) FROM note WHERE topic_id IN ({marks(len(ids))}) GROUP BY topic_id"
        return dict(self._engine.rows(sql, list(ids)))
