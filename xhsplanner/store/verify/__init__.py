"""The check of a whole workspace: `run` reads everything it holds and says what is not as it was written."""

from xhsplanner.store.verify.run import run

__all__ = ["run"]
