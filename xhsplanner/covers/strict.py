"""Builds frozen dataclasses from parsed TOML and names file and line of whatever does not fit."""

import dataclasses
import re
import tomllib
import types
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

Keys = tuple[str | int, ...]
"""Where a value stands: `("layer", 3, "fill")`."""

T = TypeVar("T")

LARGEST = 1e6
"""What a number may be: a thousand times as wide as any cover. Neither infinite nor no number at all."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[\w-]+)\s*(?:\.|=)""")
_PART = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*\.?""")


class TemplateError(Refused):
    """A template that cannot be used. `file` and `line` (1 = first, 0 = unknown) say where."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(t("cover.template.error", file=file.name, line=line, reason=reason))
        self.file, self.line, self.reason = file, line, reason


def _table_lines(text: str) -> dict[Keys, int]:
    """The line of every table header and key, by its place in the document."""
    found: dict[Keys, int] = {(): 1}
    counts: dict[Keys, int] = {}
    here: Keys = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            names = [part.strip("\"'") for part in _PART.findall(header[2])]
            here = ()
            for index, name in enumerate(names):
                here += (name,)
                last = index == len(names) - 1
                if last and header[1] == "[[":
                    counts[here] = counts.get(here, -1) + 1
                    here += (counts[here],)
                    for stale in [k for k in counts if len(k) > len(here) and k[: len(here)] == here]:
                        del counts[stale]
                elif here in counts:
                    here += (counts[here],)
            found.setdefault(here, number)
        elif key := _KEY.match(line):
            found.setdefault((*here, key[1].strip("\"'")), number)
    return found


class Source:
    """A TOML file with the lines of its keys. Raises TemplateError where it is no TOML."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self._text = text
        self._lines: dict[Keys, int] | None = None
        try:
            self.data: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise TemplateError(file, int(line[1]) if line else 0, str(error)) from error
        except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
            raise TemplateError(file, 0, t("cover.template.too_much")) from error

    def line(self, keys: Keys) -> int:
        """The line of a key, or of the nearest table around it."""
        if self._lines is None:
            self._lines = _table_lines(self._text)
        while keys not in self._lines:
            keys = keys[:-1]
        return self._lines[keys]

    def wrong(self, keys: Keys, reason: str, /, **values: object) -> TemplateError:
        """The error to raise for what stands at `keys`; `reason` is a key of cover.template."""
        return TemplateError(self.file, self.line(keys), t(f"cover.template.{reason}", **values))


def dotted(keys: Keys) -> str:
    """`("layer", 3, "fill")` as people write it: `layer[3].fill`."""
    return "".join(f"[{k}]" if isinstance(k, int) else f".{k}" for k in keys).lstrip(".")


def convert(source: Source, keys: Keys, hint: Any, value: Any) -> Any:
    """`value` as the type `hint` asks for. Raises TemplateError where it is something else."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(source, keys, args, value)
    if origin is Literal:
        if value in args:
            return value
        raise source.wrong(keys, "choice", key=dotted(keys), value=value, choices=", ".join(map(str, args)))
    if origin is tuple:
        return _tuple(source, keys, args, value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        _expect(source, keys, value, dict, "table")
        return {k: convert(source, (*keys, k), args[1], v) for k, v in value.items()}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return build(source, keys, hint, value)
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < LARGEST:
            raise source.wrong(keys, "type", key=dotted(keys), wanted="number")
        return float(value)
    if hint is int and isinstance(value, bool):
        raise source.wrong(keys, "type", key=dotted(keys), wanted="int")
    _expect(source, keys, value, hint, getattr(hint, "__name__", str(hint)))
    return value


def _expect(source: Source, keys: Keys, value: Any, kind: type, wanted: str) -> None:
    if not isinstance(value, kind):
        raise source.wrong(keys, "type", key=dotted(keys), wanted=wanted)


def _union(source: Source, keys: Keys, args: tuple[Any, ...], value: Any) -> Any:
    """A table goes to the dataclass of the union, anything else to its plain type."""
    wants_table = isinstance(value, dict)
    for arg in args:
        if arg is not type(None) and dataclasses.is_dataclass(arg) == wants_table:
            return convert(source, keys, arg, value)
    raise source.wrong(keys, "type", key=dotted(keys), wanted="table" if not wants_table else "text")


def _tuple(source: Source, keys: Keys, args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    _expect(source, keys, value, list, "list")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(convert(source, (*keys, i), args[0], v) for i, v in enumerate(value))
    if len(value) != len(args):
        raise source.wrong(keys, "length", key=dotted(keys), wanted=len(args), got=len(value))
    return tuple(convert(source, (*keys, i), arg, v) for i, (arg, v) in enumerate(zip(args, value, strict=True)))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def build(source: Source, keys: Keys, cls: type[T], value: Any) -> T:
    """An instance of dataclass `cls` from a table; unknown and missing keys are errors with their line."""
    _expect(source, keys, value, dict, "table")
    hints = _hints(cls)  # type: ignore[arg-type]
    fields = {f.name: f for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    for name in value:
        if name not in fields:
            raise source.wrong((*keys, name), "unknown", key=dotted((*keys, name)))
    for name, f in fields.items():
        no_default = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        if no_default and name not in value:
            raise source.wrong(keys, "missing", key=dotted((*keys, name)))
    return cls(**{name: convert(source, (*keys, name), hints[name], v) for name, v in value.items()})
