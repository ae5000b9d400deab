"""Rules of another zone whose days are other days here: Monday evening in New York is Tuesday in Shanghai."""

from datetime import date, datetime, timedelta
from itertools import islice

from xhsplanner.core import foreign_rules
from xhsplanner.core.recurrence import WEEKDAYS
from xhsplanner.core.ruled_days import understood
from xhsplanner.exchange.ics.zones import our_day

MOST = 520
"""So many days of a rule that cannot be turned are taken one by one: ten years of weeks."""
LAST = date(2100, 12, 30)


def shifted(rule: str, start: date | datetime, first: date) -> tuple[str, list[date]] | None:
    """A rule turned to our days, or no rule and its days; None where it holds as it is written.

    `start` is the begin in its own zone, `first` our day of it.
    """
    if not isinstance(start, datetime):
        return None
    by = (first - start.date()).days
    parts = [part.partition("=")[::2] for part in rule.split(";") if "=" in part]
    said = {name.strip().upper(): value.strip().upper() for name, value in parts}
    if not by or not any(name.startswith("BY") for name in said) or not understood(rule):
        return None
    if said.get("FREQ") == "WEEKLY" and set(said) <= {"FREQ", "BYDAY", "COUNT", "INTERVAL", "UNTIL", "WKST"}:
        turned = _turned(said, by)
        if turned:
            return turned, []
    return "", _counted(rule, start)


def _turned(said: dict[str, str], by: int) -> str:
    """A weekly rule with its weekdays moved; '' where a week would come apart."""
    names = said["BYDAY"].split(",")
    if not set(names) <= set(WEEKDAYS):
        return ""
    places = [WEEKDAYS.index(name) + by for name in names]
    if said.get("INTERVAL", "1") != "1" and len({place // 7 for place in places}) > 1:
        return ""
    turned = said | {"BYDAY": ",".join(WEEKDAYS[place % 7] for place in places)}
    if "UNTIL" in said and "T" not in said["UNTIL"]:
        until = datetime.strptime(said["UNTIL"], "%Y%m%d") + timedelta(days=by)
        turned["UNTIL"] = f"{until:%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in turned.items())


def _counted(rule: str, start: datetime) -> list[date]:
    """The days of a rule in its own zone, as ours."""
    spec = foreign_rules.read(rule)
    if spec is None:
        return []
    days = islice(foreign_rules.given(spec, start.date(), start.date(), LAST), MOST)
    return [our_day(datetime.combine(day, start.timetz())) for day in days]
