"""The same topic on other accounts: when each goes out, and who speaks there."""

from collections.abc import Iterable, Sequence

from xhsplanner.core import resources
from xhsplanner.core.model import Persona

DAY = 24 * 60


def minutes_for(minute: int | None, count: int, taken: Iterable[int | None] = ()) -> list[int | None]:
    """Times for `count` siblings of a note, so that no two go out at the same minute; None where it has no time.

    Each later than the one before; where that would be too late in the evening, earlier than the note. `taken` are
    times that siblings have already.
    """
    if minute is None:
        return [None] * count
    fact = resources.toml("platform", "moves.toml")["siblings"]
    apart, latest = int(fact["apart"]), _minute(fact["latest"])
    there = {minute, *taken}
    later = range(minute + apart, max(latest, minute) + 1, apart)
    earlier = range(minute - apart, -1, -apart)
    free = [one for one in (*later, *earlier) if one not in there]
    free += [one for one in range(DAY) if one not in there and one not in free]
    return list(free[:count])


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def persona_for(personas: Sequence[Persona], account_id: int, usual: int | None) -> int | None:
    """Who speaks on an account: its own persona; else `usual`, unless that belongs to another account."""
    own = next((one.id for one in personas if one.account_id == account_id and not one.archived), None)
    if own is not None:
        return own
    known = next((one for one in personas if one.id == usual), None)
    return usual if known is not None and known.account_id in (None, account_id) else None
