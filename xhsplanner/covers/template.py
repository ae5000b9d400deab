"""Reads cover templates from TOML, strictly: whatever is unknown, missing or undefined is named with its line."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from xhsplanner.core import resources
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.covers import fonts, scope, shapes
from xhsplanner.covers.model import (
    LAYERS,
    Check,
    Gradient,
    Grid,
    Group,
    Head,
    Image,
    Layer,
    Rays,
    Repeat,
    Template,
    Text,
    Var,
    Variant,
)
from xhsplanner.covers.strict import Keys, Source, TemplateError, build, convert, dotted

SCHEMA = 1
NOT_TEMPLATES = frozenset({"facts", "lexicon", "palettes", "shapes"})
_TABLES = frozenset({"template", "vars", "tokens", "palette", "check", "variant", "layer"})
_PLAIN_TEXT = frozenset({"id", "below", "anchor", "style", "align", "valign", "fit", "kind", "role", "on",
                         "overflow", "over"})  # fmt: skip

_FOCUS = re.compile(r"|\{[a-z_]+\}|\d(\.\d{1,6})?, ?\d(\.\d{1,6})?")
LONGEST_TEXT = 400
"""Characters that a layer may say by itself."""
LIMITS: Mapping[tuple[type[Layer], str], tuple[int, int]] = {
    (Rays, "count"): (1, 360),
    (Grid, "step"): (4, 2000),
    (Text, "max_lines"): (1, 60),
    (Repeat, "columns"): (1, 20),
    (Repeat, "max"): (1, 60),
}
"""Numbers that say how often something is drawn: more of it takes minutes, less is a division by zero."""


def read(file: Path, text: str | None = None) -> Template:
    """The template of one file (or of `text`, then `file` only names it). Raises TemplateError."""
    source = Source(file, _text(file) if text is None else text)
    data = source.data
    for name in data:
        if name not in _TABLES:
            raise source.wrong((name,), "unknown", key=name)
    if "template" not in data:
        raise source.wrong((), "missing", key="template")
    head = build(source, ("template",), Head, data["template"])
    if head.schema > SCHEMA:
        raise source.wrong(("template", "schema"), "newer", schema=head.schema)
    template = Template(
        head,
        _table(source, "vars", Var),
        convert(source, ("tokens",), dict[str, str], data.get("tokens", {})),
        convert(source, ("palette",), dict[str, dict[str, str]], data.get("palette", {})),
        build(source, ("check",), Check, data.get("check", {})),
        _table(source, "variant", Variant) or {"3:4": Variant()},
        _layers(source, ("layer",), data.get("layer", [])),
        file,
    )
    _verify(source, template)
    return template


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise TemplateError(file, line, t("cover.template.not_utf8")) from error


def _table(source: Source, name: str, cls: type[Any]) -> dict[str, Any]:
    found = source.data.get(name, {})
    if not isinstance(found, dict):
        raise source.wrong((name,), "type", key=name, wanted="table")
    return {key: build(source, (name, key), cls, value) for key, value in found.items()}


def _layers(source: Source, keys: Keys, found: Any) -> tuple[Layer, ...]:
    if not isinstance(found, list):
        raise source.wrong(keys, "type", key=dotted(keys), wanted="list")
    return tuple(_layer(source, (*keys, i), table) for i, table in enumerate(found))


def _layer(source: Source, keys: Keys, table: Any) -> Layer:
    if not isinstance(table, dict):
        raise source.wrong(keys, "type", key=dotted(keys), wanted="table")
    kind = table.get("kind")
    cls = LAYERS.get(str(kind))
    if cls is None:
        raise source.wrong((*keys, "kind"), "choice", key=dotted((*keys, "kind")), value=kind,
                           choices=", ".join(LAYERS))  # fmt: skip
    plain = {k: v for k, v in table.items() if k != "kind"}
    if not issubclass(cls, Group | Repeat):
        return build(source, keys, cls, plain)
    children = _layers(source, (*keys, "layer"), plain.pop("layer", []))
    made = build(source, keys, cls, {**plain, "layer": []})
    return dataclasses.replace(made, layer=children)


def _walk(layers: tuple[Layer, ...], keys: Keys) -> Iterator[tuple[Layer, Keys]]:
    for i, layer in enumerate(layers):
        yield layer, (*keys, i)
        if isinstance(layer, Group | Repeat):
            yield from _walk(layer.layer, (*keys, i, "layer"))


def _verify(source: Source, template: Template) -> None:
    """Names that point nowhere: variables, tokens, faces, figures, layers."""
    seen: set[str] = set()
    known = {*template.vars, *scope.EXTRA_VARS, *scope.ITEM_VARS}
    tables = [scope.tokens(template, name) for name in {*scope.palettes(), *template.palettes}]
    for layer, keys in _walk(template.layers, ("layer",)):
        if layer.id in seen:
            raise source.wrong((*keys, "id"), "twice", name=layer.id)
        if layer.below and layer.below not in seen:
            raise source.wrong((*keys, "below"), "undefined", name=layer.below)
        seen.add(layer.id)
        _verify_when(source, keys, layer, known)
        _verify_numbers(source, keys, layer)
        if isinstance(layer, Repeat) and layer.over and layer.over not in template.vars:
            raise source.wrong((*keys, "over"), "undefined", name=layer.over)
        for table in tables:
            _verify_names(source, keys, layer, known, table)
    for name, variant in template.variants.items():
        for target in (*variant.hide, *variant.moves):
            if target not in seen:
                raise source.wrong(("variant", name), "undefined", name=target)


def _verify_when(source: Source, keys: Keys, layer: Layer, known: set[str]) -> None:
    try:
        terms = scope.conditions(layer.when) if layer.when else []
    except ValueError as error:
        raise source.wrong((*keys, "when"), "condition", value=str(error)) from error
    for _, name, _, _ in terms:
        if name not in known:
            raise source.wrong((*keys, "when"), "undefined", name=name)


def _verify_numbers(source: Source, keys: Keys, layer: Layer) -> None:
    """What the types alone let through and nothing can be set or blended with."""
    for (kind, name), (low, high) in LIMITS.items():
        if isinstance(layer, kind) and not low <= getattr(layer, name) <= high:
            key = dotted((*keys, name))
            raise source.wrong((*keys, name), "limits", key=key, low=low, high=high)
    if isinstance(layer, Text) and not 0 < layer.size[0] <= layer.size[1]:
        raise source.wrong((*keys, "size"), "sizes", key=dotted((*keys, "size")))
    if isinstance(layer, Text) and len(layer.text) > LONGEST_TEXT:
        raise source.wrong((*keys, "text"), "limits", key=dotted((*keys, "text")), low=0, high=LONGEST_TEXT)
    if isinstance(layer, Image) and not _FOCUS.fullmatch(layer.focus):
        raise source.wrong((*keys, "focus"), "condition", value=layer.focus)
    for blend, where in _gradients(layer, keys):
        if not blend.colors or len(blend.stops) not in (0, len(blend.colors)):
            raise source.wrong(where, "stops", key=dotted(where))


def _gradients(value: Any, keys: Keys) -> Iterator[tuple[Gradient, Keys]]:
    """Every gradient of a layer with its place."""
    if isinstance(value, Gradient):
        yield value, keys
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            yield from _gradients(getattr(value, f.name), (*keys, f.name))


def _strings(value: Any, keys: Keys) -> Iterator[tuple[str, Keys]]:
    """Every string of a layer that may hold `{var}` or `$token`, with its place."""
    if isinstance(value, str):
        yield value, keys
    elif isinstance(value, tuple):
        for i, one in enumerate(value):
            if not isinstance(one, Layer):
                yield from _strings(one, (*keys, i))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for f in dataclasses.fields(value):
            if f.name not in _PLAIN_TEXT and f.name != "when":
                yield from _strings(getattr(value, f.name), (*keys, f.name))


def _verify_names(source: Source, keys: Keys, layer: Layer, known: set[str], table: dict[str, str]) -> None:
    for text, where in _strings(layer, keys):
        for name in scope.VAR.findall(text):
            if name not in known:
                raise source.wrong(where, "undefined", name=name)
        if where[-1] == "shape" and table.get(text[1:], text) not in shapes.figures():
            raise source.wrong(where, "undefined", name=text)
        last = next((k for k in reversed(where) if isinstance(k, str)), "")
        if isinstance(layer, Text) and last == "font":
            face = table.get(text[1:], text) if text.startswith("$") else text
            if face not in fonts.table():
                raise source.wrong(where, "undefined", name=text)
        elif last in ("color", "colors") or (last in ("fill", "accent_fill") and text):
            try:
                scope.color(text, table)
            except (KeyError, ValueError) as error:
                raise source.wrong(where, "color", value=text) from error


@cache
def _built_in() -> dict[str, Template]:
    files = sorted(resources.path("covers").glob("*.toml"))
    found = [read(file) for file in files if file.stem not in NOT_TEMPLATES]
    return {one.id: one for one in found}


def templates() -> list[Template]:
    """The built-in cover templates, in the order of the gallery."""
    covers = [one for one in _built_in().values() if one.head.kind == "cover"]
    return sorted(covers, key=lambda one: (one.head.order, one.id))


def template(name: str) -> Template:
    """One template by id or by name. Raises Refused where there is none."""
    for one in _built_in().values():
        if name in (one.id, one.name):
            return one
    raise Refused(t("cover.unknown_template", name=name, known="、".join(one.id for one in templates())))


def template_for(series: str) -> Template:
    """The template made for a series, by the series' name; the first one where none was."""
    found = templates()
    return next((one for one in found if series in one.series), found[0])


__all__ = ["TemplateError", "read", "template", "template_for", "templates"]
