"""What a person can do to topics (选题): kept as ideas, made into notes, put away."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused
from xhsplanner.core.model import NoteText
from xhsplanner.core.planning import Topic
from xhsplanner.core.words import t
from xhsplanner.ops.bulk import Episodes
from xhsplanner.ops.notes import insert_note, stored
from xhsplanner.ops.steady import steady
from xhsplanner.store.history import Op
from xhsplanner.store.store import Store

HOTTEST = 100
LONGEST = 200
"""Characters of a title: an idea, not a text."""
FIELDS = ("title", "heat", "until", "series_id", "remark", "owner_id")


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the database keeps them. Raises Refused on what makes no sense."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise Refused(t("notes.unknown_field", field=", ".join(sorted(unknown))))
    row = {name: stored(value) for name, value in fields.items()}
    if "title" in row:
        row["title"] = " ".join(str(row["title"]).split())
        if not row["title"]:
            raise Refused(t("topics.no_title"))
        if len(row["title"]) > LONGEST:
            raise Refused(t("topics.long_title", n=LONGEST))
    if "heat" in row and not 0 <= row["heat"] <= HOTTEST:
        raise Refused(t("topics.bad_heat", n=HOTTEST))
    return row


def _topics(store: Store, ids: Collection[int]) -> list[Topic]:
    found = store.topics.get_many(ids)
    if len(found) < len(set(ids)):
        raise Refused(t("store.gone"))
    return found


@steady
def add(store: Store, title: str, **fields: Any) -> Change | None:
    """Keep an idea; fields of Topic. Its id is `change.created["topic"][0]`. Raises Refused without a title."""
    row = _cleaned({"title": title, **fields})
    with store.op("topic.add", title=row["title"]) as op:
        op.insert("topic", row)
    return op.change


@steady
def edit(store: Store, topic_id: int, *, group: int | None = None, **fields: Any) -> Change | None:
    """Change fields of a topic; `group` (Change.group) joins an earlier edit. Its notes stay as they are."""
    (topic,) = _topics(store, [topic_id])
    row = _cleaned(fields)
    with store.op("topic.edit", group=group, title=row.get("title", topic.title)) as op:
        op.update("topic", {topic_id: row})
    return op.change


@steady
def archive(store: Store, ids: Sequence[int], archived: bool = True) -> Change | None:
    """Put topics away, or bring them back."""
    topics = _topics(store, ids)
    kind = "topic.archive" if archived else "topic.unarchive"
    with store.op(kind, n=len(topics), title=_first(topics)) as op:
        op.update("topic", {topic.id: {"archived": int(archived)} for topic in topics})
    return op.change


@steady
def remove(store: Store, ids: Sequence[int]) -> Change | None:
    """Delete topics without notes. Raises Refused naming the first that notes share: archive that."""
    topics, used = _topics(store, ids), store.topics.notes_of(ids)
    for topic in topics:
        if used.get(topic.id):
            raise Refused(t("topics.in_use", title=topic.title, n=used[topic.id]))
    with store.op("topic.remove", n=len(topics), title=_first(topics)) as op:
        op.delete("topic", [topic.id for topic in topics])
    return op.change


def _first(topics: Sequence[Topic]) -> str:
    return topics[0].title if topics else ""


@steady
def plan(
    store: Store,
    ids: Sequence[int],
    account_ids: Iterable[int],
    *,
    day: date | None = None,
    minute: int | None = None,
    **given: int,
) -> Change | None:
    """Make a note of each topic on each account, on a day or undated; notes of one topic are siblings.

    Title, series, owner and remark come from the topic, hashtags and episode from the series; a `series_id` or
    `owner_id` that is given stands above the topic's. New ids in `change.created["note"]`.
    Raises Refused without an account.
    """
    topics, accounts = _topics(store, ids), list(dict.fromkeys(account_ids))
    if not accounts or any(store.catalog.account(one) is None for one in accounts):
        raise Refused(t("topics.no_account"))
    usual, episodes = store.settings.get("new_note_minute"), Episodes(store)
    place = {"day": stored(day), "minute": usual if minute is None and day and usual >= 0 else minute, **given}
    with store.op("topic.plan", n=len(topics) * len(accounts), title=_first(topics)) as op:
        for topic in topics:
            for account_id in accounts:
                _make(store, op, topic, {**place, "account_id": account_id}, episodes)
    return op.change


def _make(store: Store, op: Op, topic: Topic, place: Mapping[str, Any], episodes: Episodes) -> None:
    series_id = place.get("series_id", topic.series_id)
    series = store.catalog.series_by_id(series_id)
    known = {"title": topic.title, "series_id": topic.series_id, "owner_id": topic.owner_id, "remark": topic.remark}
    episode = episodes.next(place["account_id"], series_id)
    text = NoteText(hashtags=series.hashtags if series else "")
    insert_note(op, {**known, **place, "topic_id": topic.id, "episode": episode}, text)
