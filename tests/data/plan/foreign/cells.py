"""A planned note, the ways teams write its parts, and the record of what a careful person reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from posts import POSTS, SERIES, body_of, tags_of

HERE = Path(__file__).parent
TODAY = date(2026, 12, 9)
ACCOUNTS = ("主账号", "信用卡申请", "青禾财富Office", "城市分行")
MAIN, CARD, WEALTH, CITY = ACCOUNTS
WRITERS = ("陈思雨", "阿May", "许静", "赵一鸣", "小林", "周航", "王小满")
DESIGNERS = ("Kiki", "豆豆", "老高", "")
KNOWN = {
    "accounts": list(ACCOUNTS),
    "series": list(SERIES),
    "members": [*WRITERS, *(name for name in DESIGNERS if name)],
}
TIMES = ("20:00", "12:15", "18:30", "07:30", "21:00", "10:30", "12:00", "20:30")
REMARKS = ("", "", "封面换暖色", "", "等业务确认额度", "", "图二数字核对", "评论区置顶规则")
WEEKDAYS = "一二三四五六日"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WORDS: dict[str, tuple[str, ...]] = {
    "todo": ("未开始", "待写", "未启动"),
    "drafting": ("初稿", "撰写中", "文案中"),
    "review": ("合规审核中", "待审", "审核中"),
    "approved": ("已过审", "定稿", "审核通过"),
    "handed_over": ("排期中", "已定时", "待发布"),
    "published": ("已上线", "done", "已发布"),
    "changes_requested": ("退回修改", "打回", "需修改"),
    "on_hold": ("延期", "暂缓", "搁置"),
    "cancelled": ("取消", "作废", "不发了"),
}
SHORT = {
    "羊毛天天捡": "羊毛",
    "信用卡避坑指南": "避坑",
    "哪些信用卡值得办": "值得办",
    "节日节气": "节气",
    "宠粉抽奖": "宠粉",
    "防诈消保": "防诈",
    "双语用卡": "双语",
}
SPOKEN: dict[str, tuple[str, ...]] = {
    "20:00": ("晚8点", "20：00", "晚上八点", "20:00-21:00", "20:00"),
    "12:15": ("12:15", "中午12:15", "12：15", "12:15—13:00", "中午12点15"),
    "18:30": ("18:30", "下午6点半", "傍晚6:30", "18:30~19:30", "18点30分"),
    "07:30": ("早上7点半", "7:30", "早7:30", "07:30-08:30", "7点半"),
    "21:00": ("晚9点", "21:00", "晚上九点", "21：00-22：00", "21点"),
    "10:30": ("上午10:30", "10:30", "上午十点半", "10:30-11:30", "10点半"),
    "12:00": ("中午12点", "12:00", "正午12点", "12:00-13:00", "12点"),
    "20:30": ("晚上八点半", "20:30", "晚8点半", "20:30-21:30", "晚8:30"),
}


@dataclass(frozen=True)
class Note:
    """One row as its writer meant it."""

    index: int
    date: date
    time: str
    accounts: tuple[str, ...]
    series: str
    topic: str
    title: str
    body: str
    hashtags: tuple[str, ...]
    kind: str
    owner: str
    designer: str
    status: str
    remark: str


def _status(index: int, day: date, today: date) -> str:
    gap = (day - today).days
    if index % 17 == 11:
        return "cancelled"
    if gap < 0:
        return "published" if index % 9 != 5 else "on_hold"
    if gap < 2:
        return "handed_over" if index % 2 else "approved"
    if gap < 6:
        return ("review", "approved", "changes_requested")[index % 3]
    return ("drafting", "todo", "review", "todo", "drafting")[index % 5]


def _typed(text: str, index: int) -> str:
    """Some hands type ， and “”, some , and "."""
    if index % 2:
        text = text.replace(",", "，").replace(":", "：").replace(";", "；")
    return text.replace("“", '"').replace("”", '"') if index % 3 == 2 else text


def note(index: int, day: date, account: str | Sequence[str], *, today: date = TODAY) -> Note:
    """Post number `index`, planned on this day for this account or these."""
    series, topic, title = POSTS[index % len(POSTS)]
    status = _status(index, day, today)
    accounts = (account,) if isinstance(account, str) else tuple(account)
    return Note(
        index=index,
        date=day,
        time="" if status == "todo" and index % 4 == 3 else TIMES[index % len(TIMES)],
        accounts=accounts,
        series=series,
        topic=topic,
        title=_typed(title, index),
        body="" if status == "todo" else _typed(body_of(index), index),
        hashtags=() if status == "todo" and index % 2 else tuple(tags_of(index)),
        kind="视频" if index % 6 == 4 else "图文",
        owner=WRITERS[index * 3 % len(WRITERS)],
        designer=DESIGNERS[index % len(DESIGNERS)],
        status=status,
        remark=REMARKS[index * 5 % len(REMARKS)],
    )


def plan(first: int, start: date, count: int, accounts: Sequence[str | tuple[str, ...]]) -> list[Note]:
    """`count` notes from this day on: one or two a day, Sundays seldom."""
    notes: list[Note] = []
    day = start
    while len(notes) < count:
        for turn in range(0 if day.weekday() == 6 and day.day % 2 else 1 + day.day % 2):
            index = first + len(notes)
            if len(notes) < count:
                notes.append(note(index, day, accounts[(index + turn) % len(accounts)]))
        day += timedelta(days=1)
    return notes


def word(item: Note, way: int | None = None) -> str:
    """The status in a team's word."""
    words = WORDS[item.status]
    return words[(item.index if way is None else way) % len(words)]


def spoken(item: Note) -> str:
    """The time as people say it."""
    return SPOKEN[item.time][item.index % 5] if item.time else ""


def day_fraction(time: str) -> float:
    """A time as Excel keeps it."""
    hour, minute = time.split(":")
    return (int(hour) * 60 + int(minute)) / 1440


def serial(day: date) -> int:
    """A date as Excel keeps it."""
    return (day - date(1899, 12, 30)).days


def written(day: date, way: int) -> str:
    """A date in one of twelve notations."""
    year, month, number, week = day.year, day.month, day.day, WEEKDAYS[day.weekday()]
    return (
        f"{year}/{month}/{number}",
        f"{month}.{number}",
        f"{month}月{number}日",
        f"{month}月{number}日（周{week}）",
        f"{number}-{MONTHS[month - 1]}",
        f"{year}{month:02}{number:02}",
        f"{month}/{number} {DAYS[day.weekday()]}",
        f"{year}年{month}月{number}日",
        f"{year}-{month:02}-{number:02}",
        f"{month:02}-{number:02} 周{week}",
        f"{year}.{month}.{number}",
        f"{month}/{number}（星期{week}）",
    )[way % 12]


def tag_text(item: Note, way: int = 0) -> str:
    """The hashtags in one cell."""
    marked = [f"#{tag}" for tag in item.hashtags]
    return (" ".join(marked), "".join(marked), "\n".join(marked))[way % 3]


@dataclass
class Truth:
    """What a careful person reads in one file."""

    fields: tuple[str, ...]
    rows: list[dict[str, object]] = field(default_factory=list)
    skipped: list[dict[str, object]] = field(default_factory=list)

    def add(self, sheet: str, row: int, item: Note, **changed: object) -> None:
        """One note. `changed` replaces or adds fields; a field changed to `...` is not judged."""
        meant: dict[str, object] = {
            "date": item.date.isoformat(),
            "time": item.time or None,
            "accounts": list(item.accounts),
            "hashtags": list(item.hashtags),
        }
        for name in self.fields:
            meant.setdefault(name, getattr(item, name))
        kept = {name: meant[name] for name in self.fields} | changed
        self.rows.append({"row": row, "sheet": sheet} | {k: v for k, v in kept.items() if v is not ...})

    def skip(self, sheet: str, row: int, why: str) -> None:
        """A row or cell that looks like a note and is none."""
        self.skipped.append({"row": row, "sheet": sheet, "why": why})

    def save(self, name: str, folder: Path = HERE) -> None:
        """Write truth/<name>.json."""
        path = folder / "truth" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        data = {"today": TODAY.isoformat(), "known": KNOWN, "rows": self.rows, "skipped": self.skipped}
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def change(item: Note, **parts: object) -> Note:
    """The same note with other parts."""
    return replace(item, **parts)  # type: ignore[arg-type]


def lines(cells: Iterable[str]) -> str:
    """Cells' paragraphs one under another, without the empty ones."""
    return "\n".join(cell for cell in cells if cell)
