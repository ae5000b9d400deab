"""The op-log: every link of its chain, and its end against the head that stands outside the database."""

from itertools import groupby

from xhsplanner.core.health import Finding
from xhsplanner.store import chain
from xhsplanner.store.chain import Head, HeadFile
from xhsplanner.store.verify.scope import BATCH, LIMIT, Counted, Scope

NAME = "log"
RECENT = 2000
"""Ops that the short form looks at, from the newest back."""


def size(scope: Scope) -> int:
    """Units of work: ops."""
    newest = chain.newest(scope.reader)
    return min(newest.count, RECENT) if newest and scope.quick else newest.count if newest else 0


def check(scope: Scope) -> Counted:
    """The head first: read before the database, it can only know of fewer ops."""
    heads = HeadFile(scope.folder)
    head, newest = heads.read(), chain.newest(scope.reader)
    if head is None:
        if newest is not None:
            yield Finding(NAME, chain.HEAD, "note", "no_head")
    else:
        yield from _against(head, newest, scope)
    yield from _links(scope)


def _against(head: Head, newest: Head | None, scope: Scope) -> Counted:
    have = newest.count if newest else 0
    if have < head.count:
        lost: dict[str, str | int] = {"n": head.count - have, "at": head.at}
        if newest is None:
            yield Finding(NAME, "op", "data", "steps_all_lost", lost)
        else:
            yield Finding(NAME, "op", "data", "steps_lost", {**lost, "since": newest.at})
    elif head.count:
        said = scope.reader.rows("SELECT chain FROM op WHERE id = ?", (head.count,))
        if not said or said[0][0] != head.link:
            yield Finding(NAME, f"op:{head.count}", "data", "rewritten", {"at": head.at})


def _links(scope: Scope) -> Counted:
    """Runs of broken links, each told once: after one altered op comes a broken link."""
    after, previous = _start(scope)
    walked = chain.walk(scope.reader, after, previous)
    told = 0
    for whole, run in groupby(_paced(scope, walked), key=lambda one: one.whole):
        ops = list(run) if not whole else []
        if whole:
            yield sum(1 for _ in run)
            continue
        yield len(ops)
        told += 1
        if told <= LIMIT:
            yield Finding(NAME, f"op:{ops[0].op_id}", "data", "altered", _place(scope, ops[0].op_id, len(ops)))


def _place(scope: Scope, first: int, n: int) -> dict[str, str | int]:
    """Where `n` altered ops begin. Their own times may be forged: the one before them still is what was written."""
    before = scope.reader.rows("SELECT at FROM op WHERE id < ? ORDER BY id DESC LIMIT 1", (first,))
    return {"op": first, "n": n, "at": str(before[0][0]) if before else "—"}


def _paced(scope: Scope, walked: "chain.Links") -> "chain.Links":
    for number, one in enumerate(walked, 1):
        if number % BATCH == 0:
            scope.pace.step(BATCH)
        yield one


def _start(scope: Scope) -> tuple[int, str]:
    """Where the walk begins: at the first op, or for the short form some way before the last."""
    newest = chain.newest(scope.reader)
    if not scope.quick or newest is None or newest.count <= RECENT:
        return 0, chain.START
    found = scope.reader.rows(
        "SELECT id, chain FROM op WHERE id <= ? ORDER BY id DESC LIMIT 1", (newest.count - RECENT,)
    )
    return (int(found[0][0]), str(found[0][1])) if found else (0, chain.START)
