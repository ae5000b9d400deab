"""What the system and SQLite say of a fault, as a key of the words: they say it in English."""

import errno
import os
import re
from collections.abc import Mapping

CODES = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EIO: "disk",
    errno.ENOENT: "gone",
    errno.EEXIST: "exists",
    errno.EISDIR: "folder",
    errno.ENOTDIR: "no_folder",
    errno.ENAMETOOLONG: "long",
}
"""Errors of the system by number."""
SAID = {
    **{re.escape(os.strerror(code)): key for code, key in CODES.items()},
    "no file": "gone",
    "unable to open database file": "unopened",
    "attempt to write a readonly database": "read_only",
    "database or disk is full": "full",
    "disk I/O error": "disk",
    "database is locked": "busy",
    "(?:file is encrypted or )?(?:file )?is not a database": "stranger",
    "(?:database )?(?:disk image|schema.*) is malformed|malformed database schema.*": "pages",
    "(?:.*: )?(?:Tree|Page|On tree|Freelist|Main freelist|.*btreeInitPage|.*never used).*": "pages",
    r"(?P<n>\d+) pages are missing": "cut",
    r"schema of (?P<name>\w+)": "schema",
    r"no such (?:table|column|index): (?:\w+\.)*(?P<name>\w+)": "schema",
    "not UTF-8|Could not decode to UTF-8.*": "text",
}
"""What SQLite, the system and our own looks at a database say in terse words, as regular expressions."""


def known(reason: object) -> tuple[str, Mapping[str, str]] | None:
    """The last part of the key `reason.<…>` and what fills its words; None for a reason nobody has words for."""
    if isinstance(reason, OSError) and reason.errno in CODES:
        return CODES[reason.errno], {}
    text = str(reason)
    for pattern, key in SAID.items():
        if found := re.fullmatch(pattern, text):
            return key, found.groupdict()
    return None
