"""Keeps what a person said about a foreign schedule, so that the next file like it is read right at once."""

import json

from xhsplanner.core.model import Status
from xhsplanner.exchange.plan_model import Choices, NameKind
from xhsplanner.ops.plan_catalog import Catalogue
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store


def remember(store: Store, op: Op, catalogue: Catalogue, choices: Choices) -> None:
    """Write the names and columns of `choices` inside an op; what an alias means must exist by then, or is left."""
    rows = store.foreign.alias_rows()
    for (kind, text), name in choices.names.items():
        target = _target(op, catalogue, kind, name)
        if target is None:
            continue
        if (kind, text) in rows:
            op.update("alias", {rows[kind, text]: {"target": target}})
        else:
            op.insert("alias", {"kind": kind, "name": text, "target": target})
    layouts = store.foreign.layout_rows()
    for fingerprint, roles in choices.layouts.items():
        written = json.dumps({str(column): role for column, role in sorted(roles.items())}, ensure_ascii=False)
        if fingerprint in layouts:
            op.update("plan_layout", {layouts[fingerprint]: {"roles": written}})
        else:
            op.insert("plan_layout", {"fingerprint": fingerprint, "roles": written})


def _target(op: Op, catalogue: Catalogue, kind: NameKind, name: str) -> str | None:
    """What an alias keeps: the uid of the row that has the name, the code of a status, "" for "leave it out"."""
    if not name:
        return ""
    if kind == "status":
        return name if name in {status.value for status in Status} else None
    row_id = catalogue.find(kind, name)
    return None if row_id is None else str(op.read(kind, ("uid",), [row_id])[row_id]["uid"])
