"""What a version of a note changed, in the user's words."""

from collections.abc import Iterator
from datetime import date

from xhsplanner.core import clock, occasions
from xhsplanner.core.versions import Values, Version, Wrote
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.panel.length import length_text
from xhsplanner.ui.widgets.states import clock_text

TEXTS = ("title", "body", "hashtags", "script", "remark")
QUIET = {"cover_state", "held_from", "episode", "topic_id", "source", "cover_files"}
"""Columns that change along with something that is said, or that nobody sees."""


class VersionWords:
    """Reads names from the catalogue; a name that is gone is said to be gone."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def who(self, actor: int | None) -> str:
        """The member of a version."""
        member = self._store.catalog.member(actor) if actor else None
        return member.name if member else t("versions.nobody")

    def when(self, version: Version) -> str:
        """`今天 10:32`, `12/08 10:20–10:32`, with the year where it is not this one."""
        day, today = date.fromisoformat(version.at[:10]), clock.today()
        if day == today:
            name = t("versions.today")
        elif day.year == today.year:
            name = f"{day.month}/{day.day}"
        else:
            name = f"{day.year}/{day.month}/{day.day}"
        since, until = version.since[11:16], version.at[11:16]
        span = until if since == until or version.since[:10] != version.at[:10] else f"{since}–{until}"
        return f"{name} {span}"

    def what(self, version: Version) -> str:
        """What the step changed: `正文 +9 字、标题`, `排到 12/24`."""
        if not version.wrote:
            return t("versions.beginning")
        found = list(dict.fromkeys(self._phrases(version)))
        words = t("versions.comma").join(found) if found else t("versions.other")
        return words if version.verb == "do" else t(f"versions.{version.verb}", what=words)

    def _phrases(self, version: Version) -> Iterator[str]:
        for one in version.of("note"):
            if one.before is None:
                yield t("versions.made" if version.verb == "do" else "versions.back")
                return
            if one.after is None:
                yield t("versions.deleted")
                return
        texts = [one for table in ("note", "note_text") for one in version.of(table)]
        yield from (phrase for one in texts for phrase in self._texts(one))
        yield from (phrase for one in version.of("note") for phrase in self._facts(one))
        videos = [one for one in version.of("note_text") if one.columns() & {"seconds", "video_file"}]
        yield from (self._length(one) for one in videos)
        yield from self._pictures(version.of("note_asset"))
        if version.of("cover"):
            yield t("versions.cover")
        yield from self._shots(version.of("shot"))

    def _texts(self, one: Wrote) -> Iterator[str]:
        columns, before, after = one.columns(), one.before or {}, one.after or {}
        for name in TEXTS:
            if name in columns:
                grown = len(after.get(name) or "") - len(before.get(name) or "")
                size = t("versions.longer", n=grown) if grown > 0 else t("versions.shorter", n=-grown)
                yield f"{t(f'panel.{name}')} {size}" if grown else t("versions.text", field=t(f"panel.{name}"))

    def _facts(self, one: Wrote) -> Iterator[str]:
        columns, after = one.columns(), one.after or {}
        if columns & {"day", "minute"}:
            yield self._day(one)
        if "status" in columns:
            yield t("versions.status", name=t(f"status.{after['status']}"))
        for column, noun in (("account_id", "account"), ("series_id", "series"), ("persona_id", "persona"),
                             ("owner_id", "owner"), ("designer_id", "designer"), ("occasion", "occasion"),
                             ("kind", "kind"), ("link", "link"), ("published_at", "published")):  # fmt: skip
            if column in columns:
                yield t(f"versions.{noun}", name=self._name(column, after.get(column)))
        if "cover_state" in columns and not columns - QUIET:
            yield t("versions.cover_state")

    def _day(self, one: Wrote) -> str:
        after: Values = {**(one.before or {}), **(one.after or {})}
        if "day" in one.columns() and not after.get("day"):
            return t("versions.unplanned")
        if "day" not in one.columns():
            return t("versions.time", time=clock_text(after["minute"]) or t("versions.nothing"))
        day = date.fromisoformat(after["day"])
        return t("versions.day", day=f"{day.month}/{day.day}")

    def _name(self, column: str, value: object) -> str:
        catalog = self._store.catalog
        if value in (None, ""):
            return t("versions.nothing")
        if column == "occasion":
            chosen = occasions.by_id(str(value))
            return chosen.name if chosen else str(value)
        if column == "kind":
            return t("kind.video") if value == "视频" else t("kind.pictures")
        if not isinstance(value, int):
            return str(value)
        persona = next((one for one in catalog.personas() if one.id == value), None)
        rows = {"account_id": catalog.account, "series_id": catalog.series_by_id, "persona_id": lambda _id: persona}
        found = rows.get(column, catalog.member)(value)
        return " ".join(found.name.split()) if found else t("versions.nothing")

    def _length(self, one: Wrote) -> str:
        seconds = {**(one.before or {}), **(one.after or {})}.get("seconds")
        if "seconds" in one.columns():
            return t("versions.seconds", time=length_text(seconds) or t("versions.nothing"))
        return t("versions.video_file")

    def _pictures(self, rows: list[Wrote]) -> Iterator[str]:
        came, gone = sum(one.before is None for one in rows), sum(one.after is None for one in rows)
        if came:
            yield t("versions.pictures_more", n=came)
        if gone:
            yield t("versions.pictures_less", n=gone)
        if rows and not came and not gone:
            yield t("versions.pictures_order")

    def _shots(self, rows: list[Wrote]) -> Iterator[str]:
        if any(one.columns() - {"position"} for one in rows):
            yield t("versions.shots")
        elif rows:
            yield t("versions.shots_order")
