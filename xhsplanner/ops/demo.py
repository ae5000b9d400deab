"""The sample workspace of 青禾银行, an invented bank, and synthetic ones of any size for measuring."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from xhsplanner.core import lunar, resources
from xhsplanner.core.change import Change
from xhsplanner.core.clock import now, today
from xhsplanner.core.model import CoverState, NoteText, Status
from xhsplanner.core.slots import Policy, Slot, State, occurrences
from xhsplanner.ops.catalog import insert_named
from xhsplanner.ops.notes import insert_note
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

TERM_SERIES = "节日节气"
SLOTS_AHEAD = 4
"""Weeks ahead in which notes of the sample fill its slots."""
EXPIRES_IN = timedelta(days=3)
"""The sample's one picture whose rights end soon, while a later note uses it."""


class Names(NamedTuple):
    """Row ids by name while a sample is written."""

    accounts: Mapping[str, int]
    series: Mapping[str, int]
    members: Mapping[str, int]


def demo(store: Store, pictures: Mapping[str, list[int]] | None = None) -> Change | None:
    """Fill a workspace without notes with a plan around this week; `pictures` are asset ids by title of the note.

    Every series, gaps, one collision, one picture whose rights end before the note that uses it goes out.
    """
    table = resources.toml("demo", "notes.toml")
    rows = resources.toml("demo", "series.toml")["series"]
    with store.op("workspace.demo") as op:
        names = Names(
            {r["name"]: insert_named(store, op, "account", {**r, "bank": "青禾银行"}) for r in table["accounts"]},
            {r["name"]: insert_named(store, op, "series", dict(r)) for r in rows},
            {r["name"]: insert_named(store, op, "member", dict(r)) for r in table["members"]},
        )
        for row in table["personas"]:
            insert_named(store, op, "persona", {**row, "account_id": names.accounts["主账号"]})
        for product_class, text in resources.toml("demo", "disclaimers.toml")["picture"].items():
            op.insert("disclaimer", {"product_class": product_class, "form": "picture", "text": text})
        _catalogue(store, op, names)
        _targets(op, table["targets"], names)
        monday = today() - timedelta(days=today().weekday())
        episodes: dict[tuple[str, str], int] = {}
        for week, lines in table["weeks"].items():
            for line in lines:
                start = None if week == "backlog" else monday + timedelta(weeks=int(week))
                _note(op, table["notes"], line, start, names, episodes, pictures or {})
        _slots(store, op, table["slots"], names, monday - timedelta(weeks=2))
    return op.change


def _slots(store: Store, op: Op, rows: Sequence[Mapping[str, Any]], names: Names, since: date) -> None:
    """Recurring places from `since` on, filled by the notes of their series that stand on their days."""
    for row in rows:
        account_id, series_id = names.accounts[row["account"]], names.series[row["series"]]
        values = {name: row[name] for name in ("rule", "minute", "holiday_policy")}
        slot_id = op.insert(
            "slot", {**values, "account_id": account_id, "series_id": series_id, "since": since.isoformat()}
        )
        slot = Slot(row["rule"], since, row["minute"], Policy(row["holiday_policy"]))
        days = {one.day: one.original for one in occurrences(slot, since, today() + timedelta(weeks=SLOTS_AHEAD))}
        for note in store.notes.between(since, max(days, default=since), [account_id]):
            original = days.pop(note.day, None) if note.series_id == series_id and note.day else None
            if original is not None:
                filled = {"kind": State.FILLED.value, "note_id": note.id}
                op.insert("slot_override", {"slot_id": slot_id, "original_day": original.isoformat(), **filled})


def _catalogue(store: Store, op: Op, names: Names) -> None:
    """Offers around today and keywords."""
    table = resources.toml("demo", "catalogue.toml")
    for row in table["offers"]:
        days = {f"valid_{end}": today() + timedelta(days=row[end]) for end in ("from", "until") if end in row}
        fields = {
            "name": row["name"],
            "detail": row["detail"],
            "series_id": names.series.get(row.get("series", "")),
        }
        insert_named(store, op, "offer", {**fields, **days})
    for row in table["keywords"]:
        insert_named(store, op, "keyword", dict(row))


def _targets(op: Op, targets: Mapping[str, Mapping[str, float]], names: Names) -> None:
    for account, wanted in targets.items():
        for series, per_week in wanted.items():
            row = {"account_id": names.accounts[account], "series_id": names.series[series]}
            op.insert("target", {**row, "per_week": float(per_week)})


def _note(
    op: Op,
    texts: Mapping[str, list[list[str]]],
    line: str,
    monday: date | None,
    names: Names,
    episodes: dict[tuple[str, str], int],
    pictures: Mapping[str, list[int]],
) -> None:
    weekday, at, account, series, number, owner, *_ = line.split()
    title, body = texts[series][int(number)]
    day = monday + timedelta(days=int(weekday)) if monday else None
    if series == TERM_SERIES and monday and (found := _term_in(monday)):
        day, title, body = found
    minute = None if at == "-" else int(at[:2]) * 60 + int(at[3:])
    status = _status(day, minute, int(number))
    episode = episodes[account, series] = episodes.get((account, series), 0) + 1
    kind = next(row for row in resources.toml("demo", "series.toml")["series"] if row["name"] == series)
    done = status in (Status.APPROVED, Status.HANDED_OVER, Status.PUBLISHED)
    values: dict[str, Any] = {
        "account_id": names.accounts[account],
        "series_id": names.series[series],
        "title": title,
        "day": day,
        "minute": minute,
        "episode": episode,
        "status": status,
        "owner_id": names.members[owner],
        "designer_id": names.members["何洁"],
        "cover_state": CoverState.DONE if done else CoverState.IN_PROGRESS,
        "published_at": f"{day}T{at}:00.000" if status is Status.PUBLISHED and day else None,
    }
    note_id = insert_note(op, values, NoteText(body, kind["hashtags"]))
    for position, asset_id in enumerate(pictures.get(title, ())):
        op.insert("note_asset", {"note_id": note_id, "asset_id": asset_id, "position": position})
    if status is not Status.TODO:
        op.insert("cover", {"note_id": note_id, "variant": "3:4", "template": kind["template"]})


def _term_in(monday: date) -> tuple[date, str, str] | None:
    """Day, title and body for the solar term of a week, None where it has none."""
    for day in (monday + timedelta(days=n) for n in range(7)):
        if name := lunar.term(day):
            line = resources.toml("demo", "terms.toml")[name]
            return day, f"{name}｜{line[0]}", f"{line[1]}\n青小禾陪你过每一个节气。"
    return None


def _status(day: date | None, minute: int | None, number: int) -> Status:
    """A believable state for a note: what is past is out, what comes soon is further than what comes late."""
    if day is None or minute is None:
        return Status.TODO
    ahead = (day - today()).days
    if -2 <= ahead < 0 and number % 4 == 3:
        return Status.APPROVED  # somebody forgot: overdue
    if ahead < 0 or (ahead == 0 and minute < now().hour * 60 + now().minute):
        return Status.PUBLISHED
    if ahead <= 1:
        return (Status.APPROVED, Status.HANDED_OVER)[number % 2]
    if ahead <= 4:
        return (Status.REVIEW, Status.APPROVED, Status.DRAFTING)[number % 3]
    return (Status.DRAFTING, Status.TODO)[number % 2]


def expire_soon(store: Store, asset_id: int) -> Change | None:
    """Let the rights of one picture end in three days."""
    with store.op("asset.edit", n=1) as op:
        op.update("asset", {asset_id: {"rights_until": (today() + EXPIRES_IN).isoformat()}})
    return op.change
