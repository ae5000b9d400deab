"""Reminders: what is told when, quiet hours and days off lose nothing, read and put off."""

from datetime import date, datetime, timedelta

import pytest

from xhsplanner.core.leads import State, Task, TaskRow
from xhsplanner.core.model import Note, Status
from xhsplanner.core.reminders import About, Book, Facts, Reminder, Wanted, later, of_day

TODAY = date(2026, 12, 9)
TEN = datetime(2026, 12, 9, 10)


def note(number: int = 1, minute: int | None = 630, status: Status = Status.APPROVED, day: date = TODAY) -> Note:
    return Note(number, f"u{number}", f"A-{number}", 1, "双12", day=day, minute=minute, status=status)


def told(facts: Facts, wanted: Wanted = Wanted()) -> list[tuple[str, str]]:  # noqa: B008 (frozen)
    return [(one.about.value, one.at.strftime("%d %H:%M")) for one in of_day(facts, wanted)]


def test_a_note_is_told_before_its_time_until_it_is_handed_over() -> None:
    assert told(Facts(TODAY, (note(),))) == [("goes_out", "09 10:00")]
    assert told(Facts(TODAY, (note(),)), Wanted(minutes_before=90)) == [("goes_out", "09 09:00")]
    for status in (Status.HANDED_OVER, Status.PUBLISHED, Status.ON_HOLD):
        assert told(Facts(TODAY, (note(status=status),))) == []
    assert told(Facts(TODAY, (note(minute=None),))) == []
    assert told(Facts(TODAY, (note(minute=10),))) == [("goes_out", "08 23:40")]


def test_every_kind_and_the_switch_of_each() -> None:
    row = TaskRow(1, "t", "own", "", "own/1", TODAY, None, State.OPEN, "买")
    own = Task("own/1", "own", TODAY, None, State.OPEN, None, row)
    future = Task("own/2", "own", TODAY + timedelta(1), None, State.OPEN)
    facts = Facts(TODAY, (note(1),), (note(2),), (note(3, status=Status.REVIEW),), (own, future), {1: "主账号"})
    found = of_day(facts, Wanted())
    assert {one.about for one in found} == set(About)
    assert len(found) == 4
    assert {(one.title, one.account) for one in found} == {("双12", "主账号"), ("买", "")}
    for about in About:
        assert {one.about for one in of_day(facts, Wanted(frozenset({about})))} == {about}


@pytest.mark.parametrize(
    ("hours", "hour", "quiet"),
    [
        ((-1, -1), 3, False),
        ((600, 600), 10, False),
        ((540, 660), 10, True),
        ((540, 600), 10, False),
        ((1260, 480), 22, True),
        ((1260, 480), 7, True),
        ((1260, 480), 8, False),
    ],
)
def test_quiet_hours_also_over_midnight(hours: tuple[int, int], hour: int, quiet: bool) -> None:
    wanted = Wanted(quiet_from=hours[0], quiet_to=hours[1])
    assert wanted.quiet(datetime(2026, 12, 9, hour)) is quiet


def test_days_off_are_quiet_unless_asked_for() -> None:
    saturday, makeup = datetime(2026, 12, 12, 10), datetime(2026, 9, 20, 10)
    assert Wanted().quiet(saturday)
    assert not Wanted(days_off=True).quiet(saturday)
    assert makeup.weekday() == 6
    assert not Wanted().quiet(makeup), "a make-up workday is a workday"


def reminder(key: str = "a", at: datetime = TEN) -> Reminder:
    return Reminder(key, About.TASK, at, "买")


def test_what_falls_into_quiet_hours_comes_after_them() -> None:
    book, wanted = Book(), Wanted(quiet_from=540, quiet_to=660)
    assert book.tell([reminder()], TEN, wanted) == []
    assert book.unread == 0
    assert [one.reminder.key for one in book.tell([reminder()], TEN.replace(hour=11), wanted)] == ["a"]


def test_each_is_told_once_at_its_time() -> None:
    book = Book()
    assert book.tell([reminder()], TEN - timedelta(minutes=1), Wanted()) == []
    assert len(book.tell([reminder()], TEN, Wanted())) == 1
    assert book.tell([reminder()], TEN + timedelta(minutes=1), Wanted()) == []
    assert (book.unread, len(book.told)) == (1, 1)


def test_what_is_settled_leaves_the_bell() -> None:
    book = Book()
    book.tell([reminder("a"), reminder("b")], TEN, Wanted())
    book.tell([reminder("b")], TEN, Wanted())
    assert [one.reminder.key for one in book.told] == ["b"]


def test_read_and_put_off() -> None:
    book = Book()
    book.tell([reminder("a"), reminder("b", TEN - timedelta(hours=1))], TEN, Wanted())
    assert [one.reminder.key for one in book.told] == ["a", "b"]
    book.read("a")
    assert (book.unread, book.read_keys) == (1, ["a"])
    book.snooze("a", later(TEN, "ten"))
    assert [one.reminder.key for one in book.told] == ["b"]
    due = [reminder("a"), reminder("b")]
    assert book.tell(due, TEN + timedelta(minutes=9), Wanted()) == []
    (back,) = book.tell(due, TEN + timedelta(minutes=10), Wanted())
    assert (back.reminder.key, back.read) == ("a", False)
    book.read_all()
    assert book.unread == 0


def test_what_was_read_in_an_earlier_window_is_not_told_again() -> None:
    book = Book(["a"])
    assert book.tell([reminder("a")], TEN, Wanted()) == []
    assert (book.unread, len(book.told)) == (0, 1)


def test_a_note_is_one_matter_that_names_all_that_is_due() -> None:
    book = Book()
    morning = TEN - timedelta(hours=1)
    steps = [Reminder(step, About.TASK, morning, "双12", "", 7, step) for step in ("approved", "cover")]
    due = [*steps, Reminder("out", About.GOES_OUT, TEN, "双12", "", 7), reminder("x", morning)]
    book.tell(due, TEN, Wanted())
    found = {one.reminder.title: one for one in book.matters}
    assert len(book.matters) == book.unread == 2
    assert found["双12"].about_words == "定稿到期，做封面到期，快到发布时间"
    assert found["双12"].reminder.key == "out"
    book.read("out")
    assert book.unread == 2, "something of it is still new"
    for step in steps:
        book.read(step.key)
    assert book.unread == 1


def test_later() -> None:
    assert later(TEN, "hour") == datetime(2026, 12, 9, 11)
    assert later(TEN, "tomorrow") == datetime(2026, 12, 10, 9)
