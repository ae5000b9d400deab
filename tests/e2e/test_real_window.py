"""Stories in a real window: the program in its own process on a screen, driven by nothing but mouse and keys."""

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import ImageColor

from xhsplanner.core import resources
from xhsplanner.ops import notes, workspace
from xhsplanner.store.workspace import create_workspace, open_workspace

from . import spoken
from .real_window import AGAIN, Box, Screen, block_of, missing, plan, running, until

pytestmark = [pytest.mark.screen, pytest.mark.skipif(bool(missing()), reason=missing())]

FOREIGN = Path(__file__).parents[1] / "data" / "plan" / "foreign"
ACCENT = (0xD4, 0x2A, 0x45)
"""What a primary button is filled with."""


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    screen = Screen(tmp_path_factory.mktemp("seen"))
    yield screen
    screen.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with three accounts and nothing planned."""
    store = create_workspace(tmp_path / "matrix")
    workspace.preset(store, "zhaohang")
    store.close()
    return tmp_path / "matrix"


def choose(screen: Screen, window: str, words: str) -> None:
    """Find a command (by the initials of its pinyin) or a note in the palette; then that window is in front."""
    screen.call("ctrl+k", "搜索命令")
    screen.type(words)
    screen.key("Return")
    screen.front(window)


# --- the first minute -------------------------------------------------------------------------------


def test_a_newcomer_has_a_first_planned_note_in_four_actions(screen: Screen, tmp_path: Path) -> None:
    with running(screen, tmp_path) as program:
        screen.front("xhsplanner")
        screen.actions = 0
        screen.click_on(ACCENT, "the button that makes a workspace")
        screen.front("我的小红书排期")
        screen.key("n")
        screen.type("年末账单怎么看")
        screen.key("Return")
        assert screen.actions <= 4
        made = tmp_path / "Documents" / "xhsplanner" / "我的小红书排期"
        (note,) = screen.see(lambda: [one for one in plan(made) if one["title"]], "a note with a title")
        assert (note["title"], note["date"], note["account"]) == ("年末账单怎么看", "2026-12-09", "主账号")
        program.leave()


# --- two schedules of another team ------------------------------------------------------------------


def truth(name: str) -> list[dict[str, Any]]:
    """The notes that stand in a foreign schedule."""
    found: list[dict[str, Any]] = json.loads((FOREIGN / "truth" / f"{name}.json").read_text("utf-8"))["rows"]
    return found


def fingerprints(rows: list[dict[str, Any]], ours: dict[str, str]) -> set[tuple[str, ...]]:
    """Day, time, account and title of every note; `ours` says what some of their accounts are called here."""
    return {
        (row["date"], row["time"] or "", ours.get(name, name), row["title"])
        for row in rows
        if "problem" not in row
        for name in row["accounts"]
    }


def test_a_gb18030_csv_and_a_week_grid_become_a_plan(screen: Screen, folder: Path, tmp_path: Path) -> None:
    names = {"list.csv": "01_矩阵排期_gb18030", "grid.xlsx": "11_周表_账号x星期"}
    for name, original in names.items():
        shutil.copy(FOREIGN / f"{original}{Path(name).suffix}", tmp_path / name)
    with running(screen, tmp_path, folder) as program:
        screen.front("matrix")
        import_file(screen, "list.csv")
        before = screen.see(lambda: screen.button(ACCENT), "the notes that can be imported")
        screen.key("Tab", "Tab", "Tab")  # past 换一个文件 and 其余都新建, to the first unknown account
        screen.type("财富")  # 青禾财富Office is our 财富Office
        more = screen.see(lambda: changed(screen, before), "more notes, as an account is known")
        screen.key("shift+Tab", "space")  # all other names are new
        screen.see(lambda: changed(screen, more), "still more notes, as no name is unknown")
        screen.key("Return")
        screen.front("matrix")
        import_file(screen, "grid.xlsx")
        screen.see(lambda: screen.button(ACCENT), "the notes of the grid")
        screen.key("Return")
        screen.front("matrix")
        solids = {row["solid"] for row in resources.toml("theme", "tokens.toml")["series"].values()}
        screen.see(lambda: len(solids & screen.colours()) >= 4, "cards in the colours of their series")
        program.leave()
    kept = {(row["date"], row["time"] or "", row["account"], row["title"]) for row in plan(folder)}
    ours = {"青禾财富Office": "财富Office"}
    assert fingerprints(truth(names["grid.xlsx"]), ours) <= kept
    said = fingerprints(truth(names["list.csv"]), ours)
    assert {row[2:] for row in said} <= {row[2:] for row in kept}
    assert len(said - kept) <= 7, "what both schedules know is as the later one says"


def import_file(screen: Screen, name: str) -> None:
    """Ctrl+I, and choose a file by its name."""
    screen.call("ctrl+i", "导入排期")
    screen.call("Return", "选择文件")
    screen.type(name)
    screen.key("Return")
    screen.front("导入排期")


def changed(screen: Screen, before: bytes) -> bytes:
    """The primary button of the window in front when it says something else than before."""
    now = screen.button(ACCENT)
    return now if now != before else b""


# --- two people -------------------------------------------------------------------------------------


def test_what_two_people_changed_comes_together(screen: Screen, folder: Path, tmp_path: Path) -> None:
    store = open_workspace(folder)
    account = store.catalog.accounts()[0].id
    notes.create(store, account, "年末账单怎么看", day=date(2026, 12, 9))
    notes.create(store, account, "双十二怎么凑单", day=date(2026, 12, 10))
    store.close()
    hers = tmp_path / "hers"
    shutil.copytree(folder, hers)

    with running(screen, tmp_path, hers) as program:
        screen.front("hers")
        choose(screen, "hers", "年末账单")
        retitle(screen, "年末账单三步看懂")
        choose(screen, "hers", "双十二")
        screen.key("alt+Right")
        screen.see(lambda: dated(hers, "双十二怎么凑单") == "2026-12-11", "her note on the next day")
        choose(screen, "导出改动包", "dcgdb")
        screen.see(lambda: screen.button(ACCENT), "what she changed")
        screen.key("Return")
        screen.front("把改动包存到")
        screen.type("changes.zip")
        screen.key("Return")
        screen.see((tmp_path / "changes.zip").is_file, "her bundle")
        screen.front("hers")
        program.leave()

    with running(screen, tmp_path, folder) as program:
        screen.front("matrix")
        choose(screen, "matrix", "年末账单")
        retitle(screen, "年末账单一图看懂")
        choose(screen, "合并改动包", "hbts")
        screen.call("Return", "选择改动包")
        screen.type("changes.zip")
        screen.key("Return")
        screen.see(lambda: screen.title() == "合并改动包" and screen.button(ACCENT), "what the bundle would do")
        screen.key("Right", "space", "Return")  # her title
        screen.front("matrix")
        screen.see(lambda: dated(folder, "年末账单三步看懂") == "2026-12-09", "her title")
        assert dated(folder, "双十二怎么凑单") == "2026-12-11"
        screen.key("ctrl+z")
        screen.see(
            lambda: dated(folder, "年末账单一图看懂") == "2026-12-09", "my title, as the merge is taken back"
        )
        assert dated(folder, "双十二怎么凑单") == "2026-12-10"
        program.leave()


def retitle(screen: Screen, title: str) -> None:
    """Give the note that has the keyboard another title, on its card."""
    screen.key("F2", "ctrl+a")
    screen.type(title)
    screen.key("Return")


def dated(folder: Path, title: str) -> str:
    """The day of the note with this title, "" where there is none."""
    return next((str(row["date"]) for row in plan(folder) if row["title"] == title), "")


# --- a day without a mouse --------------------------------------------------------------------------


def test_a_day_by_keys_is_there_the_next_morning(screen: Screen, folder: Path, tmp_path: Path) -> None:
    title = "年末账单怎么看"
    with running(screen, tmp_path, folder) as program:
        screen.front("matrix")
        choose(screen, "matrix", "xjbj")
        screen.type(title)
        screen.key("Return")
        screen.see(lambda: dated(folder, title) == "2026-12-09", "a note of today")
        screen.key("alt+Right", "alt+Right", "alt+Down")
        screen.see(lambda: plan(folder)[0]["account"] == "财富Office", "the note with another account")
        assert dated(folder, title) == "2026-12-11"
        screen.key("ctrl+z", "ctrl+z")
        screen.see(lambda: dated(folder, title) == "2026-12-10", "two moves taken back")
        program.leave()
    with running(screen, tmp_path) as program:
        screen.front("matrix")
        choose(screen, "matrix", "年末账单")
        screen.key("alt+Left")
        screen.see(lambda: dated(folder, title) == "2026-12-09", "the note, found and moved again")
        program.leave()


# --- the month by mouse -----------------------------------------------------------------------------

DAY_W = 131
"""How wide a day of the month is on this screen, about."""


def test_a_note_is_carried_to_another_day_of_the_month(screen: Screen, folder: Path, tmp_path: Path) -> None:
    title = "年末账单怎么看"
    store = open_workspace(folder)
    wool = next(one.id for one in store.catalog.series() if one.palette == "wool")
    account = store.catalog.accounts()[0].id
    notes.create(store, account, title, day=date(2026, 12, 9), minute=600, series_id=wool)
    store.close()
    solid = ImageColor.getrgb(resources.toml("theme", "tokens.toml")["series"]["wool"]["solid"])

    def card() -> Box | None:
        """The edge of the only note, in the colour of its series: on its day of the month, not in 今天."""
        return block_of(screen.picture(), (solid[0], solid[1], solid[2]), 3)

    with running(screen, tmp_path, folder) as program:
        screen.front("matrix")
        screen.press_until("ctrl+3", card, "the month")
        screen.press_until("ctrl+1", lambda: not card(), "today")
        for _ in range(3):
            left, top, _, bottom = screen.press_until("ctrl+3", card, "the note in the month")
            middle = (top + bottom) // 2
            screen.drag((left + 40, middle), (left + 40 + 2 * DAY_W, middle))
            with suppress(AssertionError):
                until(lambda: dated(folder, title) != "2026-12-09", "the note elsewhere", AGAIN)
                break
        assert dated(folder, title) == "2026-12-11"
        screen.press_until("ctrl+z", lambda: dated(folder, title) == "2026-12-09", "the note where it was")
        assert plan(folder)[0]["time"] == "10:00"
        program.leave()


# --- a person who does not see the screen -----------------------------------------------------------


@pytest.mark.skipif(bool(spoken.missing()), reason=spoken.missing())
def test_a_screen_reader_is_told_a_name_of_all_that_takes_the_keyboard(
    screen: Screen, folder: Path, tmp_path: Path
) -> None:
    store = open_workspace(folder)
    notes.create(store, store.catalog.accounts()[0].id, "年末账单怎么看", day=date(2026, 12, 9))
    store.close()
    with spoken.bus(screen.env) as env, running(screen, tmp_path, folder, **spoken.heard_on(env)) as program:
        screen.front("matrix")
        choose(screen, "matrix", "年末账单")
        told = screen.see(
            lambda: [one for one in spoken.tree(env) if one["focusable"] and one["showing"]],
            "what a screen reader is told",
        )
        program.leave()
    assert [one for one in told if not one["name"].strip()] == []
    names = {one["name"] for one in told}
    assert {"新建笔记", "搜索", "标题", "正文"} <= names
    assert any("年末账单怎么看" in name and "12 月 9 日" in name for name in names), "the card on the board"
