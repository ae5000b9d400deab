"""What an error nobody handled did to the data, in the user's words: only what the store itself can say."""

from datetime import datetime

from xhsplanner.core.change import Change
from xhsplanner.core.errors import Refused, given_up
from xhsplanner.core.words import t
from xhsplanner.store.store import Store
from xhsplanner.ui.moments import exact_text


def aftermath(store: Store | None, error: BaseException, unsaved: bool) -> list[str]:
    """Sentences about what was being done, what is saved, and what is typed and not saved yet (`unsaved`)."""
    if store is None:
        return [t("errors.no_workspace")]
    return [_step(error), _saved(store), t("errors.typing_kept") if unsaved else t("errors.typing_saved")]


def _step(error: BaseException) -> str:
    """An op that an error ends is rolled back whole; any other error came while nothing was being written."""
    step = given_up(error)
    if step is None:
        return t("errors.no_step")
    kind, values = step
    return t("errors.step_undone", what=Change(0, kind, "", None, 0, values=values).label)


def _saved(store: Store) -> str:
    """The last thing that is in the database, asked of the database itself."""
    try:
        last = store.history.log(1)
    except Refused:
        return t("errors.unreadable")
    if not last:
        return t("errors.nothing_yet")
    return t("errors.saved_until", when=exact_text(datetime.fromisoformat(last[0].at)), what=last[0].label)
