"""Data safety: whether all is whole, what to do where it is not, backups, sizes, how far undo reaches."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from xhsplanner.core.health import Finding, Report
from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t
from xhsplanner.ops import health
from xhsplanner.store.encryption import cipher
from xhsplanner.store.snapshots import Snapshot
from xhsplanner.ui.checking import Checking
from xhsplanner.ui.context import Context
from xhsplanner.ui.health.facts import Card, Fact, Sizes, undo_text
from xhsplanner.ui.health.findings import Findings
from xhsplanner.ui.health.verdict import Verdict
from xhsplanner.ui.moments import moment_text
from xhsplanner.ui.widgets.controls import TextButton, label

WIDTH, HEIGHT = 720, 660


class HealthDialog(QDialog):
    """The page about data safety."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("health.title"))
        self._ctx = ctx
        self.report: Report | None = None
        self.checking = Checking(self)
        self.checking.progressed.connect(self._progressed)
        self.checking.finished.connect(self._checked)
        self.checking.failed.connect(self._failed)
        self.checking.cancelled.connect(self._rest)
        self.verdict = Verdict(ctx.theme)
        self.verdict.check_asked.connect(self.check)
        self.verdict.cancel_asked.connect(self.checking.cancel)
        self.findings = Findings(ctx.theme, self._way)
        self.sizes = Sizes(ctx.theme)
        self._make_facts()
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setAccessibleName(t("health.title"))
        scroller.setWidget(self._page())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller)
        self.resize(WIDTH, HEIGHT)
        ctx.closing.connect(self.checking.close)
        ctx.checked.connect(self._told)
        ctx.changed.connect(lambda _change: self._look())
        ctx.copied.connect(self._look)
        self._show(health.last(ctx.store.path))
        self._look()
        self.verdict.check.setFocus()

    def _make_facts(self) -> None:
        ctx, theme = self._ctx, self._ctx.theme
        self.now = TextButton(theme, t("action.snapshot"), "database")
        self.now.clicked.connect(lambda: ctx.ask("snapshot"))
        self.now.setEnabled(not ctx.store.read_only)
        self.restore = TextButton(theme, t("health.restore"), "history")
        self.restore.clicked.connect(lambda: ctx.ask("restore"))
        self.mend = TextButton(theme, t("health.repair"), "wand-2")
        self.mend.clicked.connect(self.repair)
        self.snapshot = Fact(t("health.last_snapshot"), [self.now, self.restore])
        self.second = Fact(t("health.second_copy"))
        self.undo = Fact(t("health.undo"))
        self.past = Fact(t("health.past"))

    def _page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("Canvas")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(self.verdict)
        head = QHBoxLayout()
        head.setContentsMargins(0, 10, 0, 0)
        self.found = label(t("health.findings"), "subheading")
        head.addWidget(self.found)
        head.addStretch(1)
        head.addWidget(self.mend)
        column.addLayout(head)
        column.addWidget(self.findings)
        for words, card in (
            ("health.backups", Card([self.snapshot, self.second])),
            ("health.space", Card([self.sizes])),
            ("health.back", Card([self.undo, self.past])),
            *self._encryption(),
        ):
            heading = label(t(words), "subheading")
            heading.setContentsMargins(0, 10, 0, 0)
            column.addWidget(heading)
            column.addWidget(card)
        column.addStretch(1)
        return page

    def _encryption(self) -> list[tuple[str, Card]]:
        """A row of an encrypted workspace: what is encrypted and what is not."""
        if cipher.of(self._ctx.store.path) is None:
            return []
        fact = Fact(t("cipher.health"))
        fact.said.setText(t("cipher.no_recovery"))
        return [("cipher.heading", Card([fact]))]

    # --- the check --------------------------------------------------------------------------------

    def check(self) -> None:
        """Look at everything now."""
        self.verdict.show_progress(0)
        self.mend.setEnabled(False)
        self.checking.start(self._ctx.store.path)
        self.verdict.cancel.setFocus()

    def _progressed(self, percent: int) -> None:
        if self.checking.running:
            self.verdict.show_progress(percent)

    def _checked(self, report: Report) -> None:
        health.remember(self._ctx.store.path, report)
        self._show(report)
        self._look()
        self._ctx.checked.emit(report)
        self.verdict.check.setFocus()

    def _told(self, report: Report) -> None:
        """Another check, the weekly one, has ended."""
        if not self.checking.running and report is not self.report:
            self._show(report)

    def _failed(self, error: Exception) -> None:
        self._rest()
        self._ctx.say_refusal(error)

    def _rest(self) -> None:
        self._show(self.report)

    def _show(self, report: Report | None) -> None:
        self.report = report
        self.verdict.show_report(report)
        # Whether there is a backup says the card below, as it is now.
        findings = [found for found in report.findings if found.key != "no_snapshot"] if report else []
        self.findings.show_findings(findings)
        self.found.setVisible(bool(findings))
        can = health.repairable(findings) and not self._ctx.store.read_only
        self.mend.setVisible(can)
        self.mend.setEnabled(can)

    def _way(self, finding: Finding) -> Callable[[], object] | None:
        """To the note a finding is about."""
        note = health.about(self._ctx.store, finding)
        return None if note is None else partial(self._go, note)

    def _go(self, note: int) -> None:
        self.accept()
        self._ctx.select(note)
        self._ctx.ask("note", note)

    # --- mending ----------------------------------------------------------------------------------

    def repair(self) -> None:
        """Mend what can be mended, then look again."""
        if self.report is None:
            return
        self.mend.setEnabled(False)
        work = partial(health.repair, self._ctx.store, self.report.findings)
        self._ctx.tasks.start(work, self._mended, self._failed)

    def _mended(self, done: list[str]) -> None:
        if done:
            self._ctx.toast(t("health.comma").join(done))
        self.check()

    # --- facts ------------------------------------------------------------------------------------

    def _look(self) -> None:
        store, folder = self._ctx.store, str(self._ctx.settings.at(self._ctx.store.path, "backup_folder"))
        self._ctx.tasks.start(partial(health.facts, store), self._show_facts)
        self._ctx.tasks.start(partial(health.second_copy, store.path, folder), partial(self._show_second, folder))

    def _show_second(self, folder: str, found: tuple[str, datetime | None]) -> None:
        state, at = found
        when = moment_text(at) if at is not None else ""
        self.second.said.setText(t(f"health.second.{state}", folder=folder, when=when))

    def _show_facts(self, facts: health.Facts) -> None:
        self.sizes.put(facts)
        self.undo.said.setText(undo_text(facts))
        newest = facts.snapshot
        if newest is None:
            self.snapshot.said.setText(t("health.no_copy"))
        else:
            held, when = byte_text(newest.bytes), moment_text(newest.at)
            state = t(f"health.copy_{self._state_of(newest)}")
            self.snapshot.said.setText(t("health.copy", when=when, n=facts.copies, size=held, state=state))
        past = "\n".join(facts.recovered) if facts.recovered else t("health.past_none")
        self.past.said.setText(past)

    def _state_of(self, snapshot: Snapshot) -> str:
        """Whether a snapshot was found whole by the last check, changed, or was looked at only when it was made."""
        if self.report is None:
            return "made"
        if any(finding.subject == snapshot.path.name for finding in self.report.findings):
            return "changed"
        return "checked" if datetime.fromisoformat(self.report.at) > snapshot.at else "made"

    def done(self, result: int) -> None:
        """A check under way ends with the page: the weekly one will look."""
        self.checking.close()
        super().done(result)
