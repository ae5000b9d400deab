"""Note templates (笔记模板): new notes out of them, and notes kept as one. The noun itself is of ops/catalog."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xhsplanner.core import days, occasions
from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import NoteText
from xhsplanner.core.planning import NoteTemplate
from xhsplanner.core.templates import fill_template, filling
from xhsplanner.core.words import t
from xhsplanner.ops.catalog import insert_named
from xhsplanner.ops.notes import insert_note, stored
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store


def of_series(store: Store, series_id: int | None) -> NoteTemplate | None:
    """The template that new notes of a series start with: its first one in the order of the team."""
    if series_id is None:
        return None
    found: list[NoteTemplate] = store.catalog.rows("note_template", archived=False)
    return next((one for one in found if one.series_id == series_id), None)


def filled(store: Store, template: NoteTemplate, note: Mapping[str, Any]) -> tuple[dict[str, Any], NoteText]:
    """What a template gives a note with these columns: title, kind and remark, and its texts."""
    series = store.catalog.series_by_id(note.get("series_id"))
    account = store.catalog.account(note.get("account_id"))
    day = note.get("day")
    day = date.fromisoformat(day) if isinstance(day, str) else day
    words = filling(
        day,
        note.get("episode"),
        series.name if series else "",
        account.name if account else "",
        _occasion(str(note.get("occasion") or ""), day),
    )
    tags = fill_template(template.hashtags, words) or (series.hashtags if series else "")
    columns = {
        "title": fill_template(template.title, words),
        "kind": template.kind,
        "remark": fill_template(template.remark, words),
    }
    return columns, NoteText(body=fill_template(template.body, words), hashtags=tags)


def _occasion(known: str, day: date | None) -> str:
    """What the occasion of a note is called; without one the first of its day."""
    if known:
        found = occasions.by_id(known)
        return found.name if found is not None else ""
    those = days.day_info(day).occasions if day is not None else ()
    return next((one.name for one in those if one.first == one.last), "")


@steady
def new_note(
    store: Store,
    template_id: int,
    account_id: int,
    *,
    day: date | None = None,
    minute: int | None = None,
    **given: Any,
) -> Change | None:
    """Make a note of a template; its id is `change.created["note"][0]`. `given` are columns of Note."""
    template: NoteTemplate | None = store.catalog.row("note_template", template_id)
    if template is None or store.catalog.account(account_id) is None:
        raise Refused(t("store.gone"))
    series_id = given.pop("series_id", None) or template.series_id
    usual = store.settings.get("new_note_minute")
    if minute is None and day is not None and usual >= 0:
        minute = usual
    note = {"account_id": account_id, "day": day, "minute": minute, "series_id": series_id, **given}
    if series_id is not None:
        note["episode"] = store.notes.next_episode(account_id, series_id)
    columns, text = filled(store, template, note)
    with store.op("note.from_template", name=template.name, title=columns["title"]) as op:
        insert_note(op, {**columns, **note}, text)
    return op.change


@steady
def save_as(store: Store, note_id: int, name: str) -> Change | None:
    """Keep what a note says as a template; `change.created["note_template"][0]`. Raises Refused."""
    note = store.notes.get(note_id)
    if note is None:
        raise Refused(t("notes.gone"))
    text = store.notes.text(note_id)
    fields = {"name": name, "series_id": note.series_id, "kind": note.kind, "title": note.title}
    fields |= {"body": text.body, "hashtags": text.hashtags, "remark": note.remark}
    with store.op("note_template.save", name=" ".join(name.split()), title=note.title or note.code) as op:
        insert_named(store, op, "note_template", {column: stored(value) for column, value in fields.items()})
    return op.change
