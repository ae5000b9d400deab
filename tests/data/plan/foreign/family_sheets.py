"""Workbooks of several sheets: one a month, Feishu's export of a multi-table, one an account."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from book import Book, Sheet, book, merge_runs
from cells import (
    CARD,
    CITY,
    HERE,
    MAIN,
    MONTHS,
    SHORT,
    WEALTH,
    WEEKDAYS,
    Note,
    Truth,
    change,
    day_fraction,
    plan,
    serial,
    spoken,
    tag_text,
    word,
    written,
)


def months() -> None:
    """A sheet a month; the day cell says only `7日（周一）`, month and year stand in title and sheet name."""
    name = "08_按月分表"
    truth = Truth(
        ("date", "time", "accounts", "series", "topic", "title", "hashtags", "owner", "designer", "status")
    )
    with book(HERE / f"{name}.xlsx") as made:
        cover = made.sheet("使用说明", (60,))
        made.row(cover, 0, ["使用说明"], look=made.title)
        made.row(cover, 1, ["1. 每月25日前完成下月排期"])
        made.row(cover, 2, ["2. 发布日期、标题、状态为必填"])
        notes = plan(8, date(2026, 11, 25), 54, (MAIN, CARD, MAIN, (CARD, MAIN), WEALTH, CITY))
        notes = [x if x.series or x.accounts != (WEALTH,) else change(x, series="理财小课堂") for x in notes]
        for year, month in ((2026, 11), (2026, 12), (2027, 1)):
            part = [item for item in notes if (item.date.year, item.date.month) == (year, month)]
            _month(made, f"{month}月", f"{year}年{month}月内容排期", part, truth)
        data = made.sheet("月度数据", (10, 10, 10))
        made.row(data, 0, ["月份", "篇数", "总阅读"], look=made.head)
        for row, line in enumerate((["10月", 48, 512300], ["11月", 51, 498010]), 1):
            made.row(data, row, line)
    truth.save(name)


def _month(made: Book, sheet_name: str, title: str, part: Sequence[Note], truth: Truth) -> None:
    sheet = made.sheet(sheet_name, (12, 12, 16, 12, 12, 30, 24, 10, 10, 10))
    sheet.merge_range(0, 0, 0, 9, f"青禾银行小红书 {title}", made.title)
    head = [
        "日期",
        "时间",
        "发布账号",
        "内容板块",
        "主题",
        "标题",
        "话题tag",
        "文案负责人",
        "设计负责人",
        "当前进度",
    ]
    made.row(sheet, 1, head, look=made.head)
    days = [f"{item.date.day}日（周{WEEKDAYS[item.date.weekday()]}）" for item in part]
    merge_runs(sheet, 2, days, 0, made.cell)
    for row, item in enumerate(part, 2):
        line = [spoken(item), "+".join(item.accounts), SHORT.get(item.series, item.series), item.topic, item.title]
        made.row(sheet, row, [*line, tag_text(item, 1), item.owner, item.designer, word(item, row)], 1)
        truth.add(sheet_name, row + 1, item)
    end = len(part) + 2
    made.row(sheet, end, ["本月合计"], look=made.sum)
    sheet.write_formula(end, 5, f"=COUNTA(F3:F{end})", made.sum, len(part))


PLATFORMS = ("小红书", "小红书", "小红书", "微博", "小红书,微博", "小红书", "公众号", "小红书", "小红书,视频号")
FEISHU = (
    "标题 父记录 平台 发布账号 计划发布时间 系列 选题 文案 话题标签 内容形式 负责人 设计师 状态 笔记链接 阅读量"
)


def feishu() -> None:
    """Feishu's export: persons with @, multi-selects with commas, extra columns, other platforms in between."""
    name = "09_飞书多维表格导出"
    fields = (
        "date",
        "time",
        "accounts",
        "series",
        "topic",
        "title",
        "body",
        "hashtags",
        "kind",
        "owner",
        "designer",
    )
    truth = Truth((*fields, "status"))
    with book(HERE / f"{name}.xlsx") as made:
        sheet = made.sheet("内容排期", (30, 16, 12, 16, 18, 16, 12, 50, 20, 8, 10, 10, 10, 20, 10, 18))
        made.row(sheet, 0, [*FEISHU.split(), "最后更新时间"], look=made.head)
        notes = plan(31, date(2026, 12, 3), 52, (MAIN, (MAIN, CARD), CARD, WEALTH, CITY, (CITY, MAIN)))
        for row, item in enumerate(notes, 1):
            platform = PLATFORMS[row % len(PLATFORMS)]
            item = change(item, time=item.time or "18:30", owner="王敏" if row % 11 == 4 else item.owner)
            said: dict[str, object] = {}
            if row == 23:
                item, said = change(item, accounts=("青禾私行",)), {"problem": "unknown_account"}
            made.row(sheet, row, _record(item, platform, row))
            if "小红书" in platform:
                truth.add("内容排期", row + 1, item, **said)
            else:
                truth.skip("内容排期", row + 1, f"for {platform} only")
        accounts = made.sheet("账号信息", (20, 12, 12))
        made.row(accounts, 0, ["账号名称", "平台", "粉丝数", "负责人"], look=made.head)
        for row, account in enumerate((MAIN, CARD, WEALTH, CITY), 1):
            made.row(accounts, row, [account, "小红书", 10_000 * row, "@小林"])
    truth.save(name)


def _record(item: Note, platform: str, row: int) -> list[object]:
    out = item.status == "published"
    parent = "双12大促专项" if item.topic == "双12凑单" else ""
    line = [item.title, parent, platform, ",".join(item.accounts), f"{item.date.isoformat()} {item.time}"]
    line += [item.series, item.topic, item.body, ",".join(item.hashtags), item.kind, f"@{item.owner}"]
    line += [f"@{item.designer}" if item.designer else "", word(item, 1)]
    link = f"https://www.xiaohongshu.example/explore/{row:06}" if out else ""
    return [*line, link, 1200 + row * 37 if out else "", f"2026-12-0{1 + row % 9} 09:{row % 60:02}"]


Row = Callable[[Note, int], list[object]]


def _plain(item: Note, _number: int) -> list[object]:
    """Dates and times as bare numbers: somebody pasted values only."""
    time = day_fraction(item.time) if item.time else None
    return [serial(item.date), time, item.title, item.body, tag_text(item), word(item, 0), item.owner]


def _compact(item: Note, number: int) -> list[object]:
    """20261207 as a number, hashtags in one run, the time spoken."""
    return [
        item.title,
        item.topic,
        int(written(item.date, 5)),
        spoken(item),
        word(item, 1),
        tag_text(item, 1),
        number,
    ]


def _stamped(item: Note, number: int) -> list[object]:
    """One real date-and-time cell."""
    moment = datetime.fromisoformat(f"{item.date.isoformat()}T{item.time or '00:00'}")
    return [
        number + 1,
        moment if item.time else item.date,
        item.series,
        item.title,
        item.kind,
        word(item, 2),
        item.remark,
    ]


def _english(item: Note, number: int) -> list[object]:
    """The colleague from Hong Kong: `12/7 Mon` and `07-Dec`, PIC is the person in charge."""
    day = item.date
    shown = written(day, 6) if number % 2 else f"{day.day:02}-{MONTHS[day.month - 1]}"
    return [shown, spoken(item), item.title, item.body, tag_text(item), item.owner, word(item, number % 2)]


SHEETS: tuple[tuple[str, str, str, str, Row], ...] = (
    ("小红书·主账号", MAIN, "日期 时间 标题 正文 话题 状态 编辑", "title body hashtags status owner", _plain),
    ("XHS-信用卡", CARD, "标题 选题 发布日 时段 进度 话题 序", "title topic status hashtags", _compact),
    (
        "@青禾财富Office",
        WEALTH,
        "序号 预计发布 系列 笔记标题 类型 状态 备注",
        "series title kind status remark",
        _stamped,
    ),
    ("城市分行", CITY, "Date Time Title Caption Tags PIC Status", "title body hashtags owner status", _english),
)


def per_account() -> None:
    """A sheet an account, each kept by another person in another way; the account is the sheet's name."""
    name = "10_每账号一表"
    truth = Truth(("date", "time", "accounts"))
    with book(HERE / f"{name}.xlsx") as made:
        for turn, (sheet_name, account, head, fields, make) in enumerate(SHEETS):
            sheet = made.sheet(sheet_name, (12, 14, 28, 40, 20, 10, 10))
            heads = head.split()
            made.row(sheet, 0, heads, look=made.head)
            for number, item in enumerate(plan(turn * 15 + 2, date(2026, 12, 4), 14, (account,))):
                row = number + 1
                cells = make(item, number)
                made.row(sheet, row, cells)
                _moments(made, sheet, row, cells)
                also = {key: getattr(item, key) for key in fields.split()}
                if "hashtags" in also:
                    also["hashtags"] = list(item.hashtags)
                truth.add(sheet_name, row + 1, item, **also)
            _tally(made, sheet)
    truth.save(name)


def _moments(made: Book, sheet: Sheet, row: int, cells: Sequence[object]) -> None:
    """Give real dates their look."""
    for column, value in enumerate(cells):
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value, made.stamp)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, made.day)


def _tally(made: Book, sheet: Sheet) -> None:
    """A little sum two columns to the right of the table."""
    made.row(sheet, 0, ["统计", "篇数"], 9, made.head)
    sheet.write(1, 9, "合计", made.sum)
    sheet.write_formula(1, 10, "=COUNTA(A2:A15)", made.sum, 14)
    sheet.write(2, 9, "本周", made.sum)
    sheet.write_formula(2, 10, "=K2-7", made.sum, 7)


def build() -> None:
    """All three."""
    months()
    feishu()
    per_account()
