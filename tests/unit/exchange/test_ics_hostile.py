"""Files made to harm: refused in words, or read within limits. Time is not measured here; the fuzz does that."""

from datetime import date

import pytest

from xhsplanner.core import ruled_days
from xhsplanner.core.errors import Refused
from xhsplanner.exchange.ics.lines import MOST_BYTES, MOST_EVENTS
from xhsplanner.exchange.ics.read import LONGEST_SUMMARY, MOST_DATES, read
from xhsplanner.exchange.ics.rules import MOST
from xhsplanner.ops.own_days import LONGEST_NAME, fields_of


def calendar(*events: str, zones: str = "") -> bytes:
    parts = "".join(f"BEGIN:VEVENT\r\nUID:{n}\r\n{event}\r\nEND:VEVENT\r\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\r\n{zones}{parts}END:VCALENDAR\r\n".encode()


DAY = "DTSTART;VALUE=DATE:20261209"


@pytest.mark.parametrize(
    "data",
    [
        b"BEGIN:VCALENDAR\r\n" + b"x" * MOST_BYTES,
        calendar(f"{DAY}\r\nSUMMARY:" + "字" * 1_700_000),
        calendar(*["DTSTART:20261209"] * (MOST_EVENTS + 1)),
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000,
        calendar(DAY).replace(b"UID", b"\0UID"),
        b"\xff\xfe" + b"B\0E\0" + b"\xd8" * 3,
    ],
    ids=["bytes", "line", "events", "nesting", "zero", "half utf-16"],
)
def test_what_is_too_much_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(data)
    assert str(refusal.value)


def test_a_line_of_megabytes_within_the_limits_is_cut_short() -> None:
    (event,) = read(calendar(f"{DAY}\r\nSUMMARY:" + "字" * 300_000)).events
    assert len(event.summary) == LONGEST_SUMMARY
    assert len(fields_of(event)[0]["name"]) == LONGEST_NAME


def test_thousands_of_exceptions_are_cut_short() -> None:
    days = ",".join(f"{date.fromordinal(740000 + n):%Y%m%d}" for n in range(9000))
    (event,) = read(calendar(f"{DAY}\r\nRRULE:FREQ=DAILY\r\nEXDATE;VALUE=DATE:{days}")).events
    assert len(event.exdates) == MOST_DATES


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=1,2,3", "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=0;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=99MO", "FREQ=DAILY;COUNT=99999999999",
        "FREQ=WEEKLY;BYDAY=" + ",".join(["MO"] * 4000), "X" * 5000, "FREQ=DAILY since 2026-01-01 also",
        "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;BYSETPOS=5", "FREQ=DAILY;UNTIL=99999999",
    ],
)  # fmt: skip
def test_no_rule_runs_away(rule: str) -> None:
    (event,) = read(calendar(f"{DAY}\r\nRRULE:{rule}\r\nSUMMARY:x")).events
    fields, _ = fields_of(event)
    if fields["rule"].startswith(ruled_days.MARK):
        assert all(len(ruled_days.in_year(fields["rule"], year)) <= 366 for year in (2026, 2027, 2099))
    else:
        assert fields["rule"] == "dates 2026-12-09"


def test_a_zone_that_defines_itself_by_the_second_is_not_counted_out() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    found = read(calendar("DTSTART;TZID=Bomb:20261209T100000", zones=zone))
    assert found.zones == ("Bomb",)
    assert found.events[0].minute == 600


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "/etc/passwd", "", "x" * 5000, "America", "\\..\\x", "UTC+8"]
)
def test_a_zone_is_no_path(name: str) -> None:
    found = read(calendar(f"DTSTART;TZID={name}:20261209T100000"))
    assert found.events[0].first == date(2026, 12, 9)


def test_a_rule_of_another_zone_without_end_is_taken_for_ten_years_of_weeks() -> None:
    event = "DTSTART;TZID=America/New_York:20261207T200000\r\nRRULE:FREQ=MONTHLY;BYDAY=1MO"
    (found,) = read(calendar(event)).events
    assert found.rule == ""
    assert found.rdates[:2] == (date(2026, 12, 8), date(2027, 1, 5))
    assert len(found.rdates) <= MOST
