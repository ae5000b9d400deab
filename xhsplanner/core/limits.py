"""Which limits of the platform a note breaks: what can be told from its columns, texts and number of pictures."""

from collections.abc import Iterator

from xhsplanner.core.model import Kind, Status
from xhsplanner.core.text import budget, facts, hashtags, title_length, title_limit

READY = frozenset({Status.APPROVED.value, Status.HANDED_OVER.value, Status.PUBLISHED.value})
"""From here on a note of pictures must have one."""


def broken(title: str, status: str, kind: str, body: str, tags: str, pictures: int) -> Iterator[str]:
    """The limits a note breaks: `title`, `body`, `hashtags`, `no_picture`, `pictures`. Cheapest first.

    `pictures` are those that go out: its pages, and a cover that is done.
    """
    if title_length(title) > title_limit():
        yield "title"
    if kind == Kind.PICTURES and status in READY and pictures < int(facts("pictures")["least"]):
        yield "no_picture"
    if pictures > int(facts("pictures")["limit"]):
        yield "pictures"
    if budget(body, tags).level == "over":
        yield "body"
    if len(hashtags(tags)) > int(facts("hashtags")["limit"]):
        yield "hashtags"


def breaks(*note: object) -> int:
    """1 where a note, as `broken` takes it, breaks any limit, else 0; for the database, where it may be damaged."""
    title, status, kind, body, tags, pictures = note
    said, stands, made, long, marks = (
        one if isinstance(one, str) else "" for one in (title, status, kind, body, tags)
    )
    found = broken(said, stands, made, long, marks, pictures if isinstance(pictures, int) else 0)
    return int(next(found, "") != "")
