"""Which hashtags to offer for a note, and which are worn out: from what the workspace used before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xhsplanner.core.text import facts, fold, hashtags

SAME_SERIES, SAME_ACCOUNT = 8, 2
"""How much more a use counts that was in the same series, on the same account."""


class Use(NamedTuple):
    """The hashtags of one note, as stored, and where it belongs."""

    account_id: int
    series_id: int | None
    text: str


def ranked(history: Iterable[Use], account_id: int, series_id: int | None) -> list[str]:
    """Every hashtag of `history` (newest first), the likeliest first; among equals the one used last."""
    weights: Counter[str] = Counter()
    for use in history:
        weight = 1
        if series_id is not None and use.series_id == series_id:
            weight *= SAME_SERIES
        if use.account_id == account_id:
            weight *= SAME_ACCOUNT
        for tag in hashtags(use.text):
            weights[tag] += weight
    return [tag for tag, _weight in weights.most_common()]


def matching(tags: Iterable[str], typed: str) -> list[str]:
    """Those of `tags` that hold what is typed, whatever width, case and script; those that begin with it first."""
    wanted = fold(typed.strip().lstrip("#＃"))
    hits = [(not fold(tag).startswith(wanted), tag) for tag in tags if wanted in fold(tag)]
    return [tag for _later, tag in sorted(hits, key=lambda hit: hit[0])]


def overused(tags: Sequence[str], recent: Sequence[str]) -> Mapping[str, int]:
    """Which of `tags` too many of the account's last notes carry, and how many; `recent` their hashtag texts."""
    rule = facts("overused")
    uses = Counter(fold(tag) for text in recent[: int(rule["notes"])] for tag in hashtags(text))
    return {tag: uses[fold(tag)] for tag in tags if uses[fold(tag)] >= int(rule["most"])}


def recent_notes() -> int:
    """How many of an account's last notes say whether a hashtag is worn out."""
    return int(facts("overused")["notes"])
