"""Bytes of a calendar file as components of properties: unfolded, decoded, nested. Knows limits, not meanings."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t

MOST_BYTES = 32 << 20
LONGEST_LINE = 1 << 20
MOST_EVENTS = 20_000
MOST_LINES = 1_000_000
DEEPEST = 8
_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_END = re.compile(r"\r\n|\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its upper-case name, its parameters by upper-case name, its value as written."""

    name: str
    params: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text, unescaped, without control characters."""
        return _CONTROL.sub("", _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value))


@dataclass(slots=True)
class Component:
    """BEGIN to END: its properties in order and what is nested in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """The first property of a name."""
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> Iterator[Line]:
        """All properties of a name."""
        return (line for line in self.lines if line.name == name)

    def text(self, name: str) -> str:
        """The text of the first property of a name, '' for none."""
        found = self.first(name)
        return found.text if found is not None else ""


def decoded(data: bytes) -> str:
    """The file as text with whole lines.

    Folds are undone before decoding, as one may split the bytes of a character. Raises Refused.
    """
    if len(data) > MOST_BYTES:
        raise Refused(t("ics.too_large", mb=MOST_BYTES >> 20))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            data = data.decode("utf-16").encode()
        except (UnicodeDecodeError, UnicodeEncodeError) as error:
            raise Refused(t("ics.not_text")) from error
    if b"\0" in data:
        raise Refused(t("ics.not_text"))
    whole = _FOLD.sub(b"", data)
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return whole.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(t("ics.not_text"))


def _pieces(line: str) -> Line | None:
    """`NAME;PARAM="a;b":value`; None for what is no property."""
    found = _NAME.match(line)
    if found is None:
        return None
    params: dict[str, str] = {}
    at, quoted, parts, begin = found.end(), False, [], found.end()
    for at in range(found.end(), len(line)):
        sign = line[at]
        if sign == '"':
            quoted = not quoted
        elif sign in ";:" and not quoted:
            parts.append(line[begin:at])
            begin = at + 1
            if sign == ":":
                break
    else:
        return None
    for part in parts:
        name, _, value = part.partition("=")
        if name:
            params.setdefault(name.strip().upper(), value.strip().strip('"'))
    return Line(found[0].upper(), params, line[at + 1 :])


def calendars(data: bytes) -> list[Component]:
    """The calendars of a file, whole ones only. Raises Refused where it is none, broken or beyond limits."""
    text = decoded(data)
    lines = [line for line in _END.split(text) if line.strip()]
    if not lines or lines[0].strip().upper() != "BEGIN:VCALENDAR":
        raise Refused(t("ics.not_calendar"))
    if len(lines) > MOST_LINES or max(map(len, lines)) > LONGEST_LINE:
        raise Refused(t("ics.too_long"))
    root = Component("")
    stack, events = [root], 0
    for line in lines:
        found = _pieces(line)
        if found is None:
            continue
        value = found.value.strip().upper()
        if found.name == "BEGIN":
            inner = Component(value)
            stack[-1].parts.append(inner)
            stack.append(inner)
            events += value == "VEVENT"
            if len(stack) > DEEPEST or events > MOST_EVENTS:
                raise Refused(t("ics.too_many", n=MOST_EVENTS))
        elif found.name == "END":
            if len(stack) == 1 or stack.pop().name != value:
                raise Refused(t("ics.broken"))
        else:
            stack[-1].lines.append(found)
    if len(stack) > 1:
        raise Refused(t("ics.broken"))
    return [part for part in root.parts if part.name == "VCALENDAR"]
