"""The page about data safety, the weekly check, the mark at the foot, and the index that mends itself."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from xhsplanner.core.health import Finding, Report
from xhsplanner.core.words import words
from xhsplanner.ops import catalog, health, notes
from xhsplanner.store import verify
from xhsplanner.ui.care import Care
from xhsplanner.ui.checking import Checking, examine
from xhsplanner.ui.context import Context
from xhsplanner.ui.dialogs.health import HealthDialog
from xhsplanner.ui.main_window import MainWindow
from xhsplanner.ui.widgets.statusbar import StatusBar
from xhsplanner.ui.worker import Cancelled

LONG = "IMG_" + "x" * 200 + "_最终版.jpg"


@pytest.fixture
def team(ctx: Context) -> Context:
    catalog.add_account(ctx.store, name="主账号")
    for number in range(3):
        notes.create(ctx.store, 1, f"第{number}篇", body="地铁公交五折")
    return ctx


def behind(ctx: Context, script: str) -> None:
    with closing(sqlite3.connect(ctx.store.path / "workspace.db")) as link:
        link.executescript(script)


def opened(ctx: Context, qtbot: Any) -> HealthDialog:
    dialog = HealthDialog(ctx)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not ctx.tasks.busy)
    return dialog


def said(dialog: HealthDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def many(n: int) -> Report:
    findings = [
        Finding(
            "rows",
            f"note:{number % 3 + 1}",
            "data",
            "row_changed",
            {"table": "note", "name": LONG, "field": "title"},
        )
        for number in range(n)
    ]
    counts = {"rows": 12, "log": 5, "assets": 0, "snapshots": 0}
    return Report(
        "2026-12-09T09:00:00.000", 1.0, False, counts, (*findings, Finding("assets", "a", "note", "no_head"))
    )


class AtOnce:
    """In the place of the process: the check where it is asked for."""

    def compute(self, function: Any, *args: Any, on_done: Any, on_error: Any, on_progress: Any) -> Any:
        self.run = lambda: on_done(function(*args, progress=on_progress))
        self.stop = lambda: on_error(Cancelled())
        return self.stop


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    work = AtOnce()

    def start(self: Checking, folder: Any, *, quick: bool = False, gentle: bool = False) -> None:
        self._stop = work.compute(
            examine, folder, quick, False, on_done=self._done, on_error=self._failed, on_progress=self._progress
        )

    monkeypatch.setattr(Checking, "start", start)
    return work


def test_never_checked_then_all_is_whole(team: Context, qtbot: Any, at_once: AtOnce) -> None:
    dialog = opened(team, qtbot)
    assert "还没有完整检查过" in said(dialog)
    assert dialog.mend.isHidden()
    dialog.verdict.check.click()
    assert "正在检查" in said(dialog)
    assert dialog.verdict.turns.currentIndex() == 1
    with qtbot.waitSignal(team.checked):
        at_once.run()
    assert "一切完好" in said(dialog)
    assert health.last(team.store.path) is not None
    assert dialog.findings.isHidden()


def test_a_check_can_be_stopped(team: Context, qtbot: Any, at_once: AtOnce) -> None:
    dialog = opened(team, qtbot)
    dialog.verdict.check.click()
    dialog.verdict.cancel.click()
    assert "还没有完整检查过" in said(dialog)
    assert not dialog.checking.running
    assert health.last(team.store.path) is None


def test_the_check_runs_in_a_process_of_its_own(team: Context, qtbot: Any) -> None:
    checking = Checking()
    percents: list[int] = []
    checking.progressed.connect(percents.append)
    with qtbot.waitSignal(checking.finished, timeout=20_000) as ended:
        checking.start(team.store.path, gentle=True)
        assert checking.running
    assert ended.args[0].counts["search"] == 3
    assert ended.args[0].harmed == []
    assert percents == sorted(set(percents))
    checking.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_fifty_findings_with_long_names_fit(team: Context, qtbot: Any, language: str) -> None:
    words.use(language)
    health.remember(team.store.path, many(50))
    dialog = opened(team, qtbot)
    assert len(dialog.findings.rows) == 51
    page = dialog.findings.parentWidget()
    assert page is not None
    assert page.width() <= dialog.width()
    assert dialog.findings.geometry().right() < dialog.width()
    assert dialog.mend.isVisible()
    assert all(row.accessibleName() for row in dialog.findings.rows)


def test_more_findings_than_anybody_reads_are_counted(team: Context, qtbot: Any) -> None:
    health.remember(team.store.path, many(300))
    dialog = opened(team, qtbot)
    assert len(dialog.findings.rows) == 100
    assert "还有 201 处" in said(dialog)


def test_repair_puts_back_looks_again_and_can_be_undone(team: Context, qtbot: Any, at_once: AtOnce) -> None:
    behind(team, "UPDATE note SET title = '坏了' WHERE id = 2; UPDATE note_search_entry SET sum = 0")
    health.remember(team.store.path, verify.run(team.store.path))
    dialog = opened(team, qtbot)
    assert "1 处内容受损，1 处可以自动修好" in said(dialog)
    dialog.mend.click()
    qtbot.waitUntil(lambda: dialog.checking.running)
    with qtbot.waitSignal(team.checked):
        at_once.run()
    assert "一切完好" in said(dialog)
    assert [note.title for note in team.store.notes.find("地铁公交")] == ["第2篇", "第1篇", "第0篇"]
    team.undo()
    assert team.store.notes.get(2).title == "坏了"  # type: ignore[union-attr]


def test_a_finding_leads_to_its_note(team: Context, qtbot: Any) -> None:
    health.remember(team.store.path, many(1))
    dialog = opened(team, qtbot)
    way = dialog._way(Finding("rows", "note:3", "data", "row_lost"))
    assert way is not None
    way()
    assert team.note_id == 3
    assert not dialog.isVisible()
    assert dialog._way(Finding("assets", "asset:3", "data", "asset_missing")) is None


def test_facts_follow_what_happens(team: Context, qtbot: Any) -> None:
    dialog = opened(team, qtbot)
    assert "还没有备份" in said(dialog)
    assert "3 篇笔记，共" in said(dialog)
    assert "可以撤销 4 步，最早到 10:00" in said(dialog)
    team.store.snapshot()
    team.copied.emit()
    qtbot.waitUntil(lambda: "写下时检查过；一共 1 份" in said(dialog))
    notes.create(team.store, 1, "再一篇")
    qtbot.waitUntil(lambda: "可以撤销 5 步" in said(dialog))


def test_a_backup_is_said_to_be_whole_or_not_as_the_last_check_found_it(team: Context, qtbot: Any) -> None:
    path = team.store.snapshot()
    changed = Finding("snapshots", path.name, "copy", "snapshot_changed", {"name": path.name})
    for at, findings, state in (
        ("2026-12-10T09:00:00.000", (), "检查过，完好"),
        ("2026-12-10T09:00:00.000", (changed,), "已经受损"),
        ("2026-12-08T09:00:00.000", (), "写下时检查过"),
    ):
        health.remember(team.store.path, Report(at, 1.0, False, {}, findings))
        assert f"{state}；一共 1 份" in said(opened(team, qtbot))


def test_everything_is_reached_by_keys(team: Context, qtbot: Any) -> None:
    dialog = opened(team, qtbot)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.verdict.check.hasFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_mark_at_the_foot_is_there_while_there_is_harm(team: Context, qtbot: Any) -> None:
    bar = StatusBar(team)
    qtbot.addWidget(bar)
    assert bar.harm.isHidden()
    team.checked.emit(many(2))
    assert not bar.harm.isHidden()
    with qtbot.waitSignal(team.asked) as asked:
        bar.harm.click()
    assert asked.args[0] == "health"
    team.checked.emit(
        Report("", 0, False, {}, (Finding("thumbs", "thumbs.db", "derived", "thumbs", {"reason": "x"}),))
    )
    assert bar.harm.isHidden()


# --- without being asked -----------------------------------------------------------------------------------


@pytest.fixture
def care(team: Context, at_once: AtOnce) -> Care:
    care = Care(team, team)
    for timer in care._timers:
        timer.stop()
    return care


def test_the_weekly_check_waits_for_quiet(
    team: Context, care: Care, at_once: AtOnce, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    toasts: list[str] = []
    team.toasted.connect(lambda toast: toasts.append(toast.text))
    care.look()
    assert not care.checking.running, "somebody may have just used the window"
    notes.create(team.store, 1, "还在写")
    care.look()
    assert not care.checking.running
    care.look()
    assert care.checking.running
    at_once.run()
    assert health.last(team.store.path) is not None
    care.look()
    care.look()
    assert not care.checking.running, "a week has not passed"
    assert toasts == []
    monkeypatch.setenv("XHSPLANNER_NOW", "2026-12-17T10:00")
    behind(team, "UPDATE note SET title = '坏了' WHERE id = 2")
    care.look()
    at_once.run()
    assert ["1 处内容受损" in text for text in toasts] == [True]


def test_the_weekly_check_mends_what_is_derived_without_a_word(
    team: Context, care: Care, at_once: AtOnce, qtbot: Any
) -> None:
    toasts: list[object] = []
    team.toasted.connect(toasts.append)
    behind(team, "DELETE FROM note_search_entry WHERE id = 1")
    care.look()
    care.look()
    at_once.run()
    qtbot.waitUntil(lambda: not team.tasks.busy)
    assert verify.run(team.store.path).harmed == []
    assert toasts == []


def test_a_damaged_index_is_built_again_behind_the_search(team: Context, care: Care, qtbot: Any) -> None:
    behind(team, "UPDATE note_search_data SET block = substr(block, 1, 3) WHERE id > 10")
    assert len(team.store.notes.find("地铁公交")) == 3
    assert team.store.notes.index.state == "damaged"
    care.mend()
    qtbot.waitUntil(lambda: not team.tasks.busy)
    assert team.store.notes.index.state == "whole"
    assert len(team.store.notes.find("地铁公交")) == 3
    assert verify.run(team.store.path).harmed == []


def test_an_index_left_half_built_is_completed_after_opening(team: Context, care: Care, qtbot: Any) -> None:
    behind(team, "DELETE FROM note_search_entry WHERE id < 3")
    care.mend()
    qtbot.waitUntil(lambda: not team.tasks.busy)
    assert len(team.store.notes.find("地铁公交")) == 3
    care.mend()
    assert not team.tasks.busy, "looked at once"


def test_closing_the_window_ends_a_check(team: Context, qtbot: Any) -> None:
    window = MainWindow(team, "week")
    qtbot.addWidget(window)
    window.show()
    dialog = window.open_dialog("health")
    assert isinstance(dialog, HealthDialog)
    dialog.check()
    assert dialog.checking.running
    team.close()
    assert not dialog.checking.running
