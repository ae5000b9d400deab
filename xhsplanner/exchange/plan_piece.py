"""One cell of a week grid as notes: `12:15【避坑】标题（已发布）`, several of them on lines or numbered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from xhsplanner.exchange.plan_model import UnreadableError
from xhsplanner.exchange.plan_names import Names, is_status, read_kind, read_status
from xhsplanner.exchange.plan_times import is_slot, read_clock
from xhsplanner.exchange.plan_words import plain, plain_words, tidy, without_brackets, words

_PART = (
    "(?:凌晨|清晨|早晨|早上|早间|早高峰|晨间|上午|中午|正午|午间|午休|午高峰|下午|午后|傍晚|晚高峰|黄金档|黄金时段|晚上|晚间|"
    "夜里|夜间|今晚|早|晨|午|晚|夜)"
)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_CLOCK = (
    rf"(?:{_PART}\s*)?(?:\d{{1,2}}\s*[:：]\s*\d{{2}}(?::\d{{2}})?\s*(?:[aApP]\.?[mM]\.?)?|"
    rf"(?:\d{{1,2}}|{_NUMERAL})\s*[点时](?:\s*\d{{1,2}}\s*分?|半|[一三123]刻|整)?|\d{{1,2}}\s*[aApP]\.?[mM]\.?)"
)
_TIME = re.compile(rf"\s*({_CLOCK}(?:\s*(?:[-~～–—]|至|到)\s*{_CLOCK})?)(?:左右|前后|前)?")
_LOOSE_TIME = re.compile(r"[点时](?:半|整)?$|[一-龥]$")
_MARKER = re.compile(
    r"\s*(?:[①②③④⑤⑥⑦⑧⑨⑩]|[(（]\d{1,2}[)）]|\d{1,2}\s*(?:[、）)]|[.．](?!\d))|[•●▪■◆▶▸○*]|[-–—]\s(?=\S))\s*"
)
_PAIRS = (("【", "】"), ("[", "]"), ("〔", "〕"), ("「", "」"), ("『", "』"), ("<", ">"), ("（", "）"), ("(", ")"))
_HEAD = re.compile(
    r"\s*(?:" + "|".join(rf"{re.escape(a)}([^{re.escape(a + b)}]{{1,20}}){re.escape(b)}" for a, b in _PAIRS) + ")"
)
_TAIL = re.compile(r"\s*[（(【\[〔]([^（）()【】\[\]〔〕]{1,24})[）)】\]〕]\s*$")
_DASHED = re.compile(r"\s*[-–—/|｜·_:：]\s*([^-–—/|｜·_:：（()）]{1,16})\s*$")
_MARK_TAIL = re.compile(r"\s*([✅☑✔✓√❌✖⏳⏰🟢🟡🔴⏸🚫🔁✍✏📅👀🎉]\ufe0f?)\s*$")
_LABEL = re.compile(r"\s*([^\s:：]{1,6})\s*[:：]\s*(\S.*)$")
_NAMED = re.compile(r"(\S{2,10}?)(\s*[｜|:：·\-—–]\s*|\s+)(?=\S)")
_MARK_HEAD = re.compile(r"\s*([✅☑✔✓√❌⏳🟢🟡🔴⏸🚫]\ufe0f?)\s*(?=\S)")
_NUMBERED = re.compile(r"\s+(?=[2-9][.、．)）]\s*\S)")
_BETWEEN = re.compile(rf"\s*[;；/|｜]\s*(?={_CLOCK}\s*(?:[【\[\s]|$))")
_TAGS = re.compile(r"\s*(?:[#＃][^#＃\s]+\s*)+$")
_PERSON = re.compile(r"\s*@\s*(\S{1,12})\s*$")


@dataclass(slots=True)
class Piece:
    """One note of a cell as far as the cell says it; "" for what it does not say."""

    title: str = ""
    time: str = ""
    series: str = ""
    status: str = ""
    kind: str = ""
    account: str = ""
    owner: str = ""
    body: str = ""
    hashtags: str = ""
    topic: str = ""
    remark: str = ""
    marked: bool = field(default=False)

    @property
    def empty(self) -> bool:
        return not (self.title or self.series or self.topic or self.body)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a cell may hold; `brackets`: texts that stand in brackets before several titles of the table."""

    accounts: Names
    series: Names
    members: Names
    brackets: frozenset[str] = frozenset()


@cache
def _nothing() -> frozenset[str]:
    return plain_words("no_notes") | {""}


def says_nothing(text: str) -> bool:
    """Whether a cell of a grid says that there is no note: 休, —, nothing at all."""
    return plain(text).strip("。.!！ ") in _nothing() or plain(without_brackets(text)) in _nothing()


def read_pieces(text: str, names: Vocabulary) -> list[Piece]:
    """The notes of a cell, in its order."""
    if says_nothing(text):
        return []
    pieces: list[Piece] = []
    gap = False
    lines = [part for line in tidy(text).split("\n") for part in _split(line)]
    blocks = _in_blocks(lines)
    for line in lines:
        if not line.strip():
            gap = True
            continue
        if says_nothing(line) and len(lines) > 1:
            continue
        if pieces and _is_detail(line, pieces[-1]):
            continue
        piece = read_piece(line, names)
        if pieces and _goes_on(pieces[-1], piece, gap=gap, blocks=blocks):
            _join(pieces[-1], piece)
        else:
            pieces.append(piece)
        gap = False
    return [piece for piece in pieces if not piece.empty]


def _split(line: str) -> list[str]:
    """A line cut where a further time or number begins: 20:00 甲；21:00 乙, 1.甲 2.乙."""
    if not line.strip():
        return [""]
    parts = _NUMBERED.split(line) if re.match(r"\s*1[.、．)）]", line) else [line]
    return [piece for part in parts for piece in _BETWEEN.split(part)]


def _in_blocks(lines: list[str]) -> bool:
    """Whether blank lines part the notes of a cell: then the lines of a block belong together."""
    inner = "\n".join(line.strip() for line in lines).strip("\n").split("\n\n")
    blocks = [block for block in inner if block.strip()]
    return len(blocks) > 1 and any("\n" in block.strip() for block in blocks)


def _goes_on(last: Piece, piece: Piece, *, gap: bool, blocks: bool) -> bool:
    """Whether a line belongs to the note above it: it says only what is still unsaid there."""
    if piece.marked or (gap and (blocks or last.title)):
        return False
    if piece.empty and not piece.time:
        return True
    if piece.time and (last.time or last.title):
        return not last.time and piece.empty and not gap
    if piece.series and (last.series or last.title):
        return False
    if piece.title and last.title:
        return blocks and not piece.time and not piece.series
    return True


def _join(last: Piece, piece: Piece) -> None:
    for name in ("time", "series", "status", "kind", "account", "owner", "hashtags", "topic", "remark"):
        if not getattr(last, name):
            setattr(last, name, getattr(piece, name))
    if piece.title and last.title:
        last.body = f"{last.body}\n{piece.title}".strip()
    last.title = last.title or piece.title


@cache
def _labels() -> dict[str, str]:
    return {plain(word): role for role, listed in words("cell_labels").items() for word in listed}


def _is_detail(line: str, piece: Piece) -> bool:
    """Takes over a line such as 负责人：小林 or #话题 below a title; False where it is none."""
    if _TAGS.fullmatch(line):
        piece.hashtags = f"{piece.hashtags} {line.strip()}".strip()
        return True
    if (found := _PERSON.fullmatch(line)) and not piece.empty:
        piece.owner = piece.owner or found[1]
        return True
    found = _LABEL.match(line)
    role = _labels().get(plain(found[1])) if found else None
    if found is None or role is None or (role == "title" and piece.title):
        return False
    setattr(piece, role, getattr(piece, role) or found[2].strip())
    return True


def read_piece(text: str, names: Vocabulary) -> Piece:
    """One note of a cell: a mark or number, a time, a series in brackets, the title, and what stands behind it."""
    piece, rest = Piece(), text.strip()
    if found := _MARKER.match(rest):
        piece.marked, rest = True, rest[found.end() :]
    _is_detail(rest, piece)
    if not piece.empty or piece.time:
        return piece
    rest = _take_heads(rest, piece, names)
    bare = rest.strip("（）()【】[] ")
    if not piece.status and is_status(bare):
        piece.status = bare
        return piece
    if bare != rest and not piece.time and any(map(is_status, _parts(bare))):
        for part in _parts(bare):
            _take_part(part, piece, names)
        return piece
    rest = _take_tails(rest, piece, names)
    rest = rest.strip(" \t\u3000")
    quoted = rest.startswith("《") and rest.find("》") == len(rest) - 1
    piece.title = rest[1:-1] if quoted else rest
    return piece


def _take_heads(rest: str, piece: Piece, names: Vocabulary) -> str:
    """The rest of a text behind times and brackets in front of the title."""
    while rest:
        if not piece.time and (found := _TIME.match(rest)) and _is_time(found, rest):
            piece.time, rest = found[1], rest[found.end() :].lstrip(" \t　,，:：|｜-–—")
        elif (found := _HEAD.match(rest)) and _take(_first(found), piece, names, sole=found.end() == len(rest)):
            rest = rest[found.end() :].lstrip(" \t　:：|｜-–—")
        elif not piece.status and (found := _MARK_HEAD.match(rest)) and read_status(found[1]) is not None:
            piece.status, rest = found[1], rest[found.end() :]
        elif (found := _NAMED.match(rest)) and _is_name(found[1], piece, names, apart=found[2].isspace()):
            rest = rest[found.end() :]
        else:
            break
    return rest


def series_in_front(title: str, series: Names) -> tuple[str, str]:
    """The known series in brackets before a title, and the title without it; "" where there is none."""
    found = _HEAD.match(title)
    match = series.find(_first(found)) if found else None
    if found is None or match is None or not match.name or found.end() == len(title):
        return "", title
    return _first(found), title[found.end() :].lstrip(" \t\u3000:：|｜-–—")


def _first(found: re.Match[str]) -> str:
    return next(group for group in found.groups() if group is not None).strip()


def _is_time(found: re.Match[str], rest: str) -> bool:
    """Whether a time in front is one, and not the begin of a title: 10点开抢, where a word follows 点."""
    behind = rest[found.end() : found.end() + 1]
    if _LOOSE_TIME.search(found[1]) and (behind.isalnum() or behind in "前后"):
        return False
    try:
        read_clock(found[1])
    except UnreadableError as error:
        return error.reason == "no_such_time"
    return True


def _is_name(text: str, piece: Piece, names: Vocabulary, *, apart: bool) -> bool:
    """Takes a word before a stroke or colon where it is a series, an account or a kind: 避坑｜年费.

    `apart`: only a space stands behind it, so it must be a whole name.
    """
    match = names.series.find(text)
    if not piece.series and match and match.name and (match.sure or not apart):
        piece.series = text
    elif not piece.account and names.accounts.match(text):
        piece.account = text
    elif not piece.kind and plain(text) in ("图文", "视频"):
        piece.kind = text
    else:
        return False
    return True


def _take(text: str, piece: Piece, names: Vocabulary, *, sole: bool) -> bool:
    """Puts a text in brackets where it belongs; False where it is a part of the title."""
    match = names.series.find(text)
    if match is not None and not piece.series:
        piece.series = text
    elif not piece.account and (account := names.accounts.find(text)) and account.name:
        piece.account = text
    elif not piece.status and is_status(text):
        piece.status = text
    elif not piece.kind and len(text) < 8 and read_kind(text):
        piece.kind = text
    elif not piece.time and (at := _TIME.fullmatch(text)) and _is_time(at, text):
        piece.time = text
    elif is_slot(text):
        return True
    elif not piece.series and not sole and (text in names.brackets or not len(names.series)):
        piece.series = text
    else:
        return False
    return True


def _take_tails(rest: str, piece: Piece, names: Vocabulary) -> str:
    """The rest of a text before status, person, kind and hashtags behind the title."""
    while rest:
        for cut in (_mark_tail, _bracket_tail, _other_tails):
            shorter = cut(rest, piece, names)
            if shorter != rest:
                rest = shorter.rstrip()
                break
        else:
            return rest
    return rest


def _mark_tail(rest: str, piece: Piece, _names: Vocabulary) -> str:
    found = _MARK_TAIL.search(rest)
    if not found or piece.status or read_status(found[1]) is None:
        return rest
    piece.status = found[1]
    return rest[: found.start()]


def _bracket_tail(rest: str, piece: Piece, names: Vocabulary) -> str:
    """Behind the title in brackets, or behind a dash: （定稿）, -已发布, （小林）."""
    in_brackets = _TAIL.search(rest)
    found = in_brackets or _DASHED.search(rest)
    if not found or not found.start():
        return rest
    text, bracketed = found[1].strip(), in_brackets is not None
    known = is_status(text) or (bracketed and len(_parts(text)) == 1 and read_status(text) is not None)
    if not piece.status and known:
        piece.status = text
    elif not piece.owner and names.members.match(text.lstrip("@ ")):
        piece.owner = text.lstrip("@ ")
    elif not piece.kind and plain(text) in ("图文", "视频", "短视频", "video"):
        piece.kind = text
    elif not piece.account and names.accounts.match(text):
        piece.account = text
    elif bracketed and not piece.status and any(map(is_status, _parts(text))):
        for part in _parts(text):
            _take_part(part, piece, names)
    elif not piece.time and bracketed and (at := _TIME.fullmatch(text)) and _is_time(at, text):
        piece.time = text
    else:
        return rest
    return rest[: found.start()]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，、/|｜·\s]+", text) if part.strip()]


def _take_part(part: str, piece: Piece, names: Vocabulary) -> None:
    if is_status(part):
        piece.status = piece.status or part
    elif names.members.match(part.lstrip("@")):
        piece.owner = piece.owner or part.lstrip("@")
    elif read_kind(part):
        piece.kind = piece.kind or part


def _other_tails(rest: str, piece: Piece, names: Vocabulary) -> str:
    if found := _TAGS.search(rest):
        piece.hashtags = piece.hashtags or found[0].strip()
        return rest[: found.start()]
    if (found := _PERSON.search(rest)) and found.start():
        if names.accounts.find(found[1]) and not piece.account:
            piece.account = found[1]
        else:
            piece.owner = piece.owner or found[1]
        return rest[: found.start()]
    head, _, last = rest.rpartition(" ")
    if head and not piece.status and len(last) > 1 and is_status(last) and not last.isascii():
        piece.status = last
        return head
    return rest


def brackets(texts: Iterator[str]) -> frozenset[str]:
    """What stands in brackets at the begin of titles in more than one cell: names of series nobody knows yet."""
    counts: dict[str, int] = {}
    for text in texts:
        for line in text.split("\n"):
            rest = line[found.end() :] if (found := _MARKER.match(line)) else line
            rest = rest[found.end() :] if (found := _TIME.match(rest)) else rest
            if found := _HEAD.match(rest):
                counts[_first(found)] = counts.get(_first(found), 0) + 1
    return frozenset(text for text, count in counts.items() if count > 1)
