"""Refusals: what the program says when it will not do what was asked."""


class Refused(Exception):  # noqa: N818 (a refusal is an answer, not an error)
    """The request was understood and refused; nothing changed.

    The message is one clear sentence in the user's language, ready to show in a toast or on stderr.
    """


class Trouble(Refused):
    """The disk or the file was in the way, not the request: the same may be granted a little later."""
