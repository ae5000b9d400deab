"""What a pasted text is: a table, or a note with title, body and hashtags."""

import re
from typing import NamedTuple

from xhsplanner.core.text import hashtag_text, hashtags, title_length, title_limit

_TAG = r"[#＃][^#＃\s]+[#＃]?"
_TAGS_ONLY = re.compile(rf"\s*(?:{_TAG}\s*)+")
_TAGS_AT_END = re.compile(rf"(?:^|\s+)(?:{_TAG}\s*)+$")
_ROW = re.compile(r"<tr[\s>].*?(?=<tr[\s>]|</table|$)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)


class Pasted(NamedTuple):
    """A text as a note: `hashtags` as the platform takes them, `#信用卡 #避坑`."""

    title: str
    body: str
    hashtags: str


def read(text: str) -> Pasted:
    """Read a text as a note: a first line that fits is the title, hashtags at the end are hashtags.

    Hashtags within the body stay where they are.
    """
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    tags: list[str] = []
    while lines and (not lines[-1] or _TAGS_ONLY.fullmatch(lines[-1])):
        tags = hashtags(lines.pop()) + tags
    if lines and (found := _TAGS_AT_END.search(lines[-1])):
        tags = hashtags(found[0]) + tags
        lines[-1] = lines[-1][: found.start()].rstrip()
    title = ""
    if lines and title_length(lines[0].strip()) <= title_limit():
        title = lines.pop(0).strip()
    return Pasted(title, "\n".join(lines).strip(), hashtag_text(tags))


def is_table(text: str, html: str = "") -> bool:
    """Whether the clipboard holds a table: at least two rows of two columns, as html or separated by tabs."""
    if sum(len(_CELL.findall(row)) >= 2 for row in _ROW.findall(html)) >= 2:
        return True
    return sum("\t" in line for line in text.strip("\n").splitlines()) >= 2
