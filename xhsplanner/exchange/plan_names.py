"""Names in schedules: accounts and series matched to the workspace's, hashtags and files cut apart."""

import re
from collections.abc import Iterable
from functools import cache

from xhsplanner.core import resources
from xhsplanner.core.model import Kind, Status
from xhsplanner.core.text import hashtag_text, hashtags
from xhsplanner.exchange.plan_words import fold, plain, tidy, words

_SUFFIXED = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_EPISODE_DIGITS = 5


class Names:
    """A set of known names that finds the one a cell means: same letters whatever the case, width and spaces."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = list(names)
        self._exact = frozenset(listed)
        self._by_fold: dict[str, str] = {}
        for name in listed:
            if fold(name):
                self._by_fold.setdefault(fold(name), name)

    def match(self, text: str) -> str | None:
        """The known name that `text` is, also behind a platform's name (小红书·主账号)."""
        found = text if text in self._exact else self._by_fold.get(fold(text))
        if found is not None:
            return found
        rest = _without_platform(text)
        return self._by_fold.get(fold(rest)) if rest else None


@cache
def _platform() -> re.Pattern[str]:
    prefixes = words("prefixes")
    listed = "|".join(re.escape(word) for word in prefixes["accounts"])
    return re.compile(rf"^\s*(?:{listed})\s*[{re.escape(prefixes['after'])}]*\s*(?=\S)", re.IGNORECASE)


def _without_platform(text: str) -> str:
    rest = _platform().sub("", text, count=1)
    return "" if rest == text else rest


def split_accounts(text: str, known: Names) -> tuple[list[str], list[str]]:
    """The known accounts of a cell in its order, each once, and the pieces that are no known name.

    A piece is cut by the stronger separators first, so that a known name may itself contain a weaker one.
    """
    found: list[str] = []
    unknown: list[str] = []
    for piece in _pieces(text, known, list(words("separators")["accounts"])):
        name = known.match(piece)
        if name is None:
            unknown.append(piece)
        else:
            found.append(name)
    return list(dict.fromkeys(found)), list(dict.fromkeys(unknown))


def _pieces(text: str, known: Names, levels: list[str]) -> list[str]:
    text = tidy(text)
    if not text or known.match(text) is not None:
        return [text] if text else []
    if not levels:
        return _spaced(text, known)
    pieces = [piece for piece in re.split(f"[{re.escape(levels[0])}]", text) if piece.strip()]
    rest = levels[1:]
    if len(rest) == 1 and not all(_pieces_known(piece, known, rest) for piece in pieces):
        # 和 and 与 also stand inside names: they separate only where that makes known names
        return [piece.strip() for piece in pieces]
    return [name for piece in pieces for name in _pieces(piece, known, rest)]


def _pieces_known(text: str, known: Names, levels: list[str]) -> bool:
    return all(known.match(piece) is not None for piece in _pieces(text, known, levels))


def _spaced(text: str, known: Names) -> list[str]:
    """Names set apart by spaces only, where every one of them is known."""
    pieces = text.split()
    return pieces if len(pieces) > 1 and all(known.match(piece) for piece in pieces) else [text]


def split_hashtags(text: str) -> tuple[str, ...]:
    """`#信用卡#避坑`, `#a #b`, one a line, `a、b` or the app's `#a[话题]#` → names without #, each once."""
    text = tidy(text)
    if "#" not in text and "＃" not in text:
        text = hashtag_text(re.split(f"[{re.escape(words('separators')['hashtags'])}]+", text))
    return tuple(hashtags(text))


def split_covers(text: str) -> tuple[str, ...]:
    """File names cut at `；` and line breaks; at a comma only where every piece looks like a file."""
    separators = words("separators")
    names = [name.strip() for name in re.split(f"[{re.escape(separators['covers'])}]", tidy(text))]
    cut: list[str] = []
    for name in names:
        pieces = [piece.strip() for piece in re.split(f"[{re.escape(separators['covers_weak'])}]", name)]
        cut += pieces if all(_SUFFIXED.search(piece) for piece in pieces) else [name]
    return tuple(dict.fromkeys(name for name in cut if name))


@cache
def _statuses() -> dict[str, Status]:
    table = resources.toml("plan", "statuses.toml")
    return {plain(word): Status(code) for code, listed in table.items() for word in (code, *listed)}


def read_status(text: str) -> Status | None:
    """Our status for a team's word; None where the word is not known."""
    return _statuses().get(plain(text))


@cache
def _kinds() -> dict[str, Kind]:
    return {plain(word): Kind(kind) for kind, listed in words("kinds").items() for word in listed}


def read_kind(text: str) -> Kind | None:
    """图文 or 视频 for a team's word; None where the word is not known."""
    return _kinds().get(plain(text))


@cache
def _episode() -> re.Pattern[str]:
    return re.compile(rf"第\s*(\d{{1,{_EPISODE_DIGITS}}})\s*(?:{'|'.join(words('episodes'))})")


def read_episode(text: str) -> int | None:
    """第18弹 → 18; None where no episode is named."""
    found = _episode().search(plain(text))
    return int(found[1]) if found else None
