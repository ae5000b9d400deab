"""Makes strange inputs of good ones: bits turned, pieces cut, doubled and moved, words of the format put in.

The same chance and the same inputs give the same strange one, everywhere.
"""

import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from random import Random
from typing import Any

import tomli_w

LONGEST = 40_000
"""Bytes a mutated input may have: doubling must not turn a fuzz of parsers into a test of patience."""
STEPS = (1, 1, 1, 2, 2, 3, 5, 8)
"""How many changes one input gets."""
_TOKEN = re.compile(rb'"[^"\n]*"|[\w.#$/\x80-\xff-]+|[^\s\w]')
_VALUE = re.compile(rb'(?<=[=:])\s*("[^"\n]*"|\[[^\[\]\n]*\]|\{[^{}\n]*\}|[^\s,\]}]+)')
"""What stands behind a key in TOML, JSON and, as an attribute, in markup."""
_ODD = [
    b"0", b"-1", b"1", b"31", b"1e309", b"-0.0", b"nan", b"9" * 30, b"9" * 5000, str(2**63).encode(), b"0x1", b'""',
    b"[]", b"[1]", b"[[]]", b"[{}]", b"{}", b'{"a":1}', b"{a = 1}", b'["a"]', b"true", b"null", b'"a"',
    b" 1979-05-27",
]  # fmt: skip
_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, -0.5, float("inf"), float("nan"),
    "", "a", "0", "\ud800", "\x00", "9" * 30, "9" * 5000, "²", "１２", "2026-02-30", "字" * 3000, [], [1], [[]],
    [{}], {}, {"": ""}, {"a": 1},
)  # fmt: skip

Words = Sequence[bytes]
Change = Callable[[bytes, Random, Words], bytes]


def mutated(data: bytes, chance: Random, words: Words) -> bytes:
    """A few changes to bytes; `words` are pieces this format knows, whole other inputs among them are fine."""
    for _ in range(chance.choice(STEPS)):
        data = chance.choice(CHANGES)(data, chance, words)[:LONGEST]
    return data


def in_json(data: bytes, chance: Random, words: Words) -> bytes:
    """The same for JSON: mostly in what it says, so that it can still be read."""
    return _in_tree(data, chance, words, _from_json, lambda tree: json.dumps(tree, ensure_ascii=False))


def in_toml(data: bytes, chance: Random, words: Words) -> bytes:
    """The same for TOML."""
    return _in_tree(data, chance, words, _from_toml, tomli_w.dumps)


def in_zip(data: bytes, chance: Random, words: Words) -> bytes:
    """The same for a zip: mostly within one of its members, packed again; now and then the bytes of the zip."""
    if chance.random() < 0.15:
        return mutated(data, chance, words)
    try:
        members = unpacked(data)
    except Exception:  # whatever a damaged zip makes of Python's reader: then its bytes are all there is to change
        return mutated(data, chance, words)
    if not members:
        return mutated(data, chance, words)
    name = chance.choice(sorted(members))
    act = chance.random()
    if act < 0.05:
        members.pop(name, None)
    elif act < 0.1:
        members[chance.choice(sorted(members))] = members[name]
    else:
        inner = in_json if name.endswith(".json") else mutated
        members[name] = inner(members[name], chance, words)
    return packed(members)


_from_json = lru_cache(128)(json.loads)
_from_toml = lru_cache(128)(lambda data: tomllib.loads(data.decode()))
"""Good inputs come again and again: each is read once."""


def _in_tree(
    data: bytes, chance: Random, words: Words, loads: Callable[[bytes], Any], dumps: Callable[[Any], str]
) -> bytes:
    if chance.random() < 0.3:
        return mutated(data, chance, words)
    try:
        tree = deepcopy(loads(data))
        for _ in range(chance.choice(STEPS)):
            _turn_node(tree, chance, words)
        made = dumps(tree).encode("utf-8", "surrogatepass")
    except (ValueError, TypeError, RecursionError):  # no tree, or one that this format cannot say
        return mutated(data, chance, words)
    return made if len(made) <= LONGEST else data


def _turn_node(tree: Any, chance: Random, words: Words) -> None:
    """One value of a tree gives way to another, is taken out, or gets another name or place."""
    places = list(_places(tree))
    if not places:
        return
    holder, key = chance.choice(places)
    act = chance.random()
    if act < 0.15:
        del holder[key]
    elif act < 0.25 and isinstance(holder, dict):
        holder[chance.choice(words)[:80].decode("utf-8", "replace")] = holder.pop(key)
    elif act < 0.35 and isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    elif act < 0.45:
        holder[key] = [holder[key]]
    elif act < 0.65:
        other, at = chance.choice(places)
        holder[key] = deepcopy(other[at])
    elif act < 0.8:
        holder[key] = chance.choice(words)[:200].decode("utf-8", "replace")
    else:
        holder[key] = deepcopy(chance.choice(_ODD_VALUES))


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a tree, as what holds it and its place there."""
    if isinstance(tree, dict | list):
        for key in range(len(tree)) if isinstance(tree, list) else tree:
            yield tree, key
            yield from _places(tree[key])


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a zip by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry)[: LONGEST * 4] for entry in archive.infolist()}


def packed(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return buffer.getvalue()


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    """Where a piece of the input begins and ends: mostly whole words, so that what comes out is text still."""
    tokens = list(_TOKEN.finditer(data))
    if tokens and chance.random() < 0.8:
        first = chance.randrange(len(tokens))
        last = min(len(tokens) - 1, first + chance.choice((0, 0, 1, 3, 10, 50)))
        return tokens[first].start(), tokens[last].end()
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 4, 16, 64, 512)))


def _turn_bit(data: bytes, chance: Random, _words: Words) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _put_byte(data: bytes, chance: Random, _words: Words) -> bytes:
    at = chance.randrange(len(data) + 1)
    return (
        data[:at]
        + bytes([chance.choice((0, 10, 13, 34, 39, 44, 0x7F, 0x80, 0xFF, chance.randrange(256)))])
        + data[at:]
    )


def _cut_end(data: bytes, chance: Random, _words: Words) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _take_out(data: bytes, chance: Random, _words: Words) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: Random, _words: Words) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, 12)) + data[end:]


def _move(data: bytes, chance: Random, _words: Words) -> bytes:
    start, end = _span(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _put_word(data: bytes, chance: Random, words: Words) -> bytes:
    at = chance.choice(_span(data, chance))
    return data[:at] + chance.choice(words) + data[at:]


def _replace_token(data: bytes, chance: Random, words: Words) -> bytes:
    """One word of the text gives way to another of the format or of the text itself."""
    tokens = list(_TOKEN.finditer(data))
    if not tokens:
        return _put_word(data, chance, words)
    old = chance.choice(tokens)
    new = chance.choice((chance.choice(words), chance.choice(tokens)[0], chance.choice(_ODD)))
    return data[: old.start()] + new + data[old.end() :]


def _replace_value(data: bytes, chance: Random, words: Words) -> bytes:
    """What stands behind a key gives way to something of another type."""
    values = list(_VALUE.finditer(data))
    if not values:
        return _replace_token(data, chance, words)
    old = chance.choice(values)
    return data[: old.start()] + chance.choice((chance.choice(_ODD), chance.choice(values)[0])) + data[old.end() :]


def _recode(data: bytes, chance: Random, _words: Words) -> bytes:
    """The same text in another coding."""
    coding = chance.choice(("gb18030", "utf-16", "utf-16-le", "utf-8-sig", "latin-1"))
    return data.decode("utf-8", "replace").encode(coding, "replace")


def _swap_lines(data: bytes, chance: Random, _words: Words) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def _splice(data: bytes, chance: Random, words: Words) -> bytes:
    """The beginning of this one and the end of another."""
    other = max(words, key=len) if chance.random() < 0.5 else chance.choice(words)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


CHANGES: tuple[Change, ...] = (
    _turn_bit, _put_byte, _cut_end, _take_out, _take_out, _double, _move, _put_word, _put_word, _replace_token,
    _replace_token, _replace_token, _replace_value, _replace_value, _replace_value, _swap_lines, _splice, _recode,
)  # fmt: skip
