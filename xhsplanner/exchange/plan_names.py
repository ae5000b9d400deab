"""Names in schedules: accounts and series matched to the workspace's, hashtags and files cut apart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from xhsplanner.core import resources
from xhsplanner.core.model import Kind, Status
from xhsplanner.core.text import hashtag_text, hashtags
from xhsplanner.exchange.plan_words import fold, folded_words, is_blank, plain, tidy, without_brackets, words

_SUFFIXED = re.compile(r"\.[A-Za-z0-9]{2,5}$")
_EPISODE_DIGITS = 5
_STATUS_TEXT = 40
_LATIN_WORD = 4
_PICTURES = re.compile("[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]+")
"""Emoji and arrows that teams put round a name."""
_WRAPPED = re.compile(r"([^（(]{1,12}?)\s*[（(]\s*([^（()）]{2,60}?)\s*[)）]")
"""小红书（主账号、城市分行）."""
_MARKS = re.compile(r"^[\W\d_]+|[\W_]+$")
"""What teams put round a status: a number, an emoji, a dot."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was taken for. `name` is "" where a person said to leave it out; `sure` is False for a guess."""

    name: str
    sure: bool = True


class Names:
    """A set of known names that finds the one a cell means: same letters whatever the case, width and spaces.

    `aliases`: folded text → name, as people said. `match` finds the name itself, also behind `@` or a platform;
    `find` knows aliases too, and guesses where only one name can be meant.
    """

    def __init__(self, names: Iterable[str], aliases: Mapping[str, str] | None = None) -> None:
        listed = list(names)
        self._exact = frozenset(listed)
        self._by_fold: dict[str, str] = {}
        for name in listed:
            if fold(name):
                self._by_fold.setdefault(fold(name), name)
        self._aliases = dict(aliases or {})
        self._found: dict[str, Match | None] = {}

    def __len__(self) -> int:
        return len(self._by_fold)

    def match(self, text: str) -> str | None:
        """The known name that `text` is, also behind a platform's name (小红书·主账号)."""
        found = text if text in self._exact else self._by_fold.get(fold(text))
        if found is not None:
            return found
        rest = undressed(text)
        return self._by_fold.get(fold(rest)) if rest else None

    def find(self, text: str) -> Match | None:
        """The name that `text` stands for; None where none or more than one may be meant."""
        if text not in self._found:
            self._found[text] = self._find(text)
        return self._found[text]

    def all(self) -> list[str]:
        """Every name, in the order they were given."""
        return list(self._by_fold.values())

    def inside(self, text: str) -> str | None:
        """The one known name that stands in a longer text; of names inside each other the longest."""
        folded = fold(text)
        found = sorted((key for key in self._by_fold if len(key) > 1 and key in folded), key=len, reverse=True)
        if not found or any(key not in found[0] for key in found[1:]):
            return None
        return self._by_fold[found[0]]

    def _find(self, text: str) -> Match | None:
        text = _PICTURES.sub("", text).strip() or text
        for said in (text, undressed(text)):
            if said and fold(said) in self._aliases:
                return Match(self._aliases[fold(said)])
        name = self.match(text)
        if name is not None:
            return Match(name)
        guess = self._guess(fold(undressed(text) or text)) or self._guess(fold(without_brackets(text)))
        return Match(guess, sure=False) if guess else None

    def _guess(self, text: str) -> str | None:
        """The only name that contains the text, has its signs in this order, or stands in it with little else."""
        if len(text) < 2 or text in _generic() or text.isdigit():
            return None
        if text in self._by_fold:
            return self._by_fold[text]
        for fits in (_contains, _in_order, self._dressed):
            found = [name for key, name in self._by_fold.items() if fits(key, text)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _dressed(self, key: str, text: str) -> bool:
        """Whether the text is the name with the firm before it or a word such as 账号 behind."""
        before, found, behind = text.partition(key)
        beside = before + " " + behind
        if not found or len(key) < 2 or any(other in beside for other in self._by_fold):
            return False
        before = before.rstrip("-·—_:： ")
        firm = any(before.endswith(fold(word)) for word in words("prefixes")["firms"])
        brand = len(before) > 1 and any(other.startswith(before) for other in self._by_fold)
        return (not before or firm or brand) and (not behind or behind in _generic() or behind[0] in "(（[【")


@dataclass(frozen=True, slots=True)
class People:
    """The names that a schedule may use."""

    accounts: Names
    series: Names
    members: Names


def _contains(key: str, text: str) -> bool:
    return text in key


def _in_order(key: str, text: str) -> bool:
    rest = iter(key)
    return len(text) < len(key) and text[0] == key[0] and not text.isascii() and all(sign in rest for sign in text)


@cache
def _generic() -> frozenset[str]:
    prefixes = words("prefixes")
    return frozenset(fold(word) for word in (*prefixes["accounts"], *prefixes["behind"], *prefixes["firms"]))


@cache
def _platform() -> re.Pattern[str]:
    prefixes = words("prefixes")
    listed = "|".join(re.escape(word) for word in sorted(prefixes["accounts"], key=len, reverse=True))
    after = f"[{re.escape(prefixes['after'])}]"
    # a Latin word must end there: xhs-Office, and not the "red" of "Redwood"
    return re.compile(rf"^\s*(?:(?:{listed})(?![a-z]){after}*|{after}+)\s*(?=\S)", re.IGNORECASE)


def is_dressed(text: str) -> bool:
    """Whether a short text says that it is an account: `@` or a platform stands before it."""
    return bool(_dressed_name().match(text))


@cache
def _dressed_name() -> re.Pattern[str]:
    prefixes = words("prefixes")
    listed = "|".join(re.escape(word) for word in sorted(prefixes["accounts"], key=len, reverse=True))
    return re.compile(rf"^\s*(?:[@＠]|(?:{listed})\s*[·•:：\-—_/|｜])\s*\w", re.IGNORECASE)


def undressed(text: str) -> str:
    """A name without `@`, a platform before it or brackets round it; "" where it has none of these."""
    rest = tidy(text)
    rest = _platform().sub("", rest, count=1)
    rest = rest.strip('@＠【】「」[]《》"“”*·:： \u200b')
    return "" if rest == tidy(text) else rest


@dataclass(slots=True)
class Split:
    """What a cell of accounts says: known names in its order, texts that are none, and what was guessed.

    `elsewhere` says that all of it names other platforms' accounts or what a person wants left out.
    """

    found: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    guesses: list[tuple[str, str]] = field(default_factory=list)
    elsewhere: bool = False


def read_accounts_cell(text: str, known: Names) -> Split:
    """The accounts of a cell. A piece is cut by the stronger separators first: names may contain weaker ones."""
    split = Split()
    if (wrapped := _WRAPPED.fullmatch(tidy(text))) and names_ours(wrapped[1]) and known.match(text) is None:
        text = wrapped[2]
    if fold(text) in folded_words("all_accounts") and known.match(text) is None:
        split.found = known.all()
        if split.found:
            return split
    pieces = _pieces(text, known, list(words("separators")["accounts"]))
    left_out = 0
    for piece in pieces:
        match = known.find(piece)
        if match is None and not other_platform(piece):
            split.unknown.append(undressed(piece) or piece)
        elif match is None or not match.name:
            left_out += 1
        else:
            split.found.append(match.name)
            if not match.sure:
                split.guesses.append((piece, match.name))
    split.found = list(dict.fromkeys(split.found))
    split.unknown = list(dict.fromkeys(split.unknown))
    split.elsewhere = bool(pieces) and left_out == len(pieces)
    return split


def split_accounts(text: str, known: Names) -> tuple[list[str], list[str]]:
    """The known accounts of a cell in its order, each once, and the pieces that are no known name."""
    split = read_accounts_cell(text, known)
    return split.found, split.unknown


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
    return all(known.find(piece) is not None for piece in _pieces(text, known, levels))


def _spaced(text: str, known: Names) -> list[str]:
    """Names set apart by spaces or `@`, where every one of them is known."""
    pieces = [piece for piece in re.split(r"[\s@＠]+|(?<!\w)\d{1,2}[.、．)）]\s*", text) if piece]
    return pieces if len(pieces) > 1 and all(known.find(piece) for piece in pieces) else [text]


@cache
def _platforms() -> tuple[frozenset[str], frozenset[str]]:
    return (
        folded_words("our_platform"),
        folded_words("other_platforms"),
    )


def other_platform(text: str) -> bool:
    """Whether a name or cell of platforms names only others than ours: 微博, 公众号·主账号, WeChat OA."""
    _, others = _platforms()
    pieces = [fold(piece) for piece in re.split(r"[、,，;；/|&+\n]+", text) if piece.strip()]
    heads = [re.split(r"[·•:：\-—_(（]", piece)[0] for piece in pieces]
    latin = tuple(word for word in others if word.isascii() and len(word) > _LATIN_WORD)
    return bool(pieces) and all(head in others or head.startswith(latin) for head in heads)


def is_platform(text: str) -> bool:
    """Whether a cell names platforms and nothing else."""
    ours, others = _platforms()
    pieces = [fold(piece) for piece in re.split(r"[、,，;；/|&+\n()（）·]+", text) if piece.strip()]
    return bool(pieces) and (all(piece in ours | others for piece in pieces) or other_platform(text))


def names_ours(text: str) -> bool:
    """Whether one of the platforms of a cell is ours."""
    ours, _ = _platforms()
    return any(fold(piece) in ours for piece in re.split(r"[、,，;；/|&+\n()（）·]+", text) if piece.strip())


def split_hashtags(text: str) -> tuple[str, ...]:
    """`#信用卡#避坑`, `#a #b`, one a line, `a、b` or the app's `#a[话题]#` → names without #, each once."""
    text = tidy(text)
    if "#" not in text and "＃" not in text:
        if is_blank(text):
            return ()
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
    codes = {status.value for status in Status}
    return {
        plain(word): Status(code) for code, listed in table.items() if code in codes for word in (code, *listed)
    }


@cache
def _denials() -> tuple[str, ...]:
    return tuple(resources.toml("plan", "statuses.toml")["no"])


def read_status(text: str) -> Status | None:
    """Our status for a team's word; None where the word is not known."""
    return _read_status(text) if len(text) <= _STATUS_TEXT else None


@lru_cache(maxsize=4096)
def _read_status(text: str) -> Status | None:
    table = _statuses()
    said = plain(text)
    bare = _MARKS.sub("", said)
    for word in (said, bare, plain(without_brackets(bare))):
        if word in table:
            return table[word]
    if bare.startswith(_denials()):
        return None
    inside = [word for word in table if word in bare and len(word) > (4 if word.isascii() else 1)]
    if not inside and len(said) <= 3:
        inside = [word for word in table if word in said and not word[0].isalnum()]
    if not inside or len(bare) > 3 * max(map(len, inside)) + 4:
        return None
    return table[max(inside, key=lambda word: (len(word), bare.endswith(word)))]


def is_status(text: str) -> bool:
    """Whether a short text is exactly a status word; what only contains one may be anything."""
    said = plain(text)
    return said in _statuses() or _MARKS.sub("", said) in _statuses()


@cache
def _kinds() -> dict[str, Kind]:
    return {plain(word): Kind(kind) for kind, listed in words("kinds").items() for word in listed}


def read_kind(text: str) -> Kind | None:
    """图文 or 视频 for a team's word; None where the word is not known."""
    table = _kinds()
    said = plain(text)
    for word in (said, _MARKS.sub("", said), plain(without_brackets(said))):
        if word in table:
            return table[word]
    found = {kind for word, kind in table.items() if len(word) > 1 and word in said}
    return found.pop() if len(found) == 1 and len(said) < 12 else None


@cache
def _episode() -> re.Pattern[str]:
    return re.compile(rf"第\s*(\d{{1,{_EPISODE_DIGITS}}})\s*(?:{'|'.join(words('episodes'))})")


def read_episode(text: str) -> int | None:
    """第18弹 → 18; None where no episode is named."""
    found = _episode().search(plain(text))
    return int(found[1]) if found else None


_TAIL = re.compile(r"(?:^|(?<=[\s。！？!?~～…]))(?:[#＃][^#＃\s]+(?:\[话题\])?[#＃]?[\s,，、]*)+$")


def cut_hashtags(body: str) -> tuple[str, tuple[str, ...]]:
    """A text without the hashtags at its end, and these: they are no text on the platform either."""
    found = _TAIL.search(body)
    if not found:
        return body, ()
    tags = tuple(hashtags(found[0]))
    return (body[: found.start()].rstrip(), tags) if tags else (body, ())
