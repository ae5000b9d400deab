"""What `{var}`, `$token` and `when` mean while one cover is laid out. Qt-free."""

import dataclasses
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from xhsplanner.core import resources
from xhsplanner.covers import facts
from xhsplanner.covers.model import Template
from xhsplanner.covers.placed import Color

VAR = re.compile(r"\{([a-z_][a-z_0-9.]*)\}")
TERM = re.compile(r"^(!?)([a-z_][a-z_0-9.]*)(?:\s*(>=|<|!=|=)\s*(.*))?$")
_COLOR = re.compile(r"^(#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?|\$[a-z_][a-z_0-9]*)(?:/(\d{1,3}))?$")

ITEM_VARS = ("item", "item.head", "item.detail", "item.figure", "item.icon", "item.mark", "item.n")
EXTRA_VARS = ("picture", "palette", "focus")


@cache
def palettes() -> dict[str, dict[str, str]]:
    """The common colour sets by name (wool, pitfall, worth, term, fans, fraud, neutral)."""
    return resources.toml("covers", "palettes.toml")


def tokens(template: Template, palette: str) -> dict[str, str]:
    """Every token of a template under a palette; an unknown palette is `neutral`."""
    common = palettes()
    base = common.get(palette, common["neutral"])
    return {**base, **template.tokens, **template.palettes.get(palette, {})}


@lru_cache(maxsize=4096)
def _split(text: str) -> tuple[str, int | None]:
    match = _COLOR.match(text)
    if not match:
        raise ValueError(f"not a colour: {text!r}")
    return match[1], int(match[2]) if match[2] else None


def color(text: str, table: Mapping[str, str]) -> Color:
    """A colour with its tokens resolved. Raises ValueError for no colour, KeyError for an unknown token."""
    name, percent = _split(text)
    for _ in range(8):
        if name.startswith("#"):
            break
        name, inner = _split(table[name[1:]])
        percent = inner if percent is None else percent if inner is None else round(percent * inner / 100)
    else:
        raise ValueError(f"token goes round in circles: {text!r}")
    red, green, blue = (int(name[i : i + 2], 16) for i in (1, 3, 5))
    alpha = int(name[7:9], 16) if len(name) == 9 else 255
    return red, green, blue, alpha if percent is None else round(alpha * percent / 100)


def conditions(when: str) -> list[tuple[bool, str, str, str]]:
    """The terms of a `when`: (negated, variable, operator, value). Raises ValueError where it is none."""
    found = []
    for term in (part.strip() for part in when.split("&")):
        match = TERM.match(term)
        if not match:
            raise ValueError(term)
        if match[3] in (">=", "<") and not match[4].strip().isdigit():
            raise ValueError(term)
        found.append((bool(match[1]), match[2], match[3] or "", (match[4] or "").strip()))
    return found


@dataclasses.dataclass(frozen=True)
class Scope:
    """The values and tokens seen by a layer."""

    template: Template
    values: Mapping[str, str]
    tokens: Mapping[str, str]

    @staticmethod
    def of(template: Template, values: Mapping[str, str], extra: Mapping[str, str]) -> "Scope":
        """The scope of a whole cover. Values named `$token` replace that token (brand kit)."""
        table = tokens(template, values.get("palette", "") or template.head.palette)
        table |= {k[1:]: v for k, v in values.items() if k.startswith("$") and v}
        return Scope(template, {**values, **extra}, table)

    def text(self, pattern: str) -> str:
        """The pattern with `{var}` filled in."""
        return VAR.sub(lambda m: self.values.get(m[1], ""), pattern).strip()

    def lines(self, name: str) -> list[str]:
        """The non-empty lines of a list variable."""
        return [line for line in self.values.get(name, "").splitlines() if line.strip()]

    def color(self, text: str) -> Color:
        """A colour of the template."""
        return color(text, self.tokens)

    def name(self, text: str) -> str:
        """A face or figure by name, straight or through a token."""
        return self.tokens[text[1:]] if text.startswith("$") else text

    def holds(self, when: str) -> bool:
        """Whether a condition is true; an empty one always is."""
        return all(self._term(*term) for term in conditions(when)) if when else True

    def _term(self, negated: bool, name: str, operator: str, value: str) -> bool:
        here = self.values.get(name, "")
        if operator in (">=", "<"):
            var = self.template.vars.get(name)
            amount = len(self.lines(name)) if var and var.type == "list" else len(here)
            result = amount >= int(value) if operator == ">=" else amount < int(value)
        elif operator:
            result = (here == value) == (operator == "=")
        else:
            result = bool(here.strip())
        return result != negated

    def item(self, line: str, number: int) -> "Scope":
        """The scope of one list line inside a repeat."""
        parsed = facts.item(line)
        fields: dict[str, Any] = {f"item.{k}": v for k, v in dataclasses.asdict(parsed).items()}
        more = {"item": parsed.text, "item.n": str(number), **fields}
        return dataclasses.replace(self, values={**self.values, **more})
