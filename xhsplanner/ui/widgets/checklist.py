"""The first three steps in a new workspace: a slim bar that goes when they are done or it is put away."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from xhsplanner.core.change import Change
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.context import Context
from xhsplanner.ui.widgets.controls import IconButton, IconLabel, TextButton, label

STEPS = {"accounts": "catalogue", "note": "new_note", "material": "import"}
"""The steps in their order, and the action that begins each."""
WAIT_MS = 200
"""An import writes many ops: they are looked at once."""


def done(store: Store) -> dict[str, bool]:
    """Which steps a workspace has behind it, by what is in it."""
    notes = store.notes.count()
    return {
        "accounts": bool(store.catalog.accounts()),
        "note": notes > 0,
        "material": store.notes.imported() or store.assets.counts().all > 0,
    }


class Checklist(QFrame):
    """Shown while a step is open; `settings` remembers in which workspaces it was put away."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._went = False
        """It went by itself, all being done: an undo may bring it back."""
        self.setProperty("look", "card")
        self.setAccessibleName(t("checklist.title"))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(label(t("checklist.title"), "strong"))
        self.marks: dict[str, IconLabel] = {}
        self.buttons: dict[str, TextButton] = {}
        for number, (step, action) in enumerate(STEPS.items(), 1):
            self.marks[step] = IconLabel(ctx.theme, "circle", "text3", 16)
            button = self.buttons[step] = TextButton(ctx.theme, t(f"checklist.{step}", n=number), look="link")
            button.clicked.connect(lambda _checked=False, action=action: ctx.ask(action))
            row.addSpacing(8)
            row.addWidget(self.marks[step])
            row.addWidget(button)
        row.addStretch(1)
        self.closer = IconButton(ctx.theme, "x", t("checklist.close"), "text3", 16)
        self.closer.clicked.connect(self.put_away)
        row.addWidget(self.closer)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(WAIT_MS)
        self._soon.timeout.connect(self.refresh)
        ctx.changed.connect(self._on_change)
        ctx.closing.connect(self._soon.stop)
        self.refresh()

    @property
    def _name(self) -> str:
        return str(self._ctx.store.path.resolve())

    def refresh(self, ask: bool = False) -> None:
        """Look at the workspace again; with `ask` show it even where all is done."""
        away = self._name in self._ctx.settings.get("checklist_done")
        if self._ctx.store.read_only or (away and not ask and not self._went):
            self.hide()
            return
        state = done(self._ctx.store)
        for step, ready in state.items():
            self.marks[step].set_icon("circle-check" if ready else "circle", "ok" if ready else "text3")
            said = t("checklist.ready") if ready else t("checklist.open")
            self.buttons[step].setAccessibleDescription(said)
        self._went = all(state.values()) and not ask
        self._remember(self._went)  # where all is done, the next start counts nothing
        self.setVisible(not self._went)

    def again(self) -> None:
        """Show it though it was put away."""
        self.refresh(ask=True)

    def put_away(self) -> None:
        """Hide it in this workspace for good."""
        self._went = False
        self._remember(True)
        self.hide()

    def _remember(self, away: bool) -> None:
        others = [name for name in self._ctx.settings.get("checklist_done") if name != self._name]
        self._ctx.settings.set("checklist_done", [*others, self._name] if away else others)

    def _on_change(self, change: Change) -> None:
        back = self._went and change.verb == "undo"
        if (back or not self.isHidden()) and change.touches("account", "note", "asset"):
            self._soon.start()
