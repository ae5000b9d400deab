"""Texts of note templates: the few words in braces that a new note fills in. All else stays as it is typed."""

import re
from collections.abc import Mapping
from datetime import date

from xhsplanner.core.words import t

KNOWN = {
    "date": "date",
    "日期": "date",
    "weekday": "weekday",
    "星期": "weekday",
    "episode": "episode",
    "期数": "episode",
    "series": "series",
    "系列": "series",
    "account": "account",
    "账号": "account",
    "occasion": "occasion",
    "节点": "occasion",
}
"""What may stand in braces → which of `filling`'s values it is."""
_HOLE = re.compile("{(" + "|".join(KNOWN) + ")}")


def filling(
    day: date | None, episode: int | None = None, series: str = "", account: str = "", occasion: str = ""
) -> dict[str, str]:
    """The values of a note that `fill_template` puts into its texts; what it has not is left out."""
    return {
        "date": t("slots.date", m=day.month, d=day.day) if day is not None else "",
        "weekday": t(f"days.weekday.{day.weekday()}") if day is not None else "",
        "episode": "" if episode is None else str(episode),
        "series": series,
        "account": account,
        "occasion": occasion,
    }


def fill_template(text: str, values: Mapping[str, str]) -> str:
    """A template's text with its known words filled in, once: what a value itself says in braces is only text."""
    return _HOLE.sub(lambda match: values.get(KNOWN[match[1]], ""), text)
