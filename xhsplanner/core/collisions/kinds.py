"""The kinds of collisions: each function looks at planned notes and yields what is wrong."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from xhsplanner.core import occasions
from xhsplanner.core.collisions.model import DAY, Collision, Entry, Rules, limits, outside_timer
from xhsplanner.core.collisions.texts import NO_TEXTS, Alikes
from xhsplanner.core.model import NOT_PLANNED, Status
from xhsplanner.core.words import t


def check(
    entries: Iterable[Entry],
    rules: Rules,
    texts: Alikes = NO_TEXTS,
    hand_over: Collection[int] = (),
    now: datetime | None = None,
) -> list[Collision]:
    """All that gets in each other's way among notes, by kind.

    `texts` tells which are alike, `hand_over` the notes that are to be handed to the platform's timer `now`.
    """
    planned = [one for one in entries if one.day is not None and one.status not in NOT_PLANNED]
    found = [*_spacing(planned, rules), *_crowded(planned, rules), *_slots(planned, rules)]
    found += _shared(planned, rules)
    found += near_text(planned, texts, rules)
    found += _tones(planned, rules)
    found += _offers(planned, rules)
    if hand_over and now is not None:
        found += _outside(planned, hand_over, now)
    return found


def _collision(
    kind: str, those: Sequence[Entry], key: str, values: Mapping[str, object], about: tuple[int, ...] = ()
) -> Collision:
    return Collision(
        kind,
        tuple([one.id for one in those]),
        f"collisions.{key}",
        values,
        tuple([one.uid for one in those]),
        those[0].day,
        all(one.status is Status.PUBLISHED for one in those),
        about,
    )


def clock(minute: int) -> str:
    """A minute of the day as people write it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _spacing(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    timed: dict[int, list[tuple[int, int, Entry]]] = {}
    for one in planned:
        if one.minute is not None and one.day is not None:
            timed.setdefault(one.account_id, []).append((one.day.toordinal() * DAY + one.minute, one.id, one))
    for account_id, those in timed.items():
        least = rules.apart(account_id)
        those.sort(key=_moment)
        for (before, _, first), (after, _, second) in pairwise(those):
            if after - before < least:
                apart = after - before
                values = {"account": rules.account(account_id), "day": first.day, "time": clock(before % DAY)}
                key = "spacing" if apart else "same_time"
                names = {"first": first.name, "second": second.name}
                yield _collision("spacing", (first, second), key, {"n": apart, "least": least, **values, **names})


def _moment(row: tuple[int, int, Entry]) -> tuple[int, int]:
    return row[0], row[1]


def _crowded(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    limited = {account: most for account in rules.accounts if (most := rules.per_day(account)) is not None}
    if not limited:
        return
    found: dict[tuple[int, date], list[Entry]] = {}
    for one in planned:
        if one.account_id in limited and one.day is not None:
            found.setdefault((one.account_id, one.day), []).append(one)
    for (account_id, day), those in found.items():
        most = limited[account_id]
        if len(those) > most:
            name = rules.account(account_id)
            values = {"account": name, "day": day, "n": len(those), "most": most}
            yield _collision("day_capacity", those, "day_capacity", values)


def _slots(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    found: dict[object, list[Entry]] = {}
    for one in planned:
        if one.slot is not None:
            found.setdefault(one.slot, []).append(one)
    holds = int(limits("slot_capacity")["holds"])
    for slot, those in found.items():
        most = rules.capacities.get(slot, holds)
        if len(those) > most:
            name = rules.account(those[0].account_id)
            values = {"account": name, "day": those[0].day, "n": len(those), "most": most}
            yield _collision("slot_capacity", those, "slot_capacity", values)


def _shared(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    """The same series, or a keyword, on two accounts of one day."""
    series: dict[tuple[date | None, int], list[Entry]] = {}
    keywords: dict[tuple[date | None, int], list[Entry]] = {}
    for one in planned:
        if one.series_id is not None:
            series.setdefault((one.day, one.series_id), []).append(one)
        for keyword in one.keywords:
            keywords.setdefault((one.day, keyword), []).append(one)
    for (day, series_id), those in series.items():
        if len(those) > 1 and (n := len({one.account_id for one in those})) > 1:
            found = rules.series.get(series_id)
            name, who = found.name if found is not None else "?", _accounts(those, rules)
            yield _collision(
                "same_series", those, "same_series", {"day": day, "name": name, "n": n, "who": who}, (series_id,)
            )
    yield from _same_keyword(keywords, rules)


def _same_keyword(keywords: Mapping[tuple[date | None, int], list[Entry]], rules: Rules) -> Iterator[Collision]:
    """Notes that share several words are one finding."""
    together: dict[tuple[int, ...], tuple[list[Entry], list[int]]] = {}
    for (_, keyword), those in keywords.items():
        if len(those) > 1 and len({one.account_id for one in those}) > 1:
            together.setdefault(tuple(one.id for one in those), (those, []))[1].append(keyword)
    for those, words in together.values():
        names = t("collisions.and").join(rules.keywords.get(one, "?") for one in words)
        n = len({one.account_id for one in those})
        values = {"day": those[0].day, "name": names, "n": n, "who": _accounts(those, rules)}
        yield _collision("same_keyword", those, "same_keyword", values, tuple(words))


def near_text(planned: Iterable[Entry], texts: Alikes, rules: Rules) -> Iterator[Collision]:
    """Texts of two accounts that are nearly the same."""
    if not texts.marks:
        return
    for those in texts.groups(planned):
        if len(those) == 2:
            one, other = those
            values = {
                "first": one.name,
                "at": _where(one, rules),
                "second": other.name,
                "then": _where(other, rules),
            }
            yield _collision("near_text", those, "near_text", values)
        else:
            yield _collision("near_text", those, "near_texts", {"first": those[0].name, "n": len(those)})


def _where(entry: Entry, rules: Rules) -> str:
    """Account and day of a note."""
    return f"{rules.account(entry.account_id)} {entry.day}"


def _accounts(those: Iterable[Entry], rules: Rules) -> str:
    """The accounts of notes, in words."""
    return t("collisions.and").join(rules.account(one) for one in dict.fromkeys(one.account_id for one in those))


def _tones(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    """Selling on a quiet day; joking, or celebrating, on a day of mourning."""
    tones = {day: rules.tone(day) for day in {one.day for one in planned if one.day is not None}}
    marked = {day for day, tone in tones.items() if tone.tone}
    if not marked:
        return
    for one in planned:
        if one.day not in marked or one.day is None:
            continue
        tone = tones[one.day]
        values = {"day": one.day, "name": tone.name, "title": one.name}
        if tone.tone == occasions.QUIET and one.series_id not in rules.sober and one.occasion not in tone.ids:
            yield _collision("quiet_day", (one,), "quiet_day", values)
        elif one.series_id in rules.fun:
            yield _collision("tone", (one,), "tone", values)
        elif rules.celebrates(one.occasion):
            yield _collision("tone", (one,), "tone_occasion", values)


def _offers(planned: Iterable[Entry], rules: Rules) -> Iterator[Collision]:
    for one in planned:
        if not one.offers or one.day is None:
            continue
        outside = [
            offer
            for number in one.offers
            if (offer := rules.offers.get(number)) is not None
            and (
                (offer.valid_from is not None and one.day < offer.valid_from)
                or (offer.valid_until is not None and one.day > offer.valid_until)
            )
        ]
        if outside:
            early = outside[0].valid_from is not None and one.day < outside[0].valid_from
            names = t("collisions.and").join(offer.name for offer in outside)
            limit = outside[0].valid_from if early else outside[0].valid_until
            key = "offer_early" if early else "offer_over"
            values = {"title": one.name, "name": names, "limit": limit, "day": one.day}
            yield _collision("offer_over", (one,), key, values, tuple(offer.id for offer in outside))


def _outside(planned: Iterable[Entry], hand_over: Collection[int], now: datetime) -> Iterator[Collision]:
    for one in planned:
        side = outside_timer(one, now) if one.id in hand_over else 0
        if side:
            key = "timer_late" if side < 0 else "timer_early"
            values = {"title": one.name, "day": one.day, "time": clock(one.minute or 0)}
            yield _collision("outside_window", (one,), key, values)
