"""From a poster to its pages."""

from collections.abc import Sequence

from xhsplanner.posters import listing, month, week
from xhsplanner.posters.marks import Page
from xhsplanner.posters.model import Poster

VIEWS = {"week": week.pages, "month": month.pages, "list": listing.pages}


def pages(posters: Sequence[Poster]) -> list[Page]:
    """The pages of all posters, one after the other."""
    return [page for poster in posters for page in VIEWS[poster.view](poster)]
