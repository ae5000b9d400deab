"""Text that a spreadsheet would take for a formula, and how it travels in a csv.

A csv has no types: `=1+1` is a formula to whoever opens it, and may do harm there. An apostrophe before it makes it
text again, and is taken away when the file is read back; one that stood there already gets one more, so that every
text comes back as it was.
"""

import re

_SKIPPED = r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*"
"""What a program may leave out before it looks whether a cell begins as a formula does."""
_SIGNS = r"[\t\r\n=+\-@＝＋－＠﹦﹢﹣﹫−]"
_RISKY = re.compile(rf"'*{_SKIPPED}{_SIGNS}")
_GUARDED = re.compile(rf"'+{_SKIPPED}{_SIGNS}")


def guarded(text: str) -> str:
    """A text that no spreadsheet computes."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text
