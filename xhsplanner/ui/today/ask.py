"""A popup that asks for a task of one's own: what, by when, whose."""

from datetime import date

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from xhsplanner.core import clock
from xhsplanner.core.leads import Task
from xhsplanner.core.words import t
from xhsplanner.ops import tasks
from xhsplanner.ui.context import Context
from xhsplanner.ui.panel.frames import Popup
from xhsplanner.ui.widgets.controls import TextButton, label
from xhsplanner.ui.widgets.jump import typed_day

WIDTH = 320


class TaskPopup(Popup):
    """Enter in a field makes the task, or changes `task`; Esc leaves all as it is. An empty day means any day."""

    def __init__(self, parent: QWidget, ctx: Context, task: Task | None = None) -> None:
        super().__init__(parent, ctx.theme)
        self._ctx, self._task = ctx, task
        row = task.row if task else None
        heading = t("today.edit_task") if task else t("today.do.add_task")
        self.setAccessibleName(heading)
        self.title = QLineEdit(row.title if row else "")
        self.title.setPlaceholderText(t("today.task_hint"))
        self.title.setMaxLength(tasks.LONGEST)
        self.title.setFixedWidth(WIDTH)
        due = row.due if row else clock.today()
        self.due = QLineEdit(due.isoformat() if due else "")
        self.due.setPlaceholderText(t("jump.placeholder"))
        self.owner = QComboBox()
        self.owner.addItem(t("tasks.nobody"), None)
        for member in ctx.store.catalog.members():
            self.owner.addItem(member.name, member.id)
        whose = row.owner_id if row else ctx.store.actor
        self.owner.setCurrentIndex(max(0, self.owner.findData(whose)))
        for field, words in ((self.title, "task_title"), (self.due, "task_due"), (self.owner, "task_owner")):
            field.setAccessibleName(t(f"today.{words}"))
        self.problem = label("", "error")
        self.problem.hide()
        self.ok = TextButton(ctx.theme, t("today.task_ok"), look="primary")
        self.ok.clicked.connect(self.take)
        below = QHBoxLayout()
        below.addWidget(self.due, 1)
        below.addWidget(self.owner, 1)
        for widget in (label(heading, "strong"), self.title):
            self.body.addWidget(widget)
        self.body.addLayout(below)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.ok)
        self.title.returnPressed.connect(self.take)
        self.due.returnPressed.connect(self.take)

    def show_at(self, spot: QPoint) -> None:
        """Show at a point of the screen, as far as it has room."""
        self.adjustSize()
        area = self.screen().availableGeometry()
        x = max(area.left(), min(spot.x(), area.right() - self.width()))
        y = max(area.top(), min(spot.y(), area.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.title.setFocus()

    def take(self) -> None:
        """Make the task; the popup stays where a word is missing or a day cannot be read."""
        said = self.due.text().strip()
        due: date | None = typed_day(said, clock.today()) if said else None
        if said and due is None:
            self._say(t("jump.unknown"))
            return
        if not self.title.text().strip():
            self._say(t("tasks.no_title"))
            return
        owner = self.owner.currentData()
        if self._task is None:
            self._ctx.run(tasks.add, self.title.text(), due, owner)
        else:
            self._ctx.run(tasks.edit, self._task.key, title=self.title.text(), due=due)
            if owner != self._task.owner_id:
                self._ctx.run(tasks.assign, [tasks.target(self._task)], owner)
        self.close()

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
        self.adjustSize()
