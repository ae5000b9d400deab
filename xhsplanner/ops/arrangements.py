"""What a person can do to the State Council's days off: take in the notice of a year that came out later."""

import json
from collections.abc import Sequence
from pathlib import Path

from xhsplanner.core import days
from xhsplanner.core.change import Change
from xhsplanner.core.days import Arrangement
from xhsplanner.core.errors import Refused
from xhsplanner.core.words import t
from xhsplanner.ops.steady import steady
from xhsplanner.store.store import Store

MOST_BYTES = 1 << 20


def read_file(path: Path) -> list[Arrangement]:
    """The published years of a file. Raises Refused where it cannot be read or names none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(t("days.file_too_large", file=path.name, mb=MOST_BYTES >> 20))
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(t("days.file_not_read", file=path.name, why=error.strerror or error)) from None
    except UnicodeDecodeError:
        raise Refused(t("days.file_not_read", file=path.name, why=t("days.not_utf8"))) from None
    found = days.read_arrangements(text)
    if not found:
        raise Refused(t("days.no_years", file=path.name))
    return found


def told(arrangement: Arrangement) -> str:
    """An arrangement as it is kept: the JSON that `days.read_arrangements` reads."""
    rows = [
        {"date": day.isoformat(), "name": name, "off": off} for day, (off, name) in sorted(arrangement.days.items())
    ]
    return json.dumps(
        {str(arrangement.year): {"papers": list(arrangement.papers), "days": rows}}, ensure_ascii=False
    )


@steady
def take_in(store: Store, arrangements: Sequence[Arrangement]) -> Change | None:
    """Let these notices count; each replaces an earlier one of its year. None where all are known already."""
    known = store.knowledge.arrangements()
    years = sorted(one.year for one in arrangements)
    with store.op("arrangement.take_in", years=", ".join(map(str, years))) as op:
        for one in arrangements:
            if one.year in known:
                op.update("arrangement", {known[one.year][0]: {"text": told(one)}})
            else:
                op.insert("arrangement", {"year": one.year, "text": told(one)})
    return op.change


@steady
def remove(store: Store, years: Sequence[int]) -> Change | None:
    """Take notices away again: their years are unpublished, or as the program itself knows them."""
    known = store.knowledge.arrangements()
    with store.op("arrangement.remove", years=", ".join(map(str, sorted(years)))) as op:
        op.delete("arrangement", [known[year][0] for year in years if year in known])
    return op.change
