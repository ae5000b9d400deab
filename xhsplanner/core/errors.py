"""Refusals: what the program says when it will not do what was asked; and what other errors put an end to."""

from collections.abc import Mapping


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The request was understood and refused; nothing changed.

    The message is one clear sentence in the user's language, ready to show in a toast or on stderr.
    """


Step = tuple[str, Mapping[str, object]]
"""An op by its kind and the values of its words."""
GAVE_UP = "gave_up"


def give_up(error: BaseException, kind: str, values: Mapping[str, object]) -> None:
    """Note on an error that it ended this op: nothing of it was written."""
    error.__dict__.setdefault(GAVE_UP, (kind, values))


def given_up(error: BaseException | None) -> Step | None:
    """The op that an error, or what it came from, has ended; None for none."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        step: Step | None = error.__dict__.get(GAVE_UP)
        if step is not None:
            return step
        error = error.__cause__ or error.__context__
    return None


class Trouble(Refused):
    """The disk or the file was in the way, not the request: the same may be granted a little later."""
