"""The open workspace: nouns to read, ops to write, Changes to hear. See ARCHITECTURE.md."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from xhsplanner.core.change import Change, Verb
from xhsplanner.core.errors import Refused, give_up
from xhsplanner.core.words import t
from xhsplanner.store import relays, search, snapshots
from xhsplanner.store.assets import Assets
from xhsplanner.store.catalog import Catalog
from xhsplanner.store.chain import HeadFile
from xhsplanner.store.colliding import Colliding
from xhsplanner.store.counts import Counts
from xhsplanner.store.engine import Engine, Gone, RuleBroken
from xhsplanner.store.foreign import Foreign
from xhsplanner.store.history import History, Op
from xhsplanner.store.knowledge import Knowledge
from xhsplanner.store.layout import ASSETS, THUMBS
from xhsplanner.store.listing import Listing
from xhsplanner.store.notes import Notes
from xhsplanner.store.recovery import damaged
from xhsplanner.store.recovery.damaged import Recovery
from xhsplanner.store.recovery.presence import Presence
from xhsplanner.store.relays import Relays
from xhsplanner.store.settings import WorkspaceSettings
from xhsplanner.store.shots import Shots
from xhsplanner.store.slots import Slots
from xhsplanner.store.tasks import Tasks
from xhsplanner.store.thumbs import Thumbs
from xhsplanner.store.topics import Topics
from xhsplanner.store.versions import Versions

Listener = Callable[[Change], None]


class Store:
    """One workspace, opened by `store.workspace.open_workspace`.

    `actor` is the member who acts; `read_only` is '' or the reason nothing can be written, in the user's words;
    `recovery` says what was done about damage before it was opened, None where there was none or it has been told.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        *,
        actor: int | None = None,
        read_only: str = "",
        recovery: Recovery | None = None,
        presence: Presence | None = None,
    ) -> None:
        self.path = folder
        self.engine = engine
        self.actor = actor
        self.read_only = read_only
        self.recovery = recovery
        self._presence = presence
        self.notes = Notes(engine)
        self.listing = Listing(engine, self.notes)
        self.counts = Counts(engine)
        self.catalog = Catalog(engine)
        self.settings = WorkspaceSettings(engine)
        self.colliding = Colliding(engine, self.catalog, self.settings)
        self.foreign = Foreign(engine)
        self.assets = Assets(engine, folder / ASSETS)
        self.thumbs = Thumbs(folder / THUMBS, read_only=bool(read_only))
        self.shots = Shots(engine)
        self.slots = Slots(engine)
        self.relays = Relays(engine)
        self.topics = Topics(engine)
        self.tasks = Tasks(engine)
        self.versions = Versions(engine)
        self.head = HeadFile(folder)
        self.history = History(engine, partial(search.refresh, engine, self.notes.index), self.head)
        self.knowledge = Knowledge(engine, self.catalog)
        self._listeners: list[Listener] = [self.catalog.forget, self.knowledge.hear]
        self._version = engine.version()
        self._caught_up: int | None = None
        self._seen = self.history.last_id()
        self._own: set[int] = set()
        self._doing: tuple[str, Mapping[str, object]] = ("", {})
        self._polling, self._telling = threading.Lock(), threading.RLock()

    @contextmanager
    def op(self, kind: str, *, group: int | None = None, logged: bool = True, **values: object) -> Iterator[Op]:
        """Write one user action; listeners hear its Change after COMMIT.

        `values` fill the words `op.<kind>`; `group` joins an earlier step. Raises Refused when read-only, and where
        a rule of the schema or the disk stands against it; nothing is changed then.
        """
        self._doing = (kind, values)
        try:
            with self.held(), self._telling:
                with self.history.op(kind, self.actor, values, group=group, logged=logged) as op:
                    yield op
                    relays.follow(self.engine, op, values)
                self._own_up(op.change)
        except Gone as error:
            raise Refused(t("store.gone")) from error
        except RuleBroken as error:
            raise Refused(t("store.rule_broken", reason=error)) from error
        except BaseException as error:
            give_up(error, kind, values)
            raise
        finally:
            self._doing = ("", {})
        self._tell(op.change)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes between the first look in this block and the end of the first op in it.

        Raises Refused when read-only, and where another process does not let go.
        """
        self._writable()
        with self.engine.held():
            version = self.engine.version()  # inside, that of the writing side: others have committed, or not
            if version != self._caught_up:
                self._caught_up = version
                self.catalog.forget_all()
            try:
                yield
            except BaseException:
                self.catalog.forget_all()  # it may have read what was rolled back
                raise

    def step(self, verb: Verb) -> Change:
        """Undo or redo the last step of the acting member. Raises Refused where there is none."""
        self._writable()
        with self.held(), self._telling:
            change = self.history.step(verb, self.actor)
            self._own_up(change)
        self._tell(change)
        return change

    @property
    def busy(self) -> bool:
        """Whether another thread is writing: an op of this one would wait for it."""
        return self.engine.busy()

    @property
    def doing(self) -> str:
        """What the op that is being written does, in the user's language; "" for none."""
        kind, values = self._doing
        return Change(0, kind, "", None, 0, values=values).label if kind else ""

    def _writable(self) -> None:
        if self.read_only:
            raise Refused(self.read_only)

    def _own_up(self, change: Change | None) -> None:
        if change is not None:
            self._own.add(change.id)

    def _tell(self, change: Change | None) -> None:
        if change is not None:
            self._spread(change)

    def _spread(self, change: Change) -> None:
        for listener in list(self._listeners):
            try:
                listener(change)
            except Exception:
                # The op is committed: a screen that fails to follow must not make it look refused.
                logging.getLogger(__name__).exception("a listener failed on %s", change.kind)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Hear every Change, on the thread that committed it; returns what ends the subscription."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def poll(self) -> list[Change]:
        """Ops that other processes committed since the last call; listeners hear them too."""
        return self.catch_up() if self.stirred() else []

    def stirred(self) -> bool:
        """Whether another connection committed since the last time this thread asked: 4 µs. Always the same thread.

        While another thread of ours writes, nothing is said: its op may be committed and not known as ours yet.
        """
        if not self._telling.acquire(blocking=False):
            return False
        self._telling.release()
        version = self.engine.version()
        before, self._version = self._version, version
        return version != before

    def catch_up(self) -> list[Change]:
        """Read what others committed and let listeners hear it: 60 ms for 10,000 rows, so not for a GUI thread."""
        with self._polling:
            with self._telling:  # no op of ours is committed and not yet known as ours
                upto, own = self.history.last_id(), set(self._own)
            news = [change for change in self.history.since(self._seen, own) if change.id <= upto]
            self._seen = max(self._seen, upto)
            foreign = [replace(change, foreign=True) for change in news if change.id not in own]
            self._own.difference_update(own)
        for change in foreign:
            self._spread(change)
        return foreign

    def recovery_told(self) -> None:
        """Somebody has read what was done about damage."""
        if self.recovery is not None:
            damaged.told(self.recovery)
            self.recovery = None

    def step_rows(self, verb: Verb) -> int:
        """How many rows undo or redo would put back now."""
        return self.history.weight(verb, self.actor)

    def undo_label(self) -> str | None:
        """What undo would take back, in the user's language, or None."""
        return self._label(self.history.undoable(self.actor))

    def redo_label(self) -> str | None:
        """What redo would bring back, in the user's language, or None."""
        return self._label(self.history.redoable(self.actor))

    @staticmethod
    def _label(found: tuple[int, str, dict[str, object]] | None) -> str | None:
        if found is None:
            return None
        group, kind, values = found
        return Change(group, kind, "", None, group, values=values).label

    def snapshot(self, kind: snapshots.Kind = "hand") -> Path:
        """Copy the database into snapshots/ and check the copy; returns its path. Takes seconds per gigabyte.

        Raises Refused when read-only, or where there is no room, the copy cannot be written or fails its check.
        """
        self._writable()
        return snapshots.take(self.path, self.engine, kind)

    def close(self) -> None:
        """Close the database; the Store must not be used after."""
        self.knowledge.close()
        self.head.close()
        self.thumbs.close()
        self.engine.close()
        if self._presence is not None:
            self._presence.close()
