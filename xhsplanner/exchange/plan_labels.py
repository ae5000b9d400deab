"""Fields of a note in one cell, each behind its label: 【标题】…【正文】…【话题】…, or 标题：… on lines."""

import re
from collections.abc import Iterable
from functools import cache

from xhsplanner.exchange.plan_model import Cell
from xhsplanner.exchange.plan_words import plain, shown, words

_HOLDING = ("title", "topic", "body")
"""Roles of columns whose cells may hold several fields."""


def unpacked(cells: dict[str, Cell]) -> dict[str, Cell]:
    """The cells of a row, with the fields that stand labelled in one of them; a field's own column goes before."""
    found = dict(cells)
    for role in _HOLDING:
        text = shown(cells.get(role, ""))
        fields = labelled(text) if text[:1] in _OPENING or ":" in text or "：" in text else {}
        if len(fields) > 1 or (role in fields and text[:1] in _OPENING):
            found[role] = ""
            found.update(
                {name: said for name, said in fields.items() if name == role or shown(found.get(name, "")) == ""}
            )
    return found


def labelled(text: str) -> dict[str, str]:
    """Role → text of a cell that begins with a label; empty where it does not."""
    marks = _in_brackets().finditer(text) if text[:1] in _OPENING else _on_lines().finditer(text)
    return _between(text, marks)


def _between(text: str, marks: Iterable[re.Match[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    listed = list(marks)
    if not listed or listed[0].start():
        return {}
    for mark, following in zip(listed, [*listed[1:], None], strict=True):
        said = text[mark.end() : following.start() if following else len(text)].strip()
        found.setdefault(_roles()[plain(mark[1])], said)
    return found


_OPENING = ("【", "[", "〔", "［")


@cache
def _roles() -> dict[str, str]:
    return {plain(word): role for role, listed in words("cell_labels").items() for word in listed}


@cache
def _listed() -> str:
    return "|".join(re.escape(word) for word in sorted(_roles(), key=len, reverse=True))


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(rf"\s*[【\[〔［]\s*({_listed()})\s*[】\]〕］]\s*[:：]?", re.IGNORECASE)


@cache
def _on_lines() -> re.Pattern[str]:
    return re.compile(rf"(?:^|(?<=\n))\s*({_listed()})\s*[:：]", re.IGNORECASE)
