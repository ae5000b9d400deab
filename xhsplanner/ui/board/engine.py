"""Card banners by the cover engine. It is loaded by a worker after the first picture of the week is on the
screen: its fonts and tables take a tenth of a second, and nobody waits for that.
"""

from collections.abc import Callable

from PySide6.QtGui import QImage

from xhsplanner.core.errors import Refused
from xhsplanner.ops.covers import overrides
from xhsplanner.ui import images
from xhsplanner.ui.board.model import CardLook
from xhsplanner.ui.context import Context


class Engine:
    """Draws banners once it is loaded; see `Draw` in banners.py."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._asked = False
        self.ready = False

    def load(self, then: Callable[[], None]) -> None:
        """Load the engine on a worker; `then` follows on this thread."""
        if self._asked:
            return
        self._asked = True

        def done(_result: object) -> None:
            self.ready = True
            then()

        self._ctx.tasks.start(warm_up, done)

    def load_now(self) -> None:
        """Load the engine here, for pictures of the window."""
        if not self.ready:
            self._asked = self.ready = True
            warm_up()

    def __call__(self, look: CardLook, width: int, height: int, ratio: float) -> QImage:
        """The banner of a note, `width` × `height` logical pixels."""
        from xhsplanner.covers.render import banner
        from xhsplanner.covers.template import template, template_for

        spec = look.banner
        try:
            used = template(spec.template) if spec.template else template_for(look.series)
        except Refused:  # a template of a newer version, or one that was thrown away
            used = template_for(look.series)
        values = {"title": look.note.title, "palette": look.palette, **dict(overrides(spec.values))}
        size = (round(width * ratio), round(height * ratio))
        return banner(used, values, *size, picture=self._picture(spec.picture))

    def _picture(self, sha256: str) -> QImage | None:
        """A picture as small as a banner needs it; None where its thumbnail is missing or broken."""
        data = self._ctx.store.thumbs.get(sha256) if sha256 else None
        image = images.thumbnail(data)
        return None if image.isNull() else image


def warm_up() -> None:
    """Read templates and fonts by drawing one small banner."""
    from xhsplanner.covers.render import banner
    from xhsplanner.covers.template import template_for

    banner(template_for(""), {"title": "月"}, 32, 16)
