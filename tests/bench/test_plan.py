"""Schedules imported into an empty new workspace on this disk, synchronous=FULL: the sample, and 10,000 rows.

The large one goes the way of the window: read and matched in the worker process (started cold), written here.
Bodies have 200 characters, four accounts, three series.
"""

import csv
import random
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from xhsplanner.exchange.plan_model import Choices
from xhsplanner.exchange.plan_read import read_plan
from xhsplanner.ops import plan
from xhsplanner.store.workspace import create_workspace
from xhsplanner.ui.worker import Worker

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "plan" / "排期表_2026Q4.xlsx"
TODAY = date(2026, 12, 9)
LIMIT = 1.0
LARGE_LIMIT = 10.0
ROWS = 10_000
ACCOUNTS = ("主账号", "信用卡申请", "青禾财富Office", "城市分行")
SERIES = ("羊毛天天捡", "信用卡避坑指南", "哪些信用卡值得办", "")
CHARACTERS = "咖啡立减周末去哪儿刷卡返现记得领取权益年费避坑提醒分期利率看清楚境外消费车主卡生活小技巧今天很开心"

pytestmark = pytest.mark.bench


def test_the_sample_is_imported_within_a_second(tmp_path: Path) -> None:
    taken = []
    for run in range(3):
        store = create_workspace(tmp_path / f"workspace{run}")
        start = time.perf_counter()
        reading = read_plan(SAMPLE, known=plan.known(store), today=TODAY)
        plan.import_plan(store, reading)
        taken.append(time.perf_counter() - start)
        store.close()
    print(f"\nsample imported: {min(taken) * 1000:.0f} ms (limit {LIMIT * 1000:.0f})")
    assert min(taken) <= LIMIT


def large(path: Path) -> Path:
    """A csv of 10,000 notes over 500 days."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["序号", "日期", "时间", "账号", "系列", "标题", "正文", "话题标签", "状态", "负责人"])
        for n in range(ROWS):
            day = date(2026, 1, 1) + timedelta(days=n // 20)
            title, body = ("".join(dice.choices(CHARACTERS, k=k)) for k in (14, 200))
            place = (ACCOUNTS[n % 4], SERIES[n % 4])
            row = (n + 1, day, f"{8 + n % 12:02}:{n * 7 % 60:02}", *place, f"{title}{n}", body, "#信用卡 #避坑")
            writer.writerow((*row, "待写", ("林", "周")[n % 2]))
    return path


def test_ten_thousand_rows_are_imported_within_ten_seconds(tmp_path: Path) -> None:
    file = large(tmp_path / "large.csv")
    store = create_workspace(tmp_path / "workspace")
    choices = Choices(create=frozenset((*ACCOUNTS, *SERIES[:3])))
    worker, told = Worker(), [0]

    def progress(_done: int, _of: int) -> None:
        told[0] += 1

    start = time.perf_counter()
    reading = (plan.preview, store.path, file, choices, {}, TODAY)
    shown = worker.call(*reading, progress=progress, stop=threading.Event())
    read = time.perf_counter() - start
    change = plan.import_plan(store, shown.reading, {}, choices, progress)
    taken = time.perf_counter() - start
    worker.close()
    assert change is not None
    assert len(change.created["note"]) == ROWS
    assert told[0] > 10
    store.close()
    print(f"\n10,000 rows imported: {taken:.1f} s, {read:.1f} of it reading (limit {LARGE_LIMIT:.0f})")
    assert taken <= LARGE_LIMIT
