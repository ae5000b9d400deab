"""Three text files: GB18030 with commas, UTF-8 with BOM and semicolons, Excel's Unicode text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from cells import (
    CARD,
    CITY,
    HERE,
    MAIN,
    SHORT,
    WEALTH,
    Note,
    Truth,
    plan,
    spoken,
    tag_text,
    word,
    written,
)

PREFIXED = {MAIN: "青禾银行主账号", CARD: "信用卡申请", WEALTH: "青禾财富Office", CITY: "城市分行"}


def save(name: str, rows: Sequence[Sequence[str]], encoding: str, delimiter: str) -> None:
    """Write the rows as this program would: CRLF between rows, LF inside a cell."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    (HERE / name).write_bytes(("\ufeff" * (encoding == "utf-16-le") + text.getvalue()).encode(encoding))


def gb18030() -> None:
    """Excel's own csv on a Chinese Windows: a title line, dates of merged cells only once, subtotals."""
    name = "01_矩阵排期_gb18030"
    truth = Truth(
        ("date", "time", "accounts", "series", "topic", "title", "body", "hashtags", "owner", "status", "remark")
    )
    width = 12
    rows: list[list[str]] = [["青禾银行小红书矩阵12月内容排期表", *[""] * (width - 1)], [""] * width]
    rows.append(
        ["序号", "日期", "时间", "发布账号", "栏目", "选题", "标题", "文案", "话题", "负责人", "状态", "备注"]
    )
    before: date | None = None
    for number, item in enumerate(plan(0, date(2026, 12, 1), 42, (MAIN, CARD, MAIN, (MAIN, CARD), CITY, WEALTH))):
        shown = "" if item.date == before else written(item.date, 0)
        changed: dict[str, object] = {}
        accounts = "、".join(PREFIXED[account] for account in item.accounts)
        if number == 17:
            shown, changed = "2026/12/32", {"date": None, "problem": "bad_date"}
        if number == 25:
            accounts, changed = "青禾生活号", {"accounts": ["青禾生活号"], "problem": "unknown_account"}
        if item.date.day in (8, 16, 24) and item.date != before:
            rows.append(["小计", "", "", f"{number}篇", *[""] * (width - 4)])
            rows.append([""] * width)
        before = item.date
        line = [str(number + 1), shown, spoken(item), accounts, SHORT.get(item.series, ""), item.topic, item.title]
        rows.append([*line, item.body, tag_text(item, number), item.owner, word(item), item.remark])
        truth.add(name, len(rows), item, **changed)
        if number == 17:
            before = None  # the next row writes its date again
    rows.append(["合计", "", "", "42篇", *[""] * (width - 4)])
    rows.append(["备注：大促期间排期以群内通知为准，视频需提前3天提审。", *[""] * (width - 1)])
    save(f"{name}.csv", rows, "gb18030", ",")
    truth.save(name)


def twelve_hours(item: Note) -> str:
    """8:00 PM."""
    if not item.time:
        return ""
    hour, minute = map(int, item.time.split(":"))
    return f"{(hour - 1) % 12 + 1}:{minute:02} {'AM' if hour < 12 else 'PM'}"


ENGLISH = {
    "todo": "Not started",
    "drafting": "Draft",
    "review": "In review",
    "approved": "Approved",
    "handed_over": "Scheduled",
    "published": "Published",
    "changes_requested": "Changes requested",
    "on_hold": "On hold",
    "cancelled": "Cancelled",
}


def english() -> None:
    """An agency's calendar: English headers, `7-Dec` without a year and on into January."""
    name = "02_agency_calendar_utf8bom"
    truth = Truth(("date", "time", "accounts", "title", "body", "hashtags", "kind", "owner", "status", "remark"))
    rows = [["Date", "Post time", "Account", "Format", "Title", "Copy", "Hashtags", "Owner", "Status", "Notes"]]
    for number, item in enumerate(plan(20, date(2026, 12, 7), 40, (MAIN, WEALTH, CARD, (MAIN, CITY), CARD))):
        kind = "Video" if item.kind == "视频" else ("Carousel" if number % 2 else "Image")
        day, changed = written(item.date, 4), {}
        if number == 12:
            day, changed = "31-Nov", {"date": None, "problem": "bad_date"}
        line = [day, twelve_hours(item), " & ".join(item.accounts), kind, item.title, item.body]
        rows.append([*line, tag_text(item), item.owner, ENGLISH[item.status], item.remark])
        truth.add(name, len(rows), item, **changed)
        if number % 13 == 12:
            rows.append([])
    save(f"{name}.csv", rows, "utf-8-sig", ";")
    truth.save(name)


def _stamp(item: Note, number: int) -> str:
    """Date and time in one cell, as four colleagues write it."""
    if not item.time:
        return written(item.date, (8, 2, 0, 6)[number % 4])
    hour, minute = item.time.split(":")
    return (
        f"{item.date.isoformat()} {item.time}",
        f"{written(item.date, 2)} {spoken(item)}",
        f"{written(item.date, 0)} {int(hour)}:{minute}:00",
        f"{written(item.date, 3)}{spoken(item)}",
    )[number % 4]


def unicode_text() -> None:
    """Excel's "Unicode 文本": date and time in one column, hashtags at the end of the copy."""
    name = "03_Unicode文本"
    truth = Truth(("date", "time", "accounts", "series", "title", "body", "hashtags", "kind", "owner", "status"))
    rows = [["发布日期及时间", "账号", "内容系列", "笔记标题", "笔记文案（含话题）", "类型", "编辑", "进度"]]
    pairs = ((MAIN, CARD), MAIN, (CARD, CITY), CARD, (MAIN, CARD, WEALTH), CITY, WEALTH)
    marks = ("\n", " & ", "+", "/", "，")
    for number, item in enumerate(plan(41, date(2026, 12, 14), 32, pairs)):
        names = [f"@{account}" if number % 3 == 0 else account for account in item.accounts]
        tags = tag_text(item, number)
        copy = f"{item.body}\n{tags}" if item.body and tags else item.body or tags
        changed: dict[str, object] = {}
        title = item.title
        if number == 9:
            title, changed = "", {"title": "", "problem": "empty_title"}
        line = [_stamp(item, number), marks[number % 5].join(names), item.series, title, copy, item.kind]
        rows.append([*line, item.owner, word(item, number + 1)])
        truth.add(name, len(rows), item, **changed)
    rows.append([""] * 8)
    rows.append(["说明：时间为计划发布时间，以实际为准", *[""] * 7])
    save(f"{name}.txt", rows, "utf-16-le", "\t")
    truth.save(name)


def build() -> None:
    """All three."""
    gb18030()
    english()
    unicode_text()
