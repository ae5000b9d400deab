"""The verbs notes, new, set, move, delete."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from xhsplanner.cli.workspace import common, member_id, opened, show
from xhsplanner.core import occasions
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import Kind, Note, Status
from xhsplanner.core.text import hashtag_text, hashtags, title_length
from xhsplanner.core.words import t
from xhsplanner.ops import notes as ops
from xhsplanner.ops import status as status_ops
from xhsplanner.store.store import Store

EDITABLE = (
    "title",
    "body",
    "hashtags",
    "date",
    "time",
    "account",
    "series",
    "episode",
    "persona",
    "occasion",
    "kind",
    "remark",
)
MOST_FOUND = 10_000
LONGEST_NUMBER = 6
PEOPLE = {"owner": "owner_id", "designer": "designer_id"}
FIELDS = (*EDITABLE, *PEOPLE, "status", "link", "script")


def as_day(text: str) -> date | None:
    """A day from `2026-12-10`, '' for none. Raises Refused."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(t("cli.bad_day", value=text)) from error


def as_minute(text: str) -> int | None:
    """Minutes since midnight from `20:00`, '' for none. Raises Refused."""
    if not text:
        return None
    hours, _, minutes = text.replace("：", ":").partition(":")
    if hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60 and len(minutes) == 2:
        return int(hours) * 60 + int(minutes)
    raise Refused(t("cli.bad_time", value=text))


def clock(minute: int | None) -> str | None:
    """`20:00`, or None."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def wanted(store: Store, names: Sequence[str]) -> list[Note]:
    """Notes by code, id or uid. Raises Refused naming the first that does not exist."""
    found = []
    for name in names:
        note = store.notes.resolve(name)
        if note is None:
            raise Refused(t("cli.no_note", name=name))
        found.append(note)
    return found


def id_of(rows: Sequence[Any], name: str, noun: str) -> int:
    """The id of the account or series called `name`. Raises Refused listing the names there are."""
    for row in rows:
        if row.name == name:
            return int(row.id)
    known = t("cli.comma").join(row.name for row in rows) or "—"
    raise Refused(t("cli.no_such", noun=t(f"cli.{noun}"), name=name, known=known))


def document(store: Store, notes: Sequence[Note]) -> list[dict[str, Any]]:
    """Notes as the JSON of the command line contract."""
    texts = store.notes.texts([n.id for n in notes])
    topics = store.notes.topics()
    catalog = store.catalog
    rows = []
    for note in notes:
        text = texts.get(note.id)
        rows.append(
            {
                "id": note.id,
                "code": note.code,
                "uid": note.uid,
                "date": note.day.isoformat() if note.day else None,
                "time": clock(note.minute),
                "account": _name(catalog.account(note.account_id)),
                "series": _name(catalog.series_by_id(note.series_id)),
                "episode": note.episode,
                "occasion": note.occasion or None,
                "persona": _name(catalog.persona(note.persona_id)),
                "topic": topics.get(note.topic_id or 0),
                "kind": note.kind.value,
                "title": note.title,
                "title_length": title_length(note.title),
                "body": text.body if text else "",
                "hashtags": hashtags(text.hashtags) if text else [],
                "status": note.status.value,
                "owner": _name(catalog.member(note.owner_id)),
                "designer": _name(catalog.member(note.designer_id)),
                "cover_state": note.cover_state.value,
                "assets": [a.id for a in store.notes.pictures(note.id)],
                "remark": note.remark,
                "link": note.link,
            }
        )
    return rows


def _name(noun: Any) -> str | None:
    return noun.name if noun else None


@click.command()
@click.option("--from", "start", default="0001-01-01", help="First day.")
@click.option("--to", "end", default="9999-12-31", help="Last day.")
@click.option("--account", help="Only this account.")
@click.option("--series", "series_name", help="Only this series.")
@click.option("--status", type=click.Choice([s.value for s in Status]), help="Only this status.")
@click.option("--search", help="Plain text to find.")
@click.option("--limit", type=click.IntRange(1), default=10_000)
@common
def notes(
    start: str,
    end: str,
    account: str | None,
    series_name: str | None,
    status: str | None,
    search: str | None,
    limit: int,
    workspace: Path | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """List notes in time order."""
    with opened(workspace, actor) as store:
        account_id = id_of(store.catalog.accounts(archived=True), account, "account") if account else None
        series_id = id_of(store.catalog.series(archived=True), series_name, "series") if series_name else None
        low, high = as_day(start) or date.min, as_day(end) or date.max
        if low > high:
            raise Refused(t("cli.bad_range", start=start, end=end))
        bounded = (low, high) != (date.min, date.max)
        found = store.notes.find(search, MOST_FOUND) if search else store.notes.all()
        chosen = [
            note
            for note in found
            if (not bounded or (note.day is not None and low <= note.day <= high))
            and account_id in (None, note.account_id)
            and series_id in (None, note.series_id)
            and status in (None, note.status.value)
        ]
        chosen.sort(key=lambda n: (n.day or date.max, 1440 if n.minute is None else n.minute, n.id))
        rows = document(store, chosen[:limit])

    def lines() -> Iterator[str]:
        for row in rows:
            where = f"{row['date'] or t('notes.backlog')} {row['time'] or '--:--'}"
            yield f"{row['code']}  {where}  {row['account']}  {t('status.' + row['status'])}  {row['title']}"

    show(rows, as_json, lines)


def _parsed(store: Store, assignments: Sequence[str]) -> dict[str, Any]:
    """`FIELD=VALUE` words as fields of ops. Raises Refused on an unknown field or a bad value."""
    fields: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals or name not in FIELDS:
            raise Refused(t("cli.bad_field", field=assignment, known=", ".join(FIELDS)))
        fields |= _field(store, name, value)
    return fields


def _field(store: Store, name: str, value: str) -> dict[str, Any]:
    match name:
        case "date":
            return {"day": as_day(value)}
        case "time":
            return {"minute": as_minute(value)}
        case "account":
            return {"account_id": id_of(store.catalog.accounts(), value, "account")}
        case "series":
            return {"series_id": id_of(store.catalog.series(), value, "series") if value else None}
        case "persona":
            return {"persona_id": id_of(store.catalog.personas(), value, "persona") if value else None}
        case "owner" | "designer":
            return {PEOPLE[name]: member_id(store, value) if value else None}
        case "episode":
            if value and not (value.isdecimal() and len(value) <= LONGEST_NUMBER):
                raise Refused(t("cli.bad_number", value=value))
            return {"episode": int(value) if value else None}
        case "occasion":
            if value and occasions.by_id(value) is None and not value.startswith("own/"):
                raise Refused(t("cli.no_occasion", name=value))
        case "hashtags":
            return {"hashtags": hashtag_text(hashtags(value) or value.split())}
        case "kind" | "status":
            choices: type[Kind] | type[Status] = Kind if name == "kind" else Status
            if value not in [c.value for c in choices]:
                raise Refused(t("cli.bad_choice", value=value, known=", ".join(choices)))
            return {name: choices(value)}
    return {name: value}


@click.command()
@click.argument("assignments", nargs=-1, metavar="FIELD=VALUE…")
@common
def new(assignments: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Make a note, e.g. new account=主账号 title=… date=2026-12-10 time=20:00."""
    with opened(workspace, actor) as store:
        fields = _parsed(store, assignments)
        if "account_id" not in fields:
            raise Refused(t("cli.account_needed"))
        change = ops.create(store, fields.pop("account_id"), fields.pop("title", ""), **fields)
        made = store.notes.get_many(change.created["note"] if change else ())
        rows = document(store, made)
        show(rows[0], as_json, lambda: iter([f"{rows[0]['code']}  {rows[0]['title']}"]))


@click.command(name="set")
@click.argument("note")
@click.argument("assignments", nargs=-1, required=True, metavar="FIELD=VALUE…")
@common
def set_(note: str, assignments: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Change fields of a note; a status follows the transition table and is set alone."""
    with opened(workspace, actor) as store:
        (found,) = wanted(store, [note])
        fields = _parsed(store, assignments)
        status = fields.pop("status", None)
        if status and fields:
            raise Refused(t("cli.status_alone"))
        if status is Status.PUBLISHED:
            status_ops.publish(store, found.id)
        elif status:
            status_ops.set_status(store, [found.id], status)
        else:
            ops.edit(store, found.id, **fields)
        rows = document(store, store.notes.get_many([found.id]))
        show(rows[0], as_json, lambda: iter([f"{rows[0]['code']}  {rows[0]['title']}"]))


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NOTE…")
@common
def delete(names: Sequence[str], workspace: Path | None, actor: str | None, as_json: bool) -> None:
    """Delete notes; `undo` brings them back."""
    with opened(workspace, actor) as store:
        found = wanted(store, names)
        ops.delete(store, [n.id for n in found])
        codes = [n.code for n in found]
        show({"deleted": codes}, as_json, lambda: iter(codes))
