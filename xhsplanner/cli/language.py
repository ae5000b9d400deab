"""The language of messages; apart from what needs click, so that the window starts without it."""

import os

from xhsplanner.core.errors import Refused
from xhsplanner.core.words import LANGUAGES, t, words

LANGUAGE = "XHSPLANNER_LANG"


def use_language(name: str | None) -> None:
    """Speak `name` (zh_CN or en), else the environment's XHSPLANNER_LANG, else Chinese. Raises Refused."""
    chosen = name or os.environ.get(LANGUAGE) or words.language
    if chosen not in LANGUAGES:
        raise Refused(t("cli.bad_choice", value=chosen, known=", ".join(LANGUAGES)))
    words.use(chosen)
