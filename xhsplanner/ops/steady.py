"""Verbs that look before they write: what they saw is still so when they write it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from xhsplanner.store.store import Store

Verb = TypeVar("Verb", bound=Callable[..., Any])


def steady(verb: Verb) -> Verb:
    """Let nobody else write between the first look of a verb and the end of its op.

    Without it the next episode, the order of pictures or the right to edit could be another's by the time the op
    begins. Only for verbs that are quick: nothing is decoded or drawn inside.
    """

    @wraps(verb)
    def held(store: Store, *args: Any, **kwargs: Any) -> Any:
        with store.held():
            return verb(store, *args, **kwargs)

    return cast(Verb, held)
