"""Week grids: accounts by weekdays, hours by weekdays, several notes in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from book import Book, Sheet, book
from cells import (
    ACCOUNTS,
    CARD,
    CITY,
    HERE,
    MAIN,
    SHORT,
    WEALTH,
    WEEKDAYS,
    Note,
    Truth,
    change,
    note,
    spoken,
    word,
)

LABELS = {MAIN: "@青禾银行主账号", CARD: "小红书·信用卡申请", WEALTH: "青禾财富Office", CITY: "XHS-城市分行"}
KEEPERS = {MAIN: "陈思雨", CARD: "阿May", WEALTH: "许静", CITY: "赵一鸣"}
NOTHING = ("休", "—", "/", "")
# how many notes stand in each cell, Monday to Sunday; a negative number picks a word for nothing
LOADS = {
    MAIN: (1, 2, 1, 1, 2, -1, 1),
    CARD: (1, 1, 3, -2, 1, 1, -3),
    WEALTH: (-2, 1, -3, 1, -4, -1, -1),
    CITY: (1, -4, -2, 1, -3, 1, -1),
}


def line(item: Note, style: int) -> str:
    """One note in a cell: time, 【series】 title, status behind or before."""
    series = f"【{SHORT[item.series]}】" if item.series else ""
    time = spoken(item)
    lead = f"{time}{series}" if series else f"{time} " if time else ""
    suffix = ("", f"（{word(item)}）", f"-{word(item, 2)}")[style % 3]
    if item.status == "published" and style % 3 == 0:
        suffix = "✅"
    return f"{lead}{item.title}{suffix}"


def _says_status(item: Note, style: int) -> bool:
    return style % 3 != 0 or item.status == "published"


def _cell(first: int, day: date, account: str, load: int) -> list[Note]:
    """The notes of one cell, in the order of the clock."""
    notes = [note(first + turn, day, account) for turn in range(load)]
    return sorted(notes, key=lambda item: item.time or "99")


def _grid(
    made: Book, sheet: Sheet, top: int, monday: date, truth: Truth, style: int, accounts: Sequence[str] = ACCOUNTS
) -> int:
    """Header and the accounts' rows from `top` on (0-based); the next free row."""
    days = [monday + timedelta(days=turn) for turn in range(7)]
    heads = [
        f"周{WEEKDAYS[turn]}" if style == 0 else f"{day.month}/{day.day} 周{WEEKDAYS[turn]}"
        for turn, day in enumerate(days)
    ]
    made.row(sheet, top, ["账号", "运营", *heads], look=made.head)
    beats = ["节点", "", "", "", "双12预热" if monday.day == 7 else "跨年", "", "", "周末"]
    made.row(sheet, top + 1, [*beats, ""], look=made.note)
    truth.skip(sheet.name, top + 2, "the row of festivals")
    count = monday.toordinal() // 7 * 11
    for offset, account in enumerate(accounts):
        row = top + 2 + offset
        made.row(sheet, row, [LABELS[account], KEEPERS[account]])
        sheet.set_row(row, 90)
        for weekday, load in enumerate(LOADS[account]):
            notes = _cell(count, days[weekday], account, max(load, 0))
            count += max(load, 0)
            _write(made, sheet, (row, weekday + 2), notes, load, style)
            for turn, item in enumerate(notes):
                said = {} if _says_status(item, item.index + style) else {"status": ...}
                truth.add(
                    sheet.name,
                    row + 1,
                    change(item, owner=KEEPERS[account]),
                    column=weekday + 3,
                    order=turn,
                    **said,
                )
    return top + 2 + len(accounts)


def _write(made: Book, sheet: Sheet, at: tuple[int, int], notes: Sequence[Note], load: int, style: int) -> None:
    texts = [line(item, item.index + style) for item in notes]
    if len(texts) > 1 and style == 1:
        texts = [f"{number}. {text}" for number, text in enumerate(texts, 1)]
    sheet.write(*at, "\n".join(texts) if texts else NOTHING[-load - 1], made.cell)


def accounts_by_weekday() -> None:
    """Two weeks on sheets of their own and two more stacked on a fourth; one of them crosses into January."""
    name = "11_周表_账号x星期"
    truth = Truth(("date", "time", "accounts", "series", "title", "owner", "status"))
    widths = (18, 8, *[26] * 7)
    with book(HERE / f"{name}.xlsx") as made:
        for number, monday in ((50, date(2026, 12, 7)), (53, date(2026, 12, 28))):
            sunday = monday + timedelta(days=6)
            span = f"{monday.month}.{monday.day}-{sunday.month}.{sunday.day}"
            sheet = made.sheet(f"第{number}周", widths)
            sheet.merge_range(0, 0, 0, 8, f"青禾银行小红书矩阵周排期 第{number}周（{span}）", made.title)
            end = _grid(made, sheet, 1, monday, truth, 1 if number == 53 else 0)
            made.row(sheet, end, ["备注", "", "本周五前交下周选题；双12素材统一用新版模板"], look=made.note)
            made.row(sheet, end + 1, ["图例：✅已发 （ ）内为进度；休＝不发"], look=made.note)
        sheet = made.sheet("1月上旬", widths)
        row = 0
        for monday in (date(2027, 1, 4), date(2027, 1, 11)):
            sunday = monday + timedelta(days=6)
            title = f"{monday.month}月{monday.day}日-{sunday.month}月{sunday.day}日 周排期"
            sheet.merge_range(row, 0, row, 8, title, made.title)
            row = _grid(made, sheet, row + 1, monday, truth, 0 if monday.day == 4 else 2, (CARD, CITY)) + 2
    truth.save(name)


SLOTS = (
    ("早间 7:30", "07:30", (1, 0, 1, 0, 1, 0, 0)),
    ("中午12点", "12:00", (0, 1, 0, 1, 0, 1, 1)),
    ("18:30-19:30", "18:30", (0, 0, 1, 0, 1, 0, 0)),
    ("晚8点", "20:00", (1, 1, 0, 1, 1, 1, 0)),
    ("晚间档", "", (0, 1, 0, 0, 0, 1, 1)),
    ("时间待定", None, (0, 0, 0, 1, 0, 0, 1)),
)
WEEKS = (
    ("主账号 12.7-12.13", "主账号周排期表", MAIN, date(2026, 12, 7)),
    ("信用卡申请", "账号：信用卡申请　　时间：2026年12月14日—12月20日", CARD, date(2026, 12, 14)),
    ("W53", "【青禾财富Office】第53周排期（12.28-1.3）", WEALTH, date(2026, 12, 28)),
)


def hours_by_weekday() -> None:
    """Rows are hours, columns days; the account stands in the sheet name or the title."""
    name = "12_周表_时段x星期"
    truth = Truth(("date", "time", "accounts", "series", "title", "status"))
    with book(HERE / f"{name}.xlsx") as made:
        for turn, (sheet_name, title, account, monday) in enumerate(WEEKS):
            sheet = made.sheet(sheet_name, (14, *[24] * 7))
            sheet.merge_range(0, 0, 0, 7, title, made.title)
            sheet.merge_range(1, 0, 2, 0, "时段", made.head)
            days = [monday + timedelta(days=weekday) for weekday in range(7)]
            made.row(sheet, 1, [f"星期{WEEKDAYS[weekday]}" for weekday in range(7)], 1, made.head)
            dated = [f"{day.month}.{day.day}" if turn else f"{day.month}月{day.day}日" for day in days]
            made.row(sheet, 2, dated, 1, made.head)
            _hours(made, sheet, account, days, truth, turn * 17 + 4)
            made.row(sheet, 10, ["备注：晚间档由当班编辑定具体时间"], look=made.note)
    truth.save(name)


def _hours(made: Book, sheet: Sheet, account: str, days: Sequence[date], truth: Truth, first: int) -> None:
    index = first
    for row, (label, time, loads) in enumerate(SLOTS, 3):
        made.row(sheet, row, [label])
        for weekday, load in enumerate(loads):
            if not load:
                made.row(sheet, row, ["" if (row + weekday) % 3 else "—"], weekday + 1)
                continue
            item = note(index, days[weekday], account)
            index += 1
            # in the evening slot each note says its own time
            item = change(
                item, time=(time if time else (item.time and "20:30") or "21:00") if time is not None else ""
            )
            shown = item if time == "" else change(item, time="")
            made.row(sheet, row, [line(shown, item.index)], weekday + 1)
            said = {} if _says_status(item, item.index) else {"status": ...}
            truth.add(sheet.name, row + 1, item, column=weekday + 2, **said)


def build() -> None:
    """Both."""
    accounts_by_weekday()
    hours_by_weekday()
