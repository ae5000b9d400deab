"""The verbs accounts, series, members, targets, each with list, add, set, archive."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.notes import id_of
from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import catalog as ops
from xhsplanner.store.store import Store

NUMBERS = frozenset({"followers", "cadence_days", "per_week", "weekday"})
NOUNS = {
    "accounts": ("account", ("name", "initial", "color", "followers", "bank", "remark")),
    "series": ("series", ("name", "palette", "cadence_days", "template", "hashtags", "brief", "product_class")),
    "members": ("member", ("name", "role", "color")),
    "targets": ("target", ("account", "series", "per_week", "weekday", "since", "until")),
}
"""Verb → (noun of the store, fields a person may give)."""


NEEDED = {"target": {"account_id", "per_week"}}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _rows(store: Store, verb: str) -> list[dict[str, Any]]:
    catalog = store.catalog
    readers: dict[str, Callable[[], Sequence[Any]]] = {
        "accounts": lambda: catalog.accounts(archived=True),
        "series": lambda: catalog.series(archived=True),
        "members": lambda: catalog.members(archived=True),
        "targets": catalog.targets,
    }
    rows = [{name: _plain(value) for name, value in asdict(noun).items()} for noun in readers[verb]()]
    if verb == "targets":
        for row in rows:
            account, series = catalog.account(row["account_id"]), catalog.series_by_id(row["series_id"])
            row |= {"account": account.name if account else None, "series": series.name if series else None}
    return rows


def _fields(store: Store, verb: str, assignments: Sequence[str]) -> dict[str, Any]:
    allowed = NOUNS[verb][1]
    fields: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or name not in allowed:
            raise Refused(t("cli.bad_field", field=assignment, known=", ".join(allowed)))
        if name in ("account", "series") and verb == "targets":
            rows = store.catalog.accounts() if name == "account" else store.catalog.series()
            fields[f"{name}_id"] = id_of(rows, value, name) if value else None
        else:
            fields[name] = _value(name, value)
    return fields


def _value(name: str, value: str) -> Any:
    if name not in NUMBERS:
        return value if name not in ("since", "until") else (value or None)
    try:
        return (float(value) if name == "per_week" else int(value)) if value else None
    except ValueError as error:
        raise Refused(t("cli.bad_number", value=value)) from error


def _id(store: Store, verb: str, name: str) -> int:
    for row in _rows(store, verb):
        if name in (row.get("name"), str(row["id"]), row["uid"]):
            return int(row["id"])
    known = t("cli.comma").join(str(r.get("name", r["id"])) for r in _rows(store, verb)) or "—"
    raise Refused(t("cli.no_such", noun=t(f"cli.{NOUNS[verb][0]}"), name=name, known=known))


def _line(row: dict[str, Any]) -> str:
    if "per_week" in row:
        return f"{row['id']:>4}  {row['account']}  {row['series'] or '*'}  {row['per_week']:g}"
    return f"{row['id']:>4}  {row['name']}{'  ×' if row['archived'] else ''}"


def _group(verb: str) -> click.Group:
    group = click.Group(name=verb, help=f"The catalogue: {verb}.")
    _add_reading(group, verb)
    _add_writing(group, verb)
    return group


def _add_reading(group: click.Group, verb: str) -> None:
    @group.command(name="list")
    @common
    def list_(workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """List all, archived ones too."""
        with opened(workspace, actor) as store:
            rows = _rows(store, verb)
            show(rows, as_json, lambda: (_line(row) for row in rows))


def _add_writing(group: click.Group, verb: str) -> None:
    noun = NOUNS[verb][0]

    @group.command()
    @click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE…")
    @common
    def add(assignments: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """Add one."""
        with opened(workspace, actor) as store:
            fields = _fields(store, verb, assignments)
            if missing := NEEDED.get(noun, {"name"}) - fields.keys():
                raise Refused(t("cli.missing_field", field=", ".join(sorted(missing))))
            change = getattr(ops, f"add_{noun}")(store, **fields)
            _show_one(store, verb, change.created[noun][0], as_json)

    @group.command(name="set")
    @click.argument("name")
    @click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE…")
    @common
    def set_(
        name: str, assignments: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool
    ) -> None:
        """Change fields of one."""
        with opened(workspace, actor) as store:
            row_id = _id(store, verb, name)
            ops.edit(store, noun, row_id, **_fields(store, verb, assignments))
            _show_one(store, verb, row_id, as_json)

    @group.command()
    @click.argument("names", nargs=-1, required=True)
    @click.option("--undo", "back", is_flag=True, help="Bring back from the archive.")
    @common
    def archive(names: Sequence[str], back: bool, workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """Archive; targets are removed."""
        with opened(workspace, actor) as store:
            ids = [_id(store, verb, name) for name in names]
            if noun == "target":
                ops.remove_targets(store, ids)
            else:
                ops.archive(store, noun, ids, archived=not back)
            show({"archived": ids}, as_json, lambda: iter(names))


def _show_one(store: Store, verb: str, row_id: int, as_json: bool) -> None:
    row = next(r for r in _rows(store, verb) if r["id"] == row_id)
    show(row, as_json, lambda: iter([_line(row)]))


accounts, series, members, targets = (_group(verb) for verb in NOUNS)
