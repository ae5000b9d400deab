"""The verbs of the catalogue: each noun with list, add, set, archive, merge, delete; and all as a workbook."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, opened, show
from xhsplanner.core.change import Change
from xhsplanner.core.clock import today
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops import catalog as ops
from xhsplanner.store.store import Store

NOUNS: dict[str, tuple[str, str]] = {
    "accounts": ("account", "name initial color followers spacing per_day bank handle profile remark"),
    "series": ("series", "name palette cadence_days numbered template hashtags product_class brief collection"),
    "personas": ("persona", "name account color phrases forbidden brief"),
    "offers": ("offer", "name valid_from valid_until series detail"),
    "keywords": ("keyword", "name heat remark"),
    "tags": ("tag", "name group parent color share"),
    "disclaimers": ("disclaimer", "product_class form text"),
    "templates": ("note_template", "name series kind title body hashtags remark"),
    "members": ("member", "name role color"),
    "targets": ("target", "account series per_week weekday since until"),
}
"""Verb → (noun of the store, fields a person may give)."""
NEEDED = {"target": {"account_id", "per_week"}, "disclaimer": {"form"}}
NUMBERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("followers", "spacing", "per_day", "cadence_days", "weekday", "heat"), int),
    **dict.fromkeys(("per_week", "share"), float),
}
DAYS = frozenset({"since", "until", "valid_from", "valid_until"})
REFERRING = {"account": "account", "series": "series", "parent": "tag"}
"""Field → the noun it names a row of; it is kept as `<field>_id`."""
FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
PROBLEMS = 1


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _rows(store: Store, verb: str) -> list[dict[str, Any]]:
    noun, fields = NOUNS[verb]
    found = []
    for value in store.catalog.rows(noun):
        row = {name: _plain(part) for name, part in asdict(value).items()}
        for field in REFERRING.keys() & set(fields.split()):
            referred = store.catalog.row(REFERRING[field], row[f"{field}_id"])
            row[field] = referred.name if referred else None
        if noun == "offer":
            row["state"] = value.state(today())
        found.append(row)
    return found


def _fields(store: Store, verb: str, assignments: Sequence[str]) -> dict[str, Any]:
    allowed = NOUNS[verb][1].split()
    fields: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or name not in allowed:
            raise Refused(t("cli.bad_field", field=assignment, known=", ".join(allowed)))
        if name in REFERRING:
            fields[f"{name}_id"] = _named(store, REFERRING[name], value) if value else None
        else:
            fields[name] = _value(name, value)
    return fields


def _named(store: Store, noun: str, name: str) -> int:
    """The id of a row by its name, id or uid. Raises Refused listing the names there are."""
    rows = store.catalog.rows(noun)
    called = {row.id: ops.name_of(store, noun, row.id) or str(row.id) for row in rows}
    for row in rows:
        if name in (called[row.id], str(row.id), row.uid):
            return int(row.id)
    known = t("cli.comma").join(called.values()) or "—"
    raise Refused(t("cli.no_such", noun=t(f"cli.{noun}"), name=name, known=known))


def _value(name: str, value: str) -> Any:
    if name in DAYS:
        return value or None
    if name == "numbered":
        if value.lower() not in FLAGS:
            raise Refused(t("cli.bad_choice", value=value, known="yes, no"))
        return FLAGS[value.lower()]
    if name not in NUMBERS:
        return value
    try:
        return NUMBERS[name](value) if value else None
    except ValueError as error:
        raise Refused(t("cli.bad_number", value=value)) from error


def _line(row: dict[str, Any]) -> str:
    if "per_week" in row:
        return f"{row['id']:>4}  {row['account']}  {row['series'] or '*'}  {row['per_week']:g}"
    name = row["name"] if "name" in row else ops.called("disclaimer", row)
    return f"{row['id']:>4}  {name}{'  ×' if row['archived'] else ''}"


def _group(verb: str) -> click.Group:
    group = click.Group(name=verb, help=f"The catalogue: {verb}.")
    _add_reading(group, verb)
    _add_writing(group, verb)
    if NOUNS[verb][0] in ops.NOUNS:
        _add_joining(group, verb)
    if verb == "series":
        _add_renumbering(group)
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
            change = ops.add_target(store, **fields) if noun == "target" else ops.add(store, noun, **fields)
            assert change is not None
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
            row_id = _named(store, noun, name)
            ops.edit(store, noun, row_id, **_fields(store, verb, assignments))
            _show_one(store, verb, row_id, as_json)

    @group.command()
    @click.argument("names", nargs=-1, required=True)
    @click.option("--undo", "back", is_flag=True, help="Bring back from the archive.")
    @common
    def archive(names: Sequence[str], back: bool, workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """Archive; targets are removed."""
        with opened(workspace, actor) as store:
            ids = [_named(store, noun, name) for name in names]
            if noun == "target":
                ops.remove_targets(store, ids)
            else:
                ops.archive(store, noun, ids, archived=not back)
            show({"archived": ids}, as_json, lambda: iter(names))


def _add_joining(group: click.Group, verb: str) -> None:
    noun = NOUNS[verb][0]

    @group.command()
    @click.argument("keep")
    @click.argument("names", nargs=-1, required=True)
    @common
    def merge(keep: str, names: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """Let KEEP take the place of the others: all that used them uses it."""
        from xhsplanner.ops import merging

        with opened(workspace, actor) as store:
            kept, ids = _named(store, noun, keep), [_named(store, noun, name) for name in names]
            change = merging.merge(store, noun, kept, ids)
            _show_change({"kept": kept, "merged": ids}, change, as_json)

    @group.command()
    @click.argument("names", nargs=-1, required=True)
    @common
    def delete(names: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
        """Delete what nothing uses."""
        with opened(workspace, actor) as store:
            ids = [_named(store, noun, name) for name in names]
            _show_change({"deleted": ids}, ops.remove(store, noun, ids), as_json)


def _add_renumbering(group: click.Group) -> None:
    @group.command()
    @click.argument("name")
    @click.option("--start", type=int, default=1, help="The first number.")
    @click.option("--account", help="Only on this account.")
    @click.option("--dry-run", is_flag=True, help="Only say what would change.")
    @common
    def renumber(
        name: str, start: int, account: str | None, dry_run: bool,
        workspace: Path | None, actor: str | None, as_json: bool,
    ) -> None:  # fmt: skip
        """Number the episodes of a series anew, in order of time."""
        from xhsplanner.ops import episodes

        with opened(workspace, actor) as store:
            series_id = _named(store, "series", name)
            account_id = _named(store, "account", account) if account else None
            found = episodes.renumbering(store, series_id, start, account_id)
            if not dry_run:
                episodes.renumber(store, series_id, start, account_id)
            rows = [{"note": one.note.code, "from": one.old, "to": one.new} for one in found]
            show(rows, as_json, lambda: (f"{row['note']}  {row['from'] or '—'} → {row['to']}" for row in rows))


def _show_one(store: Store, verb: str, row_id: int, as_json: bool) -> None:
    row = next(r for r in _rows(store, verb) if r["id"] == row_id)
    show(row, as_json, lambda: iter([_line(row)]))


def _show_change(document: dict[str, Any], change: Change | None, as_json: bool) -> None:
    show(document, as_json, lambda: iter([change.label] if change else []))


accounts, series, personas, offers, keywords, tags, disclaimers, templates, members, targets = map(_group, NOUNS)


@click.group()
def catalogue() -> None:
    """The whole catalogue as an Excel workbook."""


@catalogue.command(name="export")
@click.argument("file", type=click.Path(path_type=Path))
@common
def export_(file: Path, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Write it, one sheet a noun."""
    from xhsplanner.ops import catalog_book

    with opened(workspace, actor) as store:
        rows = catalog_book.export(store, file)
        said = t("catalogue.book_written", n=rows, file=file.name)
        show({"file": str(file), "rows": rows}, as_json, lambda: iter([said]))


@catalogue.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what cannot be read.")
@common
def import_(file: Path, dry_run: bool, workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Read it back: known names are updated, new ones added; one bad row and nothing changes."""
    from xhsplanner.ops import catalog_book

    with opened(workspace, actor) as store:
        report = catalog_book.load(store, file, check_only=dry_run)
        problems = [asdict(problem) for problem in report.problems]
        changed = report.change is not None
        lines = [" · ".join(str(part) for part in problem.values() if part) for problem in problems]
        said = "book_bad" if problems else "book_read" if changed else "book_same"
        last = t(f"catalogue.{said}", n=len(problems) or report.rows)
        document = {"read": report.rows, "changed": changed, "problems": problems}
        show(document, as_json, lambda: iter([*lines, last]))
    if problems:
        sys.exit(PROBLEMS)
