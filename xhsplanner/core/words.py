"""All words the user reads: `t("week.moved", n=3)`.

Words live in `resources/text/<language>/<room>.toml`; the file's name is the first part of the key.
The active language is one per process, zh_CN unless told otherwise.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from xhsplanner.core import reasons, resources

LANGUAGES = ("zh_CN", "en")
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Unicode's embeddings, overrides and isolates of direction, to be left out."""


def _flatten(prefix: str, table: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            flat |= _flatten(name, value)
        else:
            flat[name] = str(value)
    return flat


def load(language: str) -> dict[str, str]:
    """Every word of one language by its full key. Raises FileNotFoundError for an unknown language."""
    words: dict[str, str] = {}
    for file in sorted(resources.path("text", language).glob("*.toml")):
        words |= _of_file(language, file.stem)
    return words


@cache
def _of_file(language: str, name: str) -> dict[str, str]:
    return _flatten(name, resources.toml("text", language, f"{name}.toml"))


def said_in(language: str, key: str) -> str:
    """The words behind `key` in any language, read from one small file. Raises KeyError for an unknown key."""
    return _of_file(language, key.partition(".")[0])[key]


def level(text: str) -> str:
    """A text without the marks that turn the order of what follows: a title must not turn our sentence."""
    return text if text.isascii() else text.translate(TURNING)


class Words:
    """The words of the active language."""

    def __init__(self, language: str = LANGUAGES[0]) -> None:
        self._words: dict[str, str] | None = None
        self.language = language

    def use(self, language: str) -> None:
        """Switch language; raises ValueError where it is not one of `LANGUAGES`."""
        if language not in LANGUAGES:
            raise ValueError(f"unknown language {language!r}")
        self.language = language
        self._words = None

    def text(self, key: str, /, **values: object) -> str:
        """The words behind `key` with `{name}` filled in. Raises KeyError for an unknown key.

        A `reason` may be an error, or what one says: it is said in the user's words where there are some.
        """
        if self._words is None:
            self._words = load(self.language)
        if "reason" in values and (found := reasons.known(values["reason"])) is not None:
            values["reason"] = self._words[f"reason.{found[0]}"].format(**found[1])
        if not values:
            return self._words[key]
        return level(self._words[key].format(**values))

    def has(self, key: str) -> bool:
        """Whether the active language has this key."""
        if self._words is None:
            self._words = load(self.language)
        return key in self._words


words = Words()
t = words.text
