"""Gives the columns of a table their roles: what headers say, weighed with what the cells look like.

What a person said about a header like this one (a layout, by fingerprint) goes before everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xhsplanner.exchange.plan_fit import Column as Cells
from xhsplanner.exchange.plan_headers import EXACT, INSIDE, is_ignored, under
from xhsplanner.exchange.plan_model import Column, Layout

ENOUGH = 0.3
"""A column less sure than this is not read."""
SAID = 2.0
_TELLING = ("day", "time", "accounts", "status", "hashtags", "kind", "series")
"""Roles that cells alone tell, below a header nobody knows."""
_BARE = (*_TELLING, "body", "title", "owner", "no", "weekday", "platform")
"""Roles that cells tell where there is no header at all."""
_CLEAR = 0.8


@dataclass(frozen=True, slots=True)
class Head:
    """One column before it has a role: its texts above each other, its cells, and whether it is hidden."""

    index: int
    text: str
    parent: str
    cells: Cells
    hidden: bool = False


def give_roles(heads: Sequence[Head], said: Layout | None = None, *, bare: bool = False) -> tuple[Column, ...]:
    """All columns, each with its role or "". `bare`: the table has no header, its cells are all there is."""
    taken: dict[str, tuple[int, float]] = {}
    free = {head.index: head for head in heads}
    for index, role in (said or {}).items():
        if index in free:
            del free[index]
            if role and role not in taken:
                taken[role] = (index, SAID)
    scores = [
        (not head.hidden, score, -head.index, role)
        for head in free.values()
        for role, score in _scores(head, bare).items()
        if score >= ENOUGH
    ]
    used = {index for index, _ in taken.values()}
    for _, score, index, role in sorted(scores, reverse=True):
        if role not in taken and -index not in used:
            taken[role] = (-index, score)
            used.add(-index)
    if not bare:
        _title_from_cells(free, taken, used)
    roles = {index: (role, sure) for role, (index, sure) in taken.items()}
    return tuple(_column(head, roles.get(head.index), said) for head in heads)


def _column(head: Head, found: tuple[str, float] | None, said: Layout | None) -> Column:
    role, sure = found or ("", SAID if said and head.index in said else 1.0)
    if sure < SAID:
        sure = 1.0 if sure >= EXACT - 0.3 else round(max(0.0, min(sure, 0.9)), 2)
    return Column(role, head.index, head.text, sure)


def _scores(head: Head, bare: bool) -> Mapping[str, float]:
    """Role → how likely it is that the column has it."""
    named = {} if bare else under(head.text, head.parent)
    scores = {role: sure + head.cells.gain(role) for role, sure in named.items()}
    if not scores and not (head.text and is_ignored(head.text)):
        for role in _BARE if bare else _TELLING:
            fit = head.cells.fit("clock" if bare and role == "time" else role)
            if fit is not None and fit >= _CLEAR and (len(head.cells) > 1 or bare):
                scores[role] = ENOUGH + 0.2 * fit + (0.05 if role in ("day", "time", "accounts", "status") else 0.0)
    elif scores and max(named.values()) < INSIDE:
        scores = {role: score for role, score in scores.items() if score >= ENOUGH}
    return scores


def _title_from_cells(free: Mapping[int, Head], taken: dict[str, tuple[int, float]], used: set[int]) -> None:
    """Where nothing is called title, topic or text, the column that reads most like titles is it."""
    if {"title", "topic", "body"} & taken.keys():
        return
    able = [
        (fit, -head.index)
        for head in free.values()
        if head.index not in used and head.text and not is_ignored(head.text)
        if (fit := head.cells.fit("title") or 0.0) >= _CLEAR and len(head.cells) > 1
    ]
    if able:
        fit, index = max(able)
        taken["title"] = (-index, ENOUGH + 0.2 * fit)


def is_plan(roles: set[str]) -> bool:
    """Whether columns make a table of notes: two of title (or topic, text), day (or time) and accounts."""
    said = (
        {"title", "topic", "body"} & roles,
        {"day", "time", "month", "week", "weekday"} & roles,
        {"accounts"} & roles,
    )
    return sum(map(bool, said)) >= 2
