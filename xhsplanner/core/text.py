"""Text of notes as the platform counts it, as people compare it, and as the search index cuts it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import add
from typing import Any

from xhsplanner.core import resources


def facts(name: str) -> Mapping[str, Any]:
    """One table of resources/platform/facts.toml: title, body, hashtags, pictures… KeyError for another name."""
    table: Mapping[str, Any] = resources.toml("platform", "facts.toml")[name]
    return table


_HALF = re.compile("[\ud800-\udfff]")


def whole(text: str) -> str:
    """`text` with each half of a character (a lone surrogate, from a paste, say) as `�`: it can be saved."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def units(text: str) -> int:
    """How many UTF-16 units `text` has: what the platform counts; an emoji is 2 or more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def title_length(text: str) -> int:
    """The platform's weighted length of a title: a UTF-16 unit above 127 counts 2, ASCII 1; half, rounded up."""
    if text.isascii():
        return (len(text) + 1) // 2
    ascii_ = len(text.encode("ascii", "ignore"))  # encoding counts ten times as fast as a loop: once a card
    wide = len(text.encode("utf-16-le", "surrogatepass")) // 2 - ascii_
    return (2 * wide + ascii_ + 1) // 2


def title_limit() -> int:
    """The longest title, in weighted characters."""
    return int(facts("title")["limit"])


@dataclass(frozen=True, slots=True)
class Budget:
    """What body, hashtags and disclaimer use of the platform's limit, in UTF-16 units."""

    used: int
    limit: int
    warn: int

    @property
    def left(self) -> int:
        """Units left; negative where it is over."""
        return self.limit - self.used

    @property
    def level(self) -> str:
        """`ok`, `warn` (from the warning mark) or `over` (past the limit)."""
        if self.used > self.limit:
            return "over"
        return "warn" if self.used >= self.warn else "ok"


def budget(body: str, hashtags: str = "", disclaimer: str = "") -> Budget:
    """The budget of a note's text. Parts that are there count with the newline that joins them when copied."""
    fact = facts("body")
    joined = "\n".join(part for part in (body, hashtags, disclaimer) if part)
    return Budget(units(joined), int(fact["limit"]), int(fact["warn"]))


@cache
def _simplify() -> Mapping[int, str]:
    lines = [line for line in resources.text("platform", "simplify.txt").splitlines() if line[:1] != "#"]
    pairs = zip("".join(lines[0::2]), "".join(lines[1::2]), strict=True)
    return {ord(traditional): simplified for traditional, simplified in pairs}


_ALONE = re.compile(
    "[\0-\u02af\u2010-\u20cf\u2100-\u2bff\u2e80-\u3029\u3030-\u3098\u309b-\u3130\u3190-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\ufe00-\ufe0f\uff01-\uff9d\U0001f000-\U0001faff\U00020000-\U0003134f]*"
)
"""Characters that never join the one before them when they are folded: nearly all that notes are written in."""


class _Folds(dict[int, str]):
    """Each character as it is folded alone, looked up once."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_folds = _Folds()


def fold(text: str) -> str:
    """`text` in one width, case and script: NFKC, casefold, traditional to simplified. For comparing only."""
    if text.isascii():
        return text.lower()
    if _ALONE.fullmatch(text):
        return text.translate(_folds)  # a third of the time; every bulk edit folds the texts it touches
    return _folded(text)


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return folded.translate(_simplify())


def normalise(text: str) -> str:
    """`text` for matching titles: folded, without spaces, punctuation, symbols and emoji.

    A text of nothing else keeps its symbols, so that two different emoji titles stay different.
    """
    folded = fold(text)
    plain = "".join(character for character in folded if unicodedata.category(character)[0] in "LNM")
    kept = "".join(character for character in plain if character not in _JOINERS)
    return unicodedata.normalize("NFKC", kept) or "".join(folded.split())


_JOINERS = {chr(code) for code in (*range(0xFE00, 0xFE10), 0x20E3)}
"""Variation selectors and the keycap mark: parts of emoji, though Unicode calls them marks."""

_RUNS = re.compile("[^\\s\x00-\x1f\x7f]+")


def plain(text: str) -> str:
    """`text` as search compares it: folded, whatever parts words in it (spaces, newlines, controls) one space."""
    return " ".join(_RUNS.findall(fold(text)))


def grams(text: str) -> set[str]:
    """What the search index keeps of `text`: each character, and each two that no space parts.

    Symbols and emoji are characters like any other, so that whatever can be typed can be found.
    """
    return grams_of(plain(text))


def grams_of(folded: str) -> set[str]:
    """The same of a text as `plain` has it."""
    found: set[str] = set()
    for run in folded.split():
        found.update(run)
        found.update(map(add, run, run[1:]))
    return found


_HASHTAG = re.compile(r"[#＃]([^#＃\s,，、;；。！!？?|]+)")
_MARK = re.compile(r"\[[^\]]*\]$")


def hashtags(text: str) -> list[str]:
    """The hashtags in `text` without `#`, in order, each once. Reads `#信用卡#避坑` and `#信用卡[话题]#` too."""
    found = (_MARK.sub("", match) for match in _HASHTAG.findall(text))
    return list(dict.fromkeys(tag for tag in found if tag))


def hashtag_spans(text: str) -> list[tuple[int, int]]:
    """Where hashtags stand in `text`, as (first, after last) with their `#`: what the platform shows as links."""
    return [match.span() for match in _HASHTAG.finditer(text)]


def hashtag_text(tags: list[str]) -> str:
    """Hashtags as the platform takes them: `#信用卡 #避坑`. Empty ones and doubles are dropped."""
    clean = (tag.strip().lstrip("#＃") for tag in tags)
    return " ".join(f"#{tag}" for tag in dict.fromkeys(clean) if tag)


def byte_text(count: int) -> str:
    """A size as people read it: 2.1 GB, 34.5 MB, 12 KB."""
    for unit, name in ((1024**3, "GB"), (1024**2, "MB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{max(1, round(count / 1024))} KB" if count else "0 KB"
