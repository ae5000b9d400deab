"""What stands around a table and holds for all of it: whose account it is and which days it is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from xhsplanner.exchange.plan_hints import Hint, read_hint
from xhsplanner.exchange.plan_names import Names, is_dressed, undressed
from xhsplanner.exchange.plan_words import fold, plain, tidy, without_brackets, words

_ENUMERATED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,2}|\d{1,2}|[①-⑩]|[(（][一二三四五六七八九十\d]{1,2}[)）])\s*[、.．)）:：]?\s*(?=\S)"
)
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Context:
    """`account` is what the titles call the account, known or not; "" where they name none."""

    account: str
    hint: Hint


def read_context(titles: Sequence[str], sheet: str, file: str, names: Names, today: date) -> Context:
    """The context of a table. `titles` are the texts above it, the nearest first."""
    return Context(_account(titles, sheet, file, names), read_hint([*titles, sheet, file], today))


def _account(titles: Sequence[str], sheet: str, file: str, names: Names) -> str:
    for title in titles:
        if said := _labelled(title):
            return said
        bare = _bare(title)
        if len(bare) <= _LONGEST_NAME and names.find(bare):
            return bare
        if found := names.inside(title):
            return found
    bare = _bare(sheet)
    if bare and names.find(bare):
        return bare
    if found := names.inside(sheet):
        return found
    for title in titles:
        if _ENUMERATED.match(title) and _may_name(_bare(title)):
            return _bare(title)
    if is_dressed(sheet) and _may_name(_bare(sheet)):
        return _bare(sheet)
    if found := names.inside(file):
        return found
    return _bare(sheet) if not len(names) and _may_name(_bare(sheet)) else ""


@cache
def _label() -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in words("account_labels"))
    return re.compile(rf"(?:{listed})\s*[:：]\s*([^\s,，;；|｜/()（）]+)", re.IGNORECASE)


def _labelled(title: str) -> str:
    """账号：信用卡申请　时间：… → 信用卡申请."""
    found = _label().search(title)
    return found[1] if found else ""


def _bare(text: str) -> str:
    """A heading without its number, remarks in brackets and days: 一、主账号（运营：陈思雨） → 主账号."""
    rest = _ENUMERATED.sub("", tidy(text), count=1)
    rest = undressed(without_brackets(rest)) or without_brackets(rest)
    return re.sub(r"[\s\-_（(]*\d{1,4}[年月.\-/].*$", "", rest).strip() or rest


def _may_name(text: str) -> bool:
    """Whether a heading may be an account's name: short, and no word for a plan, a month or a week."""
    return (
        1 < len(fold(text)) <= _LONGEST_NAME
        and not any(sign.isdigit() for sign in text)
        and not any(plain(word) in plain(text) for word in words("no_names"))
    )
