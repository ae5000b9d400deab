"""Every word in both languages, and every word the code asks for is there."""

import ast
import gc
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from xhsplanner.core.words import LANGUAGES, Words, load

PACKAGE = Path(__file__).parents[2] / "xhsplanner"
CHINESE, ENGLISH = (load(language) for language in LANGUAGES)
HAN = re.compile(r"[\u4e00-\u9fff]")


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@cache
def _asked() -> list[tuple[str, ast.Call, str | None]]:
    """Every call of `t`: its place, the call, and the key as a regular expression, None where it is computed."""
    found: list[tuple[str, ast.Call, str | None]] = []
    gc.disable()  # half of the time would go into looking through trees that are no garbage
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t" and node.args:
                place = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
                found.append((place, node, _pattern(node.args[0])))
    gc.enable()
    return found


def _pattern(key: ast.expr) -> str | None:
    if isinstance(key, ast.Constant):
        return re.escape(str(key.value))
    if isinstance(key, ast.JoinedStr):
        parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else r".+" for p in key.values)
        return "".join(parts)
    return None


def test_both_languages_have_the_same_keys() -> None:
    assert set(CHINESE) - set(ENGLISH) == set(), "missing in English"
    assert set(ENGLISH) - set(CHINESE) == set(), "missing in Chinese"


def test_both_languages_have_the_same_placeholders() -> None:
    both = set(CHINESE) & set(ENGLISH)
    assert {key for key in both if _holes(CHINESE[key]) != _holes(ENGLISH[key])} == set()


def test_nothing_is_empty() -> None:
    assert [key for words in (CHINESE, ENGLISH) for key, text in words.items() if not text.strip()] == []


def test_every_key_asked_for_exists() -> None:
    places = {pattern: place for place, _, pattern in _asked() if pattern is not None}
    for key in map(re.escape, CHINESE):
        places.pop(key, None)
    lost = {one: place for one, place in places.items() if not any(re.fullmatch(one, key) for key in CHINESE)}
    assert lost == {}


def test_every_placeholder_is_filled() -> None:
    """`t("week.moved", n=3)` gives each `{name}` of the words a value; without values braces would be shown."""
    bare = []
    for place, call, _ in _asked():
        key = call.args[0]
        if not isinstance(key, ast.Constant) or any(word.arg is None for word in call.keywords):
            continue
        given = {word.arg for word in call.keywords}
        if not _holes(CHINESE.get(str(key.value), "")) <= given:
            bare.append((place, key.value))
    assert bare == []


def test_every_op_has_a_label() -> None:
    """The kinds of `store.op("note.move", …)` are read out in toasts, the log and the undo menu."""
    kinds = set()
    for path in (PACKAGE / "ops").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "op":
                kinds |= {str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant)}
    assert {kind for kind in kinds if f"op.{kind}" not in CHINESE} == set()


def test_english_is_english() -> None:
    """Names that stay Chinese on purpose are quoted by their key."""
    chinese = {key for key, text in ENGLISH.items() if HAN.search(text)}
    assert {key for key in chinese if CHINESE[key] == ENGLISH[key] and len(ENGLISH[key]) > 12} == set()


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="fr"):
        Words().use("fr")


def test_words_change_with_the_language() -> None:
    words = Words()
    chinese = words.text("doctor.ok")
    words.use("en")
    assert words.text("doctor.ok") == "This machine has everything it needs."
    assert HAN.search(chinese)
