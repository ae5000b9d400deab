"""How backups and differences are said. Qt-free."""

from datetime import date, datetime, timedelta

from xhsplanner.core import clock
from xhsplanner.core.text import byte_text
from xhsplanner.core.words import t, words
from xhsplanner.store.comparison.differences import OF_NOTES, Differences, Field, NoteDifference
from xhsplanner.store.snapshots import Snapshot
from xhsplanner.ui.moments import day_text


def kind_text(snapshot: Snapshot) -> str:
    """What a backup was made for."""
    return t(f"restore.kind_.{snapshot.kind or 'old'}")


def size_text(snapshot: Snapshot) -> str:
    """How large it is, in notes where that is known."""
    size = byte_text(snapshot.bytes)
    return (
        t("restore.size_only", size=size)
        if snapshot.notes is None
        else t("restore.size", notes=snapshot.notes, size=size)
    )


def heading(day: date) -> str:
    """The day over its backups."""
    gone = (clock.today() - day) // timedelta(days=1)
    key = {0: "restore.today", 1: "restore.yesterday"}.get(gone)
    return t(key, day=day_text(day)) if key else day_text(day)


def moment(at: datetime) -> str:
    """Day and time."""
    return t("restore.at", day=day_text(at.date()), time=f"{at:%H:%M}")


def title(note: NoteDifference) -> str:
    """What a note is called."""
    return " ".join(note.title.split()) or t("restore.untitled")


def place(note: NoteDifference) -> str:
    """Account and day."""
    day = day_text(date.fromisoformat(note.day)) if note.day else t("restore.no_day")
    return " · ".join(part for part in (note.account, day, note.code) if part)


def field_name(field: Field) -> str:
    """What a person calls a field, or a part of a note."""
    if field.name in OF_NOTES:
        return t(f"restore.part_.{field.name}")
    key = f"bundle.field_.{field.name}"
    return t(key) if words.has(key) else t("restore.other")


def fields_text(note: NoteDifference) -> str:
    """The names of what differs, each once."""
    return t("restore.comma").join(dict.fromkeys(map(field_name, note.fields)))


def values_text(field: Field) -> tuple[str, str]:
    """What a field held and holds, as a person reads it."""
    if field.name in OF_NOTES:
        same = field.then == field.now
        now = t("restore.pieces_differ" if same else "restore.pieces", n=field.now)
        return t("restore.pieces", n=field.then), now
    return _value(field.name, field.then), _value(field.name, field.now)


def _value(name: str, value: object) -> str:
    if value is None or value == "":
        return t("restore.empty")
    if name in ("status", "held_from"):
        return t(f"status.{value}")
    if name == "cover_state":
        return t(f"board.cover.{value}")
    if name == "minute" and isinstance(value, int):
        return f"{value // 60:02}:{value % 60:02}"
    return str(value)


def others_text(found: Differences) -> str:
    """What else differs, by kind."""
    counts: dict[str, int] = {}
    for table, count in found.others.items():
        key = f"restore.table_.{table}"
        name = t(key) if words.has(key) else t("restore.table_.other")
        counts[name] = counts.get(name, 0) + count.removed + count.changed + count.added
    return t("restore.comma").join(t("restore.counted", name=name, n=n) for name, n in counts.items())
