"""From a note's facts to a template's values: pure text work, no fonts and no pixels.

Facts come by name: note.title, note.body, note.episode, note.day (ISO), series.name, series.palette, account.name,
account.bank, account.disclaimer, occasion.name, occasion.lunar, occasion.kind. The rest is derived here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from xhsplanner.core import resources
from xhsplanner.covers import emoji
from xhsplanner.covers.breaking import lexicon
from xhsplanner.covers.model import Template

_MARK = re.compile(r"^\s*(?:([①-⑳❶-❿])|(\d{1,2})[.、．)）](?!\d)|([·•▪‣]|[-*](?=\s)))\s*")
_LEAD = re.compile(r"^第?[一二三四五六七八九十]+步?[：:]")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_UNIT = r"元|块|折|％|%|积分|分|万|期|招|张|个|步|点|天|次|人|位|倍|倍积分|弹|条|件"
_PRICE = (
    re.compile(r"满\s?\d+(?:\.\d+)?\s?[减返]\s?\d+(?:\.\d+)?"),
    re.compile(r"减\s?[¥￥]?\s?\d+(?:\.\d+)?(?:元)?"),
    re.compile(r"\d+\s?块\s?\d*"),
    re.compile(r"[¥￥]\s?\d[\d,]*(?:\.\d+)?"),
    re.compile(r"\d+(?:\.\d+)?\s?折起?"),
    re.compile(r"\d+(?:\.\d+)?\s?[%％]"),
    re.compile(r"\d[\d,]*(?:\.\d+)?\s?(?:万元|万|元|积分)"),
)
_RANGE = re.compile(r"(?:\d\s?[到至~～\-–—]|封顶|最高|至多|最多|限)\s?$")
_PLAIN_PRICE = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.%％])")
_COUNTED = re.compile(
    rf"(?!一[个次天点步人倍位])(?<![0-9一二三四五六七八九十早])(?:第\s?)?(?:\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十两]+)\s?(?:{_UNIT})(?!\w*[A-Za-z])"
)
_QUOTED = re.compile(r"「([^「」]{1,8})」|『([^『』]{1,8})』|“([^“”]{1,8})”|《([^《》]{1,8})》")
_BAR = re.compile(r"\s*[｜|]\s*")


@cache
def _data() -> dict[str, Any]:
    return resources.toml("covers", "facts.toml")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: picture, headline, small print, figure, judging mark (may be empty); the whole text."""

    icon: str
    head: str
    detail: str
    figure: str
    mark: str
    text: str


def _points(body: str) -> list[tuple[str, str]]:
    """List lines of a body as (marker, words); an emoji at the start of a line is a marker too."""
    found: list[tuple[str, str]] = []
    for line in body.splitlines():
        line = line.strip()
        stop = emoji.end(line, 0)
        mark = _MARK.match(line)
        if stop and line[stop:].strip():
            found.append((line[:stop], line[stop:].strip()))
        elif mark and line[mark.end() :].strip():
            found.append((next(g for g in mark.groups() if g), line[mark.end() :].strip()))
    return found if len(found) > 1 else []


def points(body: str) -> list[str]:
    """The list lines of a note's body without their markers (①, 1., 1️⃣, ·, 👉, ✅, ❌, any leading emoji).

    Empty where the body has fewer than two such lines.
    """
    return [words for _, words in _points(body)]


def price(text: str) -> str:
    """The first price, discount or sum in a text (`满30减10`, `9块9`, `5折`, `¥9.9`), or nothing.

    The end of a range and a cap are no price: quoting them alone would promise too much.
    """
    for pattern in _PRICE:
        for match in pattern.finditer(text):
            if not _RANGE.search(text[: match.start()]):
                return match[0].strip()
    plain = _PLAIN_PRICE.search(text)
    return plain[0] if plain else ""


def item(line: str) -> Item:
    """A list line as headline, detail and figure.

    `☕ 咖啡中杯|9积分兑一杯|9积分` gives them outright; otherwise the first clause is the headline, the rest the
    detail, a price the figure, and the icon comes from a leading emoji or from what the line speaks of.
    """
    icon = emoji.first(line) if emoji.end(line.strip(), 0) else ""
    words = line.strip()[len(icon) :].strip()
    mark = icon if icon in _data()["marks"] else ""
    if "|" in words:
        head, detail, figure = (*(part.strip() for part in words.split("|", 2)), "", "")[:3]
    else:
        head, detail = _clauses(_LEAD.sub("", words, count=1) or words)
        figure = price(words)
        head, figure = _apart(head, figure)
    if mark:
        icon = ""
    whole = head + (f"，{detail}" if detail else "") if "|" in words else words.rstrip("。；;，,")
    return Item(icon or icon_for(words), head, detail.rstrip("。；;，,"), figure, mark, whole)


def _apart(head: str, figure: str) -> tuple[str, str]:
    """Takes a figure out of the headline where it stands at either end; from the middle it cannot be torn."""
    if not figure or figure not in head:
        return head, figure
    if head.startswith(figure):
        rest = head[len(figure) :].lstrip("的，, ")
    elif head.endswith(figure):
        rest = head[: -len(figure)].rstrip("的，, ")
    else:
        rest = ""
    return (rest, figure) if len(rest) >= 2 else (head, "")


def _clauses(words: str) -> tuple[str, str]:
    """The headline and the rest, cut at the first clause that ends within 4 to 14 characters."""
    for match in re.finditer(r"[：:，,；;（(。]|\s+(?=\S{3})", words):
        if 2 <= match.start() <= 14 and words[match.end() :].strip():
            return words[: match.start()], words[match.end() :].strip("）) ")
    return words.rstrip("。；;，,"), ""


@cache
def icon_for(text: str) -> str:
    """The emoji of what a text speaks of, by the table of key words; nothing where none is known."""
    return next((icon for word, icon in _data()["icons"].items() if word in text), "")


def hook(title: str) -> str:
    """Two to five characters a small banner can shout: a price, a quoted word, a term, a number, a key noun.

    Falls back on the head of the title. Empty only for an empty title.
    """
    plain = re.sub(r"\s+", " ", emoji.strip(title)).strip()
    if not plain:
        return ""
    head = _BAR.split(plain)[0]
    if 2 <= len(head) <= 4 and head != plain:
        return head
    figure = price(plain)
    if figure and not figure.endswith(("%", "％")) and len(figure) <= 7:
        return re.sub(r"\s", "", figure)
    quotes = [q.strip() for groups in _QUOTED.findall(plain) for q in groups]
    quoted = next((q for q in quotes if 2 <= len(q) <= 5), "")
    known = sorted((n for n in _nouns() if n in plain), key=lambda n: _nouns().index(n))
    counted = _COUNTED.search(plain)
    for found in (quoted, _term(plain), known[0] if known else "", counted[0] if counted else ""):
        if found:
            return found
    return _head(plain)


def _nouns() -> list[str]:
    return list(resources.toml("covers", "lexicon.toml")["nouns"])


def _term(text: str) -> str:
    """The festival or term a title names; 小满卡 is a card, not 小满."""
    names = [name for names in _data()["seasons"].values() for name in names]
    return next((name for name in names if re.search(f"{name}(?!卡)", text)), "")


def _head(plain: str) -> str:
    """The beginning of a title up to 5 characters, cut where no known word is split."""
    first = next((part for part in re.split(r"[，,。！!？?：:、\s]", plain) if part), plain)
    if len(first) <= 5:
        return first
    for word in lexicon():
        at = first.find(word)
        if 0 <= at < 5 and at + len(word) > 4:
            return word if at + len(word) > 5 else first[: at + len(word)]
    return first[:4].strip().rstrip("的了一最还就把在和与到第") or first[:4].strip()


def accents(title: str) -> list[str]:
    """The words of a title worth a second colour: quoted words, prices, counted things, then a key word.

    At most two, never more than about half of the title.
    """
    found: list[str] = [q for groups in _QUOTED.findall(title) for q in groups if q]
    found += [m[0] for p in (*_PRICE, _PLAIN_PRICE, _COUNTED) for m in p.finditer(title)]
    found += [w for w in _data()["strong"] if w in title]
    found += [n for n in _nouns() if n in title]
    kept: list[str] = []
    budget = max(2, round(len(emoji.strip(title)) * 0.55))
    for word in sorted(dict.fromkeys(found), key=lambda w: found.index(w)):
        fresh = not any(word in other or other in word for other in kept)
        if fresh and len(word) <= budget and len(kept) < 2 and len(word) < len(title):
            kept.append(word)
            budget -= len(word)
    return kept


def season(name: str, day: str) -> str:
    """spring, summer, autumn or winter: of the occasion named, else by the ISO day (立春, 立夏, 立秋, 立冬)."""
    for key, names in _data()["seasons"].items():
        if any(n in name for n in names):
            return str(key)
    try:
        when = date.fromisoformat(day[:10])
    except ValueError:
        return "spring"
    starts = ((2, 4, "spring"), (5, 5, "summer"), (8, 7, "autumn"), (11, 7, "winter"))
    return next((s for m, d, s in reversed(starts) if (when.month, when.day) >= (m, d)), "winter")


def derived(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts with all that follows from them (note.points, note.hook, note.accent, day.short, …)."""
    title, body = facts.get("note.title", ""), facts.get("note.body", "")
    day, occasion = facts.get("note.day", ""), facts.get("occasion.name", "")
    parts = _BAR.split(emoji.strip(title), maxsplit=1)
    term = occasion or _term(title) or (parts[0] if len(parts) > 1 and len(parts[0]) <= 4 else "")
    tail = parts[1] if len(parts) > 1 and term and parts[0] in (term, term + "节气") else ""
    lead = next((s for s in (m[0].strip() for m in _SENTENCE.finditer(body)) if len(s) > 3), "")
    lines = [f"{m}{w}" if m in _data()["marks"] else w for m, w in _points(body)]
    slogan = tail or (title if emoji.strip(title) != term else "")
    icons = (icon_for(emoji.strip(title)), icon_for(facts.get("series.name", "")))
    made = {
        "note.points": "\n".join(lines),
        "note.hook": hook(title),
        "note.accent": "\n".join(accents(title)),
        "note.headline": "\n".join(part for part in _BAR.split(title) if part),
        "note.emoji": next((e for e in icons if e and e != emoji.first(title)), ""),
        "note.lead": lead.rstrip("。") if len(lead) <= 26 else "",
        "note.slogan": slogan,
        "note.verse": slogan if len(slogan) <= 16 and not re.search(r"[0-9A-Za-z「」“”《》]", slogan) else "",
        "occasion.name": term,
        "day.short": _short(day),
        "day.long": day[:10].replace("-", "."),
        "day.season": season(term or title, day),
    }
    return {**made, **{k: v for k, v in facts.items() if v}}


def _short(day: str) -> str:
    try:
        when = date.fromisoformat(day[:10])
    except ValueError:
        return ""
    return f"{when.month}.{when.day:02d}"


def values_for(
    template: Template, facts: Mapping[str, str], overrides: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Every variable of the template from the note's facts; what the user typed (`overrides`) wins.

    Also carries `palette` (series.palette where the template knows it or the common table does). An override
    of the title brings accents of its own unless accents are overridden too.
    """
    typed = dict(overrides or {})
    known = derived({**facts, **({"note.title": typed["title"]} if typed.get("title") else {})})
    values = {
        name: next((known[s] for s in var.source if known.get(s)), var.default)
        for name, var in template.vars.items()
    }
    values["palette"] = known.get("series.palette") or template.head.palette
    return {**values, **typed}


def sample_values(template: Template) -> dict[str, str]:
    """The template's own sample, for the gallery and for `cover render` without values."""
    return {**{name: var.sample or var.default for name, var in template.vars.items()},
            "palette": template.head.palette}  # fmt: skip
