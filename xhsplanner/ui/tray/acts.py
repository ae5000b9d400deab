"""What the tray does with its topics and notes: the form, the menus, planning."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from xhsplanner.core.words import t
from xhsplanner.ops import notes as note_ops
from xhsplanner.ops import topics as ops
from xhsplanner.ui.context import Context
from xhsplanner.ui.notes.acts import NoteActs
from xhsplanner.ui.notes.menu import NoteMenus, pop
from xhsplanner.ui.notes.submenus import choice
from xhsplanner.ui.tray.form import TopicForm
from xhsplanner.ui.tray.rows import Line
from xhsplanner.ui.tray.topics import plan_topics


class TrayActs:
    """Acts on rows of the tray. It is the host of the menus of notes too."""

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        self.ctx, self._parent = ctx, parent
        self.notes = NoteActs(ctx)
        self._menus = NoteMenus(parent, self.notes, self)

    def rename(self, note_id: int) -> None:
        """Type a note's title, in the panel."""
        self.notes.open(note_id)

    def spot(self) -> QPoint:
        """Where a small field opens."""
        return QCursor.pos()

    def form(self, topic_id: int, at: QPoint) -> TopicForm | None:
        """The form of a topic at a point of the screen."""
        topic = self.ctx.store.topics.get(topic_id)
        if topic is None:
            return None
        form = TopicForm(self.ctx, topic, self._parent)
        form.adjustSize()
        bottom = self._parent.window().mapToGlobal(QPoint(0, self._parent.window().height())).y()
        form.move(at.x(), min(at.y() + 2, bottom - form.height() - 8))
        form.show()
        form.title.setFocus()
        form.title.selectAll()
        return form

    def plan(self, tab: str, ids: Sequence[int]) -> None:
        """Put notes, or notes made of topics, on the shown day."""
        if ids and tab == "notes":
            self.ctx.run(note_ops.move, ids, day=self.ctx.day)
        elif ids:
            plan_topics(self.ctx, ids, self.ctx.day)

    def menu(self, tab: str, lines: Sequence[Line], at: QPoint) -> None:
        """Show what can be done with the selected rows."""
        ids = [line.id for line in lines]
        if tab == "notes":
            pop(self._menus.cards(self.ctx.store.notes.get_many(ids)), at)
        else:
            pop(self.topic_menu(ids, at), at)

    def topic_menu(self, ids: Sequence[int], at: QPoint) -> QMenu:
        """What can be done with topics; not shown yet."""
        ctx, menu = self.ctx, QMenu(self._parent)
        topics = ctx.store.topics.get_many(ids)
        if len(topics) == 1:
            self._line(menu, "pencil-line", "tray.edit", partial(self.form, topics[0].id, at))
        if ctx.store.read_only or not topics:
            return menu
        day = ctx.day
        words = t("tray.plan_on", m=day.month, d=day.day)
        self._line(menu, "calendar-plus", words, partial(self.plan, "topics", ids), said=True)
        accounts = ctx.store.catalog.accounts()
        if accounts:
            part = menu.addMenu(ctx.theme.icon("users", "text2", 16), t("tray.make_for"))
            for account in accounts:
                choice(part, account.name, partial(self._make, ids, [account.id]))
            if len(accounts) > 1:
                part.addSeparator()
                every = [account.id for account in accounts]
                choice(part, t("tray.all_accounts", n=len(every)), partial(self._make, ids, every))
        menu.addSeparator()
        away = all(topic.archived for topic in topics)
        act = partial(ctx.run, ops.archive, list(ids), archived=not away)
        self._line(menu, "archive", "tray.unarchive" if away else "tray.archive", act)
        self._line(menu, "trash-2", "tray.remove", partial(ctx.run, ops.remove, list(ids)))
        return menu

    def _make(self, ids: Sequence[int], account_ids: list[int]) -> None:
        self.ctx.run(ops.plan, list(ids), account_ids)

    def _line(self, menu: QMenu, icon: str, words: str, act: Callable[[], object], said: bool = False) -> None:
        action = menu.addAction(self.ctx.theme.icon(icon, "text2", 16), words if said else t(words))
        action.triggered.connect(lambda _on=False: act())
