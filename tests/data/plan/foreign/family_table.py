"""Tables in xlsx: a two-row header, filtered rows, several tables on a sheet, an agency's delivery plan."""

from __future__ import annotations

from datetime import date

from book import Book, Sheet, book, logo, merge_runs
from cells import (
    CARD,
    CITY,
    HERE,
    MAIN,
    SHORT,
    WEALTH,
    WEEKDAYS,
    WORDS,
    Note,
    Truth,
    day_fraction,
    plan,
    serial,
    spoken,
    tag_text,
    word,
    written,
)

GROUPS = (("发布安排", 1, 3), ("内容", 4, 8), ("分工", 9, 10), ("进度", 11, 12))
UNDER = ["日期", "时间", "账号", "系列", "选题", "标题", "正文", "话题", "文案", "设计", "状态", "备注"]


def _two_row_head(made: Book, sheet: Sheet) -> int:
    """Logo, title, hint, then the header in rows 5 and 6; the next free row (0-based)."""
    sheet.insert_image(0, 0, "logo.png", {"image_data": logo()})
    sheet.merge_range(0, 2, 1, 12, "青禾银行 · 小红书内容运营排期（12月-1月）", made.title)
    sheet.merge_range(
        2, 0, 2, 12, "填写说明：日期按实际发布日填写；黄色为大促，绿色为节点；每周四17:00前提审", made.note
    )
    sheet.merge_range(4, 0, 5, 0, "No.", made.head)
    for text, first, last in GROUPS:
        sheet.merge_range(4, first, 4, last, text, made.head)
    made.row(sheet, 5, UNDER, 1, made.head)
    return 6


def two_row_header() -> None:
    """Merged dates as real dates, times as real times, a subtotal formula after each week."""
    name = "04_两行表头"
    fields = ("date", "time", "accounts", "series", "topic", "title", "body", "hashtags", "owner", "designer")
    truth = Truth((*fields, "status", "remark"))
    with book(HERE / f"{name}.xlsx") as made:
        sheet = made.sheet("排期", (5, 10, 8, 14, 14, 12, 28, 50, 20, 8, 8, 10, 14))
        row = _two_row_head(made, sheet)
        notes = plan(5, date(2026, 12, 7), 45, (MAIN, CARD, (MAIN, CARD), CITY, MAIN, WEALTH))
        weeks = sorted({item.date.isocalendar()[:2] for item in notes})
        for week in weeks:
            part = [item for item in notes if item.date.isocalendar()[:2] == week]
            days = [serial(item.date) for item in part]
            merge_runs(sheet, row, days, 1, made.date)
            for offset, item in enumerate(part):
                _two_row_line(made, sheet, row + offset, item)
                truth.add("排期", row + offset + 1, item)
            row += len(part)
            sheet.merge_range(row, 0, row, 2, f"第{week[1]}周小计", made.sum)
            sheet.write_formula(row, 3, f"=COUNTA(G{row - len(part) + 1}:G{row})", made.sum, len(part))
            row += 2
        made.row(sheet, row, ["合计", None, None, 45], look=made.sum)
        made.row(sheet, row + 1, ["图例：", "■ 大促", "■ 节点", "■ 常规"], look=made.note)
        sheet.freeze_panes(6, 0)
    truth.save(name)


def _two_row_line(made: Book, sheet: Sheet, row: int, item: Note) -> None:
    made.row(sheet, row, [item.index - 4])
    if item.time:
        sheet.write_number(row, 2, day_fraction(item.time), made.clock)
    accounts = "、".join(item.accounts)
    cells = [accounts, item.series, item.topic, item.title, item.body, tag_text(item), item.owner, item.designer]
    made.row(sheet, row, [*cells, word(item), item.remark], 3)


HIDDEN_HEAD = [
    "编号", "发布日期", "原定日期", "发布时间", "发布账号", "栏目", "标题（旧）",
    "标题", "正文", "标签", "体裁", "撰写人", "状态", "备注",
]  # fmt: skip
EXAMPLE = [
    "示例", "2026/1/1", "", "20:00", "主账号", "羊毛", "",
    "标题不超过20字", "正文不超过1000字", "#话题", "图文", "张三", "待写", "",
]  # fmt: skip


def hidden() -> None:
    """A filter is on (`已发布` out of sight), three columns are folded away, row 2 is an example."""
    name = "05_筛选隐藏"
    truth = Truth(
        ("date", "time", "accounts", "series", "title", "body", "hashtags", "kind", "owner", "status", "remark")
    )
    with book(HERE / f"{name}.xlsx") as made:
        sheet = made.sheet("小红书排期", (6, 14, 12, 10, 14, 10, 20, 28, 50, 20, 6, 8, 10, 12))
        made.row(sheet, 0, HIDDEN_HEAD, look=made.head)
        made.row(sheet, 1, EXAMPLE)
        sheet.set_row(1, None, None, {"hidden": True})
        truth.skip("小红书排期", 2, "the example row of the form")
        for number, item in enumerate(plan(11, date(2026, 11, 30), 38, (CARD, MAIN, MAIN, (MAIN, CITY), WEALTH))):
            row = number + 2
            made.row(sheet, row, _hidden_line(number, item))
            if item.status == "published":
                sheet.set_row(row, None, None, {"hidden": True})
            truth.add("小红书排期", row + 1, item)
        for letter in ("C:C", "G:G", "N:N"):
            sheet.set_column(letter, 12, None, {"hidden": True})
        sheet.autofilter(0, 0, 39, 13)
        sheet.filter_column_list(12, [way for code, ways in WORDS.items() if code != "published" for way in ways])
    truth.save(name)


def _hidden_line(number: int, item: Note) -> list[object]:
    """The cells of a note under `HIDDEN_HEAD`; the three folded columns hold what is out of date."""
    old = written(item.date.replace(day=max(1, item.date.day - 1)), 2) if number % 5 == 0 else ""
    line = [f"XHS{item.index:03}", written(item.date, 9), old, spoken(item), " / ".join(item.accounts)]
    stale = f"{item.topic}（待定）" if number % 3 == 0 else ""
    line += [SHORT.get(item.series, ""), stale, item.title, item.body, tag_text(item, 1), item.kind]
    return [*line, item.owner, word(item), item.remark]


STACKED = (
    (MAIN, "一、主账号（运营：陈思雨）", ["日期", "时间", "系列", "标题", "文案", "话题", "状态"]),
    (CARD, "二、信用卡申请（运营：阿May）", ["日期", "标题", "栏目", "时间", "文案", "状态", "话题"]),
    (CITY, "三、城市分行（运营：赵一鸣）", ["发布日期", "发布时间", "标题", "正文", "进度", "备注"]),
)


def _cell(item: Note, head: str, number: int) -> object:
    """What stands under this header word."""
    values: dict[str, object] = {
        "日期": written(item.date, 2),
        "发布日期": written(item.date, 1),
        "时间": spoken(item),
        "发布时间": spoken(item),
        "系列": item.series,
        "栏目": SHORT.get(item.series, ""),
        "标题": item.title,
        "文案": item.body,
        "正文": item.body,
        "话题": tag_text(item, number),
        "状态": word(item),
        "进度": word(item, number + 1),
        "备注": item.remark,
    }
    return values[head]


def stacked() -> None:
    """Three tables one under another, each with its own header; two side by side on the next sheet."""
    name = "06_一页多表"
    truth = Truth(("date", "time", "accounts", "title", "status"))
    with book(HERE / f"{name}.xlsx") as made:
        sheet = made.sheet("12月", (12, 12, 24, 24, 40, 14, 20))
        sheet.merge_range(0, 0, 0, 6, "12月小红书排期（各账号）", made.title)
        row = 2
        for turn, (account, title, heads) in enumerate(STACKED):
            sheet.write(row, 0, title, made.sum)
            made.row(sheet, row + 1, heads, look=made.head)
            row += 2
            for number, item in enumerate(plan(3 + turn * 20, date(2026, 12, 7 + turn), 12, (account,))):
                made.row(sheet, row, [_cell(item, head, number) for head in heads])
                truth.add("12月", row + 1, item, **_also(item, heads))
                row += 1
            row += 1
        sheet.write(row, 0, "注：以上为初排，以周会为准。", made.note)
        _beside(made, truth)
    truth.save(name)


def _also(item: Note, heads: list[str]) -> dict[str, object]:
    """The fields only some of the tables have."""
    found: dict[str, object] = {}
    if {"系列", "栏目"} & set(heads):
        found["series"] = item.series
    if {"文案", "正文"} & set(heads):
        found["body"] = item.body
    if "话题" in heads:
        found["hashtags"] = list(item.hashtags)
    if "备注" in heads:
        found["remark"] = item.remark
    return found


def _beside(made: Book, truth: Truth) -> None:
    """Two tables side by side with an empty column between."""
    sheet = made.sheet("1月上旬", (12, 10, 28, 10, 3, 12, 10, 28, 10))
    heads = ["日期", "时间", "标题", "状态"]
    for column, first, account in ((0, 30, MAIN), (5, 52, WEALTH)):
        sheet.merge_range(0, column, 0, column + 3, account, made.title)
        made.row(sheet, 1, heads, column, made.head)
        for number, item in enumerate(plan(first, date(2027, 1, 1), 10, (account,))):
            made.row(sheet, number + 2, [_cell(item, head, number) for head in heads], column)
            truth.add("1月上旬", number + 3, item, column=column + 1)


def delivery() -> None:
    """An agency's delivery plan: month, day, weekday and slot in columns of their own, the month merged."""
    name = "07_代运营交付表"
    truth = Truth(
        ("date", "time", "accounts", "topic", "title", "body", "kind", "owner", "designer", "status", "remark")
    )
    head = [
        "月份",
        "日",
        "星期",
        "发布时段",
        "投放账号",
        "内容形式",
        "内容方向",
        "标题",
        "正文内容",
        "撰稿",
        "美工",
        "客户确认",
        "备注",
    ]
    with book(HERE / f"{name}.xlsx") as made:
        sheet = made.sheet("Q4交付", (8, 5, 6, 14, 16, 8, 14, 28, 50, 8, 8, 12, 14))
        sheet.merge_range(
            0, 0, 0, 12, "【禾苗传媒 × 青禾银行】小红书代运营内容交付计划 V3（2026.12.08更新）", made.title
        )
        made.row(
            sheet, 1, ["项目经理：Coco", None, None, None, "交付标准：月均30篇，返稿不超过2轮"], look=made.note
        )
        made.row(sheet, 3, head, look=made.head)
        notes = plan(55, date(2026, 12, 18), 36, (MAIN, CARD, (CARD, WEALTH), MAIN, CITY))
        merge_runs(sheet, 4, [f"{item.date.month}月" for item in notes], 0, made.cell)
        for number, item in enumerate(notes):
            row = 4 + number
            slot = spoken(item)
            sheet.write_number(row, 1, item.date.day, made.cell)
            kind = item.kind if number % 3 else {"图文": "图文笔记", "视频": "短视频"}[item.kind]
            changed: dict[str, object] = {}
            if number == 21:
                slot, changed = "25:00", {"time": None, "problem": "bad_time"}
            accounts = "\n".join(f"小红书-{account}" for account in item.accounts)
            line = [f"周{WEEKDAYS[item.date.weekday()]}", slot, accounts, kind, item.topic, item.title, item.body]
            made.row(sheet, row, [*line, item.owner, item.designer, word(item, 2), item.remark], 2)
            truth.add("Q4交付", row + 1, item, **changed)
        made.row(sheet, 41, ["总计", None, None, None, "36篇"], look=made.sum)
        sheet.write_formula(41, 5, '=COUNTIF(F5:F40,"*视频*")', made.sum, sum("视频" in x.kind for x in notes))
    truth.save(name)


def build() -> None:
    """All four."""
    two_row_header()
    hidden()
    stacked()
    delivery()
