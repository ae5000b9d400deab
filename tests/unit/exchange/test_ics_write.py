from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from xhsplanner.exchange.ics.read import Event, read, read_file
from xhsplanner.exchange.ics.write import FOLD, Moved, OutEvent, escaped, folded, write_ics

NOW = datetime(2026, 12, 9, 10, tzinfo=UTC)
CANARY = '年末用卡，攻略；🎆\\n <b>=1+1</b> %s {0} "引号" a:b' * 5
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120) | st.just(CANARY)
DAY = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@st.composite
def events(draw: Any) -> OutEvent:
    first = draw(DAY)
    last = first + timedelta(draw(st.integers(0, 40)))
    minute = draw(st.none() | st.integers(0, 1439))
    recurs = draw(st.booleans())
    return OutEvent(
        uid=draw(st.from_regex(r"[a-z0-9-]{1,40}@xhsplanner", fullmatch=True)),
        summary=draw(TEXT),
        first=first,
        last=last,
        minute=minute,
        description=draw(TEXT),
        rule="FREQ=DAILY;INTERVAL=3" if recurs else "",
        exdates=tuple(first + timedelta(3 * n) for n in draw(st.sets(st.integers(1, 9), max_size=4)))
        if recurs
        else (),
        rdates=tuple(first + timedelta(3 * n + 1) for n in draw(st.sets(st.integers(1, 9), max_size=4))),
        alarm=draw(st.none() | st.integers(0, 90)),
        category=draw(TEXT),
    )


def written(folder: Path, found: list[OutEvent]) -> bytes:
    file = folder / "日历.ics"
    write_ics(file, found, CANARY, NOW)
    return file.read_bytes()


def expected(one: OutEvent) -> Event:
    days = (tuple(sorted(one.exdates)), tuple(sorted(one.rdates)))
    return Event(
        one.uid,
        one.summary.strip()[:400],
        one.first,
        one.last,
        one.minute,
        one.rule,
        *days,
        one.description.strip(),
    )


@settings(max_examples=60)
@given(st.lists(events(), max_size=4, unique_by=lambda one: one.uid))
def test_what_is_written_reads_back_equal_by_us_and_by_icalendar(
    tmp_path_factory: Any, found: list[OutEvent]
) -> None:
    data = written(tmp_path_factory.mktemp("ics"), found)
    assert sorted(map(str, read(data).events)) == sorted(map(str, map(expected, found)))
    calendar = icalendar.Calendar.from_ical(data)
    theirs = {str(one["UID"]): one for one in calendar.walk("VEVENT")}
    assert theirs.keys() == {one.uid for one in found}
    for one in found:
        entry = theirs[one.uid]
        assert str(entry["SUMMARY"]) == one.summary
        assert str(entry.get("DESCRIPTION", "")) == one.description
        start = entry["DTSTART"].dt
        if one.minute is None:
            assert start == one.first
        else:
            assert (
                start.strftime("%Y-%m-%d %H:%M %z")
                == f"{one.first} {one.minute // 60:02}:{one.minute % 60:02} +0800"
            )
        assert len(entry.walk("VALARM")) == (one.alarm is not None)


@given(st.text(max_size=300))
def test_lines_are_short_and_never_cut_a_character(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    data = folded(line)
    parts = data.split(b"\r\n")
    assert parts.pop() == b""
    assert all(len(part) <= FOLD for part in parts)
    assert all(part.decode() for part in parts)
    assert (parts[0] + b"".join(part[1:] for part in parts[1:])).decode() == line
    assert all(part.startswith(b" ") for part in parts[1:])


def test_the_file_is_as_the_standard_wants_it(tmp_path: Path) -> None:
    slot = OutEvent(
        "slot-1@xhsplanner", "栏位", date(2026, 12, 2), date(2026, 12, 2), 1200,
        rule="FREQ=WEEKLY;BYDAY=WE;UNTIL=20270131", exdates=(date(2026, 12, 16),),
        moved=(Moved(date(2026, 12, 9), date(2026, 12, 10), 1140),),
    )  # fmt: skip
    data = written(tmp_path, [slot])
    text = data.decode()
    assert "\n" not in text.replace("\r\n", "")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    for line in (
        "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "DTSTART;TZID=Asia/Shanghai:20261202T200000",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20270131T155959Z", "EXDATE;TZID=Asia/Shanghai:20261216T200000",
        "RECURRENCE-ID;TZID=Asia/Shanghai:20261209T200000", "DTSTAMP:20261209T100000Z",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in text
    assert data == written(tmp_path, [slot]), "the same plan gives the same file"
    first, moved = read_file(tmp_path / "日历.ics").events
    assert first.exdates == (date(2026, 12, 9), date(2026, 12, 16))
    assert (moved.first, moved.minute) == (date(2026, 12, 10), 1140)
