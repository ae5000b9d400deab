"""What letting topics go over a day does, and whose they become. For every room that takes them."""

from collections.abc import Sequence
from datetime import date

from xhsplanner.core.change import Change
from xhsplanner.ops import topics
from xhsplanner.ui.context import Context


def usual_account(ctx: Context) -> int | None:
    """The account of a topic where no room says one: the filter's, that of the note in the panel, the first."""
    accounts = [account.id for account in ctx.store.catalog.accounts()]
    note = ctx.store.notes.get(ctx.note_id) if ctx.note_id is not None else None
    wanted = (ctx.filter.only("accounts"), note.account_id if note is not None else None, *accounts[:1])
    return next((one for one in wanted if one in accounts), None)


def plan_topics(
    ctx: Context, ids: Sequence[int], day: date | None, account_id: int | None = None, **given: int
) -> None:
    """Make a note of each topic on a day of an account, and select them; `given` as ops.topics.plan takes it."""
    account = account_id if account_id is not None else usual_account(ctx)

    def done(change: Change) -> None:
        ctx.pick(change.created["note"])

    ctx.run_then(done, topics.plan, ids, [] if account is None else [account], day=day, **given)
